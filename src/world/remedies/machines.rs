//! Stopping machines that act by themselves, and letting them go on. It never decides what they do.

use crate::model::id::PartId;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::remedies::doors::takes_back;
use crate::world::remedies::{Effect, failed};

/// The machines of a part, and those that the scenario has added.
const MACHINES: [&str; 4] = ["autoscale", "health", "failover", "story"];

impl World {
    /// Stops the machines of a part, or the one that is named; `off` lets them go on.
    pub(super) fn pause_automation(&mut self, part: &PartId, args: &str) -> Effect {
        let mut words: Vec<&str> = args.split_whitespace().collect();
        let goes_on = words.iter().any(|word| takes_back(word));
        words.retain(|word| !takes_back(word));
        let named = words.first().copied();
        if let Some(name) = named.filter(|name| !MACHINES.contains(name)) {
            return failed(format!("`{name}` is no machine: write autoscale, health or failover"));
        }
        for machine in MACHINES.into_iter().filter(|own| named.is_none_or(|name| name == *own)) {
            if goes_on {
                self.paused.remove(&(part.clone(), machine));
            } else {
                self.paused.insert((part.clone(), machine));
            }
        }
        let own = self.machines(part);
        match named {
            Some(name) if !own.contains(&name) => {
                failed(format!("{part} has no {name} of its own"))
            }
            None if own.is_empty() => failed(format!("nothing of {part} acts by itself")),
            _ => Effect::Works,
        }
    }

    /// The machines that a part has.
    fn machines(&self, part: &PartId) -> Vec<&'static str> {
        let mut own = Vec::new();
        match self.current.parts.get(part).map(|own| &own.kind) {
            Some(PartKind::Service(service)) => {
                own.extend(service.autoscale.is_some().then_some("autoscale"));
                own.extend(service.health.is_some().then_some("health"));
            }
            Some(PartKind::Database(database)) => {
                let auto = database.failover.is_some_and(|rule| rule.auto);
                own.extend(auto.then_some("failover"));
            }
            _ => {}
        }
        own
    }

    /// Whether a machine of a part rests: people paused it, or its control loop stands still.
    pub(crate) fn rests(&self, part: &PartId, machine: &'static str) -> bool {
        let paused = !self.paused.is_empty() && self.paused.contains(&(part.clone(), machine));
        paused || self.stalled(part.as_str())
    }

    /// Whether people have paused what the scenario lets act on a part.
    pub fn automation_paused(&self, part: &PartId) -> bool {
        self.rests(part, "story")
    }
}
