//! Tests the growth of the work for all pairs of tokens and some triples. It runs alone in its process, because work is
//! counted for all threads together. `cargo xtask fuzz growth` measures all triples.

use cbt179_fuzz::growth;

#[test]
fn work_grows_with_the_text() {
    let patterns = growth::pairs().into_iter().chain(growth::triples().into_iter().step_by(61));
    let excesses: Vec<_> = patterns.flat_map(|pattern| growth::excesses(&pattern, growth::LENGTH / 2)).collect();
    assert!(excesses.is_empty(), "{excesses:#?}");
}
