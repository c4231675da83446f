//! A node's turn in a step: answers meet their callers, timeouts strike, backoffs fall due, freed
//! connections and slots are given to who waits. Callees have had theirs when a caller's comes.

use crate::world::cohort::{Id, Joiner, Owner, scale, scaled};
use crate::world::engine::{Engine, NOTHING, Out, Who};
use crate::world::flow::TAIL;
use crate::world::layout::Kind;
use crate::world::quantile::{Delay, Moments};
use crate::world::times::Times;

/// Executions that go on together, at times from the middle of the step.
#[derive(Clone, Debug, Default)]
struct Bundle {
    times: Times,
    owners: Vec<Owner>,
}

impl Bundle {
    fn join(&mut self, times: &Times, owners: &[Owner]) {
        let mass = times.mass();
        if mass <= 0.0 {
            return;
        }
        self.times.merge(times);
        self.owners.extend(scaled(owners, mass));
    }

    /// Brings the owners' mass in line with the bundle's.
    fn settle(&mut self, joiner: &mut Joiner) {
        joiner.tidy(&mut self.owners);
        let whole: f64 = self.owners.iter().map(|owner| owner.mass).sum();
        if whole > 0.0 {
            let factor = self.times.mass() / whole;
            for owner in &mut self.owners {
                owner.mass *= factor;
            }
        }
    }
}

/// What the turn of a stage has gathered; empty between the stages, when only its room is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gathered {
    /// Goes on with the next stage; executions that were answered together.
    good: Vec<Bundle>,
    /// Fails.
    ended: Bundle,
    /// Failed attempts, by which they were.
    failed: Vec<Bundle>,
}

impl Gathered {
    fn well(&mut self, good: &Times, owners: &[Owner]) {
        if good.mass() <= 0.0 {
            return;
        }
        let mut part = Bundle::default();
        part.join(good, owners);
        self.good.push(part);
    }

    fn fail(&mut self, attempt: usize, bad: &Times, owners: &[Owner]) {
        if bad.mass() <= 0.0 {
            return;
        }
        if self.failed.len() <= attempt {
            self.failed.resize_with(attempt + 1, Bundle::default);
        }
        self.failed[attempt].join(bad, owners);
    }
}

impl Engine {
    /// A node's turn.
    pub(crate) fn turn(&mut self, node: usize) {
        if self.layout.nodes[node].kind == Kind::Queue {
            self.deliver(node);
            return;
        }
        let mut bundle = self.dwelt(node);
        let mut gathered = std::mem::take(&mut self.gathered);
        let (begin, end) = self.layout.nodes[node].stages;
        for stage in begin..end {
            let some = bundle.times.mass() > NOTHING;
            if !some && self.waits[stage].idle() {
                continue;
            }
            self.gather(stage, &mut gathered);
            if some {
                self.go_on(stage, &mut bundle, &mut gathered.ended);
            }
            if stage + 1 < end {
                self.put_together(gathered.good.drain(..), &mut bundle);
            } else {
                // Who was called when and who is answered when belong together: kept so where
                // nothing follows that has to be done for all at once.
                for part in gathered.good.drain(..) {
                    self.end(node, &part.times, &part.owners, true);
                }
            }
            let mut ended = std::mem::take(&mut gathered.ended);
            ended.settle(&mut self.joiner);
            self.end(node, &ended.times, &ended.owners, false);
        }
        self.gathered = gathered;
        let Bundle { times, owners } = bundle;
        self.end(node, &times, &owners, true);
        self.serve(node);
    }

    fn put_together(&mut self, parts: impl Iterator<Item = Bundle>, bundle: &mut Bundle) {
        for mut part in parts {
            bundle.times.merge(&part.times);
            bundle.owners.append(&mut part.owners);
        }
        bundle.settle(&mut self.joiner);
    }

    /// What became of the calls of a stage that wait.
    fn gather(&mut self, stage: usize, gathered: &mut Gathered) {
        let edge = self.layout.stages[stage].edge;
        if self.waits[stage].idle() {
            return;
        }
        self.answers(stage, gathered);
        self.timeouts(stage, gathered);
        if self.edges[edge].pooled && self.edges[edge].queued > NOTHING {
            self.send_pooled(edge);
            self.answers(stage, gathered);
        }
        for attempt in 0..gathered.failed.len() {
            let mut failed = std::mem::take(&mut gathered.failed[attempt]);
            failed.settle(&mut self.joiner);
            self.again(stage, attempt, failed, gathered);
        }
        self.backoffs(stage, gathered);
    }

