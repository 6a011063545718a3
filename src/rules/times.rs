//! The interface's times: 14 digits, `yyyyMMddHHmmss`, in China Standard Time, which has no daylight saving time.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use ::time::{Date, Month, PrimitiveDateTime, Time};
use cbt179_fast::Moment;
use cbt179_fast::times::{is_14_digits, is_valid, moment, write};

use crate::diagnostics::catalogue::{self, Code};

/// Returns whether a text is a 13-digit Unix timestamp in milliseconds, which covers the years 2001 to 2286.
pub(crate) fn is_millis(text: &str) -> bool {
    text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

/// The time that a text of another format means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The time in the interface's format.
    pub digits: String,
    /// True if the text gives exactly that time: no time zone was converted, no seconds or century were added, and no
    /// fraction of a second was dropped.
    pub is_certain: bool,
}

/// Reads a text that should be a time of the interface; returns `None` if it is one.
///
/// Otherwise returns the code that describes it, and the time that it means, if the text determines one.
pub(super) fn misread(text: &str) -> Option<(&'static Code, Option<Reading>)> {
    /// The maximum length of any time format.
    const LONGEST: usize = 60;
    if is_valid(text.as_bytes()) {
        return None;
    }
    if text.chars().nth(LONGEST).is_some() {
        return Some((&catalogue::TIME_FORMAT, None));
    }
    let folded = fold(text);
    if counts_from_1900(&folded) {
        return Some((&catalogue::TIME_FROM_1900, None));
    }
    if let Some(reading) = unix(folded.as_bytes()) {
        return Some((&catalogue::TIME_UNIX, Some(reading)));
    }
    let Some(parts) = Parts::of(folded.as_bytes()) else {
        return Some((&catalogue::TIME_FORMAT, None));
    };
    let is_epoch = matches!(parts.date[..], [b"1970", b"1" | b"01", b"1" | b"01"]);
    if is_epoch || parts.date.iter().any(|&number| number == b"0000" || number == b"0001") {
        return Some((&catalogue::TIME_ZERO, None));
    }
    let (dates, clock) = (parts.dates(), parts.clock());
    let year_first = dates[0].is_some();
    let mut dates = dates.into_iter().flatten();
    let date = dates.next();
    if is_14_digits(text.as_bytes()) && (date.is_none() || clock.is_none()) {
        return Some((&catalogue::TIME_NONEXISTENT, None));
    }
    let code = if date.is_some() && !year_first {
        &catalogue::TIME_MONTH_FIRST
    } else if parts.half.is_some() {
        &catalogue::TIME_TWELVE_HOUR
    } else {
        &catalogue::TIME_FORMAT
    };
    let the_only = date.filter(|date| dates.all(|other| other == *date));
    let reading = the_only.zip(clock).and_then(|(date, clock)| {
        let seconds = seconds_at(PrimitiveDateTime::new(date, clock), parts.offset.unwrap_or(CHINA));
        Some(Reading { digits: write(seconds)?, is_certain: parts.is_exact() })
    });
    Some((code, reading))
}

/// Joins the numbers of a date and time of day; returns the time that they mean, if they determine one.
///
/// Java's `LocalDateTime` has a seventh number, the nanoseconds, and leaves out seconds of 0.
pub(super) fn joined(numbers: &[u32]) -> Option<Reading> {
    let two_digits = |index| format!("{:02}", numbers.get(index).unwrap_or(&0));
    let digits = [0, 1, 2, 3, 4, 5].map(two_digits).concat();
    (numbers.len() > 4 && is_valid(digits.as_bytes())).then_some(Reading { digits, is_certain: numbers.len() == 6 })
}

/// Returns whether a payment is later than its request, so that one of their times is wrong.
///
/// A 12-hour clock or another time zone is off by hours. Times years apart are made up, like those of the document's
/// example.
pub(super) fn is_later(payment: Moment, request: Moment) -> bool {
    /// A year, in seconds.
    const YEAR: i64 = 366 * 86_400;
    let seconds = unix_seconds(&payment).zip(unix_seconds(&request));
    seconds.is_some_and(|(payment, request)| (1..YEAR).contains(&(payment - request)))
}

/// Converts 14 digits to Unix seconds; returns `None` unless they are a valid time.
pub(crate) fn unix_seconds(digits: &[u8]) -> Option<i64> {
    Some(seconds_at(moment(digits)?, CHINA))
}

/// Formats 14 digits for people: `2026-01-15 09:28:11`.
pub(crate) fn formatted(digits: &str) -> String {
    let (date, clock) = digits.split_at(8);
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&clock[..2], &clock[2..4], &clock[4..]);
    format!("{year}-{month}-{day} {hour}:{minute}:{second}")
}

fn date(year: i64, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(i32::try_from(year).ok()?, Month::try_from(month).ok()?, day).ok()
}

/// Returns the Unix seconds of a local time at this offset from UTC, in minutes.
fn seconds_at(moment: PrimitiveDateTime, offset: i64) -> i64 {
    moment.assume_utc().unix_timestamp() - offset * 60
}

