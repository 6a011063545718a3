//! Layers between the bytes and the JSON: text that was escaped for another language before it was encoded.
//!
//! Programs escape JSON as HTML, as part of a URL, or as a string once more. Each such layer is named and undone, so
//! that the JSON inside is checked. For example, `{&quot;a&quot;:1}` is read as `{"a":1}`.
//!
//! The characters after the first brace identify the layer, so plain JSON costs nothing.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use cbt179_fast::scan::ByteSet;

use super::percent;
use crate::diagnostics::catalogue::{self, Code};
use crate::diagnostics::{Fault, Faults, Location, Words};
use crate::json::{self, is_json};
use crate::text::SourceMap;
use crate::text::utf8::{self, Decoded, Source};

/// The maximum number of layers that are undone.
const DEEPEST: usize = 4;

/// The codes of the layers, with their names for messages about other texts.
static LAYERS: [(&Code, Words); 5] = [
    (&catalogue::JSON_HTML_ESCAPED, (" HTML 转义过的 JSON", "HTML-escaped JSON")),
    (&catalogue::JSON_PERCENT_ENCODED, ("百分号编码的 JSON", "percent-encoded JSON")),
    (&catalogue::JSON_SLASHES_ADDED, ("引号前加了反斜杠的 JSON", "JSON with a backslash before every quote")),
    (&catalogue::JSON_BACKSLASHES_DOUBLED, ("反斜杠都写成两个的 JSON", "JSON with doubled backslashes")),
    (&catalogue::JSON_QUOTED, ("一个内容为 JSON 的字符串", "a string that contains JSON")),
];

/// Returns the name of the layer that a fault is about.
pub(crate) fn layer(fault: &Fault) -> Option<Words> {
    LAYERS.iter().find(|(code, _)| fault.code.is(code)).map(|(_, words)| *words)
}

/// Returns whether a fault is about a layer around the JSON.
pub(crate) fn is_layer(fault: &Fault) -> bool {
    layer(fault).is_some()
}

/// A text without its outermost layer.
struct Undone {
    text: String,
    map: SourceMap,
    code: &'static Code,
    /// Whether there is another reading.
    is_guess: bool,
}

/// Decodes the bytes of a part, like [`utf8::decode`], and undoes the layers around its JSON.
pub(crate) fn decode<'a>(bytes: &'a [u8], lost: &[Range<usize>], source: Source, faults: &mut Faults) -> Decoded<'a> {
    let first = faults.list().len();
    let mut decoded = utf8::decode_text(bytes, lost, source, faults);
    let mut found: Vec<(&Code, bool)> = Vec::new();
    for _ in 0..DEEPEST {
        let Some(Undone { text, map, code, is_guess }) = undo(&decoded.text) else { break };
        let length = text.len();
        let map_of_faults = map.clone();
        decoded.unwrap(text, map);
        for fault in &mut faults.list()[first..] {
            if let Location::Json(at) = &mut fault.location {
                *at = decoded.whole_characters(map_of_faults.inner(at.clone(), length));
            }
        }
        match found.iter_mut().find(|(known, _)| known.is(code)) {
            Some((_, is_any_guess)) => *is_any_guess |= is_guess,
            None => found.push((code, is_guess)),
        }
    }
    for (code, is_guess) in found {
        faults.add(code, Location::Json(0..decoded.text.len())).encode().is_guess = is_guess;
    }
    decoded.skip_bom(faults);
    decoded
}

/// Undoes the outermost layer of a text, if it has one.
fn undo(text: &str) -> Option<Undone> {
    let begins_like_json = |text: &str| {
        let inside = text.trim_start_matches(is_blank).strip_prefix('{');
        inside.is_some_and(|inside| inside.trim_ascii_start().starts_with(['"', '}']))
    };
    if begins_like_json(text) {
        return without_doubled_backslashes(text);
    }
    let brace = brace(text)?;
    if let Some(quotes) = Quotes::of_string(text) {
        return quotes.undo(text, true);
    }
    let inside = after_blanks(&text[brace.end..]);
    if let Some(escape) = inside.strip_prefix('%') {
        // A quote, or the start of its escape.
        let is_quote = ["22", "26", "5C", "5c"].iter().any(|code| escape.trim_start_matches("25").starts_with(code));
        return if is_quote { without_percent(text, brace.start) } else { None };
    }
    let escaped = inside.trim_start_matches('\\');
    if escaped.starts_with('&') {
        return if is_quote_in_html(escaped) { without_html(text, brace.start) } else { None };
    }
    let is_escaped = escaped.len() < inside.len();
    let is_quote = escaped.starts_with('"') || is_escaped && escaped.starts_with("u0022");
    if !is_quote {
        return None;
    }
    match Quotes::around(text, brace.start) {
        Some(quotes) if quotes.open == '"' || !is_escaped => quotes.undo(text, is_escaped),
        _ if is_escaped => without_slashes(text, brace.start),
        _ => None,
    }
}

