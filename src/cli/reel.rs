//! A past drill watched again: what a seat saw at each moment, from its journal. Nothing is played
//! again, so that journals of any engine can be watched.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::cli::report;
use crate::journal::{Event, Journal, Truth};
use crate::model::id::PlayerId;
use crate::model::quantity::rounded;
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::play::Loaded;
use crate::report::LaneKind;
use crate::room::outcome;
use crate::tui::{Msg, Reel as Stand, ReelStep};
use crate::view::{SeatFold, SeatView};

/// Speeds that can be chosen.
const SPEEDS: [u32; 5] = [1, 4, 10, 30, 60];
/// A speed at which an hour takes six minutes.
const USUAL: usize = 2;

/// A replay.
pub(crate) struct Reel {
    journal: Journal,
    loaded: Loaded,
    players: Vec<PlayerId>,
    seat: usize,
    now: DrillTime,
    /// Parts of a drill-second that were not shown yet, in milliseconds.
    rest: u64,
    running: bool,
    speed: usize,
    truth: bool,
    moments: BTreeSet<DrillTime>,
    fold: SeatFold,
    taken: usize,
}

impl Reel {
    /// A replay that stands at a moment.
    pub(crate) fn new(journal: Journal, loaded: Loaded, at: DrillTime) -> Self {
        let card = outcome::judge(&journal, &loaded);
        let debrief = report::debriefing(&journal, &card, &loaded).report;
        let told = debrief.lanes.iter().filter(|lane| lane.kind != LaneKind::Kept);
        let moments = told.flat_map(|lane| lane.marks.iter().map(|mark| mark.at)).collect();
        let named = journal.header.envelope.names.keys().cloned();
        let seated = journal.header.recipe.roster.iter().map(|place| place.player.clone());
        let mut players: Vec<PlayerId> = named.collect();
        players.extend(seated.filter(|own| !players.contains(own)).collect::<Vec<_>>());
        let fold = fold_of(&journal, &loaded, players.first());
        let mut reel = Self {
            journal,
            loaded,
            players,
            seat: 0,
            now: DrillTime::START,
            rest: 0,
            running: false,
            speed: USUAL,
            truth: false,
            moments,
            fold,
            taken: 0,
        };
        reel.go(at);
        reel
    }

    /// Whether it runs.
    pub(crate) const fn runs(&self) -> bool {
        self.running
    }

    /// Carries out a move.
    pub(crate) fn step(&mut self, step: ReelStep) {
        match step {
            ReelStep::Toggle => self.running = !self.running && self.now < self.end(),
            ReelStep::Seconds(by) => self.go(DrillTime(self.now.0.saturating_add_signed(by))),
            ReelStep::Moment(on) => {
                let next = if on {
                    self.moments.range(DrillTime(self.now.0 + 1)..).next()
                } else {
                    self.moments.range(..self.now).next_back()
                };
                if let Some(at) = next.copied() {
                    self.go(at);
                }
            }
            ReelStep::Speed(faster) => {
                let most = SPEEDS.len() - 1;
                let slower = self.speed.saturating_sub(1);
                self.speed = if faster { (self.speed + 1).min(most) } else { slower };
            }
            ReelStep::Seat => {
                self.seat = (self.seat + 1) % self.players.len().max(1);
                self.rewind();
            }
            ReelStep::Truth => self.truth = !self.truth,
        }
    }

    /// Lets time go by, where it runs.
    pub(crate) fn pass(&mut self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap_or(0);
        let speed = SPEEDS.get(self.speed).copied().unwrap_or(1);
        self.rest += millis * u64::from(speed);
        let seconds = u32::try_from(self.rest / 1000).unwrap_or(0);
        self.rest %= 1000;
        self.go(DrillTime(self.now.0.saturating_add(seconds)));
        self.running &= self.now < self.end();
    }

    /// What the screens are told.
    pub(crate) fn msg(&mut self) -> Msg {
        let view = self.view();
        let stand = Stand {
            running: self.running,
            speed: SPEEDS.get(self.speed).copied().unwrap_or(1),
            end: self.end(),
            truth: self.truth.then(|| self.truth_now()),
        };
        Msg::Replay(view, stand)
    }

    /// What the seat saw at this moment.
    pub(crate) fn view(&mut self) -> Arc<SeatView> {
        for entry in self.journal.entries.get(self.taken..).unwrap_or_default() {
            if entry.at > self.now {
                break;
            }
            self.fold.apply(entry);
            self.taken += 1;
        }
        Arc::new(self.fold.view(self.now).clone())
    }

    fn end(&self) -> DrillTime {
        self.journal.entries.last().map_or(DrillTime::START, |entry| entry.at)
    }

    fn go(&mut self, at: DrillTime) {
        let at = at.min(self.end());
        let back = at < self.now;
        self.now = at;
        if back {
            self.rewind();
        }
    }

    /// Begins to fold anew; the next message takes in what had happened by now.
    fn rewind(&mut self) {
        self.fold = fold_of(&self.journal, &self.loaded, self.players.get(self.seat));
        self.taken = 0;
    }

    /// Faults that act, and the facts that say whom they hit.
    fn truth_now(&self) -> Text {
        let mut acting: Vec<&str> = Vec::new();
        let mut sample: Option<&Truth> = None;
        for entry in self.journal.entries.iter().take_while(|entry| entry.at <= self.now) {
            match &entry.event {
                Event::FaultBegan(fault) => acting.push(fault.as_str()),
                Event::FaultEnded(fault) => acting.retain(|own| *own != fault.as_str()),
                Event::TruthSampled(truth) => sample = Some(truth),
                _ => {}
            }
        }
        let hit = sample.map(|truth| {
            let share = |fact: &str| {
                let value = truth.facts.get(fact).copied().unwrap_or(0);
                rounded(value as f64 / 1e4)
            };
            format!("users hit {} %, worst feature {} %", share("users_hit"), share("feature_hit"))
        });
        let faults = if acting.is_empty() { "no fault".to_owned() } else { acting.join(", ") };
        let told: Vec<String> = std::iter::once(faults).chain(hit).collect();
        Text::from(told.join(" · ").as_str())
    }
}

fn fold_of(journal: &Journal, loaded: &Loaded, player: Option<&PlayerId>) -> SeatFold {
    let process = Arc::clone(&loaded.process);
    let player = player.cloned().unwrap_or_else(|| PlayerId::from("p1"));
    SeatFold::new(&journal.header, &loaded.scenario, process, &loaded.runbooks, &player)
}
