//! The growth of the work with all pairs of tokens and some triples; alone in its process, as work is counted for all threads
//! together. `cargo xtask fuzz growth` measures all triples.

use cbt179_fuzz::growth;

#[test]
fn work_grows_with_the_text() {
    let patterns = growth::pairs().into_iter().chain(growth::triples().into_iter().step_by(61));
    let excesses: Vec<_> = patterns.flat_map(|pattern| growth::excesses(&pattern, growth::LENGTH / 2)).collect();
    assert!(excesses.is_empty(), "{excesses:#?}");
}
