//! Settings that a fault changes: keys of the system file below a target. It changes a copy of the
//! system; what follows from it is the engine's.

use crate::model::fault::Setting;
use crate::model::id::{PartId, Target};
use crate::model::quantity::rounded;
use crate::model::system::{Call, PartKind, Station, System};
use crate::model::time::Span;

/// Sets a key below a target, `calls.orders-db.timeout` of `checkout` or `timeout` of
/// `checkout.calls.orders-db`. False when there is no such key that takes such a value.
pub fn apply(system: &mut System, target: &Target, key: &str, value: Setting) -> bool {
    let path = format!("{target}.{key}");
    let mut words = path.split('.');
    let Some(part) = words.next() else {
        return false;
    };
    let rest: Vec<&str> = words.collect();
    match rest.as_slice() {
        ["calls", to, key] => calls(system, part)
            .into_iter()
            .flatten()
            .find(|call| call.to.as_str() == *to)
            .is_some_and(|call| set_call(call, key, value)),
        [key] => set_part(system, part, key, value),
        ["autoscale", key] => set_autoscale(system, part, key, value),
        ["health", key] => set_health(system, part, key, value),
        ["failover", key] => set_failover(system, part, key, value),
        ["calls", to, "breaker", key] => calls(system, part)
            .into_iter()
            .flatten()
            .find(|call| call.to.as_str() == *to)
            .is_some_and(|call| set_breaker(call, key, value)),
        ["time", "mean"] => set_part(system, part, "time", value),
        _ => false,
    }
}

fn calls<'a>(system: &'a mut System, part: &str) -> Option<&'a mut Vec<Call>> {
    if system.clients.contains_key(part) {
        return system.clients.get_mut(part).map(|class| &mut class.calls);
    }
    match &mut system.parts.get_mut(part)?.kind {
        PartKind::Service(service) => Some(&mut service.calls),
        _ => None,
    }
}

fn count(value: Setting) -> Option<u32> {
    match value {
        Setting::Number(number) => u32::try_from(rounded(number)).ok(),
        _ => None,
    }
}

fn set_call(call: &mut Call, key: &str, value: Setting) -> bool {
    match (key, value) {
        ("timeout", Setting::Span(span)) => call.timeout = Some(span),
        ("backoff", Setting::Span(span)) => call.backoff = span,
        ("fallback", Setting::Span(span)) => call.fallback = Some(span),
        ("per_call", Setting::Number(number)) => call.per_call = number.max(0.0),
        ("jitter", Setting::Number(number)) => call.jitter = number.clamp(0.0, 1.0),
        ("budget", Setting::Number(number)) => call.budget = Some(number.max(0.0)),
        ("retries", value) => match count(value) {
            Some(count) => call.retries = count,
            None => return false,
        },
        ("pool", value) => match count(value) {
            Some(count) => call.pool = Some(count),
            None => return false,
        },
        ("critical", Setting::Switch(on)) => call.critical = on,
        ("cancel", Setting::Switch(on)) => call.cancel = on,
        _ => return false,
    }
    true
}

fn set_station(station: &mut Station, key: &str, value: Setting) -> bool {
    match (key, value) {
        ("time", Setting::Span(span)) => station.time.mean = span,
        ("slots", value) => match count(value) {
            Some(count) => station.slots = count,
            None => return false,
        },
        ("queue", value) => match count(value) {
            Some(count) => station.queue = count,
            None => return false,
        },
        ("instances", value) => match count(value) {
            Some(count) => station.instances = count,
            None => return false,
        },
        _ => return false,
    }
    true
}

