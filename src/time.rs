//! The interface's times: 14 digits, `yyyyMMddHHmmss`, in China Standard Time, which has no daylight saving.

use std::ops::Range;

use ::time::{Date, Month, OffsetDateTime, Time as Clock, UtcOffset};

/// What a text is, read as a time. The digits are the same time as the interface wants it; there are none where that
/// takes more than the text says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// 14 digits that name a time.
    Valid,
    /// 14 digits, but there is no such month, day, hour, minute or second, nor with the year behind month and day.
    Nonexistent,
    /// Seconds since 1970, or thousandths, millionths … of them, between 2000 and 2100.
    Unix { digits: String },
    /// A date in numbers with the year last. Where month and day could be swapped, there are no digits.
    MonthFirst { digits: Option<String> },
    /// A time of day with the half of the day beside it, in a date whose year is not last.
    TwelveHour { digits: Option<String> },
    /// Anything else.
    Other { digits: Option<String> },
}

/// Reads a text as a time.
pub(crate) fn read(text: &str) -> Time {
    /// No format of a time is longer.
    const LONGEST: usize = 60;
    let of_14_digits = text.len() == 14 && is_digits(text.as_bytes());
    if of_14_digits && exists(text.as_bytes()) {
        return Time::Valid;
    }
    if text.chars().nth(LONGEST).is_some() {
        return Time::Other { digits: None };
    }
    let text = fold(text);
    if let Some(digits) = unix(text.as_bytes()) {
        return Time::Unix { digits };
    }
    let Some(parts) = Parts::of(text.as_bytes()) else {
        return Time::Other { digits: None };
    };
    let (dates, clock) = (parts.dates(), parts.clock());
    let year_first = dates[0].is_some();
    let mut dates = dates.into_iter().flatten();
    let date = dates.next();
    if of_14_digits && (date.is_none() || clock.is_none()) {
        return Time::Nonexistent;
    }
    let the_only = date.filter(|date| dates.all(|other| other == *date));
    let digits = the_only.zip(clock).and_then(|(date, clock)| {
        let east = parts.offset.unwrap_or(CHINA);
        write(date.with_time(clock).assume_utc().unix_timestamp() - east * 60)
    });
    if date.is_some() && !year_first {
        Time::MonthFirst { digits }
    } else if parts.half.is_some() {
        Time::TwelveHour { digits }
    } else {
        Time::Other { digits }
    }
}

/// Whether 14 digits name a date and a time of day.
fn exists(digits: &[u8]) -> bool {
    let part = |at: usize| small(&digits[at..at + 2]).unwrap_or(u8::MAX);
    let year = number(&digits[..4]);
    year > 0 && date(year, part(4), part(6)).is_some() && Clock::from_hms(part(8), part(10), part(12)).is_ok()
}

fn date(year: i64, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(i32::try_from(year).ok()?, Month::try_from(month).ok()?, day).ok()
}

/// Writes Unix seconds as the interface wants them; `None` outside of the years 1 to 9999.
pub(crate) fn write(unix_seconds: i64) -> Option<String> {
    let offset = UtcOffset::from_hms(8, 0, 0).ok()?;
    let time = OffsetDateTime::from_unix_timestamp(unix_seconds).ok()?;
    let time = time.checked_to_offset(offset)?;
    let (date, clock) = (time.date(), time.time());
    (1..=9999).contains(&date.year()).then(|| {
        format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}",
            date.year(),
            u8::from(date.month()),
            date.day(),
            clock.hour(),
            clock.minute(),
            clock.second()
        )
    })
}

/// Reads a count since 1970. One that begins as a date does (`2026011509`) is as likely to be that date.
fn unix(text: &[u8]) -> Option<String> {
    /// 2000-01-01 and 2100-01-01.
    const PLAUSIBLE: Range<i64> = 946_684_800..4_102_444_800;
    let (whole, rest) = split(text, u8::is_ascii_digit);
    let is_alone = rest.is_empty() || rest[0] == b'.' && is_digits(&rest[1..]);
    if !is_alone || !matches!(whole.len(), 10 | 13 | 16 | 19) {
        return None;
    }
    let is_date = whole.starts_with(b"20") && exists(&[&whole[..8], b"000000"].concat());
    let seconds = number(&whole[..10]);
    if is_date || !PLAUSIBLE.contains(&seconds) { None } else { write(seconds) }
}

