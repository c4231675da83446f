//! Calls as they flow down the tree within one step: retries that fall into it, caches, pools,
//! doors, slots, own service, further calls. What finds no place is stored with all who wait.

use crate::world::agenda::Due;
use crate::world::cohort::{Id, Owner, scaled};
use crate::world::engine::{Engine, Frame, NOTHING, Out, Who};
use crate::world::policy;
use crate::world::quantile::{Delay, Moments};
use crate::world::station::WORTH;
use crate::world::times::Times;

/// Slices a jittered pause is split into.
const JITTER_SLICES: u32 = 4;

/// The longest time over which births are put together, in seconds.
const GRAIN_MOST: f64 = 0.1;

/// A smaller share of calls than this comes too late for nobody: tails that thin are no more than
/// what the moments guess.
pub(crate) const TAIL: f64 = 1e-6;
/// Where nothing holds calls up, a smaller share than this that fails is tried again in the same
/// step although its pause is longer: it takes its time, but nobody sees when it passed.
const STRAGGLERS: f64 = 0.01;

/// Where calls that got stuck are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    /// In the callee or below.
    Inside,
    /// In the queue of the caller's pool.
    Pool,
    /// Lost on the way.
    Lost,
}

impl Engine {
    /// Takes executions of `node` through its stages. `begin` has their times from `base`; so
    /// has what is returned.
    pub(crate) fn stages_from(&mut self, node: usize, begin: Times, who: Who, base: f64) -> Out {
        let mut out = Out { good: begin, ..Out::default() };
        let mut group = None;
        let (first, end) = self.layout.nodes[node].stages;
        for stage in first..end {
            let joins = |stage: usize| stage < end && self.layout.stages[stage].joins;
            if joins(stage + 1) && !joins(stage) {
                group = Some(out.good);
            }
            self.pass(stage, &mut out, group.as_ref(), base, who);
            if out.good.mass() <= NOTHING {
                break;
            }
        }
        out
    }

    /// Takes the good ones of `out` through one stage; failures and what is stuck are added to it.
    pub(crate) fn pass(
        &mut self,
        stage: usize,
        out: &mut Out,
        group: Option<&Times>,
        base: f64,
        who: Who,
    ) {
        let Out { good: cur, bad: failed, stuck } = out;
        let plan = &self.layout.stages[stage];
        let (chance, joins, edge) = (plan.chance, plan.joins, plan.edge);
        let called = cur.mass() * chance;
        if called <= NOTHING {
            return;
        }
        let begin: &Times = if joins { group.unwrap_or(cur) } else { cur };
        let mut answer = self.call(stage, 0, called, base + begin.mean(), who);
        *stuck += answer.stuck;
        self.fall_back(edge, &mut answer);
        let Out { good, bad, .. } = answer;
        if bad.mass() > 0.0 {
            failed.merge(&bad.after(begin));
        }
        let next = match (joins, group) {
            (false, _) => good.after(cur),
            (true, Some(group)) => later_of(&good, cur, group),
            // The one before took more than a step: this one has long been answered.
            (true, None) => cur.times(good.mass() / cur.mass()),
        };
        if chance < 1.0 {
            cur.scale(1.0 - chance);
            cur.merge(&next);
        } else {
            *cur = next;
        }
    }

    /// What a caller makes of failed calls: a plain answer, nothing, or a failure of its own.
    pub(crate) fn fall_back(&mut self, edge: usize, out: &mut Out) {
        let counts = &mut self.edges[edge].counts;
        counts.final_good += out.good.mass();
        counts.final_bad += out.bad.mass();
        let call = &self.layout.edges[edge].call;
        if let Some(time) = call.fallback {
            out.good.merge(&out.bad.later(&Delay::fixed(time.as_f64())));
        } else if !call.critical {
            out.good.merge(&out.bad);
        } else {
            return;
        }
        out.bad = Times::default();
    }

    /// Makes calls, `at` seconds from the middle of the step, and the further attempts that fall
    /// into the step; times of the answer are from then.
    pub(crate) fn call(
        &mut self,
        stage: usize,
        attempt: usize,
        mass: f64,
        at: f64,
        who: Who,
    ) -> Out {
        let edge = self.layout.stages[stage].edge;
        if attempt > 0 || !self.edges[edge].known.clear {
            return self.attempts(stage, attempt, mass, at, who);
        }
        self.learn_edge(edge, mass, |engine| engine.attempts(stage, 0, mass, at, who))
    }

