//! A callee's door: shedding, room in line, slots, and the execution of what is let in. Who called
//! and what becomes of a refusal is the caller's business.

use crate::world::engine::{Engine, NOTHING, Out, Who};
use crate::world::layout::Kind;
use crate::world::policy::Breaker;
use crate::world::quantile::Moments;

impl Engine {
    /// Whether whoever comes to a node now has to wait in line.
    pub(crate) fn closed(&self, node: usize) -> bool {
        let at = &self.nodes[node];
        at.queued > NOTHING || at.account.left <= 0.0 || at.running
    }

    /// Calls reach the callee's door.
    pub(crate) fn arrive(&mut self, edge: usize, mass: f64, at: f64, who: Who) -> Out {
        let to = self.layout.edges[edge].to;
        let node = &mut self.nodes[to];
        node.counts.arrived += mass;
        node.entered += mass;
        node.offered += mass;
        let mut out = Out::default();
        if self.layout.nodes[to].kind == Kind::Queue {
            return self.publish(to, mass);
        }
        if !node.up {
            node.counts.gone += mass;
            self.turn_away(to, mass, &mut out);
            return out;
        }
        let shed = mass * node.shed;
        if shed > 0.0 {
            node.counts.shed += shed;
            self.turn_away(to, shed, &mut out);
        }
        let node = &self.nodes[to];
        let mut rest = (mass - shed) * node.admitted;
        let mut full = mass - shed - rest;
        if !self.edges[edge].pooled && node.connections.is_finite() {
            let room = (node.connections - node.account.held - node.queued).max(0.0);
            full += (rest - room).max(0.0);
            rest = rest.min(room);
        }
        for _ in 0..3 {
            if rest <= NOTHING || self.nodes[to].queued > NOTHING || self.nodes[to].running {
                break;
            }
            let take = rest.min(self.capacity(to));
            if take <= NOTHING {
                break;
            }
            let done = self.execute(to, take, at, who, false);
            out.good.merge(&done.good);
            out.bad.merge(&done.bad);
            out.stuck += done.stuck;
            rest -= take;
        }
        let node = &self.nodes[to];
        let wait = rest.min((node.room - node.queued).max(0.0));
        if wait > NOTHING {
            self.line_up(to, wait, who);
            out.stuck += wait;
            rest -= wait;
        }
        full += rest;
        if full > 0.0 {
            self.nodes[to].counts.full += full;
            self.nodes[to].refused += full;
            self.turn_away(to, full, &mut out);
        }
        out
    }

    fn turn_away(&mut self, node: usize, mass: f64, out: &mut Out) {
        let at = &mut self.nodes[node];
        at.counts.bad += mass;
        at.counts.latencies.add(mass, 0.001, 0.0);
        at.left += mass;
        self.origins.all += mass;
        out.bad.add(mass, 0.001, 0.0);
    }

    fn line_up(&mut self, node: usize, mass: f64, who: Who) {
        let owners = self.owners_of(who, mass);
        let at = &mut self.nodes[node];
        at.queued += mass;
        for owner in owners {
            match at.queue.back_mut() {
                Some(last) if last.id == owner.id => last.mass += owner.mass,
                _ => at.queue.push_back(owner),
            }
        }
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
            let pool = if edge.pooled { edge.pool.wait } else { 0.0 };
            let each = child.account.wait + child.unit;
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
        let (wait, wait_variance) =
            if waited { (0.0, 0.0) } else { (state.account.wait, state.account.wait_variance) };
        let (time, variance) = (state.time, state.variance);
        let mut out = Out::default();
        let mut begin = Moments::of(mass - own, wait, wait_variance);
        if self.dwells(node) {
            begin = self.dwell(node, begin, at, who, &mut out);
        } else {
            begin = begin.later(time, variance);
        }
        if begin.mass > NOTHING {
            let circle = std::mem::replace(&mut self.nodes[node].running, true);
            let done = self.stages_from(node, begin, who, 0, at);
            self.nodes[node].running = circle;
            out.good = done.good;
            out.bad = done.bad;
            out.stuck += done.stuck;
        } else {
            out.good = begin;
        }
        let passed_on = out.bad.mass;
        out.bad.add(own, wait + 0.001, wait_variance);
        self.origins.all += own;
        let dt = self.dt;
        let at = &mut self.nodes[node];
        let mut done = out.good;
        done.merge(&out.bad);
        at.account.charge(
            done.mass,
            (done.mean() - wait).max(0.0),
            (done.variance() - wait_variance).max(0.0),
        );
        if out.stuck > 0.0 {
            at.account.hold(out.stuck, dt);
        }
        at.left += done.mass;
        at.counts.own += own;
        at.counts.passed_on += passed_on;
        at.counts.good += out.good.mass;
        at.counts.bad += out.bad.mass;
        if !waited {
            for part in [&out.good, &out.bad] {
                at.counts.latencies.add(part.mass, part.mean(), part.variance());
            }
        }
        out
    }
}
