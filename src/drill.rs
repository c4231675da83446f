//! The rules of play: `decide` says what a command leads to, `apply` takes in what happened,
//! `advance` lets the clock run. It owns the world; it knows no screen, no store and no score.
//!
//! Within one second the order is fixed: commands in the order they arrive, then the timers of
//! [`Drill::advance`], then one step of the world. So any split of `advance` gives the same
//! entries.

mod act_clock;
mod authors;
mod brief;
mod clocks;
mod decide;
mod faults;
mod guide;
mod injects;
mod ledger;
mod looks;
mod monitoring;
mod paging;
mod past;
mod people;
mod procedure;
mod refusals;
mod remedies;
mod seating;
mod situation;
mod truths;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::{Command, Vocabulary};
use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::content::truth::Story;
use crate::drill::authors::author;
use crate::drill::brief::Brief;
use crate::drill::clocks::Clocks;
use crate::drill::ledger::Ledger;
use crate::drill::situation::Now;
use crate::incident::Incidents;
use crate::journal::{Actor, Entry, Event, Place, Refusal, RefusalKind};
use crate::model::condition::Watch;
use crate::model::id::{FactId, PlayerId};
use crate::model::system::System;
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;
use crate::world::World;

/// Most refused lines of one player that are put on record; further ones are dropped.
pub const REFUSALS_MAX: u32 = 500;

/// All that a drill begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What players may know, variant chosen.
    pub scenario: Scenario,
    /// What is so and what will happen.
    pub story: Story,
    /// The process in force.
    pub process: Arc<Process>,
    /// Runbooks that may be opened.
    pub runbooks: Vec<Runbook>,
    /// The seed of everything drawn.
    pub seed: u64,
    /// Who sits where.
    pub roster: Vec<Place>,
    /// Whether it is scored for the record.
    pub graded: bool,
    /// Whether the coach speaks.
    pub coach: bool,
    /// Language of what looks show.
    pub lang: Lang,
    /// Names as they are typed, and whose they are.
    pub names: BTreeMap<String, PlayerId>,
}

/// What a player sends: a line as typed, or a command a program made.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A line.
    Line(String),
    /// A command.
    Command(Command),
}

/// One drill being played.
#[derive(Debug)]
pub struct Drill {
    brief: Arc<Brief>,
    world: World,
    incidents: Incidents,
    ledger: Ledger,
    clocks: Clocks,
    facts: BTreeMap<FactId, f64>,
    now: DrillTime,
}

