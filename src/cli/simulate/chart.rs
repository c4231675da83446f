//! The telemetry of a simulation as bars for a terminal: what moved, with its range, and when what
//! was done. It leaves out what stayed calm.

use std::fmt::Write as _;

use crate::model::metric::{Metric, Unit};
use crate::model::time::DrillTime;
use crate::rehearse::simulate::{Deed, Row};
use crate::tui::figures::{bars, reading};

/// Columns of the names.
const NAMES: usize = 30;
/// Columns of the ranges.
const RANGES: usize = 20;
/// Fewest and most columns of the bars.
const BARS: (usize, usize) = (20, 120);
/// What is drawn of each part where no metric is asked for.
const TELLING: [Metric; 4] =
    [Metric::ErrorRatio, Metric::P99, Metric::Saturation, Metric::HitRatio];

/// Draws these metrics; `asked` ones even where they stay calm.
pub(super) fn draw(
    rows: &[Row],
    names: &[String],
    asked: bool,
    deeds: &[(DrillTime, Deed)],
    columns: usize,
) -> String {
    let wide = columns.saturating_sub(NAMES + RANGES + 2).clamp(BARS.0, BARS.1);
    let mut text = marks(rows, deeds, wide);
    let (mut drawn, mut calm) = (0, 0);
    for name in names {
        let metric = metric_of(name);
        if !asked && !TELLING.contains(&metric) && !name.starts_with("business.") {
            continue;
        }
        let values: Vec<f64> = rows.iter().filter_map(|row| super::value(row, name)).collect();
        let Some((low, high)) = range(&values) else { continue };
        if !asked && is_calm(metric, low, high) {
            calm += 1;
            continue;
        }
        drawn += 1;
        let top = if metric.unit() == Unit::Ratio { high.max(0.01) } else { high };
        let (low, high) = (reading(metric, low), reading(metric, high));
        // Writing to a string does not fail.
        let _written =
            writeln!(text, "{name:<NAMES$.NAMES$}{}  {low} … {high}", bars(&values, top, wide));
    }
    let from = rows.first().map_or(DrillTime::START, |row| row.at).to_string();
    let to = rows.last().map_or(DrillTime::START, |row| row.at).to_string();
    let blank = " ".repeat(wide.saturating_sub(from.len() + to.len()));
    let _written = writeln!(text, "{:NAMES$}{from}{blank}{to}", "");
    if !deeds.is_empty() {
        text.push_str("F fault, E its end, R remedy, D deploy\n");
    }
    if drawn == 0 {
        text.push_str("nothing moved\n");
    } else if calm > 0 {
        let _written = writeln!(text, "{calm} more stayed calm");
    }
    text
}

fn metric_of(name: &str) -> Metric {
    let metric = name.rsplit('.').next().and_then(|metric| metric.parse().ok());
    metric.unwrap_or(Metric::Value)
}

fn range(values: &[f64]) -> Option<(f64, f64)> {
    let low = values.iter().copied().reduce(f64::min)?;
    Some((low, values.iter().copied().fold(low, f64::max)))
}

/// Shares that move by less than a point, and other values by less than a half, are calm.
fn is_calm(metric: Metric, low: f64, high: f64) -> bool {
    match metric.unit() {
        Unit::Ratio => high - low < 0.01,
        _ => high <= low * 1.5 || high <= 0.0,
    }
}

/// Letters where something was done: a fault, its end, a remedy, a deploy.
fn marks(rows: &[Row], deeds: &[(DrillTime, Deed)], wide: usize) -> String {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return String::new() };
    let mut line = vec![' '; wide];
    for (at, deed) in deeds {
        let letter = match deed {
            Deed::Fault(_) => 'F',
            Deed::Ends(_) => 'E',
            Deed::Do(_) => 'R',
            Deed::Deploy(..) => 'D',
        };
        let share = f64::from(at.since(first.at)) / f64::from(last.at.since(first.at).max(1));
        let column = crate::tui::figures::steps(share * (wide as f64 - 1.0));
        if let Some(cell) = line.get_mut(column) {
            *cell = letter;
        }
    }
    let line: String = line.into_iter().collect();
    if deeds.is_empty() {
        return String::new();
    }
    format!("{:NAMES$}{}\n", "", line.trim_end())
}
