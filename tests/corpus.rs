//! Tests the library over the corpus: form bodies with one mistake each, their findings, and the bodies after their fixes.
//!
//! `tests/corpus/README.md` explains the fields of a line, and where the expectations come from.

use std::collections::{BTreeSet, HashSet};

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use cbt179::spec::{FORM, Field, Kind};
use cbt179::{
    Applicability, CustomsRules, Edit, Finding, Fix, Layer, Locale, Options, Target, TextRange, Units, apply_fixes,
    check_form, decode_form, locate,
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

    /// Returns a line for each difference from the expectations.
    fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        let report = check_form(&self.body, &self.options);
        if Value::Bool(report.ok) != self.line["ok"] {
            failures.push(format!("ok is {}", report.ok));
        }
        let expected: Vec<_> = self.expected().iter().map(summary).collect();
        let found: Vec<_> = report.findings.iter().map(|finding| summary(&comparable(finding))).collect();
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
            failures.push("decode_form finds something other than check_form".to_owned());
        }
        failures.extend(report.findings.iter().filter_map(quoted_secret));
        failures.extend(report.findings.iter().filter_map(fix_failure));
        failures.extend(self.fix_failures(&report.findings));
        failures
    }

    /// Compares the bodies after all fixes, after the safe ones, and after the only one applied by hand.
    fn fix_failures(&self, findings: &[Finding]) -> Vec<String> {
        let mut failures = Vec::new();
        let all = Options { unsafe_fixes: true, ..self.options.clone() };
        let apply = |options| apply_fixes(&self.body, findings, options);
        let (Ok(fixed), Ok(fixed_safely)) = (apply(&all), apply(&self.options)) else {
            return vec!["apply_fixes refuses the findings of check_form as stale".to_owned()];
        };
        let expected = &self.line["fixed"];
        match expected {
            Value::Null if fixed != self.body => failures.push("apply_fixes changes a body without fixes".to_owned()),
            Value::Null => {}
            _ => failures.extend(self.compare_fixed("unsafe: true", &fixed, expected)),
        }
        let with_fix: Vec<_> =
            findings.iter().filter_map(|finding| finding.fix.as_ref().map(|fix| (finding, fix))).collect();
        let is_safe = |(_, fix): &(&Finding, &Fix)| fix.applicability == Applicability::Safe;
        if !with_fix.iter().any(is_safe) {
            if fixed_safely != self.body {
                failures.push("apply_fixes applies unsafe fixes by default".to_owned());
            }
        } else if with_fix.iter().all(is_safe) {
            if fixed_safely != fixed {
                failures.push("apply_fixes leaves out a safe fix by default".to_owned());
            }
        } else {
            failures.extend(self.compare_fixed("by default", &fixed_safely, &self.line["fixedSafely"]));
        }
        if let [(finding, fix)] = with_fix[..]
            && !fix.edits.is_empty()
        {
            match self.fixed_by_hand(finding, fix) {
                Ok(body) if fix.layer == Layer::Form => failures.extend(self.compare_fixed("by hand", &body, expected)),
                Ok(body) => {
                    // It percent-encodes the whole value again, so the sender's own spelling is lost.
                    let mut expected = expected.clone();
                    expected.as_object_mut().unwrap().remove("body");
                    failures.extend(self.compare_fixed("by hand", &body, &expected));
                }
                Err(message) => failures.push(message),
            }
        }
        failures
    }

    /// Edits the text of a fix's layer, as a caller can who has only the fix, and encodes it again.
    fn fixed_by_hand(&self, finding: &Finding, fix: &Fix) -> Result<Vec<u8>, String> {
        let edit = |text: &[u8]| edited(text, &fix.edits, self.options.units);
        if fix.layer == Layer::Form {
            return edit(&self.body);
        }
        let name = finding.path.split('/').nth(1).unwrap_or_default();
        let start = if self.body.starts_with(format!("{name}=").as_bytes()) {
            name.len() + 1
        } else {
            let name = format!("&{name}=");
            let found = self.body.windows(name.len()).position(|window| window == name.as_bytes());
            found.ok_or("the part has no value")? + name.len()
        };
        let length = self.body[start..].iter().position(|byte| *byte == b'&');
        let end = length.map_or(self.body.len(), |length| start + length);
        let base64 = if fix.layer == Layer::Base64 {
            edit(&unescaped(&self.body[start..end]).ok_or("the value is not percent-encoded well")?)?
        } else {
            let decoded = decode_form(&self.body, &self.options);
            let part = if name == FORM[0].name { decoded.e_data } else { decoded.pay_ex_info };
            STANDARD.encode(edit(part.ok_or("the part was not decoded")?.text.as_bytes())?).into_bytes()
        };
        Ok([&self.body[..start], escaped(&base64).as_bytes(), &self.body[end..]].concat())
    }

    /// Compares a body after its fixes with the expected one.
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
            // There is nothing to read in blank texts.
            _ if fixed["eData"].is_null() => {}
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

