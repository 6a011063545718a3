//! Looking through long texts for the few bytes that matter.

/// Where the first such byte stands.
///
/// Of a block all bytes are tested before anything is asked of the outcome: compilers make SIMD of that, if the test is no
/// more than a range and two other comparisons.
pub(crate) fn find(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> Option<usize> {
    /// What is nearer is not worth a block.
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

/// How many such bytes there are. Blocks are counted in bytes, of which compilers make SIMD.
pub(crate) fn count(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    /// So many fit the count of a byte.
    const BLOCK: usize = 240;
    let in_block = |block: &[u8]| block.iter().fold(0_u8, |count, &byte| count + u8::from(is_such(byte)));
    bytes.chunks(BLOCK).map(|block| usize::from(in_block(block))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_all() {
        for length in [0, 1, 239, 240, 241, 1000] {
            assert_eq!(count(&vec![b'a'; length], |byte| byte == b'a'), length);
            assert_eq!(count(&vec![b'a'; length], |byte| byte == b'b'), 0);
        }
    }

    #[test]
    fn finds_the_first() {
        for length in 0..70 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(find(&bytes, |byte| byte == b'b'), None, "{length}");
            for at in (0..length).rev() {
                bytes[at] = b'b';
                assert_eq!(find(&bytes, |byte| byte == b'b'), Some(at), "{length}");
            }
        }
    }
}
