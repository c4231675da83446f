//! `firedrill watch`: a scenario while it is being written. Each time its files are saved it is
//! checked, left alone once, and played by the known characters; what has changed since is shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use clap::Args;

use crate::cli::check::{diagnose, lines};
use crate::cli::failure::Failure;
use crate::cli::prove::drawn;
use crate::cli::{files, shelf};
use crate::content::library::Library;
use crate::journal::Event as Happened;
use crate::model::character::Character;
use crate::model::id::{PartId, VariantId};
use crate::model::metric::Metric;
use crate::rehearse::prove::{Wish, prove};
use crate::rehearse::team::{Event, Played};
use crate::tui::figures::bars;

/// How often the files are looked at.
const LOOKS_EVERY: Duration = Duration::from_millis(300);
/// Columns of a line of telemetry.
const COLUMNS: usize = 48;
/// Lines of telemetry: the parts that fail most.
const PARTS: usize = 5;

/// Arguments of `firedrill watch`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The scenario's file
    file: PathBuf,
    /// The process it is played by, by id or file
    #[arg(long, value_name = "PROCESS")]
    process: Option<String>,
    /// Seeds of each character
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=200))]
    seeds: u32,
    /// One round, without waiting for the next
    #[arg(long)]
    once: bool,
}

/// Medians of the characters in the round before.
type Before = BTreeMap<String, f64>;

#[expect(clippy::disallowed_methods, reason = "it waits for a person to save a file")]
fn wait() {
    sleep(LOOKS_EVERY);
}

/// Shows one round, then one for each time a file is saved, until it is interrupted.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut before = Before::new();
    loop {
        let saved = saved(&arguments.file);
        let (text, errs) = round(arguments, &mut before)?;
        if io::stdout().is_terminal() && !arguments.once {
            files::put(None, "\x1b[2J\x1b[H")?;
        }
        files::put(None, &text)?;
        if arguments.once {
            return Ok(if errs { ExitCode::from(1) } else { ExitCode::SUCCESS });
        }
        files::put(None, "\nwaits for the next save; Ctrl+C ends it\n")?;
        // A file that an editor is just replacing is waited for.
        while self::saved(&arguments.file).is_none_or(|now| Some(now) == saved) {
            wait();
        }
    }
}

/// When the scenario, and what stands around it, was saved last; nothing while an editor replaces it.
fn saved(file: &Path) -> Option<SystemTime> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let around = [folder.join("systems"), folder.join("runbooks"), folder.join("../runbooks")];
    let beside =
        around.iter().filter(|own| own.is_dir()).filter_map(|own| files::authored(own).ok());
    let all = std::iter::once(file.to_path_buf()).chain(beside.flatten());
    let times = all.map(|path| std::fs::metadata(path).and_then(|about| about.modified()));
    times.collect::<io::Result<Vec<_>>>().ok()?.into_iter().max()
}

/// What a round shows, and whether the files err.
fn round(arguments: &Arguments, before: &mut Before) -> Result<(String, bool), Failure> {
    let name = arguments.file.to_string_lossy();
    let mut own = Library::default();
    own.add(&name, files::read(&arguments.file, files::FILE_MAX)?);
    let meant = shelf::find(&name, arguments.process.as_deref())?;
    let told = diagnose(&own, &meant.library);
    let mut text = lines(&told);
    if told.iter().any(crate::content::Diagnostic::is_error) {
        return Ok((text, true));
    }
    let pars = BTreeMap::new();
    let event = meant.event(&pars);
    let scenario = event.files(0).map_err(|told| shelf::refused(&told))?.scenario;
    for variant in scenario.variants.keys() {
        text.push_str(&left_alone(&event, variant)?);
    }
    let wish = Wish { seeds: arguments.seeds, seed: 1 };
    let proof = prove(&event, wish, &|| ()).map_err(|told| shelf::refused(&told))?;
    let _ = writeln!(text, "\ncharacters play {}", drawn(&proof));
    text.push_str("character            median\n");
    for own in &proof.characters {
        let median = own.score[1];
        let moved = before.insert(own.character.clone(), median).map(|was| median - was);
        let moved = moved.filter(|by| by.abs() >= 0.1).map(|by| format!("{by:+.1}"));
        let moved = moved.unwrap_or_default();
        let verdict = if own.holds { "ok" } else { "!!" };
        let row =
            format!("{:<20}{median:>7.1} {moved:>6}  {verdict} {}", own.character, own.wanted);
        text.push_str(row.trim_end());
        text.push('\n');
        if let Some((seed, why)) = own.outside.first() {
            let _ = writeln!(text, "    seed {seed}: {why}");
        }
    }
    Ok((text, false))
}

/// One drill in which nobody does anything: errors of the parts that fail most, minute by minute.
fn left_alone(event: &Event<'_>, variant: &VariantId) -> Result<String, Failure> {
    let event = Event { variant: Some(variant), ..*event };
    let played =
        event.play(0, Character::DoNothing.name()).map_err(|told| shelf::refused(&told))?;
    let mut rows: Vec<(f64, PartId, String)> = telemetry(&played)
        .into_iter()
        .map(|(part, ratios)| {
            (ratios.iter().copied().fold(0.0, f64::max), part, bars(&ratios, 1.0, COLUMNS))
        })
        .filter(|row| row.0 >= 0.01)
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let minutes = played.loaded.scenario.minutes;
    let mut text = format!("\n{variant}, left alone for {minutes} minutes: errors\n");
    for (most, part, line) in rows.iter().take(PARTS) {
        let _ = writeln!(text, "{:<20}{line}  up to {:.0} %", part.as_str(), most * 100.0);
    }
    if rows.is_empty() {
        text.push_str("none anywhere\n");
    }
    let alerts = played.journal.entries.iter().filter_map(|entry| match &entry.event {
        Happened::AlertFired { rule, .. } => Some(format!("{rule} {}", entry.at)),
        _ => None,
    });
    let alerts: Vec<String> = alerts.take(6).collect();
    let alerts = if alerts.is_empty() { "none".to_owned() } else { alerts.join(", ") };
    let evident = &played.case().state.knowledge.evident;
    let told = evident.iter().skip_while(|(_, severity)| severity.is_none());
    let steps = told.map(|(at, severity)| match severity {
        Some(severity) => format!("{severity} {at}"),
        None => format!("none {at}"),
    });
    let steps: Vec<String> = steps.collect();
    let _ = writeln!(text, "alerts: {alerts}\nevident severity: {}", steps.join(", "));
    Ok(text)
}

/// The error ratio of each part, scrape by scrape.
fn telemetry(played: &Played) -> BTreeMap<PartId, Vec<f64>> {
    let mut parts: BTreeMap<PartId, Vec<f64>> = BTreeMap::new();
    for entry in &played.journal.entries {
        let Happened::MetricsScraped { readings, .. } = &entry.event else { continue };
        let errors = readings.each().filter(|(metric, _)| metric.metric == Metric::ErrorRatio);
        for (metric, value) in errors {
            parts.entry(metric.part).or_default().push(value);
        }
    }
    parts
}
