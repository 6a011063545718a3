//! Runs natively, where the lane operations are loops, and on wasm, where they are instructions.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::base64::{self, Ends};
use crate::scan::ByteSet;
use crate::simd::{BLOCK, Block, LANES, Lanes, tables};
use crate::strings::push_string;
use crate::writer::{Out, form_value, percent_encoded};
use serde_json::Value;

use crate::{Tape, widen};
use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use cbt179_spec::{FORM, Kind};

const MARGIN: usize = BLOCK;

/// Encodes bytes as percent-encoded Base64 with another library.
fn as_in_a_form(bytes: &[u8]) -> String {
    STANDARD.encode(bytes).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

/// Returns lanes that together hold every byte.
fn all_bytes() -> impl Iterator<Item = [u8; LANES]> {
    (0..=u8::MAX / 16).map(|upper| std::array::from_fn(|lower| upper << 4 | u8::try_from(lower).unwrap()))
}

#[test]
fn lanes_mark_what_they_say() {
    const ESCAPABLE: ByteSet = ByteSet::of(b"\"\\bfnrt");
    let mask = |bytes: &[u8; LANES], is_marked: fn(u8) -> bool| {
        bytes.iter().rev().fold(0, |mask: u16, &byte| mask << 1 | u16::from(is_marked(byte)))
    };
    for bytes in all_bytes() {
        let lanes = Lanes::load(&bytes);
        let odd = |byte| !(0x20..0x80).contains(&byte);
        assert_eq!(lanes.odd(tables()).mask(), mask(&bytes, odd));
        assert_eq!(
            lanes.stops(tables()).mask(),
            mask(&bytes, |byte| b"\"\\".contains(&byte) || !(0x20..0x80).contains(&byte))
        );
        assert_eq!(lanes.equal(tables().n).mask(), mask(&bytes, |byte| byte == b'n'));
        assert_eq!(lanes.common_bits(&ESCAPABLE).set().mask(), mask(&bytes, |byte| ESCAPABLE.has(byte)));
        assert_eq!(lanes.set().mask(), mask(&bytes, |byte| byte != 0));
        assert_eq!(lanes.mask(), mask(&bytes, |byte| byte >= 0x80));
        assert_eq!(lanes.is_zero(), bytes == [0; LANES]);
        let (block, plain) =
            (Block([Lanes::load(b"0123456789abcdef"); 4]), |byte| !odd(byte) && byte != b'"' && byte != b'\\');
        assert!(block.is_plain(tables()) && !block.has_odd(tables()));
        let mut all = *b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for (at, &byte) in (0..BLOCK).step_by(7).zip(&bytes) {
            let was = std::mem::replace(&mut all[at], byte);
            let block = Block::load(&all);
            assert_eq!((block.is_plain(tables()), block.has_odd(tables())), (plain(byte), odd(byte)), "{byte}");
            let values = Block(block.0.map(|lanes| lanes.values(tables())));
            assert_eq!(block.is_alphanumeric(&values, tables()), byte.is_ascii_alphanumeric(), "{byte}");
            assert_eq!(block.mask(|lanes| lanes.equal(Lanes::load(&[byte; LANES]))) >> at & 1, 1);
            all[at] = was;
        }
    }
}

#[test]
fn lanes_carry_base64() {
    for bytes in all_bytes() {
        let mut text = [0; LANES];
        let values = Lanes::load(&bytes).unpack(tables());
        values.letters(tables()).store(&mut text);
        let encoded = STANDARD.encode(&bytes[..12]);
        assert_eq!(std::str::from_utf8(&text), Ok(&*encoded));
        let escaped = encoded.bytes().rev().fold(0, |mask: u16, byte| mask << 1 | u16::from(b"+/".contains(&byte)));
        assert_eq!(values.escaped_letters(tables()).mask(), escaped);
        let mut back = [0; LANES];
        values.pack(tables()).store(&mut back);
        assert_eq!(back[..12], bytes[..12]);
    }
}

#[test]
fn base64_is_decoded_as_it_stands_in_a_form() {
    for length in 0..200_usize {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|index| index.wrapping_mul(89) ^ 0xF8).take(length).collect();
        let value = as_in_a_form(&bytes);
        for tail in ["", "&", "&payExInfoStr=AAAA"] {
            let margin = "A".repeat(MARGIN);
            let form = format!("{value}{tail}{margin}").into_bytes();
            let (text, end) = (value.len(), form.len() - MARGIN);
            let mut to = vec![0; length + MARGIN];
            let mut escaped = Vec::new();
            let ends = base64::decode(&form, end, end, &mut to, Ends::default(), &mut escaped);
            assert_eq!(ends, Some(Ends { text, bytes: length }), "{value}");
            assert_eq!(to[..length], bytes, "{value}");
            let characters = STANDARD.encode(&bytes).into_bytes();
            let due: Vec<_> =
                (0..).zip(characters).filter(|(_, byte)| b"+/=".contains(byte)).map(|(at, _)| at).collect();
            assert_eq!(escaped, due, "{value}");
        }
    }
    for wrong in "A|AA|AAA|AA%3D|AAA%3D%3D|AB%3D%3D|AAB%3D|AA==|A A|AAAA%3D|%3D|AA%3DA|AA%41A|AA-A|AA+A|A%2".split('|')
    {
        let (form, end) = ([wrong.as_bytes(), &[b'A'; MARGIN]].concat(), wrong.len());
        let decoded = base64::decode(&form, end, end, &mut [0; 2 * MARGIN], Ends::default(), &mut Vec::new());
        assert_eq!(decoded, None, "{wrong}");
    }
}

