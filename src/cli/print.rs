//! `firedrill print`: the pack to run a scenario by hand, or a shipped file as it stands.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::{files, shelf};
use crate::command::vocabulary::nearest;
use crate::content::library::{File, Library};
use crate::model::id::VariantId;
use crate::rehearse::team::Event;
use crate::workshop::pack::pack;

/// Arguments of `firedrill print`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The scenario, by id or file; with --source the id of any shipped file
    scenario: String,
    /// The shipped file itself: a scenario, system, process, ladder or runbook, to copy from
    #[arg(long, conflicts_with_all = ["process", "variant"])]
    source: bool,
    /// The process it is run by, by id or file
    #[arg(long, value_name = "PROCESS")]
    process: Option<String>,
    /// One variant alone [default: all]
    #[arg(long, value_name = "VARIANT")]
    variant: Option<String>,
    /// Write to a file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Prints the pack as Markdown, or the file.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.source {
        files::put(arguments.out.as_deref(), &source(&arguments.scenario)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let meant = shelf::find(&arguments.scenario, arguments.process.as_deref())?;
    let variant = arguments.variant.as_deref().map(VariantId::from);
    let pars = BTreeMap::new();
    let event = Event { variant: variant.as_ref(), ..meant.event(&pars) };
    let text = pack(&event, everywhere.lang()).map_err(|told| shelf::refused(&told))?;
    files::put(arguments.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// A shipped file by its id, or by its path where two have one id.
fn source(name: &str) -> Result<String, Failure> {
    let Library { scenarios, systems, processes, ladders, runbooks, .. } = Library::built_in();
    let all = [scenarios, systems, processes, ladders, runbooks];
    let meant = |(id, file): &(&String, &File)| *id == name || file.path == name;
    let found = all.iter().flatten().find(meant).map(|(_, file)| file.text.clone());
    found.ok_or_else(|| {
        let near = nearest(name, all.iter().flatten().map(|(id, _)| id.as_str()));
        let near = near.map(|near| format!("did you mean `{near}`? "));
        let hint = "there are the scenarios of `firedrill list`, the systems and runbooks they \
                    name, and the processes default, google-imag, pagerduty";
        let hint = format!("{}{hint}", near.unwrap_or_default());
        Failure::usage(format!("nothing shipped is called `{name}`"), hint)
    })
}
