//! What a step already knows: where nothing holds calls up, the first calls along an edge tell
//! what becomes of any others in the same step. Those are answered at once from what the first
//! were told, and run once at the end of the step, all together, for the accounts and counts. It
//! never answers for a place where calls have to wait.

use crate::world::edge::State;
use crate::world::engine::{EdgeCounts, Engine, Out};
use crate::world::layout::Kind;

/// Busier than this, a station or pool takes calls one by one: it may run full within the step.
const BUSY: f64 = 0.85;
/// Fewer calls than this tell nothing reliable.
const FEW: f64 = 1e-3;

/// What is known of calls to a node or along an edge, in this step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    /// Whether nothing holds calls up there.
    pub(crate) clear: bool,
    /// What becomes of one call, once some have told.
    pub(crate) out: Option<Out>,
    /// Along an edge: what one call adds to its counts.
    pub(crate) counts: EdgeCounts,
    /// Calls that were answered from this and have not been run.
    pub(crate) owed: f64,
}

impl Known {
    /// The outcome of `mass` calls, if it is known; they are owed from now on.
    pub(crate) fn answer(&mut self, mass: f64) -> Option<Out> {
        let out = self.out.as_ref()?;
        self.owed += mass;
        Some(out.times(mass))
    }

    /// Learns from what became of `mass` calls.
    pub(crate) fn learn(&mut self, mass: f64, out: &Out) -> bool {
        if !self.clear || mass < FEW || out.stuck > 0.0 {
            return false;
        }
        self.out = Some(out.times(1.0 / mass));
        true
    }
}

impl Engine {
    /// Finds out, callees first, where nothing holds calls up in this step.
    pub(crate) fn look_ahead(&mut self) {
        for place in 0..self.layout.order.len() {
            let node = self.layout.order[place];
            let (begin, end) = self.layout.nodes[node].stages;
            let mut clear = self.node_is_clear(node);
            for stage in begin..end {
                if !self.layout.stages[stage].first {
                    continue;
                }
                let edge = self.layout.stages[stage].edge;
                let (own, fast) = self.edge_is_clear(edge);
                self.edges[edge].known = Known { clear: own, ..Known::default() };
                clear &= own || fast;
            }
            self.nodes[node].known = Known { clear, ..Known::default() };
        }
    }

    fn node_is_clear(&self, node: usize) -> bool {
        let at = &self.nodes[node];
        if self.layout.nodes[node].kind == Kind::Queue {
            // Consumers take from it in their own way; only its door is looked at.
            let held: f64 = at.messages.iter().sum();
            return at.up && held + 4.0 * at.offered < at.room;
        }
        at.up
            && at.queue.is_empty()
            && at.cut <= 0.0
            && at.admitted >= 1.0
            && !self.dwells(node)
            && at.account.spare(BUSY, self.dt)
    }

    /// Whether calls along an edge are held up nowhere, and whether none is made at all.
    fn edge_is_clear(&self, edge: usize) -> (bool, bool) {
        let at = &self.edges[edge];
        let to = &self.nodes[self.layout.edges[edge].to];
        let state = at.breaker.as_ref().map(|breaker| breaker.state);
        let clear = to.known.clear
            && at.cut <= 0.0
            && (!at.pooled || (at.waiting.is_empty() && at.pool.spare(BUSY, self.dt)))
            && state.is_none_or(|state| state == State::Closed);
        (clear, matches!(state, Some(State::Open(_))))
    }

    /// Learns what `mass` first attempts along an edge led to, and what they counted.
    pub(crate) fn learn(&mut self, edge: usize, mass: f64, before: EdgeCounts, out: &Out) {
        let at = &mut self.edges[edge];
        let counts = std::mem::replace(&mut at.counts, before);
        at.counts.merge(&counts, 1.0);
        // A budget is no plain share: who comes later may find it spent.
        let plain = at.budget.is_none() || counts.retries <= 0.0;
        if plain && at.known.learn(mass, out) {
            at.known.counts = EdgeCounts::default();
            at.known.counts.merge(&counts, 1.0 / mass);
        }
    }

    /// Runs what is owed, callers first.
    pub(crate) fn settle_up(&mut self) {
        for place in (0..self.layout.order.len()).rev() {
            let node = self.layout.order[place];
            for caller in 0..self.layout.nodes[node].callers.len() {
                let edge = self.layout.nodes[node].callers[caller];
                self.settle_edge(edge, node);
            }
            let owed = std::mem::take(&mut self.nodes[node].known.owed);
            if owed > 0.0 {
                self.nodes[node].known.clear = false;
                self.run_owed(node, owed);
            }
        }
    }

    fn settle_edge(&mut self, edge: usize, to: usize) {
        let at = &mut self.edges[edge];
        let owed = std::mem::take(&mut at.known.owed);
        if owed <= 0.0 {
            return;
        }
        let counts = at.known.counts;
        at.counts.merge(&counts, owed);
        if let Some(breaker) = &mut at.breaker {
            breaker.note(self.middle, counts.good.mass * owed, counts.failed() * owed);
        }
        if let Some(budget) = &mut at.budget {
            budget.earn(counts.good.mass * owed);
        }
        if at.pooled {
            at.pool.charge(counts.connected.mass * owed, &counts.connected.time);
        }
        if let Some(cache) = at.cache {
            let cache = &mut self.caches[cache];
            cache.asked += counts.asked * owed;
            cache.hits += counts.hits * owed;
            cache.filled += counts.good.mass * owed;
        }
        self.origins.all += (counts.unresolved + counts.refused + counts.timeouts) * owed;
        let node = &mut self.nodes[to];
        node.counts.timeouts += counts.timeouts * owed;
        node.known.owed += counts.arrived * owed;
    }
}
