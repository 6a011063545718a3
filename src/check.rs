//! The whole way through a body: each part through all layers, and what they found back to where it stands.

use std::fmt;

use serde::Serialize;

use crate::brackets;
use crate::codes;
use crate::emit;
use crate::fast;
use crate::faults::{Change, Fault, Faults, Part, Place, Repair};
use crate::findings::{self, Finding, Report};
use crate::fix::{self, Whole};
use crate::interface::Authority;
use crate::json;
use crate::layers::{Layers, with_layers};
use crate::options::{CustomsRules, Options};
use crate::positions::Texts;
use crate::rules::{self, Source};
use crate::utf8;

/// Checks a whole form body, as CBT would receive it (clause 3.1.2).
///
/// Any bytes whatsoever give a report. A body longer than [`Options::max_body_bytes`] is refused unread.
///
/// ```
/// let report = cbt179::check_form(b"EData=e30%3D&payExInfoStr=e30%3D", &cbt179::Options::default());
/// assert!(!report.ok);
/// assert_eq!(report.findings[0].code, "field.missing");
/// assert_eq!(report.findings[0].path, "/EData/version");
/// ```
#[must_use]
pub fn check_form(body: &[u8], options: &Options) -> Report {
    let is_clean = || fast::is_clean(body, options.customs_rules);
    if body.len() <= options.max_body_bytes && is_clean() { Report::new(Vec::new()) } else { diagnose(body, options) }
}

/// See [`check_form`]: the whole way, be the body clean or not.
pub(crate) fn diagnose(body: &[u8], options: &Options) -> Report {
    Report::new(read(body, options, Want::Verdict).findings)
}

/// Decodes a whole form body as far as it goes, and says what was wrong with it on the way.
///
/// ```
/// let decoded = cbt179::decode_form(b"EData=eyJhIjoxLH0%3D", &cbt179::Options::default());
/// let part = decoded.e_data.unwrap();
/// assert_eq!(part.text, r#"{"a":1,}"#);
/// assert_eq!(part.json(), Some(r#"{"a":1}"#));
/// assert!(decoded.pay_ex_info.is_none());
/// assert!(decoded.findings.iter().any(|finding| finding.code == "json.trailing-comma"));
/// ```
#[must_use]
pub fn decode_form(body: &[u8], options: &Options) -> DecodedForm {
    read(body, options, Want::Parts)
}

/// What a form body carries.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecodedForm {
    /// The part in `EData`; `None` where the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e_data: Option<DecodedPart>,
    /// The part in `payExInfoStr`; `None` where the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_ex_info: Option<DecodedPart>,
    /// What was found, errors first.
    pub findings: Vec<Finding>,
}

/// One decoded part of a body.
#[derive(Serialize)]
pub struct DecodedPart {
    /// The JSON text, exact to the byte; U+FFFD stands for bytes that are not UTF-8.
    pub text: String,
    /// What could be made of a text that is not JSON; see [`Self::json`].
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<String>,
    /// Whether anything could.
    readable: bool,
}

impl DecodedPart {
    /// JSON that any parser reads: the text itself, or what could be made of it where it is not JSON.
    ///
    /// `None` where nothing could.
    #[must_use]
    pub fn json(&self) -> Option<&str> {
        self.readable.then(|| self.mended.as_ref().unwrap_or(&self.text).as_str())
    }
}

impl fmt::Debug for DecodedPart {
    /// Tells how long the text is: there may be a token in it, which belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedPart").field("text.len()", &self.text.len()).finish_non_exhaustive()
    }
}

/// Checks that input is not over the cap; the report where it is.
///
/// The JavaScript side asks before it copies anything, so the length is all there is.
#[must_use]
pub fn too_large(bytes: usize, options: &Options) -> Option<Report> {
    if bytes <= options.max_body_bytes {
        return None;
    }
    let mut faults = Faults::default();
    let code = &codes::FORM_TOO_LARGE;
    faults
        .add_by(Authority::Library, code.severity, code, Place::Nowhere)
        .arg("bytes", bytes)
        .arg("max", options.max_body_bytes);
    Some(Report::new(tell(faults, &Whole { text: &[], layers: &[None, None] }, options)))
}

fn read(body: &[u8], options: &Options, want: Want) -> DecodedForm {
    if let Some(report) = too_large(body.len(), options) {
        return DecodedForm { e_data: None, pay_ex_info: None, findings: report.findings };
    }
    with_layers(body, Faults::new(options.customs_rules), |mut faults, whole, _| {
        let [e_data, pay_ex_info] = check_parts(whole, want, &mut faults);
        DecodedForm { e_data, pay_ex_info, findings: tell(faults, whole, options) }
    })
}

/// Checks the JSON texts of both parts.
fn check_parts(whole: &Whole, want: Want, faults: &mut Faults) -> [Option<DecodedPart>; 2] {
    Part::BOTH.map(|part| {
        let layers = whole.layers[part as usize].as_ref()?;
        faults.enter_part(part);
        check_text(layers.text, part, want, faults)
    })
}