/// Joins the pieces of a text, of which some are repeated.
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

/// Writes a finding as the corpus does.
fn comparable(finding: &Finding) -> Value {
    json!({
        "severity": finding.severity,
        "code": finding.code,
        "path": finding.path,
        "at": finding.at,
        "count": finding.count,
        "fix": finding.fix.as_ref().map(|fix| {
            let words = [json!(fix.applicability), json!(fix.layer), json!("re-encode")];
            let words = words.iter().filter_map(Value::as_str).take(if fix.edits.is_empty() { 3 } else { 2 });
            words.collect::<Vec<_>>().join(" ")
        }),
    })
}

/// Writes a finding on one line, each range as start..end line:column.
fn summary(finding: &Value) -> String {
    let range = |layer: &str| {
        let range = &finding["at"][layer];
        match range.as_object() {
            Some(_) => format!("{layer} {}..{} {}:{}", range["start"], range["end"], range["line"], range["column"]),
            None => format!("{layer} -"),
        }
    };
    let [severity, code, path] = ["severity", "code", "path"].map(|key| finding[key].as_str().unwrap());
    let at = ["form", "base64", "json"].map(range).join(", ");
    let count = finding["count"].as_u64().unwrap_or(1);
    let fix = finding["fix"].as_str().unwrap_or("none");
    format!("{severity} {code} {path:?}, {at}, count {count}, fix {fix}")
}

/// Returns a complaint if a finding or its fix quotes the token.
fn quoted_secret(finding: &Finding) -> Option<String> {
    // A part of every secret token of the corpus. Its first and last characters in Base64 depend on the text around it.
    const TOKEN: &str = "d1f0b6e3c9a4725";
    let shifted = |shift: usize| {
        let base64 = STANDARD.encode("x".repeat(shift) + TOKEN);
        base64[4..base64.len() - 4].to_owned()
    };
    let spellings = [TOKEN.to_owned(), shifted(0), shifted(1), shifted(2)];
    let mut words = vec![&finding.message, &finding.help, &finding.path];
    words.extend(&finding.value);
    if let Some(Fix { label, edits, .. }) = &finding.fix {
        words.push(label);
        words.extend(edits.iter().map(|edit| &edit.text));
    }
    let is_quoted = |text: &&String| spellings.iter().any(|spelling| text.contains(spelling));
    words.iter().any(is_quoted).then(|| format!("{} quotes the token", finding.code))
}

/// Returns a complaint if a fix lacks a label, or its edits are long, out of order or overlap.
fn fix_failure(finding: &Finding) -> Option<String> {
    const LONGEST: usize = 40;
    let Fix { label, edits, .. } = finding.fix.as_ref()?;
    let is_in_order = edits.iter().all(|edit| edit.start <= edit.end)
        && edits.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0].start < pair[1].end);
    let complaint = match edits.iter().map(|edit| edit.text.chars().count()).max() {
        _ if label.trim().is_empty() => "has no label",
        Some(length) if length > LONGEST => "has a long edit",
        _ if !is_in_order => "has edits out of order",
        _ => return None,
    };
    Some(format!("the fix of {} {complaint}", finding.code))
}

/// Applies edits whose offsets count in these units.
fn edited(text: &[u8], edits: &[Edit], units: Units) -> Result<Vec<u8>, String> {
    match units {
        Units::Bytes => spliced(text.to_vec(), edits, |text| text.as_bytes().to_vec()),
        Units::Utf16 => {
            let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
            let edited = spliced(text.encode_utf16().collect(), edits, |text| text.encode_utf16().collect())?;
            Ok(String::from_utf16(&edited).map_err(|error| error.to_string())?.into_bytes())
        }
    }
}