/// Returns the lengths below `end`; under Miri, which is slow, only a few of them.
pub fn lengths(end: usize) -> impl Iterator<Item = usize> {
    (0..end).step_by(if cfg!(miri) { 41 } else { 1 })
}

#[test]
fn texts_are_escaped_at_every_place() {
    for what in (0..0x80).map(char::from).chain("é\u{fffc}\u{fffd}\u{ff01}\u{2028}好😀".chars()) {
        for at in lengths(70) {
            for tail in [0, 1, 15, 16, 40] {
                let text = format!("{}{what}{}", "a".repeat(at), "/".repeat(tail));
                let expected = serde_json::to_string(&text).unwrap();
                let is_odd = what == '\u{fffd}' || expected.contains("\\u");
                let mut out = Out::default();
                out.put(b"\"");
                // The bytes after it must not matter.
                let all = [text.as_bytes(), &[b'"'; MARGIN]].concat();
                let done = out.put_escaped(&all, text.len());
                out.put(b"\"");
                assert_eq!(done.is_none(), is_odd, "{text:?}");
                assert!(is_odd || out.text() == expected.as_bytes(), "{text:?}");
            }
        }
    }
    for length in lengths(200) {
        let text = "\"\\\n".repeat(100).split_off(300 - length);
        let expected = serde_json::to_string(&text).unwrap();
        let mut out = Out::default();
        out.put_escaped(&[text.as_bytes(), &[b'\\'; MARGIN]].concat(), length).unwrap();
        assert_eq!(out.text(), &expected.as_bytes()[1..expected.len() - 1]);
        assert_eq!(Out::default().put_escaped(text.as_bytes(), length).is_none(), length > 0, "without a margin");
    }
}

#[test]
fn base64_is_written_as_it_stands_in_a_form() {
    let patterns: [&dyn Fn(usize) -> u8; 5] = [
        &|_| 0xFF,
        &|index| [0xFB, 0xEF, 0xBE][index % 3],
        &|index| [0xFB, 0xFF, 0xFE][index % 3],
        &|index| u8::try_from(index * 89 % 256).unwrap() ^ 0xF8,
        &|index| u8::try_from(index % 251).unwrap(),
    ];
    let mut to = Out::default();
    for pattern in patterns {
        for length in lengths(200).chain([3071, 3072, 3073, 3083, 3084, 6144, 10_000]) {
            let bytes: Vec<u8> = (0..length).map(pattern).collect();
            let expected = as_in_a_form(&bytes);
            to.clear();
            to.put_base64(&bytes).unwrap();
            assert_eq!(std::str::from_utf8(to.text()), Ok(&*expected), "{length}");
            assert_eq!(form_value(&bytes), expected, "{length}");
        }
    }
}

