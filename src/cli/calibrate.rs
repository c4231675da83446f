//! `firedrill calibrate`: simulated teams of every skill play a scenario; pars, difficulty and what
//! tells skill are shown, and kept beside the scenario.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, shelf};
use crate::content::calibration::{Calibration, ProfileFigures};
use crate::rehearse::calibrate::{Wish, calibrate};

/// Most teams.
const TEAMS_MAX: u32 = 100_000;
/// Objectives that are listed.
const LISTED: usize = 8;
/// Eighths of a bar, smallest first.
const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Arguments of `firedrill calibrate`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A scenario's id or a file
    scenario: String,
    /// How many teams, shared out among the skills
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(4..=i64::from(TEAMS_MAX)))]
    teams: u32,
    /// The seed of the first team
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A process's id or a file [default: default]
    #[arg(long, value_name = "FILE")]
    process: Option<String>,
    /// How many threads [default: all processors]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Where to keep the figures [default: calibrated/ID.json beside the scenario's file]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Lets the teams play and tells what came of it.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let meant = shelf::find(&arguments.scenario, arguments.process.as_deref())?;
    let none = std::collections::BTreeMap::new();
    let event = meant.event(&none);
    let wish = Wish { teams: arguments.teams, seed: arguments.seed };
    let bar = progress(wish.drills());
    let told = on_threads(arguments.threads, || calibrate(&event, wish, &|| bar.inc(1)))?
        .map_err(|diagnostics| shelf::refused(&diagnostics))?;
    bar.finish_and_clear();
    let text = if everywhere.json { told.written() } else { as_text(&told) };
    files::put(None, &text)?;
    let beside = || place_of(Path::new(&arguments.scenario), &told);
    if let Some(path) = arguments.out.clone().or_else(beside) {
        keep(&path, &told)?;
        eprintln!("kept in {}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on standard error, which is hidden where that is no terminal.
pub(crate) fn progress(drills: u64) -> ProgressBar {
    let bar = ProgressBar::new(drills);
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} drills, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// Does something with so many threads; all processors for 0.
pub(crate) fn on_threads<T: Send>(
    threads: usize,
    what: impl FnOnce() -> T + Send,
) -> Result<T, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| {
        Failure::usage(format!("{threads} threads cannot be had: {error}"), "ask for fewer")
    })?;
    Ok(pool.install(what))
}

/// Beside a scenario that is a file; a built-in one has no place.
fn place_of(scenario: &Path, told: &Calibration) -> Option<PathBuf> {
    let folder = scenario.is_file().then(|| scenario.parent()).flatten()?;
    Some(folder.join("calibrated").join(format!("{}.json", told.scenario)))
}

fn keep(path: &Path, told: &Calibration) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(|error| {
            let says = format!("the folder {} cannot be made: {error}", folder.display());
            Failure::usage(says, "choose another place with --out")
        })?;
    }
    files::put(Some(path), &told.written())
}

fn as_text(told: &Calibration) -> String {
    let mut text = String::new();
    let mut line = |what: String| {
        text.push_str(&what);
        text.push('\n');
    };
    line(format!(
        "{}: {} teams from seed {}, process {}, engine {}",
        told.scenario, told.teams, told.seed, told.process, told.engine
    ));
    line(format!("difficulty {:.1} of 100 (100 less the median senior team)", told.difficulty));
    line(match told.bot_pars.get("impact") {
        Some(par) => format!("bot par: impact over {} after the clock began", clock(*par)),
        None => "bot par: none, most senior teams never ended the impact".to_owned(),
    });
    line(String::new());
    line("skill   teams   mean    95 % interval   5 %  25 %  50 %  75 %  95 %  0 … 100".to_owned());
    for own in &told.profiles {
        line(row(own));
    }
    line(String::new());
    line("skill   ended the impact  declared  first update  impact over  resolved".to_owned());
    for own in &told.profiles {
        line(times(own));
    }
    line(String::new());
    line("what tells skill, by share of points".to_owned());
    let names: Vec<String> =
        told.profiles.iter().map(|own| format!("{:>7}", own.profile)).collect();
    line(format!("{:16}{}   gain", "", names.join(" ")));
    for own in told.objectives.iter().take(LISTED) {
        let shares = told.profiles.iter().map(|of| match own.shares.get(&of.profile) {
            Some(share) => format!("{share:7.2}"),
            None => format!("{:>7}", "-"),
        });
        let shares: Vec<String> = shares.collect();
        line(format!("{:16}{} {:+6.2}", own.id.as_str(), shares.join(" "), own.gain));
    }
    text
}

fn row(own: &ProfileFigures) -> String {
    let most = own.histogram.iter().copied().max().unwrap_or(1).max(1);
    let bars: String = (own.histogram.iter())
        .map(|count| {
            BARS[(usize::try_from(*count * 8).unwrap_or(0)).div_ceil(most as usize).min(8)]
        })
        .collect();
    let mut text = format!(
        "{:7} {:5}  {:5.1}  {:5.1} to {:5.1}",
        own.profile, own.teams, own.mean, own.low, own.high
    );
    for value in own.quantiles {
        // Writing to a string does not fail.
        let _written = write!(text, " {value:5.1}");
    }
    format!("{text}  {bars}")
}

fn times(own: &ProfileFigures) -> String {
    let median = |name: &str| {
        own.timings
            .get(name)
            .filter(|own| own.teams > 0)
            .map_or("-".to_owned(), |of| clock(of.at[1]))
    };
    let ended = own.timings.get("mitigate_s").map_or(0, |of| of.teams);
    format!(
        "{:7} {:>16}  {:>8}  {:>12}  {:>11}  {:>8}",
        own.profile,
        format!("{ended} of {}", own.teams),
        median("declare_s"),
        median("first_update_s"),
        median("mitigate_s"),
        median("resolve_s"),
    )
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
