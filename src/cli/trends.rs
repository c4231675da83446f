//! `firedrill trends`: what many drills of a team show together.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{Days, NaiveDate, Utc};
use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, past};
use crate::report::trends::{self, Trends};

/// Arguments of `firedrill trends`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only drills since then: days ago (`90d`) or a day (`2026-08-30`)
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// How it is written [default: text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One file for a browser, without network or script
    Html,
    /// All figures (`firedrill schema trends`)
    Json,
    /// A row for each figure of each scenario
    Csv,
}

/// Prints the trends.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let since = arguments.since.as_deref().map(day).transpose()?;
    let past = past::read_all(everywhere)?;
    let told = Trends::of(past, since.as_deref());
    let default = if everywhere.json { Format::Json } else { Format::Text };
    let text = match arguments.format.unwrap_or(default) {
        Format::Text => trends::text::render(&told, everywhere.lang()),
        Format::Html => trends::html::render(&told, everywhere.lang()),
        Format::Csv => trends::csv::render(&told),
        Format::Json => format!("{:#}\n", serde_json::json!(told)),
    };
    files::put(arguments.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The first day that counts.
fn day(text: &str) -> Result<String, Failure> {
    let ago = text.strip_suffix('d').and_then(|days| days.parse::<u64>().ok());
    let from_today = |days| Utc::now().date_naive().checked_sub_days(Days::new(days));
    let date = ago.and_then(from_today).or_else(|| text.parse::<NaiveDate>().ok());
    date.map(|date| date.to_string()).ok_or_else(|| {
        Failure::usage(
            format!("`{text}` is no time to begin at"),
            "write days ago, such as 90d, or a day, such as 2026-08-30",
        )
    })
}
