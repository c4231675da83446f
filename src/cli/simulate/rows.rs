//! The telemetry of a simulation as rows for other programs: CSV and JSON. Shares are 0 to 1, times
//! seconds, rates per second. A reading that a part does not have is left out, which is not zero.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::model::metric::Metric;
use crate::rehearse::simulate::Row;

/// A row of `firedrill simulate --format json`, which prints a list of them.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct JsonRow {
    /// Seconds since the simulation began, at the row's end.
    second: u32,
    /// Readings over the time since the row before, at most a minute, by `part.metric`: shares
    /// from 0 to 1, times in seconds, rates per second. What a part does not have, or has not at
    /// this moment, is left out.
    readings: BTreeMap<String, f64>,
    /// What is so of the system as a whole, by fact.
    facts: BTreeMap<String, f64>,
    /// Users times seconds without the service, since the beginning.
    customer_seconds: f64,
    /// Money lost since the beginning, in the system's currency.
    money: f64,
    /// What remedies printed since the row before, each with its time.
    printed: Vec<String>,
}

/// A reading in its unit.
pub(super) fn value(row: &Row, name: &str) -> Option<f64> {
    let reading = row.readings.0.get(name)?;
    let metric = name.rsplit('.').next().and_then(|metric| metric.parse::<Metric>().ok());
    Some(reading.value(metric.unwrap_or(Metric::Value).unit()))
}

/// A row a time, a column a metric.
pub(super) fn csv(rows: &[Row], names: &[String]) -> String {
    let mut text = format!("second,{},customer_seconds,money\n", names.join(","));
    for row in rows {
        text.push_str(&row.at.0.to_string());
        for name in names {
            text.push(',');
            if let Some(value) = value(row, name) {
                // Writing to a string does not fail.
                let _written = write!(text, "{value}");
            }
        }
        let _written = writeln!(text, ",{:.0},{:.2}", row.customer_seconds, row.money);
    }
    text
}

/// An object a row.
pub(super) fn json(rows: &[Row], names: &[String]) -> String {
    let rows: Vec<JsonRow> = rows.iter().map(|row| JsonRow::of(row, names)).collect();
    // Plain data with names for keys cannot fail to be written.
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}

impl JsonRow {
    fn of(row: &Row, names: &[String]) -> Self {
        let read = |name: &String| Some((name.clone(), value(row, name)?));
        Self {
            second: row.at.0,
            readings: names.iter().filter_map(read).collect(),
            facts: row.facts.iter().map(|(fact, value)| (fact.to_string(), *value)).collect(),
            customer_seconds: row.customer_seconds,
            money: row.money,
            printed: row.printed.clone(),
        }
    }
}
