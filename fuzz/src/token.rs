//! A token, and a test whether a text reveals it. `tests/trust.rs` uses this file too.

/// The token of the requests in these tests.
pub const TOKEN: &str = "Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt";

/// Returns whether a text has six consecutive characters of the token.
pub fn reveals_token(text: impl AsRef<[u8]>) -> bool {
    const PIECE: usize = 6;
    let text = text.as_ref();
    let token = TOKEN.as_bytes();
    let is_piece = |window: &[u8]| token.windows(PIECE).any(|piece| piece == window);
    text.windows(PIECE).any(|window| window[0].is_ascii_alphanumeric() && is_piece(window))
}
