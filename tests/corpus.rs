//! The corpus: form bodies with one mistake each, and what must be found in them and come of their fixes.
//!
//! `tests/corpus/README.md` says how a line of it reads and where the expectations come from.

use std::collections::{BTreeSet, HashSet};

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use cbt179::interface::{FORM, Field, Kind};
use cbt179::{
    CustomsRules, Finding, Locale, Options, Spot, TextRange, Units, apply_fixes, check_form, decode_form, locate,
};
use serde_json::{Value, json};

const BODIES: &str = include_str!("corpus/bodies.jsonl");

/// One line of the corpus.
struct Case {
    line: Value,
    body: Vec<u8>,
    options: Options,
}

fn cases() -> Vec<Case> {
    BODIES.lines().map(|line| Case::new(serde_json::from_str(line).unwrap())).collect()
}

impl Case {
    fn new(line: Value) -> Self {
        let body = match line["bodyBase64"].as_str() {
            Some(text) => STANDARD.decode(text).unwrap(),
            None => unpacked(&line["body"]).into_bytes(),
        };
        let chosen = &line["options"];
        let options = Options {
            locale: Locale::En,
            units: if chosen["units"] == "bytes" { Units::Bytes } else { Units::Utf16 },
            customs_rules: match chosen["customsRules"].as_str() {
                Some("error") => CustomsRules::Error,
                Some("off") => CustomsRules::Off,
                _ => CustomsRules::Warning,
            },
            max_body_bytes: chosen["maxBodyBytes"]
                .as_u64()
                .map_or(Options::default().max_body_bytes, |bytes| usize::try_from(bytes).unwrap()),
            ..Options::default()
        };
        Self { line, body, options }
    }

    fn expected(&self) -> &[Value] {
        self.line["findings"].as_array().unwrap()
    }

    /// What is wrong with the answers to this body, a line each.
    fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        let report = check_form(&self.body, &self.options);
        if Value::Bool(report.ok) != self.line["ok"] {
            failures.push(format!("ok is {}", report.ok));
        }
        let expected: Vec<_> = self.expected().iter().map(told).collect();
        let found: Vec<_> = report.findings.iter().map(|finding| told(&comparable(finding))).collect();
        if found != expected {
            failures
                .extend(expected.iter().filter(|&line| !found.contains(line)).map(|line| format!("expected {line}")));
            failures
                .extend(found.iter().filter(|&line| !expected.contains(line)).map(|line| format!("found    {line}")));
            if failures.is_empty() || found.len() != expected.len() {
                failures
                    .push(format!("expected {} findings in another order, or as often: {found:#?}", expected.len()));
            }
            return failures;
        }
        if decode_form(&self.body, &self.options).findings != report.findings {
            failures.push("decode_form finds something else than check_form".to_owned());
        }
        failures.extend(report.findings.iter().filter_map(secret_told));
        failures.extend(self.fix_failures(&report.findings));
        failures
    }

    fn fix_failures(&self, findings: &[Finding]) -> Vec<String> {
        let mut failures = Vec::new();
        let Ok(applied) = apply_fixes(&self.body, findings, &self.options) else {
            return vec!["apply_fixes takes its own findings for stale".to_owned()];
        };
        let fixed = &self.line["fixed"];
        if fixed.is_null() {
            if applied != self.body {
                failures.push("apply_fixes changes a body without fixes".to_owned());
            }
            return failures;
        }
        failures.extend(self.compare_fixed("apply_fixes", &applied, fixed));
        if let [finding] = findings {
            match by_hand(&self.body, finding, self.options.units) {
                Ok(text) => failures.extend(self.compare_fixed("by hand", &text, fixed)),
                Err(message) => failures.push(message),
            }
            if finding.fix.as_ref().is_some_and(|fix| fix.label.trim().is_empty()) {
                failures.push("the fix has no label".to_owned());
            }
        }
        failures
    }

    /// Compares a body after its fixes with what it must be.
    fn compare_fixed(&self, how: &str, body: &[u8], fixed: &Value) -> Vec<String> {
        let mut failures = Vec::new();
        let mut compare = |what: &str, found: &str, expected: &Value| {
            let expected = unpacked(expected);
            if found != expected {
                failures.push(format!(
                    "{how}: {what} becomes\n      {}\n    not\n      {}",
                    cut(found),
                    cut(&expected)
                ));
            }
        };
        if !fixed["body"].is_null() {
            compare("the body", &String::from_utf8_lossy(body), &fixed["body"]);
        }
        match read_strictly(body) {
            Ok([e_data, pay_ex_info]) => {
                compare("EData", &e_data, &fixed["eData"]);
                compare("payExInfoStr", &pay_ex_info, &fixed["payExInfo"]);
            }
            Err(message) => failures.push(format!("{how}: {message}: {}", cut(&String::from_utf8_lossy(body)))),
        }
        let left: Vec<_> = check_form(body, &self.options).findings.iter().map(|finding| finding.code).collect();
        let expected: Vec<_> = fixed["left"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if left != expected {
            failures.push(format!("{how}: leaves {left:?}, not {expected:?}"));
        }
        failures
    }
}

