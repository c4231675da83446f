//! What is known: where nothing holds calls up, the first of them tell what becomes of any others.
//! Those are answered at once from what the first were told, and booked at the end of each step,
//! all together. What is known is learned anew whenever something moved. It never answers for a
//! place where calls have to wait.

use crate::world::counts::{Counts, EdgeCounts};
use crate::world::engine::{Engine, Out};
use crate::world::layout::Kind;
use crate::world::policy::State;
use crate::world::quantile::Latencies;

/// Busier than this, a station or pool takes calls one by one: it may run full within the step.
const BUSY: f64 = 0.85;
/// Fewer calls than this tell nothing reliable.
const FEW: f64 = 1e-3;

/// What is known of the calls to a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownNode {
    /// Whether nothing holds calls up there.
    pub(crate) clear: bool,
    /// What becomes of one call, once some have told.
    pub(crate) out: Option<Out>,
    /// What one call adds to the counts.
    counts: Counts,
    /// What one call adds to the times.
    latencies: Latencies,
    /// What one call adds to the account: calls, slot time, its square.
    slot: (f64, f64, f64),
    /// How long one call takes, as telemetry times it, and as its callers see it.
    takes: (f64, f64),
    /// Calls that were answered from this and are not booked.
    owed: f64,
    /// Booked calls whose times have not been counted.
    untimed: f64,
}

/// What is known of the calls along an edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownEdge {
    /// Whether nothing holds calls up there.
    pub(crate) clear: bool,
    /// What becomes of one call, once some have told.
    pub(crate) out: Option<Out>,
    /// What one call adds to the counts.
    counts: EdgeCounts,
    /// Calls made while the caller's node is being learned.
    pub(crate) called: f64,
    /// Calls per execution of the caller.
    per_run: f64,
    /// How much of one call ends well, and how much badly.
    ends: (f64, f64),
    /// Calls that were answered from this and are not booked.
    owed: f64,
}

impl KnownNode {
    /// The outcome of `mass` calls, if it is known; they are owed from now on.
    pub(crate) fn answer(&mut self, mass: f64) -> Option<Out> {
        let out = self.out.as_ref()?.times(mass);
        self.owed += mass;
        Some(out)
    }
}

impl KnownEdge {
    /// The outcome of `mass` calls, if it is known; they are owed from now on.
    pub(crate) fn answer(&mut self, mass: f64) -> Option<Out> {
        let out = self.out.as_ref()?.times(mass);
        self.owed += mass;
        Some(out)
    }
}

impl Engine {
    /// Opens the accounts of a step and finds out, callees first, where nothing holds calls up in it.
    pub(crate) fn look_ahead(&mut self, of: usize) {
        let forget = std::mem::take(&mut self.moved[of]);
        for place in 0..self.layout.components[of].order.len() {
            let node = self.layout.components[of].order[place];
            self.open_node(node);
            let mut clear = self.node_is_clear(node);
            for at in 0..self.layout.nodes[node].calls.len() {
                let edge = self.layout.nodes[node].calls[at];
                self.open_edge(edge);
                let own = self.edge_is_clear(edge);
                let known = &mut self.edges[edge].known;
                known.clear = own;
                if forget || !own {
                    known.out = None;
                }
                clear &= own;
            }
            self.nodes[node].known.clear = clear;
            if forget || !clear {
                self.forget(node);
            }
        }
    }

    fn forget(&mut self, node: usize) {
        if self.nodes[node].known.out.is_some() {
            self.count_times(node);
            self.nodes[node].known.out = None;
        }
    }

