//! Recognizes malformed amounts and the amounts that were meant.

use cbt179_fast::TRUSTED;

use crate::json::{is_number, plain_decimal};

/// Strips blanks, the currency's sign or name, and thousands separators from an amount.
pub(super) fn bare_amount(text: &str) -> Option<String> {
    let text = text.trim();
    let text = ["¥", "￥", "CNY", "RMB"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    let text = ["元", "CNY", "RMB"].iter().find_map(|name| text.strip_suffix(name)).unwrap_or(text).trim();
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let (first, groups) = whole.split_once(',').map_or((whole, None), |(first, groups)| (first, Some(groups)));
    let are_thousands = groups.is_none_or(|groups| first.len() <= 3 && groups.split(',').all(|group| group.len() == 3));
    let bare = whole.replace(',', "") + &decimals.map(|decimals| format!(".{decimals}")).unwrap_or_default();
    (are_thousands && is_number(&bare)).then_some(bare)
}

/// Removes a floating-point rounding error from an amount with too many decimals.
///
/// Returns `None` unless the error is far to the right of the significant digits. A double has 15 reliable digits, and
/// up to 17 are written.
pub(super) fn without_noise(plain: &str, most_decimals: usize) -> Option<String> {
    /// The number of consecutive zeros or nines that is unlikely to be a coincidence.
    const ZEROS: usize = 3;
    let (whole, decimals) = plain.split_once('.')?;
    let significant = plain.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    // The number of reliable decimals.
    let kept = decimals.len().checked_sub(significant.checked_sub(TRUSTED)?).filter(|&kept| kept < decimals.len())?;
    let mut digits: Vec<u8> = format!("{whole}{}", &decimals[..kept]).into_bytes();
    if decimals.as_bytes()[kept] >= b'5' {
        let nines = digits.iter().rev().take_while(|&&digit| digit == b'9').count();
        let carried = digits.len() - nines;
        digits[carried..].fill(b'0');
        match carried.checked_sub(1).map(|index| &mut digits[index]) {
            Some(digit) if digit.is_ascii_digit() => *digit += 1,
            _ => digits.insert(carried, b'1'),
        }
    }
    let zeros = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    digits.insert(digits.len() - kept, b'.');
    let rounded = plain_decimal(std::str::from_utf8(&digits).ok()?)?;
    let decimals = rounded.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    (decimals <= most_decimals && zeros >= ZEROS).then_some(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_without_what_is_around_them() {
        for (text, bare) in [
            ("¥100.10", Some("100.10")),
            ("100元", Some("100")),
            ("1,234,567.8", Some("1234567.8")),
            (" 12 ", Some("12")),
            ("1,5", None),
            ("12,34", None),
            ("一百", None),
            ("", None),
        ] {
            assert_eq!(bare_amount(text).as_deref(), bare, "{text}");
        }
    }

    #[test]
    fn noise_of_floating_point() {
        for (text, meant) in [
            ("0.30000000000000004", Some("0.3")),
            ("100.09999999999999", Some("100.1")),
            ("1.1500000000000001", Some("1.15")),
            ("99.99000000000001", Some("99.99")),
            ("9.9999999999999999", Some("10")),
            ("-0.30000000000000004", Some("-0.3")),
            ("-9.9999999999999999", Some("-10")),
            ("0.000099999999999999999", Some("0.0001")),
            ("12345678901.234567", None),
            ("0.123456", None),
            ("0.1234567890123456789", None),
            ("100.1", None),
        ] {
            assert_eq!(without_noise(text, 5).as_deref(), meant, "{text}");
        }
    }
}