/// A text of the corpus: as it is, or in pieces, of which some are there many times.
fn unpacked(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(pieces) => pieces.iter().map(unpacked_piece).collect(),
        _ => panic!("{text}"),
    }
}

fn unpacked_piece(piece: &Value) -> String {
    match piece {
        Value::String(text) => text.clone(),
        _ => piece[0].as_str().unwrap().repeat(usize::try_from(piece[1].as_u64().unwrap()).unwrap()),
    }
}

/// A finding as the corpus writes them.
fn comparable(finding: &Finding) -> Value {
    json!({
        "severity": finding.severity,
        "code": finding.code,
        "path": finding.path,
        "at": finding.at,
        "fix": finding.fix.is_some(),
    })
}

/// A finding on one line, each range as start..end line:column.
fn told(finding: &Value) -> String {
    let range = |layer: &str| {
        let range = &finding["at"][layer];
        match range.as_object() {
            Some(_) => format!("{layer} {}..{} {}:{}", range["start"], range["end"], range["line"], range["column"]),
            None => format!("{layer} -"),
        }
    };
    let [severity, code, path] = ["severity", "code", "path"].map(|key| finding[key].as_str().unwrap());
    let at = ["form", "base64", "json"].map(range).join(", ");
    let fix = if finding["fix"] == true { "fix" } else { "no fix" };
    format!("{severity} {code} {path:?}, {at}, {fix}")
}

/// Says where a finding tells the token. Only the edits of its fix may have it, in Base64.
fn secret_told(finding: &Finding) -> Option<String> {
    // A part of it, which is in every token of the corpus that is worth hiding.
    const TOKEN: &str = "234567890123456";
    let label = finding.fix.as_ref().map_or("", |fix| &fix.label);
    let words = [&finding.message, &finding.help, &finding.path, label, finding.value.as_deref().unwrap_or_default()];
    words.iter().any(|text| text.contains(TOKEN)).then(|| format!("{} tells the token", finding.code))
}

/// Makes the edits of a finding's fix, as a caller would who has nothing but them.
fn by_hand(body: &[u8], finding: &Finding, units: Units) -> Result<Vec<u8>, String> {
    let edits = &finding.fix.as_ref().ok_or("the only finding has no fix")?.edits;
    let mut behind = 0;
    for (index, edit) in edits.iter().enumerate() {
        if edit.start > edit.end || edit.start < behind {
            return Err(format!("edit {index} is out of order: {}..{}", edit.start, edit.end));
        }
        behind = edit.end;
    }
    if edits.is_empty() {
        return Err("the fix has no edits".to_owned());
    }
    match units {
        Units::Bytes => {
            edited(body.to_vec(), edits.iter().map(|edit| (edit.start, edit.end, edit.text.clone().into())))
        }
        Units::Utf16 => {
            let text: Vec<u16> = std::str::from_utf8(body).unwrap().encode_utf16().collect();
            let edits = edits.iter().map(|edit| (edit.start, edit.end, edit.text.encode_utf16().collect()));
            Ok(String::from_utf16(&edited(text, edits)?).map_err(|error| error.to_string())?.into_bytes())
        }
    }
}

fn edited<T>(
    mut text: Vec<T>,
    edits: impl DoubleEndedIterator<Item = (usize, usize, Vec<T>)>,
) -> Result<Vec<T>, String> {
    for (start, end, insert) in edits.rev() {
        if end > text.len() {
            return Err(format!("an edit is behind the end: {start}..{end}"));
        }
        text.splice(start..end, insert);
    }
    Ok(text)
}

/// Reads both parts of a body as a receiver does that takes no more than it must.
fn read_strictly(body: &[u8]) -> Result<[String; 2], String> {
    let body = std::str::from_utf8(body).map_err(|_| "the body is no UTF-8".to_owned())?;
    let part = |field: &Field| {
        let mut values = body.split('&').filter_map(|pair| pair.split_once('=')).filter(|pair| pair.0 == field.name);
        let (Some((_, value)), None) = (values.next(), values.next()) else {
            return Err(format!("{} is not there, or twice", field.name));
        };
        let base64 = unescaped(value).ok_or_else(|| format!("{} is not percent-encoded well", field.name))?;
        let bytes = STANDARD.decode(base64).map_err(|error| format!("{}: {error}", field.name))?;
        let text = String::from_utf8(bytes).map_err(|error| format!("{}: {error}", field.name))?;
        serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|error| format!("{}: {error}", field.name))?;
        Ok(text)
    };
    Ok([part(&FORM[0])?, part(&FORM[1])?])
}

