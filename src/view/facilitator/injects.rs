//! Injects: shown, held, left out, still to come and when. It fires none.

use std::collections::BTreeMap;

use crate::command::{Command, Steering};
use crate::content::truth::{Form, Inject, Story};
use crate::journal::{Entry, Event};
use crate::model::condition::Test;
use crate::model::fault::Acts;
use crate::model::id::InjectId;
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::view::SeatFold;
use crate::view::facilitator::{InjectRow, InjectState};

/// The fold.
#[derive(Debug, Default)]
pub(super) struct Injects {
    states: BTreeMap<InjectId, InjectState>,
    fired: Vec<InjectId>,
}

impl Injects {
    pub(super) fn new(story: &Story) -> Self {
        let state = |own: &Inject| {
            if own.acts.is_some() { InjectState::Waits } else { InjectState::Free }
        };
        let states = story.injects.iter().map(|(id, own)| (id.clone(), state(own))).collect();
        Self { states, fired: Vec::new() }
    }

    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Given(Command::Steer { how, inject }) => {
                let state = match how {
                    Steering::Fire => return self.fired.push(inject.clone()),
                    Steering::Hold => InjectState::Held(entry.at),
                    Steering::Skip => InjectState::Skipped(entry.at),
                };
                self.states.insert(inject.clone(), state);
            }
            Event::Shown(shown) => {
                if let Some(id) = &shown.inject {
                    let by_hand = self.fired.contains(id);
                    let state = InjectState::Shown { at: entry.at, by_hand };
                    self.states.insert(id.clone(), state);
                }
            }
            _ => {}
        }
    }

    /// Those shown first, in the order of their time; then those by the clock, then the others.
    pub(super) fn rows(&self, story: &Story, team: &SeatFold) -> Vec<InjectRow> {
        let row = |(id, inject): (&InjectId, &Inject)| {
            let (form, from, to, says) = told(&inject.form, team);
            let when = inject.acts.as_ref().and_then(|acts| match acts {
                Acts::Always => None,
                Acts::From { when, .. } | Acts::While(when) => Some(when),
            });
            InjectRow {
                id: id.clone(),
                state: self.states.get(id).copied().unwrap_or(InjectState::Free),
                form,
                from,
                to,
                says,
                when: when.map(ToString::to_string),
                at: when.and_then(|when| match &when.test {
                    Test::After(span) => Some(DrillTime(span.seconds())),
                    _ => None,
                }),
            }
        };
        let mut rows: Vec<InjectRow> = story.injects.iter().map(row).collect();
        rows.sort_by_key(|row| match row.state {
            InjectState::Shown { at, .. } => (0, at),
            InjectState::Held(at) => (1, at),
            InjectState::Waits => (2, row.at.unwrap_or(DrillTime(u32::MAX))),
            InjectState::Free => (3, DrillTime::START),
            InjectState::Skipped(at) => (4, at),
        });
        rows
    }
}

/// Its form, who says it, who reads it, and what it says.
fn told(form: &Form, team: &SeatFold) -> (&'static str, String, String, Text) {
    let all = || "all".to_owned();
    match form {
        Form::Message { from, to, says, .. } => {
            ("message", team.names.person(from), to.clone(), says.clone())
        }
        Form::Call { from, to, says, .. } => {
            ("call", team.names.person(from), to.clone(), says.clone())
        }
        Form::Ticket { from, count, says } => {
            ("ticket", format!("{count} {from}"), all(), says.clone())
        }
        Form::News { says } => ("news", String::new(), all(), says.clone()),
        Form::Alert { target, pages, says, .. } => {
            let to = pages.as_ref().map_or_else(all, ToString::to_string);
            ("alert", target.to_string(), to, says.clone())
        }
        Form::Log { target, says, .. } => ("log", target.to_string(), all(), says.clone()),
    }
}
