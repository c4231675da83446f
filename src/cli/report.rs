//! `firedrill report` and `firedrill postmortem`: a drill told in every format.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, keep, setting};
use crate::journal::Journal;
use crate::play::Loaded;
use crate::report;
use crate::room::outcome::{self, debrief};
use crate::score::Scorecard;
use crate::tui::Debriefing;

/// Arguments of `firedrill report`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// How it is written [default: text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Arguments of `firedrill postmortem`.
#[derive(Debug, Args)]
pub(crate) struct PostmortemArguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a document
    Markdown,
    /// One file for a browser, without network or script
    Html,
    /// The scorecard
    Json,
    /// The scorecard's lines, for a spreadsheet
    Csv,
}

/// Prints the debrief.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (journal, loaded) = load_to_tell(everywhere, &arguments.drill)?;
    let card = outcome::judge(&journal, &loaded);
    let default = if everywhere.json { Format::Json } else { Format::Text };
    let text = match arguments.format.unwrap_or(default) {
        Format::Json => outcome::as_json(&card),
        format => written(&journal, &card, &loaded, format),
    };
    files::put(arguments.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the post-mortem draft.
pub(crate) fn postmortem(
    everywhere: &Everywhere,
    arguments: &PostmortemArguments,
) -> Result<ExitCode, Failure> {
    let (journal, loaded) = load_to_tell(everywhere, &arguments.drill)?;
    let card = outcome::judge(&journal, &loaded);
    let text = report::postmortem::render(&debrief(&journal, &card, &loaded));
    files::put(arguments.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The debrief for a terminal.
pub(crate) fn as_text(journal: &Journal, card: &Scorecard, loaded: &Loaded) -> String {
    written(journal, card, loaded, Format::Text)
}

/// Writes the HTML report into a folder, under the drill's id.
pub(crate) fn write_html(
    folder: &Path,
    journal: &Journal,
    card: &Scorecard,
    loaded: &Loaded,
) -> Result<PathBuf, Failure> {
    let path = folder.join(format!("{}.html", journal.header.envelope.id));
    fs::create_dir_all(folder).map_err(|error| {
        Failure::usage(format!("{} cannot be made: {error}", folder.display()), "")
    })?;
    files::put(Some(&path), &written(journal, card, loaded, Format::Html))?;
    Ok(path)
}

fn written(journal: &Journal, card: &Scorecard, loaded: &Loaded, format: Format) -> String {
    let debrief = debrief(journal, card, loaded);
    match format {
        Format::Text => report::text::render(&debrief),
        Format::Markdown => report::markdown::render(&debrief),
        Format::Html => report::html::render(&debrief),
        Format::Csv => report::csv::render(&debrief),
        Format::Json => outcome::as_json(card),
    }
}

/// A drill as the debrief's screens draw it.
pub(crate) fn debriefing(journal: &Journal, card: &Scorecard, loaded: &Loaded) -> Debriefing {
    Debriefing::new(debrief(journal, card, loaded))
}

/// A drill of the store, to be told in the language asked for, else in its own.
fn load_to_tell(everywhere: &Everywhere, name: &str) -> Result<(Journal, Loaded), Failure> {
    let (mut journal, loaded) = load(everywhere, name)?;
    if everywhere.lang.is_some() {
        journal.header.recipe.lang = everywhere.lang();
    }
    Ok((journal, loaded))
}

/// A drill of the store with its files.
pub(crate) fn load(everywhere: &Everywhere, name: &str) -> Result<(Journal, Loaded), Failure> {
    let journal = keep::runtime()?.block_on(async {
        let (store, row) = keep::find(everywhere, name).await?;
        let journal = store.load(&row.id).await?;
        store.close().await;
        Ok::<_, Failure>(journal)
    })?;
    let loaded = setting::unpack(&journal.header)?;
    Ok((journal, loaded))
}
