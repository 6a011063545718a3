//! Looks for the text that was signed: the text as sent, then rewritten by one producer, by two, and by two together with
//! another way of printing numbers.
//!
//! Each candidate costs a rewriting and a hash. Candidates with the same text before the service time share the hash
//! state at that point, so each different ending costs a block or two. The search stops after hashing a number of bytes
//! that grows with the text, so its result does not depend on the machine's speed.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use sm3::{Digest, Sm3};

use crate::json::Json;
use crate::lanes::{Ends, LANES};
use crate::producers::table::{ACCEPTED, BODIES, ENDS, SERVICE_TIME, TIMES};
use crate::producers::{
    Difference, Encoding, Gbk, Producer, Recipe, Setting, Strings, Writer, Written, digits, encode, milliseconds,
};
use crate::strings::unescape;
use crate::target::{Hasher, Target};
use crate::text::{Name, Upload};

/// The bytes that may be hashed for any text, enough for all combinations of a text of 2 KB.
const LEAST: u64 = 16_000_000;
/// The bytes that may be hashed per byte of the JSON, enough for most single producers of a text of 1.5 MB.
const PER_BYTE: u64 = 48;
/// The cost of a hash in addition to its text, in bytes.
const OVERHEAD: u64 = 64;
/// The cost of writing a token of the JSON, in bytes that could be hashed meanwhile.
const PER_TOKEN: usize = 16;
/// The number of producers that are combined in pairs, and in pairs with the likeliest rewriting of numbers.
const IN_PAIRS: usize = 44;
const IN_TRIPLES: usize = 28;
/// The length of the JSON up to which its strings are kept as each program writes them.
const KEPT: usize = 65_536;
/// The largest distance to another service time, in seconds, and the distance that is searched first, also with a line
/// feed.
const SECONDS: i64 = 60;
const NEAR: i64 = 10;

/// The inputs and limits of a search.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The table of GBK; without it, texts in GBK are not found.
    pub gbk: Option<Gbk<'a>>,
    /// Other service times that the caller knows, such as that of customs' request.
    pub times: &'a [&'a str],
    /// The number of bytes that may be hashed, instead of the default.
    pub budget: Option<u64>,
}

/// The differences of the signed text from the text as sent.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The rewritings, none for the text as sent.
    pub variants: Vec<Variant>,
}

impl Explanation {
    /// Returns the names of the rewritings, joined by `+`; empty for the text as sent.
    #[must_use]
    pub fn id(&self) -> String {
        self.variants.iter().map(|variant| variant.id).collect::<Vec<_>>().join("+")
    }

    /// Returns whether the signature counts as valid.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.variants.iter().all(|variant| ACCEPTED.contains(&variant.id))
    }
}

/// A rewriting.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its stable name, in kebab case.
    pub id: &'static str,
    /// The first difference, if it is in the JSON.
    pub first: Option<Difference>,
    /// The service time that was signed, if it is another.
    pub service_time: Option<OtherTime>,
}

/// A signed service time that differs from the one sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTime {
    /// The text.
    pub text: String,
    /// The milliseconds from the time sent to this one, if both are in milliseconds; negative if this one is earlier.
    pub later_ms: Option<i64>,
}

/// The result of a search.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// This text was signed.
    Found(Explanation),
    /// No candidate is the signed text.
    Unknown {
        /// True if all candidates were tried, false if the budget was used up.
        is_complete: bool,
    },
}

/// Looks for the text that was signed with this service time.
#[must_use]
pub fn explain(target: &Target, upload: &Upload, service_time: &str, options: &Options) -> Outcome {
    let length = upload.json.text.len() as u64;
    let mut search = Search {
        target,
        upload,
        service_time,
        gbk: options.gbk,
        left: options.budget.unwrap_or(LEAST + PER_BYTE * length),
        out: Vec::new(),
        written: Vec::new(),
        seen: Vec::new(),
    };
    match search.run(options.times) {
        Err(Stop::Found(variants)) => Outcome::Found(Explanation { variants }),
        Err(Stop::Budget) => Outcome::Unknown { is_complete: false },
        Ok(()) => Outcome::Unknown { is_complete: true },
    }
}

/// The end of a search.
enum Stop {
    Found(Vec<Variant>),
    Budget,
}

struct Search<'a> {
    target: &'a Target,
    upload: &'a Upload<'a>,
    service_time: &'a str,
    gbk: Option<Gbk<'a>>,
    /// The bytes that may still be hashed.
    left: u64,
    /// The buffer for candidate texts.
    out: Vec<u8>,
    /// The strings of a short text, as programs write them.
    written: Vec<Rc<Written>>,
    /// The distinct digests so far; a producer with one of these digests is not combined with others.
    seen: Vec<[u8; 32]>,
}

