//! Draws for the oracle: fast ones, the same on every machine for the same seed.

/// Layers of the ziggurat.
const LAYERS: usize = 256;
/// Where the exponential's tail begins, and the area of each layer (Marsaglia and Tsang 2000).
const TAIL: f64 = 7.697_117_470_131_05;
const AREA: f64 = 0.003_949_659_822_581_572;

/// A small fast generator (splitmix64) and the tables of its ziggurat.
pub(crate) struct Dice {
    state: u64,
    spare: Option<f64>,
    /// The next exponential, drawn ahead: what is due when it was asked for need not wait for it.
    ahead: f64,
    edges: Box<[f64; LAYERS + 1]>,
    heights: Box<[f64; LAYERS + 1]>,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut edges = Box::new([0.0; LAYERS + 1]);
        let mut heights = Box::new([0.0; LAYERS + 1]);
        edges[0] = AREA / libm::exp(-TAIL);
        edges[1] = TAIL;
        for layer in 2..LAYERS {
            let before: f64 = edges[layer - 1];
            edges[layer] = -libm::log(AREA / before + libm::exp(-before));
        }
        for (height, edge) in heights.iter_mut().zip(edges.iter()) {
            *height = libm::exp(-edge);
        }
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
        let mut dice = Self { state, spare: None, ahead: 0.0, edges, heights };
        dice.ahead = dice.unit();
        dice
    }

    #[inline]
    fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// From 0 to below 1.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Whether something of this chance happens.
    #[inline]
    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        chance >= 1.0 || (chance > 0.0 && self.uniform() < chance)
    }

    /// A place among so many.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.word()) * count as u128) >> 64) as usize
    }

    /// An exponential with this mean.
    #[inline]
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        let own = self.ahead * mean;
        self.ahead = self.unit();
        own
    }

    /// One of mean 1: nearly always one draw, one product and one comparison.
    #[inline]
    fn unit(&mut self) -> f64 {
        let word = self.word();
        let layer = (word & 255) as usize;
        let x = (word >> 11) as f64 * (1.0 / (1_u64 << 53) as f64) * self.edges[layer];
        if x < self.edges[layer + 1] { x } else { self.edge_of_layer(layer, x) }
    }

    #[cold]
    fn edge_of_layer(&mut self, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return TAIL - libm::log(1.0 - self.uniform());
            }
            let (low, high) = (self.heights[layer], self.heights[layer + 1]);
            if low + self.uniform() * (high - low) < libm::exp(-x) {
                return x;
            }
            let word = self.word();
            layer = (word & 255) as usize;
            x = (word >> 11) as f64 * (1.0 / (1_u64 << 53) as f64) * self.edges[layer];
            if x < self.edges[layer + 1] {
                return x;
            }
        }
    }

    /// A standard normal (Marsaglia's polar method).
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                let factor = libm::sqrt(-2.0 * libm::log(square) / square);
                self.spare = Some(v * factor);
                return u * factor;
            }
        }
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

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn draws_have_the_moments_they_are_named_for() {
        for spread in [0.3, 1.0, 2.0] {
            let mut dice = Dice::new(7);
            let draws: Vec<f64> = (0..2_000_000).map(|_| dice.gamma(3.0, spread)).collect();
            let count = draws.len() as f64;
            let mean = draws.iter().sum::<f64>() / count;
            let square = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
            let beyond = draws.iter().filter(|x| **x > 12.0).count() as f64 / count;
            assert!((mean / 3.0 - 1.0).abs() < 0.01, "spread {spread}: mean {mean}");
            assert!((square.sqrt() / mean / spread - 1.0).abs() < 0.01, "{spread}: {square}");
            if (spread - 1.0).abs() < 1e-9 {
                let tail = libm::exp(-4.0);
                assert!((beyond / tail - 1.0).abs() < 0.02, "tail {beyond} for {tail}");
            }
        }
    }
}
