//! The journal: the only truth about what happened in a drill. Header, then entries, one event
//! each. It never interprets them; folding is for those above.

pub mod chain;
pub mod event;
pub mod forget;
pub mod refusal;
pub mod trouble;
pub mod wire;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::Command;
pub use crate::journal::event::{
    Event, InjectForm, InjectShown, Outcome, Shown, TRUTH_EVERY, Truth, Verdict,
};
pub use crate::journal::refusal::{Refusal, RefusalKind};
pub use crate::journal::trouble::{Cause, Trouble};
use crate::model::id::{PersonId, PlayerId, ProcessId, ScenarioId, SeatId, SystemId, VariantId};
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;

/// Raised when, and only when, a golden digest changes: a journal re-runs on its own engine only.
pub const ENGINE: u32 = 8;
/// The format of header and entries.
pub const FORMAT: u32 = 1;

/// The head of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// What the digests leave out.
    pub envelope: Envelope,
    /// All that is needed to run the drill again.
    pub recipe: Recipe,
}

/// What no digest covers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The drill's id.
    pub id: String,
    /// When it began, RFC 3339, by the wall clock.
    pub started: String,
    /// Names of the players who are people: `p1` → `ann`.
    pub names: BTreeMap<PlayerId, DisplayText>,
    /// The drill it was played on from, and the moment; such a drill is practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked: Option<Forked>,
    /// Whether a person was taken out of it: it can be read and scored, not run again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgotten: bool,
}

/// Where a drill branched off another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forked {
    /// The other drill's id.
    pub from: String,
    /// From this moment on it is another one.
    pub at: DrillTime,
}

/// All that is needed to run a drill again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// [`FORMAT`] when it was written.
    pub format: u32,
    /// [`ENGINE`] when it was written.
    pub engine: u32,
    /// The seed of everything drawn.
    pub seed: u64,
    /// The scenario's id.
    pub scenario: ScenarioId,
    /// The chosen variant.
    pub variant: VariantId,
    /// Full texts of the files, by kind and name: `scenario`, `system`, `process`,
    /// `runbook/NAME`.
    pub files: BTreeMap<String, String>,
    /// The process's id.
    pub process: ProcessId,
    /// The system's id.
    pub system: SystemId,
    /// Who sits where.
    pub roster: Vec<Place>,
    /// Whether it is scored for the record, or practice.
    pub graded: bool,
    /// Whether the coach speaks.
    pub coach: bool,
    /// Language of the players' screens.
    pub lang: Lang,
    /// Times simulated teams need, where they were measured: objective or timing → seconds.
    #[serde(default)]
    pub bot_pars: BTreeMap<String, u32>,
}

/// A place at the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The player who sits there.
    pub player: PlayerId,
    /// The seats they hold: `lead`, `comms` … several for who plays alone; `facilitator`.
    pub seats: Vec<SeatId>,
    /// The person of the system they play: their pages, their permissions.
    pub plays: Option<PersonId>,
    /// Who they are.
    pub kind: PlayerKind,
}

/// What a player is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlayerKind {
    /// A person.
    Person,
    /// A simulated colleague, by the name of a skill profile: junior, mid, senior, staff.
    Crew(String),
    /// An outside program.
    Program,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 … without a gap.
    pub seq: u64,
    /// When.
    pub at: DrillTime,
    /// Whose doing it is.
    pub by: Actor,
    /// What happened.
    pub event: Event,
}

/// Whose doing an entry is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A player.
    Player(PlayerId),
    /// Somebody of the story.
    Cast(PersonId),
    /// The process's automation: paging, ladders, what follows declaring.
    Process,
    /// The simulated system and its monitoring.
    World,
    /// The scenario.
    Story,
    /// The room: pause, crash, minutes run out.
    Room,
}

/// A whole journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Its head.
    pub header: Header,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// Who stopped the drill for a real incident, and why, where somebody has.
pub fn aborted<'a>(
    mut entries: impl Iterator<Item = &'a Entry>,
) -> Option<(&'a PlayerId, &'a DisplayText)> {
    entries.find_map(|entry| match (&entry.by, &entry.event) {
        (Actor::Player(player), Event::Given(Command::Abort(why))) => Some((player, why)),
        _ => None,
    })
}

impl Journal {
    /// A journal in which nothing has happened yet.
    #[must_use]
    pub fn new(header: Header) -> Self {
        Self { header, entries: Vec::new() }
    }

    /// The number of the last entry, 0 where there is none.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// When the last entry was written.
    #[must_use]
    pub fn now(&self) -> DrillTime {
        self.entries.last().map_or(DrillTime::START, |entry| entry.at)
    }

    /// Whether the drill came to its end.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.entries.iter().rev().any(|entry| matches!(entry.event, Event::Ended { .. }))
    }
}
