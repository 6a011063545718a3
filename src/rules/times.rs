//! The interface's times: 14 digits, `yyyyMMddHHmmss`, in China Standard Time, which has no daylight saving time.

use std::ops::Range;

use ::time::{Date, Month, OffsetDateTime, Time as Clock, UtcOffset};

/// The result of reading a text as a time.
///
/// `digits` is the same time in the interface's format; `None` if the text does not determine it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// 14 digits that are a valid time.
    Valid,
    /// 14 digits with an invalid month, day, hour, minute or second, even if the year is read after month and day.
    Nonexistent,
    /// Seconds since 1970, or milliseconds, microseconds or nanoseconds, between 2000 and 2100.
    Unix { digits: String },
    /// A numeric date with the year last. `digits` is `None` if month and day could be swapped.
    MonthFirst { digits: Option<String> },
    /// A 12-hour time of day with its AM or PM marker, in a date whose year is not last.
    TwelveHour { digits: Option<String> },
    /// Anything else.
    Other { digits: Option<String> },
}

/// Reads a text as a time.
pub(crate) fn read(text: &str) -> Time {
    /// The maximum length of any time format.
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

/// Returns whether a reading has exactly the information in the text.
///
/// It does not if a time zone was converted, seconds or a century were added, or a fraction of a second was dropped.
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

/// Returns whether a text is [`Time::Valid`].
pub(crate) fn is_valid(text: &[u8]) -> bool {
    is_14_digits(text) && exists(text)
}

/// Returns whether 14 digits are a valid date and time of day.
fn exists(digits: &[u8]) -> bool {
    moment(digits).is_some()
}

/// Returns the date and the time of day in 14 digits.
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

/// Formats Unix seconds in the interface's format; returns `None` outside the years 1 to 9999.
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

/// Converts 14 digits to Unix seconds; returns `None` unless they are a valid time.
pub(crate) fn unix_seconds(digits: &str) -> Option<i64> {
    let (date, clock) = moment(Some(digits.as_bytes()).filter(|digits| is_14_digits(digits))?)?;
    Some(date.with_time(clock).assume_utc().unix_timestamp() - CHINA * 60)
}

/// Formats 14 digits for people: `2026-01-15 09:28:11`. Any other text is returned unchanged.
pub(crate) fn spelled(digits: &str) -> String {
    if !is_14_digits(digits.as_bytes()) {
        return digits.to_owned();
    }
    let (date, clock) = digits.split_at(8);
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&clock[..2], &clock[2..4], &clock[4..]);
    format!("{year}-{month}-{day} {hour}:{minute}:{second}")
}

/// Reads a Unix timestamp. A number that begins like a date (`2026011509`) is just as likely to be that date.
fn unix(text: &[u8]) -> Option<String> {
    /// 2000-01-01 to 2100-01-01.
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

/// Returns whether a Unix timestamp is unambiguous.
///
/// It must lie between 2015 and 2040 and have no fraction of a second. It must not be readable as a date without
/// century or year (`2601150928`, `0115092811`).
fn is_surely_unix(text: &[u8]) -> bool {
    /// 2015-01-01 to 2040-01-01.
    const OURS: Range<i64> = 1_420_070_400..2_208_988_800;
    let is_date = |head: &[u8], tail: &[u8]| exists(&[head, &text[..10], tail].concat());
    let fraction = text[10..].iter().all(|byte| matches!(byte, b'0' | b'.'));
    OURS.contains(&number(&text[..10])) && fraction && !is_date(b"20", b"00") && !is_date(b"2024", b"")
}

/// Normalizes a text to ASCII and lower case: `2026年01月15日 09时28分11秒` becomes `2026-01-15 09:28:11 `.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        folded.push(match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            '年' | '月' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '时' | '時' | '点' | '點' | '分' => ':',
            '日' | '号' | '號' | '秒' => ' ',
            // Invisible characters: browsers have put direction marks around each number.
            '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            _ if character.is_whitespace() => ' ',
            _ => character,
        });
    }
    folded.make_ascii_lowercase();
    folded
}

/// The offset of China Standard Time from UTC, in minutes.
const CHINA: i64 = 8 * 60;

/// Names of the months, recognized by their first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The components of Chinese weekday names, except 日, which is normalized to a space.
const WEEKDAY: [&str; 10] = ["星期", "礼拜", "周", "一", "二", "三", "四", "五", "六", "天"];

/// The words that accompany a 12-hour time, and the hours of the day that each can refer to.
///
/// No range spans more than 12 hours, so there is at most one reading. 午夜 has an empty range: its day is ambiguous.
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

/// The components of a normalized date and time of day, in any order.
#[derive(Default)]
struct Parts<'a> {
    /// The numbers of the date in their original order: three, or two and a month name.
    date: Vec<&'a [u8]>,
    /// The month, if given by name.
    month: Option<u8>,
    /// Hour, minute, and optionally second.
    clock: Vec<&'a [u8]>,
    /// The hours that the AM or PM word allows.
    half: Option<Range<u8>>,
    /// The offset from UTC in minutes.
    offset: Option<i64>,
    /// Whether a non-zero fraction of a second was dropped, or the zone name is ambiguous.
    is_cut: bool,
}

impl<'a> Parts<'a> {
    /// Splits a text into components; returns `None` if any of it cannot be part of a time. Each step returns the rest.
    fn of(text: &'a [u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        while let Some(&first) = rest.first() {
            rest = match first {
                b'0'..=b'9' => parts.number(rest)?,
                b'+' => parts.offset(rest)?,
                b'-' if parts.has_date() && parts.clock.len() == 3 => parts.offset(rest)?,
                // The zone name after the offset.
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
                // Month 20 does not exist, so the year begins there.
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

    /// Reads the time of day, whose digits may all be in `digits`. Drops a fraction of a second.
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
                // CST also means Central Standard Time in America.
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

    /// Records a zone, which must follow the time of day. It may be named twice (`+0800 CST`), but with one offset.
    fn zone(&mut self, offset: i64) -> Option<()> {
        (!self.clock.is_empty() && *self.offset.get_or_insert(offset) == offset).then_some(())
    }

    /// Returns the date read with the year first, the month first, and the day first.
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
            // Next to a month name, a two-digit year always comes after the day.
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
            // `21:28 PM` is redundant but unambiguous.
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

/// Splits off the longest prefix of such bytes; returns it and the rest.
fn split(text: &[u8], is_part: fn(&u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(|byte| !is_part(byte)).unwrap_or(text.len()))
}

/// Parses up to 18 digits.
fn number(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

/// Parses one or two digits.
fn small(digits: &[u8]) -> Option<u8> {
    matches!(digits.len(), 1 | 2).then(|| u8::try_from(number(digits)).ok())?
}

#[cfg(test)]
mod tests;
