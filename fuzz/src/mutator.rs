//! Finds inputs that break a law, without libFuzzer: mutates seeds in a reproducible order, and keeps what reaches new edges.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{LazyLock, Once};

use crate::{Target, steps};

/// The statistics of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// The number of inputs.
    pub inputs: u64,
    /// The number of mutated inputs that reached new edges; zero if edges are not counted.
    pub kept: usize,
    /// The number of edges that were reached.
    pub edges: u64,
}

/// An input that breaks a law.
#[derive(Debug)]
pub struct Broken {
    /// The input, minimized as long as it breaks the law at the same line.
    pub input: Vec<u8>,
    /// The panic.
    pub message: String,
}

/// The maximum length of an input, as for libFuzzer.
const LONGEST: usize = 4096;

/// Tests the seeds and then mutated inputs, while `goes_on` returns true for the number of inputs so far.
///
/// # Errors
///
/// Returns an input that breaks the law.
pub fn run(target: &Target, seed: u64, mut goes_on: impl FnMut(u64) -> bool) -> Result<Run, Broken> {
    let mut random = Random::new(seed);
    let mut inputs = (target.seeds)();
    steps::forget_edges();
    let mut run = Run::default();
    for input in &inputs {
        if !goes_on(run.inputs) {
            break;
        }
        test(target, input)?;
        run.inputs += 1;
    }
    while goes_on(run.inputs) {
        let mut input = inputs[random.below(inputs.len())].clone();
        for _ in 0..=random.below(4) {
            mutate(&mut input, &inputs, &mut random);
        }
        input.truncate(LONGEST);
        let edges = steps::edges_reached();
        test(target, &input)?;
        run.inputs += 1;
        if steps::edges_reached() > edges {
            run.kept += 1;
            inputs.push(input);
        }
    }
    run.edges = steps::edges_reached();
    Ok(run)
}

/// Changes an input in one place.
fn mutate(input: &mut Vec<u8>, inputs: &[Vec<u8>], random: &mut Random) {
    let start = random.below(input.len() + 1);
    let end = (start + random.below(8)).min(input.len());
    let at = start..end;
    match random.below(8) {
        0 => _ = input.splice(at, []),
        1 => _ = input.splice(start..start, [random.byte()]),
        2 => input[at].iter_mut().for_each(|byte| *byte = random.byte()),
        3 => input[at].iter_mut().take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
        4 => {
            let times = 1 + random.below(40);
            let piece = input[at].repeat(times);
            input.splice(start..start, piece);
        }
        5 => {
            // Part of another input.
            let other = &inputs[random.below(inputs.len())];
            let from = random.below(other.len() + 1);
            let to = (from + random.below(64)).min(other.len());
            input.splice(at, other[from..to].iter().copied());
        }
        _ => {
            let token = &DICTIONARY[random.below(DICTIONARY.len())];
            let at = if random.below(2) == 0 { start..start } else { at };
            input.splice(at, token.iter().copied());
        }
    }
}

/// The tokens of `cbt179.dict`.
static DICTIONARY: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let lines = include_str!("../cbt179.dict").lines();
    lines.filter_map(|line| Some(unescaped(line.strip_prefix('"')?.strip_suffix('"')?))).collect()
});

/// Undoes the escapes of a dictionary: `\\`, `\"` and `\x2a`.
fn unescaped(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, others @ ..] = rest {
        rest = match (first, others) {
            (b'\\', [b'x', high, low, others @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("hexadecimal digits");
                out.push(u8::from_str_radix(digits, 16).expect("hexadecimal digits"));
                others
            }
            (b'\\', [escaped, others @ ..]) => {
                out.push(*escaped);
                others
            }
            _ => {
                out.push(*first);
                others
            }
        };
    }
    out
}

thread_local! {
    /// Whether a law runs in this thread, so that a panic is noted instead of printed.
    static IS_TESTING: Cell<bool> = const { Cell::new(false) };
    /// The place and the message of the last panic of a law in this thread.
    static LAST: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Tests one input.
///
/// # Errors
///
/// Returns the minimized input if it breaks the law.
pub fn test(target: &Target, input: &[u8]) -> Result<(), Broken> {
    let Some((place, message)) = panic_of(target, input) else { return Ok(()) };
    let input = smallest(input, |input| panic_of(target, input).is_some_and(|panic| panic.0 == place));
    let message = panic_of(target, &input).map_or(message, |panic| panic.1);
    Err(Broken { input, message })
}

/// Runs the law. Returns the place and the message of its panic.
fn panic_of(target: &Target, input: &[u8]) -> Option<(String, String)> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_TESTING.get() {
                return others(info);
            }
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            LAST.set(Some((place, info.to_string())));
        }));
    });
    IS_TESTING.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(|| (target.law)(input)));
    IS_TESTING.set(false);
    result.err().and_then(|_| LAST.take())
}

/// Minimizes an input that breaks the law.
fn smallest(input: &[u8], mut is_broken: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut input = input.to_vec();
    let mut length = input.len().next_power_of_two();
    while length > 0 {
        let mut start = 0;
        while start < input.len() {
            let mut shorter = input.clone();
            shorter.drain(start..(start + length).min(input.len()));
            if is_broken(&shorter) { input = shorter } else { start += length }
        }
        length /= 2;
    }
    input
}

/// A generator of reproducible pseudorandom numbers: Marsaglia's xorshift.
pub struct Random(u64);

impl Random {
    /// Returns a generator; any seed will do.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns the next number below `end`.
    ///
    /// # Panics
    ///
    /// If a `usize` is smaller than 31 bits.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("less than 256")
    }
}
