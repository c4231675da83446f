//! What is put on record for the debrief: observations, ratings, witnesses, disputes, rulings. It
//! rules on nothing.

use crate::command::Command;
use crate::journal::{Entry, Event};
use crate::model::text::DisplayText;
use crate::view::SeatFold;
use crate::view::facilitator::NoteRow;

/// Takes in an entry.
pub(super) fn apply(notes: &mut Vec<NoteRow>, entry: &Entry, team: &SeatFold) {
    let Event::Given(command) = &entry.event else { return };
    let (kind, about, says) = match command {
        Command::Observe(text) => ("observe", String::new(), text.clone()),
        Command::Inject(text) => ("inject", String::new(), text.clone()),
        Command::Rate { objective, rating, note } => {
            ("rate", format!("{objective} {rating:?}"), note.clone())
        }
        Command::Witness { objective, at, what } => {
            ("witness", format!("{objective} {at}"), what.clone())
        }
        Command::Dispute { line, why } => ("dispute", line.to_string(), why.clone()),
        Command::Rule { line, accept, why } => {
            let open = |note: &&mut NoteRow| {
                note.open && note.about.split(' ').next() == Some(line.as_str())
            };
            notes.iter_mut().filter(open).for_each(|note| note.open = false);
            let word = if *accept { "accepted" } else { "rejected" };
            ("rule", format!("{line} {word}"), why.clone())
        }
        _ => return,
    };
    let open = matches!(kind, "witness" | "dispute");
    let who = team.names.actor(&entry.by);
    notes.push(NoteRow { at: entry.at, who, kind, about, says: DisplayText::clone(&says), open });
}