/// Reads a value from a tape, as JavaScript does.
fn read_tape(tape: &Tape, words: &mut std::slice::Iter<u32>, units: &mut std::vec::IntoIter<u16>) -> Value {
    let head = *words.next().unwrap();
    let count = (head >> 3) as usize;
    let mut string = |count| {
        let units: Vec<u16> = units.by_ref().take(count).collect();
        String::from_utf16(&units).unwrap()
    };
    match head & 7 {
        0 => Value::Null,
        kind @ 1..3 => (kind == 2).into(),
        3 => (*words.next().unwrap()).into(),
        4 => string(count).into(),
        5 => (0..count).map(|_| read_tape(tape, words, units)).collect(),
        kind => {
            let mut object = serde_json::Map::new();
            for _ in 0..count {
                let name = match kind {
                    6 => tape.name(*words.next().unwrap() as usize).unwrap().to_owned(),
                    _ => read_tape(tape, words, units).as_str().unwrap().to_owned(),
                };
                object.insert(name, read_tape(tape, words, units));
            }
            object.into()
        }
    }
}

/// Checks that a value on a tape is read as `serde_json` writes it.
fn is_written_alike(tape: &mut Tape, value: &impl serde::Serialize) {
    tape.write(value);
    let units: Vec<u16> = tape.text().encode_utf16().collect();
    let (mut words, mut units) = (tape.words().iter(), units.into_iter());
    assert_eq!(read_tape(tape, &mut words, &mut units), serde_json::to_value(value).unwrap());
    assert!(words.next().is_none() && units.next().is_none());
}

#[test]
fn tapes_carry_what_was_written() {
    #[derive(serde::Serialize)]
    struct Pair {
        first: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        second: Option<bool>,
        #[serde(flatten)]
        others: std::collections::BTreeMap<&'static str, Shape>,
    }
    #[derive(serde::Serialize)]
    enum Shape {
        Empty,
        Size(usize),
    }
    let mut tape = Tape::new();
    for text in ["", "a\"b\\c", "é好😀\u{7f}\u{80}", "\u{ffff}", "\0\u{1f}"] {
        is_written_alike(&mut tape, &[&text.repeat(40), text, ""]);
    }
    for (first, second) in [(None, Some(true)), (Some(0), None), (Some(u64::from(u32::MAX)), Some(false))] {
        let others = std::collections::BTreeMap::from([("好", Shape::Size(1)), ("a", Shape::Empty)]);
        is_written_alike(&mut tape, &[Pair { first, second, others }]);
    }
    is_written_alike(&mut tape, &(true, [false; 0], [[0_usize; 2]; 2]));
    is_written_alike(&mut tape, &crate::table());
    tape.write(&[1.5]);
    assert_eq!((tape.words(), tape.text()), (&[0][..], ""), "no result has a float");
}

#[test]
fn strings_are_written_as_json() {
    let mut json = String::new();
    push_string("\"好\\\u{1f}", &mut json);
    assert_eq!(json, serde_json::to_string("\"好\\\u{1f}").unwrap());
}

fn widened(text: &[u8], wide: &mut Vec<u8>) -> Option<Vec<u16>> {
    let length = widen(text, wide)?;
    Some(wide[..length].as_chunks().0.iter().map(|&unit| u16::from_le_bytes(unit)).collect())
}

