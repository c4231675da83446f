//! `firedrill ladder`: where the person at this terminal stands on the ladder of skills, and what
//! to play next. It tells nobody else's standing.

use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, past, setting};
use crate::content::Choice;
use crate::content::diagnostic::Source;
use crate::content::ladder::{Ladder, read_ladder};
use crate::content::library::Library;
use crate::model::id::{ProcessId, ScenarioId};
use crate::report::standing::{Candidate, Standing, text};
use crate::report::trends::Past;

/// Arguments of `firedrill ladder`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

/// Prints the standing.
pub(crate) fn run(everywhere: &Everywhere, _: &Arguments) -> Result<ExitCode, Failure> {
    let past = past::read_all(everywhere)?;
    let told = standing(&setting::player_name(None), &past);
    let text = if everywhere.json {
        format!("{:#}\n", serde_json::json!(told))
    } else {
        text::render(&told, everywhere.lang())
    };
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Where a person stands by the ladder in the box.
pub(crate) fn standing(person: &str, past: &[Past]) -> Standing {
    let library = Library::built_in();
    Standing::of(person, past, &built_in(&library), &candidates(&library))
}

/// The ladder in the box; `check` and the suite say where it cannot be read.
fn built_in(library: &Library) -> Ladder {
    let file = library.ladders.values().next();
    let read = file.and_then(|file| read_ladder(Source { path: &file.path, text: &file.text }).0);
    read.unwrap_or_default()
}

fn candidates(library: &Library) -> Vec<Candidate> {
    let choice = Choice { seed: 0, variant: None };
    let load = |id: &String| {
        let id = ScenarioId::from(id.as_str());
        let own = library.load(&id, &choice, &ProcessId::from("default")).ok()?.scenario;
        Some(Candidate { id, difficulty: own.difficulty, tutorial: own.tutorial })
    };
    library.scenarios.keys().filter_map(load).collect()
}
