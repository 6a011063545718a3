//! The token, which no output may reveal.

use cbt179::{
    Options, SecretRange, Units, apply_fixes, check_form, check_request, decode_form, encode_form, find_secrets,
};

use crate::input::{E_DATA, PAY_EX_INFO};
use crate::token::reveals_token;

/// Asserts that no finding has six consecutive characters of the token, however the part that holds it was damaged, and
/// that `find_secrets` covers them.
pub fn secrets(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    let text = slips(E_DATA, data);
    let sound = encode_form(E_DATA.as_bytes(), PAY_EX_INFO.as_bytes());
    let (value, rest) = sound.split_once('&').expect("a body has two fields");
    let body = match kind % 4 {
        0 => encode_form(&text, PAY_EX_INFO.as_bytes()).into_bytes(),
        1 => encode_form(PAY_EX_INFO.as_bytes(), &text).into_bytes(),
        2 => [b"EData=", &slips(&value["EData=".len()..], data)[..], b"&", rest.as_bytes()].concat(),
        _ => [b"EData=", &text[..], b"&", rest.as_bytes()].concat(),
    };
    let options = Options { units: Units::Bytes, ..Options::default() };
    let decoded = decode_form(&body, &options);
    assert_hidden(&decoded);
    assert_hidden(&check_form(&body, &options));
    let all = Options { unsafe_fixes: true, ..options.clone() };
    if let Ok(fixed) = apply_fixes(&body, &decoded.findings, &all) {
        assert_hidden(&check_form(&fixed, &options).findings);
    }

    let ranges = find_secrets(&body, None, &options);
    // If `&` cuts the part in two, only the name identifies the rest.
    if kind % 4 < 3 || text.windows(5).any(|name| name == b"token") {
        assert_covered(&body, &ranges.text, &body);
    }
    for (part, ranges) in [(&decoded.e_data, &ranges.e_data), (&decoded.pay_ex_info, &ranges.pay_ex_info)] {
        if let Some(part) = part {
            assert_covered(part.text.as_bytes(), ranges, &body);
        }
    }
    if kind % 4 == 0 {
        let request = [b"{\"eData\":", &text[..], b",\"payExInfo\":", PAY_EX_INFO.as_bytes(), b"}"].concat();
        assert_hidden(&check_request(&request, None, &options));
        // Outside a form, `EData` is recognized only as an object, by its names.
        if text.starts_with(b"{") && text.windows(9).any(|name| name == b"\"token\":\"") {
            assert_covered(&text, &find_secrets(&text, None, &options).text, &text);
        }
    }
}

/// The inserted pieces: none of them could be another name for the token.
const INSERTED: [&str; 24] = [
    "\"", "'", "“", "”", "{", "}", "[", "]", ",", "，", ":", "：", "=", "&", "\\", "\\u", "\n", " ", "\u{a0}", "\u{0}",
    "%22", "a", "1", "+",
];

/// Damages a text. Of each four bytes of data, two are the offset, one is the numbers of bytes removed and pieces
/// inserted (up to three each), and one is the first of the pieces.
fn slips(text: &str, data: &[u8]) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    for [high, low, count, piece] in data.as_chunks().0.iter().take(8) {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (text.len() + 1);
        let end = (at + usize::from(count % 4)).min(text.len());
        let pieces = INSERTED.iter().cycle().skip(usize::from(*piece)).take(usize::from(count / 4 % 4));
        text.splice(at..end, pieces.flat_map(|piece| piece.bytes()));
    }
    text
}

fn assert_hidden(output: &impl std::fmt::Debug) {
    let output = format!("{output:?}");
    assert!(!reveals_token(&output), "{output}");
}

fn assert_covered(text: &[u8], ranges: &[SecretRange], input: &[u8]) {
    let mut masked = text.to_vec();
    for range in ranges {
        masked[range.start..range.end].fill(b'*');
    }
    let is_covered = !reveals_token(&masked);
    assert!(is_covered, "{}\n{}", String::from_utf8_lossy(&masked), String::from_utf8_lossy(input));
}

/// No damage, and one edit next to the token.
pub fn seeds() -> Vec<Vec<u8>> {
    (0..4).flat_map(|kind| [vec![kind], vec![kind, 0, 149, 1, 0], vec![kind, 0, 156, 4, 0]]).collect()
}
