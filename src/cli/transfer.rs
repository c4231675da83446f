//! `firedrill export` and `firedrill import`: a journal out as JSON Lines, and back in.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, keep};
use crate::journal::wire;

/// Arguments of `firedrill export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Arguments of `firedrill import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// A file of JSON Lines as `export` writes it; `-` for standard input
    file: PathBuf,
    /// Take in what is sound of a journal that is cut or was edited
    #[arg(long)]
    salvage: bool,
}

/// Prints a drill's journal.
pub(crate) fn export(
    everywhere: &Everywhere,
    arguments: &ExportArguments,
) -> Result<ExitCode, Failure> {
    let journal = keep::runtime()?.block_on(async {
        let (store, row) = keep::find(everywhere, &arguments.drill).await?;
        let journal = store.load(&row.id).await?;
        store.close().await;
        Ok::<_, Failure>(journal)
    })?;
    files::put(arguments.out.as_deref(), &wire::write(&journal))?;
    Ok(ExitCode::SUCCESS)
}

/// Takes in a journal. What is not sound is refused, unless `--salvage` takes what is.
pub(crate) fn import(
    everywhere: &Everywhere,
    arguments: &ImportArguments,
) -> Result<ExitCode, Failure> {
    let name = arguments.file.display();
    let text = input(&arguments.file)?;
    let read = wire::read(&text)
        .map_err(|trouble| Failure::usage(format!("{name}: {trouble}"), trouble.hint()))?;
    if let Some(trouble) = &read.trouble {
        let sound = read.journal.entries.len();
        if !arguments.salvage {
            return Err(Failure::usage(
                format!("{name}: {trouble}; {sound} entries before it are sound"),
                "nothing was taken in; `--salvage` takes in the sound part",
            ));
        }
        eprintln!("firedrill: {name}: {trouble}; {sound} entries before it are taken in");
    }
    let id = keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let id = store.import(&read.journal).await?;
        store.close().await;
        Ok::<_, Failure>(id)
    })?;
    files::put(None, &format!("{id}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn input(path: &Path) -> Result<String, Failure> {
    if path != Path::new("-") {
        return files::read(path, files::JOURNAL_MAX);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(files::JOURNAL_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("standard input cannot be read: {error}"), ""))?;
    if bytes.len() as u64 > files::JOURNAL_MAX {
        return Err(Failure::usage("standard input is larger than 256 MiB", "is it a journal?"));
    }
    String::from_utf8(bytes)
        .map_err(|_| Failure::usage("standard input is not UTF-8 text", "is it a journal?"))
}
