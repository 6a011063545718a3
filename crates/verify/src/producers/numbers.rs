//! Rewrites numbers as programs print them, by their decimal digits.
//!
//! Programs that hold an amount as a double print the shortest digits that read back as the same double. Up to 15
//! significant digits, these are the digits of the amount itself without trailing zeros, so no double is needed.

use alloc::vec::Vec;

use crate::json::{Json, Kind};

/// The way a program prints numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// As they were sent.
    Sent,
    /// `100.1`, `100`, `5`: without trailing zeros.
    Shortest,
    /// `100.1`, `100.0`, `5.0`: with at least one decimal.
    Double,
    /// `100.1`, `100`, `5.0`: integers as they are, others with at least one decimal.
    Float,
    /// As [`Numbers::Double`], but `1.23456789E7` for 10⁷ and more, or below 10⁻³.
    Java,
    /// `100.1`, `1E+2`, `5`: the digits without trailing zeros, and a power of ten.
    Stripped,
    /// `100.09999999999999`, `100`, `5`: the nearest double with 17 significant digits, without trailing zeros.
    Digits17,
    /// `100.10`, `100.00`, `5.00`, with this many decimals, if no digit is lost.
    Fixed(u8),
}

/// Appends a valid JSON number as a program prints it. Long numbers are copied unchanged.
pub(crate) fn write(lexeme: &[u8], numbers: Numbers, out: &mut Vec<u8>) {
    let start = out.len();
    if print(lexeme, numbers, out).is_none() {
        out.truncate(start);
        out.extend_from_slice(lexeme);
    }
}

fn print(lexeme: &[u8], numbers: Numbers, out: &mut Vec<u8>) -> Option<()> {
    /// The maximum length of a lexeme, and of an exponent's value.
    const MOST: usize = 24;
    if numbers == Numbers::Sent || lexeme.len() > MOST {
        return None;
    }
    // The value is 0.DIGITS × 10^point.
    let mut digits = Vec::new();
    let mut point = None;
    let mut rest = lexeme.iter();
    for &byte in &mut rest {
        match byte {
            b'-' => out.push(b'-'),
            b'.' => point = Some(digits.len()),
            b'e' | b'E' => {
                point.get_or_insert(digits.len());
                break;
            }
            _ => digits.push(byte),
        }
    }
    if numbers == Numbers::Float && point.is_none() {
        return None;
    }
    let mut point = point.unwrap_or(digits.len()).cast_signed();
    let mut exponent = 0;
    let mut sign = 1;
    for &byte in rest {
        match byte {
            b'-' => sign = -1,
            b'+' => {}
            _ => exponent = exponent * 10 + isize::from(byte - b'0'),
        }
        if exponent > MOST.cast_signed() {
            return None;
        }
    }
    point += sign * exponent;
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    digits.drain(..zeros);
    point -= zeros.cast_signed();
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        point = 1;
    }
    if numbers == Numbers::Digits17 && !digits.is_empty() {
        digits = digits_17(&digits, point)?;
    }
    let length = digits.len().cast_signed();
    // The power of ten that is written after the digits.
    let power = match numbers {
        Numbers::Java if !(-2..=7).contains(&point) => point - 1,
        Numbers::Stripped if length < point && length > 0 => point - 1,
        _ => 0,
    };
    point -= power;
    let decimals = (length - point).max(0);
    let decimals = match numbers {
        Numbers::Fixed(count) if isize::from(count) < decimals => return None,
        Numbers::Fixed(count) => count.into(),
        Numbers::Double | Numbers::Float | Numbers::Java => decimals.max(1),
        _ => decimals,
    };
    for at in (point - 1).min(0)..point + decimals {
        if at == point {
            out.push(b'.');
        }
        out.push(usize::try_from(at).ok().and_then(|at| digits.get(at)).copied().unwrap_or(b'0'));
    }
    if power != 0 {
        out.push(b'E');
        if numbers == Numbers::Stripped {
            out.push(b'+');
        }
        if power < 0 {
            out.push(b'-');
        }
        let power = power.unsigned_abs();
        if power > 9 {
            out.push(b"0123456789"[power / 10]);
        }
        out.push(b"0123456789"[power % 10]);
    }
    Some(())
}

