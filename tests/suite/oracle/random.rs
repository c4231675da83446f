//! Draws for the oracle.

/// A small fast generator (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((word ^ (word >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.uniform())
    }

    fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// A gamma with this mean and coefficient of variation (Marsaglia and Tsang 2000).
    pub(crate) fn gamma(&mut self, mean: f64, spread: f64) -> f64 {
        if mean <= 0.0 || spread <= 0.0 {
            return mean.max(0.0);
        }
        if (spread - 1.0).abs() < 1e-9 {
            return self.exponential(mean);
        }
        let shape = 1.0 / (spread * spread);
        let boosted = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = boosted - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = self.uniform();
            if libm::log(1.0 - u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                let mut value = d * v;
                if shape < 1.0 {
                    value *= libm::pow(1.0 - self.uniform(), 1.0 / shape);
                }
                return value * mean / shape;
            }
        }
    }
}
