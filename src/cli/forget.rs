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
    let (drills, hosts) = keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let drills = forget(&store, &arguments.person, arguments.dry_run).await?;
        let hosts = forget_guest(&store, &arguments.person, arguments.dry_run).await?;
        store.close().await;
        Ok::<_, Failure>((drills, hosts))
    })?;
    if drills == 0 && hosts == 0 {
        let says = format!("nobody called `{}` played in any drill", arguments.person);
        return Err(Failure::usage(says, "the name is the one of `play --as`"));
    }
    let done = if arguments.dry_run { "would be taken" } else { "was taken" };
    let person = &arguments.person;
    let hosts = match hosts {
        0 => String::new(),
        _ => " and may no longer come in where drills are hosted".to_owned(),
    };
    files::put(None, &format!("{person} {done} out of {drills} drills{hosts}\n"))?;
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

/// Takes the key and the way back of a person from every host; how many knew them.
async fn forget_guest(store: &Store, person: &str, dry_run: bool) -> Result<u64, Failure> {
    // Where the story has a name too, a drill calls them NAME-2; the host knows them by their own.
    let own = person.strip_suffix("-2").unwrap_or(person);
    let mut hosts = 0;
    for name in std::collections::BTreeSet::from([person, own]) {
        hosts +=
            if dry_run { store.hosts_of(name).await? } else { store.forget_guest(name).await? };
    }
    Ok(hosts)
}
