//! The command line: arguments, files, environment, wiring; one file per command. It decides no
//! rule of a drill, and is the only module that prints.
#![expect(clippy::print_stderr, reason = "printing is what it is for")]

mod actions;
mod appearance;
mod calibrate;
mod cards;
mod check;
mod drills;
mod ends;
mod failure;
mod files;
mod forget;
mod fork;
mod host;
mod keep;
mod ladder;
mod list;
mod live;
mod new;
mod past;
mod picture;
mod play;
mod print;
mod prove;
mod reel;
mod regrade;
mod replay;
mod report;
mod review;
mod schema;
mod script;
mod setting;
mod shelf;
mod shell;
mod simulate;
mod terminal;
mod transfer;
mod trends;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::failure::Failure;
use crate::model::text::Lang;

/// A flight simulator for incident response.
///
/// Without a command it opens the home screen: choose a scenario, resume a drill, review one.
#[derive(Debug, Parser)]
#[command(name = "firedrill", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Everywhere {
    /// Folder for drills and scorecards [default: the platform's data folder]
    #[arg(long, global = true, env = "FIREDRILL_DATA", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Where drills are kept: postgres://… or sqlite://… [default: SQLite in the data folder]
    #[arg(
        long,
        global = true,
        env = "FIREDRILL_STORE",
        value_name = "URL",
        hide_env_values = true
    )]
    store: Option<String>,
    /// Print data as JSON
    #[arg(long, global = true)]
    json: bool,
    /// Language of screens and texts
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Language>,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// English
    En,
    /// Thai
    Th,
}

impl Everywhere {
    fn lang(&self) -> Lang {
        match self.lang {
            Some(Language::Th) => Lang::Th,
            Some(Language::En) | None => Lang::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a scenario here, or a playscript without a screen
    Play(play::Arguments),
    /// Host drills for a team: people join with ssh, a board stands in the browser
    Host(host::Arguments),
    /// List the scenarios
    List(list::Arguments),
    /// List past drills
    Drills(drills::Arguments),
    /// Diagnose scenario, system, process and runbook files; exit 1 on any error
    Check(check::Arguments),
    /// Draft a scenario and its runbook, from a failure class or a post-mortem
    New(new::Arguments),
    /// Watch a scenario while you write it: its mistakes, its telemetry, how the characters fare
    Watch(watch::Arguments),
    /// Let simulated teams play a scenario: pars, difficulty, what tells skill
    Calibrate(calibrate::Arguments),
    /// Let known characters play a scenario: each must land in its band
    Prove(prove::Arguments),
    /// Print the pack to run a scenario by hand: all of its truth, for the game master
    Print(print::Arguments),
    /// Run the system of a scenario alone and print its telemetry
    Simulate(simulate::Arguments),
    /// Look back on a drill: your own ratings first, then score, timeline and post-mortem
    Review(review::Arguments),
    /// Print the debrief of a drill
    Report(report::Arguments),
    /// Print the post-mortem draft of a drill
    Postmortem(report::PostmortemArguments),
    /// Watch a drill again, or prove that it comes out again as it was written
    Replay(replay::Arguments),
    /// Draw a moment of a drill, or its debrief, as SVG
    Picture(picture::Arguments),
    /// Play a past drill on from one of its moments, and compare
    Fork(fork::Arguments),
    /// Judge a past drill by another process
    Regrade(regrade::Arguments),
    /// Show what many drills tell together
    Trends(trends::Arguments),
    /// Show where you stand on the ladder of skills, and what to play next
    Ladder(ladder::Arguments),
    /// Follow-ups of all drills, until they are closed
    Actions(actions::Arguments),
    /// Take a person out of every drill
    Forget(forget::Arguments),
    /// Print a drill's journal as JSON Lines
    Export(transfer::ExportArguments),
    /// Read a journal back from JSON Lines
    Import(transfer::ImportArguments),
    /// Print the JSON Schema of a kind of file or of a command's JSON
    Schema(schema::Arguments),
    /// Print completions for a shell
    Completions(shell::Arguments),
}

/// Runs the command the arguments name; 0 done, 1 the answer is no, 2 wrong usage or unreadable
/// input, 3 a journal this engine cannot re-run, 4 the store failed.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match run(cli) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.exit)
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let everywhere = &cli.everywhere;
    match cli.command {
        None => terminal::home(everywhere),
        Some(Command::Play(arguments)) => play::run(everywhere, &arguments),
        Some(Command::Host(arguments)) => host::run(everywhere, &arguments),
        Some(Command::List(arguments)) => list::run(everywhere, &arguments),
        Some(Command::Drills(arguments)) => drills::run(everywhere, &arguments),
        Some(Command::Check(arguments)) => check::run(everywhere, &arguments),
        Some(Command::New(arguments)) => new::run(&arguments),
        Some(Command::Watch(arguments)) => watch::run(&arguments),
        Some(Command::Calibrate(arguments)) => calibrate::run(everywhere, &arguments),
        Some(Command::Prove(arguments)) => prove::run(everywhere, &arguments),
        Some(Command::Print(arguments)) => print::run(everywhere, &arguments),
        Some(Command::Simulate(arguments)) => simulate::run(everywhere, &arguments),
        Some(Command::Review(arguments)) => review::run(everywhere, &arguments),
        Some(Command::Report(arguments)) => report::run(everywhere, &arguments),
        Some(Command::Postmortem(arguments)) => report::postmortem(everywhere, &arguments),
        Some(Command::Replay(arguments)) => replay::run(everywhere, &arguments),
        Some(Command::Picture(arguments)) => picture::run(everywhere, &arguments),
        Some(Command::Fork(arguments)) => fork::run(everywhere, &arguments),
        Some(Command::Regrade(arguments)) => regrade::run(everywhere, &arguments),
        Some(Command::Trends(arguments)) => trends::run(everywhere, &arguments),
        Some(Command::Ladder(arguments)) => ladder::run(everywhere, &arguments),
        Some(Command::Actions(arguments)) => actions::run(everywhere, &arguments),
        Some(Command::Forget(arguments)) => forget::run(everywhere, &arguments),
        Some(Command::Export(arguments)) => transfer::export(everywhere, &arguments),
        Some(Command::Import(arguments)) => transfer::import(everywhere, &arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Completions(arguments)) => shell::run(&arguments),
    }
}
