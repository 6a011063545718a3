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
    let of_14_digits = is_14_digits(text.as_bytes());
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

/// Whether the digits of a time say no more and no less than the text: no other zone was converted, no second, no century was
/// added, no fraction of a second was cut.
pub(crate) fn is_certain(text: &str) -> bool {
    let text = fold(text);
    if unix(text.as_bytes()).is_some() {
        return is_surely_unix(text.as_bytes());
    }
    Parts::of(text.as_bytes()).is_some_and(|parts| {
        let has_year = parts.date.iter().any(|digits| digits.len() == 4);
        parts.offset.is_none_or(|offset| offset == CHINA) && parts.clock.len() == 3 && has_year && !parts.is_cut
    })
}

/// Whether a text is [`Time::Valid`].
pub(crate) fn is_valid(text: &[u8]) -> bool {
    is_14_digits(text) && exists(text)
}

/// Whether 14 digits name a date and a time of day.
fn exists(digits: &[u8]) -> bool {
    moment(digits).is_some()
}

/// The date and the time of day that 14 digits name.
fn moment(digits: &[u8]) -> Option<(Date, Clock)> {
    let part = |at: usize| small(&digits[at..at + 2]);
    let year = Some(number(&digits[..4])).filter(|&year| year > 0)?;
    Some((date(year, part(4)?, part(6)?)?, Clock::from_hms(part(8)?, part(10)?, part(12)?).ok()?))
}

fn is_14_digits(text: &[u8]) -> bool {
    text.len() == 14 && is_digits(text)
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

/// The Unix seconds of 14 digits that name a time.
pub(crate) fn unix_seconds(digits: &str) -> Option<i64> {
    let (date, clock) = moment(Some(digits.as_bytes()).filter(|digits| is_14_digits(digits))?)?;
    Some(date.with_time(clock).assume_utc().unix_timestamp() - CHINA * 60)
}

/// 14 digits as people read them: `2026-01-15 09:28:11`. What are no 14 digits stays as it is.
pub(crate) fn spelled(digits: &str) -> String {
    if !is_14_digits(digits.as_bytes()) {
        return digits.to_owned();
    }
    let (date, clock) = digits.split_at(8);
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&clock[..2], &clock[2..4], &clock[4..]);
    format!("{year}-{month}-{day} {hour}:{minute}:{second}")
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

/// Whether a count since 1970 can be no date without its century or its year (`2601150928`, `0115092811`), is of our time,
/// and has no fraction of a second.
fn is_surely_unix(text: &[u8]) -> bool {
    /// 2015-01-01 and 2040-01-01.
    const OURS: Range<i64> = 1_420_070_400..2_208_988_800;
    let is_date = |head: &[u8], tail: &[u8]| exists(&[head, &text[..10], tail].concat());
    let fraction = text[10..].iter().all(|byte| matches!(byte, b'0' | b'.'));
    OURS.contains(&number(&text[..10])) && fraction && !is_date(b"20", b"00") && !is_date(b"2024", b"")
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
    /// Whether a fraction of a second was cut that is not zero, or a zone can be another one too.
    is_cut: bool,
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
        self.is_cut |= digits.get(6..).is_some_and(|fraction| !is_zero(fraction));
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
            [b'.' | b',' | b':', fraction @ ..] if self.clock.len() == 3 => {
                let (fraction, rest) = split(fraction, u8::is_ascii_digit);
                self.is_cut |= !is_zero(fraction);
                Some(rest)
            }
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
            b"hkt" => self.zone(CHINA)?,
            b"cst" => {
                // Beside China's it is America's.
                self.is_cut = true;
                self.zone(CHINA)?;
            }
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

fn is_zero(digits: &[u8]) -> bool {
    digits.iter().all(|&digit| digit == b'0')
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
mod tests;
