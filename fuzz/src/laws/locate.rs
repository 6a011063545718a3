//! Locating a range in every layer.

use cbt179::{DecodedPart, Options, Target, TextRange, Units, decode_form, locate as find};

use super::body;
use crate::input;

/// Asserts that a range leads to every layer and back to where it began, and that a path leads to its value.
pub fn locate(data: &[u8]) {
    let [start, length, data @ ..] = data else { return };
    let Some((body, options)) = input::body(data) else { return };
    let options = Options { units: Units::Bytes, ..options };
    let decoded = decode_form(&body, &options);
    for (path, part) in [("/EData", &decoded.e_data), ("/payExInfoStr", &decoded.pay_ex_info)] {
        if let Some(part) = part {
            let start = part.text.len() * usize::from(*start) / 256;
            within(&body, path, part, start, usize::from(*length), &options);
        }
    }
    let start = body.len() * usize::from(*start) / 256;
    let end = (start + usize::from(*length)).min(body.len());
    let found = find(&body, Target::Form { start, end }, &options).at;
    assert_eq!(offsets(found.form), Some((start, end)));
}

fn offsets(range: Option<TextRange>) -> Option<(usize, usize)> {
    range.map(|range| (range.start, range.end))
}

fn within(body: &[u8], path: &str, part: &DecodedPart, start: usize, length: usize, options: &Options) {
    let find = |target| find(body, target, options);
    let start = part.text.floor_char_boundary(start);
    let end = part.text.ceil_char_boundary((start + length).min(part.text.len()));
    let there = find(Target::Json { path, start, end });
    assert_eq!(offsets(there.at.json), Some((start, end)));

    let holder = there.path.expect("a range of a part is in that part");
    let found = find(Target::Path { path: &holder });
    assert_eq!(found.path.as_ref(), Some(&holder));
    let all = find(Target::Path { path });
    assert_eq!((all.path.as_deref(), offsets(all.at.json)), (Some(path), Some((0, part.text.len()))));

    let (Some(base64), Some(form)) = (there.at.base64, there.at.form) else { panic!("{there:?}", there = there.at) };
    let from_base64 = find(Target::Base64 { path, start: base64.start, end: base64.end }).at;
    let from_form = find(Target::Form { start: form.start, end: form.end }).at;
    assert_eq!(from_base64.form, Some(form));
    if start < end {
        assert_eq!(from_form.base64, Some(base64));
        for back in [from_base64.json, from_form.json] {
            let back = back.expect("Base64 of JSON leads to JSON");
            assert!(back.start <= start && end <= back.end, "{start}..{end} {back:?}");
        }
    }
}

/// Some bodies of the corpus, and ranges in them.
pub fn seeds() -> Vec<Vec<u8>> {
    let bodies = body::seeds().into_iter().step_by(4).enumerate();
    bodies.map(|(index, body)| [&[index.to_le_bytes()[0], 5], &body[..]].concat()).collect()
}
