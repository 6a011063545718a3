use super::*;
use crate::diagnostics::Arg;

fn faults_of(text: &str) -> Vec<(&'static str, String)> {
    let mut faults = Faults::new();
    parse(text, 0, &mut faults);
    faults
        .list()
        .iter()
        .map(|fault| match &fault.place {
            Location::Json(at) => (fault.code.id, format!("{at:?}")),
            _ => (fault.code.id, String::new()),
        })
        .collect()
}

#[test]
fn names_and_places_each_fault() {
    for (text, code, at) in [
        ("", "json.empty", "0..0"),
        (" \n", "json.empty", "0..2"),
        (r#"{"a":1,}"#, "json.trailing-comma", "6..7"),
        ("[1, ]", "json.trailing-comma", "2..3"),
        ("[1,,2]", "json.extra-comma", "3..4"),
        ("[,1]", "json.extra-comma", "1..2"),
        ("[1 2]", "json.missing-comma", "2..2"),
        (r#"{"a":1 "b":2}"#, "json.missing-comma", "6..6"),
        (r#"{"a" 1}"#, "json.missing-colon", "4..4"),
        (r#"{"a":}"#, "json.missing-value", "5..5"),
        (r#"{"a"}"#, "json.missing-value", "4..4"),
        ("{a:1}", "json.unquoted-key", "1..2"),
        ("['a']", "json.quotes", "1..4"),
        ("[“a”]", "json.quotes", "1..8"),
        ("{\"a\"：1}", "json.separator", "4..7"),
        ("{\"a\"=1}", "json.separator", "4..5"),
        ("{\"a\"::1}", "json.separator", "4..6"),
        ("[1，2]", "json.separator", "2..5"),
        ("[1;2]", "json.separator", "2..3"),
        ("[\u{3000}1]", "json.white-space", "1..4"),
        ("{\"a\":1]}", "json.bracket", "6..7"),
        ("[1}", "json.bracket", "2..3"),
        ("x({})", "json.unexpected-character", "0..2"),
        ("[1] // x", "json.comment", "4..8"),
        ("[/* x */1]", "json.comment", "1..8"),
        ("[True]", "json.invalid-literal", "1..5"),
        ("[undefined]", "json.invalid-literal", "1..10"),
        ("[01]", "json.invalid-number", "1..3"),
        ("[+1]", "json.invalid-number", "1..3"),
        ("[1.]", "json.invalid-number", "1..3"),
        ("[.5]", "json.invalid-number", "1..3"),
        ("[0x1F]", "json.invalid-number", "1..5"),
        ("[\"a\nb\"]", "json.control-character", "3..4"),
        (r#"["\x41"]"#, "json.invalid-escape", "2..4"),
        (r#"["\u12g4"]"#, "json.invalid-escape", "2..6"),
        (r#"["\ud800"]"#, "json.lone-surrogate", "2..8"),
        (r#"["\ud800\u0041"]"#, "json.lone-surrogate", "2..8"),
        ("[1", "json.unclosed", "0..1"),
        (r#"["a"#, "json.unclosed", "1..2"),
        ("[1]\u{3000}", "json.white-space", "3..6"),
        ("[*]", "json.unexpected-character", "1..2"),
        ("{*}", "json.unexpected-character", "1..2"),
        ("[1] x ", "json.trailing-text", "4..5"),
        (r#"{"a":1,"a":2}"#, "json.duplicate-key", "7..10"),
    ] {
        let found = faults_of(text);
        assert_eq!(found[0], (code, at.to_owned()), "{text} {found:?}");
    }
}

/// The codes of the faults that were found in a text, and the text as it was read.
fn reading(text: &str) -> (Vec<&'static str>, String) {
    let mut faults = Faults::new();
    let root = parse(text, 0, &mut faults).root;
    let mut read = String::new();
    crate::json::write::value(&root, &mut read);
    (faults.ids(), read)
}

/// A text after the edits of all faults that were found in it, if they are all that it takes to make it JSON.
fn fixed(text: &str) -> Option<String> {
    let mut faults = Faults::new();
    parse(text, 0, &mut faults);
    let changes = in_order(&faults.list().iter().map(Fault::changes).collect::<Vec<_>>());
    let fixed = String::from_utf8(splice(text.as_bytes(), 0, &changes)).unwrap();
    read(&fixed, 0).is_json.then_some(fixed)
}

#[test]
fn a_fix_is_the_only_reading() {
    for (text, due) in [
        (r#"{"a":1,}"#, r#"{"a":1}"#),
        ("[1,\n, ]", "[1 ]"),
        (r#"{"a":1,,"b":2}"#, r#"{"a":1,"b":2}"#),
        ("{\"a\":1\n\"b\":2}", "{\"a\":1,\n\"b\":2}"),
        ("{\"a\":\"x\"\n\"b\":2}", "{\"a\":\"x\",\n\"b\":2}"),
        (r#"[{"a":1}{"a":2}]"#, r#"[{"a":1},{"a":2}]"#),
        (r#"{"a"：1，"b"=>2}"#, r#"{"a":1,"b":2}"#),
        ("{a:1,b_2:[]}", r#"{"a":1,"b_2":[]}"#),
        ("{'a':'x \"y\" \\'z\\'','b':[\"it's\"]}", r#"{"a":"x \"y\" 'z'","b":["it's"]}"#),
        ("{“a”:‘x’}", r#"{"a":"x"}"#),
        ("[True,FALSE,None,nil,undefined]", "[true,false,null,null,null]"),
        ("[+1,2.,.5]", "[1,2,0.5]"),
        ("[1/* x */,2] // y", "[1,2] "),
        ("[\u{3000}1\u{feff}]", "[ 1]"),
        ("[\"a\tb\n\"]", r#"["a\tb\n"]"#),
        (r#"["it\'s"]"#, r#"["it's"]"#),
        (r#"{"a":1};"#, r#"{"a":1}"#),
        ("{}\0\0", "{}"),
    ] {
        assert_eq!(fixed(text).as_deref(), Some(due), "{text}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&reading(text).1), value(due), "{text}");
    }
}

#[test]
fn what_has_two_readings_has_no_fix() {
    for text in [
        r#"{"a":1 ]"#,
        r#"{"a":[1,2}"#,
        r#"{"a":1"#,
        r#"{"a":1}}"#,
        r#"{"a":1} x"#,
        r#"{"a" 1}"#,
        r#"{"a":}"#,
        r#"{"a":"x,"b":1}"#,
        r#"{"a":"x "y" z"}"#,
        r#"{"a":"x" "b":1}"#,
        "[1 2]",
        "[NaN]",
        "[x]",
        "[007]",
        r#"["\x41"]"#,
        r#"["C:\dir"]"#,
        r#"["\ud83d"]"#,
        "{*\"a\":1}",
        "['it's',1]",
        "callback({})",
    ] {
        assert_eq!(fixed(text), None, "{text}");
    }
}

#[test]
fn a_wrong_bracket_is_one_finding() {
    for (text, at, position) in [
        (r#"{"a":[1,2},"b":3}"#, "9..10", 5),
        (r#"{"a":{"b":1],"c":[{}]}"#, "11..12", 5),
        (r#"[{"a":1]}"#, "7..8", 1),
        (r#"{"a":[{"b":1,"b":2]}],"a":3}"#, "18..19", 6),
    ] {
        let mut faults = Faults::new();
        let parsed = parse(text, 0, &mut faults);
        assert!(!parsed.is_balanced, "{text}");
        let [fault] = &faults.list()[..] else { panic!("{text} {:?}", faults.ids()) };
        assert_eq!(fault.code.id, "json.bracket");
        assert!(matches!(&fault.place, Location::Json(place) if format!("{place:?}") == at), "{text} {fault:?}");
        assert!(matches!(fault.args[..], [_, (_, Arg::Position(open))] if open == position), "{text} {fault:?}");
        assert!(fault.repair.is_none());
    }
    // All that follows is read.
    assert_eq!(reading(r#"{"a":[1,2},"b":[3]}"#).1, r#"{"a":[1,2],"b":[3]}"#);
}

#[test]
fn one_wrong_quote_is_one_finding() {
    let (missing, bare, extra) = ("json.missing-quote", "json.unescaped-quote", "json.unexpected-character");
    for (text, code, due) in [
        // The one that closes a value.
        (r#"{"a":"x,"b":"y"}"#, missing, r#"{"a":"x","b":"y"}"#),
        (r#"{"a":{"b":"x}}"#, missing, r#"{"a":{"b":"x"}}"#),
        ("{\"a\":\"x,\r\n \"b\":1}", missing, "{\"a\":\"x\",\r\n \"b\":1}"),
        ("{\"a\":\"x\n}", missing, "{\"a\":\"x\"\n}"),
        ("{\"a\":[\"x\n]}", missing, "{\"a\":[\"x\"\n]}"),
        (r#"{"a":"\u0041\"x,"b":"y"}"#, missing, r#"{"a":"\u0041\"x","b":"y"}"#),
        // The one that opens a value.
        (r#"{"a":x","b":"y"}"#, missing, r#"{"a":"x","b":"y"}"#),
        (r#"{"a":10-2 x","b":"y"}"#, missing, r#"{"a":"10-2 x","b":"y"}"#),
        (r#"{"a":100"}"#, missing, r#"{"a":"100"}"#),
        // Those of a key.
        (r#"{"a":1,b":2}"#, missing, r#"{"a":1,"b":2}"#),
        (r#"{"a:1,"b":2}"#, missing, r#"{"a":1,"b":2}"#),
        (r#"{"a:"x","b":2}"#, missing, r#"{"a":"x","b":2}"#),
        // Those within.
        (r#"{"a":"{"x":1}","b":2}"#, bare, r#"{"a":"{\"x\":1}","b":2}"#),
        (r#"{"a":"{"x":"y","z":[{"u":"v"}]}","b":2}"#, bare, r#"{"a":"{\"x\":\"y\",\"z\":[{\"u\":\"v\"}]}","b":2}"#),
        (r#"{"a":"say "x", y","b":2}"#, bare, r#"{"a":"say \"x\", y","b":2}"#),
        (r#"["say "x" y",2]"#, bare, r#"["say \"x\" y",2]"#),
        (r#"{"a":"55" x 6"","b":2}"#, bare, r#"{"a":"55\" x 6\"","b":2}"#),
        // Of another kind.
        (r#"{"a":“x","b":2}"#, "json.quotes", r#"{"a":"x","b":2}"#),
        (r#"{"a":"x”,"b":2}"#, "json.quotes", r#"{"a":"x","b":2}"#),
        (r#"{"a":'it's',"b":2}"#, "json.quotes", r#"{"a":"it's","b":2}"#),
        (r#"{"a”:"x","b":2}"#, "json.quotes", r#"{"a":"x","b":2}"#),
        // Escaped, or beside another.
        (r#"{"a":"x\","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"a\":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{\"a":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"a":1,x"b":2}"#, extra, r#"{"a":1,"b":2}"#),
        (r#"{"a":"x",y"b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"[{"a":1}",{"a":2}]"#, extra, r#"[{"a":1},{"a":2}]"#),
        // One too many.
        (r#"{"a":""https://x","b":2}"#, extra, r#"{"a":"https://x","b":2}"#),
        (r#"{""a":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"a":"x"","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"b":2,"a":"x""}"#, extra, r#"{"b":2,"a":"x"}"#),
    ] {
        let (codes, read) = reading(text);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!((codes, value(&read)), (vec![code], value(due)), "{text}");
    }
}

#[test]
fn quotes_are_not_doubted_where_something_else_is_wrong() {
    for (text, code) in [
        (r#"{"a":"x" "b":"y"}"#, "json.missing-comma"),
        (r#"{"a":"x""b":"y"}"#, "json.missing-comma"),
        (r#"["a" "b"]"#, "json.missing-comma"),
        (r#"["a" {"b":1}]"#, "json.missing-comma"),
        (r#"{"a":"x"，"b":"y"}"#, "json.separator"),
        (r#"{"a":"x" /* "y" */}"#, "json.comment"),
        ("{\"a\":\"x\u{3000}\"\u{3000}}", "json.white-space"),
        (r#"{"a" "x"}"#, "json.missing-colon"),
        (r#"{"a":"x"}}"#, "json.trailing-text"),
        (r#"{"a":"x"]"#, "json.bracket"),
        ("{\"a\":\"x\ny\"}", "json.control-character"),
        (r#"{"a":"x"#, "json.unclosed"),
        (r#"{"a":"x,"#, "json.unclosed"),
        (r#"{"a":1 "b":2}"#, "json.missing-comma"),
        (r#"{"a":True,"b":2}"#, "json.invalid-literal"),
        (r#"{"a":2026-01-15 09:28,"b":2}"#, "json.invalid-number"),
    ] {
        assert_eq!(reading(text).0[0], code, "{text}");
    }
}

#[test]
fn one_fault_is_one_finding() {
    for text in [
        r#"{"a":1,}"#,
        r#"{"a":[1,],"b":2}"#,
        r#"{"a":1 "b":2}"#,
        r#"{"a":True,"b":2}"#,
        r#"{"a" 1,"b":2}"#,
        r#"{"a":,"b":2}"#,
        r#"{"a":1,*}"#,
        r#"{* "a":1}"#,
        r#"{"a":1 * ,"b":2}"#,
        r#"{"a":1:2,"b":2}"#,
        r#"{"a":[1,2}"#,
        r#"{"a":[[[{"b":["x"#,
        r#"{"a" "#,
        r#"{"a":"#,
        "{“a”：“b”}",
        "[1}",
        "[1] x y",
    ] {
        let most = if text.contains('“') { 2 } else { 1 };
        assert_eq!(faults_of(text).len(), most, "{text} {:?}", faults_of(text));
    }
}

#[test]
fn reads_on_behind_faults() {
    let text = r#"{"a":[1,],b:'x' "c":True,"d":"\ud83d\ude00"}"#;
    let Parsed { root: node, is_json, .. } = read(text, 0);
    let Kind::Object(object) = node.kind else {
        panic!("{node:?}");
    };
    let keys: Vec<_> = object.members.iter().map(|member| &*member.key).collect();
    assert_eq!(keys, ["a", "b", "c", "d"]);
    assert!(matches!(&object.members[3].value.kind, Kind::String(s) if s == "😀"));
    assert!(object.whole);
    assert!(!is_json);
}

#[test]
fn paths_are_json_pointers() {
    let mut faults = Faults::new();
    parse(r#"{"a/b":[{"c~":[1,]}]}"#, 0, &mut faults);
    assert_eq!(faults.list()[0].path, "/a~1b/0/c~0");
}

#[test]
fn depth_is_bounded() {
    let deep = "[".repeat(100_000);
    assert_eq!(faults_of(&deep)[0].0, "json.too-deep");
    let nested = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert_eq!(faults_of(&nested), []);
    let too_deep = format!("[{nested}]");
    assert_eq!(faults_of(&too_deep).len(), 1);
}

#[test]
fn numbers_are_those_of_the_rfc() {
    for text in ["0", "-0", "1", "10.5", "1e5", "1E+5", "1.5e-7", "123456789012345678901"] {
        assert!(is_number(text), "{text}");
    }
    for text in ["", "-", "01", "1.", ".1", "1e", "1e+", "+1", "0x1", "1_000", "１"] {
        assert!(!is_number(text), "{text}");
    }
}
