//! Run natively, where the steps on lanes are loops, and on wasm, where they are instructions.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::base64_simd::{self, Ends};
use super::simd::{BLOCK, Block, LANES, Lanes, tables};
use super::writer::{Out, form_value};
use super::{base64, percent};
use crate::encode_form;
use crate::json::write;

const MARGIN: usize = BLOCK;

/// Lanes that between them hold every byte.
fn all_bytes() -> impl Iterator<Item = [u8; LANES]> {
    (0..=u8::MAX / 16).map(|upper| std::array::from_fn(|lower| upper << 4 | u8::try_from(lower).unwrap()))
}

#[test]
fn lanes_mark_what_they_say() {
    for bytes in all_bytes() {
        let lanes = Lanes::load(&bytes);
        let odd = |byte| !(0x20..0x80).contains(&byte);
        let not_alphanumeric = lanes.values(tables()).not_alphanumeric(lanes.rank(tables()), tables());
        for (found, is_marked) in [
            (lanes.odd(tables()), odd as fn(u8) -> bool),
            (lanes.stops(tables()), |byte| b"\"\\".contains(&byte) || !(0x20..0x80).contains(&byte)),
            (lanes.equal(tables().n), |byte| byte == b'n'),
            (lanes.escapable(), |byte| b"\"\\bfnrt".contains(&byte)),
            (lanes.set(), |byte| byte != 0),
            (lanes, |byte| byte >= 0x80),
            (not_alphanumeric.set(), |byte| !byte.is_ascii_alphanumeric()),
        ] {
            let mask = bytes.iter().rev().fold(0, |mask: u16, &byte| mask << 1 | u16::from(is_marked(byte)));
            assert_eq!(found.mask(), mask);
        }
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
fn base64_is_decoded_as_it_stands_in_a_form() {
    for length in 0..200_usize {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|index| index.wrapping_mul(89) ^ 0xF8).take(length).collect();
        let value = encode_form(&bytes, b"").split('&').next().unwrap()["EData=".len()..].to_owned();
        for tail in ["", "&", "&payExInfoStr=AAAA"] {
            let margin = "A".repeat(MARGIN);
            let form = format!("{value}{tail}{margin}").into_bytes();
            let (text, end) = (value.len(), form.len() - MARGIN);
            let mut to = vec![0; length + MARGIN];
            let ends = base64_simd::decode(&form, end, end, &mut to, Ends::default());
            assert_eq!(ends, Some(Ends { text, bytes: length }), "{value}");
            assert_eq!(to[..length], bytes, "{value}");
        }
    }
    for wrong in "A|AA|AAA|AA%3D|AAA%3D%3D|AB%3D%3D|AAB%3D|AA==|A A|AAAA%3D|%3D|AA%3DA|AA%41A|AA-A|AA+A|A%2".split('|')
    {
        let (form, end) = ([wrong.as_bytes(), &[b'A'; MARGIN]].concat(), wrong.len());
        assert_eq!(base64_simd::decode(&form, end, end, &mut [0; 2 * MARGIN], Ends::default()), None, "{wrong}");
    }
}

/// Lengths up to this one, of which Miri has the patience for a few.
pub(crate) fn lengths(end: usize) -> impl Iterator<Item = usize> {
    (0..end).step_by(if cfg!(miri) { 41 } else { 1 })
}

#[test]
fn texts_are_escaped_at_every_place() {
    for what in (0..0x80).map(char::from).chain("é\u{fffc}\u{fffd}\u{ff01}\u{2028}好😀".chars()) {
        for at in lengths(70) {
            for tail in [0, 1, 15, 16, 40] {
                let text = format!("{}{what}{}", "a".repeat(at), "/".repeat(tail));
                let mut expected = String::new();
                write::string(&text, &mut expected);
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
        let mut expected = String::new();
        write::string(&text, &mut expected);
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
            let mut expected = String::new();
            percent::encode(&base64::encode(&bytes), &mut expected);
            to.clear();
            to.put_base64(&bytes).unwrap();
            to.put_short(b"&payExInfoStr=");
            assert_eq!(to.text(), format!("{expected}&payExInfoStr=").as_bytes(), "{length}");
            assert_eq!(form_value(&bytes), expected, "{length}");
        }
    }
}
