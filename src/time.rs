//! The interface's times: 14 digits, `yyyyMMddHHmmss`, in China Standard Time, which has no daylight saving.

use ::time::{Date, Month, OffsetDateTime, Time as Clock, UtcOffset};

/// What a text is, read as a time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// 14 digits that name a time.
    Valid,
    /// 14 digits, but there is no such month, day, hour, minute or second.
    Nonexistent,
    /// Seconds or milliseconds since 1970, between 2000 and 2100.
    Unix {
        /// The same time as the interface wants it.
        digits: String,
    },
    /// Anything else.
    Other,
}

/// Reads a text as a time.
pub(crate) fn read(text: &str) -> Time {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Time::Other;
    }
    match text.len() {
        10 => unix(text),
        13 => unix(&text[..10]),
        14 if exists(text) => Time::Valid,
        14 => Time::Nonexistent,
        _ => Time::Other,
    }
}

/// Whether 14 digits name a date and a time of day.
fn exists(digits: &str) -> bool {
    let part = |at: usize| digits[at..at + 2].parse::<u8>().unwrap_or(u8::MAX);
    let year = digits[..4].parse().unwrap_or_default();
    year > 0
        && Month::try_from(part(4)).is_ok_and(|month| Date::from_calendar_date(year, month, part(6)).is_ok())
        && Clock::from_hms(part(8), part(10), part(12)).is_ok()
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

fn unix(digits: &str) -> Time {
    /// 2000-01-01 and 2100-01-01.
    const PLAUSIBLE: std::ops::Range<i64> = 946_684_800..4_102_444_800;
    let seconds = digits.parse().ok().filter(|seconds| PLAUSIBLE.contains(seconds));
    match seconds.and_then(write) {
        Some(digits) => Time::Unix { digits },
        None => Time::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times() {
        let unix = |digits: &str| Time::Unix { digits: digits.to_owned() };
        for (text, expected) in [
            ("20260115092811", Time::Valid),
            ("20240229000000", Time::Valid),
            ("20071117020101", Time::Valid),
            ("20230229000000", Time::Nonexistent),
            ("21000229000000", Time::Nonexistent),
            ("20261301000000", Time::Nonexistent),
            ("20260431000000", Time::Nonexistent),
            ("20260115240000", Time::Nonexistent),
            ("20260115236000", Time::Nonexistent),
            ("20260115235960", Time::Nonexistent),
            ("20260015235959", Time::Nonexistent),
            ("00000101000000", Time::Nonexistent),
            ("1768440491", unix("20260115092811")),
            ("1768440491123", unix("20260115092811")),
            ("0000000000", Time::Other),
            ("2026-01-15 09:28:11", Time::Other),
            ("20260115", Time::Other),
            ("２０２６０１１５０９２８１１", Time::Other),
            ("", Time::Other),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
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
}
