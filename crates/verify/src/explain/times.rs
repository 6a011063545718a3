//! Tries other service times, alone or together with a rewriting.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::{OVERHEAD, Search, Stop};
use crate::lanes::{Ends, LANES};
use crate::producers::table::{ENDS, SERVICE_TIME};
use crate::producers::{Producer, digits, milliseconds};
use crate::target::Hasher;

impl Search<'_> {
    /// Tries every millisecond of the seconds at these distances, with no end and, if `ends` is 2, with a line feed.
    /// `before` has hashed the text of a rewriting, or the text as sent, up to the time. The milliseconds of a second share
    /// the hash state before their digits.
    pub(super) fn times(
        &mut self,
        before: &Hasher,
        body: Option<&'static Producer>,
        seconds: Range<i64>,
        ends: usize,
    ) -> Result<(), Stop> {
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
                        self.time(&hasher, body, &time, ends)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Tries a service time with these ends; `before` has hashed all of it but its milliseconds.
    fn time(
        &mut self,
        before: &Hasher,
        body: Option<&'static Producer>,
        time: &[u8; 13],
        ends: usize,
    ) -> Result<(), Stop> {
        for line_feed in 0..ends {
            self.check_budget()?;
            self.charge(0);
            let mut hasher = before.clone();
            hasher.update(&time[10..]);
            hasher.update(&b"\"\n"[..=line_feed]);
            if self.target.is(&hasher.digest()) {
                let producers: Vec<_> = body.into_iter().chain([&SERVICE_TIME]).chain(&ENDS[..line_feed]).collect();
                let time = Some(String::from_utf8(time.to_vec()).unwrap_or_default());
                return Err(Stop::Found { producers, time });
            }
        }
        Ok(())
    }
}
