//! `firedrill completions`: completions for a shell, from the same definition as the arguments.

use std::io;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;

/// Arguments of `firedrill completions`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    clap_complete::generate(arguments.shell, &mut Cli::command(), "firedrill", &mut io::stdout());
    ExitCode::SUCCESS
}
