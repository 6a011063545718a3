//! The times of certificates, as Unix milliseconds.

use alloc::string::{String, ToString};

use crate::der::{Element, GENERALIZED_TIME, UTC_TIME};

const DAY: i64 = 86_400;

/// Reads a `Time` (RFC 5280, section 4.1.2.5): UTC with seconds and without fractions, from 1970 on.
pub(crate) fn read(part: &Element) -> Option<i64> {
    let (pairs, []) = part.content.strip_suffix(b"Z")?.as_chunks::<2>() else { return None };
    let mut numbers = [0; 7];
    let start = match (part.tag, pairs.len()) {
        // It has no century.
        (UTC_TIME, 6) => 1,
        (GENERALIZED_TIME, 7) => 0,
        _ => return None,
    };
    for (number, [high, low]) in numbers[start..].iter_mut().zip(pairs) {
        if !high.is_ascii_digit() || !low.is_ascii_digit() {
            return None;
        }
        *number = i64::from(high - b'0') * 10 + i64::from(low - b'0');
    }
    let [century, year, month, day, hour, minute, second] = numbers;
    let century = if start == 0 { century } else { 20 - year / 50 };
    let year = century * 100 + year;
    let days = days(year, month, day);
    let is_valid = days >= 0 && date(days) == (year, month, day) && hour < 24 && minute < 60 && second < 60;
    is_valid.then(|| ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000)
}

/// Formats Unix milliseconds as RFC 3339, such as `2020-01-01T00:00:00Z`; a time before 1970 or after 9999 stays a number.
#[must_use]
pub fn write(ms: i64) -> String {
    let seconds = ms / 1000;
    let (year, month, day) = date(seconds / DAY);
    if ms < 0 || year > 9999 {
        return ms.to_string();
    }
    let time = seconds % DAY;
    let mut out = String::new();
    for (number, end) in [
        (year / 100, ""),
        (year % 100, "-"),
        (month, "-"),
        (day, "T"),
        (time / 3600, ":"),
        (time / 60 % 60, ":"),
        (time % 60, "Z"),
    ] {
        if number < 10 {
            out.push('0');
        }
        out.push_str(&number.to_string());
        out.push_str(end);
    }
    out
}

/// Returns the number of days from 1970-01-01 to a date of the Gregorian calendar; an invalid date gets that of another.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years start in March, so that a leap day is the last day. From March on, months have 30.6 days on average.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day - 719_469
}

/// Returns year, month and day of a number of days from 1970-01-01, which is not negative.
fn date(days: i64) -> (i64, i64, i64) {
    // A cycle of 400 years has 146,097 days; 1970-01-01 is 719,468 days after 0000-03-01.
    let (cycles, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let month = (day * 10 + 5) / 306;
    let day = day - (month * 306 + 5) / 10 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (cycles * 400 + year + carry, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        for (tag, text, written) in [
            (UTC_TIME, "700101000000Z", Some("1970-01-01T00:00:00Z")),
            (UTC_TIME, "200229235959Z", Some("2020-02-29T23:59:59Z")),
            (UTC_TIME, "491231235959Z", Some("2049-12-31T23:59:59Z")),
            (UTC_TIME, "500101000000Z", None),
            (GENERALIZED_TIME, "20000301000000Z", Some("2000-03-01T00:00:00Z")),
            (GENERALIZED_TIME, "99991231235959Z", Some("9999-12-31T23:59:59Z")),
            (GENERALIZED_TIME, "19691231235959Z", None),
            (GENERALIZED_TIME, "21000229000000Z", None),
            (GENERALIZED_TIME, "20200001000000Z", None),
            (GENERALIZED_TIME, "20201301000000Z", None),
            (GENERALIZED_TIME, "20200431000000Z", None),
            (GENERALIZED_TIME, "20200100000000Z", None),
            (GENERALIZED_TIME, "20200101240000Z", None),
            (GENERALIZED_TIME, "20200101006000Z", None),
            (GENERALIZED_TIME, "20200101000060Z", None),
            (GENERALIZED_TIME, "200101000000Z", None),
            (UTC_TIME, "20200101000000Z", None),
            (UTC_TIME, "2001010000Z", None),
            (UTC_TIME, "200101000000+0800", None),
            (UTC_TIME, "20010100000.Z", None),
            (0x13, "200101000000Z", None),
        ] {
            let read = read(&Element { tag, content: text.as_bytes() });
            assert_eq!(read.map(write).as_deref(), written, "{text}");
        }
    }

    #[test]
    fn all_dates_are_consecutive() {
        let mut last = (1969, 12, 31);
        for day in 0..days(10_000, 1, 1) {
            let now = date(day);
            assert!(now > last && days(now.0, now.1, now.2) == day, "{now:?}");
            last = now;
        }
        assert_eq!(last, (9999, 12, 31));
    }

    #[test]
    fn other_times_stay_numbers() {
        assert_eq!([-1, 253_402_300_800_000, i64::MAX].map(write), ["-1", "253402300800000", "9223372036854775807"]);
    }
}
