//! `firedrill simulate`: the system of a scenario alone, with remedies and faults at given times,
//! as CSV, JSON, in Prometheus' formats or as a chart; a summary of the run goes to standard error.

mod chart;
mod exposition;
mod rows;
mod typed;

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Timelike as _;
use clap::{Args, ValueEnum};
use statrs::statistics::{Data, OrderStatistics as _};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, shelf};
use crate::content::Choice;
use crate::content::library::Loaded;
use crate::model::id::{PartId, RemedyId, Target, VariantId, Version};
use crate::model::metric::{Metric, MetricRef};
use crate::model::remedy::Order;
use crate::model::time::{DrillTime, Span};
use crate::rehearse::simulate::{self, Deed, Row, Simulation};

pub(crate) use rows::JsonRow;

use chart::Chart;
use exposition::Form;
use rows::value;
use typed::Around;

/// Arguments of `firedrill simulate`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A scenario's id or a file
    scenario: String,
    /// How long, such as 60m
    #[arg(long = "for", value_name = "SPAN", default_value = "60m", value_parser = Span::parse)]
    lasts: Span,
    /// Between two rows
    #[arg(long, value_name = "SPAN", default_value = "15s", value_parser = Span::parse)]
    every: Span,
    /// A remedy: '12:00 rollback checkout'
    #[arg(long = "do", value_name = "TIME REMEDY TARGET")]
    remedies: Vec<String>,
    /// A fault of the scenario, from then on or between two times ('05:00 NAME', '05:00-09:00
    /// NAME'), or one of your own as a file has it, or shorter: '05:00 checkout slow={ factor = 6 }',
    /// '05:00 checkout slow=6 zone=a'
    #[arg(long = "fault", value_name = "TIME FAULT")]
    faults: Vec<String>,
    /// A deploy: '02:00 checkout v42'
    #[arg(long = "deploy", value_name = "TIME SERVICE VERSION")]
    deploys: Vec<String>,
    /// The seed of the traffic
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The variant of the scenario
    #[arg(long)]
    variant: Option<String>,
    /// How it is printed [default: a chart in a terminal, else csv]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Metrics to print, such as `checkout.error_ratio` [default: all]
    #[arg(long = "metric", value_name = "METRIC")]
    metrics: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Bars of what moved
    Chart,
    /// A row a time, a column a metric, empty where it has no reading
    Csv,
    /// An object a row (`firedrill schema simulation`)
    Json,
    /// Prometheus' text format, with the story's time on every sample
    Prometheus,
    /// The open format, as `promtool tsdb create-blocks-from openmetrics` reads it
    #[value(name = "openmetrics")]
    OpenMetrics,
}

/// Runs the system and prints its telemetry.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.lasts > Span::from_minutes(24 * 60) {
        return Err(Failure::usage("a simulation lasts a day at most", "write `--for 24h`"));
    }
    let meant = shelf::find(&arguments.scenario, None)?;
    let variant = arguments.variant.as_deref().map(VariantId::from);
    let choice = Choice { seed: arguments.seed, variant };
    let loaded = (meant.library.load(&meant.scenario, &choice, &meant.process))
        .map_err(|diagnostics| shelf::refused(&diagnostics))?;
    let around = Around { meant: &meant, choice: &choice, loaded: &loaded };
    let deeds = deeds(arguments, &around)?;
    let rows = simulate::run(&Simulation {
        system: Arc::clone(&loaded.scenario.system),
        seed: arguments.seed,
        time_of_day: loaded.scenario.starts.num_seconds_from_midnight(),
        lasts: arguments.lasts,
        every: arguments.every,
        deeds: deeds.clone(),
    });
    let names = columns(arguments, &rows)?;
    let default = match (everywhere.json, std::io::stdout().is_terminal()) {
        (true, _) => Format::Json,
        (false, true) => Format::Chart,
        (false, false) => Format::Csv,
    };
    let text = match arguments.format.unwrap_or(default) {
        Format::Chart => {
            let (columns, rows_there) = crossterm::terminal::size().unwrap_or((100, 40));
            chart::draw(&Chart {
                system: &loaded.scenario.system,
                rows: &rows,
                names: &names,
                asked: !arguments.metrics.is_empty(),
                deeds: &deeds,
                size: (usize::from(columns), usize::from(rows_there)),
            })
        }
        Format::Csv => rows::csv(&rows, &names),
        Format::Json => rows::json(&rows, &names),
        Format::Prometheus => exposed(Form::Prometheus, &loaded, &rows, &names),
        Format::OpenMetrics => exposed(Form::OpenMetrics, &loaded, &rows, &names),
    };
    files::put(None, &text)?;
    eprint!("{}", summary(&rows, &loaded, arguments.seed));
    Ok(ExitCode::SUCCESS)
}