fn set_part(system: &mut System, part: &str, key: &str, value: Setting) -> bool {
    if let Some(class) = system.clients.get_mut(part) {
        match (key, value) {
            ("rate", Setting::Number(rate)) => class.rate = rate.max(0.0),
            ("tries", value) => match count(value) {
                Some(count) => class.tries = count.max(1),
                None => return false,
            },
            _ => return false,
        }
        return true;
    }
    let Some(part) = system.parts.get_mut(&PartId::from(part)) else {
        return false;
    };
    match &mut part.kind {
        PartKind::Service(service) => match (key, value) {
            ("rolls_in", Setting::Span(span)) => service.rolls_in = span,
            ("starts_in", Setting::Span(span)) => service.starts_in = span,
            (key, value) => return set_station(&mut service.station, key, value),
        },
        PartKind::Database(database) => {
            if key == "connections" {
                let Some(count) = count(value) else {
                    return false;
                };
                database.connections = count;
            } else {
                return set_station(&mut database.station, key, value);
            }
        }
        PartKind::Cache(cache) => match (key, value) {
            ("hit", Setting::Number(hit)) => cache.hit = hit.clamp(0.0, 1.0),
            ("time", Setting::Span(span)) => cache.time = span,
            ("warms_in", Setting::Span(span)) => cache.warms_in = span,
            ("memory", Setting::Number(bytes)) => cache.memory = bytes.max(0.0),
            _ => return false,
        },
        PartKind::Provider(provider) => match (key, value) {
            ("time", Setting::Span(span)) => provider.time.mean = span,
            _ => return false,
        },
        PartKind::Queue(queue) => match (key, value) {
            ("holds", Setting::Number(number)) => {
                queue.holds = rounded(number).max(0).unsigned_abs();
            }
            ("partitions", value) => match count(value) {
                Some(count) => queue.partitions = count.max(1),
                None => return false,
            },
            _ => return false,
        },
        PartKind::Certificate(_) | PartKind::Secret(_) => return false,
    }
    true
}

fn set_autoscale(system: &mut System, part: &str, key: &str, value: Setting) -> bool {
    let Some(PartKind::Service(service)) = system.parts.get_mut(part).map(|part| &mut part.kind)
    else {
        return false;
    };
    let Some(rule) = &mut service.autoscale else {
        return false;
    };
    match (key, value) {
        ("target", Setting::Number(target)) => rule.target = target,
        ("every", Setting::Span(span)) => rule.every = span.max(Span(1000)),
        ("cooldown", Setting::Span(span)) => rule.cooldown = span,
        ("metric", Setting::Signal(metric)) => rule.metric = metric,
        ("min", value) => match count(value) {
            Some(count) => rule.min = count,
            None => return false,
        },
        ("max", value) => match count(value) {
            Some(count) => rule.max = count,
            None => return false,
        },
        _ => return false,
    }
    true
}

fn set_breaker(call: &mut Call, key: &str, value: Setting) -> bool {
    let Some(rule) = &mut call.breaker else {
        return false;
    };
    match (key, value) {
        ("errors", Setting::Number(errors)) => rule.errors = errors,
        ("over", Setting::Span(span)) => rule.over = span,
        ("opens_for", Setting::Span(span)) => rule.opens_for = span,
        ("probes", value) => match count(value) {
            Some(count) => rule.probes = count,
            None => return false,
        },
        _ => return false,
    }
    true
}

fn set_health(system: &mut System, part: &str, key: &str, value: Setting) -> bool {
    let Some(PartKind::Service(service)) = system.parts.get_mut(part).map(|part| &mut part.kind)
    else {
        return false;
    };
    let Some(rule) = &mut service.health else {
        return false;
    };
    match (key, value) {
        ("every", Setting::Span(span)) => rule.every = span.max(Span(1000)),
        ("then", Setting::Action(action)) => rule.then = action,
        ("fails", value) => match count(value) {
            Some(count) => rule.fails = count.max(1),
            None => return false,
        },
        _ => return false,
    }
    true
}

fn set_failover(system: &mut System, part: &str, key: &str, value: Setting) -> bool {
    let Some(PartKind::Database(database)) = system.parts.get_mut(part).map(|part| &mut part.kind)
    else {
        return false;
    };
    let Some(rule) = &mut database.failover else {
        return false;
    };
    match (key, value) {
        ("auto", Setting::Switch(on)) => rule.auto = on,
        ("after", Setting::Span(span)) => rule.after = span,
        ("pauses", Setting::Span(span)) => rule.pauses = span,
        _ => return false,
    }
    true
}
