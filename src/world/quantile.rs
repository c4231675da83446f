//! Percentiles of latencies from moments: masses with mean and variance, collected in bins of a
//! third of an octave. It never keeps single requests.

/// Mass with the first two moments of a value over it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    /// How much.
    pub(crate) mass: f64,
    sum: f64,
    square: f64,
}

impl Moments {
    /// A mass at `mean` with `variance`.
    pub(crate) fn of(mass: f64, mean: f64, variance: f64) -> Self {
        Self { mass, sum: mass * mean, square: mass * (mean * mean + variance) }
    }

    /// Adds a mass at `mean` with `variance`.
    pub(crate) fn add(&mut self, mass: f64, mean: f64, variance: f64) {
        self.merge(&Self::of(mass, mean, variance));
    }

    /// Adds another.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.mass += other.mass;
        self.sum += other.sum;
        self.square += other.square;
    }

    /// The same, later by `mean` with `variance` (independent of what it had).
    pub(crate) fn later(&self, mean: f64, variance: f64) -> Self {
        Self::of(self.mass, self.mean() + mean, self.variance() + variance)
    }

    /// The same shape with `factor` times the mass.
    pub(crate) fn times(&self, factor: f64) -> Self {
        Self { mass: self.mass * factor, sum: self.sum * factor, square: self.square * factor }
    }

    /// The mean; 0 of nothing.
    pub(crate) fn mean(&self) -> f64 {
        if self.mass > 0.0 { self.sum / self.mass } else { 0.0 }
    }

    /// The variance; 0 of nothing.
    pub(crate) fn variance(&self) -> f64 {
        if self.mass > 0.0 {
            let mean = self.sum / self.mass;
            (self.square / self.mass - mean * mean).max(0.0)
        } else {
            0.0
        }
    }
}

/// The standard normal quantile (Acklam's rational approximation, relative error 1.2e-9).
pub(crate) fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -39.696_830_286_653_76,
        220.946_098_424_520_5,
        -275.928_510_446_968_7,
        138.357_751_867_269,
        -30.664_798_066_147_16,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -54.476_098_798_224_06,
        161.585_836_858_040_9,
        -155.698_979_859_886_6,
        66.801_311_887_719_72,
        -13.280_681_552_885_72,
    ];
    const C: [f64; 6] = [
        -0.007_784_894_002_430_293,
        -0.322_396_458_041_136_5,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] = [
        0.007_784_695_709_041_462,
        0.322_467_129_070_039_8,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
    ];
    let tail = |q: f64| {
        let q = libm::sqrt(-2.0 * libm::log(q));
        let top = ((((C[0] * q + C[1]) * q + C[2]) * q + C[3]) * q + C[4]) * q + C[5];
        top / ((((D[0] * q + D[1]) * q + D[2]) * q + D[3]) * q + 1.0)
    };
    let p = p.clamp(1e-12, 1.0 - 1e-12);
    if p < 0.024_25 {
        return tail(p);
    }
    if p > 0.975_75 {
        return -tail(1.0 - p);
    }
    let q = p - 0.5;
    let r = q * q;
    let top = ((((A[0] * r + A[1]) * r + A[2]) * r + A[3]) * r + A[4]) * r + A[5];
    top * q / (((((B[0] * r + B[1]) * r + B[2]) * r + B[3]) * r + B[4]) * r + 1.0)
}

/// The share of a gamma with this mean and variance that lies above `x` (Wilson and Hilferty).
pub(crate) fn above(mean: f64, variance: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if mean <= 0.0 || variance <= mean * mean * 1e-8 {
        return if mean > x { 1.0 } else { 0.0 };
    }
    let shape = mean * mean / variance;
    let ratio = x / mean;
    // Beyond any doubt on either side: spares the transcendental functions.
    let sigmas = (x - mean) / libm::sqrt(variance);
    if sigmas > 40.0 {
        return 0.0;
    }
    let z = (libm::cbrt(ratio) - 1.0 + 1.0 / (9.0 * shape)) * 3.0 * libm::sqrt(shape);
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

/// The quantile of a gamma with this mean and variance, `z` being the normal quantile (Wilson and
/// Hilferty; within 1.8 % of exact M/M/c sojourns for p50 and p99).
fn gamma_quantile(mean: f64, variance: f64, z: f64) -> f64 {
    if mean <= 0.0 || variance <= mean * mean * 1e-8 {
        return mean.max(0.0);
    }
    let shape = mean * mean / variance;
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
    let root = root.max(0.0);
    mean * root * root * root
}

/// Latencies of a while, in bins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    bins: Vec<(i32, Moments)>,
}

