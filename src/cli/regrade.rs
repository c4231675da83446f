//! `firedrill regrade`: a past drill judged by another process, beside its own. Nothing is kept.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, report, shelf};
use crate::rehearse::regrade::{Cannot, under};
use crate::room::outcome;
use crate::score::{Line, Scorecard};

/// Arguments of `firedrill regrade`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// A process's id or a file
    #[arg(long, value_name = "FILE")]
    process: String,
}

/// Judges the drill by both.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (journal, loaded) = report::load(everywhere, &arguments.drill)?;
    let (id, text) = shelf::process(&arguments.process)?;
    let (other, under_it) = under(&journal, &id, &text).map_err(|cannot| {
        let hint = match &cannot {
            Cannot::Files(_) => "`firedrill check` tells all about a file",
            Cannot::Unknown { .. } => "a changed process keeps the names that its past drills use",
        };
        Failure::usage(cannot.to_string(), hint)
    })?;
    let (before, after) = (outcome::judge(&journal, &loaded), outcome::judge(&other, &under_it));
    let text = if everywhere.json { outcome::as_json(&after) } else { as_text(&before, &after) };
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Both scores, and every objective whose points differ.
fn as_text(before: &Scorecard, after: &Scorecard) -> String {
    let mut text = String::new();
    let mut line = |what: String| {
        // Writing to a string does not fail.
        let _written = writeln!(text, "{what}");
    };
    line(format!("{}: {}", before.drill, before.scenario));
    line(format!("{:24} {:>9} {:>9}", "", before.process.as_str(), after.process.as_str()));
    line(format!("{:24} {:9.1} {:9.1}", "score", before.score, after.score));
    for (was, is) in before.capabilities.iter().zip(&after.capabilities) {
        line(format!("{:24} {:9.1} {:9.1}", format!("  {}", was.id), was.earned, is.earned));
    }
    line(String::new());
    let find = |card: &'_ Scorecard, id| card.objectives.iter().find(|own| own.id == id).cloned();
    let mut ids: Vec<_> = before.objectives.iter().map(|own| own.id.clone()).collect();
    for own in &after.objectives {
        if !ids.contains(&own.id) {
            ids.push(own.id.clone());
        }
    }
    let mut same = true;
    for id in ids {
        let (was, is) = (find(before, id.clone()), find(after, id.clone()));
        let points = |own: &Option<Line>| {
            own.as_ref()
                .map_or("-".to_owned(), |own| format!("{:.1}/{:.1}", own.earned, own.possible))
        };
        if points(&was) != points(&is) {
            same = false;
            let why = is.as_ref().map(|own| own.why.as_str()).unwrap_or_default();
            line(format!("{:24} {:>9} {:>9}  {why}", id.as_str(), points(&was), points(&is)));
        }
    }
    if same {
        line("no objective differs".to_owned());
    }
    text
}
