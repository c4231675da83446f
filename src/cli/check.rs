//! `firedrill check`: everything that is wrong with scenario, system, process and runbook files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::{files, shelf};
use crate::content::diagnostic::Diagnostic;
use crate::content::library::Library;
use crate::journal::ENGINE;
use crate::model::id::{ProcessId, ScenarioId};
use crate::rehearse::team::Event;
use crate::rehearse::trial::trial;

/// Arguments of `firedrill check`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files and folders [default: the built-in library]
    paths: Vec<PathBuf>,
}

/// Prints the diagnostics; the exit code is 1 if any is an error.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let own = if arguments.paths.is_empty() {
        Library::built_in()
    } else {
        shelf::read_all(&arguments.paths)?
    };
    let count = own.scenarios.len()
        + own.systems.len()
        + own.processes.len()
        + own.ladders.len()
        + own.runbooks.len()
        + own.calibrations.len();
    if count == 0 {
        return Err(Failure::usage(
            "there is no .toml or .md file to check",
            "name a file, or the folders of your scenarios and runbooks",
        ));
    }
    let told = diagnose(&own, &Library::built_in());
    let errors = told.iter().filter(|own| own.is_error()).count();
    let text = if everywhere.json { format!("{:#}\n", json!(told)) } else { lines(&told) };
    files::put(None, &text)?;
    let warnings = told.len() - errors;
    let of = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    let (all, wrong) = (of(count, "file"), of(errors, "error"));
    eprintln!("{all}, {wrong}, {}", of(warnings, "warning"));
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// All that is wrong with files and odd about them; what they refer to is sought among those beside
/// too.
pub(crate) fn diagnose(own: &Library, beside: &Library) -> Vec<Diagnostic> {
    let mut told = own.check(beside, ENGINE);
    told.extend(tried(own, beside, &told));
    told
}

/// What is odd about scenarios once they run, those left out whose files are wrong.
fn tried(own: &Library, beside: &Library, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut all = beside.clone();
    all.extend(own.clone());
    let (process, bot_pars) = (ProcessId::from("default"), BTreeMap::new());
    let mut odd = Vec::new();
    for (id, file) in &own.scenarios {
        if told.iter().any(|own| own.is_error() && own.path == file.path) {
            continue;
        }
        let (library, scenario) = (&all, &ScenarioId::from(id.as_str()));
        let (process, bot_pars) = (&process, &bot_pars);
        odd.extend(trial(&Event { library, scenario, process, variant: None, bot_pars }));
    }
    odd
}

/// Diagnostics as lines, each with its hint.
pub(crate) fn lines(told: &[Diagnostic]) -> String {
    let mut text = String::new();
    for own in told {
        text.push_str(&own.to_string());
        text.push('\n');
    }
    text
}
