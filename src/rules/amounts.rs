//! Recognizes malformed amounts and the amounts that were meant.

use alloc::string::String;

use crate::diagnostics::catalogue::{self, Code};
use crate::json::{is_number, plain_decimal};

/// Strips blanks, the currency's sign or name, and thousands separators from an amount, and makes its digits ASCII.
pub(super) fn bare_amount(text: &str) -> Option<String> {
    let narrow = |char| match char {
        '０'..='９' | '．' | '，' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
        _ => char,
    };
    let text: String = text.trim().chars().map(narrow).collect();
    let text = &*text;
    let text = ["¥", "￥", "CNY", "RMB"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    let text = ["元", "CNY", "RMB"].iter().find_map(|name| text.strip_suffix(name)).unwrap_or(text).trim();
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let are_thousands = first.len() == whole.len() || first.len() <= 3 && groups.all(|group| group.len() == 3);
    let bare = whole.replace(',', "") + decimals;
    (are_thousands && is_number(&bare)).then_some(bare)
}

/// Recognizes an identifier that a program wrote as a number, such as `6217850.0` or `6,217,850`. Returns the length
/// without decimals, and whether digits may have been lost.
pub(super) fn of_number(text: &str) -> Option<(usize, bool)> {
    /// The fewest digits of such an identifier.
    const FEWEST: usize = 5;
    /// The most digits that a spreadsheet keeps.
    const MOST: usize = 15;
    if !text.starts_with(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = bare_amount(whole).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_number = (whole.len() < text.len() || digits.len() < text.len())
        && whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        && matches!(decimals, "0" | "00")
        && digits.len() >= FEWEST;
    let is_exact = digits.parse::<u64>().is_ok_and(|number| number < EXACT);
    is_number.then_some((whole.len(), !is_exact || digits.len() > MOST && whole.contains(',')))
}

/// From 2^53 (16 digits) on, a number may have been rounded.
pub(super) const EXACT: u64 = 1 << 53;

/// Recognizes an amount with the rounding error of a float; returns the code for it and the amount that was meant.
pub(super) fn rounded(plain: &str, most_decimals: usize) -> Option<(&'static Code, String)> {
    let noiseless = without_noise(plain, most_decimals).map(|meant| (&catalogue::AMOUNT_FLOAT_NOISE, meant));
    let widened = || Some((&catalogue::AMOUNT_SINGLE_PRECISION, single_precision(plain, most_decimals)?));
    noiseless.or_else(widened)
}

/// Removes a floating-point rounding error from an amount with too many decimals.
///
/// Returns `None` unless the error is far to the right of the significant digits. A double has 15 reliable digits, and
/// up to 17 are written.
fn without_noise(plain: &str, most_decimals: usize) -> Option<String> {
    /// The number of significant digits that a double represents reliably.
    const TRUSTED: usize = 15;
    /// Three consecutive zeros (or nines, before rounding) are unlikely to be a coincidence.
    const ZEROS: u64 = 1000;
    let (whole, decimals) = plain.split_once('.').filter(|(_, decimals)| decimals.len() > most_decimals)?;
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

/// Returns the amount that became another when its single-precision float was converted to a double.
///
/// `268.4` in 24 bits is `268.3999938964844`.
fn single_precision(plain: &str, most_decimals: usize) -> Option<String> {
    /// The first number with more digits than 24 bits represent reliably.
    const END: u64 = 10_000_000;
    /// More decimals than a double is written with.
    const LONGEST: usize = 24;
    let (whole, decimals) = plain.split_once('.')?;
    if !(most_decimals + 1..LONGEST).contains(&decimals.len()) || whole.len() > 7 {
        return None;
    }
    let written: u128 = [whole, decimals].concat().parse().ok()?;
    let unit = 10_u128.pow(u32::try_from(decimals.len()).ok()?);
    let mut scale = 1;
    for kept in 0..=most_decimals {
        let digits: u64 = [whole, &decimals[..=kept]].concat().parse().ok()?;
        let meant = (digits + 5) / 10;
        if meant == 0 || meant >= END {
            scale *= 10;
            continue;
        }
        // The float is `fraction / 2^shift`, with a fraction of 24 bits.
        let shift = (0..64).find(|&shift| meant << shift >= scale << 23)?;
        let fraction = (2 * (meant << shift) + scale) / (2 * scale);
        if (u128::from(fraction) * unit * 2 + (1 << shift)) >> (shift + 1) == written {
            return plain_decimal(&format!("{meant}e-{kept}"));
        }
        scale *= 10;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_were_meant() {
        let bare = [
            ("¥100.10", "100.10"),
            ("100元", "100"),
            ("￥２６８．５", "268.5"),
            ("1,234,567.8", "1234567.8"),
            ("1,5", ""),
            ("一百", ""),
            ("268.5万", ""),
            ("26850分", ""),
            ("100美元", ""),
            ("NaN", ""),
        ];
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
            ("99999999999999.99999", ""),
        ] {
            assert_eq!(without_noise(text, 5).unwrap_or_default(), meant, "{text}");
        }
        for (text, meant) in [
            ("268.3999938964844", "268.4"),
            ("268.399994", "268.4"),
            ("0.10000000149011612", "0.1"),
            ("99.98999786376953", "99.99"),
            ("1234.56005859375", "1234.56"),
            ("0.000009999999747378752", "0.00001"),
            ("268.39999", ""),
            ("268.123456", ""),
            ("0.123456", ""),
            ("0.30000000000000004", ""),
            ("16777217.123456", ""),
            ("0.000001", ""),
            ("-268.3999938964844", ""),
        ] {
            assert_eq!(single_precision(text, 5).unwrap_or_default(), meant, "{text}");
        }
        for (cents, amount) in (1..=2000_u16).map(|cents| (cents, f32::from(cents) * 37.0 / 100.0)) {
            let (widened, meant) = (f64::from(amount).to_string(), amount.to_string());
            if widened.len() > meant.len() + 4 && meant.len() <= 7 {
                assert_eq!(single_precision(&widened, 5), Some(meant), "{cents}");
            }
        }
    }
}