    /// Executions that have their answer make the call of a stage.
    fn go_on(&mut self, stage: usize, bundle: &mut Bundle, ended: &mut Bundle) {
        let owners = std::mem::take(&mut bundle.owners);
        let list = self.list(owners);
        let who = self.who(list);
        let mut out = Out { good: bundle.times, ..Out::default() };
        self.pass(stage, &mut out, None, 0.0, who);
        bundle.times = out.good;
        bundle.owners = self.unlist(list);
        ended.join(&out.bad, &bundle.owners);
        scale(&mut bundle.owners, bundle.times.mass());
    }

    pub(crate) fn list(&mut self, owners: Vec<Owner>) -> usize {
        self.lists.push(owners);
        self.lists.len() - 1
    }

    fn who(&self, list: usize) -> Who {
        if self.lists[list].is_empty() { Who::Nobody } else { Who::List(list) }
    }

    pub(crate) fn unlist(&mut self, list: usize) -> Vec<Owner> {
        debug_assert_eq!(list + 1, self.lists.len());
        self.lists.pop().unwrap_or_default()
    }

    /// Answers of the callee meet who waits for them.
    fn answers(&mut self, stage: usize, gathered: &mut Gathered) {
        let edge = self.layout.stages[stage].edge;
        let timeout = self.layout.edges[edge].timeout;
        for id in std::mem::take(&mut self.waits[stage].answered) {
            let Some(entry) = self.entries.get_mut(id) else {
                continue;
            };
            let answered = std::mem::take(&mut entry.good);
            let failed = std::mem::take(&mut entry.bad);
            let (well, ill) = (answered.mass(), failed.mass());
            let done = well + ill;
            let reachable = (entry.waiting - entry.pooled - entry.lost).max(0.0);
            let alive =
                if entry.inside > 0.0 { (reachable / entry.inside).clamp(0.0, 1.0) } else { 0.0 };
            entry.inside = (entry.inside - done).max(0.0);
            let mut taken = (alive * done).min(entry.waiting);
            if done > 0.0 && entry.waiting - taken <= NOTHING {
                taken = entry.waiting;
            }
            let freed =
                if reachable > 0.0 { entry.connected * (taken / reachable).min(1.0) } else { 0.0 };
            let birth = entry.birth_of(taken);
            entry.connected -= freed;
            let still = (entry.waiting - taken).max(0.0) / entry.waiting.max(NOTHING);
            entry.waiting -= taken;
            let attempt = entry.attempt;
            let over = entry.waiting <= NOTHING;
            let owners =
                if over { self.entries.close(id) } else { std::mem::take(&mut entry.owners) };
            if freed > 0.0 {
                let mut all = answered.whole();
                all.merge(&failed.whole());
                self.edges[edge].pool.release(freed, all.mean(), self.dt);
            }
            let scale = if done > 0.0 { taken / done } else { 0.0 };
            let age = Delay::fixed(self.middle - birth);
            let mut in_time = answered.times(scale);
            let mut bad = failed.times(scale);
            self.edges[edge].counts.bad += ill * scale;
            let late = in_time.cut_above(timeout, &age, TAIL);
            if late > 0.0 {
                bad.add(late, Delay::fixed(birth + timeout - self.middle));
                self.timed_out(edge, late, 0.0);
            }
            self.well(edge, &in_time.whole().later(&age));
            if let Some(breaker) = &mut self.edges[edge].breaker {
                breaker.note(birth, in_time.mass(), bad.mass());
            }
            self.edges[edge].counts.final_good += in_time.mass();
            gathered.well(&in_time, &owners);
            gathered.fail(attempt, &bad, &owners);
            let mut owners = owners;
            if let Some(entry) = self.entries.get_mut(id) {
                // Who has the answer weighs no more among those who wait on.
                for owner in &mut owners {
                    owner.mass *= still;
                }
                owners.append(&mut entry.owners);
                entry.owners = owners;
            }
        }
    }

