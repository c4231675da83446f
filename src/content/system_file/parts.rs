//! Parts of a system file: services, databases, caches, queues, providers, what expires, and those
//! who call from outside.

use std::collections::BTreeMap;

use crate::content::form::{Name, PLAIN, Switch, Word};
use crate::content::names::{FIRST_VERSION, Thing};
use crate::content::quantity::{
    AGO, BYTES, GROWTH, LARGE_COUNT, RATE, RATIO, SOME_SPAN, SPAN, SpanOrNever, count, number,
};
use crate::content::sort::Sort;
use crate::content::table::Table;
use crate::model::id::{PartId, TeamId};
use crate::model::metric::Metric;
use crate::model::system::{
    Autoscale, Backup, Breaker, Cache, Call, Certificate, ClientClass, Cpu, Database, Disk,
    Failover, Health, HealthAction, Part, PartKind, Peaks, Provider, Queue, Redeliver, Replica,
    Secret, Service, Station, Take, Time,
};
use crate::model::time::Span;

/// Whom a call may reach.
const CALLEES: Thing = Thing::Part(&[Sort::Service, Sort::Database, Sort::Provider, Sort::Queue]);

/// All parts that calls reach or others lean on.
pub(super) fn read(t: &mut Table<'_, '_>, zones: &[String]) -> BTreeMap<PartId, Part> {
    let mut parts = Vec::new();
    parts.extend(t.named("service", "service", |t| part(t, |t| service(t, zones))));
    parts.extend(t.named("database", "database", |t| part(t, database)));
    parts.extend(t.named("cache", "cache", |t| part(t, cache)));
    parts.extend(t.named("queue", "queue", |t| part(t, queue)));
    parts.extend(t.named("provider", "provider", |t| part(t, provider)));
    parts.extend(t.named("certificate", "certificate", |t| part(t, certificate)));
    parts.extend(t.named("secret", "secret", |t| part(t, secret)));
    parts.into_iter().map(|(name, part)| (PartId::from(name), part)).collect()
}

fn part<'t>(t: &mut Table<'_, 't>, read: impl FnOnce(&mut Table<'_, 't>) -> PartKind) -> Part {
    Part {
        id: PartId::from(t.name()),
        team: t.get("team", &Name(Thing::Team)).map(TeamId::from),
        kind: read(t),
    }
}

/// How long hosts take to notice a new certificate or secret.
const RELOADS: Span = Span::from_seconds(60);

/// Slots of an instance, where nothing else is said.
const SLOTS: u32 = 64;
/// Calls that wait for each slot.
const WAITING: u32 = 4;

fn station(t: &mut Table<'_, '_>, instances: u32) -> Station {
    let slots = t.or("slots", &count(1, 100_000), SLOTS);
    Station {
        instances,
        slots,
        time: time(t, Span(10)),
        queue: t.or("queue", &count(0, 10_000_000), slots.saturating_mul(WAITING)),
    }
}

/// A service time: a mean, or `{ mean = …, spread = … }`.
fn time(t: &mut Table<'_, '_>, unsaid: Span) -> Time {
    let spread = std::cell::Cell::new(1.0);
    let mean = t.either("time", &SOME_SPAN, |t| {
        spread.set(t.or("spread", &number(0.0, 20.0), 1.0));
        t.need("mean", &SOME_SPAN)
    });
    Time { mean: mean.unwrap_or(unsaid), spread: spread.get() }
}

fn service(t: &mut Table<'_, '_>, zones: &[String]) -> PartKind {
    let instances = t.or("instances", &count(1, 10_000), 2);
    let own_zones = t.list("zones", &Name(Thing::Zone));
    PartKind::Service(Service {
        station: station(t, instances),
        zones: if own_zones.is_empty() { zones.to_vec() } else { own_zones },
        version: t.or("version", &PLAIN, FIRST_VERSION.to_owned()).into(),
        rolls_in: t.or("rolls_in", &SPAN, Span::from_minutes(1)),
        starts_in: t.or("starts_in", &SPAN, Span::from_seconds(20)),
        calls: calls(t),
        takes: takes(t),
        cpu: t.table("cpu", cpu),
        memory: t.table("memory", memory),
        disk: t.table("disk", |t| disk(t, 1.0)),
        health: t.table("health", health),
        autoscale: t.table("autoscale", autoscale),
        certificate: t
            .get("certificate", &Name(Thing::Part(&[Sort::Certificate])))
            .map(PartId::from),
    })
}

