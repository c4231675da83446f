//! Attempts that pause before they are made: kept by when they are due. When that is, and whether
//! they may be made at all, is `policy`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::quantity::rounded;
use crate::world::cohort::{Joiner, Owner};

/// Slices a jittered backoff is split into.
pub(crate) const JITTER_SLICES: u32 = 4;

/// Attempts that wait for their time.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    /// When they are made, on average.
    pub(crate) due: f64,
    /// Which attempt they will be.
    pub(crate) attempt: usize,
    /// How many.
    pub(crate) mass: f64,
    /// The calls that the waiting executions serve.
    pub(crate) owners: Vec<Owner>,
}

/// All attempts of a stage that wait, by when they are due: near ones of the same attempt are kept
/// together, so that their number does not grow with the length of the pauses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backoffs(BTreeMap<(u64, usize), Backoff>);

/// The place of a time in the order, in microseconds; a drill's warm-up lies before 0.
fn place(time: f64) -> u64 {
    rounded((time + 10_000.0).max(0.0) * 1e6).unsigned_abs()
}

impl Backoffs {
    /// Adds attempts, together with those due in the same `grain` of seconds.
    pub(crate) fn push(&mut self, next: Backoff, grain: f64, joiner: &mut Joiner) {
        let slot = place(libm::ceil(next.due / grain) * grain);
        match self.0.entry((slot, next.attempt)) {
            Entry::Vacant(vacant) => {
                vacant.insert(next);
            }
            Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                let mass = known.mass + next.mass;
                if mass > 0.0 {
                    known.due += (next.due - known.due) * next.mass / mass;
                }
                known.mass = mass;
                known.owners.extend(next.owners);
                if known.owners.len() > 64 {
                    joiner.tidy(&mut known.owners);
                }
            }
        }
    }

    /// Takes those that are due before `end`, in order.
    pub(crate) fn due(&mut self, end: f64) -> Vec<Backoff> {
        if self.0.first_key_value().is_none_or(|((first, _), _)| *first > place(end)) {
            return Vec::new();
        }
        let rest = self.0.split_off(&(place(end), 0));
        std::mem::replace(&mut self.0, rest).into_values().collect()
    }

    /// All of them.
    pub(crate) fn each(&mut self) -> impl Iterator<Item = &mut Backoff> {
        self.0.values_mut()
    }
}