    /// Counts the times of calls that were booked.
    pub(crate) fn count_times(&mut self, node: usize) {
        let at = &mut self.nodes[node];
        let untimed = std::mem::take(&mut at.known.untimed);
        if untimed > 0.0 {
            at.latencies.merge(at.known.latencies.bins(), untimed);
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
            && at.account.spare(BUSY, self.dt)
            && !self.dwells(node)
    }

    fn edge_is_clear(&self, edge: usize) -> bool {
        let at = &self.edges[edge];
        let to = &self.nodes[self.layout.edges[edge].to];
        to.known.clear
            && at.cut <= 0.0
            && (!at.pooled || (at.waiting.is_empty() && at.pool.spare(BUSY, self.dt)))
            && at.breaker.as_ref().is_none_or(|breaker| breaker.state == State::Closed)
    }

    /// First attempts along an edge: from what is known, or by trying.
    pub(crate) fn learn_edge(
        &mut self,
        edge: usize,
        mass: f64,
        run: impl FnOnce(&mut Self) -> Out,
    ) -> Out {
        let known = &mut self.edges[edge].known;
        known.called += mass;
        if let Some(out) = known.answer(mass) {
            return out;
        }
        let before = std::mem::take(&mut self.edges[edge].counts);
        let out = run(self);
        let to = self.layout.edges[edge].to;
        // What so few made of it may be too little to tell anything further down.
        let told = self.nodes[to].known.out.is_some() || self.layout.nodes[to].kind == Kind::Queue;
        let at = &mut self.edges[edge];
        let counts = std::mem::replace(&mut at.counts, before);
        at.counts.merge(&counts, 1.0);
        // A budget is no plain share: who comes later may find it spent.
        let plain = at.budget.is_none() || counts.retries <= 0.0;
        if plain && (told || counts.arrived <= 0.0) && mass >= FEW && out.stuck <= 0.0 {
            let each = out.times(1.0 / mass);
            at.known.ends = (each.good.mass(), each.bad.mass());
            at.known.out = Some(each);
            at.known.counts = EdgeCounts::default();
            at.known.counts.merge(&counts, 1.0 / mass);
        }
        out
    }

    /// Executions of a node: from what is known, or by trying.
    pub(crate) fn learn_node(
        &mut self,
        node: usize,
        mass: f64,
        run: impl FnOnce(&mut Self) -> Out,
    ) -> Out {
        if let Some(out) = self.nodes[node].known.answer(mass) {
            return out;
        }
        if !self.nodes[node].known.clear || self.nodes[node].running || mass < FEW {
            return run(self);
        }
        for at in 0..self.layout.nodes[node].calls.len() {
            let edge = self.layout.nodes[node].calls[at];
            self.edges[edge].known.called = 0.0;
        }
        let at = &mut self.nodes[node];
        let before = std::mem::take(&mut at.counts);
        at.known.latencies.clear();
        std::mem::swap(&mut at.latencies, &mut at.known.latencies);
        let account = (at.account.taken, at.account.spent, at.account.squares);
        let out = run(self);
        let at = &mut self.nodes[node];
        let counts = std::mem::replace(&mut at.counts, before);
        at.counts.merge(&counts, 1.0);
        std::mem::swap(&mut at.latencies, &mut at.known.latencies);
        at.latencies.merge(at.known.latencies.bins(), 1.0);
        if out.stuck <= 0.0 && self.all_known(node) {
            let at = &mut self.nodes[node];
            let each = 1.0 / mass;
            at.known.slot = (
                (at.account.taken - account.0) * each,
                (at.account.spent - account.1) * each,
                (at.account.squares - account.2) * each,
            );
            at.known.counts = Counts::default();
            at.known.counts.merge(&counts, each);
            at.known.latencies.scale(each);
            let out = out.times(each);
            at.known.takes =
                (at.known.latencies.whole().sum, out.good.whole().sum + out.bad.whole().sum);
            at.known.out = Some(out);
            for place in 0..self.layout.nodes[node].calls.len() {
                let edge = self.layout.nodes[node].calls[place];
                let known = &mut self.edges[edge].known;
                known.per_run = known.called * each;
            }
        }
        out
    }

    /// Whether all calls a node makes are known.
    fn all_known(&self, node: usize) -> bool {
        self.layout.nodes[node].calls.iter().all(|&edge| {
            let known = &self.edges[edge].known;
            known.called <= 0.0 || known.out.is_some()
        })
    }

    /// Books what is owed, callers first.
    pub(crate) fn settle_up(&mut self, of: usize) {
        for place in (0..self.layout.components[of].order.len()).rev() {
            let node = self.layout.components[of].order[place];
            for caller in 0..self.layout.nodes[node].callers.len() {
                let edge = self.layout.nodes[node].callers[caller];
                self.settle_edge(edge, node);
            }
            self.settle_node(node);
        }
    }

    fn settle_node(&mut self, node: usize) {
        let at = &mut self.nodes[node];
        let owed = std::mem::take(&mut at.known.owed);
        if owed <= 0.0 {
            return;
        }
        if self.layout.nodes[node].kind == Kind::Queue {
            at.counts.arrived += owed;
            at.passage.come(owed, self.middle);
            at.offered += owed;
            self.publish(node, owed);
            return;
        }
        at.counts.merge(&at.known.counts, owed);
        at.known.untimed += owed;
        let (taken, spent, squares) = at.known.slot;
        at.account.taken += taken * owed;
        at.account.spent += spent * owed;
        at.account.squares += squares * owed;
        at.account.left -= spent * owed;
        at.passage.come(owed, self.middle);
        let (timed, seen) = at.known.takes;
        at.passage.go(owed, self.middle + seen);
        at.passage.took(timed * owed);
        at.offered += owed;
        let counts = &at.known.counts;
        self.origins.all += (counts.own + counts.full + counts.shed + counts.gone) * owed;
        for place in 0..self.layout.nodes[node].calls.len() {
            let edge = &mut self.edges[self.layout.nodes[node].calls[place]];
            let calls = edge.known.per_run * owed;
            if edge.known.out.is_some() {
                edge.known.owed += calls;
                edge.counts.final_good += edge.known.ends.0 * calls;
                edge.counts.final_bad += edge.known.ends.1 * calls;
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
            at.pool.charge(counts.connected.mass * owed, &counts.connected.time());
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