fn exposed(form: Form, loaded: &Loaded, rows: &[Row], names: &[String]) -> String {
    let begins = loaded.scenario.starts.timestamp();
    exposition::write(form, &loaded.scenario.system, rows, names, begins)
}

fn deeds(arguments: &Arguments, around: &Around<'_>) -> Result<Vec<(DrillTime, Deed)>, Failure> {
    let loaded = around.loaded;
    let mut deeds = Vec::new();
    for text in &arguments.remedies {
        let (at, _, words) = parts(text, "--do '12:00 rollback checkout'")?;
        let [remedy, target, args @ ..] = words.as_slice() else {
            return Err(wrong(text, "--do '12:00 rollback checkout'"));
        };
        let order = Order {
            remedy: RemedyId::from(*remedy),
            target: part(loaded, target)?,
            args: (!args.is_empty()).then(|| args.join(" ")),
        };
        deeds.push((at, Deed::Do(order)));
    }
    for text in &arguments.deploys {
        let (at, _, words) = parts(text, "--deploy '02:00 checkout v42'")?;
        let [target, version] = words.as_slice() else {
            return Err(wrong(text, "--deploy '02:00 checkout v42'"));
        };
        let target = part(loaded, target)?;
        deeds.push((at, Deed::Deploy(PartId::from(target.as_str()), Version::from(*version))));
    }
    for (number, text) in arguments.faults.iter().enumerate() {
        let (at, until, words) = parts(text, "--fault '05:00 checkout slow=6'")?;
        let fault = around.fault(text, number, &words)?;
        if let Some(until) = until {
            deeds.push((until, Deed::Ends(fault.id.clone())));
        }
        deeds.push((at, Deed::Fault(Box::new(fault))));
    }
    Ok(deeds)
}

type Parts<'a> = (DrillTime, Option<DrillTime>, Vec<&'a str>);

fn parts<'a>(text: &'a str, example: &str) -> Result<Parts<'a>, Failure> {
    let mut words = text.split_whitespace();
    let time = words.next().unwrap_or_default();
    let (from, until) = match time.split_once('-') {
        Some((from, until)) => (from, Some(until)),
        None => (time, None),
    };
    let read = |time: &str| DrillTime::parse(time).map_err(|_| wrong(text, example));
    Ok((read(from)?, until.map(read).transpose()?, words.collect()))
}

fn wrong(text: &str, example: &str) -> Failure {
    Failure::usage(format!("`{text}` cannot be read"), format!("write it like {example}"))
}

fn part(loaded: &Loaded, name: &str) -> Result<Target, Failure> {
    let system = &loaded.scenario.system;
    let target = Target::from(name);
    if system.has_target(&target) {
        return Ok(target);
    }
    let known = system.parts.keys().map(PartId::as_str);
    let near = crate::command::vocabulary::nearest(name, known);
    let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
    Err(Failure::usage(format!("system `{}` has no `{name}`", system.id), hint))
}

/// The columns asked for, all when none is.
fn columns(arguments: &Arguments, rows: &[Row]) -> Result<Vec<String>, Failure> {
    let known: Vec<String> =
        rows.first().map(|row| row.readings.0.keys().cloned().collect()).unwrap_or_default();
    for name in &arguments.metrics {
        if !known.contains(name) {
            let near = crate::command::vocabulary::nearest(name, known.iter().map(String::as_str));
            let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            return Err(Failure::usage(format!("there is no metric `{name}`"), hint));
        }
    }
    Ok(if arguments.metrics.is_empty() { known } else { arguments.metrics.clone() })
}

/// Seed and variant, what remedies printed, and of each client class's error ratio the median, the
/// 95th percentile and the worst of all rows.
fn summary(rows: &[Row], loaded: &Loaded, seed: u64) -> String {
    let mut text = format!("seed {seed}, variant {}\n", loaded.scenario.variant);
    for said in rows.iter().flat_map(|row| &row.printed) {
        // Writing to a string does not fail.
        let _written = writeln!(text, "{said}");
    }
    for class in loaded.scenario.system.clients.keys() {
        let name = MetricRef { part: class.clone(), metric: Metric::ErrorRatio }.to_string();
        let errors: Vec<(DrillTime, f64)> =
            rows.iter().filter_map(|row| Some((row.at, value(row, &name)?))).collect();
        let Some(worst) = errors.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })
        else {
            continue;
        };
        let mut errors = Data::new(errors.into_iter().map(|(_, ratio)| ratio).collect::<Vec<_>>());
        let (median, high) = (errors.median() * 100.0, errors.percentile(95) * 100.0);
        let (at, worst) = (worst.0, worst.1 * 100.0);
        let _written = write!(text, "{class}: errors median {median:.2} %, p95 {high:.2} %");
        let when = if worst > 0.0 { format!(" at {at}") } else { String::new() };
        let _written = writeln!(text, ", worst {worst:.2} %{when}");
    }
    text
}
