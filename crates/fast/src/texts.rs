//! Recognizes texts without damage: neither placeholders, nor lost or wrongly decoded characters.
//!
//! The diagnosis calls the same functions first, so it reports nothing about a text that they accept.

use crate::scan::ByteSet;
use cbt179_spec::{Field, Kind, SAMPLE};

/// Returns whether a text certainly has no damage; JSON may have escaped it.
#[must_use]
pub fn is_plain(text: &[u8], field: &Field) -> bool {
    let is_plain = match field.kind {
        Kind::Name => is_plain_name(text) && begins_plainly(text) && text != field.zh.as_bytes(),
        Kind::Code | Kind::Guid => is_plain_code(text) && begins_plainly(text) && is_set(text),
        _ => begins_plainly(text),
    };
    is_plain && !(field.secret && text == SAMPLE[0].1.as_bytes())
}

/// The bytes that an identifier rarely has: those of placeholders, printed objects and escapes, and bytes that are not
/// ASCII. A spreadsheet adds commas and apostrophes, and a log filter asterisks.
const UNUSUAL_IN_CODE: ByteSet =
    ByteSet::of(b"<>{}()[]?%$#\\,'*").or(&ByteSet::range(0x7F, 0xFF)).or(&ByteSet::range(0, 0x1F));

/// The bytes that most names do not have: those of placeholders and escapes, and the lead bytes of all but the common
/// Chinese and Japanese characters.
const UNUSUAL_IN_NAME: ByteSet = ByteSet::of(b"?{&%\\").or(&ByteSet::range(0xC0, 0xE2)).or(&ByteSet::range(0xEA, 0xFF));

const NOT_ASCII: ByteSet = ByteSet::range(0x80, 0xFF);

/// The words that programs print for a missing value.
pub const MISSING: &[&str] =
    &["null", "NULL", "Null", "None", "undefined", "NaN", "nil", "(null)", "<null>", "<nil>", "%!s(<nil>)"];

/// Such words at the beginning or the end of an identifier.
pub const GLUED: &[&str] = &["undefined", "null", "None", "NaN"];

/// The words for a value that is still to be filled in.
pub const TO_DO: &[&str] = &["TODO", "TBD", "FIXME", "N/A", "CHANGEME"];

/// The beginning and the end of the texts that programs print for an object.
pub const PRINTED: &[(&str, &str)] = &[
    ("[object ", "]"),
    ("[B@", ""),
    ("[Ljava.", ""),
    ("Promise {", "}"),
    ("map[", "]"),
    ("HASH(0x", ")"),
    ("ARRAY(0x", ")"),
    ("#<", ">"),
    ("<coroutine object ", ">"),
    ("<generator object ", ">"),
    ("<bound method ", ">"),
    ("<function ", ">"),
    ("<built-in ", ">"),
    ("System.Byte[]", ""),
];

/// Returns whether a text does not begin like a placeholder or a printed object.
fn begins_plainly(text: &[u8]) -> bool {
    /// The length of the longest word, and of the longest placeholder in angle brackets.
    const WORD: usize = 11;
    const LONGEST: usize = 64;
    let begins = |with: &str| text.starts_with(with.as_bytes());
    match text {
        [b'{', b'{', ..] | [b'$' | b'%', ..] => false,
        // A JSON escape counts as the one character that it represents.
        [b'<', ..] if text.iter().filter(|&&byte| byte != b'\\').count() <= LONGEST => false,
        [b'n' | b'N' | b'u' | b'U' | b'(', ..] if text.len() <= WORD => {
            !MISSING.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
        }
        [b'x' | b'X', ..] => !is_crossed(text),
        [b'y' | b'Y', ..] => !text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"your")),
        [b'[' | b'P' | b'm' | b'H' | b'A' | b'#' | b'<' | b'S', ..] => {
            text != b"Array" && !PRINTED.iter().any(|(start, _)| begins(start))
        }
        _ => true,
    }
}

/// Returns whether an identifier is certainly set and was never a number, unlike `0000-0000`, `null-1` and `123.0`.
fn is_set(code: &[u8]) -> bool {
    /// The length of the longest of the words.
    const WORD: usize = 8;
    if code.len() <= WORD && TO_DO.iter().any(|word| code.eq_ignore_ascii_case(word.as_bytes())) {
        return false;
    }
    match code {
        [b'0', ..] if is_zero(code) => false,
        [.., b'.', b'0'] | [.., b'.', b'0', b'0'] | [b'"', .., b'"'] | [b'\\', b'"', .., b'"'] => false,
        [b'n' | b'N' | b'u', ..] | [.., b'd' | b'l' | b'e' | b'N'] => {
            !GLUED.iter().any(|word| code.starts_with(word.as_bytes()) || code.ends_with(word.as_bytes()))
        }
        _ => true,
    }
}

/// Returns whether an identifier is nothing but zeros and hyphens, such as .NET's `Guid.Empty`.
#[must_use]
pub fn is_zero(code: &[u8]) -> bool {
    code.len() >= 8 && code.contains(&b'-') && code.iter().all(|byte| b"0-".contains(byte))
}

/// Returns whether a text is a few letters `x`, as in a form to fill in.
#[must_use]
pub fn is_crossed(text: &[u8]) -> bool {
    (3..=8).contains(&text.len()) && text.iter().all(|byte| byte.eq_ignore_ascii_case(&b'x'))
}

