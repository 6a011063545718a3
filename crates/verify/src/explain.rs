//! Looks for the text that was signed: the text as sent, then rewritten by one producer, by two, and by two together with
//! another way of printing numbers.
//!
//! Each candidate costs a rewriting and a hash. Candidates with the same text before the service time share the hash
//! state at that point, so each different ending costs a block or two. The search stops after hashing a number of bytes
//! that grows with the text, so its result does not depend on the machine's speed.

mod times;
mod variants;

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Kind;
use crate::producers::table::{BODIES, ENDS, TIMES};
use crate::producers::{Encoding, Form, Gbk, Identity, Producer, Recipe, Setting, Strings, Writer, Written, encode};
use crate::strings::unescape;
use crate::target::{Hasher, Target};
use crate::text::{Name, Upload};

pub use variants::{Explanation, OtherTime, Variant};

/// The bytes that may be hashed for any text, enough for all combinations of a text of 2 KB.
const LEAST: u64 = if cfg!(fuzzing) { 300_000 } else { 16_000_000 };
/// The bytes that may be hashed per byte of the JSON, enough for most single producers of a text of 1.5 MB.
const PER_BYTE: u64 = 48;
/// The cost of a hash in addition to its text, in bytes.
const OVERHEAD: u64 = 64;
/// The cost of writing a token of the JSON, in bytes that could be hashed meanwhile.
const PER_TOKEN: usize = 16;
/// The number of producers that are combined in pairs, and in pairs with the likeliest rewriting of numbers.
const IN_PAIRS: usize = 34;
const IN_TRIPLES: usize = 28;
/// The length of the JSON up to which its strings are kept as each program writes them.
const KEPT: usize = 65_536;
/// The largest distance to another service time, in seconds, and the distance that is searched first, also with a line
/// feed.
const SECONDS: i64 = 60;
const NEAR: i64 = 10;
/// The number of producers combined with other service times, and the largest distance of these times, in seconds.
const TIMED: usize = 2;
const TIMED_SECONDS: i64 = 5;

/// The inputs and limits of a search.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The table of GBK; without it, texts in GBK are not found.
    pub gbk: Option<Gbk<'a>>,
    /// The number of bytes that may be hashed, instead of the default.
    pub budget: Option<u64>,
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
        sent: [0; 32],
    };
    match search.run() {
        Err(Stop::Found { producers, time }) => {
            Outcome::Found(Explanation::new(upload, service_time, &producers, time.as_deref()))
        }
        Err(Stop::Budget) => Outcome::Unknown { is_complete: false },
        Ok(()) => Outcome::Unknown { is_complete: true },
    }
}

/// The end of a search.
enum Stop {
    Found {
        producers: Vec<&'static Producer>,
        /// The service time of [`crate::producers::table::SERVICE_TIME`].
        time: Option<String>,
    },
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
    /// The digest of the text as sent.
    sent: [u8; 32],
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let (sent, digest) = self.texts(&[], true)?;
        self.sent = digest;
        // A producer with the digest of another is not combined with others.
        let mut digests = Vec::from([digest]);
        let mut active = Vec::new();
        let mut timed = Vec::new();
        for body in BODIES {
            let (before_time, digest) = self.texts(&[body], true)?;
            if digests.contains(&digest) {
                continue;
            }
            digests.push(digest);
            active.push(body);
            let recipe = Recipe::SENT.with(body);
            let is_timed = has_plain_tail(&recipe) && !matches!(recipe.strings, Strings::Raw);
            if timed.len() < TIMED && is_timed {
                timed.push((body, before_time));
            }
        }
        self.times(&sent, None, 0..NEAR, 2)?;
        self.combine(&active[..active.len().min(IN_PAIRS)], &mut Vec::new(), 2)?;
        // A program that rewrites the JSON often prints its numbers differently, too.
        let is_number = |body: &&&'static Producer| matches!(body.settings, [Setting::Numbers(_)]);
        if let Some(&number) = active.iter().find(is_number) {
            self.combine(&active[..active.len().min(IN_TRIPLES)], &mut Vec::from([number]), 2)?;
        }
        for (body, before_time) in timed {
            self.times(&before_time, Some(body), 0..TIMED_SECONDS, 1)?;
        }
        self.times(&sent, None, NEAR..SECONDS, 1)
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

