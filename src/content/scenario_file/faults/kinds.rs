//! The keys of each kind of fault, with their units, ranges and stand-ins. It reads nothing else of
//! a fault.

use crate::content::form::{Name, PLAIN, Some1, Word};
use crate::content::names::Thing;
use crate::content::quantity::{BYTES, GROWTH, RATE, RATIO, SOME_SPAN, SPAN, count, number};
use crate::content::table::Table;
use crate::model::fault::{FaultKind, Limit, Line};
use crate::model::time::Span;

/// A reader of a kind's keys.
type KindReader = fn(&mut Table<'_, '_>) -> FaultKind;

/// Bytes of a call where the file does not say: an answer of a web service with its headers.
const CALL: f64 = 16_384.0;

/// Every kind with its keys.
pub(super) const KINDS: &[(&str, KindReader)] = &[
    ("kill", |_| FaultKind::Kill),
    ("down", |_| FaultKind::Down),
    ("no_capacity", |_| FaultKind::NoCapacity),
    ("cpu", |t| FaultKind::Cpu { share: t.need("share", &RATIO) }),
    ("memory", |t| FaultKind::Memory { used: t.or("used", &RATIO, 1.0) }),
    ("disk", |t| FaultKind::Disk { used: t.or("used", &RATIO, 1.0) }),
    ("handles", |t| FaultKind::Handles {
        connections: t.need("connections", &count(1, 1_000_000)),
    }),
    ("pause", pause),
    ("io", io),
    ("network", network),
    ("cut", |t| {
        if t.get("from", &Some1(Name(Thing::Target))).is_some() {
            let place = t.place_of("from");
            t.reading.not_playable(place, "`from` of a `cut`");
        }
        FaultKind::Cut
    }),
    ("dns", |t| FaultKind::Dns { ratio: t.or("ratio", &RATIO, 1.0) }),
    ("slow", |t| FaultKind::Slow { factor: t.need("factor", &number(1.0, 10_000.0)) }),
    ("error", |t| FaultKind::Error { ratio: t.or("ratio", &RATIO, 1.0) }),
    ("throttled", throttled),
    ("wrong", |t| FaultKind::Wrong {
        ratio: t.or("ratio", &RATIO, 1.0),
        factor: t.or("factor", &number(0.0, 10_000.0), 0.0),
    }),
    ("failover", |t| FaultKind::Failover { pauses: t.get("pauses", &SPAN) }),
    ("replication", |t| FaultKind::Replication { lag: t.get("lag", &SOME_SPAN) }),
    ("diverge", |t| FaultKind::Diverge { rate: t.need("rate", &RATE) }),
    ("cold", |t| FaultKind::Cold { share: t.or("share", &RATIO, 1.0) }),
    ("lock", |t| FaultKind::Lock {
        share: t.or("share", &RATIO, 0.5),
        lasts: t.or("for", &SOME_SPAN, Span::from_seconds(30)),
    }),
    ("corrupt", corrupt),
    ("poison", poison),
    ("stuck", |t| FaultKind::Stuck { share: t.get("share", &RATIO) }),
    ("flood", |t| FaultKind::Flood { factor: t.need("factor", &number(0.0, 10_000.0)) }),
    ("retries", |t| FaultKind::Retries {
        factor: t.or("factor", &number(1.0, 100.0), 3.0),
        backoff: t.or("backoff", &SPAN, Span(0)),
    }),
    ("expire", |_| FaultKind::Expire),
    ("skew", |t| FaultKind::Skew { by: t.need("by", &SOME_SPAN) }),
    ("revoked", |_| FaultKind::Revoked),
    ("exposed", |t| FaultKind::Exposed { to: t.or("to", &PLAIN, "everyone".to_owned()) }),
    ("stalled", |_| FaultKind::Stalled),
    ("stale", |t| FaultKind::Stale { by: t.need("by", &SOME_SPAN) }),
    ("absent", |_| FaultKind::Absent),
    ("truncated", truncated),
];

