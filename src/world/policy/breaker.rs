//! The circuit breaker of a caller. It never looks at the callee.

use crate::model::system;

/// Fewest calls in the window before a breaker judges.
pub const BREAKER_LEAST: f64 = 10.0;

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// Everything goes through.
    Closed,
    /// Nothing goes through until then.
    Open(f64),
    /// A few probe.
    Probing {
        /// Since when.
        since: f64,
        /// Probes sent.
        sent: f64,
        /// Probes answered well.
        good: f64,
        /// Probes that failed.
        bad: f64,
    },
}

/// A circuit breaker: the share of failures over a window that forgets exponentially.
#[derive(Clone, Debug)]
pub struct Breaker {
    rule: system::Breaker,
    /// Where it stands.
    pub state: State,
    good: f64,
    bad: f64,
    now: f64,
}

impl Breaker {
    /// A closed breaker that has seen nothing.
    #[must_use]
    pub fn new(rule: system::Breaker) -> Self {
        Self { rule, state: State::Closed, good: 0.0, bad: 0.0, now: 0.0 }
    }

    /// Whether it is closed and sees few failures.
    pub fn calm(&self) -> bool {
        self.state == State::Closed && self.bad <= 0.5 * self.rule.errors * (self.good + self.bad)
    }

    /// Whether calls are stopped.
    pub fn open(&self) -> bool {
        self.state != State::Closed
    }

    /// Time goes on.
    pub fn tick(&mut self, now: f64, dt: f64) {
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
    pub fn admit(&mut self, mass: f64) -> f64 {
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
    pub fn note(&mut self, birth: f64, good: f64, bad: f64) {
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
