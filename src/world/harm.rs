//! What people outside lose, and what of it each remedy cost. It measures and divides; it never
//! changes what happens.

use crate::model::id::{PartId, RemedyRun};
use crate::world::World;
use crate::world::facts::TRAILING;
use crate::world::lately::Lately;

impl World {
    /// Calls failed because of a remedy.
    pub(crate) fn blame(&mut self, run: RemedyRun, mass: f64) {
        *self.blamed.entry(run).or_insert(0.0) += mass;
        self.harm.entry(run).or_insert(0.0);
    }

    /// Notes what this second's failed calls began with.
    pub(crate) fn note_blame(&mut self) {
        for (&node, &run) in &self.shedders.clone() {
            let ordered = self.ordered_share(node);
            self.blame(run, self.engine.nodes[node].counts.shed * ordered);
        }
        self.blame_refusals();
        for (&node, &run) in &self.guilty_while_down.clone() {
            let state = &self.engine.nodes[node];
            let down = !state.up || self.fleets[node].paused_until > self.seconds() - 1.0;
            let mass = state.counts.gone + state.counts.timeouts;
            if down {
                self.blame(run, mass);
            } else {
                self.guilty_while_down.remove(&node);
            }
        }
        let all = std::mem::take(&mut self.engine.origins).all;
        let blamed = std::mem::take(&mut self.blamed);
        self.blames.push_back((all, blamed));
        while self.blames.len() > TRAILING as usize {
            self.blames.pop_front();
        }
    }

    /// Calls that orders keep out: of a blocked class, of a drained queue, by a secret taken back.
    fn blame_refusals(&mut self) {
        let mut refused = Vec::new();
        for (&edge, block) in &self.blocks {
            refused.push((block.run, self.engine.edges[edge].counts.sent * block.share));
        }
        for (name, &run) in &self.drained {
            if let Some(node) = self.node_of(&PartId::from(name.as_str())) {
                refused.push((run, self.engine.nodes[node].counts.full));
            }
        }
        for (paper, lease) in self.leases.broken() {
            let Some(run) = lease.run else {
                continue;
            };
            for (edge, plan) in self.engine.layout.edges.iter().enumerate() {
                let sent = self.engine.edges[edge].counts.sent;
                if self.opens(paper, plan.to) {
                    refused.push((run, sent * self.ways[edge].secret));
                } else if self.shows(plan.to, paper) {
                    refused.push((run, sent * self.ways[edge].handshake));
                }
            }
        }
        for (run, mass) in refused {
            self.blame(run, mass);
        }
    }

    /// Counts what the second just recorded has cost, and divides it among what failed calls
    /// lately.
    pub(crate) fn count_losses(&mut self) {
        let (mut visits, mut seconds) = (0.0, 0.0);
        let lately = self.lately(1);
        for (id, class) in &self.current.clients {
            let lost = self.visits_lost(id, &lately);
            visits += lost;
            if class.rate > 0.0 {
                seconds += lost * class.users as f64 / class.rate;
            }
        }
        self.losses.visits += visits;
        self.losses.customer_seconds += seconds;
        if self.current.business.values().any(|own| own.worth.is_some()) {
            self.losses.money += self.money_rate(&self.lately(TRAILING));
        }
        let whole: f64 = self.blames.iter().map(|(all, _)| all).sum();
        if seconds <= 0.0 || whole <= 0.0 {
            return;
        }
        for (run, harm) in &mut self.harm {
            let part: f64 = self.blames.iter().filter_map(|(_, blamed)| blamed.get(run)).sum();
            *harm += seconds * (part / whole).min(1.0);
        }
    }

    /// Visits of a class that were for nothing in the last second: those that failed for
    /// good, or, where that is more, those of people who wanted a feature that does not work.
    ///
    /// Who tries again wants the same again. The engine draws each try anew, so by its visits
    /// alone a feature that few want would seem to fail hardly anybody.
    fn visits_lost(&self, class: &PartId, lately: &Lately<'_>) -> f64 {
        let Some(source) = self.source_of_class(class) else {
            return 0.0;
        };
        lately.visits_bad(source).max(lately.visits(source) * self.wants_unmet(class, lately))
    }
}
