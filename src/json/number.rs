//! JSON numbers as lexemes: no digit is lost to an `f64`.

use alloc::borrow::ToOwned;
use alloc::string::String;

/// The parts of a number: `-1.50e3` has the whole part `1`, the decimals `50` and the exponent `3`.
struct Number<'a> {
    is_negative: bool,
    whole: &'a str,
    decimals: &'a str,
    exponent: &'a str,
}

/// Splits a number by the grammar of RFC 8259 §6.
fn parts(text: &str) -> Option<Number<'_>> {
    let bytes = text.as_bytes();
    let has = |at: usize, those: &[u8]| bytes.get(at).is_some_and(|byte| those.contains(byte));
    // The end of one or more digits.
    let digits = |start: usize| {
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (end > start).then_some(end)
    };
    let start = usize::from(has(0, b"-"));
    let whole = start..digits(start)?;
    let mut end = whole.end;
    let mut decimals = "0";
    if has(end, b".") {
        end = digits(whole.end + 1)?;
        decimals = &text[whole.end + 1..end];
    }
    let mut exponent = "0";
    if has(end, b"eE") {
        let sign = end + 1;
        end = digits(sign + usize::from(has(sign, b"+-")))?;
        exponent = &text[sign..end];
    }
    let has_leading_zero = whole.len() > 1 && has(start, b"0");
    let is_number = end == text.len() && !has_leading_zero;
    is_number.then_some(Number { is_negative: start > 0, whole: &text[whole], decimals, exponent })
}

/// Returns true if a text is a number by the grammar of RFC 8259 §6.
pub(crate) fn is_number(text: &str) -> bool {
    parts(text).is_some()
}

/// Formats a number as a plain decimal, as customs prefers: no trailing zeros, no exponent, every digit kept. Returns
/// `None` if the text is not a number, or if its exponent is too large.
pub(crate) fn plain_decimal(text: &str) -> Option<String> {
    /// Numbers with a larger exponent are not amounts, and would turn short texts into long ones.
    const LARGEST_EXPONENT: isize = 40;
    let Number { is_negative, whole, decimals, exponent } = parts(text)?;
    if [whole, decimals].iter().all(|digits| digits.trim_matches('0').is_empty()) {
        return Some("0".to_owned());
    }
    let exponent: isize = exponent.parse().ok().filter(|exponent: &isize| exponent.abs() <= LARGEST_EXPONENT)?;
    // With this many zeros on both sides, the point can be moved.
    let zeros = "0".repeat(exponent.unsigned_abs());
    let digits = [&zeros, whole, decimals, &zeros].concat();
    let (whole, decimals) = digits.split_at((zeros.len() + whole.len()).checked_add_signed(exponent)?);
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    let sign = if is_negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if decimals.is_empty() { "" } else { "." };
    Some([sign, whole, point, decimals].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        for (text, plain) in [
            ("100.10", "100.1"),
            ("100.0", "100"),
            ("2000", "2000"),
            ("0.00", "0"),
            ("-0.0", "0"),
            ("-1.50", "-1.5"),
            ("12345678901234567890.12345", "12345678901234567890.12345"),
            ("1e3", "1000"),
            ("1.5e-7", "0.00000015"),
            ("1.25E+1", "12.5"),
            ("0e5", "0"),
            ("0.0e99", "0"),
        ] {
            assert_eq!(plain_decimal(text).as_deref(), Some(plain), "{text}");
        }
        let not_numbers = ["", "-", "1.", ".1", "01", "-01", "1e", "1e+", "1.e1", "+1", "0x1", "1_000", "１", " 1"];
        assert!(!not_numbers.into_iter().any(is_number));
        assert!(is_number("1e41"));
        for text in not_numbers.into_iter().chain(["1e41", "1e99999999999999999999"]) {
            assert_eq!(plain_decimal(text), None, "{text}");
        }
    }
}
