//! `firedrill fork`: plays a past drill on from one of its moments, in the terminal, by a script or
//! by a crew, and lays both ways side by side.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use crate::cli::failure::Failure;
use crate::cli::replay::moment;
use crate::cli::terminal::{self, Start};
use crate::cli::{Everywhere, files, keep, report, script};
use crate::crew::profile::PROFILES;
use crate::journal::Journal;
use crate::model::character::Character;
use crate::model::time::DrillTime;
use crate::play::{Loaded, Play};
use crate::rehearse::fork::{Hands, Outcome, Trouble, play_on, until};

/// Arguments of `firedrill fork`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// From this moment on it goes another way: `MM:SS`
    #[arg(long, value_name = "MM:SS", value_parser = moment)]
    at: DrillTime,
    /// Let a crew of that skill play on in every seat, or `ideal`: one that knows the truth
    #[arg(long, value_name = "PROFILE", conflicts_with = "script")]
    crew: Option<String>,
    /// Play on by a playscript
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
}

/// Plays on. In the terminal the branch becomes a drill of its own, which is practice.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (journal, loaded) = report::load(everywhere, &arguments.drill)?;
    let (by, branch) = match (&arguments.crew, &arguments.script) {
        (Some(profile), _) => {
            let skills = PROFILES.iter().map(|own| own.name);
            let known: Vec<&str> =
                skills.chain(Character::ALL.iter().map(|own| own.name())).collect();
            if !known.contains(&profile.as_str()) {
                let says = format!("no crew is called `{profile}`");
                return Err(Failure::usage(says, format!("there are {}", known.join(", "))));
            }
            let branch = play_on(&journal, &loaded, arguments.at, Hands::Crew(profile));
            (format!("the {profile} crew"), branch)
        }
        (None, Some(file)) => {
            let lines = script::read(file)?;
            let branch = play_on(&journal, &loaded, arguments.at, Hands::Script(&lines));
            ("the script".to_owned(), branch)
        }
        (None, None) => return play_here(everywhere, &journal, loaded, arguments.at),
    };
    let branch = branch.map_err(|trouble| refused(&trouble))?;
    let text = told(everywhere, (&journal, &branch), &loaded, arguments.at, &by);
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

fn play_here(
    everywhere: &Everywhere,
    journal: &Journal,
    loaded: Loaded,
    at: DrillTime,
) -> Result<ExitCode, Failure> {
    let id = Uuid::now_v7().simple().to_string();
    let branch = until(journal, at, &id).map_err(|trouble| refused(&trouble))?;
    terminal::needs_one()?;
    // A branch that cannot be gone on with would stay behind.
    Play::resume(&branch, loaded).map_err(|cannot| refused(&Trouble::Cannot(cannot)))?;
    keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        store.import(&branch).await?;
        store.close().await;
        Ok::<_, Failure>(())
    })?;
    terminal::run(everywhere, Start::Resume(id))
}

fn refused(trouble: &Trouble) -> Failure {
    match trouble {
        Trouble::Beyond { .. } => Failure::usage(trouble.to_string(), "choose an earlier moment"),
        Trouble::Cannot(_) => {
            let hint = "its report, scorecard and post-mortem can still be had";
            Failure::engine(trouble.to_string(), hint)
        }
        Trouble::Stuck(_) => Failure::usage(trouble.to_string(), ""),
    }
}

/// Both ways side by side.
fn told(
    everywhere: &Everywhere,
    (journal, branch): (&Journal, &Journal),
    loaded: &Loaded,
    at: DrillTime,
    by: &str,
) -> String {
    let (was, is) = (Outcome::of(journal, loaded), Outcome::of(branch, loaded));
    if everywhere.json {
        let drill = &journal.header.envelope.id;
        let told = json!({
            "schema": 1, "drill": drill, "at_s": at.0, "by": by, "as_played": was, "forked": is,
        });
        return format!("{told:#}\n");
    }
    let when = |at: Option<u32>| at.map_or("never".to_owned(), |at| DrillTime(at).to_string());
    let rows = [
        ("score", format!("{:.1}", was.score), format!("{:.1}", is.score)),
        (
            "customer-minutes lost",
            was.customer_minutes.to_string(),
            is.customer_minutes.to_string(),
        ),
        ("impact over", when(was.mitigate_s), when(is.mitigate_s)),
        ("resolved", when(was.resolve_s), when(is.resolve_s)),
    ];
    let head = format!("{:24}{:>12}{:>12}", "", "as played", "forked");
    let rows = rows.map(|(name, one, other)| format!("{name:24}{one:>12}{other:>12}"));
    format!("From {at} on {by} plays.\n\n{head}\n{}\n", rows.join("\n"))
}