/// Reads a text again, a form body or the text of `payExInfo`, and hands over what is wrong with it; see
/// [`Faults::most`]. `None` where it is over the cap.
pub(crate) fn with_faults<T>(
    text: &[u8],
    is_body: bool,
    most: usize,
    options: &Options,
    work: impl FnOnce(Faults, &Whole) -> T,
) -> Option<T> {
    if text.len() > options.max_body_bytes {
        return None;
    }
    let mut faults = Faults::new(options.customs_rules);
    faults.most = most;
    if !is_body {
        faults.enter_part(Part::PayExInfo);
        let read = utf8::decode(text, &[], &mut faults);
        check_text(&read, Part::PayExInfo, Want::Verdict, &mut faults);
        return Some(work(faults, &Whole { text, layers: &[None, Some(Layers::bare(&read))] }));
    }
    let work = |mut faults: Faults, whole: &Whole, _: &_| {
        check_parts(whole, Want::Verdict, &mut faults);
        work(faults, whole)
    };
    Some(with_layers(text, faults, work))
}

/// Whether a caller wants the decoded parts, or the verdict only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Parts,
    Verdict,
}

/// Checks the JSON text of a part.
pub(crate) fn check_text(text: &utf8::Decoded, part: Part, want: Want, faults: &mut Faults) -> Option<DecodedPart> {
    let before = faults.so_far();
    let listed = before.listed();
    faults.lost.clone_from(&text.lost);
    let mended;
    let json = &*text.text;
    let (mut node, is_json) = json::parse(json, text.start, faults);
    // What was read of broken JSON may be a secret in the wrong place.
    faults.quotable |= is_json;
    rules::check(&node, part.field(), Source::Text, json, faults);
    if !is_json {
        let left = judge_repairs(text, part, listed, faults);
        if let Some(change) = one_bracket(text, part, left, &faults.list[listed..]) {
            mended = brackets::changed(&text.text, &change);
            faults.rewind(before);
            node = check_with_bracket(&mended, &change, text, part, faults);
        }
    }
    // The parts may have been swapped, and then this is where the token is.
    let names = if is_json { ["\"serialNumber\"", "\"token\""] } else { ["serialNumber", "token"] };
    let has_faults = part == Part::PayExInfo && listed < faults.list.len();
    if has_faults && names.iter().all(|name| json.contains(name)) {
        faults.list[listed..].iter_mut().for_each(|fault| fault.quotable = false);
    }
    (want == Want::Parts).then(|| DecodedPart {
        text: text.text.clone().into_owned(),
        readable: !matches!(node.kind, json::Kind::Unreadable),
        mended: (!is_json || text.start > 0).then(|| {
            let mut mended = String::new();
            emit::value(&node, &mut mended);
            mended
        }),
    })
}

/// The one change of a bracket that leaves less to complain of than all other repairs together, if there is one: they leave
/// so much.
fn one_bracket(text: &utf8::Decoded, part: Part, left: Option<(usize, usize)>, faults: &[Fault]) -> Option<Change> {
    /// So many bytes are read in all.
    const BYTES: usize = 1 << 23;
    let first = faults.iter().find_map(|fault| match &fault.place {
        Place::Json(at) if fault.code.id.starts_with("json.") => Some(at.start),
        _ => None,
    });
    if left.is_some_and(|left| left.0 == 0) || text.is_in_ruins() || !text.lost.is_empty() {
        return None;
    }
    let candidates = brackets::candidates(&text.text, text.start, first?);
    if candidates.is_empty() {
        return None;
    }
    let left = left.unwrap_or_else(|| mistakes(&text.text, text.start, part).0);
    let tried = candidates.into_iter().take(BYTES / (text.text.len() + 1));
    let judged = tried.filter_map(|change| {
        let (count, is_json) = mistakes(&brackets::changed(&text.text, &change), text.start, part);
        is_json.then_some((count, change))
    });
    // Of equal ones the first, which is the nearest.
    let (count, change) = judged.min_by_key(|(count, _)| *count)?;
    (count < left).then_some(change)
}

/// Checks a text with one bracket changed, and reports that bracket, and all else at its place in the text as it is.
fn check_with_bracket<'a>(
    mended: &'a str,
    change: &Change,
    text: &utf8::Decoded,
    part: Part,
    faults: &mut Faults,
) -> json::Node<'a> {
    let mut others = faults.inner();
    let (node, _) = read_json(mended, text.start, part, &mut others);

    let (value, due) = (&text.text[change.at.clone()], change.text.clone());
    let code = match (value, &*due) {
        ("", _) => &codes::JSON_MISSING_BRACKET,
        (_, "") => &codes::JSON_UNEXPECTED_CHARACTER,
        _ => &codes::JSON_WRONG_BRACKET,
    };
    // What is too many stands behind what it is like.
    let at = if due.is_empty() { change.at.start.saturating_sub(1) } else { change.at.start };
    // To the innermost object or list that it is in.
    let (mut outermost, mut outer) = (None, &node);
    while let Some((segment, inner)) = json::holder(outer, &(at..at + 1))
        && matches!(inner.kind, json::Kind::Object(_) | json::Kind::Array(_))
        && inner.at.contains(&at)
    {
        let mark = faults.enter(&segment);
        outermost.get_or_insert(mark);
        outer = inner;
    }
    let fault = faults.add(code, Place::Json(change.at.clone())).arg("due", &due);
    fault.value(value).change(change.at.clone(), due);
    if let Some(outermost) = outermost {
        faults.leave(outermost);
    }
    faults.adopt(others, |fault| {
        if let Place::Json(at) = &mut fault.place {
            *at = brackets::before(change, at.clone());
        }
        if let Some(Repair::Changes(changes)) = &mut fault.repair {
            for own in changes {
                own.at = brackets::before(change, own.at.clone());
            }
        }
    });
    node
}

