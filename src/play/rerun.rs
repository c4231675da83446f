//! Running a journal again from its recipe and its commands, and going on where it stopped. The
//! crew is not fed from the journal: it acts anew and is compared with what it did.

use std::fmt;

use crate::drill::Said;
use crate::journal::{Actor, ENGINE, Entry, Event, Header, Journal, PlayerKind};
use crate::model::time::DrillTime;
use crate::play::{Loaded, Play};

/// Why a journal cannot be run again.
#[derive(Clone, Debug, PartialEq)]
pub enum Cannot {
    /// It was written by another engine. It can still be read, scored and shown.
    Engine {
        /// The journal's.
        written: u32,
        /// This program's.
        here: u32,
    },
    /// A person was taken out of it, so that what they said is not there any more.
    Forgotten,
    /// It does not come out as it was written: it was changed.
    Diverged {
        /// The first entry that differs.
        seq: u64,
        /// When.
        at: DrillTime,
        /// What was written.
        written: Option<Box<Entry>>,
        /// What came out.
        found: Option<Box<Entry>>,
    },
}

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine { written, here } => write!(
                f,
                "the journal was written by engine {written}, this is engine {here}; it can be \
                 read and scored, not run again"
            ),
            Self::Forgotten => f.write_str(
                "somebody was taken out of this journal; it can be read and scored, not run again",
            ),
            Self::Diverged { seq, at, .. } => {
                write!(f, "run again, entry {seq} at {at} comes out otherwise than written")
            }
        }
    }
}

impl std::error::Error for Cannot {}

impl Play {
    /// Plays a journal's commands again, up to its last entry, and stops there: a drill that can
    /// go on.
    ///
    /// # Errors
    /// Another engine's journal, or one that comes out otherwise.
    pub fn resume(journal: &Journal, loaded: Loaded) -> Result<Self, Cannot> {
        let written = journal.header.recipe.engine;
        if written != ENGINE {
            return Err(Cannot::Engine { written, here: ENGINE });
        }
        if journal.header.envelope.forgotten {
            return Err(Cannot::Forgotten);
        }
        let mut play = Self::rerun(journal.header.clone(), loaded, &journal.entries);
        let last = journal.entries.last().map_or(DrillTime::START, |entry| entry.at);
        if play.entries.len() < journal.entries.len() {
            play.step(DrillTime(last.0 + 1), Vec::new());
        }
        match difference(&journal.entries, &play.entries) {
            Some(cannot) => Err(cannot),
            None => Ok(play),
        }
    }

    /// A drill that is over, for what is said after its end: ratings, disputes, follow-ups. Nothing
    /// is run again, so that drills of any engine can be looked back on. `None` while it is not
    /// over.
    #[must_use]
    pub fn reopen(journal: &Journal, loaded: Loaded) -> Option<Self> {
        if !journal.ended() {
            return None;
        }
        let mut play = Self::new(journal.header.clone(), loaded);
        play.drill = play.drill.over(&journal.entries);
        play.entries.clone_from(&journal.entries);
        Some(play)
    }

    /// Plays the commands among `entries` again, each at its second.
    fn rerun(header: Header, loaded: Loaded, entries: &[Entry]) -> Self {
        let mut play = Self::new(header, loaded);
        let last = entries.last().map_or(DrillTime::START, |entry| entry.at);
        for entry in entries {
            let Actor::Player(by) = &entry.by else {
                if entry.by == Actor::Room && is_end(&entry.event) {
                    play.step(entry.at, Vec::new());
                    play.finish();
                }
                continue;
            };
            let place = play.header.recipe.roster.iter().find(|place| place.player == *by);
            if place.is_some_and(|place| matches!(place.kind, PlayerKind::Crew(_))) {
                continue;
            }
            let said = match &entry.event {
                Event::Given(command) => Said::Command(command.clone()),
                Event::Refused { line, .. } => Said::Line(line.as_str().to_owned()),
                _ => continue,
            };
            play.step(entry.at, Vec::new());
            play.take(by, said);
        }
        play.step(last, Vec::new());
        play
    }
}

/// An end that neither a player nor the minutes brought.
fn is_end(event: &Event) -> bool {
    matches!(event, Event::Ended { reason } if reason == "end")
}

/// Where two runs part.
fn difference(written: &[Entry], found: &[Entry]) -> Option<Cannot> {
    let longest = written.len().max(found.len());
    let at = (0..longest).find(|&index| written.get(index) != found.get(index))?;
    let either = written.get(at).or_else(|| found.get(at))?;
    Some(Cannot::Diverged {
        seq: either.seq,
        at: either.at,
        written: written.get(at).cloned().map(Box::new),
        found: found.get(at).cloned().map(Box::new),
    })
}
