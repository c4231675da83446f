//! An old drill under another process: the same journal, judged by other rules, so that a change of
//! process can be tried on the past. Nothing is played again.

use std::fmt;

use crate::content::Diagnostic;
use crate::content::process::Process;
use crate::journal::{Event, Journal};
use crate::model::id::ProcessId;
use crate::model::time::DrillTime;
use crate::play::{Loaded, Play};

/// Why a journal cannot be judged by a process.
#[derive(Clone, Debug, PartialEq)]
pub enum Cannot {
    /// The process file has errors.
    Files(Vec<Diagnostic>),
    /// The journal speaks of something the process does not have.
    Unknown {
        /// `severity`, `status`, `role` or `audience`.
        what: &'static str,
        /// Its name.
        name: String,
        /// When the journal first speaks of it.
        at: DrillTime,
    },
}

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(told) => {
                let lines: Vec<String> = told.iter().map(ToString::to_string).collect();
                write!(f, "this process cannot be read:\n{}", lines.join("\n"))
            }
            Self::Unknown { what, name, at } => {
                write!(f, "the drill has the {what} `{name}` at {at}, this process has none")
            }
        }
    }
}

impl std::error::Error for Cannot {}

/// The journal with the process of that id and text in place of its own, and its files.
///
/// # Errors
/// A process that cannot be read, or that lacks what the journal speaks of.
pub fn under(journal: &Journal, id: &ProcessId, text: &str) -> Result<(Journal, Loaded), Cannot> {
    let mut other = journal.clone();
    let recipe = &mut other.header.recipe;
    recipe.process = id.clone();
    recipe.files.insert("process".to_owned(), text.to_owned());
    let loaded = Play::load(&other.header).map_err(Cannot::Files)?;
    for entry in &other.entries {
        if let Some((what, name)) = foreign(&entry.event, &loaded.process) {
            return Err(Cannot::Unknown { what, name, at: entry.at });
        }
    }
    Ok((other, loaded))
}

/// What an event speaks of that a process does not have.
fn foreign(event: &Event, process: &Process) -> Option<(&'static str, String)> {
    match event {
        Event::Declared { severity, .. } | Event::SeverityChanged { severity, .. } => {
            let known = process.severities.iter().any(|own| own.id == *severity);
            (!known).then(|| ("severity", severity.to_string()))
        }
        Event::StatusChanged { status, .. } => {
            (!process.statuses.contains(status)).then(|| ("status", status.to_string()))
        }
        Event::Assigned { role, .. } => {
            let known = process.roles.iter().any(|own| own.id == *role);
            (!known).then(|| ("role", role.to_string()))
        }
        Event::Updated { update, .. } => {
            let unknown = update.audiences.iter().find(|id| process.audience(id).is_none());
            unknown.map(|id| ("audience", id.to_string()))
        }
        _ => None,
    }
}
