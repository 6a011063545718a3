//! Compares texts with the digest that a signature was made over.
//!
//! Recovering the signed digest takes one expensive operation, a curve multiplication or a modular exponentiation. After
//! that, each candidate text costs one hash.

use sha1::{Digest, Sha1};
use sm2::U256;
use sm3::Sm3;

use crate::curve::reduce;

/// The signature algorithms of CBT's certificates, by their Java names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// SM2 with SM3 (GB/T 32918.2, GB/T 32905), which keys issued since 2022 use.
    Sm3WithSm2,
    /// RSA with SHA-1 (RFC 8017, RSASSA-PKCS1-v1_5), which older keys use.
    Sha1WithRsa,
}

impl Algorithm {
    /// Returns the name, such as `SM3withSM2`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sm3WithSm2 => "SM3withSM2",
            Self::Sha1WithRsa => "SHA1withRSA",
        }
    }
}

/// Hashes a text in pieces.
#[derive(Clone, Debug)]
pub enum Hasher {
    /// SM3 after ZA, the digest of the signer's identity and key.
    Sm3(Sm3),
    /// SHA-1.
    Sha1(Sha1),
}

impl Hasher {
    /// Adds a piece of the text.
    pub fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Sm3(hasher) => hasher.update(piece),
            Self::Sha1(hasher) => hasher.update(piece),
        }
    }

    /// Returns the digest; zeros follow the 20 bytes of SHA-1.
    #[must_use]
    pub fn digest(self) -> [u8; 32] {
        match self {
            Self::Sm3(hasher) => hasher.finalize().into(),
            Self::Sha1(hasher) => padded(hasher.finalize().into()),
        }
    }
}

/// Appends zeros to a SHA-1 digest.
fn padded(digest: [u8; 20]) -> [u8; 32] {
    let mut padded = [0; 32];
    padded[..20].copy_from_slice(&digest);
    padded
}

/// The digest that a signature was made over.
#[derive(Clone, Debug)]
pub struct Target {
    start: Hasher,
    digest: [u8; 32],
}

impl Target {
    /// Creates the target of an SM2 signature. `start` has hashed ZA; `digest` is reduced modulo the order of the curve.
    #[must_use]
    pub fn sm3(start: Sm3, digest: [u8; 32]) -> Self {
        Self { start: Hasher::Sm3(start), digest }
    }

    /// Creates the target of an RSA signature.
    #[must_use]
    pub fn sha1(digest: [u8; 20]) -> Self {
        Self { start: Hasher::Sha1(Sha1::new()), digest: padded(digest) }
    }

    /// Returns a hasher for a candidate text.
    #[must_use]
    pub fn hasher(&self) -> Hasher {
        self.start.clone()
    }

    /// Returns whether this is the signed digest.
    #[must_use]
    pub fn is(&self, digest: &[u8; 32]) -> bool {
        // SM2 yields the digest modulo the order; about one digest in four billion is not less than the order.
        let is_reduced = || reduce(U256::from_be_slice(digest)) == U256::from_be_slice(&self.digest);
        *digest == self.digest || digest[0] == 0xff && matches!(self.start, Hasher::Sm3(_)) && is_reduced()
    }

    /// Returns whether a digest with this first word can be the signed one.
    pub(crate) fn may_begin(&self, word: u32) -> bool {
        // The order of SM2's curve begins with FFFFFFFE, and only digests beyond it are reduced.
        word.to_be_bytes() == self.digest[..4] || word >= 0xffff_fffe
    }

    /// Returns whether the text that `hasher` has hashed is the signed text.
    #[must_use]
    pub fn is_reached(&self, hasher: Hasher) -> bool {
        self.is(&hasher.digest())
    }

    /// Returns whether the signature was made over `text`.
    #[must_use]
    pub fn is_of(&self, text: &[u8]) -> bool {
        let mut hasher = self.hasher();
        hasher.update(text);
        self.is_reached(hasher)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_one_text() {
        let target = Target::sha1(Sha1::digest(b"abc").into());
        let mut hasher = target.hasher();
        hasher.update(b"a");
        hasher.update(b"bc");
        assert!(target.is_reached(hasher) && target.is_of(b"abc") && !target.is_of(b"abd"));
    }
}