fn calls(t: &mut Table<'_, '_>) -> Vec<Call> {
    t.named("calls", "call of", read_call).into_iter().map(|(_, call)| call).collect()
}

fn read_call(t: &mut Table<'_, '_>) -> Call {
    let to = t.name().to_owned();
    if let (false, Err(missing)) = (t.describes(), t.reading.names.find(CALLEES, &to)) {
        let place = t.place;
        t.reading.error(place, missing.message, missing.hint);
    }
    Call {
        to: PartId::from(to),
        per_call: t.or("per_call", &number(0.0, 1000.0), 1.0),
        timeout: t.get("timeout", &SOME_SPAN),
        retries: t.or("retries", &count(0, 100), 0),
        backoff: t.or("backoff", &SPAN, Span(0)),
        jitter: t.or("jitter", &RATIO, 0.0),
        budget: t.get("budget", &number(0.0, 100.0)),
        breaker: t.table("breaker", |t| Breaker {
            errors: t.need("errors", &RATIO),
            over: t.or("over", &SOME_SPAN, Span::from_seconds(20)),
            opens_for: t.or("opens_for", &SOME_SPAN, Span::from_seconds(30)),
            probes: t.or("probes", &count(1, 1000), 1),
        }),
        pool: t.get("pool", &count(1, 1_000_000)),
        critical: t.or("critical", &Switch, true),
        fallback: t.get("fallback", &SPAN),
        parallel: t.or("parallel", &Switch, false),
        cancel: t.or("cancel", &Switch, false),
        cache: t.get("cache", &Name(Thing::Part(&[Sort::Cache]))).map(PartId::from),
    }
}

fn takes(t: &mut Table<'_, '_>) -> Vec<Take> {
    let read = t.named("takes", "messages taken from", |t| {
        let queue = t.name().to_owned();
        let thing = Thing::Part(&[Sort::Queue]);
        if let (false, Err(missing)) = (t.describes(), t.reading.names.find(thing, &queue)) {
            let place = t.place;
            t.reading.error(place, missing.message, missing.hint);
        }
        Take { queue: queue.into(), batch: t.or("batch", &count(1, 10_000), 1) }
    });
    read.into_iter().map(|(_, take)| take).collect()
}

fn cpu(t: &mut Table<'_, '_>) -> Cpu {
    Cpu { cores: t.or("cores", &number(0.01, 1024.0), 1.0), usual: t.or("usual", &RATIO, 0.5) }
}

/// The share usually in use; the size is for the story.
fn memory(t: &mut Table<'_, '_>) -> f64 {
    t.get("size", &BYTES);
    t.or("usual", &RATIO, 0.5)
}

/// A disk; `writes` is the share of calls that write to it where the file does not say.
fn disk(t: &mut Table<'_, '_>, writes: f64) -> Disk {
    let disk = Disk {
        size: t.need("size", &BYTES),
        used: t.need("used", &BYTES),
        grows: t.or("grows", &GROWTH, 0.0),
        writes: t.or("writes", &RATIO, writes),
    };
    if disk.used > disk.size {
        let place = t.place_of("used");
        t.reading.error(place, "more of this disk is used than there is", "raise its `size`");
    }
    disk
}

/// What a health check may do.
pub(in crate::content) const ACTIONS: &[(&str, HealthAction)] =
    &[("restart", HealthAction::Restart), ("remove", HealthAction::Remove)];

/// What an autoscaler may look at.
pub(in crate::content) const SIGNALS: &[(&str, Metric)] = &[
    ("cpu", Metric::Cpu),
    ("saturation", Metric::Saturation),
    ("queue", Metric::Queue),
    ("rate", Metric::Rate),
];

fn health(t: &mut Table<'_, '_>) -> Health {
    Health {
        every: t.or("every", &SOME_SPAN, Span::from_seconds(10)),
        fails: t.or("fails", &count(1, 1000), 3),
        then: t.or("then", &Word(ACTIONS), HealthAction::Restart),
    }
}

fn autoscale(t: &mut Table<'_, '_>) -> Autoscale {
    let scale = Autoscale {
        metric: t.or("metric", &Word(SIGNALS), Metric::Saturation),
        target: t.need("target", &number(0.0, 1e9)),
        min: t.or("min", &count(1, 10_000), 1),
        max: t.need("max", &count(1, 10_000)),
        every: t.or("every", &SOME_SPAN, Span::from_seconds(60)),
        cooldown: t.or("cooldown", &SPAN, Span::from_minutes(5)),
    };
    if scale.max > 0 && scale.min > scale.max {
        let place = t.place_of("min");
        t.reading.error(place, "the fewest instances are more than the most", "lower `min`");
    }
    scale
}

