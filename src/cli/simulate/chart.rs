//! The telemetry of a simulation as bars for a terminal: what moved, with its range, and what was
//! done when. What users feel comes first, then the parts, the one that moved most on top. It
//! leaves out what stayed calm, and says how much that is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::metric::{Metric, MetricRef, Unit};
use crate::model::system::System;
use crate::model::time::DrillTime;
use crate::rehearse::simulate::{Deed, Row};
use crate::tui::figures::{bars, reading, steps};

/// Columns of the names.
const NAMES: usize = 30;
/// Columns of the ranges.
const RANGES: usize = 20;
/// Fewest and most columns of the bars.
const BARS: (usize, usize) = (20, 120);
/// Fewest rows that are drawn, however low the terminal is.
const ROWS: usize = 12;
/// What is drawn of each part where no metric is asked for.
const TELLING: [Metric; 4] =
    [Metric::ErrorRatio, Metric::P99, Metric::Saturation, Metric::HitRatio];

/// What is to be drawn.
pub(super) struct Chart<'c> {
    pub(super) system: &'c System,
    pub(super) rows: &'c [Row],
    pub(super) names: &'c [String],
    /// Whether these metrics were asked for: they are drawn even where they stay calm.
    pub(super) asked: bool,
    pub(super) deeds: &'c [(DrillTime, Deed)],
    /// Columns and rows of the terminal.
    pub(super) size: (usize, usize),
}

/// A metric over time.
struct Line<'c> {
    name: &'c str,
    part: String,
    metric: Metric,
    values: Vec<f64>,
    low: f64,
    high: f64,
}

/// Draws it.
pub(super) fn draw(chart: &Chart<'_>) -> String {
    let lines: Vec<Line<'_>> = chart.names.iter().filter_map(|name| chart.line(name)).collect();
    let telling = lines.len();
    let (moved, calm): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| chart.asked || line.moved() >= 1.0);
    let moved = chart.in_order(moved);
    let most = chart.size.1.saturating_sub(8 + chart.deeds.len()).max(ROWS);
    let drawn = if chart.asked { moved.len() } else { moved.len().min(most) };
    let mut text = chart.marks();
    for line in moved.iter().take(drawn) {
        // Writing to a string does not fail.
        let _written = writeln!(text, "{}", line.drawn(chart.wide()));
    }
    text.push_str(&chart.axis());
    text.push_str(&chart.legend());
    match (drawn, moved.len() - drawn, calm.len()) {
        (0, ..) => text.push_str("nothing moved\n"),
        (_, 0, 0) => {}
        (_, less, calm) => {
            let less = if less > 0 { format!("{less} more moved less, ") } else { String::new() };
            let _written = writeln!(
                text,
                "of {telling} metrics {less}{calm} stayed calm; `--metric NAME` draws one"
            );
        }
    }
    text
}

impl<'c> Chart<'c> {
    /// Columns of the bars: one a row of telemetry at most.
    fn wide(&self) -> usize {
        let room = self.size.0.saturating_sub(NAMES + RANGES + 2).clamp(BARS.0, BARS.1);
        room.min(self.rows.len())
    }