/// Returns whether no byte of an identifier is a sign of damage, or JSON's escape of a control character.
fn is_plain_code(code: &[u8]) -> bool {
    match UNUSUAL_IN_CODE.find(code) {
        None => true,
        Some(at) => match code[at..] {
            [b'\\', b'"' | b'\\', ..] => is_plain_code(&code[at + 2..]),
            _ => false,
        },
    }
}

/// Returns whether no character of a name is a sign of damage.
fn is_plain_name(name: &[u8]) -> bool {
    let is_usual = UNUSUAL_IN_NAME.find(name).is_none();
    let Some(first) = NOT_ASCII.find(name) else {
        return is_usual || has_usual_characters(name);
    };
    // The lead byte of U+4000 to U+FFFF, where the first character of UTF-8 read as GBK lies.
    let begins_well = match name[first..] {
        [a @ 0xE4..=0xE9, b, c, ..] => !begins_utf8_as_gbk([a, b, c]),
        _ => true,
    };
    begins_well && (is_usual || has_usual_characters(name))
}

/// Looks at each character of a name that has an unusual byte.
#[inline(never)]
fn has_usual_characters(name: &[u8]) -> bool {
    let Ok(name) = core::str::from_utf8(name) else {
        return false;
    };
    let mut marks = 0;
    let mut last = '\0';
    for char in name.chars() {
        marks += usize::from(char == '?');
        let is_unusual = match char {
            '{' => true,
            // An escape of HTML, of JSON or of a character in a URL.
            '#' if last == '&' => true,
            'u' if last == '\\' => true,
            'C'..='F' | 'c'..='f' if last == '%' => true,
            char if is_invisible(char) => true,
            // A byte of a character that was read as Latin-1 follows another.
            char if ('\u{A1}'..='\u{FF}').contains(&last) => {
                matches!(char, '\u{80}'..='\u{FF}') || last >= '\u{C3}' && matches!(char, '\u{152}'..='\u{2122}')
            }
            _ => false,
        };
        if is_unusual || marks > 1 {
            return false;
        }
        last = char;
    }
    true
}

/// Returns whether a character is invisible and means nothing in a name, or stands for text that was lost.
#[must_use]
pub fn is_invisible(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
}

/// The characters that begin Chinese or Japanese text whose UTF-8 was read as GBK.
pub const UTF8_AS_GBK: &str = "涓涔浜浠浼浣渚淇鍊鍋鍌鍍鍎鍏鍐鍑鍒鍓鍔鍕鍖鍗鍘鍙鍚鍛鍜鍝鍞鍟鍠鍡鍢鍣鍤鍥鍦鍧鍨鍩鍫濉澧澹澶濂濡濮濞濠濯瀚瀣瀛瀹瀵灏灞宀宄宕宓宥宸甯骞搴寤寮褰寰蹇鎬鎭鎮鎯鎰鎱鎲鎳鎴鎵鎶鎷鎸鎹鎺鎻鎼鎽鎾鎿鏀鏁鏂鏃鏄鏅鏆鏇鏈鏉鏋鏌鏍妗姊妫妞妤姒妲妯姗妾娅娆姝娈姣姘姹娌娉娲娴娑娣娓婀婧婊婕娼婢婵鐎鐏鐐鐑鐒鐓鐔鐕鐖鐗鐘鐙鐚鐛鐜鐝鐞鐟鐠鐡鐢鐣鐤鐥鐦鐧鐨鐩鐪鐫鐬鐭鐮纭纰纾绀绁绂绉绋绌绐绔绗绛绠绡绨绫绮绯绱绲缍绶绺绻绾缁缂缃缇缈鑰鑱鑲鑳鑴鑵鑶鑷鑸鑹鑺鑻鑼鑽鑾鑿钀钁钂钃钄钑钖钘铇铏铓铔铚铦铻锜锠琛琚瑁瑜瑗瑕瑙瑷瑭瑾璜璎璀璁璇璋璞璨璩璐璧瓒璺韪韫韬杌杓杞杈杩閫閬閭閮閯閰閱閲閳閴閵閶閷閸閹閺閻閼閽閾閿闀闁闂闃闄闅闆闇闈闉闊闋椤棰椋椁楗棣椐楱椹楠楂楝榄楫榀榘楸椴槌榇榈槎榉楦楣楹榛榧榻榫榭銆銇銈銉锛锝锟";

/// Returns whether this character, in UTF-8, is one of [`UTF8_AS_GBK`].
fn begins_utf8_as_gbk([a, b, c]: [u8; 3]) -> bool {
    /// A bit for each character from U+4000 on.
    const BITS: [u64; 0x6000 / 64] = {
        let (mut bits, text, mut at) = ([0; 0x6000 / 64], UTF8_AS_GBK.as_bytes(), 0);
        while at < text.len() {
            let index = index([text[at], text[at + 1], text[at + 2]]);
            bits[index / 64] |= 1 << (index % 64);
            at += 3;
        }
        bits
    };
    const fn index([a, b, c]: [u8; 3]) -> usize {
        ((a as usize & 0xF) << 12 | (b as usize & 0x3F) << 6 | c as usize & 0x3F) - 0x4000
    }
    let index = index([a, b, c]);
    BITS.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_are_those_of_utf8_read_as_gbk() {
        assert_eq!(UTF8_AS_GBK.chars().count(), 335);
        for char in ('\u{4000}'..'\u{A000}').map(|char| (char, UTF8_AS_GBK.contains(char))) {
            let mut utf8 = [0; 3];
            char.0.encode_utf8(&mut utf8);
            assert_eq!(begins_utf8_as_gbk(utf8), char.1, "{}", char.0);
        }
    }
}
