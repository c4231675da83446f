//! The policies of a caller: breaker, budget of retries, backoff. The same rules and constants as
//! in the per-request engine of the tests. They never look at the callee.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::quantity::rounded;
use crate::model::system;
use crate::world::cohort::{Joiner, Owner};

/// Fewest calls in the window before a breaker judges.
pub const BREAKER_LEAST: f64 = 10.0;
/// Seconds of successes a budget of retries remembers.
pub const BUDGET_WINDOW: f64 = 10.0;
/// Slices a jittered backoff is split into.
pub(crate) const JITTER_SLICES: u32 = 4;

/// Attempts that wait for their time.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    /// When they are made, on average.
    pub(crate) due: f64,
    /// Which attempt they will be.
    pub(crate) attempt: usize,
    /// How many.
    pub(crate) mass: f64,
    /// The calls that the waiting executions serve.
    pub(crate) owners: Vec<Owner>,
}

/// All attempts of a stage that wait, by when they are due: near ones of the same attempt are kept
/// together, so that their number does not grow with the length of the pauses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backoffs(BTreeMap<(u64, usize), Backoff>);

/// The place of a time in the order, in microseconds; a drill's warm-up lies before 0.
fn place(time: f64) -> u64 {
    rounded((time + 10_000.0).max(0.0) * 1e6).unsigned_abs()
}

impl Backoffs {
    /// Adds attempts, together with those due in the same `grain` of seconds.
    pub(crate) fn push(&mut self, next: Backoff, grain: f64, joiner: &mut Joiner) {
        let slot = place(libm::ceil(next.due / grain) * grain);
        match self.0.entry((slot, next.attempt)) {
            Entry::Vacant(vacant) => {
                vacant.insert(next);
            }
            Entry::Occupied(mut occupied) => {
                let known = occupied.get_mut();
                let mass = known.mass + next.mass;
                if mass > 0.0 {
                    known.due += (next.due - known.due) * next.mass / mass;
                }
                known.mass = mass;
                known.owners.extend(next.owners);
                if known.owners.len() > 64 {
                    joiner.tidy(&mut known.owners);
                }
            }
        }
    }

    /// Whether none waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes those that are due before `end`, in order.
    pub(crate) fn due(&mut self, end: f64) -> Vec<Backoff> {
        if self.0.first_key_value().is_none_or(|((first, _), _)| *first > place(end)) {
            return Vec::new();
        }
        let rest = self.0.split_off(&(place(end), 0));
        std::mem::replace(&mut self.0, rest).into_values().collect()
    }

    /// All of them.
    pub(crate) fn each(&mut self) -> impl Iterator<Item = &mut Backoff> {
        self.0.values_mut()
    }
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum State {
    Closed,
    /// Nothing goes through until then.
    Open(f64),
    /// A few probe.
    Probing {
        since: f64,
        sent: f64,
        good: f64,
        bad: f64,
    },
}

/// A circuit breaker: the share of failures over a window that forgets exponentially.
#[derive(Clone, Debug)]
pub(crate) struct Breaker {
    rule: system::Breaker,
    pub(crate) state: State,
    good: f64,
    bad: f64,
    now: f64,
}

impl Breaker {
    pub(crate) fn new(rule: system::Breaker) -> Self {
        Self { rule, state: State::Closed, good: 0.0, bad: 0.0, now: 0.0 }
    }

    /// Whether it is closed and sees few failures.
    pub(crate) fn calm(&self) -> bool {
        self.state == State::Closed && self.bad <= 0.5 * self.rule.errors * (self.good + self.bad)
    }

    /// Whether calls are stopped.
    pub(crate) fn open(&self) -> bool {
        self.state != State::Closed
    }

    /// Time goes on.
    pub(crate) fn tick(&mut self, now: f64, dt: f64) {
        self.now = now;
        let keep = libm::exp(-dt / self.rule.over.as_f64().max(0.1));
        self.good *= keep;
        self.bad *= keep;
        match self.state {
            State::Closed => {
                let seen = self.good + self.bad;
                if seen >= BREAKER_LEAST && self.bad >= self.rule.errors * seen {
                    self.state = State::Open(now + self.rule.opens_for.as_f64());
                }
            }
            State::Open(until) if now >= until => {
                self.state = State::Probing { since: now, sent: 0.0, good: 0.0, bad: 0.0 };
            }
            State::Open(_) => {}
            State::Probing { since, good, bad, .. } => {
                if bad >= 0.5 {
                    self.state = State::Open(now + self.rule.opens_for.as_f64());
                } else if good >= f64::from(self.rule.probes.max(1)) - 0.5 {
                    self.state = State::Closed;
                    self.good = 0.0;
                    self.bad = 0.0;
                } else if now - since > 2.0 * self.rule.opens_for.as_f64() {
                    // Probes whose callers died told nothing: others try.
                    self.state = State::Probing { since: now, sent: 0.0, good: 0.0, bad: 0.0 };
                }
            }
        }
    }

    /// How much of `mass` may go through now.
    pub(crate) fn admit(&mut self, mass: f64) -> f64 {
        match &mut self.state {
            State::Closed => mass,
            State::Open(_) => 0.0,
            State::Probing { sent, .. } => {
                let room = (f64::from(self.rule.probes.max(1)) - *sent).max(0.0);
                let pass = mass.min(room);
                *sent += pass;
                pass
            }
        }
    }

    /// Attempts born at `birth` have ended.
    pub(crate) fn note(&mut self, birth: f64, good: f64, bad: f64) {
        match &mut self.state {
            State::Closed => {
                self.good += good;
                self.bad += bad;
            }
            State::Open(_) => {}
            State::Probing { since, good: probes_good, bad: probes_bad, .. } => {
                if birth >= *since - 1e-9 {
                    *probes_good += good;
                    *probes_bad += bad;
                }
            }
        }
    }
}

/// A budget of retries: so many per success.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    ratio: f64,
    tokens: f64,
}

impl Budget {
    pub(crate) fn new(ratio: f64) -> Self {
        Self { ratio, tokens: 1.0 }
    }

    /// Time goes on: old successes are forgotten.
    pub(crate) fn tick(&mut self, dt: f64) {
        self.tokens *= libm::exp(-dt / BUDGET_WINDOW);
    }

    /// Calls succeeded.
    pub(crate) fn earn(&mut self, good: f64) {
        self.tokens += good * self.ratio;
    }

    /// How many of `mass` retries may be made.
    pub(crate) fn take(&mut self, mass: f64) -> f64 {
        let allowed = mass.min(self.tokens.max(0.0));
        self.tokens -= allowed;
        allowed
    }
}