    /// A metric that is drawn where it moves; `None` for the others.
    fn line(&self, name: &'c str) -> Option<Line<'c>> {
        let own = name.parse::<MetricRef>().ok()?;
        let telling = TELLING.contains(&own.metric) || own.metric == Metric::Value;
        if !self.asked && !telling {
            return None;
        }
        let values: Vec<f64> = self.rows.iter().filter_map(|row| super::value(row, name)).collect();
        let low = values.iter().copied().reduce(f64::min)?;
        let high = values.iter().copied().fold(low, f64::max);
        Some(Line { name, part: own.part.to_string(), metric: own.metric, values, low, high })
    }

    /// What users and the business see first, then parts by how much they moved.
    fn in_order(&self, mut lines: Vec<Line<'c>>) -> Vec<Line<'c>> {
        if self.asked {
            return lines;
        }
        let mut most: BTreeMap<String, f64> = BTreeMap::new();
        for line in &lines {
            let known = most.entry(line.part.clone()).or_default();
            *known = known.max(line.moved());
        }
        let group = |line: &Line<'_>| match line.metric {
            Metric::Value => 1,
            _ if self.system.clients.contains_key(line.part.as_str()) => 0,
            _ => 2,
        };
        let much = |line: &Line<'_>| most.get(&line.part).copied().unwrap_or_default();
        lines.sort_by(|a, b| {
            let by_part = || much(b).total_cmp(&much(a)).then_with(|| a.part.cmp(&b.part));
            group(a).cmp(&group(b)).then_with(by_part)
        });
        lines
    }

    /// Letters above the columns in which something was done.
    fn marks(&self) -> String {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else {
            return String::new();
        };
        if self.deeds.is_empty() {
            return String::new();
        }
        let wide = self.wide();
        let mut line = vec![' '; wide];
        for (at, deed) in self.deeds {
            let share = f64::from(at.since(first.at)) / f64::from(last.at.since(first.at).max(1));
            let column = steps(share * (wide as f64 - 1.0));
            if let Some(cell) = line.get_mut(column) {
                *cell = letter(deed);
            }
        }
        let line: String = line.into_iter().collect();
        format!("{:NAMES$}{}\n", "", line.trim_end())
    }

    fn axis(&self) -> String {
        let from = self.rows.first().map_or(DrillTime::START, |row| row.at).to_string();
        let to = self.rows.last().map_or(DrillTime::START, |row| row.at).to_string();
        let blank = " ".repeat(self.wide().saturating_sub(from.len() + to.len()).max(1));
        format!("{:NAMES$}{from}{blank}{to}\n", "")
    }

    /// What the letters stand for.
    fn legend(&self) -> String {
        let mut deeds: Vec<&(DrillTime, Deed)> = self.deeds.iter().collect();
        deeds.sort_by_key(|(at, _)| *at);
        let told = deeds.into_iter().map(|(at, deed)| {
            let what = match deed {
                Deed::Fault(fault) => {
                    format!("{}: {} on {} begins", fault.id, fault.kind.name(), fault.target)
                }
                Deed::Ends(fault) => format!("{fault} ends"),
                Deed::Do(order) => {
                    let args = order.args.as_deref().unwrap_or_default();
                    format!("{} {} {args}", order.remedy, order.target)
                }
                Deed::Deploy(service, version) => format!("{version} goes out to {service}"),
            };
            format!("{} {at} {}\n", letter(deed), what.trim_end())
        });
        told.collect()
    }
}

/// A fault, its end, a remedy, a deploy.
const fn letter(deed: &Deed) -> char {
    match deed {
        Deed::Fault(_) => 'F',
        Deed::Ends(_) => 'E',
        Deed::Do(_) => 'R',
        Deed::Deploy(..) => 'D',
    }
}

impl Line<'_> {
    /// How far it moved, in multiples of what is still calm: a point of errors, ten points of
    /// another share, half as much again of anything else.
    fn moved(&self) -> f64 {
        let (low, high) = (self.low, self.high);
        match (self.metric, self.metric.unit()) {
            (Metric::ErrorRatio | Metric::Rejected, _) => (high - low) / 0.01,
            (_, Unit::Ratio) => (high - low) / 0.1,
            _ if low > 0.0 => (high / low - 1.0) / 0.5,
            _ => f64::from(u8::from(high > 0.0)) * 10.0,
        }
    }

    /// Name, bars and range.
    fn drawn(&self, wide: usize) -> String {
        let top = match (self.metric, self.metric.unit()) {
            (Metric::ErrorRatio | Metric::Rejected, _) => self.high.max(0.01),
            // A share in use tells by how near it is to all.
            (_, Unit::Ratio) => 1.0,
            _ => self.high,
        };
        let (low, high) = (reading(self.metric, self.low), reading(self.metric, self.high));
        let bars = bars(&self.folded(wide), top, wide);
        format!("{:<NAMES$.NAMES$}{bars}  {low} … {high}", self.name)
    }

    /// One value a column: the one farthest from where the metric began, so that neither a peak
    /// nor a dip of a moment is lost.
    fn folded(&self, wide: usize) -> Vec<f64> {
        let count = self.values.len();
        if count <= wide {
            return self.values.clone();
        }
        let begin = self.values.first().copied().unwrap_or_default();
        let column = |place: usize| {
            let (from, to) = (place * count / wide, (place + 1) * count / wide);
            let own = self.values.get(from..to).unwrap_or_default().iter().copied();
            own.reduce(|a, b| if (b - begin).abs() > (a - begin).abs() { b } else { a })
        };
        (0..wide).filter_map(column).collect()
    }
}
