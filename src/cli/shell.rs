//! `firedrill completions`: completions for a shell, from the same definition as the arguments.

use std::process::ExitCode;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::failure::Failure;
use crate::cli::files;

/// Arguments of `firedrill completions`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "firedrill", &mut text);
    files::put(None, &String::from_utf8_lossy(&text))?;
    Ok(ExitCode::SUCCESS)
}