fn database(t: &mut Table<'_, '_>) -> PartKind {
    PartKind::Database(Database {
        station: station(t, 1),
        connections: t.or("connections", &count(1, 1_000_000), 200),
        disk: t.table("disk", |t| disk(t, 0.5)),
        replicas: t.tables("replicas", "this replica", |t| Replica {
            name: t.need("name", &PLAIN),
            zone: t.get("zone", &Name(Thing::Zone)),
            lag: t.or("lag", &SPAN, Span(0)),
        }),
        failover: t.table("failover", |t| Failover {
            auto: t.or("auto", &Switch, false),
            after: t.or("after", &SPAN, Span::from_seconds(30)),
            pauses: t.or("pauses", &SPAN, Span::from_seconds(10)),
        }),
        backups: t.tables("backups", "this backup", |t| Backup {
            name: t.need("name", &PLAIN),
            every: t.or("every", &SOME_SPAN, Span(86_400_000)),
            tested: t.get("tested", &AGO),
            restores_in: t.or("restores_in", &SPAN, Span(3_600_000)),
            works: t.or("works", &Switch, true),
        }),
    })
}

fn cache(t: &mut Table<'_, '_>) -> PartKind {
    PartKind::Cache(Cache {
        memory: t.or("memory", &BYTES, 1_073_741_824.0),
        time: t.or("time", &SPAN, Span(1)),
        hit: t.need("hit", &RATIO),
        warms_in: t.or("warms_in", &SOME_SPAN, Span::from_minutes(5)),
    })
}

fn queue(t: &mut Table<'_, '_>) -> PartKind {
    PartKind::Queue(Queue {
        partitions: t.or("partitions", &count(1, 10_000), 1),
        holds: t.or("holds", &LARGE_COUNT, 1_000_000),
        redeliver: t.table("redeliver", |t| Redeliver {
            after: t.need("after", &SOME_SPAN),
            times: t.or("times", &count(0, 10_000), 5),
        }),
    })
}

fn provider(t: &mut Table<'_, '_>) -> PartKind {
    PartKind::Provider(Provider {
        time: time(t, Span(50)),
        desk: t.get("desk", &Name(Thing::Person)).map(Into::into),
        status_page_lag: t.table("status_page", |t| t.need("lag", &SPAN)),
    })
}

fn certificate(t: &mut Table<'_, '_>) -> PartKind {
    PartKind::Certificate(Certificate {
        expires: t.need("expires", &SPAN),
        manual: t.or("renews", &Word(&[("manual", true), ("auto", false)]), true),
        reloads: t.or("reloads", &SpanOrNever, Some(RELOADS)),
    })
}

fn secret(t: &mut Table<'_, '_>) -> PartKind {
    let opens = Thing::Part(&[Sort::Service, Sort::Database, Sort::Provider, Sort::Queue]);
    PartKind::Secret(Secret {
        opens: t.list("opens", &Name(opens)).into_iter().map(PartId::from).collect(),
        reloads: t.or("reloads", &SpanOrNever, Some(RELOADS)),
    })
}

/// A client class.
pub(super) fn read_clients(t: &mut Table<'_, '_>) -> ClientClass {
    let users = t.need("users", &LARGE_COUNT);
    let rate = t.need("rate", &RATE);
    let profile = profile(t);
    ClientClass {
        users,
        rate,
        profile,
        peaks: t.table("peaks", |t| Peaks {
            every: t.need("every", &SOME_SPAN),
            factor: t.need("factor", &number(0.0, 1000.0)),
            lasts: t.need("for", &SOME_SPAN),
        }),
        tries: t.or("tries", &count(1, 20), 1),
        calls: calls(t),
    }
}

fn profile(t: &mut Table<'_, '_>) -> Vec<(u32, f64)> {
    let mut profile = Vec::new();
    for (clock, factor) in t.map("profile", &number(0.0, 1000.0)) {
        if let Some(second) = time_of_day(&clock) {
            profile.push((second, factor));
        } else {
            let message = format!("`{}` is no time of day", super::shown(&clock));
            let place = t.place_of("profile");
            t.reading.error(place, message, "write hours and minutes, like `\"19:30\"`");
        }
    }
    profile.sort_by_key(|(second, _)| *second);
    profile
}

fn time_of_day(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let plain = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)
}
