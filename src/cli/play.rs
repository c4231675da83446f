//! `firedrill play`: a drill on this terminal, or a playscript without a screen.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::setting::{Wish, player_name};
use crate::cli::{Everywhere, host, script, terminal};

/// Arguments of `firedrill play`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A scenario's id (`firedrill list`) or a file
    scenario: String,
    /// Your name
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// The seat you take: lead, comms, tech, scribe [default: the lead's]
    #[arg(long)]
    seat: Option<String>,
    /// Drill-seconds a second, 1 to 60; other than 1 is practice
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=60))]
    speed: u32,
    /// The seed of all that is drawn [default: drawn]
    #[arg(long)]
    seed: Option<u64>,
    /// The variant of the scenario [default: by seed]
    #[arg(long)]
    variant: Option<String>,
    /// The process in force: an id or a file
    #[arg(long, value_name = "FILE")]
    process: Option<String>,
    /// Play with the coach, who explains the process as it is needed; this is practice
    #[arg(long)]
    coach: bool,
    /// Practice: scored and shown, kept out of the record
    #[arg(long)]
    practice: bool,
    /// Colleagues in the other seats: junior, mid, senior or staff
    #[arg(long, value_name = "SKILL", num_args = 0..=1, default_missing_value = "mid",
          value_parser = ["junior", "mid", "senior", "staff"])]
    crew: Option<String>,
    /// Nobody but you: you hold every seat
    #[arg(long, conflicts_with = "crew")]
    alone: bool,
    /// A program in a seat: `tech=CMD`; it is told what the seat sees and says commands, as JSON Lines
    /// (`firedrill schema player`); may be said several times
    #[arg(long, value_name = "SEAT=CMD", value_parser = host::program, conflicts_with = "script")]
    player: Vec<(String, String)>,
    /// Play this playscript without a screen, as fast as it goes, and print the scorecard
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// With --script: play through the store as a live drill does, at this many drill-seconds a
    /// second (0: as fast as it goes), and print each line's entry as it is acknowledged
    #[arg(long, value_name = "SPEED", requires = "script")]
    live: Option<u32>,
    /// With --script and --live: go on with this drill where it stopped
    #[arg(long, value_name = "DRILL", requires = "live")]
    resume: Option<String>,
}

/// Plays.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let crew = match (&arguments.crew, &arguments.script, arguments.alone) {
        (Some(skill), ..) => Some(skill.clone()),
        (None, None, false) => Some("mid".to_owned()),
        _ => None,
    };
    let wish = Wish {
        scenario: arguments.scenario.clone(),
        process: arguments.process.clone(),
        seed: arguments.seed,
        variant: arguments.variant.clone(),
        names: vec![player_name(arguments.name.as_deref())],
        seat: arguments.seat.clone(),
        programs: arguments.player.clone(),
        crew,
        graded: !arguments.practice
            && !arguments.coach
            && arguments.speed == 1
            && arguments.script.is_none(),
        coach: arguments.coach,
        lang: everywhere.lang(),
    };
    match &arguments.script {
        None => {
            let speed = arguments.speed;
            terminal::run(everywhere, terminal::Start::Play(Box::new(wish), speed))
        }
        Some(file) => match arguments.live {
            None => script::run(everywhere, wish, file),
            Some(pace) => script::live(everywhere, wish, file, pace, arguments.resume.as_deref()),
        },
    }
}
