//! JSON numbers as lexemes: no digit is lost to an `f64`.

/// Returns true if a text is a number by the grammar of RFC 8259 §6.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, decimals) = match mantissa.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && decimals.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

/// Formats a number as a plain decimal, as customs prefers: no trailing zeros, no exponent, every digit kept. Returns
/// `None` if the text is not a number, or if its exponent is too large.
pub(crate) fn plain_decimal(text: &str) -> Option<String> {
    /// Numbers with a larger exponent are not amounts, and would turn short texts into long ones.
    const LARGEST_EXPONENT: i32 = 40;
    if !is_number(text) {
        return None;
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    if mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some("0".to_owned());
    }
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= LARGEST_EXPONENT)?;
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // The digits without a point, and the number of digits before it.
    let mut digits = format!("{whole}{decimals}");
    let mut point = i32::try_from(whole.len()).ok()? + exponent;
    while point < 1 {
        digits.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, decimals) = digits.split_at(point);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let decimals = decimals.trim_end_matches('0');
    let dot = if decimals.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{dot}{decimals}"))
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
        for text in ["", "1,000", "¥1", "1.", "01", "1e41", "NaN", " 1"] {
            assert_eq!(plain_decimal(text), None, "{text}");
        }
    }
}
