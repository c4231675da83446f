//! What is wrong with a system as a whole: one name for two parts, circles of calls, too much of
//! everything. It never plays it.

use std::collections::{BTreeMap, BTreeSet};

use super::load;
use crate::content::diagnostic::Place;
use crate::content::reader::Reading;
use crate::content::sort::Sort;
use crate::content::tree::Node;
use crate::model::system::{PartKind, System};

/// Most parts of a system.
const PARTS_MAX: usize = 2_000;
/// Most calls of a system.
const CALLS_MAX: usize = 10_000;
/// Retries beyond which a call without a budget multiplies load without bound.
const RETRIES_MAX: u32 = 10;

/// Most parts of a circle that are named.
const CIRCLE_TOLD: usize = 8;

/// Notes what is wrong.
pub(super) fn check(reading: &mut Reading, tree: &Node, system: &System) {
    one_name_one_part(reading, tree);
    zones(reading, tree, system);
    size(reading, system);
    retries(reading, tree, system);
    if !reading.failed() {
        circles(reading, tree, system);
        unused(reading, tree, system);
    }
    if !reading.failed() {
        load::check(reading, tree, system);
    }
}

fn one_name_one_part(reading: &mut Reading, tree: &Node) {
    let mut seen: BTreeMap<&str, Sort> = BTreeMap::new();
    for (table, sort) in Sort::TABLES {
        for entry in tree.get(table).map(Node::entries).unwrap_or_default() {
            if let Some(other) = seen.insert(&entry.key, *sort) {
                let message = format!("`{}` is {} and {}", entry.key, other.one(), sort.one());
                reading.error(entry.place, message, "parts share one name space: rename one");
            }
        }
    }
}

fn zones(reading: &mut Reading, tree: &Node, system: &System) {
    let mut seen = BTreeSet::new();
    let repeated = system.zones.iter().find(|zone| !seen.insert(zone.as_str()));
    if let (Some(zone), Some(node)) = (repeated, tree.get("zones")) {
        let message = format!("zone `{}` stands twice", super::shown(zone));
        reading.error(node.place, message, "each zone stands once");
    }
}

fn size(reading: &mut Reading, system: &System) {
    let parts = system.parts.len() + system.clients.len();
    let calls: usize = callers(system).map(|name| system.calls_of(name).len()).sum();
    for (what, number, most) in [("parts", parts, PARTS_MAX), ("calls", calls, CALLS_MAX)] {
        if number > most {
            let message = format!("this system has {number} {what}; {most} are the most");
            reading.error(Place::default(), message, "leave out what the drill does not need");
        }
    }
}

pub(super) fn callers(system: &System) -> impl Iterator<Item = &str> {
    system.parts.keys().chain(system.clients.keys()).map(crate::model::id::PartId::as_str)
}

/// Where a call stands in the file.
pub(super) fn place_of_call(tree: &Node, caller: &str, callee: &str) -> Place {
    let tables = ["service", "clients"];
    let call = tables.into_iter().find_map(|table| {
        let calls = tree.get(table)?.get(caller)?.get("calls")?;
        calls.entries().iter().find(|entry| entry.key == callee).map(|entry| entry.place)
    });
    call.unwrap_or_default()
}

fn retries(reading: &mut Reading, tree: &Node, system: &System) {
    for caller in callers(system) {
        for call in system.calls_of(caller) {
            if call.retries > RETRIES_MAX && call.budget.is_none() {
                let place = place_of_call(tree, caller, call.to.as_str());
                let message = format!("{} retries without a budget have no bound", call.retries);
                let hint = format!("add `budget = 0.1`, or at most {RETRIES_MAX} retries");
                reading.error(place, message, hint);
            }
        }
    }
}

/// Synchronous calls may not come round: every call would wait for itself.
fn circles(reading: &mut Reading, tree: &Node, system: &System) {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in system.parts.keys().map(crate::model::id::PartId::as_str) {
        if done.contains(start) {
            continue;
        }
        // An explicit path: a long chain must not exhaust the machine's stack.
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((part, next)) = path.pop() {
            let Some(call) = system.calls_of(part).get(next) else {
                done.insert(part);
                continue;
            };
            path.push((part, next + 1));
            let callee = call.to.as_str();
            if let Some(begin) = path.iter().position(|(own, _)| *own == callee) {
                let round: Vec<&str> = path.iter().skip(begin).map(|(own, _)| *own).collect();
                let mut names: Vec<&str> = round.iter().take(CIRCLE_TOLD).copied().collect();
                if round.len() > CIRCLE_TOLD {
                    names.push("…");
                }
                names.push(callee);
                let message = format!("these calls wait for themselves: {}", names.join(" → "));
                let place = place_of_call(tree, part, callee);
                reading.error(place, message, "let one of them go through a queue");
            } else if !done.contains(callee) && !is_queue(system, callee) {
                path.push((callee, 0));
            }
        }
    }
}

fn is_queue(system: &System, name: &str) -> bool {
    matches!(system.parts.get(name).map(|part| &part.kind), Some(PartKind::Queue(_)))
}

/// A system that nobody calls shows nothing.
fn unused(reading: &mut Reading, tree: &Node, system: &System) {
    if system.clients.is_empty() {
        let message = "nobody calls this system";
        reading.error(tree.place, message, "add `[clients.NAME]` with users, rate and calls");
    }
    for (id, class) in &system.clients {
        if class.calls.is_empty() {
            let place = tree.get("clients").and_then(|own| own.get(id.as_str()));
            let place = place.map(|node| node.place).unwrap_or_default();
            let message = format!("client class `{id}` calls nothing");
            reading.error(place, message, "add `calls.NAME = { … }`");
        }
    }
}
