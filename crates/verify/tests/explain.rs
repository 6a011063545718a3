//! Which text was signed: texts of real programs, and mistakes as senders make them.

use std::fs;

use cbt179_verify::explain::{Explanation, Options, Outcome, explain};
use cbt179_verify::target::Target;
use cbt179_verify::text::{Name, Upload};
use sha1::{Digest, Sha1};
use sm3::Sm3;

const SENT: &str = include_str!("producers/upload.json");
const TIME: &str = "1767225600123";

/// Returns the table of GBK, as a host would give it.
fn gbk(char: char) -> Option<[u8; 2]> {
    let mut text = [0; 4];
    let (bytes, _, has_failed) = encoding_rs::GBK.encode(char.encode_utf8(&mut text));
    if has_failed { None } else { bytes.as_ref().try_into().ok() }
}

fn target(signed: &[u8]) -> Target {
    Target::sha1(Sha1::digest(signed).into())
}

fn look(json: &str, signed: &[u8]) -> Outcome {
    let upload = Upload::read(json).unwrap();
    let time = upload.member(Name::ServiceTime).map_or(TIME, |member| member.raw);
    explain(&target(signed), &upload, time, &Options { gbk: Some(&gbk), ..Options::default() })
}

#[track_caller]
fn found(json: &str, signed: impl AsRef<[u8]>) -> Explanation {
    match look(json, signed.as_ref()) {
        Outcome::Found(explanation) => explanation,
        Outcome::Unknown { is_complete } => panic!("not found, complete: {is_complete}"),
    }
}

#[test]
fn texts_of_real_programs_are_named() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/producers/texts");
    let mut failed = Vec::new();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected = name.split('.').next().unwrap();
        let result = match look(SENT, &fs::read(&path).unwrap()) {
            Outcome::Found(explanation) => explanation.id(),
            other => format!("{other:?}"),
        };
        let sorted = |id: &str| {
            let mut ids: Vec<_> = id.split('+').map(str::to_owned).collect();
            ids.sort();
            ids
        };
        count += 1;
        if sorted(&result) != sorted(expected) {
            failed.push(format!("{name}: {result}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(count > 40, "{count} texts");
}
