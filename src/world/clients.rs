//! Visits of client classes: profile over the day, peaks, floods, and the chance of each second.
//! Noise is drawn here and nowhere else, by key, so that nothing done elsewhere reshuffles it.

use crate::model::chance::uniform_at;
use crate::model::system::ClientClass;
use crate::world::World;
use crate::world::quantile::normal_quantile;

const DAY: f64 = 86_400.0;
/// Most visits a second of a class: beyond it, sums over a drill would lose the small numbers.
const MOST: f64 = 1e9;

impl World {
    /// Visits that begin in the second from `second` on, by node of their source.
    pub(crate) fn visits(&self, second: i64) -> Vec<(usize, f64)> {
        let mut visits = Vec::new();
        for &node in self.engine.layout.sources.values() {
            let plan = &self.engine.layout.nodes[node];
            let Some(class) = self.current.clients.get(&plan.part) else {
                continue;
            };
            let time = f64::from(self.time_of_day) + second as f64 + 0.5;
            let mean = traffic(class, time) * self.flood(plan.part.as_str());
            let mean = mean.min(MOST);
            let mass = if self.noise {
                drawn(mean, uniform_at(self.seed, plan.subject, second.cast_unsigned()))
            } else {
                mean
            };
            visits.push((node, mass));
        }
        visits
    }
}

/// Visits of a class per second at a time of day in seconds, floods left out.
pub fn traffic(class: &ClientClass, time: f64) -> f64 {
    class.rate.max(0.0) * profile(class, time) * peak(class, time)
}

/// The factor of the time of day, linear between the points, round the clock.
fn profile(class: &ClientClass, time: f64) -> f64 {
    let points = &class.profile;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return 1.0;
    };
    let time = time.rem_euclid(DAY);
    let mut before = (f64::from(last.0) - DAY, last.1);
    for &(at, factor) in points {
        let after = (f64::from(at), factor);
        if time < after.0 {
            return between(before, after, time);
        }
        before = after;
    }
    between(before, (f64::from(first.0) + DAY, first.1), time)
}

fn between(before: (f64, f64), after: (f64, f64), time: f64) -> f64 {
    let width = after.0 - before.0;
    if width <= 0.0 {
        return after.1.max(0.0);
    }
    (before.1 + (after.1 - before.1) * (time - before.0) / width).max(0.0)
}

fn peak(class: &ClientClass, time: f64) -> f64 {
    class.peaks.map_or(1.0, |peaks| {
        let every = peaks.every.as_f64();
        if every > 0.0 && time.rem_euclid(every) < peaks.lasts.as_f64() {
            peaks.factor.max(0.0)
        } else {
            1.0
        }
    })
}

/// A Poisson number of this mean at `uniform`: by its sum when few, by the normal with
/// Cornish and Fisher's first correction when many (not rounded, so that the mean stays).
fn drawn(mean: f64, uniform: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    if mean < 30.0 {
        let mut term = libm::exp(-mean);
        let mut sum = term;
        let mut count = 0.0;
        while sum < uniform && count < 200.0 {
            count += 1.0;
            term *= mean / count;
            sum += term;
        }
        return count;
    }
    let z = normal_quantile(uniform);
    (mean + z * libm::sqrt(mean) + (z * z - 1.0) / 6.0).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_numbers_keep_mean_and_variance() {
        for mean in [2.0, 400.0] {
            let draws: Vec<f64> = (0..20_000).map(|i| drawn(mean, uniform_at(1, 2, i))).collect();
            let average = draws.iter().sum::<f64>() / 20_000.0;
            let variance =
                draws.iter().map(|d| (d - average) * (d - average)).sum::<f64>() / 20_000.0;
            assert!((average / mean - 1.0).abs() < 0.02, "{mean}: {average}");
            assert!((variance / mean - 1.0).abs() < 0.05, "{mean}: {variance}");
        }
    }
}
