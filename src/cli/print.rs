//! `firedrill print`: the pack to run a scenario by hand.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::{files, shelf};
use crate::model::id::VariantId;
use crate::rehearse::team::Event;
use crate::workshop::pack::pack;

/// Arguments of `firedrill print`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The scenario, by id or file
    scenario: String,
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

/// Prints the pack as Markdown.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let meant = shelf::find(&arguments.scenario, arguments.process.as_deref())?;
    let variant = arguments.variant.as_deref().map(VariantId::from);
    let pars = BTreeMap::new();
    let event = Event { variant: variant.as_ref(), ..meant.event(&pars) };
    let text = pack(&event, everywhere.lang()).map_err(|told| shelf::refused(&told))?;
    files::put(arguments.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}
