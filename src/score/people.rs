//! What people said about the score: witnesses and how they were ruled, ratings, disputes. They
//! stand beside the computed points; only an accepted witness is evidence.

use crate::command::Command;
use crate::journal::{Entry, Event, Journal};
use crate::model::id::ObjectiveId;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::score::{Dispute, HumanRating};

/// Somebody put on record what happened outside the tool.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// For which objective.
    pub(super) objective: ObjectiveId,
    /// When it happened.
    pub(super) at: DrillTime,
    /// What.
    pub(super) what: DisplayText,
    /// The entry.
    pub(super) seq: u64,
    /// The ruling's entry, and whether it accepts.
    pub(super) ruling: Option<(u64, bool)>,
}

/// Witnesses in order, each with the first ruling on its objective after it.
pub(super) fn witnesses(journal: &Journal) -> Vec<Witness> {
    let entries = commands(journal);
    let found = entries.iter().filter_map(|(entry, command)| match command {
        Command::Witness { objective, at, what } => Some(Witness {
            objective: objective.clone(),
            at: *at,
            what: what.clone(),
            seq: entry.seq,
            ruling: rule_on(&entries, objective, entry.seq).map(|(seq, ok, _)| (seq, ok)),
        }),
        _ => None,
    });
    found.collect()
}

/// Disputed lines in order, each with the first ruling on its line after it.
pub(super) fn disputes(journal: &Journal) -> Vec<Dispute> {
    let entries = commands(journal);
    let found = entries.iter().filter_map(|(entry, command)| match command {
        Command::Dispute { line, why } => Some(Dispute {
            seq: entry.seq,
            line: line.clone(),
            why: why.clone(),
            ruling: rule_on(&entries, line, entry.seq).map(|(_, ok, why)| (ok, why)),
        }),
        _ => None,
    });
    found.collect()
}

/// Ratings of a facilitator and of the players themselves.
pub(super) fn ratings(journal: &Journal) -> Vec<HumanRating> {
    let found = commands(journal).into_iter().filter_map(|(entry, command)| {
        let (of, rating, own, note) = match command {
            Command::Rate { objective, rating, note } => {
                (objective.to_string(), rating, false, note.clone())
            }
            Command::SelfRate { capability, rating } => {
                (capability.clone(), rating, true, DisplayText::default())
            }
            _ => return None,
        };
        Some(HumanRating { seq: entry.seq, of, rating: *rating, own, note })
    });
    found.collect()
}

fn commands(journal: &Journal) -> Vec<(&Entry, &Command)> {
    let given = journal.entries.iter().filter_map(|entry| match &entry.event {
        Event::Given(command) => Some((entry, command)),
        _ => None,
    });
    given.collect()
}

fn rule_on(
    entries: &[(&Entry, &Command)],
    line: &ObjectiveId,
    after: u64,
) -> Option<(u64, bool, DisplayText)> {
    entries.iter().find_map(|(entry, command)| match command {
        Command::Rule { line: own, accept, why } if own == line && entry.seq > after => {
            Some((entry.seq, *accept, why.clone()))
        }
        _ => None,
    })
}