/// Returns true for characters that may precede JSON.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || char == '\u{feff}'
}

/// Returns the range of the first opening brace, which may be percent-encoded.
fn brace(text: &str) -> Option<Range<usize>> {
    text.match_indices(['{', '%']).find_map(|(start, found)| {
        let rest = text[start + 1..].trim_start_matches("25");
        match found {
            "{" => Some(start..start + 1),
            _ if rest.starts_with("7B") || rest.starts_with("7b") => Some(start..text.len() - rest.len() + 2),
            _ => None,
        }
    })
}

/// Strips the blanks after the opening brace, in any encoding.
fn after_blanks(text: &str) -> &str {
    const CODES: [&str; 8] = ["20", "2B", "2b", "0A", "0a", "0D", "0d", "09"];
    let mut rest = text;
    loop {
        let next = rest.trim_ascii_start();
        let blank = match next.chars().next() {
            Some('+') => next.strip_prefix('+'),
            Some('%') => CODES.iter().find_map(|code| next[1..].trim_start_matches("25").strip_prefix(code)),
            Some('&') => next.strip_prefix("&#10;"),
            Some('\\') => next.trim_start_matches('\\').strip_prefix(['n', 'r', 't']),
            _ => None,
        };
        rest = match blank {
            Some(after) => after,
            None => return next,
        };
    }
}

/// The quotes of a string that has an object in it.
struct Quotes {
    /// The range of the content.
    inside: Range<usize>,
    open: char,
    is_closed: bool,
}

impl Quotes {
    /// Finds the quotes of a text that is a JSON string.
    fn of_string(text: &str) -> Option<Self> {
        let start = text.len() - text.trim_start_matches(is_blank).len();
        let string = text[start..].trim_end_matches(is_blank);
        let is_string = string.starts_with('"') && is_json(string);
        is_string.then(|| Self { inside: start + 1..start + string.len() - 1, open: '"', is_closed: true })
    }

    /// Finds the quotes around the object whose brace is at `brace`.
    fn around(text: &str, brace: usize) -> Option<Self> {
        let mut head = text[..brace].trim_end_matches(is_blank);
        while let Some(before) = ["\\n", "\\r", "\\t"].iter().find_map(|blank| head.strip_suffix(blank)) {
            head = before.trim_end_matches(is_blank);
        }
        // In a string within a string, the inner quotes are escaped.
        let start = match head.trim_end_matches(['"', '\\']).len() {
            start if start < head.len() => start,
            _ => head.len() - head.chars().next_back()?.len_utf8(),
        };
        let open = text[start..].chars().next().filter(|&char| char == '"' || json::is_odd_quote(char))?;
        if text[..start].ends_with('\\') {
            return None;
        }
        let tail = text.rfind('}').filter(|&last| last > brace)? + 1;
        let end = text[tail..].char_indices().rfind(|&(_, char)| json::closes(open, char));
        let inside = start + open.len_utf8()..end.map_or(text.len(), |(at, _)| tail + at);
        Some(Self { inside, open, is_closed: end.is_some() })
    }

    /// Removes the quotes and undoes the escapes of the content.
    fn undo(self, text: &str, is_escaped: bool) -> Option<Undone> {
        let Self { inside, open, is_closed } = self;
        let content = &text[inside.clone()];
        let mut undoing = Undoing::new(text, inside.start - open.len_utf8());
        undoing.pos = inside.start;
        let is_certain = if open == '"' && is_escaped {
            undoing.unescape(inside.end);
            is_json(&text[inside.start - 1..text.len().min(inside.end + 1)])
        } else {
            // Python doubles every backslash that it prints; other programs double none.
            let is_doubled = runs_of_backslashes(content).all(|run| run.len().is_multiple_of(2));
            undoing.copy(inside.end);
            is_json(content) && !(is_doubled && content.contains('\\'))
        };
        if is_closed {
            undoing.pos += text[inside.end..].chars().next().map_or(0, char::len_utf8);
        }
        undoing.done(&catalogue::JSON_QUOTED, !is_certain || !is_closed)
    }
}

/// A text while a layer is undone, from the start to the end.
struct Undoing<'a> {
    text: &'a str,
    /// The offset up to which the text was read.
    pos: usize,
    out: Vec<u8>,
    map: SourceMap,
}

