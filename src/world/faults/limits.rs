//! Limits that refuse calls at a node's door: shed by order, throttled by a fault. It never decides
//! what becomes of those refused.

use crate::model::fault::{FaultKind, Limit};
use crate::world::World;

impl World {
    /// Sets the share that a node refuses at its door.
    pub(super) fn close_doors(&mut self, node: usize) {
        let ordered = self.fleets[node].shed;
        let limited = self.limited(node);
        self.engine.nodes[node].shed =
            if limited > 0.0 { 1.0 - (1.0 - ordered) * (1.0 - limited) } else { ordered };
    }

    /// The share of what a node refuses that was ordered; the rest a fault refuses.
    pub(crate) fn ordered_share(&self, node: usize) -> f64 {
        let (ordered, all) = (self.fleets[node].shed, self.engine.nodes[node].shed);
        if all > 0.0 { (ordered / all).min(1.0) } else { 0.0 }
    }

    /// The share of what comes that limits of faults refuse.
    fn limited(&self, node: usize) -> f64 {
        let name = self.fleets[node].name.as_str();
        let mut let_in = 1.0;
        for acting in self.faults.on(name).filter(|acting| acting.on_instances_of(name)) {
            if let FaultKind::Throttled(limit) = acting.fault.kind {
                let share = self.fleets[node].share(&acting.fault.touches) * acting.level;
                let_in *= 1.0 - self.over(node, limit) * share;
            }
        }
        1.0 - let_in
    }

    /// The share of what came in the second before that a limit does not let in.
    fn over(&self, node: usize, limit: Limit) -> f64 {
        let rated = limit.rate.map_or(0.0, |rate| {
            let each = if limit.each { self.fleets[node].ready().max(1) as f64 } else { 1.0 };
            let came: f64 =
                self.minute.last(1).map(|second| second.nodes[node].counts.arrived).sum();
            if came > 0.0 { (1.0 - rate * each / came).clamp(0.0, 1.0) } else { 0.0 }
        });
        rated.max(limit.ratio.clamp(0.0, 1.0))
    }
}
