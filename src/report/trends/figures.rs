//! Medians with intervals, and whether something rises or falls: figures that hold for few drills
//! and need no bell curve.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, ContinuousCDF as _, DiscreteCDF as _, Normal};
use statrs::statistics::{Data, OrderStatistics as _};

use crate::model::quantity::rounded_to;
use crate::report::trends::ENOUGH;

/// What an interval leaves out at each end.
const TAIL: f64 = 0.025;
/// A chance this small that it only looks so makes it a trend.
const SURE: f64 = 0.05;

/// How figures spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Spread {
    /// How many.
    pub n: usize,
    /// The one in the middle.
    pub median: f64,
    /// The 95 % interval of the median by order statistics (binomial); below six figures the least
    /// and the greatest, which cover less.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// A quarter lies below.
    pub lower_quartile: f64,
    /// A quarter lies above.
    pub upper_quartile: f64,
}

impl Spread {
    /// Of these figures; `None` of none.
    #[must_use]
    pub fn of(figures: &[f64]) -> Option<Self> {
        let n = figures.len();
        if n == 0 {
            return None;
        }
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        // The median lies between the k-th from below and the k-th from above, unless fewer than k
        // of n fair coins fall on one side: the greatest k for which that is unlikely.
        let outside = Binomial::new(0.5, n as u64).map_or(0, |coins| {
            let few = |k: &u64| coins.cdf(*k) <= TAIL;
            (0..n as u64 / 2).take_while(few).count().saturating_sub(1)
        });
        let mut data = Data::new(sorted.clone());
        Some(Self {
            n,
            median: tenths(data.median()),
            low: tenths(sorted[outside]),
            high: tenths(sorted[n - 1 - outside]),
            lower_quartile: tenths(data.lower_quartile()),
            upper_quartile: tenths(data.upper_quartile()),
        })
    }
}

/// Whether figures rise or fall in the order they came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Direction {
    /// By how much from one to the next: the median of all slopes (Sen 1968).
    pub per_drill: f64,
    /// How likely an order without any direction looks at least so (Mann 1945, Kendall 1975, by the
    /// normal curve with ties).
    pub chance: f64,
    /// `rising`, `falling` or `none`, at a chance of 5 %.
    pub word: String,
}

impl Direction {
    /// Of figures in order; `None` of fewer than five.
    #[must_use]
    pub fn of(figures: &[f64]) -> Option<Self> {
        let n = figures.len();
        if n < ENOUGH {
            return None;
        }
        let pairs = || (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        let slopes: Vec<f64> =
            pairs().map(|(i, j)| (figures[j] - figures[i]) / (j - i) as f64).collect();
        let sign = |gain: f64| {
            if gain > 0.0 {
                1.0
            } else if gain < 0.0 {
                -1.0
            } else {
                0.0
            }
        };
        let score: f64 = slopes.iter().map(|slope| sign(*slope)).sum();
        let per_drill = Data::new(slopes).median();
        let spread = variance(figures).sqrt();
        // One less, since the score moves in steps.
        let z = if spread > 0.0 { (score - sign(score)) / spread } else { 0.0 };
        let beyond = Normal::new(0.0, 1.0).map_or(0.5, |bell| bell.sf(z.abs()));
        let chance = (2.0 * beyond).min(1.0);
        let word = match () {
            () if chance > SURE => "none",
            () if score > 0.0 => "rising",
            () => "falling",
        };
        let chance = rounded_to(chance, 1000.0);
        Some(Self { per_drill: tenths(per_drill), chance, word: word.to_owned() })
    }
}

/// The variance of the score where there is no direction, ties allowed for.
fn variance(figures: &[f64]) -> f64 {
    let of = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ties: f64 =
        sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|tied| of(tied.len() as f64)).sum();
    (of(figures.len() as f64) - ties) / 18.0
}

fn tenths(value: f64) -> f64 {
    rounded_to(value, 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_median_is_that_of_the_tables() {
        // Ten figures: the second to the ninth cover 97.9 %.
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        let spread = Spread::of(&ten).unwrap();
        assert_eq!((spread.median, spread.low, spread.high), (5.5, 2.0, 9.0));
        // Five cannot give 95 %: all there is.
        let five = Spread::of(&ten[..5]).unwrap();
        assert_eq!((five.low, five.high), (1.0, 5.0));
        assert_eq!(Spread::of(&[]), None);
    }

    #[test]
    fn a_steady_rise_is_a_trend_and_noise_is_none() {
        let rise: Vec<f64> = (0..8).map(|n| 60.0 + 3.0 * f64::from(n)).collect();
        let up = Direction::of(&rise).unwrap();
        assert_eq!((up.word.as_str(), up.per_drill), ("rising", 3.0));
        assert!(up.chance <= 0.001, "{}", up.chance);
        let noise = [70.0, 62.0, 75.0, 68.0, 71.0, 66.0];
        assert_eq!(Direction::of(&noise).unwrap().word, "none");
        assert_eq!(Direction::of(&[80.0; 7]).unwrap().word, "none");
    }

    #[test]
    fn four_drills_are_too_few() {
        assert_eq!(Direction::of(&[10.0, 20.0, 30.0, 40.0]), None);
    }
}
