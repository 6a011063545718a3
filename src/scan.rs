//! Looking through long texts for the few bytes that matter.

/// Where the first such byte stands.
///
/// Blocks that have none are passed at once: in a test without branches the compiler takes all bytes of a block together.
pub(crate) fn find(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> Option<usize> {
    const BLOCK: usize = 16;
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let has_such = |block: &[u8; BLOCK]| block.iter().fold(false, |any, &byte| any | is_such(byte));
    let passed = blocks.iter().position(has_such).unwrap_or(blocks.len()) * BLOCK;
    bytes[passed..].iter().position(|&byte| is_such(byte)).map(|at| passed + at)
}

#[cfg(test)]
mod tests {
    use super::*;

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
