//! The telemetry of a simulation as Prometheus' text format or as `OpenMetrics`, with the story's
//! time on every sample. A reading that a part does not have is left out, which is not zero.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::exposition::{FACT, Family, Kind, LOST_CUSTOMER_SECONDS, LOST_MONEY, Label, of};
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef, Reading, Unit};
use crate::model::system::{PartKind, System};
use crate::rehearse::simulate::Row;

/// Which of the two formats, which differ in small things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Times in milliseconds, counters named in full.
    Prometheus,
    /// Times in seconds, units, an end.
    OpenMetrics,
}

/// A sample: when, in seconds of the drill, the label of its quantile, and what.
type Sample = (u32, &'static str, f64);

/// Families in order of their names, their series by labels.
type Families = BTreeMap<&'static str, (Family, BTreeMap<String, Vec<Sample>>)>;

/// Writes rows out; `begins` is the story's time at their start, in seconds since 1970.
pub(super) fn write(
    form: Form,
    system: &System,
    rows: &[Row],
    names: &[String],
    begins: i64,
) -> String {
    let mut families = Families::new();
    for name in names {
        if let Ok(metric) = name.parse::<MetricRef>()
            && let Some((family, label)) = of(metric.metric)
        {
            let labels = labels(system, &metric, label);
            let samples = readings(rows, name, metric.metric, quantile(family, label));
            put(&mut families, family, labels, samples);
        }
    }
    let lost = |of: &dyn Fn(&Row) -> f64| {
        rows.iter().map(|row| (row.at.0, "", rounded(of(row), Unit::Count))).collect()
    };
    put(&mut families, LOST_CUSTOMER_SECONDS, String::new(), lost(&|row| row.customer_seconds));
    let currency = format!("currency=\"{}\"", quoted(&system.currency));
    put(&mut families, LOST_MONEY, currency, lost(&|row| row.money));
    for row in rows {
        for (fact, value) in &row.facts {
            let labels = format!("fact=\"{}\"", quoted(fact.as_str()));
            put(&mut families, FACT, labels, vec![(row.at.0, "", rounded(*value, Unit::Ratio))]);
        }
    }
    text(form, &families, begins)
}

fn put(families: &mut Families, family: Family, labels: String, samples: Vec<Sample>) {
    let (_, series) = families.entry(family.name).or_insert_with(|| (family, BTreeMap::new()));
    series.entry(labels).or_default().extend(samples);
}

fn rounded(value: f64, unit: Unit) -> f64 {
    Reading::publish(value, unit).value(unit)
}

/// The quantile a label of a summary stands for; empty for other families.
fn quantile(family: Family, label: Label) -> &'static str {
    label.filter(|_| family.kind == Kind::Summary).map_or("", |(_, value)| value)
}

/// What a part reads over time; rates are added up to counters.
fn readings(rows: &[Row], name: &str, metric: Metric, quantile: &'static str) -> Vec<Sample> {
    let adds_up = metric.unit() == Unit::PerSecond;
    let (mut total, mut before) = (0.0, 0);
    let mut samples = Vec::new();
    for row in rows {
        if let Some(reading) = row.readings.0.get(name) {
            let value = reading.value(metric.unit());
            total += value * f64::from(row.at.0 - before);
            let value = if adds_up { rounded(total, Unit::Count) } else { value };
            samples.push((row.at.0, quantile, value));
        }
        before = row.at.0;
    }
    samples
}

/// The part, what it is, and what tells a series from others of its family.
fn labels(system: &System, metric: &MetricRef, own: Label) -> String {
    let name = quoted(metric.part.as_str());
    if metric.metric == Metric::Value {
        let per = system.business.get(&metric.part).map_or(60.0, |own| own.per.as_f64());
        return format!("name=\"{name}\",per_seconds=\"{per}\"");
    }
    let mut labels = format!("service=\"{name}\",kind=\"{}\"", kind(system, &metric.part));
    // Quantiles are samples of one series, and stand with them.
    if let Some((key, value)) = own.filter(|(key, _)| *key != "quantile") {
        // Writing to a string does not fail.
        let _written = write!(labels, ",{key}=\"{value}\"");
    }
    labels
}

fn kind(system: &System, part: &PartId) -> &'static str {
    match system.parts.get(part).map(|part| &part.kind) {
        Some(PartKind::Service(_)) => "service",
        Some(PartKind::Database(_)) => "database",
        Some(PartKind::Cache(_)) => "cache",
        Some(PartKind::Queue(_)) => "queue",
        Some(PartKind::Provider(_)) => "provider",
        Some(PartKind::Certificate(_)) => "certificate",
        Some(PartKind::Secret(_)) => "secret",
        None => "clients",
    }
}

/// A label's value as the formats want it.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn text(form: Form, families: &Families, begins: i64) -> String {
    let mut text = String::new();
    for (family, series) in families.values() {
        let total = if family.kind == Kind::Counter { "_total" } else { "" };
        let sample = format!("{}{total}", family.name);
        let named = if form == Form::OpenMetrics { family.name } else { &sample };
        // Writing to a string does not fail.
        let _written =
            write!(text, "# HELP {named} {}\n# TYPE {named} {}\n", family.help, family.kind.name());
        if form == Form::OpenMetrics && !family.unit.is_empty() {
            let _written = writeln!(text, "# UNIT {named} {}", family.unit);
        }
        for (labels, samples) in series {
            let mut samples = samples.clone();
            samples.sort_by_key(|(at, ..)| *at);
            for (at, quantile, value) in samples {
                let at = begins + i64::from(at);
                let at = if form == Form::OpenMetrics { at } else { at * 1000 };
                let labels = braced(labels, quantile);
                let _written = writeln!(text, "{sample}{labels} {value} {at}");
            }
        }
    }
    if form == Form::OpenMetrics {
        text.push_str("# EOF\n");
    }
    text
}

fn braced(labels: &str, quantile: &str) -> String {
    match (labels, quantile) {
        ("", "") => String::new(),
        (labels, "") => format!("{{{labels}}}"),
        (labels, quantile) => format!("{{{labels},quantile=\"{quantile}\"}}"),
    }
}
