//! Compares texts with the digest that a signature was made over.
//!
//! Recovering the signed digest takes one expensive operation, a curve multiplication or a modular exponentiation. After
//! that, each candidate text costs one hash.

use sha1::{Digest, Sha1};
use sm2::U256;
use sm3::Sm3;

use crate::curve::{PARAMETERS, reduce};
use crate::key::Sm2Key;
use crate::producers::Identity;

/// The default identity of the signer for ZA, after its length in bits (GM/T 0009, section 10).
const DEFAULT_IDENTITY: &[u8; 18] = b"\0\x801234567812345678";

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
    /// The key, if it is one of SM2.
    key: Option<Sm2Key>,
    start: Hasher,
    digest: [u8; 32],
}

impl Target {
    /// Creates the target of an SM2 signature; `digest` is reduced modulo the order of the curve.
    #[must_use]
    pub fn sm3(key: &Sm2Key, digest: [u8; 32]) -> Self {
        Self { key: Some(key.clone()), start: after_identity(key, DEFAULT_IDENTITY), digest }
    }

    /// Creates the target of an RSA signature.
    #[must_use]
    pub fn sha1(digest: [u8; 20]) -> Self {
        Self { key: None, start: Hasher::Sha1(Sha1::new()), digest: padded(digest) }
    }

    /// Returns a hasher for a candidate text of a signer with this identity, which RSA ignores.
    #[must_use]
    pub fn hasher(&self, identity: Identity) -> Hasher {
        match (&self.key, identity) {
            (None, _) | (_, Identity::Default) => self.start.clone(),
            (Some(key), Identity::Other(identity)) => after_identity(key, identity),
            (_, Identity::None) => Hasher::Sm3(Sm3::new()),
        }
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
}

/// Returns the hasher of a text after ZA, the digest of the signer's identity and key (GB/T 32918.2, section 5.5).
fn after_identity(key: &Sm2Key, identity: &[u8]) -> Hasher {
    let mut hasher = Sm3::new();
    hasher.update(identity);
    hasher.update(PARAMETERS);
    hasher.update(key.coordinates());
    Hasher::Sm3(Sm3::new_with_prefix(hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_one_text() {
        let target = Target::sha1(Sha1::digest(b"abc").into());
        for (pieces, is_signed) in [(&[&b"abc"[..]][..], true), (&[b"a", b"bc"], true), (&[b"abd"], false)] {
            let mut hasher = target.hasher(Identity::Default);
            for piece in pieces {
                hasher.update(piece);
            }
            assert_eq!(target.is(&hasher.digest()), is_signed);
        }
    }
}
