//! What is so at this moment: the answer to every leaf of a condition of the story. Alerts do not
//! ask here; they read what monitoring has.

use std::collections::BTreeMap;

use crate::drill::past::Past;
use crate::model::condition::{Situation, Test};
use crate::model::id::FactId;
use crate::world::World;

/// Seconds that a metric is read over where a condition asks for "now".
pub(super) const MOMENT: u32 = 15;

/// The truth, and what has happened after entry `since`.
#[derive(Clone, Copy)]
pub(super) struct Now<'a> {
    pub(super) world: &'a World,
    pub(super) facts: &'a BTreeMap<FactId, f64>,
    pub(super) past: &'a Past,
    pub(super) since: u64,
}

impl Now<'_> {
    pub(super) fn fact(&self, fact: &FactId) -> f64 {
        self.facts.get(fact).copied().unwrap_or(0.0)
    }
}

impl Situation for Now<'_> {
    fn holds(&self, leaf: &Test) -> bool {
        match leaf {
            Test::Metric { metric, bounds, scope } => self
                .world
                .read(&metric.part, metric.metric, scope, MOMENT)
                .is_some_and(|value| bounds.hold(value)),
            Test::Fact { fact, bounds } => bounds.hold(self.fact(fact)),
            Test::Fault { fault, is } => self.past.fault(self.since, fault, *is),
            Test::Deployed { part, version } => self.world.runs(part, version),
            Test::Remedy { remedy, target, is, args, count } => {
                let wanted = (remedy, target.as_ref(), args.as_deref());
                self.past.has_remedy(self.since, wanted, *is, *count)
            }
            Test::Event { event, filters, count } => {
                self.past.has_event(self.since, *event, filters, *count)
            }
            // The watch itself knows the time and the parts of a whole.
            Test::After(_) | Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Never => false,
        }
    }
}
