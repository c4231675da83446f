//! What who steers a drill sees: the truth, everybody's seat, the injects to come with their
//! conditions, the channel as players read it, and their own notes. A type of its own: nothing of it
//! can slip into a player's view, and it decides nothing.

mod injects;
mod notes;
mod seats;
mod truth;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::content::truth::Story;
use crate::journal::{Entry, Event, Header};
use crate::model::id::{InjectId, PlayerId};
use crate::model::text::{DisplayText, Lang, Text};
use crate::model::time::DrillTime;
use crate::view::{ChannelLine, DueItem, IncidentRow, SeatFold};

/// All that who steers a drill sees at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacilitatorView {
    /// The time.
    pub now: DrillTime,
    /// Story time at drill 00:00, seconds since midnight.
    pub story_start: u32,
    /// Language of the drill.
    pub lang: Lang,
    /// Title of the scenario.
    pub title: Text,
    /// The variant that is played.
    pub variant: String,
    /// The seed.
    pub seed: u64,
    /// Minutes the drill may last.
    pub minutes: u32,
    /// Whether it counts.
    pub graded: bool,
    /// Whether the clock stands.
    pub paused: bool,
    /// Why the drill ended, when it did.
    pub ended: Option<String>,
    /// Drill-seconds a second.
    pub speed: u32,
    /// Incidents, open ones first.
    pub incidents: Vec<IncidentRow>,
    /// What anybody owes.
    pub due: Vec<DueItem>,
    /// What is really so, line by line.
    pub truth: Vec<TruthRow>,
    /// Everybody at the table who plays.
    pub seats: Vec<SeatRow>,
    /// Every inject of the scenario: those shown, those to come, those that only a hand fires.
    pub injects: Vec<InjectRow>,
    /// The channel as players read it.
    pub channel: Vec<Arc<ChannelLine>>,
    /// Notes, ratings, witnesses and disputes, newest last.
    pub notes: Vec<NoteRow>,
    /// Objectives that can be rated.
    pub objectives: Vec<String>,
}

/// What a line of the truth tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthKind {
    /// The root cause.
    Cause,
    /// Faults that act now.
    Acting,
    /// The severity that is evident by the process's tests, and since when.
    Severity,
    /// Who is hit now.
    Hit,
    /// What was lost so far.
    Lost,
    /// Harm done by remedies.
    Harm,
    /// Causes that are accepted too.
    Accepted,
    /// False leads, with what clears them.
    RedHerring,
    /// What ends it, step by step.
    Mends,
    /// Steps after the fix that are still open.
    Left,
}

/// A line of the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct TruthRow {
    /// What it tells.
    pub kind: TruthKind,
    /// It.
    pub says: Text,
}

/// A seat that plays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeatRow {
    /// The player.
    pub player: PlayerId,
    /// Seats: `lead`, or several.
    pub seats: String,
    /// Their name.
    pub who: String,
    /// Whether it is a simulated colleague, or a program.
    pub machine: bool,
    /// Roles they hold, by short name.
    pub roles: String,
    /// What they did last, and when.
    pub did: Option<(DrillTime, String)>,
    /// Commands in the last five minutes.
    pub busy: u32,
    /// Lines refused.
    pub refused: u32,
    /// The last refusal.
    pub refusal: Option<Text>,
    /// Hints taken.
    pub hints: u32,
}

/// How an inject stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectState {
    /// It was shown, by itself or by hand.
    Shown {
        /// When.
        at: DrillTime,
        /// Whether by hand.
        by_hand: bool,
    },
    /// It is kept back until it is fired.
    Held(DrillTime),
    /// It is left out.
    Skipped(DrillTime),
    /// It comes when its condition holds.
    Waits,
    /// It comes by hand alone.
    Free,
}

/// An inject.
#[derive(Clone, Debug, PartialEq)]
pub struct InjectRow {
    /// Its id.
    pub id: InjectId,
    /// How it stands.
    pub state: InjectState,
    /// Its form: `message`, `call`, `ticket`, `news`, `alert`, `log`.
    pub form: &'static str,
    /// Who says it, or where it appears.
    pub from: String,
    /// Who reads it: a role, or everybody.
    pub to: String,
    /// What it says.
    pub says: Text,
    /// When it comes by itself, as a condition is read.
    pub when: Option<String>,
    /// The time, where it waits for the clock alone.
    pub at: Option<DrillTime>,
}

/// What somebody put on record for the debrief.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteRow {
    /// When.
    pub at: DrillTime,
    /// Who.
    pub who: String,
    /// `observe`, `rate`, `witness`, `dispute`, `rule`, `inject`.
    pub kind: &'static str,
    /// What about: an objective, where it is about one.
    pub about: String,
    /// What.
    pub says: DisplayText,
    /// Whether it waits for a ruling.
    pub open: bool,
}

/// The fold of entries into what who steers sees.
#[derive(Debug)]
pub struct FacilitatorFold {
    /// What everybody sees: the channel, what is due.
    team: SeatFold,
    story: Arc<Story>,
    truth: truth::TruthFold,
    seats: seats::Seats,
    injects: injects::Injects,
    view: FacilitatorView,
}

impl FacilitatorFold {
    /// The view of who steers, before the first entry.
    #[must_use]
    pub fn new(
        header: &Header,
        (scenario, story): (&Scenario, &Story),
        process: &Arc<Process>,
        runbooks: &[Runbook],
    ) -> Self {
        let recipe = &header.recipe;
        // An id that no roster gives: what is one player's own is not the team's.
        let nobody = PlayerId::from("console");
        let team = SeatFold::new(header, scenario, Arc::clone(process), runbooks, &nobody);
        let view = FacilitatorView {
            lang: recipe.lang,
            title: scenario.title.clone(),
            variant: recipe.variant.to_string(),
            seed: recipe.seed,
            minutes: scenario.minutes,
            graded: recipe.graded,
            speed: 1,
            objectives: objectives(process, story),
            ..FacilitatorView::default()
        };
        Self {
            seats: seats::Seats::new(&recipe.roster),
            injects: injects::Injects::new(story),
            truth: truth::TruthFold::default(),
            story: Arc::new(story.clone()),
            team,
            view,
        }
    }

    /// Takes in an entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.team.apply(entry);
        self.truth.apply(entry);
        self.seats.apply(entry, &self.team);
        self.injects.apply(entry);
        notes::apply(&mut self.view.notes, entry, &self.team);
        match &entry.event {
            Event::Paused => self.view.paused = true,
            Event::Resumed => self.view.paused = false,
            Event::SpeedSet(speed) => self.view.speed = *speed,
            Event::Ended { reason } => self.view.ended = Some(reason.clone()),
            _ => {}
        }
    }

    /// The view as it is now.
    pub fn view(&mut self, now: DrillTime) -> &FacilitatorView {
        let team = self.team.view(now);
        self.view.now = now;
        self.view.story_start = team.story_start;
        self.view.incidents.clone_from(&team.incidents);
        self.view.due.clone_from(&team.due);
        self.view.channel.clone_from(&team.channel);
        self.view.truth = self.truth.rows(&self.story, &self.team);
        self.view.seats = self.seats.rows(&self.team, now);
        self.view.injects = self.injects.rows(&self.story, &self.team);
        &self.view
    }
}

/// Ids of everything that can be rated.
fn objectives(process: &Process, story: &Story) -> Vec<String> {
    let of_process = process.objectives.keys().map(ToString::to_string);
    of_process.chain(story.expects.iter().map(|own| own.id.to_string())).collect()
}

/// Counts by player.
type Counts = BTreeMap<PlayerId, u32>;
