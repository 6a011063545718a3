//! Modular exponentiation by Montgomery multiplication, in variable time, since all values are public.
//!
//! `crypto-bigint` can do this too, but adds multiplications for all sizes, 10 KB gzipped.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// An odd modulus of n limbs. "R" is 2 to the power of the number of bits in n limbs.
struct Modulus {
    /// Little-endian.
    limbs: Vec<u32>,
    /// -1 divided by the modulus, modulo 2^32.
    inverse: u32,
}

impl Modulus {
    /// Returns a · b / R, reduced. Both are less than the modulus.
    fn multiply(&self, a: &[u32], b: &[u32]) -> Vec<u32> {
        let length = self.limbs.len();
        let mut sums = alloc::vec![0; 2 * length];
        let mut top = 0;
        for (start, &digit) in a.iter().enumerate() {
            // Adds digit · b, and the multiple of the modulus that makes the lowest limb 0.
            let lowest: u32 = sums[start];
            let factor = lowest.wrapping_add(digit.wrapping_mul(b[0])).wrapping_mul(self.inverse);
            let (mut carry, mut carry_reduced) = (0, 0);
            for ((sum, b), limb) in sums[start..start + length].iter_mut().zip(b).zip(&self.limbs) {
                let product = u64::from(*sum) + u64::from(digit) * u64::from(*b) + carry;
                carry = product >> 32;
                let reduced = u64::from(low(product)) + u64::from(factor) * u64::from(*limb) + carry_reduced;
                carry_reduced = reduced >> 32;
                *sum = low(reduced);
            }
            let highest = carry + carry_reduced + top;
            sums[start + length] = low(highest);
            top = highest >> 32;
        }
        let mut product = sums.split_off(length);
        if top > 0 || !self.exceeds(&product) {
            self.subtract_from(&mut product);
        }
        product
    }

    /// Returns whether `number` is less than the modulus.
    fn exceeds(&self, number: &[u32]) -> bool {
        number.iter().rev().lt(self.limbs.iter().rev())
    }

    /// Subtracts the modulus, modulo R.
    fn subtract_from(&self, number: &mut [u32]) {
        let mut borrow = false;
        for (limb, modulus) in number.iter_mut().zip(&self.limbs) {
            let (rest, first) = limb.overflowing_sub(*modulus);
            let (rest, second) = rest.overflowing_sub(u32::from(borrow));
            (*limb, borrow) = (rest, first || second);
        }
    }

    /// Doubles a number that is less than the modulus.
    fn double(&self, number: &mut [u32]) {
        let mut carry = 0;
        for limb in number.iter_mut() {
            (*limb, carry) = (*limb << 1 | carry, *limb >> 31);
        }
        if carry > 0 || !self.exceeds(number) {
            self.subtract_from(number);
        }
    }
}

fn low(number: u64) -> u32 {
    (number & 0xffff_ffff) as u32
}

/// Returns `base` to the power of `exponent`, modulo `modulus`, big-endian, as long as the modulus. `None` if `base` is not
/// less than the modulus, the modulus is even, or the exponent is even or less than 3.
pub(crate) fn power(base: &[u8], exponent: u64, modulus: &[u8]) -> Option<Box<[u8]>> {
    let length = modulus.len();
    let count = length.div_ceil(4);
    let limbs = read(modulus, count);
    let lowest = *limbs.first().filter(|limb| **limb % 2 == 1)?;
    // Each Newton iteration doubles the number of correct bits of the inverse, which is 3 at first.
    let inverse =
        (0..4).fold(lowest, |inverse, _| inverse.wrapping_mul(2_u32.wrapping_sub(lowest.wrapping_mul(inverse))));
    let modulus = Modulus { limbs, inverse: inverse.wrapping_neg() };
    let base = read(base, count);
    if !modulus.exceeds(&base) || exponent < 3 || exponent.is_multiple_of(2) {
        return None;
    }

    // Doubles the highest power of 2 below the modulus until it is 2^count · R; squaring that five times makes it
    // 2^(32 · count) · R = R².
    let bits = 32 * count - modulus.limbs[count - 1].leading_zeros() as usize;
    let mut square = alloc::vec![0; count];
    square[count - 1] = 1 << ((bits - 1) % 32);
    for _ in bits - 1..33 * count {
        modulus.double(&mut square);
    }
    for _ in 0..5 {
        square = modulus.multiply(&square, &square);
    }

    let base_in_form = modulus.multiply(&base, &square);
    let mut power = base_in_form.clone();
    for place in (1..exponent.checked_ilog2()?).rev() {
        power = modulus.multiply(&power, &power);
        if exponent >> place & 1 == 1 {
            power = modulus.multiply(&power, &base_in_form);
        }
    }
    // The last digit is 1. Multiplying by the base itself instead of its Montgomery form converts the result back.
    power = modulus.multiply(&power, &power);
    power = modulus.multiply(&power, &base);
    let bytes: Vec<u8> = power.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
    Some(bytes[bytes.len() - length..].into())
}

/// Reads a big-endian number into little-endian limbs.
fn read(bytes: &[u8], count: usize) -> Vec<u32> {
    let mut limbs: Vec<u32> =
        bytes.rchunks(4).map(|chunk| chunk.iter().fold(0, |limb, byte| limb << 8 | u32::from(*byte))).collect();
    limbs.resize(count, 0);
    limbs
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};
    use rsa::hazmat::rsa_encrypt;
    use rsa::{BoxedUint, PublicKey};

    use super::power;

    #[test]
    fn agrees_with_another_implementation() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        // Few leading bits, all of them, and lengths that are not a multiple of a limb.
        for (length, first) in [(128, 0x80), (129, 1), (130, 0xff), (131, 0x7f), (256, 0xff), (512, 0x80), (512, 0xff)]
        {
            let mut modulus = alloc::vec![0; length];
            random.fill_bytes(&mut modulus);
            (modulus[0], modulus[length - 1]) = (first, modulus[length - 1] | 1);
            if first == 0xff {
                modulus[..length - 1].fill(0xff);
            }
            for exponent in [3_u64, 5, 17, 65537, (1 << 33) - 1] {
                let bits = u32::try_from(8 * length).unwrap();
                let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, bits).unwrap();
                let key = PublicKey::new(number(&modulus), BoxedUint::from(exponent)).unwrap();
                let mut base = alloc::vec![0; length];
                random.fill_bytes(&mut base[1..]);
                base[1] &= 0x7f;
                let expected = rsa_encrypt(&key, &number(&base)).unwrap().to_be_bytes();
                let found = power(&base, exponent, &modulus).unwrap();
                assert_eq!(found[..], expected[expected.len() - length..], "{length} {exponent}");
            }
            assert!(power(&modulus, 3, &modulus).is_none());
        }
    }
}
