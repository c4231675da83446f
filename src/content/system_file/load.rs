//! What a system is asked for before anything goes wrong: retries that multiply from level to
//! level, parts too small for their usual load, callers that hang up before the usual answer. It
//! estimates and never plays it.

use std::collections::BTreeMap;

use super::soundness::{callers, place_of_call};
use crate::content::diagnostic::Place;
use crate::content::reader::Reading;
use crate::content::tree::Node;
use crate::model::id::PartId;
use crate::model::system::{Call, PartKind, Station, System, Time};

/// Most attempts one visit may become at one part when everything fails.
const ATTEMPTS_MAX: f64 = 1_000.0;
/// Most calls one visit may become in all: each is played by itself in every step.
const CALLS_MAX: f64 = 20_000.0;
/// An edge is played as this many calls at most.
const CALLS_OF_AN_EDGE: f64 = 32.0;

/// Notes what is wrong with a system whose synchronous calls do not come round.
pub(super) fn check(reading: &mut Reading, tree: &Node, system: &System) {
    let order = order(system);
    spread_out(reading, tree, system, &order);
    multiplied(reading, tree, system, &order);
    overloaded(reading, tree, system, &order);
    impatient(reading, tree, system);
}

/// Client classes and parts, callers before whom they call.
fn order(system: &System) -> Vec<&str> {
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    let mut order = Vec::new();
    for start in callers(system) {
        // An explicit path: a long chain must not exhaust the machine's stack.
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((part, next)) = path.pop() {
            if next == 0 && done.insert(part, true).is_some() {
                continue;
            }
            if let Some(call) = system.calls_of(part).get(next) {
                path.push((part, next + 1));
                path.push((call.to.as_str(), 0));
            } else {
                order.push(part);
            }
        }
    }
    order.reverse();
    order
}

/// Calls of calls: three levels of thirty are a tree of thirty thousand.
fn spread_out(reading: &mut Reading, tree: &Node, system: &System, order: &[&str]) {
    let mut below: BTreeMap<&str, f64> = BTreeMap::new();
    for &part in order.iter().rev() {
        let calls = system.calls_of(part).iter().map(|call| {
            let times = call.per_call.ceil().clamp(1.0, CALLS_OF_AN_EDGE);
            (call, times * (1.0 + below.get(call.to.as_str()).copied().unwrap_or(0.0)))
        });
        let calls: Vec<(&Call, f64)> = calls.collect();
        let all = calls.iter().map(|(_, own)| own).sum::<f64>();
        let most = calls.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        if let (true, Some((call, _))) = (all > CALLS_MAX, most) {
            let place = place_of_call(tree, part, call.to.as_str());
            let message = format!("one request of `{part}` becomes {all:.0} calls");
            reading.error(place, message, "lower `per_call`, or leave a level out");
            return;
        }
        below.insert(part, all);
    }
}

/// Attempts of a call for each time it is made: a budget bounds them.
fn attempts(call: &Call) -> f64 {
    1.0 + call.budget.map_or(f64::from(call.retries), |own| own.min(f64::from(call.retries)))
}

/// Retries at every level multiply: five levels of three are a thousand calls.
fn multiplied(reading: &mut Reading, tree: &Node, system: &System, order: &[&str]) {
    let mut most: BTreeMap<&str, f64> = BTreeMap::new();
    for &part in order {
        let tries = system.clients.get(part).map(|class| f64::from(class.tries));
        let own = tries.unwrap_or_else(|| most.get(part).copied().unwrap_or(1.0));
        for call in system.calls_of(part) {
            let there = own * attempts(call);
            if there > ATTEMPTS_MAX && own <= ATTEMPTS_MAX {
                let place = place_of_call(tree, part, call.to.as_str());
                let message = format!(
                    "one visit can become {there:.0} attempts at `{}`: retries multiply from level \
                     to level",
                    call.to
                );
                let hint = "let one level retry, or give the others a `budget`";
                reading.error(place, message, hint);
            }
            let known = most.entry(call.to.as_str()).or_insert(1.0);
            *known = known.max(there);
        }
    }
}

/// A part that cannot serve its usual load is down before the drill begins.
fn overloaded(reading: &mut Reading, tree: &Node, system: &System, order: &[&str]) {
    let mut rates: BTreeMap<&str, f64> = BTreeMap::new();
    for &part in order {
        let own = system.clients.get(part).map(|class| class.rate);
        let own = own.unwrap_or_else(|| rates.get(part).copied().unwrap_or(0.0));
        for call in system.calls_of(part) {
            let asked = call.cache.as_ref().map_or(1.0, |cache| 1.0 - hit(system, cache));
            *rates.entry(call.to.as_str()).or_insert(0.0) += own * call.per_call * asked;
        }
        let Some((station, time)) = served(system, part) else { continue };
        let slots = f64::from(station.slots) * f64::from(station.instances);
        let serves = slots / time.mean.as_f64().max(1e-3);
        if own > serves {
            let message = format!(
                "`{part}` is asked for {own:.1} calls a second as a rule and serves {serves:.1}"
            );
            let hint = "give it more `slots` or `instances`, or fewer visits a `rate`";
            reading.warning(place_of(tree, part), message, hint);
        }
    }
}

fn hit(system: &System, cache: &PartId) -> f64 {
    match system.parts.get(cache).map(|part| &part.kind) {
        Some(PartKind::Cache(cache)) => cache.hit,
        _ => 0.0,
    }
}

fn served<'s>(system: &'s System, part: &str) -> Option<(&'s Station, Time)> {
    match &system.parts.get(part)?.kind {
        PartKind::Service(own) => Some((&own.station, own.station.time)),
        PartKind::Database(own) => Some((&own.station, own.station.time)),
        _ => None,
    }
}

fn place_of(tree: &Node, part: &str) -> Place {
    let tables = ["service", "database"].into_iter();
    let node = tables.filter_map(|table| tree.get(table)).find_map(|table| {
        table.entries().iter().find(|entry| entry.key == part).map(|entry| entry.place)
    });
    node.unwrap_or_default()
}

/// A caller that hangs up before the callee's own mean time.
fn impatient(reading: &mut Reading, tree: &Node, system: &System) {
    for caller in callers(system) {
        for call in system.calls_of(caller) {
            let takes = match system.parts.get(&call.to).map(|part| &part.kind) {
                Some(PartKind::Provider(own)) => own.time.mean,
                Some(_) => match served(system, call.to.as_str()) {
                    Some((_, time)) => time.mean,
                    None => continue,
                },
                None => continue,
            };
            if let Some(timeout) = call.timeout.filter(|timeout| *timeout < takes) {
                let place = place_of_call(tree, caller, call.to.as_str());
                let message = format!(
                    "`{caller}` waits {timeout} for `{}`, whose own time is {takes} on average",
                    call.to
                );
                reading.warning(place, message, "give the call a longer `timeout`");
            }
        }
    }
}