    fn attempts(&mut self, stage: usize, attempt: usize, mass: f64, at: f64, who: Who) -> Out {
        let edge = self.layout.stages[stage].edge;
        let mut out = Out::default();
        let pass = self.leave_caller(edge, attempt, mass, &mut out);
        let lost_names = pass * self.edges[edge].unresolved;
        let mut failed = Times::of(lost_names, Delay::fixed(0.002));
        self.edges[edge].counts.unresolved += lost_names;
        self.origins.all += lost_names;
        let looked_up = pass - lost_names;
        let (hits, ask) = self.look_up(edge, looked_up);
        out.good.merge(&hits);
        let asked = looked_up - hits.mass();
        let base = self.frames.len();
        let birth = self.middle + at;
        self.frames.push(Frame { stage, attempt, birth, arrival: birth + ask, parent: who });
        let to = self.layout.edges[edge].to;
        let cut = 1.0 - (1.0 - self.edges[edge].cut) * (1.0 - self.nodes[to].cut);
        let lost = asked * cut;
        if lost > NOTHING {
            self.hold(base, lost, Place::Lost);
            out.stuck += lost;
        }
        let refused = (asked - lost) * self.edges[edge].error;
        failed.add(refused, Delay::fixed(0.001));
        self.origins.all += refused;
        self.edges[edge].counts.refused += refused;
        self.edges[edge].counts.arrived += asked - lost - refused;
        let mut answer = self.connect(edge, asked - lost - refused, at + ask, base);
        self.frames.truncate(base);
        let delay = self.edges[edge].delay + ask;
        if delay > 0.0 {
            let way = Delay::central(delay, self.edges[edge].spread, 0.0);
            answer.good = answer.good.later(&way);
            answer.bad = answer.bad.later(&way);
        }
        out.stuck += answer.stuck;
        failed.merge(&answer.bad);
        self.edges[edge].counts.bad += failed.mass();
        self.in_time(edge, &mut answer.good, &mut failed);
        let in_time = &answer.good;
        self.well(edge, &in_time.whole());
        if let Some(breaker) = &mut self.edges[edge].breaker {
            breaker.note(self.middle, in_time.mass(), failed.mass());
        }
        out.good.merge(in_time);
        let straggling = self.edges[edge].known.clear && failed.mass() < STRAGGLERS * mass;
        self.retry(stage, attempt, &failed, (at, straggling), who, &mut out);
        out
    }

    fn leave_caller(&mut self, edge: usize, attempt: usize, mass: f64, out: &mut Out) -> f64 {
        let at = &mut self.edges[edge];
        at.counts.sent += mass;
        if attempt > 0 {
            at.counts.retries += mass;
        }
        let Some(breaker) = &mut at.breaker else {
            return mass;
        };
        let pass = breaker.admit(mass);
        at.counts.open += mass - pass;
        // Failing fast is meant: no further attempt.
        out.bad.add(mass - pass, Delay::default());
        pass
    }

    /// Asks the cache first; the answers it has, and how long the others have lost by asking.
    fn look_up(&mut self, edge: usize, mass: f64) -> (Times, f64) {
        let Some(cache) = self.edges[edge].cache else {
            return (Times::default(), 0.0);
        };
        let at = &mut self.caches[cache];
        let hits = mass * at.ratio();
        at.asked += mass;
        at.hits += hits;
        let counts = &mut self.edges[edge].counts;
        counts.asked += mass;
        counts.hits += hits;
        (Times::of(hits, Delay::gamma(at.time, 1.0)), at.time)
    }

    /// Parts answers that came in time from those the caller no longer waited for.
    fn in_time(&mut self, edge: usize, good: &mut Times, failed: &mut Times) {
        let timeout = self.layout.edges[edge].timeout;
        if good.far_below(timeout) {
            return;
        }
        let mass = good.cut_above(timeout, &Delay::default(), TAIL);
        if mass > 0.0 {
            failed.add(mass, Delay::fixed(timeout));
            self.timed_out(edge, mass, 0.0);
        }
    }

    /// Counts attempts whose caller stopped waiting, `pooled` of them before they had a connection.
    pub(crate) fn timed_out(&mut self, edge: usize, mass: f64, pooled: f64) {
        let at = &mut self.edges[edge];
        at.counts.timeouts += mass;
        at.counts.pool_timeouts += pooled;
        self.origins.all += mass;
        let to = self.layout.edges[edge].to;
        self.nodes[to].counts.timeouts += mass;
    }

    /// Attempts were answered well in time: the cache is filled, retries are earned.
    pub(crate) fn well(&mut self, edge: usize, good: &Moments) {
        let at = &mut self.edges[edge];
        at.counts.good.merge(good);
        if let Some(budget) = &mut at.budget {
            budget.earn(good.mass);
        }
        if let Some(cache) = at.cache {
            self.caches[cache].filled += good.mass;
        }
    }