/// Reads a Unix timestamp in seconds, or in milliseconds, microseconds or nanoseconds.
///
/// A number that may be a date (`2026011509`, or `1801150928` without the century) is not read. A timestamp is certain
/// without a fraction of a second.
fn unix(text: &[u8]) -> Option<Reading> {
    /// 2015-01-01 to 2040-01-01.
    const PLAUSIBLE: Range<i64> = 1_420_070_400..2_208_988_800;
    let (whole, rest) = split(text, u8::is_ascii_digit);
    let is_alone = rest.is_empty() || rest[0] == b'.' && rest[1..].iter().all(u8::is_ascii_digit);
    if !is_alone || !matches!(whole.len(), 10 | 13 | 16 | 19) {
        return None;
    }
    let (digits, fraction) = text.split_at(10);
    let seconds = number(digits);
    let is_date = |head: &[u8], digits: &[u8], tail: &[u8]| is_valid(&[head, digits, tail].concat());
    let may_be_date = is_date(b"", &digits[..8], b"000000") || is_date(b"20", digits, b"00");
    if !PLAUSIBLE.contains(&seconds) || may_be_date {
        return None;
    }
    let is_certain = fraction.iter().all(|byte| b"0.".contains(byte));
    Some(Reading { digits: write(seconds)?, is_certain })
}

/// Returns whether the year of a time is counted from 1900: `126-03-12 14:10:07`, or 13 digits.
fn counts_from_1900(folded: &str) -> bool {
    /// 2015 to 2039.
    const YEARS: Range<i64> = 115..140;
    let (year, _) = split(folded.as_bytes(), u8::is_ascii_digit);
    if !matches!(year.len(), 3 | 13) || !YEARS.contains(&number(&year[..3])) {
        return false;
    }
    let with_century = ["20", &folded[1..]].concat();
    Parts::of(with_century.as_bytes()).is_some_and(|parts| parts.dates()[0].is_some() && parts.clock().is_some())
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

/// The months, then the days of the week, recognized by their first three letters.
const NAMES: [&[u8]; 19] = [
    b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec", b"mon", b"tue",
    b"wed", b"thu", b"fri", b"sat", b"sun",
];

/// The words that accompany a 12-hour time, and the first hour that each can refer to.
const HALVES: [(&str, u8); 6] = [("am", 0), ("a.m", 0), ("上午", 0), ("pm", 12), ("p.m", 12), ("下午", 12)];

/// The components of a normalized date and time of day, in any order.
#[derive(Default)]
struct Parts<'a> {
    /// The numbers of the date in their original order: three, or two and a month name.
    date: Vec<&'a [u8]>,
    /// The month, if given by name.
    month: Option<u8>,
    /// Hour, minute, and optionally second.
    clock: Vec<&'a [u8]>,
    /// The first hour that the AM or PM word allows.
    half: Option<u8>,
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
        if let Some((name, first)) = HALVES.iter().find(|(name, _)| text.starts_with(name.as_bytes())) {
            return self.half.replace(*first).is_none().then(|| &text[name.len()..]);
        }
        let (word, rest) = split(text, u8::is_ascii_lowercase);
        match word {
            b"t" | b"at" => {}
            b"gmt" | b"utc" if matches!(rest, [b'+' | b'-', ..]) => return self.offset(rest),
            b"z" | b"gmt" | b"utc" => self.zone(0)?,
            b"cst" => {
                // CST also means Central Standard Time in America.
                self.is_cut = true;
                self.zone(CHINA)?;
            }
            _ => {
                let month = (1..).zip(NAMES).find(|(_, name)| word.starts_with(name))?.0;
                if month <= 12 && self.month.replace(month).is_some() {
                    return None;
                }
            }
        }
        Some(rest)
    }

    /// Reads `+08:00`, `+0800`, `+08` or `+8`.
    fn offset(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (digits, rest) = split(&text[1..], |byte| matches!(byte, b'0'..=b'9' | b':'));
        let (hours, minutes) = match digits {
            [hours @ .., b':', _, _] => (hours, &digits[hours.len() + 1..]),
            [_, _, _, _] => digits.split_at(2),
            _ => (digits, &b"0"[..]),
        };
        let hours = small(hours).filter(|&hours| hours <= 14)?;
        let minutes = small(minutes).filter(|&minutes| minutes < 60)?;
        let offset = i64::from(hours) * 60 + i64::from(minutes);
        self.zone(if text[0] == b'-' { -offset } else { offset })?;
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

    fn clock(&self) -> Option<Time> {
        let (hour, minute, second) = match self.clock[..] {
            [hour, minute] => (small(hour)?, small(minute)?, 0),
            [hour, minute, second] => (small(hour)?, small(minute)?, small(second)?),
            _ => return None,
        };
        let hour = match self.half {
            // `21:28 PM` is redundant but unambiguous.
            Some(first) if hour > 12 => Some(hour).filter(|_| first == 12)?,
            Some(first) => hour % 12 + first,
            None => hour,
        };
        Time::from_hms(hour, minute, second).ok()
    }

    /// Returns whether nothing was converted, added or dropped; see [`Reading::is_certain`].
    fn is_exact(&self) -> bool {
        let has_year = self.date.iter().any(|digits| digits.len() == 4);
        self.offset.is_none_or(|offset| offset == CHINA) && self.clock.len() == 3 && has_year && !self.is_cut
    }
}

fn is_zero(digits: &[u8]) -> bool {
    digits.iter().all(|&digit| digit == b'0')
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
    let is_small = matches!(digits.len(), 1 | 2) && digits.iter().all(u8::is_ascii_digit);
    is_small.then(|| u8::try_from(number(digits)).ok())?
}

#[cfg(test)]
mod tests;