fn spliced<T>(mut text: Vec<T>, edits: &[Edit], units_of: impl Fn(&str) -> Vec<T>) -> Result<Vec<T>, String> {
    for Edit { start, end, text: insert } in edits.iter().rev() {
        if *end > text.len() {
            return Err(format!("an edit is after the end: {start}..{end}"));
        }
        text.splice(start..end, units_of(insert));
    }
    Ok(text)
}

/// Decodes both parts of a body as strictly as any receiver may.
fn read_strictly(body: &[u8]) -> Result<[String; 2], String> {
    let body = std::str::from_utf8(body).map_err(|_| "the body is no UTF-8".to_owned())?;
    let part = |field: &Field| {
        let mut values = body.split('&').filter_map(|pair| pair.split_once('=')).filter(|pair| pair.0 == field.name);
        let (Some((_, value)), None) = (values.next(), values.next()) else {
            return Err(format!("{} is not there, or twice", field.name));
        };
        let base64 =
            unescaped(value.as_bytes()).ok_or_else(|| format!("{} is not percent-encoded well", field.name))?;
        let bytes = STANDARD.decode(base64).map_err(|error| format!("{}: {error}", field.name))?;
        let text = String::from_utf8(bytes).map_err(|error| format!("{}: {error}", field.name))?;
        serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|error| format!("{}: {error}", field.name))?;
        Ok(text)
    };
    Ok([part(&FORM[0])?, part(&FORM[1])?])
}

/// Decodes the percent-encoding of a form value.
fn unescaped(value: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = value;
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

/// Percent-encodes all but letters and digits.
fn escaped(base64: &[u8]) -> String {
    let escape = |&byte: &u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    base64.iter().map(escape).collect()
}

/// Returns the start of a long text.
fn cut(text: &str) -> String {
    const LONGEST: usize = 1500;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[test]
fn every_body_has_its_findings_and_is_fixed() {
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
    // A path begins with the part, which is not its field if both are swapped. Base64 in JSON is read, not that JSON.
    let is_elsewhere =
        |finding: &Value| ["form.swapped-fields", "base64.quoted"].iter().any(|code| finding["code"] == *code);
    let is_swapped = |case: &Case| case.expected().iter().any(is_elsewhere);
    for case in cases().iter().filter(|case| case.body.len() < LONGEST && !is_swapped(case)) {
        let Ok(texts) = read_strictly(&case.body) else { continue };
        let options = Options::default();
        for (field, text) in FORM.iter().zip(&texts) {
            // It may be deeper than any reader goes, or a string of JSON, whose content is read.
            let Ok(value) = serde_json::from_str(text) else { continue };
            if matches!(value, Value::String(_)) {
                continue;
            }
            let mut expected = Vec::new();
            values(&value, &format!("/{}", field.name), &mut expected);
            for (path, value) in expected {
                let located = locate(&case.body, Target::Path { path: &path }, &options);
                let told = format!("{} of {}", path, case.line["name"]);
                assert_eq!(located.path.as_ref(), Some(&path), "{told}");
                let TextRange { start, end, .. } = located.at.json.unwrap();
                assert_eq!(serde_json::from_str::<Value>(&text[start..end]).unwrap(), value, "{told}");
                let back = locate(&case.body, Target::Json { path: &path, start, end }, &options);
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
    // These are of requests, before there is a body, and of other texts.
    const NOT_OF_A_BODY: [&str; 10] = [
        "amount.format",
        "time.milliseconds",
        "reply.",
        "upload.",
        "request.",
        "signing.",
        "open-req.",
        "upload-reply.",
        "key.",
        "signature.",
    ];
    let documented: BTreeSet<_> =
        include_str!("../docs/findings.md").lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let cases = cases();
    let found: BTreeSet<_> =
        cases.iter().flat_map(Case::expected).map(|finding| finding["code"].as_str().unwrap()).collect();
    let is_of_a_body = |code: &&&str| !NOT_OF_A_BODY.iter().any(|prefix| code.starts_with(prefix));
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
