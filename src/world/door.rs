//! A callee's door: shedding, room in line, slots, and the execution of what is let in. Who called
//! and what becomes of a refusal is the caller's business.

use crate::world::engine::{Engine, NOTHING, Out, Who};
use crate::world::layout::Kind;
use crate::world::policy::Breaker;
use crate::world::quantile::Delay;
use crate::world::station::WORTH;
use crate::world::times::Times;

/// How long a refusal takes, in seconds.
const TURNS_AWAY_IN: f64 = 0.001;

impl Engine {
    /// Whether whoever comes to a node now has to wait in line.
    pub(crate) fn closed(&self, node: usize) -> bool {
        let at = &self.nodes[node];
        at.queued > NOTHING || at.account.left <= 0.0 || at.running
    }

    /// Calls reach the callee's door.
    pub(crate) fn arrive(&mut self, edge: usize, mass: f64, at: f64, who: Who) -> Out {
        let to = self.layout.edges[edge].to;
        let pooled = self.edges[edge].pooled;
        self.learn_node(to, mass, |engine| engine.enter(to, mass, at, who, pooled))
    }

    /// Calls come in: some are turned away, some begin at once, the others line up.
    fn enter(&mut self, to: usize, mass: f64, at: f64, who: Who, pooled: bool) -> Out {
        let node = &mut self.nodes[to];
        node.counts.arrived += mass;
        node.passage.come(mass, self.middle + at);
        node.offered += mass;
        let mut out = Out::default();
        if self.layout.nodes[to].kind == Kind::Queue {
            return self.publish(to, mass);
        }
        if !node.up {
            node.counts.gone += mass;
            self.turn_away(to, mass, at, &mut out);
            return out;
        }
        let shed = mass * node.shed;
        if shed > 0.0 {
            node.counts.shed += shed;
            self.turn_away(to, shed, at, &mut out);
        }
        let node = &self.nodes[to];
        let mut rest = (mass - shed) * node.admitted;
        let mut full = mass - shed - rest;
        let clear = node.known.clear && !node.running;
        if clear && rest >= mass {
            return self.execute(to, rest, at, who, false);
        }
        if clear && rest > 0.0 {
            let done = self.execute(to, rest, at, who, false);
            out.good.merge(&done.good);
            out.bad.merge(&done.bad);
            out.stuck += done.stuck;
            rest = 0.0;
        }
        for _ in 0..3 {
            if rest <= NOTHING || self.nodes[to].queued > NOTHING || self.nodes[to].running {
                break;
            }
            let take = rest.min(self.capacity(to));
            if take <= NOTHING.max(WORTH * mass) {
                break;
            }
            let done = self.execute(to, take, at, who, false);
            out.good.merge(&done.good);
            out.bad.merge(&done.bad);
            out.stuck += done.stuck;
            rest -= take;
        }
        let node = &self.nodes[to];
        // Whoever waits without a pool holds a connection of the callee's own.
        let own = if pooled { f64::INFINITY } else { node.connections - node.account.slots };
        let wait = rest.min((node.room.min(own) - node.queued).max(0.0));
        if wait > NOTHING {
            self.line_up(to, wait, who);
            out.stuck += wait;
            rest -= wait;
        }
        full += rest;
        if full > 0.0 {
            self.nodes[to].counts.full += full;
            self.nodes[to].refused += full;
            self.turn_away(to, full, at, &mut out);
        }
        out
    }

    fn turn_away(&mut self, node: usize, mass: f64, at: f64, out: &mut Out) {
        let end = self.middle + at + TURNS_AWAY_IN;
        let at = &mut self.nodes[node];
        at.counts.bad += mass;
        at.latencies.add(mass, Delay::fixed(TURNS_AWAY_IN));
        at.passage.go(mass, end);
        at.passage.took(mass * TURNS_AWAY_IN);
        self.origins.all += mass;
        out.bad.add(mass, Delay::fixed(TURNS_AWAY_IN));
    }

    /// How many executions a node can begin in what is left of the step (FLUID.md §2, the plan).
    pub(crate) fn capacity(&self, node: usize) -> f64 {
        let at = &self.nodes[node];
        if at.account.endless() {
            return f64::INFINITY;
        }
        let left = at.account.left;
        if left <= 0.0 {
            return 0.0;
        }
        let runs = 1.0 - at.error;
        let own = if self.dwells(node) { self.dt } else { at.time };
        let mut cost = own * runs;
        let (mut limit, mut narrow) = (f64::INFINITY, 0.0);
        let (begin, end) = self.layout.nodes[node].stages;
        for stage in &self.layout.stages[begin..end] {
            let edge = &self.edges[stage.edge];
            let to = self.layout.edges[stage.edge].to;
            let open = edge.breaker.as_ref().is_some_and(Breaker::open);
            let miss = stage.chance * runs * (1.0 - self.hit(stage.edge));
            if open || miss <= NOTHING || self.layout.nodes[to].kind == Kind::Queue {
                continue;
            }
            let pool_shut = edge.pooled && (edge.queued > NOTHING || edge.pool.left <= 0.0);
            let child = &self.nodes[to];
            let gone = !child.up;
            if !gone && (pool_shut || self.closed(to)) {
                cost += miss * self.dt;
                continue;
            }
            if gone {
                continue;
            }
            let pool = if edge.pooled { edge.pool.wait.mean } else { 0.0 };
            let each = child.account.wait.mean + child.unit;
            cost += miss * (pool + edge.delay + each);
            let mut room = child.account.left / child.unit;
            if edge.pooled {
                room = room.min(edge.pool.left / each);
            }
            if room / miss < limit {
                limit = room / miss;
                narrow = miss;
            }
        }
        let cost = cost.max(1e-7);
        if left <= cost * limit {
            left / cost
        } else {
            limit + (left - limit * cost) / (cost + narrow * self.dt)
        }
    }

    /// Executions begin; times of the answer count from `at`, the wait for a slot included.
    pub(crate) fn execute(
        &mut self,
        node: usize,
        mass: f64,
        at: f64,
        who: Who,
        waited: bool,
    ) -> Out {
        let own = mass * self.nodes[node].error;
        let state = &self.nodes[node];
        let wait = if waited { Delay::default() } else { state.account.wait };
        let time = state.service();
        let mut out = Out::default();
        let mut begin = Times::of(mass - own, wait);
        if self.dwells(node) {
            begin = self.dwell(node, begin, at, who, &mut out);
        } else {
            begin = begin.later(&time);
        }
        if begin.mass() > NOTHING {
            let circle = std::mem::replace(&mut self.nodes[node].running, true);
            let done = self.stages_from(node, begin, who, at);
            self.nodes[node].running = circle;
            out.good = done.good;
            out.bad = done.bad;
            out.stuck += done.stuck;
        } else {
            out.good = begin;
        }
        let passed_on = out.bad.mass();
        out.bad.add(own, wait.then(&Delay::fixed(0.001)));
        self.origins.all += own;
        let (dt, begun) = (self.dt, self.middle + at);
        let at = &mut self.nodes[node];
        let mut done = out.good.whole();
        done.merge(&out.bad.whole());
        at.account.charge_after(&done, &wait);
        if out.stuck > 0.0 {
            at.account.hold(out.stuck, dt, wait.mean);
        }
        at.passage.go(done.mass, begun + done.mean());
        at.counts.own += own;
        at.counts.passed_on += passed_on;
        at.counts.good += out.good.mass();
        at.counts.bad += out.bad.mass();
        if !waited {
            at.passage.took(done.sum);
            for part in out.good.parts().iter().chain(out.bad.parts()) {
                at.latencies.join(part);
            }
        }
        out
    }
}
