use super::*;

/// The codes of the faults that were found in a text, and the text as it was read.
fn reading(text: &str) -> (Vec<&'static str>, String) {
    let mut faults = Faults::new();
    let mut read = String::new();
    write::value(&parse(text, 0, &mut faults).root(), &mut read);
    (faults.ids(), read)
}

/// A text after the edits of all faults that were found in it, if they are all that it takes to make it JSON.
fn fixed(text: &str) -> Option<String> {
    let mut faults = Faults::new();
    parse(text, 0, &mut faults);
    let changes = in_order(&faults.list().iter().map(Fault::changes).collect::<Vec<_>>());
    let fixed = String::from_utf8(splice(text.as_bytes(), 0, &changes)).unwrap();
    is_json(&fixed).then_some(fixed)
}

fn value(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_fix_is_the_only_reading() {
    for (text, due) in [
        ("[1,\n, ]", "[1 ]"),
        (r#"{"a":1,,"b":2}"#, r#"{"a":1,"b":2}"#),
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
        ("{}\0\0", "{}"),
    ] {
        assert_eq!(fixed(text).as_deref(), Some(due), "{text}");
        assert_eq!(value(&reading(text).1), value(due), "{text}");
    }
}

#[test]
fn what_has_two_readings_has_no_fix() {
    for text in [
        r#"{"a":[1,2}"#,
        r#"{"a":1} x"#,
        r#"{"a" 1}"#,
        r#"{"a":"x" "b":1}"#,
        "[1 2]",
        r#"["\x41"]"#,
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
        (r#"{"a":[1,2},"b":3}"#, 9, 5),
        (r#"{"a":{"b":1],"c":[{}]}"#, 11, 5),
        (r#"[{"a":1]}"#, 7, 1),
        (r#"{"a":[{"b":1,"b":2]}],"a":3}"#, 18, 6),
    ] {
        let mut faults = Faults::new();
        assert!(!parse(text, 0, &mut faults).is_balanced, "{text}");
        let [fault] = &faults.list()[..] else { panic!("{text} {:?}", faults.ids()) };
        assert_eq!(fault.code.id, "json.bracket");
        assert!(matches!(&fault.location, Location::Json(location) if *location == (at..at + 1)), "{text} {fault:?}");
        assert!(matches!(fault.args[..], [_, (_, Arg::Position(open))] if open == position), "{text} {fault:?}");
    }
}

#[test]
fn one_mistake_is_one_finding() {
    let [missing, bare, extra] = ["missing-quote", "unescaped-quote", "unexpected-character"];
    for (text, code, due) in [
        // The quote that closes a value.
        (r#"{"a":{"b":"x}}"#, missing, r#"{"a":{"b":"x"}}"#),
        ("{\"a\":\"x,\r\n \"b\":1}", missing, "{\"a\":\"x\",\r\n \"b\":1}"),
        ("{\"a\":[\"x\n]}", missing, "{\"a\":[\"x\"\n]}"),
        (r#"{"a":"\u0041\"x,"b":"y"}"#, missing, r#"{"a":"\u0041\"x","b":"y"}"#),
        // The one that opens a value.
        (r#"{"a":10-2 x","b":"y"}"#, missing, r#"{"a":"10-2 x","b":"y"}"#),
        (r#"{"a":100"}"#, missing, r#"{"a":"100"}"#),
        (r#"{"a":{\"x\":1}","b":2}"#, missing, r#"{"a":"{\"x\":1}","b":2}"#),
        // The quotes of a key.
        (r#"{"a":1,b":2}"#, missing, r#"{"a":1,"b":2}"#),
        (r#"{"a:1,"b":2}"#, missing, r#"{"a":1,"b":2}"#),
        // Quotes within a value.
        (r#"{"a":"{"x":"y","z":[{"u":"v"}]}","b":2}"#, bare, r#"{"a":"{\"x\":\"y\",\"z\":[{\"u\":\"v\"}]}","b":2}"#),
        (r#"{"a":"say "x", y","b":2}"#, bare, r#"{"a":"say \"x\", y","b":2}"#),
        (r#"{"a":"55" x 6"","b":2}"#, bare, r#"{"a":"55\" x 6\"","b":2}"#),
        // Quotes of another kind.
        (r#"{"a":“x","b":2}"#, "quotes", r#"{"a":"x","b":2}"#),
        (r#"{"a":"x”,"b":2}"#, "quotes", r#"{"a":"x","b":2}"#),
        (r#"{"a":'it's',"b":2}"#, "quotes", r#"{"a":"it's","b":2}"#),
        (r#"{"a”:"x","b":2}"#, "quotes", r#"{"a":"x","b":2}"#),
        // Escaped, or beside another.
        (r#"{"a":"x\","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"a\":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{\"a":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"a":"x",y"b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"[{"a":1}",{"a":2}]"#, extra, r#"[{"a":1},{"a":2}]"#),
        // One too many.
        (r#"{"a":""https://x","b":2}"#, extra, r#"{"a":"https://x","b":2}"#),
        (r#"{""a":"x","b":2}"#, extra, r#"{"a":"x","b":2}"#),
        (r#"{"b":2,"a":"x""}"#, extra, r#"{"b":2,"a":"x"}"#),
        // Quotes are not reported if something else is wrong.
        (r#"{"a":"x""b":"y"}"#, "missing-comma", r#"{"a":"x","b":"y"}"#),
        (r#"["a" {"b":1}]"#, "missing-comma", r#"["a",{"b":1}]"#),
        (r#"{"a":"x"，"b":"y"}"#, "separator", r#"{"a":"x","b":"y"}"#),
        (r#"{"a":"x" /* "y" */}"#, "comment", r#"{"a":"x"}"#),
        (r#"{"a" "x"}"#, "missing-colon", r#"{"a":"x"}"#),
        (r#"{"a":"x"}}"#, "trailing-text", r#"{"a":"x"}"#),
        (r#"{"a":"x"]"#, "bracket", r#"{"a":"x"}"#),
        ("{\"a\":\"x\ny\"}", "control-character", r#"{"a":"x\ny"}"#),
        (r#"{"a":"x,"#, "unclosed", r#"{"a":"x,"}"#),
        // The consequences of a mistake are not reported.
        (r#"{"a":,"b":2}"#, "missing-value", r#"{"a":null,"b":2}"#),
        (r#"{* "a":1}"#, extra, r#"{"a":1}"#),
        (r#"{"a":1 * ,"b":2}"#, extra, r#"{"a":1,"b":2}"#),
        (r#"{"a":1:2,"b":2}"#, extra, r#"{"a":1,"b":2}"#),
        (r#"{"a":[[[{"b":["x"#, "unclosed", r#"{"a":[[[{"b":["x"]}]]]}"#),
        (r#"{"a" "#, "unclosed", r#"{"a":null}"#),
        ("[1] x y", "trailing-text", "[1]"),
    ] {
        let (codes, read) = reading(text);
        assert_eq!((codes, value(&read)), (vec![&*format!("json.{code}")], value(due)), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(reading(&nested(MAX_DEPTH)), (vec![], nested(MAX_DEPTH)));
    assert_eq!(reading(&format!("[{},2]", nested(MAX_DEPTH))).0, ["json.too-deep"]);
    assert_eq!(reading(&"[".repeat(100_000)).0[0], "json.too-deep");
}

#[test]
fn a_value_that_was_read_in_vain_leaves_no_copy() {
    let (_, read) = reading(r#"{"a":1:"x\n","b":"y\n"}"#);
    assert!(read.ends_with(r#""b":"y\n"}"#), "{read}");
}
