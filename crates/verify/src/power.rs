//! Modular powers by Montgomery's method, in variable time, since all values are public.
//!
//! `crypto-bigint` does this too, but brings multiplications for numbers of every length, 10 KB gzipped.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// An odd modulus of n limbs. "R" is 2 to the power of the bits in n limbs.
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
        let (limbs, b) = (&self.limbs[..length], &b[..length]);
        let mut sum = alloc::vec![0; length];
        let mut top = 0;
        for &digit in a {
            // Adds digit · b, and the multiple of the modulus that makes the lowest limb 0, which is then dropped.
            let product = u64::from(sum[0]) + u64::from(digit) * u64::from(b[0]);
            let factor = low(product).wrapping_mul(self.inverse);
            let reduced = u64::from(low(product)) + u64::from(factor) * u64::from(limbs[0]);
            let (mut carry, mut carry_reduced) = (product >> 32, reduced >> 32);
            for at in 1..length {
                let product = u64::from(sum[at]) + u64::from(digit) * u64::from(b[at]) + carry;
                carry = product >> 32;
                let reduced = u64::from(low(product)) + u64::from(factor) * u64::from(limbs[at]) + carry_reduced;
                carry_reduced = reduced >> 32;
                sum[at - 1] = low(reduced);
            }
            let product = top + carry + carry_reduced;
            sum[length - 1] = low(product);
            top = product >> 32;
        }
        if top > 0 || !self.exceeds(&sum) {
            self.subtract_from(&mut sum);
        }
        sum
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

/// Returns `base` to the power of `exponent`, modulo `modulus`: big-endian, of the modulus's length. `None` if `base` is
/// not less than the modulus, or the modulus is even, or the exponent 0.
pub(crate) fn power(base: &[u8], exponent: u64, modulus: &[u8]) -> Option<Box<[u8]>> {
    let length = modulus.len();
    let count = length.div_ceil(4);
    let limbs = read(modulus, count);
    let lowest = *limbs.first().filter(|limb| **limb % 2 == 1)?;
    // Newton's iteration doubles the correct bits of the inverse; there are 3 at first.
    let inverse =
        (0..4).fold(lowest, |inverse, _| inverse.wrapping_mul(2_u32.wrapping_sub(lowest.wrapping_mul(inverse))));
    let modulus = Modulus { limbs, inverse: inverse.wrapping_neg() };
    let base = read(base, count);
    if !modulus.exceeds(&base) {
        return None;
    }

    // 2^k · R for k = 1, then up to the number of bits in R, which makes it R², as powers of 2 are computed.
    let bits = 32 * count - modulus.limbs[count - 1].leading_zeros() as usize;
    let mut square = alloc::vec![0; count];
    square[count - 1] = 1 << ((bits - 1) % 32);
    for _ in bits..32 * count + 2 {
        modulus.double(&mut square);
    }
    for place in (0..(32 * count).ilog2()).rev() {
        square = modulus.multiply(&square, &square);
        if (32 * count) >> place & 1 == 1 {
            modulus.double(&mut square);
        }
    }

    let base = modulus.multiply(&base, &square);
    let mut power = base.clone();
    for place in (0..exponent.checked_ilog2()?).rev() {
        power = modulus.multiply(&power, &power);
        if exponent >> place & 1 == 1 {
            power = modulus.multiply(&power, &base);
        }
    }
    let mut one = alloc::vec![0; count];
    one[0] = 1;
    let power = modulus.multiply(&one, &power);
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