impl<'a> Undoing<'a> {
    /// Begins with a text that has no layer up to `start`.
    fn new(text: &'a str, start: usize) -> Self {
        let out = Vec::with_capacity(text.len());
        let mut undoing = Self { text, pos: 0, out, map: SourceMap::new(0) };
        undoing.copy(start);
        undoing
    }

    /// Copies the text up to an offset.
    fn copy(&mut self, end: usize) {
        if end > self.pos {
            self.map.push(self.out.len(), self.pos, 1, 1, end - self.pos);
            self.out.extend_from_slice(&self.text.as_bytes()[self.pos..end]);
            self.pos = end;
        }
    }

    /// Reads `width` bytes as a character.
    fn put(&mut self, char: char, width: usize) {
        self.map.push(self.out.len(), self.pos, char.len_utf8(), width, 1);
        self.out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        self.pos += width;
    }

    /// Unescapes the text up to an offset as the content of a JSON string.
    fn unescape(&mut self, end: usize) {
        json::append_unescaped(self.text.as_bytes(), self.pos..end, &mut self.out, &mut self.map);
        self.pos = end;
    }

    fn done(mut self, code: &'static Code, is_guess: bool) -> Option<Undone> {
        self.copy(self.text.len());
        Some(Undone { text: String::from_utf8(self.out).ok()?, map: self.map, code, is_guess })
    }
}

/// Returns true if a text begins with the character reference of a quote, which may be escaped itself.
fn is_quote_in_html(text: &str) -> bool {
    let name = text[1..].trim_start_matches("amp;");
    ["quot;", "#34;", "#034;", "#x22;", "#X22;"].iter().any(|quote| name.starts_with(quote))
}

/// Undoes one level of HTML escapes in the whole text; the JSON begins at `start`.
///
/// It is certain if the JSON has no bare character that would have been escaped.
fn without_html(text: &str, start: usize) -> Option<Undone> {
    let end = text.rfind('}').filter(|&last| last > start).unwrap_or(text.len());
    let mut is_guess = text[start..end].contains(['"', '<', '>']);
    let mut undoing = Undoing::new(text, 0);
    while let Some(length) = text[undoing.pos..].find('&') {
        let at = undoing.pos + length;
        undoing.copy(at);
        if let Some((char, width)) = entity(&text[at..]) {
            undoing.put(char, width);
        } else {
            is_guess |= (start..end).contains(&at);
            undoing.copy(at + 1);
        }
    }
    undoing.done(&catalogue::JSON_HTML_ESCAPED, is_guess)
}

/// Undoes the HTML, URL and JSON escapes of a text, each alone; `None` if there are none.
pub(crate) fn unescaped(text: &str) -> [Option<String>; 3] {
    let has = |mark: &str| text.contains(mark).then_some(text.len());
    let html = has("&").and_then(|end| without_html(text, end)).map(|undone| undone.text);
    let url = has("%").and_then(|end| without_percent(text, end)).map(|undone| undone.text);
    let json = has("\\u").and_then(|end| String::from_utf8(json::unescape(text.as_bytes(), 0..end).0).ok());
    [html, url, json].map(|plain| plain.filter(|plain| plain != text))
}

/// Reads an HTML character reference. Returns the character and the length of the reference.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let length = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &text[1..length];
    let char = match name {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32)?
        }
    };
    Some((char, length + 1))
}

/// Undoes one level of percent-encoding in the whole text; the JSON begins at `start`.
///
/// A `+` is a space if every character was encoded as in a form; otherwise its meaning is a guess.
fn without_percent(text: &str, start: usize) -> Option<Undone> {
    let json = &text[start..];
    let is_escape =
        |at: usize| json.as_bytes().get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let (has_plus, has_blank) = (json.contains('+'), json.contains("%20"));
    // Forms encode these; URLs do not.
    let is_form = !has_blank && !json.contains([':', ',']);
    let is_guess = has_plus && (!is_form || json.contains('/'))
        || json.contains('"')
        || json.match_indices('%').any(|(at, _)| !is_escape(at))
        || is_partly_escaped(json);
    let percent::Decoded { text, map } = percent::decode_text(text.as_bytes(), 0..text.len(), is_form);
    Some(Undone {
        text: String::from_utf8(text.into_owned()).ok()?,
        map,
        code: &catalogue::JSON_PERCENT_ENCODED,
        is_guess,
    })
}

