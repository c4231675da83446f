//! `firedrill forget`: takes a person out of every drill that is kept.

use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, keep, setting};
use crate::room::outcome;
use crate::store::Store;

/// Arguments of `firedrill forget`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The person's name, as `trends` and reports show it
    person: String,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Blanks the name and the person's own words; scores stay, such drills cannot be run again.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let drills = keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let drills = forget(&store, &arguments.person, arguments.dry_run).await?;
        store.close().await;
        Ok::<_, Failure>(drills)
    })?;
    if drills == 0 {
        let says = format!("nobody called `{}` played in any drill", arguments.person);
        return Err(Failure::usage(says, "the name is the one of `play --as`"));
    }
    let done = if arguments.dry_run { "would be taken" } else { "was taken" };
    let person = &arguments.person;
    files::put(None, &format!("{person} {done} out of {drills} drills\n"))?;
    Ok(ExitCode::SUCCESS)
}

async fn forget(store: &Store, person: &str, dry_run: bool) -> Result<usize, Failure> {
    let mut drills = 0;
    for row in store.list().await? {
        let mut journal = store.load(&row.id).await?;
        if !journal.forget(person) {
            continue;
        }
        drills += 1;
        if dry_run {
            continue;
        }
        store.rewrite(&journal).await?;
        let loaded = setting::unpack(&journal.header)?;
        if journal.ended() {
            outcome::keep(store, &journal, &loaded).await?;
        }
    }
    Ok(drills)
}