/// Returns the 17 significant digits of the double nearest to 0.`digits` × 10^`point`, without trailing zeros; `None` for
/// numbers that no amount has. 100.1 becomes 10009999999999999.
fn digits_17(digits: &[u8], point: isize) -> Option<Vec<u8>> {
    const SIGNIFICANT: usize = 17;
    let decimals = digits.len().cast_signed() - point;
    if digits.len() > 15 || decimals > 15 || !(-1..=13).contains(&point) {
        return None;
    }
    if decimals <= 0 {
        return Some(digits.to_vec());
    }
    // Both numbers are exact, so their quotient is the nearest double.
    let number =
        |digits: &mut dyn Iterator<Item = u8>| digits.fold(0, |number: u64, digit| number * 10 + u64::from(digit));
    let numerator = number(&mut digits.iter().map(|digit| digit - b'0'));
    let denominator = number(&mut (0..=decimals).map(|at| u8::from(at == 0)));
    #[allow(clippy::cast_precision_loss)]
    let bits = (numerator as f64 / denominator as f64).to_bits();
    // The double is `mantissa` / 2^`scale`.
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let scale = 1075_u64.checked_sub(bits >> 52).filter(|scale| (1..=60).contains(scale))?;
    let whole = mantissa >> scale;
    let mut rest = mantissa & ((1 << scale) - 1);
    let mut out = Vec::new();
    if whole > 0 {
        out.extend(super::digits(whole.cast_signed()).iter().copied().skip_while(|digit| *digit == b'0'));
    }
    while out.len() < SIGNIFICANT {
        rest *= 10;
        let digit = (rest >> scale).to_le_bytes()[0];
        rest &= (1 << scale) - 1;
        if !out.is_empty() || digit > 0 {
            out.push(b'0' + digit);
        }
    }
    let half = 1 << (scale - 1);
    let is_odd = out.last().is_some_and(|digit| digit % 2 == 1);
    if rest > half || rest == half && is_odd {
        // A carry out of all digits would need 17 nines.
        let nines = out.iter().rev().take_while(|digit| **digit == b'9').count();
        out.truncate(out.len() - nines);
        *out.last_mut()? += 1;
    }
    let zeros = out.iter().rev().take_while(|digit| **digit == b'0').count();
    out.truncate(out.len() - zeros);
    Some(out)
}

/// Returns whether a text is a JSON number.
pub(crate) fn is_number(text: &str) -> bool {
    Json::read(text).is_ok_and(|json| json.token(0).kind == Kind::Number && json.range(0) == (0..text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `%.17g` of C prints them.
    #[test]
    fn doubles_have_17_digits() {
        for (lexeme, expected) in [
            ("100.10", "100.09999999999999"),
            ("100.1", "100.09999999999999"),
            ("0.1", "0.10000000000000001"),
            ("0.05", "0.050000000000000003"),
            ("99.99", "99.989999999999995"),
            ("1234.56", "1234.5599999999999"),
            ("19.9", "19.899999999999999"),
            ("8.8", "8.8000000000000007"),
            ("4.35", "4.3499999999999996"),
            ("123456789.01", "123456789.01000001"),
            ("1.15", "1.1499999999999999"),
            ("100.25", "100.25"),
            ("100.50", "100.5"),
            ("100.00", "100"),
            ("100", "100"),
            ("0", "0"),
            ("0.00", "0"),
            ("-100.1", "-100.09999999999999"),
            ("1e2", "100"),
        ] {
            let mut out = Vec::new();
            write(lexeme.as_bytes(), Numbers::Digits17, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{lexeme}");
        }
    }

    #[test]
    fn numbers_are_printed_as_programs_do() {
        let all =
            [Numbers::Shortest, Numbers::Double, Numbers::Float, Numbers::Java, Numbers::Stripped, Numbers::Fixed(2)];
        for (lexeme, expected) in [
            ("100.10", ["100.1", "100.1", "100.1", "100.1", "100.1", "100.10"]),
            ("100.1", ["100.1", "100.1", "100.1", "100.1", "100.1", "100.10"]),
            ("100", ["100", "100.0", "100", "100.0", "1E+2", "100.00"]),
            ("5.0", ["5", "5.0", "5.0", "5.0", "5", "5.00"]),
            ("250.00", ["250", "250.0", "250.0", "250.0", "2.5E+2", "250.00"]),
            ("0", ["0", "0.0", "0", "0.0", "0", "0.00"]),
            ("0.00", ["0", "0.0", "0.0", "0.0", "0", "0.00"]),
            ("0.05", ["0.05", "0.05", "0.05", "0.05", "0.05", "0.05"]),
            ("0.0001", ["0.0001", "0.0001", "0.0001", "1.0E-4", "0.0001", "0.0001"]),
            ("0.001", ["0.001", "0.001", "0.001", "0.001", "0.001", "0.001"]),
            ("-1.50", ["-1.5", "-1.5", "-1.5", "-1.5", "-1.5", "-1.50"]),
            ("12345678.90", ["12345678.9", "12345678.9", "12345678.9", "1.23456789E7", "12345678.9", "12345678.90"]),
            ("10000000", ["10000000", "10000000.0", "10000000", "1.0E7", "1E+7", "10000000.00"]),
            ("9999999", ["9999999", "9999999.0", "9999999", "9999999.0", "9999999", "9999999.00"]),
            ("1.5e2", ["150", "150.0", "150.0", "150.0", "1.5E+2", "150.00"]),
            ("1E2", ["100", "100.0", "100.0", "100.0", "1E+2", "100.00"]),
            ("12e-1", ["1.2", "1.2", "1.2", "1.2", "1.2", "1.20"]),
            ("1e999", ["1e999"; 6]),
            ("1e99999999999999999999", ["1e99999999999999999999"; 6]),
            ("-1e-9223372036854775808", ["-1e-9223372036854775808"; 6]),
        ] {
            let printed = all.map(|numbers| {
                let mut out = Vec::new();
                write(lexeme.as_bytes(), numbers, &mut out);
                String::from_utf8(out).unwrap()
            });
            assert_eq!(printed, expected, "{lexeme}");
        }
    }
}
