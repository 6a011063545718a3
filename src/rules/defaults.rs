//! The values of the fields that a request leaves to the library.

use super::times;
use crate::options::Options;
use crate::spec::{Field, FieldDefault};

/// What a field of `EData` is where the request does not say: now, or the one value that it can have.
pub(crate) fn default_value(field: &Field, options: &Options) -> Option<String> {
    match FieldDefault::of(field)? {
        FieldDefault::Now => times::write(options.now.or_else(clock)?.div_euclid(1000)),
        FieldDefault::Only(code) => Some(code.to_owned()),
    }
}

/// The clock's time in Unix milliseconds; `None` where there is no clock.
fn clock() -> Option<i64> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return None;
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.ok()?.as_millis()).ok()
}
