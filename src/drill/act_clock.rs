//! When something acts: `when`, `until`, `while`, and coming back. It never knows what acts; the
//! situation is handed in.

use crate::drill::situation::Now;
use crate::model::condition::{Condition, Watch};
use crate::model::fault::{Acts, Again};
use crate::model::time::DrillTime;

/// The clock of one thing that acts.
#[derive(Clone, Debug)]
pub(super) struct ActClock {
    start: Start,
    until: Option<Condition>,
    again: Option<Again>,
    unless: Option<Watch>,
    returns: u32,
    phase: Phase,
}

#[derive(Clone, Debug)]
enum Start {
    Always,
    When(Watch),
    While(Watch),
}

#[derive(Clone, Debug)]
enum Phase {
    Waiting,
    Acting {
        /// Its beginning; `until` counts from here.
        at: DrillTime,
        /// The last entry before it began.
        seq: u64,
        until: Option<Watch>,
    },
    Over {
        at: DrillTime,
    },
}

impl ActClock {
    pub(super) fn new(acts: &Acts, again: Option<&Again>) -> Self {
        let (start, until) = match acts {
            Acts::Always => (Start::Always, None),
            Acts::From { when, until } => (Start::When(Watch::new(when)), until.clone()),
            Acts::While(condition) => (Start::While(Watch::new(condition)), None),
        };
        Self {
            start,
            until,
            again: again.cloned(),
            unless: again.and_then(|again| again.unless.as_ref()).map(Watch::new),
            returns: 0,
            phase: Phase::Waiting,
        }
    }

    /// Moves on to `now`; true while the thing acts. `seq` is the last entry so far, and
    /// `situation` answers for what came after a given entry.
    pub(super) fn tick<'a>(
        &mut self,
        now: DrillTime,
        seq: u64,
        situation: impl Fn(u64) -> Now<'a>,
    ) -> bool {
        let world = situation(0);
        let holds = match &mut self.start {
            Start::Always => true,
            Start::When(watch) | Start::While(watch) => watch.look(now, &world),
        };
        let barred = self.unless.as_mut().is_some_and(|watch| watch.look(now, &world));
        match &mut self.phase {
            Phase::Waiting if holds => self.begin(now, seq),
            Phase::Waiting => {}
            Phase::Acting { at, seq: began, until } => {
                let ended = match (&self.start, until) {
                    (Start::While(_), _) => !holds,
                    (_, Some(until)) => until.look(since(now, *at), &situation(*began)),
                    (_, None) => false,
                };
                if ended {
                    self.end(now);
                }
            }
            Phase::Over { at } => {
                let due = self.again.as_ref().is_some_and(|again| {
                    now >= *at + again.after && again.times.is_none_or(|times| self.returns < times)
                });
                if due && !barred {
                    self.returns += 1;
                    self.begin(now, seq);
                }
            }
        }
        self.acts()
    }

    /// Whether it acts.
    pub(super) const fn acts(&self) -> bool {
        matches!(self.phase, Phase::Acting { .. })
    }

    /// Since when it acts.
    pub(super) const fn began(&self) -> Option<DrillTime> {
        match self.phase {
            Phase::Acting { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Begins now, whatever its conditions say: somebody fired it by hand.
    pub(super) fn begin(&mut self, now: DrillTime, seq: u64) {
        let until = self.until.as_ref().map(Watch::new);
        self.phase = Phase::Acting { at: now, seq, until };
    }

    fn end(&mut self, now: DrillTime) {
        let follows = matches!(self.start, Start::While(_));
        self.phase = if follows { Phase::Waiting } else { Phase::Over { at: now } };
    }
}

/// An instant counted from `start`: the time that `until` reads.
pub(super) const fn since(now: DrillTime, start: DrillTime) -> DrillTime {
    DrillTime(now.0.saturating_sub(start.0))
}
