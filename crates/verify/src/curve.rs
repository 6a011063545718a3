//! The curve of SM2 (GB/T 32918.5): points, and the sum of two multiples in variable time, since all values are public.
//!
//! The field arithmetic is `sm2`'s. The formulas, for Jacobian coordinates and a = -3, need about a quarter fewer
//! multiplications than the complete formulas of `sm2`'s points, which protect secrets.

use alloc::boxed::Box;
use alloc::vec::Vec;

use once_cell::race::OnceBox;
use sm2::U256;
use sm2::elliptic_curve::ff::{Field, PrimeField};
use sm2::elliptic_curve::hazmat::FieldArithmetic;
use sm2::{FieldBytes, Sm2};

type Element = <Sm2 as FieldArithmetic>::FieldElement;

/// a, b, and both coordinates of the generator, 32 bytes each, in the order in which ZA hashes them (GB/T 32918.2, 5.5).
pub(crate) const PARAMETERS: [u8; 128] = *b"\
    \xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
    \xff\xff\xff\xff\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xfc\
    \x28\xe9\xfa\x9e\x9d\x9f\x5e\x34\x4d\x5a\x9e\x4b\xcf\x65\x09\xa7\
    \xf3\x97\x89\xf5\x15\xab\x8f\x92\xdd\xbc\xbd\x41\x4d\x94\x0e\x93\
    \x32\xc4\xae\x2c\x1f\x19\x81\x19\x5f\x99\x04\x46\x6a\x39\xc9\x94\
    \x8f\xe3\x0b\xbf\xf2\x66\x0b\xe1\x71\x5a\x45\x89\x33\x4c\x74\xc7\
    \xbc\x37\x36\xa2\xf4\xf6\x77\x9c\x59\xbd\xce\xe3\x6b\x69\x21\x53\
    \xd0\xa9\x87\x7c\xc6\x2a\x47\x40\x02\xdf\x32\xe5\x21\x39\xf0\xa0";

/// The order of the generator, n.
pub(crate) const ORDER: U256 = U256::from_be_hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");

/// Reduces a number modulo n. Twice n exceeds 256 bits, so subtracting it once is enough.
pub(crate) fn reduce(number: U256) -> U256 {
    if number < ORDER { number } else { number.wrapping_sub(&ORDER) }
}

/// Exponents, least significant limb first, where p is the modulus of the field: `x^(p - 2)` is 1/x, `x^(p - 3)` is 1/x², and
/// `x^((p + 1) / 4)` is the square root of x, if it has one.
const INVERSE: [u64; 4] = [0xffff_ffff_ffff_fffd, 0xffff_ffff_0000_0000, u64::MAX, 0xffff_fffe_ffff_ffff];
const INVERSE_SQUARE: [u64; 4] = [0xffff_ffff_ffff_fffc, 0xffff_ffff_0000_0000, u64::MAX, 0xffff_fffe_ffff_ffff];
const SQUARE_ROOT: [u64; 4] = [0x4000_0000_0000_0000, 0xffff_ffff_c000_0000, u64::MAX, 0x3fff_ffff_bfff_ffff];

fn element(bytes: &[u8]) -> Option<Element> {
    Element::from_repr(FieldBytes::try_from(bytes).ok()?).into()
}

/// A point other than the point at infinity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    x: Element,
    y: Element,
}

/// Returns x³ + ax + b, the square of y.
fn y_square(x: Element) -> Option<Element> {
    Some((x.square() + element(&PARAMETERS[..32])?) * x + element(&PARAMETERS[32..64])?)
}

impl Point {
    /// Reads x and y; `None` if the point is not on the curve.
    pub fn new(coordinates: &[u8]) -> Option<Self> {
        let (x, y) = coordinates.split_at_checked(32)?;
        let (x, y) = (element(x)?, element(y)?);
        (y.square() == y_square(x)?).then_some(Self { x, y })
    }

    /// Finds the point with this x and the parity of y; `None` if there is none.
    pub fn decompress(x: &[u8], is_odd: bool) -> Option<Self> {
        let x = element(x)?;
        let square = y_square(x)?;
        let y = Field::pow_vartime(&square, SQUARE_ROOT);
        (y.square() == square).then_some(Self { x, y: if bool::from(y.is_odd()) == is_odd { y } else { -y } })
    }

    /// Returns x and y.
    pub fn coordinates(&self) -> [u8; 64] {
        let mut out = [0; 64];
        out[..32].copy_from_slice(&self.x.to_repr());
        out[32..].copy_from_slice(&self.y.to_repr());
        out
    }
}

/// A point in Jacobian coordinates: x/z² and y/z³; z is 0 at infinity.
#[derive(Clone, Copy)]
struct Jacobian {
    x: Element,
    y: Element,
    z: Element,
}

impl Jacobian {
    const INFINITY: Self = Self { x: Element::ONE, y: Element::ONE, z: Element::ZERO };

    /// Doubles the point ("dbl-2001-b" of the Explicit-Formulas Database).
    fn double(&self) -> Self {
        let delta = self.z.square();
        let gamma = self.y.square();
        let beta4 = (self.x * gamma).double().double();
        let alpha = (self.x - delta) * (self.x + delta);
        let alpha = alpha.double() + alpha;
        let x = alpha.square() - beta4.double();
        let z = (self.y + self.z).square() - gamma - delta;
        let y = alpha * (beta4 - x) - gamma.square().double().double().double();
        Self { x, y, z }
    }

