//! What waits for its time: attempts in their pause, work longer than a step. It is kept by when
//! it is due, so that a step only touches what is due in it. It never decides what happens then.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::quantity::rounded;
use crate::world::cohort::{Joiner, Owner};

/// Executions that wait for their time.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    /// When it is, on average.
    pub(crate) at: f64,
    /// How that varies.
    pub(crate) variance: f64,
    /// Which attempt they will be.
    pub(crate) attempt: usize,
    /// How many.
    pub(crate) mass: f64,
    /// The calls that they serve.
    pub(crate) owners: Vec<Owner>,
    /// How many owners there were when they were last put together.
    pub(crate) tidied: usize,
}

/// All that waits, by when it is due: near ones of the same attempt are kept together, so that
/// their number does not grow with the length of the pauses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda(BTreeMap<(u64, usize), Due>);

/// The place of a time in the order, in microseconds; a drill's warm-up lies before 0.
fn place(time: f64) -> u64 {
    rounded((time + 10_000.0).max(0.0) * 1e6).unsigned_abs()
}

impl Agenda {
    /// Adds executions, together with those due in the same `grain` of seconds.
    pub(crate) fn push(&mut self, next: Due, grain: f64, joiner: &mut Joiner) {
        let slot = place(libm::floor(next.at / grain) * grain);
        match self.0.entry((slot, next.attempt)) {
            Entry::Vacant(vacant) => {
                vacant.insert(next);
            }
            Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                let mass = known.mass + next.mass;
                if mass > 0.0 {
                    let share = next.mass / mass;
                    known.at += (next.at - known.at) * share;
                    known.variance += (next.variance - known.variance) * share;
                }
                known.mass = mass;
                known.owners.extend(next.owners);
                // Only once the list has doubled: else who has many owners sorts them for ever.
                if known.owners.len() > 2 * known.tidied + 64 {
                    joiner.tidy(&mut known.owners);
                    known.tidied = known.owners.len();
                }
            }
        }
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes what is due before `end`, in order.
    pub(crate) fn due(&mut self, end: f64) -> Vec<Due> {
        let end = place(end);
        if self.0.first_key_value().is_none_or(|((first, _), _)| *first > end) {
            return Vec::new();
        }
        let rest = self.0.split_off(&(end, 0));
        std::mem::replace(&mut self.0, rest).into_values().collect()
    }

    /// All of it.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Due> {
        self.0.values()
    }

    /// All of it, to change.
    pub(crate) fn each_mut(&mut self) -> impl Iterator<Item = &mut Due> {
        self.0.values_mut()
    }
}
