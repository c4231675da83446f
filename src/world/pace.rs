//! How finely time is cut: one step a second while all is calm, short ones while anything is going
//! on, from the state alone. It changes nothing of what happens in a step.

use crate::world::World;
use crate::world::engine::{Engine, NOTHING};
use crate::world::layout::GIVEN_UP;

/// Seconds of short steps after something happened.
const ALARM: i64 = 10;

impl World {
    /// Whether instances, faults or settings may have changed since the last second.
    pub(super) fn moving(&self) -> bool {
        let now = self.seconds();
        self.second <= self.alarm_until
            || !self.faults.is_empty()
            || self.fleets.iter().any(|fleet| fleet.moving(now))
    }

    /// Short steps from now on for a while.
    pub(super) fn alarm(&mut self) {
        self.alarm_until = self.second + ALARM;
        self.settling = false;
    }

    /// After a second: whether the next one needs short steps. Between them and long ones lies a
    /// second of short steps in which nothing is put down any more that a long step would take
    /// through, so that what is under way comes to its end.
    pub(super) fn watch(&mut self) {
        let settled = self.engine.at_rest();
        if self.engine.hot() || (!settled && (self.settling || self.last_steps == 1)) {
            self.alarm();
        } else {
            self.settling = !settled && self.second >= self.alarm_until;
        }
    }

    /// How many steps this second is divided into (SIMULATION.md §1): one while calm, else as
    /// many as give a quarter of the shortest timeout at stake and at most 100 ms. From state alone.
    pub(super) fn steps(&mut self, visits: f64) -> u32 {
        self.last_steps = self.steps_of(visits);
        self.last_steps
    }

    fn steps_of(&self, visits: f64) -> u32 {
        let rising = visits > 1.15 * self.last_visits
            && self.engine.nodes.iter().any(|node| {
                node.account.used * visits > 0.7 * node.account.slots * self.last_visits.max(1e-9)
            });
        let slow = self.engine.nodes.iter().any(|node| node.time > 0.25);
        if self.second >= self.alarm_until && !rising && !slow && !self.settling {
            return 1;
        }
        let dt = (self.engine.shortest_at_stake() / self.engine.fineness).min(0.1);
        let steps = libm::ceil(1.0 / dt.max(0.005) - 1e-9);
        u32::try_from(crate::model::quantity::rounded(steps)).unwrap_or(10)
    }
}

impl Engine {
    /// Whether nothing is under way across steps but people who will come again.
    pub(crate) fn at_rest(&self) -> bool {
        self.nodes.iter().all(|node| node.account.endless() || node.account.held <= 0.01)
    }

    /// The shortest timeout that calls come near, in seconds: of calls whose answer takes more
    /// than an eighth of it, or that wait in a line.
    pub(crate) fn shortest_at_stake(&self) -> f64 {
        let plans = self.layout.edges.iter().zip(&self.edges);
        let near = plans.filter(|(plan, edge)| {
            let to = &self.nodes[plan.to];
            let pool = if edge.pooled { edge.pool.wait.mean } else { 0.0 };
            let usual = pool + edge.delay + to.account.wait.mean + to.response;
            edge.queued > NOTHING || to.queued > NOTHING || usual > plan.timeout / 8.0
        });
        near.map(|(plan, _)| plan.timeout).fold(GIVEN_UP, f64::min)
    }

    /// Whether anything is going on that needs short steps.
    pub(crate) fn hot(&self) -> bool {
        let busy = self.nodes.iter().any(|node| {
            let slots = node.account.slots;
            node.queued > 0.01 || (slots.is_finite() && node.account.used > 0.7 * slots)
        });
        busy || self.edges.iter().any(|edge| {
            edge.queued > 0.01
                || edge.breaker.as_ref().is_some_and(|breaker| !breaker.calm())
                || (edge.pooled && edge.pool.used > 0.7 * edge.pool.slots)
        })
    }
}
