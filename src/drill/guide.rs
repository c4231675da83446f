//! The coach of a tutorial and the jumps of the clock. The coach speaks one line at a time; a
//! jump stops before each promise that falls due, and goes on once it is met.

use std::mem;
use std::sync::Arc;

use crate::content::truth::CoachLine;
use crate::drill::Drill;
use crate::drill::act_clock::since;
use crate::incident::Obligation;
use crate::journal::{Actor, Entry, Event};
use crate::model::condition::{Condition, Watch};
use crate::model::time::{DrillTime, Span};

/// Between two lines of the coach at least.
const GAP: Span = Span::from_seconds(20);
/// How long a line stays that nothing ends, and how long one stays before the next may replace it.
const STAYS: Span = Span::from_seconds(40);
/// So long before a promise falls due a jump stops.
const STOP_BEFORE: Span = Span::from_seconds(60);

/// The clock of a coach's line.
#[derive(Clone, Debug)]
pub(super) struct CoachClock {
    when: Watch,
    until: Option<Condition>,
    phase: Phase,
}

#[derive(Clone, Debug)]
enum Phase {
    Waiting,
    /// Its time has come; `said` is when it was spoken.
    Due {
        at: DrillTime,
        until: Option<Watch>,
        said: Option<DrillTime>,
    },
    Done,
}

impl CoachClock {
    pub(super) fn new(line: &CoachLine) -> Self {
        Self { when: Watch::new(&line.when), until: line.until.clone(), phase: Phase::Waiting }
    }

    const fn said(&self) -> Option<DrillTime> {
        match self.phase {
            Phase::Due { said, .. } => said,
            _ => None,
        }
    }
}

impl Drill {
    /// The coach, the jumps.
    pub(super) fn guide(&mut self, out: &mut Vec<Entry>) {
        if self.brief.coach {
            self.coach(out);
        }
        self.offer_jumps(out);
        self.stop_jump(out);
    }

    fn coach(&mut self, out: &mut Vec<Entry>) {
        let mut lines = mem::take(&mut self.clocks.coach);
        for (number, own) in (0_u32..).zip(&mut lines) {
            let now = self.situation(0);
            let holds = own.when.look(self.now, &now);
            match &mut own.phase {
                Phase::Waiting if holds => {
                    let until = own.until.as_ref().map(Watch::new);
                    own.phase = Phase::Due { at: self.now, until, said: None };
                }
                Phase::Due { at, until, said } => {
                    let met = match (until, &said) {
                        (Some(until), _) => until.look(since(self.now, *at), &now),
                        (None, Some(said)) => self.now >= *said + STAYS,
                        (None, None) => false,
                    };
                    let spoken = said.is_some();
                    if met && spoken {
                        own.phase = Phase::Done;
                        self.emit(Actor::Story, Event::CoachDone(number), out);
                    } else if met {
                        own.phase = Phase::Done;
                    } else if !spoken && !holds {
                        own.phase = Phase::Waiting;
                    }
                }
                Phase::Waiting | Phase::Done => {}
            }
        }
        self.speak(&mut lines, out);
        self.clocks.coach = lines;
    }

    /// Speaks the first line whose time has come, unless another is fresh.
    fn speak(&mut self, lines: &mut [CoachClock], out: &mut Vec<Entry>) {
        let waits = |own: &CoachClock| matches!(own.phase, Phase::Due { said: None, .. });
        let Some(next) = lines.iter().position(waits) else { return };
        let fresh = self.clocks.coached.is_some_and(|last| self.now < last + GAP);
        let speaking = lines.iter().position(|own| own.said().is_some());
        let stays = |own: &CoachClock| own.said().is_some_and(|said| self.now < said + STAYS);
        if fresh || lines.iter().any(stays) {
            return;
        }
        if let Some(index) = speaking {
            if let Some(own) = lines.get_mut(index) {
                own.phase = Phase::Done;
            }
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            self.emit(Actor::Story, Event::CoachDone(number), out);
        }
        let brief = Arc::clone(&self.brief);
        if let (Some(own), Some(line)) = (lines.get_mut(next), brief.story.coach.get(next)) {
            if let Phase::Due { said, .. } = &mut own.phase {
                *said = Some(self.now);
            }
            self.clocks.coached = Some(self.now);
            let number = u32::try_from(next).unwrap_or(u32::MAX);
            let coached = Event::Coached { line: number, says: line.says.clone() };
            self.emit(Actor::Story, coached, out);
        }
    }

    fn offer_jumps(&mut self, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let mut jumps = mem::take(&mut self.clocks.jumps);
        for (jump, (watch, offered)) in brief.story.jumps.iter().zip(&mut jumps) {
            let holds = watch.look(self.now, &self.situation(0));
            if holds && !*offered && self.ledger.goal.is_none() {
                *offered = true;
                self.emit(Actor::Story, Event::JumpOffered(jump.over), out);
            }
        }
        self.clocks.jumps = jumps;
    }

    /// Whether the clock jumps at this moment: whoever drives it may let it run as fast as it can.
    #[must_use]
    pub fn jumping(&self) -> bool {
        let ahead = self.ledger.goal.is_some_and(|goal| self.now < goal);
        ahead && !self.ledger.ended && !self.ledger.paused && self.stops_jump().is_none()
    }

    /// A promise of the players that is due within the minute or late: no jump goes past it.
    pub(super) fn stops_jump(&self) -> Option<Obligation> {
        let soon = self.now + STOP_BEFORE;
        let players = |own: &Obligation| {
            own.owner.as_ref().is_none_or(|whom| self.brief.seating.is_player(whom))
        };
        let all = self.incidents.obligations();
        all.into_iter().find(|own| own.is_open() && own.due <= soon && players(own))
    }

    fn stop_jump(&mut self, out: &mut Vec<Entry>) {
        let Some(goal) = self.ledger.goal else {
            self.clocks.jumping = None;
            return;
        };
        let stops = self.now >= goal || self.stops_jump().is_some();
        match (self.clocks.jumping, stops) {
            (None, false) => self.clocks.jumping = Some(self.now),
            (from, true) if from.is_some() || self.now >= goal => {
                self.clocks.jumping = None;
                let from = from.unwrap_or(self.now);
                self.emit(Actor::Story, Event::Jumped { from, to: self.now }, out);
            }
            _ => {}
        }
    }
}