    /// Makes or plans the next attempt of failed ones, whose times count from `at`, at once if they
    /// are `straggling`; what has no attempt left is added to `out` as bad.
    pub(crate) fn retry(
        &mut self,
        stage: usize,
        attempt: usize,
        failed: &Times,
        (at, straggling): (f64, bool),
        who: Who,
        out: &mut Out,
    ) {
        if failed.mass() <= NOTHING {
            out.bad.merge(failed);
            return;
        }
        let edge = self.layout.stages[stage].edge;
        let call = &self.layout.edges[edge].call;
        let retries = usize::try_from(call.retries).unwrap_or(usize::MAX);
        if attempt >= retries {
            out.bad.merge(failed);
            return;
        }
        let (pause, jitter) = (call.backoff.as_f64(), call.jitter.clamp(0.0, 1.0));
        let wait = policy::pause(pause, attempt);
        let again = match &mut self.edges[edge].budget {
            Some(budget) => budget.take(failed.mass()),
            None => failed.mass(),
        };
        out.bad.merge(&failed.times(1.0 - again / failed.mass()));
        let due = at + failed.mean() + wait;
        if (straggling || due < self.dt / 2.0) && self.frames.len() < 200 {
            let next = self.call(stage, attempt + 1, again, due, who);
            // The pause is spread evenly by its jitter.
            let later = failed.later(&Delay::even(wait, 2.0 * wait * jitter));
            out.good.merge(&next.good.after(&later));
            out.bad.merge(&next.bad.after(&later));
            out.stuck += next.stuck;
            return;
        }
        let owners = self.owners_of(who, again);
        out.stuck += again;
        let waits = &mut self.waits[stage];
        waits.backing += again;
        let slices = if jitter * wait > self.dt { JITTER_SLICES } else { 1 };
        let share = 1.0 / f64::from(slices);
        // Jittered attempts need not be told apart by less than a part of their pause; the others,
        // who come from calls of different ages, would give each other their times.
        let grain = if slices > 1 { (wait / 16.0).max(self.dt) } else { self.dt / 8.0 };
        // Who waits in a slice differs by when the attempt failed and by the slice's own width.
        let apart = failed.whole().time().variance();
        let width = 2.0 * wait * jitter * share;
        for slice in 0..slices {
            let spread = (f64::from(slice) + 0.5) * share * 2.0 - 1.0;
            let next = Due {
                at: self.middle + due + wait * jitter * spread,
                variance: apart + width * width / 12.0,
                attempt: attempt + 1,
                mass: again * share,
                owners: scaled(&owners, again * share).collect(),
                tidied: 0,
            };
            waits.backoffs.push(next, grain, &mut self.joiner);
        }
    }

    /// Takes calls through the caller's pool to the callee's door.
    fn connect(&mut self, edge: usize, mass: f64, at: f64, frame: usize) -> Out {
        let mut out = Out::default();
        if mass <= NOTHING {
            out.bad.add(mass, Delay::default());
            return out;
        }
        if !self.edges[edge].pooled {
            return self.arrive(edge, mass, at, Who::Frame(frame));
        }
        let mut rest = mass;
        for _ in 0..3 {
            let clear = self.edges[edge].known.clear;
            let take = if clear { rest } else { rest.min(self.pool_room(edge)) };
            if take <= NOTHING.max(WORTH * mass) {
                break;
            }
            let wait = self.edges[edge].pool.wait;
            self.frames[frame].arrival = self.middle + at + wait.mean;
            let answer = self.arrive(edge, take, at + wait.mean, Who::Frame(frame));
            let mut done = answer.good.whole();
            done.merge(&answer.bad.whole());
            self.edges[edge].counts.connected.merge(&done);
            let pool = &mut self.edges[edge].pool;
            pool.charge(done.mass, &done.time());
            if answer.stuck > 0.0 {
                pool.hold(answer.stuck, self.dt, wait.mean);
                let id = self.entry(frame);
                if let Some(entry) = self.entries.get_mut(id) {
                    entry.connected += answer.stuck;
                }
            }
            out.good.merge(&answer.good.later(&wait));
            out.bad.merge(&answer.bad.later(&wait));
            out.stuck += answer.stuck;
            rest -= take;
        }
        if rest > NOTHING {
            let id = self.hold(frame, rest, Place::Pool);
            let at = &mut self.edges[edge];
            at.waiting.push_back((id, rest));
            at.queued += rest;
            out.stuck += rest;
        } else {
            out.bad.add(rest.max(0.0), Delay::default());
        }
        out
    }

    /// How many calls the pool of an edge can take now, those that wait not counted.
    fn pool_room(&self, edge: usize) -> f64 {
        if self.edges[edge].queued > NOTHING {
            return 0.0;
        }
        self.pool_capacity(edge)
    }

