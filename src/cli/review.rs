//! `firedrill review`: looks back on a drill. Own ratings first, then the score and the timeline,
//! then the post-mortem to finish.

use std::process::ExitCode;

use clap::Args;

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::cli::terminal::{self, Start};

/// Arguments of `firedrill review`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    #[arg(default_value = "last")]
    drill: String,
}

/// Opens the debrief of a drill.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    terminal::run(everywhere, Start::Review(arguments.drill.clone()))
}
