//! `firedrill replay`: a drill is watched again on the screens, or `--verify` proves that it comes out
//! again as it was written.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::terminal::{self, Start};
use crate::cli::{Everywhere, files, report};
use crate::model::time::DrillTime;
use crate::play::{Cannot, Play};

/// Arguments of `firedrill replay`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// Play its commands again and compare every entry with what was written
    #[arg(long)]
    verify: bool,
    /// Watch from this moment on: `MM:SS`
    #[arg(long, value_name = "MM:SS", default_value = "00:00", value_parser = moment, conflicts_with = "verify")]
    at: DrillTime,
}

pub(crate) fn moment(text: &str) -> Result<DrillTime, String> {
    DrillTime::parse(text).map_err(|_| "write minutes and seconds, like 12:30".to_owned())
}

/// Plays it again; 1 if it comes out otherwise, 3 if another engine wrote it.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    if !arguments.verify {
        return terminal::run(everywhere, Start::Watch(arguments.drill.clone(), arguments.at));
    }
    let (journal, loaded) = report::load(everywhere, &arguments.drill)?;
    let (entries, id) = (journal.entries.len(), journal.header.envelope.id.clone());
    let verdict = Play::resume(&journal, loaded).map(drop);
    let differs = match &verdict {
        Err(Cannot::Diverged { seq, at, .. }) => json!({"entry": seq, "at": at.to_string()}),
        _ => json!(null),
    };
    let text = match &verdict {
        Err(cannot @ (Cannot::Engine { .. } | Cannot::Forgotten)) => {
            let hint = "its report, scorecard and post-mortem can still be had";
            return Err(Failure::engine(cannot.to_string(), hint));
        }
        _ if everywhere.json => {
            let same = verdict.is_ok();
            format!(
                "{:#}\n",
                json!({"drill": id, "entries": entries, "same": same, "differs": differs})
            )
        }
        Ok(()) => format!("{id}: {entries} entries come out as they were written\n"),
        Err(cannot) => format!("{id}: {cannot}\n"),
    };
    files::put(None, &text)?;
    Ok(if verdict.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