    /// How many calls the connections of an edge can serve in what is left of the step.
    pub(crate) fn pool_capacity(&self, edge: usize) -> f64 {
        let to = self.layout.edges[edge].to;
        let left = self.edges[edge].pool.left;
        if left <= 0.0 {
            return 0.0;
        }
        let cost = if self.closed(to) {
            self.dt
        } else {
            self.nodes[to].account.wait.mean + self.nodes[to].unit
        };
        left / cost.max(1e-7)
    }

    /// The owners of `mass` executions that serve `who`; whoever waits up the stack is stored.
    pub(crate) fn owners_of(&mut self, who: Who, mass: f64) -> Vec<Owner> {
        match who {
            Who::Nobody => Vec::new(),
            Who::Frame(frame) => vec![self.holder(frame, mass)],
            Who::List(list) => scaled(&self.lists[list], mass).collect(),
        }
    }

    /// The call in a frame as the owner of `mass` executions; it is stored, and who waits for it.
    pub(crate) fn holder(&mut self, frame: usize, mass: f64) -> Owner {
        let id = self.hold(frame, mass, Place::Inside);
        Owner { id, mass, birth: self.frames[frame].arrival }
    }

    /// Births closer together than this, in seconds, share an entry: a thirty-second of the timeout,
    /// or a step.
    pub(crate) fn grain(&self, edge: usize) -> f64 {
        let timeout = self.layout.edges[edge].timeout;
        self.dt.max((timeout / (32.0 * self.fineness)).min(GRAIN_MOST))
    }

    /// The entry of the call in a frame.
    fn entry(&mut self, frame: usize) -> Id {
        let Frame { stage, attempt, birth, .. } = self.frames[frame];
        let edge = self.layout.stages[stage].edge;
        let born = &mut self.waits[stage].born;
        while born.len() <= attempt {
            born.push(std::collections::VecDeque::new());
        }
        if let Some(&id) = born[attempt].back()
            && let Some(entry) = self.entries.get(id)
            && self.middle - entry.made < self.grain(edge) - self.dt / 2.0
        {
            return id;
        }
        let id = self.entries.open(stage, attempt, self.middle, birth);
        self.waits[stage].born[attempt].push_back(id);
        id
    }

    /// Stores calls of a frame that got stuck, and everybody up the stack who waits for them.
    pub(crate) fn hold(&mut self, frame: usize, mass: f64, place: Place) -> Id {
        let Frame { birth, parent, .. } = self.frames[frame];
        let id = self.entry(frame);
        let above = match parent {
            Who::Frame(above) => Some(self.holder(above, mass)),
            _ => None,
        };
        let Some(entry) = self.entries.get_mut(id) else {
            return id;
        };
        let waiting = entry.waiting + mass;
        let total = entry.total + mass;
        if total > 0.0 {
            entry.birth += (birth - entry.birth) * mass / total;
        }
        entry.waiting = waiting;
        entry.total += mass;
        entry.births = (entry.births.0.min(birth), entry.births.1.max(birth));
        match place {
            Place::Inside => entry.inside += mass,
            Place::Pool => entry.pooled += mass,
            Place::Lost => entry.lost += mass,
        }
        match parent {
            Who::List(list) => entry.serve(&self.lists[list], mass),
            _ => entry.serve(above.as_slice(), mass),
        }
        if entry.owners.len() > 2 * entry.tidied + 8 {
            self.joiner.tidy(&mut entry.owners);
            entry.tidied = entry.owners.len();
        }
        id
    }
}

/// The later of two calls made at once, both from `group` on (Clark 1961, for independent times;
/// his third moment is left out, the larger of the two stands for it).
fn later_of(good: &Times, cur: &Times, group: &Times) -> Times {
    let begin = group.whole().time();
    let one = cur.whole().time().without(&begin);
    let two = good.whole().time();
    let spread = libm::sqrt(one.variance() + two.variance());
    let (mean, variance) = if spread < 1e-9 {
        (one.mean.max(two.mean), 0.0)
    } else {
        let gap = (one.mean - two.mean) / spread;
        let density = libm::exp(-gap * gap / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
        let first = 0.5 * libm::erfc(-gap / std::f64::consts::SQRT_2);
        let mean = one.mean * first + two.mean * (1.0 - first) + spread * density;
        let square = one.square * first
            + two.square * (1.0 - first)
            + (one.mean + two.mean) * spread * density;
        (mean, (square - mean * mean).max(0.0))
    };
    let third = one.third().max(two.third());
    Times::of(good.mass(), begin.then(&Delay::central(mean, variance, third)))
}