/// How much is wrong with a JSON text (see [`Faults::mistakes`]), whatever the caller thinks of customs' rules; and whether it
/// is JSON.
fn mistakes(json: &str, start: usize, part: Part) -> ((usize, usize), bool) {
    let mut faults = Faults::new(CustomsRules::Error);
    faults.enter_part(part);
    let (_, is_json) = read_json(json, start, part, &mut faults);
    (faults.mistakes(), is_json)
}

/// Reads a JSON text and checks it against the interface's table.
fn read_json<'a>(json: &'a str, start: usize, part: Part, faults: &mut Faults) -> (json::Node<'a>, bool) {
    let (node, is_json) = json::parse(json, start, faults);
    rules::check(&node, part.field(), Source::Text, json, faults);
    (node, is_json)
}

/// Takes back what was to mend the JSON, where that is no more than a guess: all of it in a text that lies in ruins; what
/// moves brackets where the text is not better for it; and what takes out a member, where brackets are to be moved and so
/// which object it is in is not known. The faults of the text are those from `first` on.
///
/// Says how many mistakes the repairs of brackets would leave, if there are any.
fn judge_repairs(text: &utf8::Decoded, part: Part, first: usize, faults: &mut Faults) -> Option<(usize, usize)> {
    /// With more brackets to mend, it lies in ruins.
    const FEW: usize = 3;
    if text.is_in_ruins() {
        faults.list[first..].iter_mut().for_each(|fault| fault.repair = None);
        return None;
    }
    let has_bracket = |text: &str| text.contains(['{', '}', '[', ']']);
    let is_bracket = |fault: &Fault| {
        let is_of_json = fault.code.id.starts_with("json.") && !fault.code.is(&codes::JSON_DUPLICATE_KEY);
        let moves_bracket = |change: &Change| has_bracket(&change.text) || has_bracket(&text.text[change.at.clone()]);
        is_of_json && fault.changes().iter().any(moves_bracket)
    };
    let brackets: Vec<_> = (first..faults.list.len()).filter(|&index| is_bracket(&faults.list[index])).collect();
    if brackets.is_empty() {
        return None;
    }
    let after = |changes: &[Vec<Change>]| {
        let mended = fix::splice(text.text.as_bytes(), 0, &fix::in_order(changes));
        mistakes(&String::from_utf8_lossy(&mended), text.start, part).0
    };
    let before = after(&[]);
    // No fix may add an error, also not of a field that is now seen to be missing.
    let is_better = |after: (usize, usize)| after.0 + after.1 < before.0 + before.1;
    let mut left = before;
    let mut all: Vec<_> = brackets.iter().map(|&index| faults.list[index].changes().to_vec()).collect();
    if brackets.len() <= FEW {
        left = left.min(after(&all));
    }
    for (&index, changes) in brackets.iter().zip(&mut all) {
        if brackets.len() > FEW || !is_better(after(std::slice::from_ref(changes))) {
            faults.list[index].repair = None;
            changes.clear();
        }
    }
    // What is better alone may be worse together.
    let is_better = is_better(after(&all));
    let is_moved = |fault: &Fault| fault.code.is(&codes::JSON_DUPLICATE_KEY) || fault.code.is(&codes::FIELD_BOTH_NAMES);
    for (index, fault) in faults.list.iter_mut().enumerate().skip(first) {
        if is_moved(fault) || !is_better && brackets.contains(&index) {
            fault.repair = None;
        }
    }
    Some(left)
}

/// The most characters of Base64 that the fixes of one report write anew: a slip inside a long value needs nearly all of
/// it.
const FIXES: usize = 1 << 20;

/// Puts faults into words, errors first, each with its range in every text that holds it, and with what mends it.
pub(crate) fn tell(faults: Faults, whole: &Whole, options: &Options) -> Vec<Finding> {
    let texts = Texts::new(whole, options.units);
    let mut room = FIXES;
    let mut told = |fault: Fault| {
        let fix = fix::of(&fault, whole, &texts, options.locale, &mut room);
        let at = texts.of(&fault, whole);
        findings::tell(&fault, at, fix, options.locale)
    };
    faults.into_sorted().into_iter().map(&mut told).collect()
}
