//! Percentiles of latencies from moments: masses with the first three moments of their time,
//! collected in bins of a third of an octave. It never keeps single requests.

/// A time as its first three raw moments, which sums and mixtures need no division for. The third
/// tells a mixture of fast and slow from a gamma.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Delay {
    /// Mean, in seconds.
    pub(crate) mean: f64,
    /// Mean of the square.
    pub(crate) square: f64,
    /// Mean of the cube.
    pub(crate) cube: f64,
}

impl Delay {
    /// Always the same.
    pub(crate) const fn fixed(mean: f64) -> Self {
        Self { mean, square: mean * mean, cube: mean * mean * mean }
    }

    /// By mean, variance and third central moment.
    pub(crate) const fn central(mean: f64, variance: f64, third: f64) -> Self {
        Self {
            mean,
            square: mean * mean + variance,
            cube: mean * (mean * mean + 3.0 * variance) + third,
        }
    }

    /// A gamma of this mean and coefficient of variation.
    pub(crate) const fn gamma(mean: f64, spread: f64) -> Self {
        let spread = spread * spread;
        let square = mean * mean * (1.0 + spread);
        Self { mean, square, cube: mean * square * (1.0 + 2.0 * spread) }
    }

    /// Spread evenly around `mean`, `width` wide.
    pub(crate) const fn even(mean: f64, width: f64) -> Self {
        Self::central(mean, width * width / 12.0, 0.0)
    }

    /// Variance.
    pub(crate) fn variance(&self) -> f64 {
        (self.square - self.mean * self.mean).max(0.0)
    }

    /// Third central moment.
    pub(crate) fn third(&self) -> f64 {
        self.cube - self.mean * (3.0 * self.square - 2.0 * self.mean * self.mean)
    }

    /// One after the other, independent.
    pub(crate) fn then(&self, next: &Self) -> Self {
        Self {
            mean: self.mean + next.mean,
            square: self.square + 2.0 * self.mean * next.mean + next.square,
            cube: self.cube + 3.0 * (self.square * next.mean + self.mean * next.square) + next.cube,
        }
    }

    /// The same without what it began with, which is known to be a part of it.
    pub(crate) fn without(&self, begin: &Self) -> Self {
        Self::central(
            (self.mean - begin.mean).max(0.0),
            (self.variance() - begin.variance()).max(0.0),
            (self.third() - begin.third()).max(0.0),
        )
    }

    /// Whether it hardly varies at all.
    fn narrow(&self) -> bool {
        self.variance() <= self.mean * self.mean * 1e-8
    }

    /// Skewness, within what the three-moment formulas bear.
    fn skew(&self) -> f64 {
        let variance = self.variance();
        let spread = variance * libm::sqrt(variance);
        if spread > 0.0 { (self.third() / spread).clamp(-1.0, 6.0) } else { 0.0 }
    }

    /// The share that lies above `x`.
    pub(crate) fn above(&self, x: f64) -> f64 {
        Shape::of(self).above(x)
    }

    /// The quantile at the normal quantile `z`, by the same formula (Kirby 1972).
    fn quantile(&self, z: f64) -> f64 {
        if self.narrow() {
            return self.mean.max(0.0);
        }
        let deviation = libm::sqrt(self.variance());
        let skew = self.skew();
        let factor = if skew.abs() < 1e-3 {
            z
        } else {
            let root = (1.0 + skew / 6.0 * (z - skew / 6.0)).max(0.0);
            2.0 / skew * (root * root * root - 1.0)
        };
        (self.mean + deviation * factor).max(0.0)
    }
}

/// A time as a distribution: Pearson's type III by Wilson and Hilferty's cube root, which for a
/// gamma is theirs.
#[derive(Clone, Copy, Debug)]
struct Shape {
    mean: f64,
    /// One over the standard deviation; endless of what hardly varies.
    sharpness: f64,
    skew: f64,
}

