//! `firedrill list`: the scenarios. The text leaves out severity, source and cause tags: judging
//! those is the drill.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::setting::{self, Wish};
use crate::content::Choice;
use crate::content::library::{Library, Loaded};
use crate::model::id::{ProcessId, ScenarioId, SeverityId};
use crate::model::text::Lang;
use crate::play::Play;
use crate::rehearse::severity::called_for;

/// Arguments of `firedrill list`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

/// Prints the scenarios, easiest first.
pub(crate) fn run(everywhere: &Everywhere, _: &Arguments) -> Result<ExitCode, Failure> {
    let library = Library::built_in();
    let mut all: Vec<(ScenarioId, Loaded)> = Vec::new();
    for id in library.scenarios.keys() {
        let id = ScenarioId::from(id.as_str());
        let process = ProcessId::from("default");
        let loaded = library
            .load(&id, &Choice { seed: 0, variant: None }, &process)
            .map_err(|diagnostics| crate::cli::shelf::refused(&diagnostics))?;
        all.push((id, loaded));
    }
    all.sort_by_key(|(id, own)| {
        (!own.scenario.tutorial, own.scenario.difficulty, own.scenario.minutes, id.clone())
    });
    let text =
        if everywhere.json { as_json(&library, &all)? } else { as_text(&all, everywhere.lang()) };
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(library: &Library, all: &[(ScenarioId, Loaded)]) -> Result<String, Failure> {
    let rows = (all.iter())
        .map(|(id, own)| {
            let severity = severity(id)?;
            let measured = library.calibration(id).and_then(Result::ok);
            let measured = measured.map(|own| own.difficulty);
            let scenario = &own.scenario;
            let source = scenario.based_on.as_ref().map(|source| {
                json!({"who": source.who, "date": source.date, "at": source.at, "mark": source.mark})
            });
            Ok(json!({
                "id": id, "title": scenario.title, "severity": severity,
                "minutes": scenario.minutes, "difficulty": scenario.difficulty,
                "measured_difficulty": measured, "languages": scenario.languages,
                "tags": scenario.tags, "based_on": source, "system": scenario.system.id,
            }))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(format!("{:#}\n", json!(rows)))
}

/// The severity a scenario calls for: it is played for that, so only data shows it.
fn severity(id: &ScenarioId) -> Result<Option<SeverityId>, Failure> {
    let wish = Wish {
        scenario: id.to_string(),
        process: None,
        seed: Some(0),
        variant: None,
        names: vec!["nobody".to_owned()],
        seat: None,
        programs: Vec::new(),
        crew: None,
        graded: false,
        coach: false,
        lang: Lang::En,
    };
    let (header, loaded) = setting::set_up(&wish)?;
    let process = Arc::clone(&loaded.process);
    Ok(called_for(Play::new(header, loaded), &process))
}

fn as_text(all: &[(ScenarioId, Loaded)], lang: Lang) -> String {
    let width = all.iter().map(|(id, _)| id.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for (id, own) in all {
        let scenario = &own.scenario;
        let hard = "■".repeat(scenario.difficulty.into());
        let hard = format!("{hard:·<5}");
        let title = scenario.title.get(lang);
        // Writing to a string does not fail.
        let _written = writeln!(text, "{id:width$}  {:>3} min  {hard}  {title}", scenario.minutes);
    }
    text.push_str("\nPlay one: firedrill play ");
    text.push_str(all.first().map_or("SCENARIO", |(id, _)| id.as_str()));
    text.push('\n');
    text
}