    /// Calls older than their timeout: the caller goes on, the callee does not know.
    fn timeouts(&mut self, stage: usize, gathered: &mut Gathered) {
        let edge = self.layout.stages[stage].edge;
        let timeout = self.layout.edges[edge].timeout;
        let end = self.middle + self.dt / 2.0;
        for attempt in 0..self.waits[stage].born.len() {
            while let Some(&id) = self.waits[stage].born[attempt].front() {
                let Some(entry) = self.entries.get(id) else {
                    self.waits[stage].born[attempt].pop_front();
                    continue;
                };
                if entry.birth + timeout >= end {
                    break;
                }
                self.waits[stage].born[attempt].pop_front();
                let offset = (entry.birth + timeout - self.middle).max(-self.dt / 2.0);
                let (mass, pooled, connected) = (entry.waiting, entry.pooled, entry.connected);
                let birth = entry.birth;
                let width = entry.births.1 - entry.births.0;
                let owners = self.entries.close(id);
                let at = &mut self.edges[edge];
                at.queued = (at.queued - pooled).max(0.0);
                if connected > 0.0 {
                    at.pool.release(connected, offset, self.dt);
                }
                if let Some(breaker) = &mut at.breaker {
                    breaker.note(birth, 0.0, mass);
                }
                self.timed_out(edge, mass, pooled);
                let bad = Times::of(mass, Delay::even(offset, width));
                gathered.fail(attempt, &bad, &owners);
            }
        }
    }

    /// Failed attempts are made again, or end.
    fn again(&mut self, stage: usize, attempt: usize, mut bad: Bundle, gathered: &mut Gathered) {
        let edge = self.layout.stages[stage].edge;
        let dropped = self.drop_cancelled(self.layout.edges[edge].from, &mut bad.owners);
        if dropped > 0.0 {
            let left = (1.0 - dropped / bad.times.mass()).max(0.0);
            bad.times.scale(left);
        }
        let times = bad.times;
        if times.mass() <= 0.0 {
            return;
        }
        let list = self.list(bad.owners);
        let who = self.who(list);
        let mut out = Out::default();
        self.retry(stage, attempt, &times, (0.0, false), who, &mut out);
        let owners = self.unlist(list);
        self.fall_back(edge, &mut out);
        gathered.well(&out.good, &owners);
        gathered.ended.join(&out.bad, &owners);
    }

    /// Attempts whose pause is over.
    fn backoffs(&mut self, stage: usize, gathered: &mut Gathered) {
        let end = self.middle + self.dt / 2.0;
        let due = self.waits[stage].backoffs.due(end);
        let edge = self.layout.stages[stage].edge;
        for wait in due {
            let attempt = wait.attempt;
            let offset = (wait.at - self.middle).max(-self.dt / 2.0);
            let mut bundle = Bundle::default();
            bundle.times.add(wait.mass, Delay::central(offset, wait.variance, 0.0));
            bundle.owners = wait.owners;
            let mut mass = bundle.times.mass();
            if mass <= 0.0 {
                continue;
            }
            self.joiner.tidy(&mut bundle.owners);
            self.waits[stage].backing = (self.waits[stage].backing - mass).max(0.0);
            mass -= self.drop_cancelled(self.layout.edges[edge].from, &mut bundle.owners);
            if mass <= 0.0 {
                continue;
            }
            let later = bundle.times.whole().time();
            let offset = later.mean;
            let list = self.list(bundle.owners);
            let who = self.who(list);
            let mut out = self.call(stage, attempt, mass, offset, who);
            let owners = self.unlist(list);
            self.fall_back(edge, &mut out);
            gathered.well(&out.good.moved(&later), &owners);
            gathered.ended.join(&out.bad.moved(&later), &owners);
        }
    }

