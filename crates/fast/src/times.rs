//! The interface's times: 14 digits, `yyyyMMddHHmmss`, in China Standard Time, which has no daylight saving time.

use alloc::borrow::ToOwned;
use alloc::string::String;

use cbt179_spec::options::Options;
use cbt179_spec::{Field, FieldDefault};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Returns whether a text is 14 digits that are a valid date and time of day.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    moment(text).is_some()
}

/// Returns whether a text is 14 digits, of whatever time.
#[must_use]
pub fn is_14_digits(text: &[u8]) -> bool {
    text.len() == 14 && text.iter().all(u8::is_ascii_digit)
}

/// Parses 14 digits as a date and time of day.
#[must_use]
pub fn moment(text: &[u8]) -> Option<PrimitiveDateTime> {
    if !is_14_digits(text) {
        return None;
    }
    let part = |at: usize| (text[at] - b'0') * 10 + text[at + 1] - b'0';
    let year = i32::from(part(0)) * 100 + i32::from(part(2));
    let date = Date::from_calendar_date(year, Month::try_from(part(4)).ok()?, part(6)).ok()?;
    let clock = Time::from_hms(part(8), part(10), part(12)).ok()?;
    // An earlier year is a zero value, or the time was converted wrongly.
    (year >= 2000).then(|| date.with_time(clock))
}

/// Writes Unix seconds as 14 digits; `None` outside the years 1 to 9999.
#[must_use]
pub fn write(unix_seconds: i64) -> Option<String> {
    let offset = UtcOffset::from_hms(8, 0, 0).ok()?;
    let time = OffsetDateTime::from_unix_timestamp(unix_seconds).ok()?.checked_to_offset(offset)?;
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    let is_in_range = (1..=9999).contains(&year);
    is_in_range.then(|| format!("{year:04}{:02}{day:02}{hour:02}{minute:02}{second:02}", u8::from(month)))
}

/// Returns the default of a field of `EData`: the current time, or the one value that the field can have.
#[must_use]
pub fn default_value(field: &Field, options: &Options) -> Option<String> {
    match FieldDefault::of(field)? {
        FieldDefault::Now => write(options.now.or_else(clock)?.div_euclid(1000)),
        FieldDefault::Only(code) => Some(code.to_owned()),
    }
}

/// Returns the clock's time in Unix milliseconds; `None` without a clock.
fn clock() -> Option<i64> {
    #[cfg(target_arch = "wasm32")]
    let since = None::<core::time::Duration>;
    #[cfg(not(target_arch = "wasm32"))]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok();
    i64::try_from(since?.as_millis()).ok()
}