#[test]
fn utf8_is_widened() {
    let mut wide = Vec::new();
    // Each kind of character at each offset, with tails of several lengths.
    for what in ["é", "好", "😀", "\u{7f}\u{80}", "\u{d7ff}\u{e000}\u{ffff}\u{10ffff}", "é好😀"] {
        for at in lengths(140) {
            for tail in [0, 1, 63, 64, 65] {
                let text = format!("{}{what}{}", "a".repeat(at), "b".repeat(tail));
                assert_eq!(widened(text.as_bytes(), &mut wide), Some(text.encode_utf16().collect()), "{text}");
            }
        }
    }
    let mut random = Random(180);
    let characters = ['a', '"', '\0', '\u{7f}', 'é', 'Ω', '好', '\u{ffff}', '😀', '\u{10ffff}'];
    for length in lengths(400) {
        let common = random.below(characters.len());
        let pick = |_| characters[if random.below(3) > 0 { common } else { random.below(characters.len()) }];
        let text: String = (0..length).map(pick).collect();
        let expected = Some(text.encode_utf16().collect()).filter(|_| !text.is_ascii());
        assert_eq!(widened(text.as_bytes(), &mut wide), expected, "{text:?}");
    }
}

#[test]
fn what_is_ascii_or_no_utf8_is_not_widened() {
    let mut wide = Vec::new();
    for length in lengths(200) {
        assert_eq!(widen(&vec![b'a'; length], &mut wide), None);
        for wrong in
            [&b"\x80"[..], b"\xC0\x80", b"\xE5\xA5", b"\xED\xA0\x80", b"\xF0\x9F\x98", b"\xF4\x90\x80\x80", b"\xFF"]
        {
            for tail in ["", "a", &"a".repeat(64), "好"] {
                let text = [&vec![b'a'; length], wrong, tail.as_bytes()].concat();
                assert_eq!(widen(&text, &mut wide), None, "{text:?}");
            }
        }
    }
}

/// The walker recognizes a name by its prefix, and records the present fields in 32 bits.
#[test]
fn the_table_can_be_walked() {
    fn check(fields: &[cbt179_spec::Field]) {
        assert!(fields.len() < 32);
        for (index, field) in fields.iter().enumerate() {
            let others = fields.iter().enumerate().filter(|&(other, _)| other != index);
            assert!(others.clone().all(|(_, other)| !other.name.starts_with(field.name)), "{}", field.name);
            if let Kind::Object(fields) | Kind::List(fields) = field.kind {
                check(fields);
            }
        }
    }
    check(&FORM);
}

/// A generator of reproducible pseudorandom numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn texts_are_percent_encoded() {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._*".contains(&byte);
    let escaped = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let pieces = ["a", "0123456789abcdefg", "\"", " ", "好", "~", "\u{7f}", "{\"a\":1}", "-._*"];
    let mut text = String::new();
    for round in 0..if cfg!(miri) { 60 } else { 3000_usize } {
        let expected: String = text.bytes().map(escaped).collect();
        assert_eq!(percent_encoded(&text), expected);
        text = pieces[round * round % 7].repeat(round % 3) + &text + pieces[round % 9];
        if text.len() > 9000 {
            text.clear();
        }
    }
}

#[test]
fn digits_are_decoded_wherever_plus_and_slash_stand() {
    let value = |digit: &u8| base64::ALPHABET.iter().position(|it| it == digit).unwrap();
    for length in (0..200).step_by(4) {
        for pattern in [&b"+"[..], b"/A", b"AAA+", b"AAAA/AAAAAAA", b"Zz09"] {
            let text: Vec<u8> = pattern.iter().copied().cycle().take(length).collect();
            let mut decoded = b"before".to_vec();
            base64::decode_digits(&text, &mut decoded);
            let expected = text.chunks(4).flat_map(|group| {
                let bits = group.iter().fold(0, |bits, digit| bits << 6 | value(digit));
                [16, 8, 0].map(|shift| u8::try_from(bits >> shift & 0xFF).unwrap())
            });
            assert_eq!(decoded, b"before".iter().copied().chain(expected).collect::<Vec<_>>(), "{length}");
        }
    }
}
