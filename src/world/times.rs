//! Times of a mass that took different roads: a few parts, each with its moments, by octave. A
//! visit that found its answer in a cache and one that did not are kept apart. It never keeps
//! single requests.

use crate::world::quantile::{Delay, Moments};

/// Most parts kept apart.
const MOST: usize = 5;

/// A mass in parts, the quickest first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    len: usize,
    mass: f64,
    parts: [Moments; MOST],
}

impl From<Moments> for Times {
    fn from(moments: Moments) -> Self {
        Self::of(moments.mass, moments.time)
    }
}

impl Times {
    /// A mass of one kind.
    pub(crate) fn of(mass: f64, time: Delay) -> Self {
        let mut own = Self::default();
        own.add(mass, time);
        own
    }

    /// How much in all.
    pub(crate) const fn mass(&self) -> f64 {
        self.mass
    }

    /// The parts.
    pub(crate) fn parts(&self) -> &[Moments] {
        &self.parts[..self.len]
    }

    /// The mean time of all; 0 of nothing.
    pub(crate) fn mean(&self) -> f64 {
        match self.parts() {
            [] => 0.0,
            [one] => one.time.mean,
            all => all.iter().map(|part| part.mass * part.time.mean).sum::<f64>() / self.mass,
        }
    }

    /// All parts as one.
    pub(crate) fn whole(&self) -> Moments {
        let mut whole = Moments::default();
        for part in self.parts() {
            whole.merge(part);
        }
        whole
    }

    /// Adds a mass with its time.
    pub(crate) fn add(&mut self, mass: f64, time: Delay) {
        if mass <= 0.0 {
            return;
        }
        self.mass += mass;
        let octave = octave(time.mean);
        let mut place = 0;
        while place < self.len {
            let own = self::octave(self.parts[place].time.mean);
            if own == octave {
                self.parts[place].add(mass, time);
                return;
            }
            if own > octave {
                break;
            }
            place += 1;
        }
        if self.len == MOST {
            self.make_room();
            self.mass -= mass;
            self.add(mass, time);
            return;
        }
        self.parts.copy_within(place..self.len, place + 1);
        self.parts[place] = Moments::of(mass, time);
        self.len += 1;
    }

    /// Puts the lightest neighbours together.
    fn make_room(&mut self) {
        let mut best = (f64::INFINITY, 0);
        for place in 1..self.len {
            let together = self.parts[place - 1].mass.min(self.parts[place].mass);
            if together < best.0 {
                best = (together, place);
            }
        }
        let place = best.1.max(1);
        let gone = self.parts[place];
        self.parts[place - 1].merge(&gone);
        self.parts.copy_within(place + 1..self.len, place);
        self.len -= 1;
    }

    /// Adds all of another's.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.len == 0 {
            *self = *other;
            return;
        }
        for part in other.parts() {
            self.add(part.mass, part.time);
        }
    }

    /// The same, later by an independent time.
    pub(crate) fn later(&self, more: &Delay) -> Self {
        let mut next = *self;
        for part in &mut next.parts[..next.len] {
            part.time = part.time.then(more);
        }
        next
    }

    /// The same mass, after times spread like those of `first` and independent of them.
    pub(crate) fn after(&self, first: &Self) -> Self {
        match (first.parts(), self.parts()) {
            ([], _) | (_, []) => *self,
            ([one], _) => self.later(&one.time),
            (_, [one]) => first.times(self.mass / first.mass).later(&one.time),
            (before, after) => {
                let mut next = Self::default();
                for early in before {
                    let share = early.mass / first.mass;
                    for late in after {
                        next.add(share * late.mass, early.time.then(&late.time));
                    }
                }
                next
            }
        }
    }

    /// The same times for `factor` times the mass.
    pub(crate) fn times(&self, factor: f64) -> Self {
        let mut next = *self;
        next.scale(factor);
        next
    }

    /// Changes the mass to `factor` times as much.
    pub(crate) fn scale(&mut self, factor: f64) {
        self.mass *= factor;
        for part in &mut self.parts[..self.len] {
            part.mass *= factor;
        }
    }

    /// Whether none of it can come near `limit`: spares looking at the tails.
    pub(crate) fn far_below(&self, limit: f64) -> bool {
        self.parts()
            .iter()
            .all(|part| part.time.mean + 8.0 * libm::sqrt(part.time.variance) < 0.2 * limit)
    }

    /// Takes out what lies above `limit`, where that is more than the share `least` of all.
    /// Returns how much that was.
    pub(crate) fn cut_above(&mut self, limit: f64, least: f64) -> f64 {
        let mut late = [0.0; MOST];
        let mut all = 0.0;
        for (late, part) in late.iter_mut().zip(self.parts()) {
            *late = part.time.above(limit);
            all += part.mass * *late;
        }
        if all <= least * self.mass {
            return 0.0;
        }
        self.mass = (self.mass - all).max(0.0);
        for (part, late) in self.parts[..self.len].iter_mut().zip(late) {
            part.mass *= 1.0 - late;
        }
        all
    }
}

/// The octave of a time, from the bits of the number, without a logarithm.
fn octave(value: f64) -> u64 {
    value.max(1e-4).to_bits() >> 53
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_different_roads_stays_apart_and_nothing_is_lost() {
        let mut visits = Times::of(0.9, Delay::fixed(0.01));
        visits.add(0.1, Delay::fixed(0.2));
        let with_a_call = Times::of(0.5, Delay::gamma(0.05, 1.0)).after(&visits);
        assert_eq!(with_a_call.parts().len(), 2);
        assert!((with_a_call.mass() - 0.5).abs() < 1e-12);
        assert!((with_a_call.mean() - (0.029 + 0.05)).abs() < 1e-12);
    }

    #[test]
    fn more_octaves_than_room_are_put_together() {
        let mut times = Times::default();
        for octave in 0..20 {
            times.add(1.0, Delay::fixed(0.001 * f64::from(1 << octave)));
        }
        assert!(times.parts().len() <= MOST);
        assert!((times.mass() - 20.0).abs() < 1e-12);
        assert!((times.mean() - 0.001 * f64::from((1 << 20) - 1) / 20.0).abs() < 1e-9);
    }
}
