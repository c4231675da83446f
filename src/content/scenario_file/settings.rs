//! The fault kind `setting`: keys of the target that differ, and of which sort each value is.

use std::collections::BTreeMap;

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::shown;
use crate::content::form::{self, Word};
use crate::content::quantity::{BYTES, RATE, RATIO, SPAN, number};
use crate::content::reader::{Form, Here};
use crate::content::scenario_file::faults::setting_schema;
use crate::content::sort::Sort;
use crate::content::system_file::parts::{ACTIONS, SIGNALS};
use crate::content::table::Table;
use crate::content::tree::{Data, Entry};
use crate::model::fault::{FaultKind, Setting};

/// Of which sort a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Span,
    Number,
    Ratio,
    Rate,
    Bytes,
    Switch,
    /// What an autoscaler looks at.
    Signal,
    /// What a health check does.
    Action,
    /// The format knows it, the world does not change it yet.
    NotPlayed,
}

use Of::{Action, Bytes, NotPlayed, Number, Rate, Ratio, Signal, Span, Switch};

const CALL: &[(&str, Of)] = &[
    ("per_call", Number),
    ("timeout", Span),
    ("retries", Number),
    ("backoff", Span),
    ("jitter", Ratio),
    ("budget", Number),
    ("pool", Number),
    ("critical", Switch),
    ("fallback", Span),
    ("cancel", Switch),
    ("parallel", NotPlayed),
    ("cache", NotPlayed),
    ("breaker.errors", Ratio),
    ("breaker.over", Span),
    ("breaker.opens_for", Span),
    ("breaker.probes", Number),
];
const STATION: &[(&str, Of)] =
    &[("slots", Number), ("time", Span), ("time.mean", Span), ("queue", Number)];
const SERVICE: &[(&str, Of)] = &[
    ("instances", Number),
    ("starts_in", Span),
    ("rolls_in", Span),
    ("autoscale.metric", Signal),
    ("autoscale.target", Number),
    ("autoscale.min", Number),
    ("autoscale.max", Number),
    ("autoscale.every", Span),
    ("autoscale.cooldown", Span),
    ("health.every", Span),
    ("health.fails", Number),
    ("health.then", Action),
];
const DATABASE: &[(&str, Of)] = &[
    ("connections", Number),
    ("failover.auto", Switch),
    ("failover.after", Span),
    ("failover.pauses", Span),
];
const CACHE: &[(&str, Of)] =
    &[("hit", Ratio), ("time", Span), ("warms_in", Span), ("memory", Bytes)];
const QUEUE: &[(&str, Of)] = &[("partitions", Number), ("holds", Number)];
const CLIENTS: &[(&str, Of)] = &[("rate", Rate), ("tries", Number)];
const FLAG: &[(&str, Of)] = &[("on", NotPlayed)];

/// Reads the table.
pub(super) fn read(t: &mut Table<'_, '_>, sort: Option<Sort>) -> FaultKind {
    t.describe("setting", setting_schema(), false);
    let target = t.text_of("target").to_owned();
    let mut settings = BTreeMap::new();
    let entries = t.pairs("setting");
    for entry in entries {
        if let Some(whole) = unquoted(entry) {
            let hint = format!("a setting is one key: quote it, `{{ \"{whole}\" = ... }}`");
            t.reading.error(entry.place, format!("`{whole}` is read as a table"), hint);
            continue;
        }
        let of = match sort {
            Some(sort) => known(t, &target, sort, entry),
            None => Some(sort_by_value(entry)),
        };
        if let Some(value) = of.and_then(|of| value(t, of, entry)) {
            settings.insert(entry.key.clone(), value);
        }
    }
    if entries.is_empty() && !t.describes() {
        let place = t.place_of("setting");
        t.reading.error(
            place,
            "`setting` sets nothing",
            "write `{ \"calls.NAME.timeout\" = \"300ms\" }`",
        );
    }
    FaultKind::Setting(settings)
}

/// The whole name of a setting whose dots stand outside of quotes, which makes tables of it.
fn unquoted(entry: &Entry) -> Option<String> {
    let (mut name, mut at) = (shown(&entry.key), entry);
    while let Data::Table(entries) = &at.node.data {
        let Some(first) = entries.first() else { break };
        at = first;
        name = format!("{name}.{}", shown(&at.key));
    }
    matches!(entry.node.data, Data::Table(_)).then_some(name)
}

/// Of which sort the key of a target is; tells when the target has none.
fn known(t: &mut Table<'_, '_>, target: &str, sort: Sort, entry: &Entry) -> Option<Of> {
    let path: Vec<&str> = entry.key.splitn(3, '.').collect();
    if let (Sort::Service | Sort::Clients, ["calls", callee, key]) = (sort, path.as_slice()) {
        let call = format!("{target}.calls.{callee}");
        let system = t.reading.names.system.as_ref();
        if system.is_some_and(|own| own.sort_of(&call).is_none()) {
            let message = format!("`{target}` does not call `{}`", shown(callee));
            t.reading.error(entry.place, message, "name a call that the system file has");
            return None;
        }
        return find(t, entry, key, "a call", &[CALL]);
    }
    let tables: &[&[(&str, Of)]] = match sort {
        Sort::Service => &[SERVICE, STATION],
        Sort::Database => &[DATABASE, STATION],
        Sort::Cache => &[CACHE],
        Sort::Queue => &[QUEUE],
        Sort::Clients => &[CLIENTS],
        Sort::Flag => &[FLAG],
        Sort::Call => &[CALL],
        Sort::Provider => &[&[("time", Span), ("time.mean", Span)]],
        _ => &[],
    };
    find(t, entry, &entry.key, sort.one(), tables)
}

fn find(
    t: &mut Table<'_, '_>,
    entry: &Entry,
    key: &str,
    what: &str,
    tables: &[&[(&str, Of)]],
) -> Option<Of> {
    let all = tables.iter().flat_map(|table| table.iter());
    let found = all.clone().find(|(own, _)| *own == key).map(|(_, of)| *of);
    if found.is_none() {
        let names: Vec<&str> = all.map(|(own, _)| *own).collect();
        let hint = nearest(key, names.iter().copied()).map_or_else(
            || format!("it has {}", names.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("{what} has no setting `{}`", shown(key));
        t.reading.error(entry.place, message, hint);
    }
    found
}

fn sort_by_value(entry: &Entry) -> Of {
    match entry.node.data {
        Data::Text(_) => Span,
        Data::Switch(_) => Switch,
        _ => Number,
    }
}

fn value(t: &mut Table<'_, '_>, of: Of, entry: &Entry) -> Option<Setting> {
    if of == NotPlayed {
        t.reading.not_playable(entry.place, &format!("the setting `{}`", shown(&entry.key)));
        return None;
    }
    let mut here = Here { reading: t.reading, path: &entry.key, key: &entry.key };
    let node = &entry.node;
    match of {
        Span => SPAN.read(node, &mut here).map(Setting::Span),
        Number => number(0.0, 1e9).read(node, &mut here).map(Setting::Number),
        Ratio => RATIO.read(node, &mut here).map(Setting::Number),
        Rate => RATE.read(node, &mut here).map(Setting::Number),
        Bytes => BYTES.read(node, &mut here).map(Setting::Number),
        Switch => form::Switch.read(node, &mut here).map(Setting::Switch),
        Signal => Word(SIGNALS).read(node, &mut here).map(Setting::Signal),
        Action => Word(ACTIONS).read(node, &mut here).map(Setting::Action),
        NotPlayed => None,
    }
}
