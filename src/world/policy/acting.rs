//! Faults as they act now, and which of them may concern a part or the way between two. It knows
//! nothing of what they do.

use std::collections::BTreeMap;

use crate::model::fault::{Fault, part_of};
use crate::model::id::FaultId;

/// Seconds in which memory or a disk fills again after a restart or a clean-up, where the fault has
/// no ramp.
const GROWS_IN: f64 = 60.0;

/// A fault that acts.
#[derive(Clone, Debug)]
pub struct Acting {
    /// Which.
    pub fault: Fault,
    /// 0 to 1.
    pub level: f64,
    /// Since when it acts.
    pub began: f64,
    /// It stayed behind on an instance that is no longer the primary.
    pub left_behind: bool,
}

impl Acting {
    /// The zone it is aimed at, when its target is one.
    pub fn zone(&self) -> Option<&str> {
        self.fault.target.as_str().strip_prefix("zones.")
    }

    /// How far something that grows over the fault's ramp has come by now, where it began anew at
    /// `anew`; without a ramp it takes a minute to come back.
    pub(crate) fn grown(&self, now: f64, anew: f64) -> f64 {
        if anew <= self.began {
            return self.level;
        }
        let ramp = self.fault.ramp.as_f64();
        let ramp = if ramp > 0.0 { ramp } else { GROWS_IN };
        self.level.min((now - anew).max(0.0) / ramp)
    }

    /// Whether it acts on instances of that part.
    pub fn on_instances_of(&self, part: &str) -> bool {
        !self.left_behind && (self.zone().is_some() || self.fault.target.as_str() == part)
    }
}

/// All faults that act, in the order of their names.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    all: BTreeMap<FaultId, Acting>,
    /// By part: those aimed at it, at its calls or at any zone.
    on: BTreeMap<String, Vec<FaultId>>,
    /// Those aimed at zones.
    zones: Vec<FaultId>,
}

impl Faults {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether none acts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &FaultId) -> Option<&Acting> {
        self.all.get(id)
    }

    /// All of them, with their names.
    pub fn each(&self) -> impl Iterator<Item = (&FaultId, &Acting)> {
        self.all.iter()
    }

    /// All of them.
    pub fn values(&self) -> impl Iterator<Item = &Acting> {
        self.all.values()
    }

    /// All of them, to change anything but their targets.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Acting> {
        self.all.values_mut()
    }

    /// A fault acts from now on, or otherwise than before.
    pub fn insert(&mut self, id: FaultId, acting: Acting) {
        if self.all.insert(id, acting).is_none() {
            self.sort();
        }
    }

    /// A fault ends.
    pub fn remove(&mut self, id: &FaultId) -> Option<Acting> {
        let gone = self.all.remove(id);
        if gone.is_some() {
            self.sort();
        }
        gone
    }

    /// Those that may concern a part.
    pub fn on(&self, part: &str) -> impl Iterator<Item = &Acting> {
        self.of(part).iter().filter_map(|id| self.all.get(id))
    }

    /// Those that may concern calls between two parts, each once.
    pub fn between(&self, caller: &str, callee: &str) -> impl Iterator<Item = &Acting> {
        let (mut own, mut other) = (self.of(caller), self.of(callee));
        std::iter::from_fn(move || {
            let from_own = match (own.first(), other.first()) {
                (Some(one), Some(two)) => one <= two,
                (one, _) => one.is_some(),
            };
            let from = if from_own { &mut own } else { &mut other };
            let (next, rest) = from.split_first()?;
            *from = rest;
            if from_own && other.first() == Some(next) {
                other = &other[1..];
            }
            self.all.get(next)
        })
    }

    fn of(&self, part: &str) -> &[FaultId] {
        self.on.get(part).unwrap_or(&self.zones)
    }

    fn sort(&mut self) {
        self.on.clear();
        let zones = self.all.iter().filter(|(_, acting)| acting.zone().is_some());
        self.zones = zones.map(|(id, _)| id.clone()).collect();
        for (id, acting) in self.all.iter().filter(|(_, acting)| acting.zone().is_none()) {
            let part = part_of(&acting.fault.target).as_str().to_owned();
            self.on.entry(part).or_default().push(id.clone());
        }
        for ids in self.on.values_mut() {
            ids.extend_from_slice(&self.zones);
            ids.sort();
        }
    }
}