impl Shape {
    fn of(time: &Delay) -> Self {
        let narrow = time.narrow();
        let sharpness = if narrow { f64::INFINITY } else { 1.0 / libm::sqrt(time.variance()) };
        Self { mean: time.mean, sharpness, skew: if narrow { 0.0 } else { time.skew() } }
    }

    /// The share that lies above `x`.
    fn above(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 1.0;
        }
        if self.sharpness.is_infinite() {
            return if self.mean > x { 1.0 } else { 0.0 };
        }
        let sigmas = (x - self.mean) * self.sharpness;
        // Beyond any doubt: spares the transcendental functions.
        if sigmas > 40.0 {
            return 0.0;
        }
        let skew = self.skew;
        let z = if skew.abs() < 1e-3 {
            sigmas
        } else {
            let inside = 1.0 + skew / 2.0 * sigmas;
            if inside <= 0.0 {
                return if skew > 0.0 { 1.0 } else { 0.0 };
            }
            6.0 / skew * (libm::cbrt(inside) - 1.0) + skew / 6.0
        };
        // A normal that lies beyond this is one of ten million millions.
        if z > 7.5 {
            return 0.0;
        }
        if z < -7.5 {
            return 1.0;
        }
        0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
    }
}

/// A mass with the sums of its time and of the powers of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    /// How much.
    pub(crate) mass: f64,
    /// Sum of the times.
    pub(crate) sum: f64,
    /// Sum of their squares.
    pub(crate) square: f64,
    /// Sum of their cubes.
    pub(crate) cube: f64,
}

impl Moments {
    /// A mass and its time.
    pub(crate) const fn of(mass: f64, time: Delay) -> Self {
        Self { mass, sum: mass * time.mean, square: mass * time.square, cube: mass * time.cube }
    }

    /// Adds a mass with its time.
    pub(crate) fn add(&mut self, mass: f64, time: Delay) {
        self.merge(&Self::of(mass, time));
    }

    /// Adds another: the mixture.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.mass += other.mass;
        self.sum += other.sum;
        self.square += other.square;
        self.cube += other.cube;
    }

    /// The same, later by an independent time.
    pub(crate) fn later(&self, more: &Delay) -> Self {
        Self {
            mass: self.mass,
            sum: self.sum + self.mass * more.mean,
            square: self.square + 2.0 * self.sum * more.mean + self.mass * more.square,
            cube: self.cube
                + 3.0 * (self.square * more.mean + self.sum * more.square)
                + self.mass * more.cube,
        }
    }

    /// The same times for `factor` times the mass.
    pub(crate) fn times(&self, factor: f64) -> Self {
        Self {
            mass: self.mass * factor,
            sum: self.sum * factor,
            square: self.square * factor,
            cube: self.cube * factor,
        }
    }

    /// The mean time; 0 of nothing.
    pub(crate) fn mean(&self) -> f64 {
        if self.mass > 0.0 { self.sum / self.mass } else { 0.0 }
    }

    /// The time of one; 0 of nothing.
    pub(crate) fn time(&self) -> Delay {
        if self.mass <= 0.0 {
            return Delay::default();
        }
        let each = 1.0 / self.mass;
        Delay { mean: self.sum * each, square: self.square * each, cube: self.cube * each }
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

/// A bin of latencies: which third of an octave, and what lies in it.
pub(crate) type Bin = (i32, Moments);

/// Latencies of a while, in bins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    bins: Vec<Bin>,
}

impl From<&[Bin]> for Latencies {
    fn from(bins: &[Bin]) -> Self {
        Self { bins: bins.to_vec() }
    }
}

impl Latencies {
    /// Adds a mass of latencies, in seconds.
    pub(crate) fn add(&mut self, mass: f64, time: Delay) {
        if mass > 0.0 {
            self.put(bin(time.mean), &Moments::of(mass, time));
        }
    }

    /// Adds a mass of latencies.
    pub(crate) fn join(&mut self, times: &Moments) {
        if times.mass > 0.0 {
            self.put(bin(times.mean()), times);
        }
    }

