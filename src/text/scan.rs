//! Searches long texts for a few relevant bytes.

/// Returns the offset of the first byte that matches.
///
/// All bytes of a block are tested before any result is used. Compilers vectorize that, if the test consists of at most
/// one range and two other comparisons.
pub(crate) fn find(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> Option<usize> {
    /// The number of leading bytes that are tested one by one; a block is not worth it for them.
    const NEAR: usize = 8;
    const BLOCK: usize = 16;
    let position = |bytes: &[u8]| bytes.iter().position(|&byte| is_such(byte));
    let (near, far) = bytes.split_at(bytes.len().min(NEAR));
    let has_none = |block: &&[u8; BLOCK]| block.map(|byte| u8::from(is_such(byte))) == [0; BLOCK];
    position(near).or_else(|| {
        let passed = far.as_chunks::<BLOCK>().0.iter().take_while(has_none).count() * BLOCK;
        position(&far[passed..]).map(|at| near.len() + passed + at)
    })
}

/// Counts the bytes that match. Each block has a one-byte counter, so that compilers vectorize the loop.
pub(crate) fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    /// The block size; its count must fit in one byte.
    const BLOCK: usize = 240;
    let in_block = |block: &[u8]| block.iter().fold(0_u8, |count, &byte| count + u8::from(is_such(byte)));
    bytes.chunks(BLOCK).map(|block| usize::from(in_block(block))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lengths_and_places() {
        for length in 0..300 {
            let mut bytes = vec![b'a'; length];
            assert_eq!((find(&bytes, |byte| byte == b'b'), count(&bytes, |byte| byte == b'a')), (None, length));
            for at in (0..length).rev() {
                bytes[at] = b'b';
                assert_eq!(find(&bytes, |byte| byte == b'b'), Some(at), "{length}");
            }
        }
    }
}
