//! Named random streams and digests. Nothing here reads a clock or the operating system: the same
//! seed and name give the same draws on every machine.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// A stream of random numbers that belongs to one subject and purpose, so that a new draw in one
/// place shifts none elsewhere.
#[derive(Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of `seed` for `name`, such as `crew/p2/reaction`.
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(fingerprint(name.as_bytes()));
        Self(rng)
    }

    /// A number in 0 ≤ x < 1, from 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `bound`, 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The bias of the multiplication is below bound / 2^64.
        u64::try_from((u128::from(self.0.next_u64()) * u128::from(bound)) >> 64).unwrap_or(0)
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// A lognormal number with this median; `spread` is the standard deviation of its logarithm.
    pub fn lognormal(&mut self, median: f64, spread: f64) -> f64 {
        median * libm::exp(spread * self.normal())
    }
}

/// A 64-bit fingerprint for telling streams and states apart (the head of SHA-256).
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The SHA-256 of `bytes` in hexadecimal: digests of files and the chain of entries.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        text.extend(
            [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or('0')),
        );
    }
    text
}

/// A uniform number in 0 ≤ x < 1 that depends on its key alone: common random numbers, so that
/// two plays of one seed differ only by what was done.
#[must_use]
pub fn uniform_at(seed: u64, subject: u64, instant: u64) -> f64 {
    // splitmix64 over the three words (Steele, Lea and Flood 2014).
    let mut word = seed;
    for part in [subject, instant, 0x9E37_79B9_7F4A_7C15] {
        word = mix(word ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
    }
    (mix(word) >> 11) as f64 / (1_u64 << 53) as f64
}

fn mix(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_draws_of_a_stream_never_change() {
        let mut stream = Stream::named(7, "crew/p2/reaction");
        let draws: Vec<u64> = (0..3).map(|_| stream.below(1_000_000)).collect();
        assert_eq!(draws, GOLDEN, "a changed stream re-plays no old drill");
    }

    const GOLDEN: [u64; 3] = [233_553, 319_207, 370_128];

    #[test]
    fn uniform_numbers_by_key_are_spread_evenly() {
        let mean: f64 = (0..10_000).map(|i| uniform_at(3, 9, i)).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }
}
