//! The values of the fields that a request leaves to the library.

use super::times;
use crate::options::Options;
use crate::spec::{Field, FieldDefault};

/// Returns the default of a field of `EData`: the current time, or the one value that the field can have.
pub(crate) fn default_value(field: &Field, options: &Options) -> Option<String> {
    match FieldDefault::of(field)? {
        FieldDefault::Now => times::write(options.now.or_else(clock)?.div_euclid(1000)),
        FieldDefault::Only(code) => Some(code.to_owned()),
    }
}

/// Returns the clock's time in Unix milliseconds; `None` without a clock.
fn clock() -> Option<i64> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return None;
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.ok()?.as_millis()).ok()
}
