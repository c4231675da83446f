//! Calls as they flow down the tree within one step: retries that fall into it, caches, pools,
//! doors, slots, own service, further calls. What finds no place is stored with all who wait.

use crate::world::cohort::{Id, Owner};
use crate::world::edge::{Backoff, JITTER_SLICES};
use crate::world::engine::{Engine, Frame, NOTHING, Out, Who};
use crate::world::quantile::{Moments, above};

/// The longest time over which births are put together, in seconds.
const GRAIN_MOST: f64 = 0.3;

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
    /// Takes executions of `node` through its stages from `from` on. `cur` has their times from
    /// `base`; so has what is returned.
    pub(crate) fn stages(&mut self, node: usize, cur: Moments, who: Who, from: usize) -> Out {
        self.stages_from(node, cur, who, from, 0.0)
    }

    pub(crate) fn stages_from(
        &mut self,
        node: usize,
        begin: Moments,
        who: Who,
        from: usize,
        base: f64,
    ) -> Out {
        let mut cur = begin;
        let mut out = Out::default();
        let mut group = begin;
        let (first, end) = self.layout.nodes[node].stages;
        for stage in (first + from)..end {
            if !self.layout.stages[stage].joins {
                group = cur;
            }
            cur = self.pass(stage, cur, Some(group), base, who, &mut out);
            if cur.mass <= NOTHING {
                break;
            }
        }
        out.good = cur;
        out
    }

    /// Takes executions through one stage; failures and what is stuck are added to `out`.
    pub(crate) fn pass(
        &mut self,
        stage: usize,
        cur: Moments,
        group: Option<Moments>,
        base: f64,
        who: Who,
        out: &mut Out,
    ) -> Moments {
        let plan = &self.layout.stages[stage];
        let (chance, joins, edge) = (plan.chance, plan.joins, plan.edge);
        let called = cur.mass * chance;
        if called <= NOTHING {
            return cur;
        }
        let begin = if joins { group.unwrap_or(cur) } else { cur };
        let answer = self.call(stage, 0, called, base + begin.mean(), who);
        out.stuck += answer.stuck;
        let (good, bad) = self.fall_back(edge, &answer);
        out.bad.merge(&bad.later(begin.mean(), begin.variance()));
        let mut next = cur.times(1.0 - chance);
        next.merge(&match (joins, group) {
            (false, _) => good.later(cur.mean(), cur.variance()),
            (true, Some(group)) => later_of(&good, &cur, &group),
            // The one before took more than a step: this one has long been answered.
            (true, None) => Moments::of(good.mass, cur.mean(), cur.variance()),
        });
        next
    }

    /// What a caller makes of failed calls: a plain answer, nothing, or a failure of its own.
    pub(crate) fn fall_back(&mut self, edge: usize, out: &Out) -> (Moments, Moments) {
        let counts = &mut self.edges[edge].counts;
        counts.final_good += out.good.mass;
        counts.final_bad += out.bad.mass;
        let call = &self.layout.edges[edge].call;
        let mut good = out.good;
        if let Some(time) = call.fallback {
            good.merge(&out.bad.later(time.as_f64(), 0.0));
        } else if !call.critical {
            good.merge(&out.bad);
        } else {
            return (good, out.bad);
        }
        (good, Moments::default())
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
        let mut out = Out::default();
        let pass = self.leave_caller(edge, attempt, mass, &mut out);
        let lost_names = pass * self.edges[edge].unresolved;
        let mut failed = Moments::of(lost_names, 0.002, 0.0);
        self.edges[edge].counts.unresolved += lost_names;
        self.origins.all += lost_names;
        let looked_up = pass - lost_names;
        let (hits, ask) = self.look_up(edge, looked_up);
        out.good.merge(&hits);
        let asked = looked_up - hits.mass;
        let base = self.frames.len();
        self.frames.push(Frame { stage, attempt, birth: self.middle + at, parent: who });
        let to = self.layout.edges[edge].to;
        let cut = 1.0 - (1.0 - self.edges[edge].cut) * (1.0 - self.nodes[to].cut);
        let lost = asked * cut;
        if lost > NOTHING {
            self.hold(base, lost, Place::Lost);
            out.stuck += lost;
        }
        let refused = (asked - lost) * self.edges[edge].error;
        failed.add(refused, 0.001, 0.0);
        self.origins.all += refused;
        let mut answer = self.connect(edge, asked - lost - refused, at + ask, base);
        self.frames.truncate(base);
        let delay = self.edges[edge].delay + ask;
        if delay > 0.0 {
            let spread = self.edges[edge].spread;
            answer.good = answer.good.later(delay, spread);
            answer.bad = answer.bad.later(delay, spread);
        }
        out.stuck += answer.stuck;
        failed.merge(&answer.bad);
        self.edges[edge].counts.bad += failed.mass;
        let in_time = self.in_time(edge, &answer.good, &mut failed);
        self.well(edge, &in_time);
        if let Some(breaker) = &mut self.edges[edge].breaker {
            breaker.note(self.middle, in_time.mass, failed.mass);
        }
        out.good.merge(&in_time);
        self.retry(stage, attempt, &failed, at, who, &mut out);
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
        out.bad.add(mass - pass, 0.0, 0.0);
        pass
    }

    /// Asks the cache first; the answers it has, and how long the others have lost by asking.
    fn look_up(&mut self, edge: usize, mass: f64) -> (Moments, f64) {
        let Some(cache) = self.edges[edge].cache else {
            return (Moments::default(), 0.0);
        };
        let at = &mut self.caches[cache];
        let hits = mass * at.ratio();
        at.asked += mass;
        at.hits += hits;
        let counts = &mut self.edges[edge].counts;
        counts.asked += mass;
        counts.hits += hits;
        (Moments::of(hits, at.time, at.time * at.time), at.time)
    }

    /// Parts answers that came in time from those the caller no longer waited for.
    fn in_time(&mut self, edge: usize, good: &Moments, failed: &mut Moments) -> Moments {
        let timeout = self.layout.edges[edge].timeout;
        let late = above(good.mean(), good.variance(), timeout);
        let mass = good.mass * late;
        if mass <= NOTHING || late <= NOTHING {
            return *good;
        }
        failed.add(mass, timeout, 0.0);
        self.timed_out(edge, mass, 0.0);
        good.times(1.0 - late)
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

    /// Makes or plans the next attempt of failed ones, whose times count from `at`; what has no
    /// attempt left is added to `out` as bad.
    pub(crate) fn retry(
        &mut self,
        stage: usize,
        attempt: usize,
        failed: &Moments,
        at: f64,
        who: Who,
        out: &mut Out,
    ) {
        if failed.mass <= NOTHING {
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
        let wait = pause * f64::from(1_u32 << attempt.min(16));
        let again = match &mut self.edges[edge].budget {
            Some(budget) => budget.take(failed.mass),
            None => failed.mass,
        };
        out.bad.merge(&failed.times(1.0 - again / failed.mass));
        let due = at + failed.mean() + wait;
        if due < self.dt / 2.0 && self.frames.len() < 200 {
            let next = self.call(stage, attempt + 1, again, due, who);
            let (later, variance) = (failed.mean() + wait, failed.variance());
            out.good.merge(&next.good.later(later, variance));
            out.bad.merge(&next.bad.later(later, variance));
            out.stuck += next.stuck;
            return;
        }
        let owners = self.owners_of(who, again);
        out.stuck += again;
        let waits = &mut self.waits[stage];
        waits.backing += again;
        let slices = if jitter * wait > self.dt { JITTER_SLICES } else { 1 };
        let share = 1.0 / f64::from(slices);
        // Jittered attempts need not be told apart by less than a part of their pause.
        let grain = if slices > 1 { (wait / 16.0).max(self.dt) } else { self.dt };
        for slice in 0..slices {
            let spread = (f64::from(slice) + 0.5) * share * 2.0 - 1.0;
            let next = Backoff {
                due: self.middle + due + wait * jitter * spread,
                attempt: attempt + 1,
                mass: again * share,
                owners: scaled(&owners, again * share),
            };
            waits.backoffs.push(next, grain, &mut self.joiner);
        }
    }

    /// Takes calls through the caller's pool to the callee's door.
    fn connect(&mut self, edge: usize, mass: f64, at: f64, frame: usize) -> Out {
        let mut out = Out::default();
        if mass <= NOTHING {
            out.bad.add(mass, 0.0, 0.0);
            return out;
        }
        if !self.edges[edge].pooled {
            return self.arrive(edge, mass, at, Who::Frame(frame));
        }
        let mut rest = mass;
        for _ in 0..3 {
            let room = self.pool_room(edge);
            let take = rest.min(room);
            if take <= NOTHING {
                break;
            }
            let (wait, variance) = {
                let pool = &self.edges[edge].pool;
                (pool.wait, pool.wait_variance)
            };
            let answer = self.arrive(edge, take, at + wait, Who::Frame(frame));
            let mut done = answer.good;
            done.merge(&answer.bad);
            let pool = &mut self.edges[edge].pool;
            pool.charge(done.mass, done.mean(), done.variance());
            if answer.stuck > 0.0 {
                pool.hold(answer.stuck, self.dt);
                let id = self.entry(frame);
                if let Some(entry) = self.entries.get_mut(id) {
                    entry.connected += answer.stuck;
                }
            }
            out.good.merge(&answer.good.later(wait, variance));
            out.bad.merge(&answer.bad.later(wait, variance));
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
            out.bad.add(rest.max(0.0), 0.0, 0.0);
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
            self.nodes[to].account.wait + self.nodes[to].unit
        };
        left / cost.max(1e-7)
    }

    /// The owners of `mass` executions that serve `who`; whoever waits up the stack is stored.
    pub(crate) fn owners_of(&mut self, who: Who, mass: f64) -> Vec<Owner> {
        match who {
            Who::Nobody => Vec::new(),
            Who::Frame(frame) => {
                let id = self.hold(frame, mass, Place::Inside);
                let birth = self.frames[frame].birth;
                vec![Owner { id, mass, birth }]
            }
            Who::List(list) => scaled(&self.lists[list], mass),
        }
    }

    /// Births closer together than this, in seconds, share an entry: a thirty-second of the timeout
    /// with steps by the rule, or a step.
    pub(crate) fn grain(&self, edge: usize) -> f64 {
        let timeout = self.layout.edges[edge].timeout;
        self.dt.max((timeout / (8.0 * self.fineness)).min(GRAIN_MOST))
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
        let owners = self.owners_of(parent, mass);
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
        for owner in owners {
            match entry.owners.iter_mut().rev().take(4).find(|known| known.id == owner.id) {
                Some(known) => known.join(&owner),
                None => entry.owners.push(owner),
            }
        }
        if entry.owners.len() > 2 * entry.tidied + 8 {
            self.joiner.tidy(&mut entry.owners);
            entry.tidied = entry.owners.len();
        }
        id
    }
}

/// The later of two calls made at once, both from `group` on (Clark 1961, for independent times).
fn later_of(good: &Moments, cur: &Moments, group: &Moments) -> Moments {
    let one = (cur.mean() - group.mean()).max(0.0);
    let one_variance = (cur.variance() - group.variance()).max(0.0);
    let (two, two_variance) = (good.mean(), good.variance());
    let spread = libm::sqrt(one_variance + two_variance);
    let (mean, variance) = if spread < 1e-9 {
        (one.max(two), 0.0)
    } else {
        let gap = (one - two) / spread;
        let density = libm::exp(-gap * gap / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
        let first = 0.5 * libm::erfc(-gap / std::f64::consts::SQRT_2);
        let mean = one * first + two * (1.0 - first) + spread * density;
        let square = (one * one + one_variance) * first
            + (two * two + two_variance) * (1.0 - first)
            + (one + two) * spread * density;
        (mean, (square - mean * mean).max(0.0))
    };
    Moments::of(good.mass, group.mean() + mean, group.variance() + variance)
}

/// The same owners with `mass` in all.
pub(crate) fn scaled(owners: &[Owner], mass: f64) -> Vec<Owner> {
    let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let factor = mass / whole;
    owners.iter().map(|owner| Owner { mass: owner.mass * factor, ..*owner }).collect()
}