    /// Freed connections are given to who waits for one.
    fn send_pooled(&mut self, edge: usize) {
        for _ in 0..8 {
            if self.edges[edge].queued <= NOTHING {
                break;
            }
            let mut room = self.pool_capacity(edge);
            if room <= NOTHING {
                break;
            }
            let mut batch = Vec::new();
            while room > NOTHING {
                let Some((id, mass)) = self.edges[edge].waiting.pop_front() else {
                    break;
                };
                let Some(entry) = self.entries.get_mut(id) else {
                    continue;
                };
                let there = mass.min(entry.pooled);
                let take = there.min(room);
                if there > take {
                    self.edges[edge].waiting.push_front((id, there - take));
                }
                entry.pooled -= take;
                entry.inside += take;
                entry.connected += take;
                room -= take;
                // With the callee it counts from here: the wait was the caller's.
                batch.push(Owner { id, mass: take, birth: self.middle });
            }
            let mass: f64 = batch.iter().map(|owner| owner.mass).sum();
            if mass <= 0.0 {
                self.edges[edge].queued = 0.0;
                break;
            }
            self.edges[edge].queued = (self.edges[edge].queued - mass).max(0.0);
            let dt = self.dt;
            self.edges[edge].pool.hold(mass, dt, 0.0);
            let list = self.list(batch);
            let out = self.arrive(edge, mass, 0.0, Who::List(list));
            let owners = self.unlist(list);
            let blur = self.blur();
            self.note(&out.good.moved(&blur), &owners, true);
            self.note(&out.bad.moved(&blur), &owners, false);
        }
    }

    /// When in its step somebody came to wait and when in its step they are served is not known:
    /// the difference of two even times.
    pub(crate) fn blur(&self) -> Delay {
        Delay::central(0.0, self.dt * self.dt / 6.0, 0.0)
    }

    /// Leaves an outcome with the calls it is the answer to; those that are gone get none.
    pub(crate) fn note(&mut self, times: &Times, owners: &[Owner], good: bool) {
        let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
        if times.mass() <= 0.0 || whole <= 0.0 {
            return;
        }
        for owner in owners {
            let Some(entry) = self.entries.get_mut(owner.id) else {
                continue;
            };
            let stage = entry.stage;
            let fresh = entry.good.mass() + entry.bad.mass() <= 0.0;
            let part = times.times(owner.mass / whole);
            if good {
                entry.good.merge(&part);
            } else {
                entry.bad.merge(&part);
            }
            if fresh {
                self.waits[stage].answered.push(owner.id);
            }
        }
    }

    /// Executions that held a slot end.
    fn end(&mut self, node: usize, times: &Times, owners: &[Owner], good: bool) {
        let Moments { mass, .. } = times.whole();
        if mass <= 0.0 {
            return;
        }
        let (dt, middle, mean) = (self.dt, self.middle, times.mean());
        let at = &mut self.nodes[node];
        at.account.release(mass, mean, dt);
        at.passage.go(mass, middle + mean);
        if good {
            at.counts.good += mass;
        } else {
            at.counts.bad += mass;
            at.counts.passed_on += mass;
        }
        self.time_answers(node, times, owners);
        self.note(times, owners, good);
    }

    /// Counts how long answers took, from the births of the calls they answer.
    pub(crate) fn time_answers(&mut self, node: usize, times: &Times, owners: &[Owner]) {
        let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
        if whole <= 0.0 {
            return;
        }
        let at = &mut self.nodes[node];
        for part in times.parts() {
            let time = part.time();
            for owner in owners {
                let age = time.then(&Delay::fixed(self.middle - owner.birth));
                let mass = part.mass * owner.mass / whole;
                at.latencies.add(mass, age);
                at.passage.took(mass * age.mean);
            }
        }
    }

    /// Work whose own service ends in this step.
    fn dwelt(&mut self, node: usize) -> Bundle {
        let mut bundle = Bundle::default();
        let end = self.middle + self.dt / 2.0;
        for slice in self.nodes[node].dwelling.due(end) {
            let offset = (slice.at - self.middle).max(-self.dt / 2.0);
            let times = Times::of(slice.mass, Delay::central(offset, slice.variance, 0.0));
            bundle.join(&times, &slice.owners);
        }
        if bundle.times.mass() > 0.0 {
            bundle.settle(&mut self.joiner);
        }
        bundle
    }

    /// Ids of calls that a node's executions wait for.
    pub(crate) fn calls_of(&self, node: usize) -> Vec<Id> {
        let (begin, end) = self.layout.nodes[node].stages;
        self.waits[begin..end]
            .iter()
            .flat_map(|wait| wait.born.iter().flatten().copied())
            .filter(|&id| self.entries.get(id).is_some())
            .collect()
    }
}
