//! `firedrill actions`: follow-ups of all drills, until somebody closes them.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{Local, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, keep};
use crate::model::text::DisplayText;
use crate::report::csv::row;
use crate::store::follow_ups::FollowUp;

/// Arguments of `firedrill actions`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the open ones, what is overdue first
    List {
        /// Show closed ones as well
        #[arg(long)]
        all: bool,
    },
    /// Close one
    Close {
        /// Its number, as `list` shows it
        number: u64,
        /// A word on it: what was done, where
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Write all of them as CSV, for the tracker your team uses
    Export {
        /// Write to this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Lists, closes or exports.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let today = Local::now().date_naive();
    match &arguments.what {
        What::Close { number, note } => close(everywhere, *number, note, today),
        What::List { all } => {
            let items = read(everywhere)?;
            let shown = items.into_iter().filter(|own| *all || own.closed.is_none());
            let shown: Vec<FollowUp> = shown.collect();
            let text = if everywhere.json { as_json(&shown) } else { as_text(shown, today) };
            files::put(None, &text)?;
            Ok(ExitCode::SUCCESS)
        }
        What::Export { out } => {
            let items = read(everywhere)?;
            let text = if everywhere.json { as_json(&items) } else { as_csv(&items) };
            files::put(out.as_deref(), &text)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn read(everywhere: &Everywhere) -> Result<Vec<FollowUp>, Failure> {
    keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let items = store.follow_ups().await?;
        store.close().await;
        Ok::<_, Failure>(items)
    })
}

fn close(
    everywhere: &Everywhere,
    number: u64,
    note: &str,
    today: NaiveDate,
) -> Result<ExitCode, Failure> {
    let note = DisplayText::one_line(note);
    let closed = keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let closed = store.close_follow_up(number, &today.to_string(), note.as_str()).await?;
        store.close().await;
        Ok::<_, Failure>(closed)
    })?;
    if !closed {
        let says = format!("no open follow-up has the number {number}");
        return Err(Failure::usage(says, "`firedrill actions list` shows the open ones"));
    }
    files::put(None, &format!("{number} is closed\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(items: &[FollowUp]) -> String {
    let item = |own: &FollowUp| -> Value {
        json!({
            "number": own.number, "drill": own.drill, "entry": own.seq,
            "priority": own.priority, "task": own.task, "owner": own.owner, "due": own.due,
            "closed": own.closed, "note": own.note,
        })
    };
    format!("{:#}\n", Value::from(items.iter().map(item).collect::<Vec<_>>()))
}

fn as_csv(items: &[FollowUp]) -> String {
    let head = ["number", "drill", "priority", "task", "owner", "due", "closed", "note"];
    let mut out = row(&head.map(str::to_owned));
    for own in items {
        out.push_str(&row(&[
            own.number.to_string(),
            own.drill.to_string(),
            own.priority.clone(),
            own.task.clone(),
            own.owner.clone(),
            own.due.clone(),
            own.closed.clone().unwrap_or_default(),
            own.note.clone().unwrap_or_default(),
        ]));
    }
    out
}

/// Open ones first, by day and priority.
fn as_text(mut items: Vec<FollowUp>, today: NaiveDate) -> String {
    if items.is_empty() {
        return "No follow-up is open.\n".to_owned();
    }
    items.sort_by(|a, b| a.urgency().cmp(&b.urgency()));
    let owners = items.iter().map(|own| own.owner.chars().count()).max().unwrap_or(0);
    let lines = items.iter().map(|own| {
        let due = own.due.parse::<NaiveDate>().ok();
        let state = match (&own.closed, due) {
            (Some(day), _) => format!("closed {day}"),
            (None, Some(due)) if due < today => format!("{} days late", (today - due).num_days()),
            (None, _) => format!("due {}", own.due),
        };
        let note = own.note.as_deref().filter(|note| !note.is_empty());
        let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
        format!(
            "{:>4}  {:2}  {state:17}  {:owners$}  {}{note}\n",
            own.number, own.priority, own.owner, own.task
        )
    });
    lines.collect()
}