/// Returns true if some escapes may be data: the encoder wrote the same character, or another of the characters that
/// URLs reserve, as it is.
fn is_partly_escaped(json: &str) -> bool {
    const RESERVED: &[u8] = b";/?:@&=+$,#";
    let (mut escaped, mut bare) = ([false; 256], [false; 256]);
    let mut rest = json.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = if byte == b'%' { after.get(..2).and_then(|two| str::from_utf8(two).ok()) } else { None };
        if let Some(code) = code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            (escaped[usize::from(code)], rest) = (true, &after[2..]);
        } else {
            (bare[usize::from(byte)], rest) = (true, after);
        }
    }
    let has = |set: &[bool; 256], bytes: &[u8]| bytes.iter().any(|&byte| set[usize::from(byte)]);
    escaped.iter().zip(bare).any(|(&escaped, bare)| escaped && bare)
        || has(&bare, b":,/?&=") && (has(&escaped, RESERVED) || has(&escaped, b"%") && !has(&escaped, b"{"))
}

/// Removes one level of backslashes; the JSON begins at `brace`.
///
/// It is certain if every quote is escaped, and if no other way of escaping gives the same text.
fn without_slashes(text: &str, brace: usize) -> Option<Undone> {
    // A string within the text has its own quotes before the brace.
    let start = text[..brace].trim_end_matches(['"', '\'', '\\']).len();
    let region = &text[start..];
    let (mut is_guess, mut has_bare_quote) = (false, false);
    // Whether there are JSON escapes, escaped and bare apostrophes, and ambiguous and conclusive double backslashes.
    let [mut of_json, mut apostrophes, mut bare, mut doubled, mut telling] = [false; 5];
    let mut chars = region.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => has_bare_quote = true,
            '\'' => bare = true,
            '\\' => match chars.next() {
                Some('"') => {}
                Some('\'') => apostrophes = true,
                Some('n' | 'r' | 't' | 'b' | 'f' | 'u' | '/') => of_json = true,
                // `\\u` and `\\/` were escapes already, as no data contains them.
                Some('\\') if chars.as_str().starts_with(['u', '/']) => telling = true,
                Some('\\') => doubled = true,
                _ => is_guess = true,
            },
            _ => {}
        }
    }
    let mut undoing = Undoing::new(text, start);
    undoing.unescape(text.len());
    let undone = undoing.done(&catalogue::JSON_SLASHES_ADDED, false)?;
    if has_bare_quote && !is_json(&undone.text) {
        return None;
    }
    // Only the quotes may have been escaped.
    let is_ambiguous = if telling { of_json || !region.is_ascii() } else { doubled };
    let is_other = is_ambiguous && is_json(&region.replace("\\\"", "\""));
    is_guess |= has_bare_quote || apostrophes && (of_json || bare) || is_other;
    Some(Undone { is_guess, ..undone })
}

/// Returns the ranges of the runs of backslashes.
fn runs_of_backslashes(text: &str) -> impl Iterator<Item = Range<usize>> {
    const BACKSLASH: ByteSet = ByteSet::of(b"\\");
    let bytes = text.as_bytes();
    let mut pos = 0;
    core::iter::from_fn(move || {
        let start = pos + BACKSLASH.find(&bytes[pos..])?;
        pos = start + bytes[start..].iter().take_while(|&&byte| byte == b'\\').count();
        Some(start..pos)
    })
}

/// Halves the backslashes of a text in which all are doubled, if that makes it JSON.
///
/// It is certain if each run escapes a quote, or was part of an escape that data does not contain.
fn without_doubled_backslashes(text: &str) -> Option<Undone> {
    // Most texts end here, at their first backslash.
    let is_doubled = |run: Range<usize>| run.len().is_multiple_of(2);
    let first = runs_of_backslashes(text).next()?;
    if !is_doubled(first) || !runs_of_backslashes(text).all(is_doubled) {
        return None;
    }
    let (mut is_guess, mut has_sign) = (false, false);
    let mut undoing = Undoing::new(text, 0);
    for Range { start, end } in runs_of_backslashes(text) {
        match &text[end..] {
            rest if rest.starts_with('"') => {
                // Nothing can follow such a quote if it ends a string.
                has_sign |= rest[1..].trim_ascii_start().starts_with(|char| !",:}]".contains(char));
                is_guess |= (end - start).is_multiple_of(4);
            }
            rest => is_guess |= !rest.starts_with(['u', '/']),
        }
        undoing.copy(start);
        for _ in 0..(end - start) / 2 {
            undoing.put('\\', 2);
        }
    }
    if !has_sign || is_json(text) {
        return None;
    }
    let undone = undoing.done(&catalogue::JSON_BACKSLASHES_DOUBLED, is_guess)?;
    is_json(&undone.text).then_some(undone)
}