impl Search<'_> {
    fn run(&mut self, times: &[&str]) -> Result<(), Stop> {
        let (before_time, digest) = self.texts(&[], true)?;
        self.seen.push(digest);
        for text in times {
            self.time(&before_time, text.as_bytes(), 0, 2)?;
        }
        let mut active = Vec::new();
        for body in BODIES {
            let (_, digest) = self.texts(&[body], true)?;
            if !self.seen.contains(&digest) {
                self.seen.push(digest);
                active.push(body);
            }
        }
        self.times(&before_time, 0..NEAR, 2)?;
        self.combine(&active[..active.len().min(IN_PAIRS)], &mut Vec::new(), 2)?;
        // A program that rewrites the JSON often prints its numbers differently, too.
        let is_number = |body: &&&'static Producer| matches!(body.settings, [Setting::Numbers(_)]);
        if let Some(&number) = active.iter().find(is_number) {
            self.combine(&active[..active.len().min(IN_TRIPLES)], &mut Vec::from([number]), 2)?;
        }
        self.times(&before_time, NEAR..SECONDS, 1)
    }

    /// Tries all combinations of `chosen` with `more` of these producers, the likeliest first.
    fn combine(
        &mut self,
        active: &[&'static Producer],
        chosen: &mut Vec<&'static Producer>,
        more: usize,
    ) -> Result<(), Stop> {
        if more == 0 {
            return self.texts(chosen, false).map(|_| ());
        }
        for (rank, &body) in active.iter().enumerate() {
            if !chosen.iter().any(|other| other.excludes(body)) {
                chosen.push(body);
                self.combine(&active[..rank], chosen, more - 1)?;
                chosen.pop();
            }
        }
        Ok(())
    }

    /// Subtracts the cost of a hash from the budget.
    fn charge(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64 + OVERHEAD);
    }

    fn check_budget(&self) -> Result<(), Stop> {
        if self.left == 0 { Err(Stop::Budget) } else { Ok(()) }
    }

    /// Tries the text of these producers with all times and ends, or only with the time sent, with and without a line
    /// feed. Returns the hash state before the digits of the service time, and the digest of the first text.
    fn texts(&mut self, bodies: &[&'static Producer], has_all_tails: bool) -> Result<(Hasher, [u8; 32]), Stop> {
        self.check_budget()?;
        let recipe = bodies.iter().fold(Recipe::SENT, |recipe, body| recipe.with(body));
        let mut writer = Writer::new(self.upload, recipe, core::mem::take(&mut self.out));
        writer.written = self.written(recipe.strings);
        writer.body();
        self.charge(writer.out.len() + PER_TOKEN * self.upload.json.token(0).next);
        let plain = match self.target.hasher() {
            Hasher::Sm3(_) => Hasher::Sm3(Sm3::new()),
            Hasher::Sha1(hasher) => Hasher::Sha1(hasher),
        };
        let start = if recipe.without_identity { plain.clone() } else { self.target.hasher() };
        // Other encodings do not work piecewise, so each end costs a whole text.
        let is_plain = matches!(recipe.encoding, Encoding::Utf8 | Encoding::Bom);
        let mut body = start.clone();
        if is_plain {
            body.update(&writer.out);
        }
        let mut first = None;
        let (times, ends) = if has_all_tails && is_plain { (TIMES.len(), ENDS.len()) } else { (0, 1) };
        for time in 0..=times {
            for end in 0..=ends {
                let mut recipe = recipe;
                let tail = [TIMES[..time].last(), ENDS[..end].last()];
                for producer in tail.iter().copied().flatten() {
                    recipe = recipe.with(producer);
                }
                let end = Writer::tail(self.service_time, &recipe);
                let mut hasher = body.clone();
                if is_plain {
                    self.charge(end.len());
                    hasher.update(&end);
                } else {
                    let text = [&writer.out[..], &end].concat();
                    let Some(text) = encode(&text, recipe.encoding, self.gbk, plain.clone()) else {
                        // Without a table for GBK, the producer counts as one that changes nothing.
                        return Ok((body, self.seen[0]));
                    };
                    self.charge(text.len());
                    hasher = start.clone();
                    hasher.update(&text);
                }
                let digest = hasher.digest();
                if self.target.is(&digest) && !(matches!(recipe.strings, Strings::Raw) && is_ambiguous(self.upload)) {
                    let producers = bodies.iter().rev().copied().chain(tail.into_iter().flatten());
                    return Err(Stop::Found(producers.map(|producer| self.variant(producer)).collect()));
                }
                first.get_or_insert(digest);
            }
        }
        self.out = writer.out;
        let end = Writer::tail("", &Recipe::SENT);
        body.update(&end[..end.len() - 1]);
        Ok((body, first.unwrap_or_default()))
    }

    /// Returns the strings of a short text, which are written once for each program.
    fn written(&mut self, strings: Strings) -> Option<Rc<Written>> {
        let json = &self.upload.json;
        if json.text.len() > KEPT {
            return None;
        }
        if let Some(written) = self.written.iter().find(|written| written.strings.is(strings)) {
            return Some(written.clone());
        }
        let written = Rc::new(Written::new(json, strings));
        self.written.push(written.clone());
        Some(written)
    }

    /// Describes the rewriting of one producer.
    fn variant(&self, producer: &'static Producer) -> Variant {
        let recipe = Recipe::SENT.with(producer);
        let text = recipe.time.text(self.service_time);
        let is_other = text != self.service_time && !text.is_empty();
        Variant {
            id: producer.id,
            first: Difference::of(self.upload, recipe),
            service_time: is_other.then(|| self.other_time(text)),
        }
    }

    fn other_time(&self, text: String) -> OtherTime {
        let later_ms = milliseconds(&text).zip(milliseconds(self.service_time)).map(|(signed, sent)| signed - sent);
        OtherTime { text, later_ms }
    }

    /// Tries every millisecond of the seconds at these distances, with no end and, if `ends` is 2, with a line feed. The
    /// milliseconds of a second share the hash state before their digits.
    fn times(&mut self, before: &Hasher, seconds: Range<i64>, ends: usize) -> Result<(), Stop> {
        let is_in_seconds = self.service_time.len() == 10;
        let Some(sent) = milliseconds(&[self.service_time, if is_in_seconds { "000" } else { "" }].concat()) else {
            return Ok(());
        };
        for distance in seconds.flat_map(|second| [second, -1 - second]) {
            let mut time = digits(sent + distance * 1000);
            let mut hasher = before.clone();
            hasher.update(&time[..10]);
            let mut prepared = [&b"000\""[..], b"000\"\n"].map(|end| Ends::new(&hasher, end));
            for first in (0..1000).step_by(LANES) {
                let digits: [[u8; 3]; LANES] =
                    core::array::from_fn(|lane| [100, 10, 1].map(|power| b"0123456789"[(first + lane) / power % 10]));
                let mut may_be = [false; LANES];
                for end in &mut prepared[..ends] {
                    self.check_budget()?;
                    self.left = self.left.saturating_sub(LANES as u64 * OVERHEAD);
                    for (may_be, word) in may_be.iter_mut().zip(end.first_words(digits)) {
                        *may_be |= self.target.may_begin(word);
                    }
                }
                for (digits, may_be) in digits.iter().zip(may_be) {
                    if may_be {
                        time[10..].copy_from_slice(digits);
                        self.time(&hasher, &time, 10, ends)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Tries another service time with these ends; `before` has hashed its first `read` digits.
    fn time(&mut self, before: &Hasher, time: &[u8], read: usize, ends: usize) -> Result<(), Stop> {
        for line_feed in 0..ends {
            self.check_budget()?;
            self.charge(0);
            let mut hasher = before.clone();
            hasher.update(&time[read..]);
            hasher.update(&b"\"\n"[..=line_feed]);
            if self.target.is_reached(hasher) {
                let service_time = Some(self.other_time(String::from_utf8(time.to_vec()).unwrap_or_default()));
                let mut variants = Vec::from([Variant { id: SERVICE_TIME, first: None, service_time }]);
                variants.extend(ENDS[..line_feed].iter().map(|end| self.variant(end)));
                return Err(Stop::Found(variants));
            }
        }
        Ok(())
    }
}

/// Returns whether unescaping the values changes the JSON itself: `{"a":"1\",\"b\":\"2"}` becomes `{"a":"1","b":"2"}`. A
/// signature over that text does not prove the values that were sent.
fn is_ambiguous(upload: &Upload) -> bool {
    let mut has_other_values = false;
    for name in [Name::SessionId, Name::Head, Name::Lists] {
        let (_, value) = upload.tokens(name);
        let text = unescape(upload.json.raw(value));
        let Ok(other) = Json::read(&text) else { return false };
        let count = upload.json.token(value).next - value;
        has_other_values |= other.token(0).next != count || unescape(&text) != text;
    }
    has_other_values
}