    fn put(&mut self, bin: i32, moments: &Moments) {
        match self.bins.iter().position(|(key, _)| *key >= bin) {
            Some(place) if self.bins[place].0 == bin => self.bins[place].1.merge(moments),
            Some(place) => self.bins.insert(place, (bin, *moments)),
            None => self.bins.push((bin, *moments)),
        }
    }

    /// The bins, the quickest first.
    pub(crate) fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// Adds `factor` times all of another's bins, which are in order.
    pub(crate) fn merge(&mut self, bins: &[Bin], factor: f64) {
        let mut place = 0;
        for (bin, moments) in bins {
            let moments = moments.times(factor);
            while self.bins.get(place).is_some_and(|(own, _)| own < bin) {
                place += 1;
            }
            match self.bins.get_mut(place) {
                Some((own, known)) if own == bin => known.merge(&moments),
                _ => self.bins.insert(place, (*bin, moments)),
            }
        }
    }

    /// Makes it `factor` times as much.
    pub(crate) fn scale(&mut self, factor: f64) {
        for (_, moments) in &mut self.bins {
            *moments = moments.times(factor);
        }
    }

    /// Forgets all, and keeps its room.
    pub(crate) fn clear(&mut self) {
        self.bins.clear();
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
        self.mass_above(x) / mass
    }

    fn mass_above(&self, x: f64) -> f64 {
        self.bins.iter().map(|(_, m)| m.mass * m.time().above(x)).sum()
    }

    /// The quantile `p` in seconds; `None` of nothing. One distribution while all mass lies close
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
            return Some(whole.time().quantile(normal_quantile(p)));
        }
        let shapes: Vec<(f64, Shape)> =
            self.bins.iter().map(|(_, m)| (m.mass, Shape::of(&m.time()))).collect();
        let above = |x: f64| shapes.iter().map(|(mass, shape)| mass * shape.above(x)).sum::<f64>();
        let beyond = |x: f64| above(x) - (1.0 - p) * whole.mass;
        let (mut low, mut high) = ((0.0, p * whole.mass), (highest, beyond(highest)));
        while high.1 > 0.0 && high.0 < 1e6 {
            low = high;
            let next = high.0 * 2.0 + 1e-4;
            high = (next, beyond(next));
        }
        Some(between(low, high, beyond))
    }
}

/// Where `of` falls through zero between two points, to a thousandth: readings are read by people.
/// The Illinois rule: the secant, with the side that stays put counted for half.
fn between(mut low: (f64, f64), mut high: (f64, f64), of: impl Fn(f64) -> f64) -> f64 {
    let mut side = 0;
    for _ in 0..60 {
        if high.0 - low.0 <= 1e-3 * high.0 || high.0 <= 1e-6 {
            break;
        }
        let share = (low.1 / (low.1 - high.1)).clamp(0.02, 0.98);
        let at = low.0 + (high.0 - low.0) * if share.is_finite() { share } else { 0.5 };
        let value = of(at);
        if value > 0.0 {
            low = (at, value);
            high.1 *= if side == 1 { 0.5 } else { 1.0 };
            side = 1;
        } else {
            high = (at, value);
            low.1 *= if side == 2 { 0.5 } else { 1.0 };
            side = 2;
        }
    }
    high.0
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
        latencies.add(10.0, Delay::gamma(1.0, 1.0));
        let p99 = latencies.quantile(0.99).unwrap_or_default();
        assert!((p99 / 4.605 - 1.0).abs() < 0.02, "{p99}");
    }

    #[test]
    fn a_second_mode_sets_the_tail() {
        let mut latencies = Latencies::default();
        latencies.add(98.0, Delay::gamma(0.05, 0.4));
        latencies.add(2.0, Delay::fixed(1.0));
        let p99 = latencies.quantile(0.99).unwrap_or_default();
        assert!((p99 - 1.0).abs() < 0.01, "{p99}");
    }

    #[test]
    fn bins_are_thirds_of_an_octave() {
        assert_eq!(bin(2.0) - bin(1.0), 3);
        assert_eq!(bin(1.3) - bin(1.0), 1);
    }
}