    /// Adds two points ("add-1998-cmo-2"; with a z of 1, "madd").
    fn add(&self, other: &Self) -> Self {
        if self.z.is_zero_vartime() {
            return *other;
        }
        if other.z.is_zero_vartime() {
            return *self;
        }
        let zz1 = self.z.square();
        let (u1, s1, z) = if other.z == Element::ONE {
            (self.x, self.y, self.z)
        } else {
            let zz2 = other.z.square();
            (self.x * zz2, self.y * zz2 * other.z, self.z * other.z)
        };
        let h = other.x * zz1 - u1;
        let r = other.y * zz1 * self.z - s1;
        if h.is_zero_vartime() {
            return if r.is_zero_vartime() { self.double() } else { Self::INFINITY };
        }
        let hh = h.square();
        let hhh = h * hh;
        let u1hh = u1 * hh;
        let x = r.square() - hhh - u1hh.double();
        Self { x, y: r * (u1hh - x) - s1 * hhh, z: z * h }
    }
}

/// The width of a key's windows, in bits. Tables for wider windows take more time than they save.
const WINDOW: u32 = 5;
/// The width of the generator's windows; its table is made once.
const WIDE: u32 = 7;

/// Returns the first `count` odd multiples of the point: 1, 3, 5, …
fn odd_multiples(point: &Point, count: usize) -> Vec<Jacobian> {
    let first = Jacobian { x: point.x, y: point.y, z: Element::ONE };
    let double = first.double();
    core::iter::successors(Some(first), |last| Some(last.add(&double))).take(count).collect()
}

/// Scales all points to z = 1 with a single inversion. None may be the point at infinity.
fn normalize(points: &mut [Jacobian]) {
    let mut product = Element::ONE;
    // The products of each z and all before it.
    let products: Vec<_> = points
        .iter()
        .map(|point| {
            product *= point.z;
            product
        })
        .collect();
    let mut inverse = Field::pow_vartime(&product, INVERSE);
    for (at, point) in points.iter_mut().enumerate().rev() {
        let before = if at == 0 { Element::ONE } else { products[at - 1] };
        let own = inverse * before;
        inverse *= point.z;
        let square = own.square();
        *point = Jacobian { x: point.x * square, y: point.y * square * own, z: Element::ONE };
    }
}

/// Returns the odd multiples of the generator.
fn of_generator() -> Option<&'static [Jacobian]> {
    static MULTIPLES: OnceBox<Vec<Jacobian>> = OnceBox::new();
    let made = MULTIPLES.get_or_try_init(|| {
        let mut multiples = odd_multiples(&Point::new(&PARAMETERS[64..]).ok_or(())?, 1 << (WIDE - 2));
        normalize(&mut multiples);
        Ok::<_, ()>(Box::new(multiples))
    });
    made.ok().map(Vec::as_slice)
}

/// Writes a number in non-adjacent form, least significant digit first: of `width` neighbours, at most one is not
/// zero, and it is odd.
fn non_adjacent(number: &U256, width: u32) -> [i16; 257] {
    let bytes = number.to_le_bytes();
    let bit = |at: usize| bytes.as_ref().get(at / 8).map_or(0, |byte: &u8| i16::from(byte >> (at % 8) & 1 == 1));
    let mut digits = [0; 257];
    let (mut at, mut carry) = (0, 0);
    while at < digits.len() {
        if bit(at) == carry {
            at += 1;
            continue;
        }
        let window = (0..width as usize).map(|place| bit(at + place) << place).sum::<i16>() + carry;
        carry = window >> (width - 1);
        digits[at] = window - (carry << width);
        at += width as usize;
    }
    digits
}

/// Returns the x-coordinate of `g · G + k · key`, where G is the generator; `None` if the sum is the point at infinity.
pub(crate) fn x_of_sum(g: &U256, k: &U256, key: &Point) -> Option<U256> {
    let multiples = odd_multiples(key, 1 << (WINDOW - 2));
    let terms = [(non_adjacent(g, WIDE), of_generator()?), (non_adjacent(k, WINDOW), &multiples)];
    let mut sum = Jacobian::INFINITY;
    for at in (0..257).rev() {
        sum = sum.double();
        for (digits, multiples) in &terms {
            let digit = digits[at];
            if digit != 0 {
                let mut multiple = multiples[usize::from(digit.unsigned_abs() / 2)];
                if digit < 0 {
                    multiple.y = -multiple.y;
                }
                sum = sum.add(&multiple);
            }
        }
    }
    if sum.z.is_zero_vartime() {
        return None;
    }
    let x = sum.x * Field::pow_vartime(&sum.z, INVERSE_SQUARE);
    Some(U256::from_be_slice(&x.to_repr()))
}

#[cfg(test)]
mod tests {
    use super::{ORDER, PARAMETERS, Point, U256, reduce, x_of_sum};

    #[test]
    fn reduces_modulo_the_order() {
        let below = ORDER.wrapping_sub(&U256::ONE);
        assert_eq!([below, ORDER, ORDER.wrapping_add(&U256::ONE)].map(reduce), [below, U256::ZERO, U256::ONE]);
        assert_eq!(reduce(U256::MAX), U256::MAX.wrapping_sub(&ORDER));
    }

    #[test]
    fn adds_small_multiples_of_the_generator() {
        let generator = Point::new(&PARAMETERS[64..]).unwrap();
        let x = |g: u64, k: u64| x_of_sum(&U256::from_u64(g), &U256::from_u64(k), &generator);
        // Equal and opposite points meet where windows align: all sums are those of one multiple.
        for sum in 1..70 {
            let single = x(sum, 0);
            assert!(single.is_some());
            assert!((0..=sum).all(|part| x(sum - part, part) == single), "{sum}");
        }
        assert_eq!(x(0, 0), None);
        assert_eq!(x_of_sum(&ORDER.wrapping_sub(&U256::ONE), &U256::ONE, &generator), None);
        assert_eq!(x_of_sum(&ORDER.wrapping_sub(&U256::ONE), &U256::from_u64(3), &generator), x(2, 0));
    }
}
