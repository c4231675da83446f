//! What callers that cancel leave behind: work nobody waits for is dropped, from the line and from
//! its slot. How long somebody still waits is asked up the stack. It never ends a call by itself.

use crate::world::cohort::{Id, Owner};
use crate::world::engine::Engine;

/// How long callers still wait for a bundle of executions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    /// The share that anybody waits for at all.
    pub(crate) share: f64,
    /// Seconds that those will wait, on average.
    pub(crate) seconds: f64,
}

impl Life {
    const ENDLESS: Self = Self { share: 1.0, seconds: f64::INFINITY };
    const OVER: Self = Self { share: 0.0, seconds: 0.0 };
}

impl Engine {
    /// Whether every caller of a node cancels calls it no longer waits for.
    pub(crate) fn cancels(&self, node: usize) -> bool {
        let callers = &self.layout.nodes[node].callers;
        !callers.is_empty() && callers.iter().all(|&edge| self.layout.edges[edge].call.cancel)
    }

    /// How long the callers of a call's executions still wait, the callers' callers included,
    /// from the middle of the step on. A call that is gone waits no longer.
    pub(crate) fn life(&self, id: Id) -> Life {
        let Some(entry) = self.entries.get(id) else {
            return Life::OVER;
        };
        let edge = &self.layout.edges[self.layout.stages[entry.stage].edge];
        let own = (entry.birth + edge.timeout - self.middle).max(0.0);
        let above =
            if self.cancels(edge.from) { self.life_of(&entry.owners) } else { Life::ENDLESS };
        Life { share: above.share, seconds: own.min(above.seconds) }
    }

    /// The same for executions that serve all of these; endless for a visit's own.
    fn life_of(&self, owners: &[Owner]) -> Life {
        if owners.is_empty() {
            return Life::ENDLESS;
        }
        let (mut all, mut alive, mut seconds) = (0.0, 0.0, 0.0);
        for owner in owners {
            let life = self.life(owner.id);
            all += owner.mass;
            alive += owner.mass * life.share;
            seconds += owner.mass * life.share * life.seconds;
        }
        if alive <= 0.0 {
            return Life::OVER;
        }
        Life { share: alive / all, seconds: seconds / alive }
    }

    /// Of calls at the head of a line those that somebody waits for; the others leave it unserved.
    pub(crate) fn still_wanted(&mut self, node: usize, head: &Owner) -> f64 {
        let life = self.life(head.id);
        let over = life.seconds <= 0.0;
        let dropped = if over { head.mass } else { head.mass * (1.0 - life.share) };
        if dropped <= 0.0 {
            return head.mass;
        }
        let at = &mut self.nodes[node];
        at.queued = (at.queued - dropped).max(0.0);
        at.passage.go(dropped, self.middle);
        at.passage.took(dropped * (self.middle - head.birth));
        at.counts.bad += dropped;
        if let Some(entry) = self.entries.get_mut(head.id) {
            entry.inside = (entry.inside - dropped).max(0.0);
        }
        head.mass - dropped
    }

    /// The slot-time that executions do not use because they are cancelled under way, in seconds:
    /// of work that lasts exponentially long with mean s, for who waits x longer, s·exp(−x/s).
    pub(crate) fn unused(&self, node: usize, owners: &[Owner]) -> f64 {
        let time = self.nodes[node].time;
        if time <= 0.0 || self.dwells(node) {
            return 0.0;
        }
        owners
            .iter()
            .map(|owner| owner.mass * time * libm::exp(-self.life(owner.id).seconds / time))
            .sum()
    }

    /// Ends executions whose callers have cancelled them; they hold their slots no longer.
    pub(crate) fn drop_cancelled(&mut self, node: usize, owners: &mut Vec<Owner>) -> f64 {
        if owners.is_empty() || !self.cancels(node) {
            return 0.0;
        }
        let (mut dropped, mut born) = (0.0, 0.0);
        owners.retain(|owner| {
            let wanted = self.entries.get(owner.id).is_some();
            if !wanted {
                dropped += owner.mass;
                born += owner.mass * owner.birth;
            }
            wanted
        });
        let dt = self.dt;
        let at = &mut self.nodes[node];
        at.account.release(dropped, 0.0, dt);
        at.passage.go(dropped, self.middle);
        at.passage.took(dropped * self.middle - born);
        at.counts.bad += dropped;
        dropped
    }
}