/// Spells what is written in many ways in one: ASCII, small letters, and `2026-01-15 09:28:11 ` for
/// `2026年01月15日 09时28分11秒`.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        folded.push(match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            '年' | '月' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '时' | '時' | '点' | '點' | '分' => ':',
            '日' | '号' | '號' | '秒' => ' ',
            // Nothing that is seen: browsers have put direction marks around each number.
            '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            _ if character.is_whitespace() => ' ',
            _ => character,
        });
    }
    folded.make_ascii_lowercase();
    folded
}

/// Minutes that China's time is ahead of UTC.
const CHINA: i64 = 8 * 60;

/// Each is known by its first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What weekdays are made of in Chinese, but for 日, which is folded.
const WEEKDAY: [&str; 10] = ["星期", "礼拜", "周", "一", "二", "三", "四", "五", "六", "天"];

/// The words that stand beside the hour of a 12-hour clock, and which of the 24 hours each is said of: never more than
/// 12, so that there is one reading at most. Nobody knows on which day 午夜 is.
const HALVES: [(&str, Range<u8>); 14] = [
    ("am", 0..12),
    ("a.m", 0..12),
    ("pm", 12..24),
    ("p.m", 12..24),
    ("上午", 0..12),
    ("下午", 12..24),
    ("凌晨", 0..6),
    ("清晨", 4..12),
    ("早上", 4..12),
    ("中午", 11..15),
    ("傍晚", 16..20),
    ("晚上", 17..24),
    ("晚", 17..24),
    ("午夜", 0..0),
];

/// What a folded text of a date and a time of day is made of, in any order.
#[derive(Default)]
struct Parts<'a> {
    /// The numbers of the date, as they follow each other: three, or two and a month's name.
    date: Vec<&'a [u8]>,
    /// The month that is named.
    month: Option<u8>,
    /// Hour, minute, and perhaps second.
    clock: Vec<&'a [u8]>,
    /// The hours that a word beside the clock leaves.
    half: Option<Range<u8>>,
    /// Minutes ahead of UTC.
    offset: Option<i64>,
}