/// Notes that a kind's table does not say how much; `beside` are keys that do not. Where another key
/// stands there, what is wrong with it has been said.
fn says_nothing(t: &mut Table<'_, '_>, beside: &[&str], hint: &str) {
    let tried = t.keys().any(|(key, _)| !beside.contains(&key));
    if !t.describes() && !tried {
        let (place, message) = (t.place, format!("{} does not say how much", t.label));
        t.reading.error(place, message, hint);
    }
}

fn pause(t: &mut Table<'_, '_>) -> FaultKind {
    let lasts = t.need("for", &SOME_SPAN);
    let every = t.need("every", &SOME_SPAN);
    if lasts >= every && every.0 > 0 && lasts.0 > 0 {
        let place = t.place_of("for");
        let message = "these pauses last as long as from one to the next, so nothing ever runs";
        t.reading.error(place, message, "shorten `for`, or make it `down = {}`");
    }
    FaultKind::Pause { lasts, every }
}

fn io(t: &mut Table<'_, '_>) -> FaultKind {
    let factor = t.get("factor", &number(1.0, 10_000.0));
    let errors = t.get("errors", &RATIO);
    if factor.is_none() && errors.is_none() {
        says_nothing(t, &[], "add `factor = 8` for a slow disk, `errors = 0.1` for a failing one");
    }
    FaultKind::Io { factor: factor.unwrap_or(1.0), errors: errors.unwrap_or(0.0) }
}

fn network(t: &mut Table<'_, '_>) -> FaultKind {
    let line = Line {
        delay: t.or("delay", &SPAN, Span(0)),
        jitter: t.or("jitter", &SPAN, Span(0)),
        loss: t.or("loss", &RATIO, 0.0),
        corrupt: t.or("corrupt", &RATIO, 0.0),
        bandwidth: t.get("bandwidth", &GROWTH),
        per_call: t.or("per_call", &BYTES, CALL),
    };
    let fine = line.delay.0 == 0 && line.jitter.0 == 0 && line.loss <= 0.0 && line.corrupt <= 0.0;
    if fine && line.bandwidth.is_none() {
        says_nothing(t, &["per_call"], "add one of delay, jitter, loss, corrupt, bandwidth");
    }
    FaultKind::Network(line)
}

fn throttled(t: &mut Table<'_, '_>) -> FaultKind {
    let per = Word(&[("all", false), ("instance", true)]);
    let rate = t.get("rate", &RATE);
    let ratio = t.get("ratio", &RATIO);
    if rate.is_none() && ratio.is_none() {
        says_nothing(t, &["per"], "add `rate = \"50/s\"`, or `ratio = 0.9` for the share refused");
    }
    FaultKind::Throttled(Limit {
        rate,
        ratio: ratio.unwrap_or(0.0),
        each: t.or("per", &per, false),
    })
}

fn corrupt(t: &mut Table<'_, '_>) -> FaultKind {
    let ratio = t.get("ratio", &RATIO);
    let rate = t.get("rate", &RATE);
    if ratio.is_none() && rate.is_none() {
        says_nothing(t, &[], "add `ratio = 0.01` of the writes, or `rate = \"5/s\"`");
    }
    FaultKind::Corrupt { ratio: ratio.unwrap_or(0.0), rate: rate.unwrap_or(0.0) }
}

fn poison(t: &mut Table<'_, '_>) -> FaultKind {
    let messages = t.get("messages", &count(1, 1_000_000));
    let ratio = t.get("ratio", &RATIO);
    let one = u32::from(ratio.is_none());
    FaultKind::Poison { messages: messages.unwrap_or(one), ratio: ratio.unwrap_or(0.0) }
}

fn truncated(t: &mut Table<'_, '_>) -> FaultKind {
    let lines = t.get("lines", &count(0, 1_000_000));
    let share = t.get("share", &RATIO);
    if lines.is_none() && share.is_none() {
        says_nothing(t, &[], "add `lines = 3` for those left, or `share = 0.6` missing of each");
    }
    FaultKind::Truncated { lines, share: share.unwrap_or(0.0) }
}