    /// Tries the text of these producers with all times and ends, or only with the time sent and with or without a line
    /// feed. Returns the hash state before the digits of the service time, and the digest of the first text.
    fn texts(&mut self, bodies: &[&'static Producer], has_all_tails: bool) -> Result<(Hasher, [u8; 32]), Stop> {
        self.check_budget()?;
        let recipe = bodies.iter().fold(Recipe::SENT, |recipe, body| recipe.with(body));
        let mut writer = Writer::new(self.upload, recipe, core::mem::take(&mut self.out));
        // Most signatures are valid, so the strings are prepared for the second text.
        writer.written = if bodies.is_empty() { None } else { self.written(recipe.strings) };
        writer.body();
        self.charge(writer.out.len() + PER_TOKEN * self.upload.json.token(0).next);
        let start = self.target.hasher(recipe.identity);
        // Other encodings do not work piecewise, so each end costs a whole text.
        let is_plain = recipe.encoding == Encoding::Utf8;
        let mut body = start.clone();
        if is_plain {
            body.update(&writer.out);
        }
        let mut first = None;
        let times = if has_all_tails && is_plain { TIMES.len() } else { 0 };
        for time in 0..=times {
            let ends = if times > 0 && (time == 0 || bodies.is_empty()) { ENDS.len() } else { 1 };
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
                    let Some(text) = encode(&text, recipe.encoding, self.gbk, self.target.hasher(Identity::None))
                    else {
                        // Without a table for GBK, the producer counts as one that changes nothing.
                        return Ok((body, self.sent));
                    };
                    self.charge(text.len());
                    hasher = start.clone();
                    hasher.update(&text);
                }
                let digest = hasher.digest();
                if self.target.is(&digest)
                    && !(matches!(recipe.strings, Strings::Raw) && is_ambiguous(self.upload, self.service_time))
                {
                    let producers = bodies.iter().rev().copied().chain(tail.into_iter().flatten()).collect();
                    return Err(Stop::Found { producers, time: None });
                }
                first.get_or_insert(digest);
            }
        }
        self.out = writer.out;
        if has_plain_tail(&recipe) {
            let end = Writer::tail("", &recipe);
            body.update(&end[..end.len() - 1]);
        }
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
}

/// Returns whether the text ends with the service time in quotes, in UTF-8.
fn has_plain_tail(recipe: &Recipe) -> bool {
    recipe.form == Form::Signing && recipe.encoding == Encoding::Utf8
}

/// Returns whether other values may have the same text without their escapes: `{"a":"1\",\"b\":\"2"}` and
/// `{"a":"1","b":"2"}` have. A signature over that text does not prove the values that were sent.
///
/// A quote from an escape is harmless unless a string, or a part of the signing text, could begin or end with it. A
/// backslash from an escape could begin another one.
fn is_ambiguous(upload: &Upload, service_time: &str) -> bool {
    let json = &upload.json;
    // A quote in the service time could end the list.
    if !service_time.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let may_differ = |token: usize| {
        let text = unescape(json.content(token));
        let bytes = text.as_bytes();
        let is_boundary = |at: usize| {
            at > 0 && b"{[:,|".contains(&bytes[at - 1]) || bytes.get(at + 1).is_some_and(|next| b"}]:,|".contains(next))
        };
        text.contains('\\') || text.match_indices('"').any(|(at, _)| is_boundary(at))
    };
    [Name::SessionId, Name::Head, Name::Lists].iter().any(|name| {
        let (_, value) = upload.tokens(*name);
        (value..json.token(value).next).any(|token| json.token(token).kind == Kind::String && may_differ(token))
    })
}