impl<'a> Parts<'a> {
    /// Takes a text apart; `None` if something in it belongs to no time. Each step gives what is left.
    fn of(text: &'a [u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        while let Some(&first) = rest.first() {
            rest = match first {
                b'0'..=b'9' => parts.number(rest)?,
                b'+' => parts.offset(rest)?,
                b'-' if parts.has_date() && parts.clock.len() == 3 => parts.offset(rest)?,
                // Behind the offset: the zone's name.
                b'(' | b'[' if parts.offset.is_some() => split(rest, |byte| !b")]".contains(byte)).1.get(1..)?,
                b' ' | b'-' | b'/' | b'.' | b',' | b':' | b'_' | b'(' | b')' => &rest[1..],
                _ => parts.word(rest)?,
            };
        }
        Some(parts)
    }

    fn has_date(&self) -> bool {
        self.date.len() + usize::from(self.month.is_some()) == 3
    }

    fn number(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (digits, rest) = split(text, u8::is_ascii_digit);
        let is_hour = digits.len() <= 2 && rest.trim_ascii_start().starts_with(b":");
        if is_hour || self.has_date() {
            return self.time_of_day(digits, rest);
        }
        match digits.len() {
            1 | 2 | 4 => self.date.push(digits),
            8 | 12 | 14 | 17 | 20 | 23 if self.date.is_empty() && self.month.is_none() => {
                // There is no month 20: the year begins there.
                let (second, third) = if &digits[4..6] == b"20" { (2, 4) } else { (4, 6) };
                self.date.extend([&digits[..second], &digits[second..third], &digits[third..8]]);
                if digits.len() > 8 {
                    return self.time_of_day(&digits[8..], rest);
                }
            }
            _ => return None,
        }
        Some(rest)
    }

    /// Reads from the hour on, whose digits may be those of the whole. Fractions of a second are cut.
    fn time_of_day(&mut self, digits: &'a [u8], mut rest: &'a [u8]) -> Option<&'a [u8]> {
        if !self.clock.is_empty() || !matches!(digits.len(), 1 | 2 | 4 | 6 | 9 | 12 | 15) {
            return None;
        }
        self.clock.extend(digits.chunks(2).take(3));
        let mut separator = None;
        while digits.len() <= 2
            && self.clock.len() < 3
            && let [found @ (b':' | b'.' | b'-'), next @ ..] = rest.trim_ascii_start()
            && separator.is_none_or(|separator| separator == found)
            && let (digits, next) = split(next.trim_ascii_start(), u8::is_ascii_digit)
            && !digits.is_empty()
        {
            self.clock.push(digits);
            (separator, rest) = (Some(found), next);
        }
        match rest {
            [b'.' | b',' | b':', fraction @ ..] if self.clock.len() == 3 => Some(split(fraction, u8::is_ascii_digit).1),
            _ => Some(rest),
        }
    }

    fn word(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        if let Some((name, hours)) = HALVES.iter().find(|(name, _)| text.starts_with(name.as_bytes())) {
            return self.half.replace(hours.clone()).is_none().then(|| &text[name.len()..]);
        }
        if let Some(rest) = WEEKDAY.iter().find_map(|name| text.strip_prefix(name.as_bytes())) {
            return Some(rest);
        }
        let (word, rest) = split(text, u8::is_ascii_lowercase);
        match word {
            b"t" | b"at" => {}
            b"gmt" | b"utc" if matches!(rest, [b'+' | b'-', ..]) => return self.offset(rest),
            b"z" | b"gmt" | b"utc" => self.zone(0)?,
            b"cst" | b"hkt" => self.zone(CHINA)?,
            _ if WEEKDAYS.iter().any(|name| word.starts_with(name.as_bytes())) => {}
            _ => {
                let month = (1..).zip(MONTHS).find(|(_, name)| word.starts_with(name.as_bytes()))?.0;
                return self.month.replace(month).is_none().then_some(rest);
            }
        }
        Some(rest)
    }

    /// Reads `+08:00`, `+0800`, `+08` or `+8`.
    fn offset(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (digits, rest) = split(&text[1..], u8::is_ascii_digit);
        let (hours, minutes, rest) = match rest {
            [b':', minutes @ ..] => {
                let (minutes, rest) = split(minutes, u8::is_ascii_digit);
                (digits, minutes, rest)
            }
            _ if digits.len() == 4 => (&digits[..2], &digits[2..], rest),
            _ => (digits, &b"0"[..], rest),
        };
        let (hours, minutes) = (small(hours)?, small(minutes)?);
        let offset = i64::from(hours) * 60 + i64::from(minutes);
        self.zone(if text[0] == b'-' { -offset } else { offset }).filter(|()| hours <= 14 && minutes < 60)?;
        Some(rest)
    }

    /// A zone stands behind the time of day; it may be named twice (`+0800 CST`), but there is one.
    fn zone(&mut self, offset: i64) -> Option<()> {
        (!self.clock.is_empty() && *self.offset.get_or_insert(offset) == offset).then_some(())
    }

    /// The date if the year stands first, if the month does, and if the day does.
    fn dates(&self) -> [Option<Date>; 3] {
        let date = |year: &[u8], month: Option<u8>, day: &[u8]| {
            let year = match (year.len(), number(year)) {
                (4, number) if (2000..2100).contains(&number) => number,
                (2, number) if number < 70 => 2000 + number,
                _ => return None,
            };
            date(year, month?, small(day)?)
        };
        match (self.month, &self.date[..]) {
            (None, [a, b, c]) => [date(a, small(b), c), date(c, small(a), b), date(c, small(b), a)],
            // Beside a month's name a year of two digits is always behind the day.
            (month, [year, day]) if year.len() == 4 => [date(year, month, day), None, None],
            (month, [day, year]) => [date(year, month, day), None, None],
            _ => [None; 3],
        }
    }

    fn clock(&self) -> Option<Clock> {
        let (hour, minute, second) = match self.clock[..] {
            [hour, minute] => (small(hour)?, small(minute)?, 0),
            [hour, minute, second] => (small(hour)?, small(minute)?, small(second)?),
            _ => return None,
        };
        let hour = match &self.half {
            None => hour,
            // `21:28 PM` says it twice.
            Some(hours) if hour > 12 => Some(hour).filter(|hour| hours.contains(hour))?,
            Some(hours) => [hour % 12, hour % 12 + 12].into_iter().find(|hour| hours.contains(hour))?,
        };
        Clock::from_hms(hour, minute, second).ok()
    }
}

fn is_digits(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

/// What a text begins with of such bytes, and the rest.
fn split(text: &[u8], is_part: fn(&u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| !is_part(byte)).unwrap_or(text.len()))
}

