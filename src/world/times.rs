//! Times of a mass that took different roads: a few parts, each with its moments, by double octave. A
//! visit that found its answer in a cache and one that did not are kept apart. It never keeps
//! single requests.

use std::cmp::Ordering;

use crate::world::quantile::{Delay, Moments};

/// Most parts kept apart. Four and nothing else fill 128 bytes, which are still copied without a
/// call: a step copies thousands.
const MOST: usize = 4;

/// A mass in parts, the quickest first; those without mass, at the end, are none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Times {
    parts: [Moments; MOST],
}

impl From<Moments> for Times {
    fn from(moments: Moments) -> Self {
        let mut own = Self::default();
        if moments.mass > 0.0 {
            own.parts[0] = moments;
        }
        own
    }
}

impl Times {
    /// A mass of one kind.
    pub(crate) fn of(mass: f64, time: Delay) -> Self {
        Self::from(Moments::of(mass, time))
    }

    /// How much in all.
    pub(crate) fn mass(&self) -> f64 {
        self.parts.iter().map(|part| part.mass).sum()
    }

    fn len(&self) -> usize {
        self.parts.iter().position(|part| part.mass <= 0.0).unwrap_or(MOST)
    }

    /// The parts.
    pub(crate) fn parts(&self) -> &[Moments] {
        &self.parts[..self.len()]
    }

    /// The mean time of all; 0 of nothing.
    pub(crate) fn mean(&self) -> f64 {
        self.whole().mean()
    }

    /// All parts as one.
    pub(crate) fn whole(&self) -> Moments {
        let mut whole = self.parts[0];
        for part in &self.parts[1..] {
            whole.merge(part);
        }
        whole
    }

    /// Adds a mass with its time.
    pub(crate) fn add(&mut self, mass: f64, time: Delay) {
        self.join(&Moments::of(mass, time));
    }

    /// Adds a mass with its time.
    pub(crate) fn join(&mut self, more: &Moments) {
        if more.mass <= 0.0 {
            return;
        }
        if self.parts[0].mass <= 0.0 {
            self.parts[0] = *more;
            return;
        }
        let own = Octave::of(more);
        let mut place = 0;
        while place < MOST && self.parts[place].mass > 0.0 {
            let known = &mut self.parts[place];
            match own.place_of(known) {
                Ordering::Equal => return known.merge(more),
                Ordering::Greater => break,
                Ordering::Less => place += 1,
            }
        }
        if self.parts[MOST - 1].mass > 0.0 {
            self.make_room();
            return self.join(more);
        }
        if self.parts[place].mass > 0.0 {
            self.parts.copy_within(place..MOST - 1, place + 1);
        }
        self.parts[place] = *more;
    }

    /// Puts the lightest neighbours together.
    fn make_room(&mut self) {
        let mut best = (f64::INFINITY, 1);
        for place in 1..MOST {
            let together = self.parts[place - 1].mass.min(self.parts[place].mass);
            if together < best.0 {
                best = (together, place);
            }
        }
        let gone = self.parts[best.1];
        self.parts[best.1 - 1].merge(&gone);
        self.parts.copy_within(best.1 + 1.., best.1);
        self.parts[MOST - 1] = Moments::default();
    }

    /// Adds all of another's.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.parts[0].mass <= 0.0 {
            *self = *other;
            return;
        }
        for part in other.parts() {
            self.join(part);
        }
    }

    /// The same, later by an independent time.
    pub(crate) fn later(&self, more: &Delay) -> Self {
        if self.parts[1].mass <= 0.0 {
            return Self::from(self.parts[0].later(more));
        }
        let mut next = Self::default();
        for part in self.parts() {
            next.join(&part.later(more));
        }
        next
    }

    /// The same from another moment on, `by` an independent time: what was kept apart stays so,
    /// also where times become small or lie before that moment.
    pub(crate) fn moved(&self, by: &Delay) -> Self {
        let mut next = *self;
        for part in &mut next.parts {
            *part = part.later(by);
        }
        next
    }

    /// The same mass, after times spread like those of `first` and independent of them.
    pub(crate) fn after(&self, first: &Self) -> Self {
        match (first.parts(), self.parts()) {
            ([], _) | (_, []) => *self,
            ([one], _) => self.later(&one.time()),
            (before, after) => {
                let all = 1.0 / first.mass();
                let mut next = Self::default();
                for late in after {
                    let (share, late) = (late.mass * all, late.time());
                    for early in before {
                        next.join(&early.times(share).later(&late));
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
        for part in &mut self.parts {
            *part = part.times(factor);
        }
    }

    /// Whether none of it can come near `limit`: spares looking at the tails.
    pub(crate) fn far_below(&self, limit: f64) -> bool {
        self.parts().iter().all(|part| {
            let time = part.time();
            let room = 0.2 * limit - time.mean;
            room > 0.0 && room * room > 64.0 * time.variance()
        })
    }

    /// Takes out what lies above `limit` once `before` has passed too, where that is more than the
    /// share `least` of all. Returns how much that was.
    pub(crate) fn cut_above(&mut self, limit: f64, before: &Delay, least: f64) -> f64 {
        let mut late = [0.0; MOST];
        let mut all = 0.0;
        for (late, part) in late.iter_mut().zip(self.parts()) {
            *late = part.time().then(before).above(limit);
            all += part.mass * *late;
        }
        if all <= least * self.mass() {
            return 0.0;
        }
        let before = std::mem::take(self);
        for (part, late) in before.parts().iter().zip(late) {
            self.join(&part.times(1.0 - late));
        }
        all
    }
}

/// A double octave of mean times, from a ten-thousandth of a second on.
#[derive(Clone, Copy, Debug)]
struct Octave {
    /// Where it begins, in seconds; the first one takes all that is shorter.
    begin: f64,
    /// Where it ends, in seconds.
    end: f64,
}

impl Octave {
    /// Where the first one begins.
    const FIRST: f64 = 1e-4;

    /// That of a mean time, from the bits of the number, without a logarithm.
    fn of(part: &Moments) -> Self {
        let bits = (part.sum / part.mass).max(Self::FIRST).to_bits() >> 53;
        let begin = f64::from_bits(bits << 53);
        let begin = if begin <= Self::FIRST { f64::NEG_INFINITY } else { begin };
        Self { begin, end: f64::from_bits((bits + 1) << 53) }
    }

    /// Where another mean time lies from here. Ends are powers of four, so that multiplying by
    /// them is exact, and says what dividing would.
    fn place_of(&self, part: &Moments) -> Ordering {
        if part.sum < self.begin * part.mass {
            Ordering::Less
        } else if part.sum < self.end * part.mass {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }
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