impl Latencies {
    /// Adds a mass of latencies with mean and variance, in seconds.
    pub(crate) fn add(&mut self, mass: f64, mean: f64, variance: f64) {
        if mass <= 0.0 {
            return;
        }
        let mean = mean.max(0.0);
        self.put(bin(mean), &Moments::of(mass, mean, variance));
    }

    fn put(&mut self, bin: i32, moments: &Moments) {
        match self.bins.binary_search_by_key(&bin, |(key, _)| *key) {
            Ok(place) => self.bins[place].1.merge(moments),
            Err(place) => self.bins.insert(place, (bin, *moments)),
        }
    }

    /// Adds all of another's.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (bin, moments) in &other.bins {
            self.put(*bin, moments);
        }
    }

    /// How much there is.
    pub(crate) fn mass(&self) -> f64 {
        self.bins.iter().map(|(_, moments)| moments.mass).sum()
    }

    /// All bins as one.
    pub(crate) fn whole(&self) -> Moments {
        let mut whole = Moments::default();
        for (_, moments) in &self.bins {
            whole.merge(moments);
        }
        whole
    }

    /// The share above `x` seconds; 0 of nothing.
    pub(crate) fn share_above(&self, x: f64) -> f64 {
        let mass = self.mass();
        if mass <= 0.0 {
            return 0.0;
        }
        let beyond: f64 =
            self.bins.iter().map(|(_, m)| m.mass * above(m.mean(), m.variance(), x)).sum();
        beyond / mass
    }

    /// The quantile `p` in seconds; `None` of nothing. One gamma while all mass lies close
    /// together, else bisection on the mixture.
    pub(crate) fn quantile(&self, p: f64) -> Option<f64> {
        let whole = self.whole();
        if whole.mass <= 1e-12 {
            return None;
        }
        let heavy =
            || self.bins.iter().filter(|(_, m)| m.mass > 1e-6 * whole.mass).map(|(_, m)| m.mean());
        let lowest = heavy().fold(f64::INFINITY, f64::min);
        let highest = heavy().fold(0.0, f64::max);
        if highest <= 2.5 * lowest {
            return Some(gamma_quantile(whole.mean(), whole.variance(), normal_quantile(p)));
        }
        let (mut low, mut high) = (0.0, highest);
        while self.share_above(high) > 1.0 - p && high < 1e6 {
            high = high * 2.0 + 1e-4;
        }
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if self.share_above(middle) > 1.0 - p {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(high)
    }
}

/// Thirds of an octave from the bits of the number, without a logarithm.
fn bin(value: f64) -> i32 {
    const THIRD: f64 = 1.259_921_049_894_873;
    const TWO_THIRDS: f64 = 1.587_401_051_968_199_4;
    let value = value.max(1e-5);
    let bits = value.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 1023;
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    exponent * 3 + i32::from(mantissa >= THIRD) + i32::from(mantissa >= TWO_THIRDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_an_exponential_are_close() {
        let mut latencies = Latencies::default();
        latencies.add(10.0, 1.0, 1.0);
        let p99 = latencies.quantile(0.99).unwrap_or_default();
        assert!((p99 / 4.605 - 1.0).abs() < 0.02, "{p99}");
    }

    #[test]
    fn a_second_mode_sets_the_tail() {
        let mut latencies = Latencies::default();
        latencies.add(98.0, 0.05, 0.000_4);
        latencies.add(2.0, 1.0, 0.0);
        let p99 = latencies.quantile(0.99).unwrap_or_default();
        assert!((p99 - 1.0).abs() < 0.01, "{p99}");
    }

    #[test]
    fn bins_are_thirds_of_an_octave() {
        assert_eq!(bin(2.0) - bin(1.0), 3);
        assert_eq!(bin(1.3) - bin(1.0), 1);
    }
}