impl Drill {
    /// A drill at 00:00, before anything has happened.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let brief = Arc::new(Brief::new(setup));
        let roster = brief.seating.places().to_vec();
        let incidents =
            Incidents::new(Arc::clone(&brief.process), Arc::clone(&brief.system), roster);
        let day = brief.scenario.starts.time();
        let second = chrono::Timelike::num_seconds_from_midnight(&day);
        let world = World::new(Arc::clone(&brief.system), brief.seed, second);
        let facts = world.facts();
        let clocks = Clocks::new(&brief);
        let ledger = Ledger { speed: 1, ..Ledger::default() };
        Self { brief, world, incidents, ledger, clocks, facts, now: DrillTime::START }
    }

    /// The same at the end of a drill that is over, from its entries: what is said after the end is
    /// taken, and the world, which nobody asks any more, stands where it began.
    #[must_use]
    pub fn over(mut self, entries: &[Entry]) -> Self {
        for entry in entries {
            self.apply(entry);
            self.now = entry.at;
        }
        self
    }

    /// The second that commands take effect in.
    #[must_use]
    pub const fn now(&self) -> DrillTime {
        self.now
    }

    /// When the minutes run out.
    #[must_use]
    pub fn end(&self) -> DrillTime {
        self.brief.end()
    }

    /// Whether the drill is over.
    #[must_use]
    pub const fn ended(&self) -> bool {
        self.ledger.ended
    }

    /// Whether the clock stands.
    #[must_use]
    pub const fn paused(&self) -> bool {
        self.ledger.paused
    }

    /// Drill-seconds a second that were asked for.
    #[must_use]
    pub const fn speed(&self) -> u32 {
        self.ledger.speed
    }

    /// The state of incidents.
    #[must_use]
    pub const fn incidents(&self) -> &Incidents {
        &self.incidents
    }

    /// The system on this day.
    #[must_use]
    pub fn system(&self) -> &Arc<System> {
        &self.brief.system
    }

    /// The names that may be typed.
    #[must_use]
    pub fn words(&self) -> &Vocabulary {
        &self.brief.words
    }

    /// The number of the last entry, 0 before the first.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.ledger.seq
    }

    /// Digest of the world's state.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.world.digest()
    }

    /// Whether what is watched is so at this second. It draws nothing and changes nothing but the
    /// watch, and is for who may know the truth.
    pub fn is_so(&self, watch: &mut Watch) -> bool {
        watch.look(self.now, &self.situation(0))
    }

    /// Takes in an entry: it happened, so there is nothing to decide, and nothing is drawn.
    pub fn apply(&mut self, entry: &Entry) {
        self.incidents.apply(entry);
        let brief = Arc::clone(&self.brief);
        self.ledger.apply(&brief, &self.incidents, entry);
    }

    /// Takes what a player said at this second: the command and what follows from it at once, or
    /// its refusal. Nothing once [`REFUSALS_MAX`] lines of that player were refused.
    pub fn submit(&mut self, by: &PlayerId, said: Said) -> Vec<Entry> {
        let actor = Actor::Player(by.clone());
        let (line, command) = match said {
            Said::Command(command) => (None, Ok(command)),
            Said::Line(line) => {
                let line = DisplayText::one_line(&line);
                let read = Command::parse_with(line.as_str(), &self.brief.words);
                let read = read
                    .map_err(|mistake| Refusal { kind: RefusalKind::Grammar, says: mistake.says });
                (Some(line), read)
            }
        };
        let shown = line.or_else(|| {
            command.as_ref().ok().map(|command| DisplayText::one_line(&command.to_string()))
        });
        let decided = command.and_then(|command| self.decide(&actor, &command, self.now));
        let mut out = Vec::new();
        match decided {
            Ok(events) => {
                for event in events {
                    let by = author(&event, &actor);
                    self.emit(by, event, &mut out);
                }
            }
            Err(refusal) => {
                let before = self.ledger.refused.get(by).copied().unwrap_or(0);
                if before < REFUSALS_MAX {
                    let line = shown.unwrap_or_default();
                    self.emit(actor, Event::Refused { line, refusal }, &mut out);
                }
            }
        }
        out
    }

    /// Lets the clock run up to `to`: what the timers and the world bring. It stops early where
    /// the drill ends or the clock stands.
    pub fn advance(&mut self, to: DrillTime) -> Vec<Entry> {
        let mut out = Vec::new();
        while self.now < to && !self.ledger.ended && !self.ledger.paused {
            self.timers(&mut out);
            self.world.step();
            self.now = DrillTime(self.now.0 + 1);
            self.measure();
            if self.now >= self.brief.end() {
                for event in self.ending("minutes") {
                    self.emit(author(&event, &Actor::Room), event, &mut out);
                }
            }
        }
        out
    }

    /// Ends the drill for whoever runs it; nothing if it is over already.
    pub fn finish(&mut self) -> Vec<Entry> {
        let mut out = Vec::new();
        if !self.ledger.ended {
            for event in self.ending("end") {
                self.emit(author(&event, &Actor::Room), event, &mut out);
            }
        }
        out
    }

    /// All that comes by itself in this second, in an order that never changes.
    fn timers(&mut self, out: &mut Vec<Entry>) {
        self.standing();
        self.deploys(out);
        self.faults(out);
        self.machines(out);
        self.remedies(out);
        self.looks(out);
        self.answers(out);
        self.people(out);
        self.monitoring(out);
        self.injects(out);
        self.paging(out);
        self.procedure(out);
        self.guide(out);
        self.sample(out);
    }

    /// Writes down what happened at this second, and takes it in.
    fn emit(&mut self, by: Actor, event: Event, out: &mut Vec<Entry>) {
        let entry = Entry { seq: self.ledger.seq + 1, at: self.now, by, event };
        self.apply(&entry);
        out.push(entry);
    }

    /// What is so, and what happened after entry `since`.
    fn situation(&self, since: u64) -> Now<'_> {
        Now { world: &self.world, facts: &self.facts, past: &self.ledger.past, since }
    }
}
