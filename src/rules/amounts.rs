//! Recognizes malformed amounts and the amounts that were meant.

use cbt179_fast::TRUSTED;

use crate::json::{is_number, plain_decimal};

/// Strips blanks, the currency's sign or name, and thousands separators from an amount.
pub(super) fn bare_amount(text: &str) -> Option<String> {
    let text = text.trim();
    let text = ["¥", "￥", "CNY", "RMB"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    let text = ["元", "CNY", "RMB"].iter().find_map(|name| text.strip_suffix(name)).unwrap_or(text).trim();
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let are_thousands = first.len() == whole.len() || first.len() <= 3 && groups.all(|group| group.len() == 3);
    let bare = whole.replace(',', "") + decimals;
    (are_thousands && is_number(&bare)).then_some(bare)
}

/// Removes a floating-point rounding error from an amount with too many decimals.
///
/// Returns `None` unless the error is far to the right of the significant digits. A double has 15 reliable digits, and
/// up to 17 are written.
pub(super) fn without_noise(plain: &str, most_decimals: usize) -> Option<String> {
    /// Three consecutive zeros (or nines, before rounding) are unlikely to be a coincidence.
    const ZEROS: u64 = 1000;
    let (whole, decimals) = plain.split_once('.')?;
    let significant = plain.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    // The number of reliable decimals. One more is read, to round by.
    let kept = decimals.len().checked_sub(significant.checked_sub(TRUSTED)?)?;
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let digits: u64 = format!("{whole}{}", decimals.get(..=kept)?).parse().ok()?;
    let rounded = (digits + 5) / 10;
    let meant = plain_decimal(&format!("{sign}{rounded}e-{kept}"))?;
    let decimals = meant.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    (decimals <= most_decimals && rounded.is_multiple_of(ZEROS)).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_were_meant() {
        let bare = [("¥100.10", "100.10"), ("100元", "100"), ("1,234,567.8", "1234567.8"), ("1,5", ""), ("一百", "")];
        for (text, amount) in bare {
            assert_eq!(bare_amount(text).unwrap_or_default(), amount, "{text}");
        }
        for (text, meant) in [
            ("0.30000000000000004", "0.3"),
            ("99.99000000000001", "99.99"),
            ("-9.9999999999999999", "-10"),
            ("0.000099999999999999999", "0.0001"),
            ("0.0000099999999999999999", "0.00001"),
            ("12345678901.234567", ""),
            ("0.1234567890123456789", ""),
            ("100.1", ""),
        ] {
            assert_eq!(without_noise(text, 5).unwrap_or_default(), meant, "{text}");
        }
    }
}
