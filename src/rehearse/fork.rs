//! A past drill played on from one of its moments: the same up to there, then another way. It keeps
//! nothing; what came of both ways can be laid side by side.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::command::playscript::ScriptLine;
use crate::journal::{Event, Forked, Journal};
use crate::model::time::DrillTime;
use crate::play::{Cannot, Loaded, Play};
use crate::rehearse::script::{self, Stuck, settle};
use crate::score::score;

/// Why a drill cannot be played on.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It was over before that moment, or has not come so far.
    Beyond {
        /// When it ended.
        ended: DrillTime,
    },
    /// It cannot be run again up to there.
    Cannot(Cannot),
    /// A line of the script cannot be played.
    Stuck(Stuck),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beyond { ended } => write!(f, "the drill came to {ended}, not further"),
            Self::Cannot(cannot) => cannot.fmt(f),
            Self::Stuck(stuck) => stuck.fmt(f),
        }
    }
}

impl std::error::Error for Trouble {}

/// Who plays on.
#[derive(Clone, Copy, Debug)]
pub enum Hands<'a> {
    /// A crew of that profile, in every seat.
    Crew(&'a str),
    /// The people of the drill, by a script.
    Script(&'a [ScriptLine]),
}

/// What a way came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Outcome {
    /// Points, 0 to 100.
    pub score: f64,
    /// Minutes that customers lost, all of them together.
    pub customer_minutes: u64,
    /// Seconds from drill 00:00 to the end of the impact; null if it never ended.
    pub mitigate_s: Option<u32>,
    /// Seconds from drill 00:00 to `resolved`; null if it never came.
    pub resolve_s: Option<u32>,
}

/// The journal up to a moment, under another id: a drill that can be resumed from there.
///
/// # Errors
/// A moment that the drill never came to.
pub fn until(journal: &Journal, at: DrillTime, id: &str) -> Result<Journal, Trouble> {
    let ended = journal.entries.last().map_or(DrillTime::START, |entry| entry.at);
    if at > ended {
        return Err(Trouble::Beyond { ended });
    }
    let mut branch = journal.clone();
    branch.entries.retain(|entry| entry.at < at);
    let envelope = &mut branch.header.envelope;
    envelope.forked = Some(Forked { from: std::mem::take(&mut envelope.id), at });
    id.clone_into(&mut envelope.id);
    Ok(branch)
}

/// Plays a drill on from a moment to its end.
///
/// # Errors
/// A moment it never came to, a journal that cannot be run again, a line that cannot be played.
pub fn play_on(
    journal: &Journal,
    loaded: &Loaded,
    at: DrillTime,
    hands: Hands<'_>,
) -> Result<Journal, Trouble> {
    let branch = until(journal, at, &journal.header.envelope.id)?;
    let mut play = Play::resume(&branch, loaded.clone()).map_err(Trouble::Cannot)?;
    play.step(at, Vec::new());
    match hands {
        Hands::Crew(profile) => {
            play.hand_over(profile);
            settle(&mut play);
            Ok(play.into_journal())
        }
        Hands::Script(lines) => script::run(play, lines).map_err(Trouble::Stuck),
    }
}

impl Outcome {
    /// What a journal came to.
    #[must_use]
    pub fn of(journal: &Journal, loaded: &Loaded) -> Self {
        let Loaded { scenario, story, process, runbooks } = loaded;
        let card = score(journal, scenario, story, process, runbooks);
        let sampled = journal.entries.iter().rev().find_map(|entry| match &entry.event {
            Event::TruthSampled(truth) => Some(truth.customer_seconds),
            _ => None,
        });
        Self {
            score: card.score,
            customer_minutes: sampled.unwrap_or(0) / 60,
            mitigate_s: card.timings.mitigate_s,
            resolve_s: card.timings.resolve_s,
        }
    }
}