/// The number that up to 18 digits spell.
fn number(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

/// The number that one or two digits spell.
fn small(digits: &[u8]) -> Option<u8> {
    matches!(digits.len(), 1 | 2).then(|| u8::try_from(number(digits)).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-15 09:28:11 in China, a Thursday.
    const MORNING: &str = "20260115092811";
    const EVENING: &str = "20260115212811";

    fn unix() -> Time {
        Time::Unix { digits: MORNING.to_owned() }
    }

    fn month_first(digits: &str) -> Time {
        Time::MonthFirst { digits: some(digits) }
    }

    fn twelve_hour(digits: &str) -> Time {
        Time::TwelveHour { digits: some(digits) }
    }

    fn other(digits: &str) -> Time {
        Time::Other { digits: some(digits) }
    }

    fn some(digits: &str) -> Option<String> {
        (!digits.is_empty()).then(|| digits.to_owned())
    }

    fn digits(time: Time) -> Option<String> {
        match time {
            Time::Valid | Time::Nonexistent => None,
            Time::Unix { digits } => Some(digits),
            Time::MonthFirst { digits } | Time::TwelveHour { digits } | Time::Other { digits } => digits,
        }
    }

    #[track_caller]
    fn check<const N: usize>(cases: [(&str, Time); N]) {
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
            if let Some(digits) = digits(expected) {
                assert_eq!(read(&digits), Time::Valid, "{text}");
            }
        }
    }

    #[test]
    fn reads_times() {
        check([
            ("20260115092811", Time::Valid),
            ("20240229000000", Time::Valid),
            ("20071117020101", Time::Valid),
            ("19491001150000", Time::Valid),
            ("20230229000000", Time::Nonexistent),
            ("21000229000000", Time::Nonexistent),
            ("20261301000000", Time::Nonexistent),
            ("20260431000000", Time::Nonexistent),
            ("20260115240000", Time::Nonexistent),
            ("20260115236000", Time::Nonexistent),
            ("20260115235960", Time::Nonexistent),
            ("20260015235959", Time::Nonexistent),
            ("00000101000000", Time::Nonexistent),
            ("00000000000000", Time::Nonexistent),
            ("99999999999999", Time::Nonexistent),
        ]);
    }

    #[test]
    fn reads_counts_since_1970() {
        check([
            ("1768440491", unix()),
            ("1768440491123", unix()),
            ("1768440491123456", unix()),
            ("1768440491123456789", unix()),
            ("1768440491.123", unix()),
            ("1768440491.0", unix()),
            ("1768440491123.4567", unix()),
            ("１７６８４４０４９１", unix()),
            ("1712011234", Time::Unix { digits: "20240402064034".to_owned() }),
            ("0000000000", other("")),
            ("946684799", other("")),
            ("0946684799", other("")),
            ("4102444800", other("")),
            ("9999999999999", other("")),
            ("-1768440491", other("")),
            ("+1768440491", other("")),
            ("1768440491.123.4", other("")),
            ("1768440491,123", other("")),
            ("1.768440491e9", other("")),
            ("176844049112", other("")),
            // Dates without minutes, or with hundredths of seconds, that could be counts up to 2100.
            ("2026011509", other("")),
            ("2026011509281", other("")),
            ("2026011509281112", other("")),
        ]);
    }

    #[test]
    fn reads_dates_with_the_year_last() {
        check([
            ("01/15/2026 09:28:11", month_first(MORNING)),
            ("1/15/2026 9:28:11", month_first(MORNING)),
            ("15/01/2026 09:28:11", month_first(MORNING)),
            ("15/01/2026, 09:28:11", month_first(MORNING)),
            ("15.01.2026 09:28:11", month_first(MORNING)),
            ("15.01.2026 09:28", month_first("20260115092800")),
            ("15-01-2026T09:28:11", month_first(MORNING)),
            ("09:28:11 01/15/2026", month_first(MORNING)),
            ("09:28 15-01-2026", month_first("20260115092800")),
            ("01/15/2026 09:28:11 PM", month_first(EVENING)),
            ("1/15/2026, 9:28:11\u{202f}PM", month_first(EVENING)),
            ("1/15/26, 9:28 PM", month_first("20260115212800")),
            ("15/01/2026 下午 9:28:11", month_first(EVENING)),
            ("01/15/2026 01:28:11Z", month_first(MORNING)),
            ("05/05/2026 09:28:11", month_first("20260505092811")),
            ("01152026092811", month_first(MORNING)),
            ("15012026092811", month_first(MORNING)),
            ("20122026092811", month_first("20261220092811")),
            ("01152026 09:28:11", month_first(MORNING)),
            ("011520260928", month_first("20260115092800")),
            ("01152026092811123", month_first(MORNING)),
            // Which is the month?
            ("01/02/2026 09:28:11", month_first("")),
            ("1.2.2026 9:28", month_first("")),
            ("01022026092811", month_first("")),
            ("11/12/2026 09:28:11 PM", month_first("")),
            // What time of day?
            ("01/15/2026", month_first("")),
            ("15.01.2026", month_first("")),
            ("01152026", month_first("")),
            ("01/15/2026 25:00:00", month_first("")),
            ("01/15/2026 09:28:11 凌晨", month_first("")),
            // No such date or time, whatever is the month.
            ("30/02/2026 09:28:11", other("")),
            ("13/13/2026 09:28:11", other("")),
            ("01/15/1999 09:28:11", other("")),
            ("01/15/2100 09:28:11", other("")),
            ("13132026092811", Time::Nonexistent),
            ("01152026250000", Time::Nonexistent),
            ("01022026250000", Time::Nonexistent),
            ("01151999092811", Time::Nonexistent),
        ]);
    }

    #[test]
    fn reads_the_12_hour_clock() {
        check([
            ("2026-01-15 09:28:11 PM", twelve_hour(EVENING)),
            ("2026-01-15 09:28:11 AM", twelve_hour(MORNING)),
            ("2026-01-15 9:28:11pm", twelve_hour(EVENING)),
            ("2026-01-15 9:28:11 p.m.", twelve_hour(EVENING)),
            ("2026-01-15 9:28:11 A.M.", twelve_hour(MORNING)),
            ("2026-01-15 PM 09:28:11", twelve_hour(EVENING)),
            ("2026-01-15 09:28:11.123 PM", twelve_hour(EVENING)),
            ("2026-01-15T09:28:11PM+08:00", twelve_hour(EVENING)),
            ("20260115092811PM", twelve_hour(EVENING)),
            ("20260115092811 下午", twelve_hour(EVENING)),
            ("2026/1/15 下午 9:28:11", twelve_hour(EVENING)),
            ("2026/1/15 下午9:28:11", twelve_hour(EVENING)),
            ("2026/1/15 上午9:28:11", twelve_hour(MORNING)),
            ("2026年1月15日 星期四 下午9点28分11秒", twelve_hour(EVENING)),
            ("2026年1月15日下午9時28分", twelve_hour("20260115212800")),
            ("Jan 15 2026  9:28AM", twelve_hour("20260115092800")),
            ("January 15, 2026 at 9:28:11 PM GMT+8", twelve_hour(EVENING)),
            ("15-JAN-26 09.28.11.123000 PM", twelve_hour(EVENING)),
            ("2026-01-15 01:28:11 PM Z", twelve_hour(EVENING)),
            // Twelve, and none.
            ("2026-01-15 12:28:11 AM", twelve_hour("20260115002811")),
            ("2026-01-15 12:28:11 PM", twelve_hour("20260115122811")),
            ("2026-01-15 00:28:11 PM", twelve_hour("20260115122811")),
            ("2026-01-15 00:28:11 AM", twelve_hour("20260115002811")),
            ("2026-01-15 凌晨12:28:11", twelve_hour("20260115002811")),
            ("2026-01-15 中午12:28:11", twelve_hour("20260115122811")),
            ("2026-01-15 中午1:28:11", twelve_hour("20260115132811")),
            ("2026-01-15 中午11:28:11", twelve_hour("20260115112811")),
            ("2026-01-15 清晨5:28:11", twelve_hour("20260115052811")),
            ("2026-01-15 傍晚6:28:11", twelve_hour("20260115182811")),
            ("2026-01-15 晚上9:28:11", twelve_hour(EVENING)),
            ("2026-01-15 晚9:28:11", twelve_hour(EVENING)),
            // 24 hours, and the half beside them.
            ("2026-01-15 21:28:11 PM", twelve_hour(EVENING)),
            ("2026-01-15 晚上21:28:11", twelve_hour(EVENING)),
            ("2026-01-15 21:28:11 AM", twelve_hour("")),
            ("2026-01-15 25:28:11 PM", twelve_hour("")),
            // On which day, or at what hour?
            ("2026-01-15 晚上12:28:11", twelve_hour("")),
            ("2026-01-15 晚上3:28:11", twelve_hour("")),
            ("2026-01-15 午夜12:28:11", twelve_hour("")),
            ("2026-01-15 早上12:28:11", twelve_hour("")),
            ("2026-01-15 中午9:28:11", twelve_hour("")),
            ("2026-01-15 9 PM", twelve_hour("")),
            ("2026-01-15 PM", twelve_hour("")),
            ("9:28:11 PM", twelve_hour("")),
            ("26-1-15 下午9:28", twelve_hour("")),
            ("2026-01-15 09:28:11 AM PM", other("")),
            ("2026-01-15 09:28:11 PMS", other("")),
            ("2026-01-15 09:28:11 P", other("")),
        ]);
    }

    #[test]
    fn reads_other_formats() {
        check([
            ("2026-01-15 09:28:11", other(MORNING)),
            ("2026-1-15 9:28:11", other(MORNING)),
            ("2026/1/15 9:28:11", other(MORNING)),
            ("2026.01.15 09:28:11", other(MORNING)),
            ("2026.01.15 09.28.11", other(MORNING)),
            ("2026-01-15-09-28-11", other(MORNING)),
            ("2026-01-15_09:28:11", other(MORNING)),
            ("2026-01-15 09:28", other("20260115092800")),
            ("2026-01-15 09:28:11.123", other(MORNING)),
            ("2026-01-15 09:28:11,123", other(MORNING)),
            ("2026-01-15 09:28:11:123", other(MORNING)),
            ("09:28:11 2026-01-15", other(MORNING)),
            ("  2026-01-15   09:28:11  ", other(MORNING)),
            ("2026-01-15\u{a0}09:28:11", other(MORNING)),
            ("\u{200e}2026\u{200e}/\u{200e}1\u{200e}/\u{200e}15 9:28:11", other(MORNING)),
            ("20260115 09:28:11", other(MORNING)),
            ("20260115 092811", other(MORNING)),
            ("20260115-0928", other("20260115092800")),
            ("2026-01-15 092811", other(MORNING)),
            (" 20260115092811", other(MORNING)),
            ("202601150928", other("20260115092800")),
            ("20260115092811123", other(MORNING)),
            ("20260115092811123456", other(MORNING)),
            ("20260115092811.123", other(MORNING)),
            ("２０２６０１１５０９２８１１", other(MORNING)),
            ("２０２６－０１－１５　０９：２８：１１", other(MORNING)),
            ("2026-01-15 09：28：11", other(MORNING)),
            ("2026年01月15日 09时28分11秒", other(MORNING)),
            ("2026年1月15日9时28分11秒", other(MORNING)),
            ("2026 年 1 月 15 日 9 时 28 分 11 秒", other(MORNING)),
            ("2026年1月15號 9點28分", other("20260115092800")),
            ("2026年01月15日 09:28:11", other(MORNING)),
            ("2026年1月15日 星期四 09:28:11", other(MORNING)),
            ("2026/1/15 周四 9:28:11", other(MORNING)),
            ("2026/1/15(四) 9:28:11", other(MORNING)),
            ("2026-01-18 星期日 09:28:11", other("20260118092811")),
        ]);
    }

    #[test]
    fn reads_zones() {
        check([
            ("2026-01-15T09:28:11", other(MORNING)),
            ("2026-01-15t09:28", other("20260115092800")),
            ("2026-01-15T01:28:11Z", other(MORNING)),
            ("2026-01-15T01:28:11.123Z", other(MORNING)),
            ("2026-01-14T21:28:11-04:00", other(MORNING)),
            ("2026-01-15T09:28:11+08:00", other(MORNING)),
            ("2026-01-15T09:28:11.123456789+08:00", other(MORNING)),
            ("2026-01-15T09:28:11+0800", other(MORNING)),
            ("2026-01-15T09:28:11+08", other(MORNING)),
            ("2026-01-15 09:28:11 +8:00", other(MORNING)),
            ("2026-01-15T06:58:11+05:30", other(MORNING)),
            ("2026-01-15 09:28+08:00", other("20260115092800")),
            ("2026-01-14 20:28:11-05", other(MORNING)),
            ("2026-01-14T17:28:11\u{2212}08:00", other(MORNING)),
            ("2026-01-15T09:28:11+08:00[Asia/Shanghai]", other(MORNING)),
            ("2026-01-15T01:28:11Z[UTC]", other(MORNING)),
            ("20260115T012811Z", other(MORNING)),
            ("20260115092811+0800", other(MORNING)),
            ("20260115012811Z", other(MORNING)),
            ("20260115012811.0Z", other(MORNING)),
            ("2026-01-15 09:28:11 UTC+8", other(MORNING)),
            ("2026-01-15 09:28:11 (GMT+08:00)", other(MORNING)),
            ("2026-01-15 09:28:11 +0800 CST", other(MORNING)),
            ("2026-01-15 01:28:11 +0000 UTC", other(MORNING)),
            ("Thu Jan 15 2026 09:28:11 GMT+0800 (中国标准时间)", other(MORNING)),
            ("Thu Jan 15 2026 09:28:11 GMT+0800 (China Standard Time)", other(MORNING)),
            ("Wed Jan 14 2026 20:28:11 GMT-0500 (EST)", other(MORNING)),
            ("Thu, 15 Jan 2026 01:28:11 GMT", other(MORNING)),
            ("Thu, 15 Jan 2026 09:28:11 +0800", other(MORNING)),
            ("Thursday, 15-Jan-26 01:28:11 GMT", other(MORNING)),
            ("Thu Jan 15 09:28:11 CST 2026", other(MORNING)),
            ("Thu Jan 15 01:28:11 UTC 2026", other(MORNING)),
            ("Thu Jan 15 09:28:11 GMT+08:00 2026", other(MORNING)),
            ("Thu Jan 15 09:28:11 +0800 2026", other(MORNING)),
            ("Thu Jan 15 09:28:11 2026", other(MORNING)),
            ("15/Jan/2026:09:28:11 +0800", other(MORNING)),
            ("2026-Jan-15 09:28:11", other(MORNING)),
            ("1 Sept. 2026 09:28:11", other("20260901092811")),
            ("2026-12-31T23:28:11Z", other("20270101072811")),
            // Zones that there are not, or that are not known.
            ("2026-01-15 09:28:11 EST", other("")),
            ("2026-01-15 09:28:11 -0600 CST", other("")),
            ("2026-01-15T09:28:11+08:00+08:00", other(MORNING)),
            ("2026-01-15T09:28:11+08:00+09:00", other("")),
            ("2026-01-15T09:28:11+15:00", other("")),
            ("2026-01-15T09:28:11+08:60", other("")),
            ("2026-01-15T09:28:11+080000", other("")),
            ("2026-01-15T09:28:11+", other("")),
            ("2026-01-15T09:28:11+:", other("")),
            ("2026-01-15T09:28:11+08:", other("")),
            ("2026-01-15T09:28:11+080", other("")),
            ("2026-01-15T09:28:11 08:00", other("")),
            ("2026-01-14 17:28-08:00", other("")),
            ("Z20260115092811", other("")),
            ("20260115Z092811", other("")),
            ("2026-01-15T09:28:11+08:00[Asia/Shanghai", other("")),
        ]);
    }

    #[test]
    fn names_no_time_that_is_not_told() {
        let long = "1".repeat(1 << 20);
        let far = format!("2026-01-15{}09:28:11", " ".repeat(60));
        check([
            ("", other("")),
            (" ", other("")),
            ("-", other("")),
            ("+", other("")),
            ("now", other("")),
            ("null", other("")),
            ("20260115", other("")),
            ("2026-01-15", other("")),
            ("2026年1月15日", other("")),
            ("2026-01-15T", other("")),
            ("2026-01-15Z", other("")),
            ("2026-01-15+08:00", other("")),
            ("2026-01-15 09", other("")),
            ("2026-01-15 9点", other("")),
            ("2026-01-15 9点半", other("")),
            ("2026-01", other("")),
            ("2026", other("")),
            ("09:28:11", other("")),
            ("01-15 09:28:11", other("")),
            ("Jan 15 09:28:11", other("")),
            ("26-01-15 09:28:11", other("")),
            ("99-01-15 09:28:11", other("")),
            ("260115092811", other("")),
            ("2026/15/01 09:28:11", other("")),
            ("2026-02-29 09:28:11", other("")),
            ("2026-00-15 09:28:11", other("")),
            ("0000-00-00 00:00:00", other("")),
            ("1999-12-31 23:59:59", other("")),
            ("2100-01-01 00:00:00", other("")),
            ("2026-01-15 24:00:00", other("")),
            ("2026-01-15 09:60:11", other("")),
            ("2026-01-15 09:28:60", other("")),
            ("2026-01-15 09:28:011", other("")),
            ("2026-01-15 009:28:11", other("")),
            ("2026-001-15 09:28:11", other("")),
            ("2026-0001-15 09:28:11", other("")),
            ("2026-01-15 09:28:11 2026", other("")),
            ("2026-01-15 09:28:11 09:28:11", other("")),
            ("2026-01-15 09:28:11 2026-01-16 09:28:11", other("")),
            ("2026-01-15 09:28-11", other("")),
            ("2026-01-15 09-28:11", other("")),
            ("2026-01-15 -09:28:11", other(MORNING)),
            ("2026-015T09:28:11", other("")),
            ("2026-W03-4T09:28:11", other("")),
            ("Foo Jan 15 2026 09:28:11", other("")),
            ("Jan Feb 15 2026 09:28:11", other("")),
            ("Ja 15 2026 09:28:11", other("")),
            ("Jän 15 2026 09:28:11", other("")),
            ("mardi 15/01/2026 09:28:11", other("")),
            ("/Date(1768440491123)/", other("")),
            ("2026\\/01\\/15 09:28:11", other("")),
            ("2026-01-15 09:28:11;", other("")),
            ("2026-01-15 09:28:11\u{0}", other("")),
            ("2026011509281", other("")),
            ("202601150928111", other("")),
            ("２０２６１３０１００００００", other("")),
            ("٢٠٢٦٠١١٥٠٩٢٨١١", other("")),
            ("二〇二六年一月十五日", other("")),
            ("星期", other("")),
            ("2026年三月15日 09:28:11", other("")),
            ("周", other("")),
            ("下午好", other("")),
            ("\u{1f600}1\u{301}", other("")),
            ("12:\u{e9}", other("")),
            (&long, other("")),
            (&far, other("")),
        ]);
    }

    #[test]
    fn writes_times() {
        for (seconds, text) in [
            (0, "19700101080000"),
            (951_782_400, "20000229080000"),
            (1_768_440_491, "20260115092811"),
            (4_102_444_799, "21000101075959"),
        ] {
            assert_eq!(write(seconds).as_deref(), Some(text));
        }
        assert_eq!(write(i64::MAX), None);
    }

    #[test]
    fn every_day_written_exists() {
        for day in 0..60_000 {
            assert_eq!(read(&write(day * 86400).unwrap()), Time::Valid, "{day}");
        }
    }

    /// Every format of every day, each at another time of day, is read as that time or not at all.
    #[test]
    fn formats_agree() {
        const FORMATS: [(&str, &str); 13] = [
            ("always", "yyyy-MM-dd HH:mm:ss"),
            ("always", "yyyy/MM/dd HH.mm.ss"),
            ("always", "yyyy年MM月dd日HH时mm分ss秒"),
            ("always", "yyyyMMddHHmmss123"),
            ("always", "yyyyMMddTHHmmss+0800"),
            ("always", "HH:mm:ss yyyy.MM.dd"),
            ("sometimes", "MM/dd/yyyy HH:mm:ss"),
            ("sometimes", "dd.MM.yyyy HH:mm:ss"),
            ("sometimes", "MMddyyyyHHmmss"),
            ("sometimes", "ddMMyyyyHHmmss123"),
            ("sometimes", "MM/dd/yy HH:mm:ss"),
            ("sometimes", "dd-MM-yy HH:mm:ss"),
            ("sometimes", "yy-MM-dd HH:mm:ss"),
        ];
        for day in 0..25_000 {
            let written = write(946_684_800 + day * 86400 + day * 7919 % 86400).unwrap();
            for (when, format) in FORMATS {
                let text = format
                    .replace("yyyy", &written[..4])
                    .replace("yy", &written[2..4])
                    .replace("MM", &written[4..6])
                    .replace("dd", &written[6..8])
                    .replace("HH", &written[8..10])
                    .replace("mm", &written[10..12])
                    .replace("ss", &written[12..]);
                match digits(read(&text)) {
                    Some(digits) => assert_eq!(digits, written, "{text}"),
                    None => assert_eq!(when, "sometimes", "{text}"),
                }
            }
        }
    }
}