/// The text that a value of a form spells.
fn unescaped(value: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                rest = &rest[2..];
            }
            _ => out.push(*first),
        }
    }
    Some(out)
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    const LONGEST: usize = 1500;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[test]
fn every_body_has_its_findings_and_is_mended() {
    let cases = cases();
    let mut failed = Vec::new();
    for case in &cases {
        let failures = case.failures();
        if !failures.is_empty() {
            let told = failures.join("\n    ");
            failed.push(format!("\n{} ({})\n    {told}", case.line["name"], case.line["wrong"]));
        }
    }
    assert!(failed.is_empty(), "{} of {} bodies:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

/// `check_form` may see at a glance that nothing is to be found; `decode_form` reads every body.
#[test]
fn a_glance_finds_what_a_look_does() {
    let mut clean = 0;
    for case in cases() {
        for customs_rules in [CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off] {
            let options = Options { customs_rules, ..case.options.clone() };
            let findings = check_form(&case.body, &options).findings;
            assert_eq!(findings, decode_form(&case.body, &options).findings, "{}", case.line["name"]);
            clean += usize::from(findings.is_empty());
        }
    }
    assert!(clean >= 30, "{clean}");
}

#[test]
fn every_value_is_found_by_its_path_and_its_path_by_its_range() {
    fn values(value: &Value, path: &str, out: &mut Vec<(String, Value)>) {
        out.push((path.to_owned(), value.clone()));
        for (key, value) in value.as_object().into_iter().flatten() {
            values(value, &format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), out);
        }
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            values(value, &format!("{path}/{index}"), out);
        }
    }
    const LONGEST: usize = 50_000;
    let mut found = 0;
    for case in cases().iter().filter(|case| case.body.len() < LONGEST) {
        let Ok(texts) = read_strictly(&case.body) else { continue };
        let options = Options::default();
        for (field, text) in FORM.iter().zip(&texts) {
            // It may be deeper than any reader goes.
            let Ok(value) = serde_json::from_str(text) else { continue };
            let mut expected = Vec::new();
            values(&value, &format!("/{}", field.name), &mut expected);
            for (path, value) in expected {
                let located = locate(&case.body, Spot::Path { path: &path }, &options);
                let told = format!("{} of {}", path, case.line["name"]);
                assert_eq!(located.path.as_ref(), Some(&path), "{told}");
                let TextRange { start, end, .. } = located.at.json.unwrap();
                assert_eq!(serde_json::from_str::<Value>(&text[start..end]).unwrap(), value, "{told}");
                let back = locate(&case.body, Spot::Json { path: &path, start, end }, &options);
                assert_eq!(back.path.as_ref(), Some(&path), "{told}");
                found += 1;
            }
        }
    }
    assert!(found > 5000, "{found}");
}

#[test]
fn there_are_enough_bodies_and_each_is_named_once() {
    let cases = cases();
    let mistakes = cases.iter().filter(|case| !case.expected().is_empty()).count();
    assert!(mistakes >= 150, "{mistakes}");
    let names: HashSet<_> = cases.iter().map(|case| case.line["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn every_code_is_in_the_corpus() {
    // These are of requests, before there is a body.
    const OF_REQUESTS: [&str; 2] = ["amount.format", "request.member"];
    let documented: BTreeSet<_> =
        include_str!("../docs/findings.md").lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let cases = cases();
    let found: BTreeSet<_> =
        cases.iter().flat_map(Case::expected).map(|finding| finding["code"].as_str().unwrap()).collect();
    let is_of_a_body =
        |code: &&&str| !OF_REQUESTS.contains(code) && !code.starts_with("reply.") && !code.starts_with("upload.");
    let missing: Vec<_> = documented.difference(&found).filter(is_of_a_body).collect();
    let unknown: Vec<_> = found.difference(&documented).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "not in the corpus: {missing:?}; not in the docs: {unknown:?}");
}

#[test]
fn every_field_is_in_the_corpus() {
    fn paths(fields: &[Field], parent: &str, out: &mut BTreeSet<String>) {
        for field in fields {
            let path = format!("{parent}/{}", field.name);
            if let Kind::Object(fields) | Kind::List(fields) = field.kind {
                paths(fields, &path, out);
            }
            out.insert(path);
        }
    }
    let mut fields = BTreeSet::new();
    paths(&FORM, "", &mut fields);
    let is_index = |segment: &&str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let without_indexes =
        |path: &str| path.split('/').filter(|segment| !is_index(segment)).collect::<Vec<_>>().join("/");
    let cases = cases();
    let found: BTreeSet<_> = cases
        .iter()
        .flat_map(Case::expected)
        .map(|finding| without_indexes(finding["path"].as_str().unwrap()))
        .collect();
    let missing: Vec<_> = fields.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
