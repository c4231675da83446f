//! What the engine does outside its steps: calls that are lost with an instance, and settings that
//! change under way. It never decides when.

use crate::model::system::System;
use crate::world::cohort::Owner;
use crate::world::engine::{Engine, NOTHING};
use crate::world::layout::{GIVEN_UP, Kind};
use crate::world::policy::{Breaker, Budget};
use crate::world::quantile::Delay;
use crate::world::times::Times;

impl Engine {
    /// A share of a node's instances dies with all it had in flight; the callers learn at once
    /// that their connection is gone. Returns how many calls were lost.
    pub(crate) fn drop_share(&mut self, node: usize, share: f64) -> f64 {
        if share <= 0.0 || matches!(self.layout.nodes[node].kind, Kind::Source | Kind::Class) {
            return 0.0;
        }
        let mut lost = Vec::new();
        let at = &mut self.nodes[node];
        for item in &mut at.queue {
            let mass = item.mass * share;
            item.mass -= mass;
            lost.push(Owner { mass, ..*item });
        }
        let queued: f64 = lost.iter().map(|owner| owner.mass).sum();
        at.queued = (at.queued - queued).max(0.0);
        at.queue.retain(|owner| owner.mass > NOTHING);
        let mut freed = 0.0;
        for slice in at.dwelling.each_mut() {
            let mass = slice.mass * share;
            freed += mass;
            slice.mass -= mass;
            lose(&mut slice.owners, mass, share, &mut lost);
        }
        freed += self.drop_calls(node, share, &mut lost);
        let (begin, end) = self.layout.nodes[node].stages;
        for stage in begin..end {
            for wait in self.waits[stage].backoffs.each_mut() {
                let mass = wait.mass * share;
                freed += mass;
                wait.mass -= mass;
                lose(&mut wait.owners, mass, share, &mut lost);
            }
            self.waits[stage].backing *= 1.0 - share;
        }
        let at = &mut self.nodes[node];
        at.account.held = (at.account.held - freed).max(0.0);
        at.account.debt *= 1.0 - share;
        let all = queued + freed;
        at.passage.go(all, self.middle);
        at.counts.bad += all;
        at.counts.dropped += all;
        self.origins.all += all;
        let whole: f64 = lost.iter().map(|owner| owner.mass).sum();
        self.note(&Times::of(whole, Delay::default()), &lost, false);
        all
    }

    /// The calls that dying executions wait for go on below, but nobody waits any more.
    fn drop_calls(&mut self, node: usize, share: f64, lost: &mut Vec<Owner>) -> f64 {
        let mut freed = 0.0;
        for id in self.calls_of(node) {
            let Some(entry) = self.entries.get_mut(id) else {
                continue;
            };
            let mass = entry.waiting * share;
            let (pooled, connected) = (entry.pooled * share, entry.connected * share);
            entry.waiting -= mass;
            entry.pooled -= pooled;
            entry.connected -= connected;
            entry.lost *= 1.0 - share;
            freed += mass;
            let whole: f64 = entry.owners.iter().map(|owner| owner.mass).sum();
            if whole > 0.0 {
                lost.extend(
                    entry
                        .owners
                        .iter()
                        .map(|owner| Owner { mass: mass * owner.mass / whole, ..*owner }),
                );
            }
            let edge = self.layout.stages[entry.stage].edge;
            let empty = entry.waiting <= NOTHING;
            let at = &mut self.edges[edge];
            at.queued = (at.queued - pooled).max(0.0);
            at.pool.held = (at.pool.held - connected).max(0.0);
            if empty {
                self.entries.close(id);
            }
        }
        freed
    }

    /// Takes over changed settings of calls; what is under way keeps going.
    pub(crate) fn reconfigure(&mut self, system: &System) {
        for index in 0..self.layout.edges.len() {
            let (from, to) = (self.layout.edges[index].from, self.layout.edges[index].to);
            if matches!(self.layout.nodes[from].kind, Kind::Source | Kind::Queue) {
                continue;
            }
            let caller = self.layout.nodes[from].part.clone();
            let callee = self.layout.nodes[to].part.clone();
            // Two calls of one caller to the same callee are told apart by their order.
            let (begin, end) = self.layout.nodes[from].stages;
            let place = self.layout.stages[begin..end]
                .iter()
                .filter(|stage| {
                    stage.first && stage.edge < index && self.layout.edges[stage.edge].to == to
                })
                .count();
            let Some(call) = system
                .calls_of(caller.as_str())
                .iter()
                .filter(|call| call.to == callee)
                .nth(place)
                .cloned()
            else {
                continue;
            };
            let stages =
                self.layout.stages[begin..end].iter_mut().filter(|stage| stage.edge == index);
            let count = call.per_call;
            let stages: Vec<_> = stages.collect();
            let width = stages.len() as f64;
            if (self.layout.edges[index].call.per_call - count).abs() > 1e-9 {
                for stage in stages {
                    stage.chance = (count / width).clamp(0.0, 1.0);
                }
            }
            let plan = &mut self.layout.edges[index];
            let old = std::mem::replace(&mut plan.call, call.clone());
            plan.timeout = call.timeout.map_or(GIVEN_UP, |span| span.as_f64().max(0.001));
            let edge = &mut self.edges[index];
            if old.budget != call.budget {
                edge.budget = call.budget.map(Budget::new);
            }
            if old.breaker != call.breaker {
                edge.breaker = call.breaker.map(Breaker::new);
            }
            edge.pooled = call.pool.is_some();
        }
        self.layout.count_uses();
    }
}

fn lose(owners: &mut [Owner], mass: f64, share: f64, lost: &mut Vec<Owner>) {
    let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
    if whole <= 0.0 {
        return;
    }
    for owner in owners {
        lost.push(Owner { mass: mass * owner.mass / whole, ..*owner });
        owner.mass *= 1.0 - share;
    }
}
