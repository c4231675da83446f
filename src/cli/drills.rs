//! `firedrill drills`: past drills and those that can be gone on with, the latest first.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::{files, keep};
use crate::store::DrillRow;

/// Arguments of `firedrill drills`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

/// Prints the drills.
pub(crate) fn run(everywhere: &Everywhere, _: &Arguments) -> Result<ExitCode, Failure> {
    let rows = keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let rows = store.list().await?;
        store.close().await;
        Ok::<_, Failure>(rows)
    })?;
    let text = if everywhere.json { as_json(&rows) } else { as_text(&rows) };
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(rows: &[DrillRow]) -> String {
    let rows: Vec<_> = (rows.iter())
        .map(|row| {
            json!({
                "id": row.id, "scenario": row.scenario, "started": row.started,
                "entries": row.head, "ended": row.ended, "score": row.score,
            })
        })
        .collect();
    format!("{:#}\n", json!(rows))
}

fn as_text(rows: &[DrillRow]) -> String {
    if rows.is_empty() {
        return "No drill has been played yet: `firedrill play first-shift` begins one.\n"
            .to_owned();
    }
    let width = rows.iter().map(|row| row.scenario.as_str().len()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let state = match (row.ended, row.score) {
            (false, _) => "open".to_owned(),
            (true, Some(score)) => format!("{score:.0}"),
            (true, None) => "no score".to_owned(),
        };
        let day = row.started.get(..16).unwrap_or(&row.started).replace('T', " ");
        // Writing to a string does not fail.
        let _written = writeln!(text, "{}  {day}  {:width$}  {state}", row.id, row.scenario);
    }
    text
}
