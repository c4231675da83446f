//! `firedrill schema`: the JSON Schema of a kind of file, or of what a command prints as JSON.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::simulate::JsonRow;
use crate::content::diagnostic::Diagnostic;
use crate::content::library::Kind;
use crate::content::schema::schema;
use crate::rehearse::prove::Proof;
use crate::report::standing::Standing;
use crate::report::trends::Trends;
use crate::score::Scorecard;
use crate::view::protocol::Protocol;

/// Arguments of `firedrill schema`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Of what
    kind: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// A scenario file
    Scenario,
    /// A system file
    System,
    /// A process file
    Process,
    /// A runbook's front matter
    Runbook,
    /// A ladder of skills
    Ladder,
    /// What `calibrate --json` prints and keeps
    Calibration,
    /// What `prove --json` prints
    Proof,
    /// What `trends --format json` prints
    Trends,
    /// What `ladder --json` prints
    Standing,
    /// The scorecard, as `play --script --json` and `report --format json` print it
    Scorecard,
    /// What a program in a seat is told, and says
    Player,
    /// What `check --json` prints
    Diagnostics,
    /// What `simulate --format json` prints
    Simulation,
}

/// Prints the schema.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let value = match arguments.kind {
        Of::Scenario => schema(Kind::Scenario),
        Of::System => schema(Kind::System),
        Of::Process => schema(Kind::Process),
        Of::Runbook => schema(Kind::Runbook),
        Of::Ladder => schema(Kind::Ladder),
        Of::Calibration => schema(Kind::Calibration),
        Of::Proof => schemars::schema_for!(Proof).to_value(),
        Of::Trends => schemars::schema_for!(Trends).to_value(),
        Of::Standing => schemars::schema_for!(Standing).to_value(),
        Of::Scorecard => schemars::schema_for!(Scorecard).to_value(),
        Of::Player => schemars::schema_for!(Protocol).to_value(),
        Of::Diagnostics => schemars::schema_for!(Vec<Diagnostic>).to_value(),
        Of::Simulation => schemars::schema_for!(Vec<JsonRow>).to_value(),
    };
    files::put(None, &format!("{value:#}\n"))?;
    Ok(ExitCode::SUCCESS)
}
