//! Conditions, and the words `when`, `until`, `while`. What can never come true by itself is told
//! here; what can never come true because of others is for `reach`.

use std::collections::BTreeMap;

use serde_json::json;

use crate::content::diagnostic::shown;
use crate::content::form::{Name, PLAIN, Word};
use crate::content::measured::{FACTS, FactName, MetricName};
use crate::content::names::{Thing, belongs};
use crate::content::quantity::{SPAN, count, number};
use crate::content::reader::Speaks;
use crate::content::sort::Sort;
use crate::content::table::Table;
use crate::model::condition::{Bounds, Condition, EventKind, FaultPhase, RemedyPhase, Scope, Test};
use crate::model::fault::Acts;
use crate::model::id::{FactId, VariantId};
use crate::model::metric::Unit;
use crate::model::time::Span;

/// The keys a condition may lead with.
const LEADING: &[&str] =
    &["after", "metric", "fact", "fault", "deployed", "remedy", "event", "all", "any", "not"];

impl Table<'_, '_> {
    /// Takes a condition that may be left out.
    pub(super) fn condition(&mut self, key: &'static str) -> Option<Condition> {
        self.condition_with(key, false)
    }

    /// Takes a condition that must be there; one that never holds stands in.
    pub(super) fn need_condition(&mut self, key: &'static str) -> Condition {
        let given = self.has(key);
        if !given {
            self.missing(key, "a condition, like `{ after = \"2m\" }`");
        }
        self.condition_with(key, true).unwrap_or_else(never)
    }

    fn condition_with(&mut self, key: &'static str, needed: bool) -> Option<Condition> {
        if self.describes() {
            let schema = self.describe_once("condition", read_condition);
            self.describe(key, schema, needed);
            return None;
        }
        self.table(key, read_condition)
    }

    fn conditions(&mut self, key: &'static str) -> Vec<Condition> {
        if self.describes() {
            let items = self.describe_once("condition", read_condition);
            self.describe(key, json!({ "type": "array", "minItems": 1, "items": items }), false);
            return Vec::new();
        }
        let parts = self.tables(key, &format!("a condition of `{key}`"), read_condition);
        if self.is_empty_list(key) {
            let place = self.place_of(key);
            self.reading.error(place, format!("`{key}` lists no condition"), "add one");
        }
        parts
    }

    /// Takes `when`, `until` and `while`; nothing if none of them is there.
    pub(super) fn acts(&mut self) -> Option<Acts> {
        let (when, until) = (self.condition("when"), self.condition("until"));
        let follows = self.condition("while");
        if self.has("while") && (self.has("when") || self.has("until")) {
            let other = if self.has("when") { "when" } else { "until" };
            let message = format!("{} has both `{other}` and `while`", self.label);
            let hint = "`while` follows its condition, `when` starts and stays: keep one";
            let place = self.place_of("while");
            self.reading.error(place, message, hint);
        }
        match (when, until, follows) {
            (_, _, Some(follows)) => Some(Acts::While(follows)),
            (Some(when), until, None) => Some(Acts::From { when, until }),
            (None, Some(until), None) => {
                Some(Acts::From { when: Condition::now(Test::After(Span(0))), until: Some(until) })
            }
            (None, None, None) => None,
        }
    }
}

/// A condition that never holds, where none could be read.
pub(super) fn never() -> Condition {
    Condition::now(Test::Never)
}

fn read_condition(t: &mut Table<'_, '_>) -> Condition {
    let found = t.leading(LEADING);
    let test = if t.describes() {
        for key in LEADING {
            read_test(t, key);
        }
        Test::Never
    } else {
        match found.as_slice() {
            [(key, place)] => {
                if let Some(message) = out_of_place(t.reading.speaks, key) {
                    t.reading.error(*place, message.0, message.1);
                }
                read_test(t, key)
            }
            [] => {
                no_leading(t);
                Test::Never
            }
            [(one, _), (other, place), ..] => {
                let message = format!("a condition says one thing, and this `{one}` and `{other}`");
                let hint = "for both at once write `{ all = [{ … }, { … }] }`";
                t.reading.error(*place, message, hint);
                t.give_up();
                Test::Never
            }
        }
    };
    let hold = t.or("for", &SPAN, Span(0));
    within_the_drill(t, "for", hold);
    Condition { test, hold }
}

fn no_leading(t: &mut Table<'_, '_>) {
    let near = t.keys().find_map(|(key, place)| {
        let near = crate::command::vocabulary::nearest(key, LEADING.iter().copied())?;
        Some((key, place, near))
    });
    if let Some((key, place, near)) = near {
        let message = format!("a condition cannot lead with `{}`", shown(key));
        t.reading.error(place, message, format!("did you mean `{near}`?"));
    } else {
        let message = format!("{} says nothing", t.label);
        t.reading.error(t.place, message, format!("lead with one of {}", LEADING.join(", ")));
    }
    t.give_up();
}

fn out_of_place(speaks: Speaks, key: &str) -> Option<(String, &'static str)> {
    let fits = match speaks {
        Speaks::Everything => true,
        Speaks::Metrics => matches!(key, "metric" | "all" | "any" | "not"),
        Speaks::Facts => matches!(key, "fact" | "all" | "any" | "not"),
    };
    let (who, hint) = match speaks {
        Speaks::Facts => ("a process", "test a fact: it is all that scenarios and processes share"),
        _ => ("an alert rule", "test a metric: it is all that monitoring has"),
    };
    (!fits).then(|| (format!("{who} cannot ask for `{key}`"), hint))
}

fn read_test(t: &mut Table<'_, '_>, leading: &str) -> Test {
    match leading {
        "after" => {
            let after = t.need("after", &SPAN);
            within_the_drill(t, "after", after);
            Test::After(after)
        }
        "metric" => read_metric(t),
        "fact" => {
            let fact = t.need("fact", &FactName);
            let ratio =
                FACTS.iter().any(|(own, ratio)| *own == fact && *ratio) || fact.contains("_hit.");
            let bounds = bounds(t, if ratio { Unit::Ratio } else { Unit::Count });
            Test::Fact { fact: FactId::from(fact), bounds }
        }
        "fault" => {
            let fault = t.need("fault", &Name(Thing::Fault));
            let is = t.or(
                "is",
                &Word(&[("active", FaultPhase::Active), ("over", FaultPhase::Over)]),
                FaultPhase::Active,
            );
            let scenario = t.reading.names.scenario.as_ref();
            let only = scenario.and_then(|own| own.faults.get(&fault)).cloned().flatten();
            let chosen = t.reading.variant.as_ref().map(VariantId::as_str);
            if belongs(only.as_deref(), chosen) {
                Test::Fault { fault: fault.into(), is }
            } else {
                Test::Never
            }
        }
        "deployed" => {
            let part = t.need("deployed", &Name(Thing::Part(&[Sort::Service])));
            let version = t.need("version", &PLAIN);
            if deployed(t, &part, &version, "version") {
                Test::Deployed { part: part.into(), version: version.into() }
            } else {
                Test::Never
            }
        }
        "remedy" => read_remedy(t),
        "event" => read_event(t),
        "all" => Test::All(t.conditions("all")),
        "any" => Test::Any(t.conditions("any")),
        _ => Test::Not(Box::new(t.condition_with("not", true).unwrap_or_else(never))),
    }
}

/// Whether a version is deployed in the chosen variant; tells when it never is.
pub(super) fn deployed(
    t: &mut Table<'_, '_>,
    part: &str,
    version: &str,
    key: &'static str,
) -> bool {
    if part.is_empty() || version.is_empty() {
        return true;
    }
    let chosen = t.reading.variant.as_ref().map(VariantId::as_str);
    let is = t.reading.names.deployed(part, version, chosen);
    if is.is_none() {
        let known = t.reading.names.system.as_ref().and_then(|own| own.versions.get(part));
        let known: Vec<String> =
            known.into_iter().flatten().map(|(own, _)| format!("`{}`", shown(own))).collect();
        let message = format!("`{}` of `{}` is never deployed", shown(version), shown(part));
        let hint = match known.last() {
            Some(last) => format!("add it to `deploys`, or use {last}"),
            None => "add it to `deploys`".to_owned(),
        };
        let place = t.place_of(key);
        t.reading.error(place, message, hint);
    }
    is.unwrap_or(true)
}

fn read_metric(t: &mut Table<'_, '_>) -> Test {
    let metric = t.get("metric", &MetricName);
    let unit = metric.as_ref().map_or(Unit::Count, |own| own.metric.unit());
    let bounds = bounds(t, unit);
    let scope = Scope {
        zone: t.get("zone", &Name(Thing::Zone)),
        version: t.get("version", &PLAIN).map(Into::into),
        class: t.get("class", &Name(Thing::Part(&[Sort::Clients]))).map(Into::into),
    };
    if scope.class.is_some() {
        let place = t.place_of("class");
        t.reading.not_playable(place, "a metric by `class`");
    }
    if let (Some(version), Some(metric)) = (&scope.version, &metric) {
        let (part, version) = (metric.part.to_string(), version.to_string());
        if !deployed(t, &part, &version, "version") {
            return Test::Never;
        }
    }
    metric.map_or(Test::Never, |metric| Test::Metric { metric, bounds, scope })
}

fn read_remedy(t: &mut Table<'_, '_>) -> Test {
    const PHASES: &[(&str, RemedyPhase)] = &[
        ("done", RemedyPhase::Done),
        ("begun", RemedyPhase::Begun),
        ("failed", RemedyPhase::Failed),
        ("in_vain", RemedyPhase::InVain),
    ];
    let remedy = t.need("remedy", &Name(Thing::Remedy));
    let target = t.get("target", &Name(Thing::Target));
    let is = t.or("is", &Word(PHASES), RemedyPhase::Done);
    let args = t.get("args", &PLAIN);
    let count = t.or("count", &count(1, 1000), 1);
    Test::Remedy { remedy: remedy.into(), target: target.map(Into::into), is, args, count }
}

fn bounds(t: &mut Table<'_, '_>, unit: Unit) -> Bounds {
    let form = number(-1e15, 1e15);
    let bounds = Bounds {
        above: t.get("above", &form),
        below: t.get("below", &form),
        at_least: t.get("at_least", &form),
        at_most: t.get("at_most", &form),
    };
    if t.describes() {
        return bounds;
    }
    let given = ["above", "below", "at_least", "at_most"].into_iter().find(|key| t.has(key));
    let Some(given) = given else {
        let message = format!("{} has no bound", t.label);
        t.reading.error(t.place, message, "add `above`, `below`, `at_least` or `at_most`");
        return bounds;
    };
    if let Some((key, message, hint)) = never_within(&bounds, unit) {
        let place = t.place_of(if key.is_empty() { given } else { key });
        t.reading.error(place, message, hint);
    }
    bounds
}

/// Why no value can lie within bounds: the key to blame, what, and a hint.
fn never_within(bounds: &Bounds, unit: Unit) -> Option<(&'static str, String, String)> {
    let top = if unit == Unit::Ratio { 1.0 } else { f64::INFINITY };
    let lower = [("above", bounds.above, true), ("at_least", bounds.at_least, false)];
    let upper = [("below", bounds.below, true), ("at_most", bounds.at_most, false)];
    for (key, bound, strict) in lower {
        let Some(bound) = bound else { continue };
        if bound > top || (strict && bound >= top) {
            let message = "a ratio lies between 0 and 1, so this never holds".to_owned();
            let hint = match bound {
                bound if bound > 1.0 => format!("for {bound} % write `{}`", bound / 100.0),
                _ => "write `at_least = 1`, or a smaller number".to_owned(),
            };
            return Some((key, message, hint));
        }
    }
    for (key, bound, strict) in upper {
        let Some(bound) = bound else { continue };
        if bound < 0.0 || (strict && bound <= 0.0) {
            let message = "no value lies below that, so this never holds".to_owned();
            return Some((key, message, "write `at_most = 0`, or a greater number".to_owned()));
        }
    }
    let least = lower.into_iter().filter_map(|(_, bound, _)| bound).fold(0.0, f64::max);
    let most = upper.into_iter().filter_map(|(_, bound, _)| bound).fold(top, f64::min);
    let message = "no value lies within these bounds, so this never holds".to_owned();
    (least > most).then(|| ("", message, "the lower bound stands above the upper one".to_owned()))
}

fn within_the_drill(t: &mut Table<'_, '_>, key: &'static str, span: Span) {
    let Some(minutes) = t.reading.minutes else { return };
    if span > Span::from_minutes(minutes) {
        let message = format!("the drill ends after {minutes}m, so this never holds");
        let place = t.place_of(key);
        t.reading.error(place, message, "shorten it, or give the scenario more `minutes`");
    }
}

/// Each event with the filters that it takes.
const EVENTS: &[(&str, EventKind, &[&str])] = &[
    ("acknowledged", EventKind::Acknowledged, &["alert"]),
    ("declared", EventKind::Declared, &[]),
    ("severity", EventKind::Severity, &["is"]),
    ("status", EventKind::Status, &["is"]),
    ("assigned", EventKind::Assigned, &["role"]),
    ("paged", EventKind::Paged, &["whom"]),
    ("joined", EventKind::Joined, &["who"]),
    ("looked", EventKind::Looked, &["target", "view"]),
    ("asked", EventKind::Asked, &["whom"]),
    ("answered", EventKind::Answered, &["whom"]),
    ("updated", EventKind::Updated, &["audience", "effect"]),
    ("runbook", EventKind::Runbook, &["is"]),
    ("step", EventKind::Step, &["n"]),
    ("cause", EventKind::Cause, &["is"]),
    ("decision", EventKind::Decision, &[]),
    ("action", EventKind::Action, &[]),
    ("shown", EventKind::Shown, &["inject"]),
];

const VIEWS: &[(&str, &str)] = &[
    ("metrics", "metrics"),
    ("logs", "logs"),
    ("deploys", "deploys"),
    ("config", "config"),
    ("deps", "deps"),
];

/// The form of `view`.
pub(super) const VIEW: Word<'_, &str> = Word(VIEWS);

fn read_event(t: &mut Table<'_, '_>) -> Test {
    let words: Vec<(&str, usize)> =
        EVENTS.iter().enumerate().map(|(at, own)| (own.0, at)).collect();
    let event = t.get("event", &Word(&words)).and_then(|at| EVENTS.get(at));
    let mut filters = BTreeMap::new();
    let known: Vec<&'static str> = match event {
        Some((_, _, filters)) => filters.to_vec(),
        // The event is unknown or everything is described: all filters are read.
        None => EVENTS.iter().flat_map(|(.., filters)| filters.iter().copied()).collect(),
    };
    for key in known {
        if let Some(value) = read_filter(t, event.map(|own| own.1), key) {
            filters.insert(key.to_owned(), value);
        }
    }
    let count = t.or("count", &count(1, 1000), 1);
    match event {
        Some((_, kind, _)) => Test::Event { event: *kind, filters, count },
        None => Test::Never,
    }
}

fn read_filter(
    t: &mut Table<'_, '_>,
    event: Option<EventKind>,
    key: &'static str,
) -> Option<String> {
    const EFFECTS: &[(&str, &str)] = &[
        ("unknown", "unknown"),
        ("none", "none"),
        ("some", "some"),
        ("many", "many"),
        ("all", "all"),
    ];
    match (key, event) {
        ("alert", _) => t.get(key, &Name(Thing::Alert)),
        ("is", Some(EventKind::Severity)) => t.get(key, &Name(Thing::Severity)),
        ("is", Some(EventKind::Status)) => t.get(key, &Name(Thing::Status)),
        ("is", Some(EventKind::Runbook)) => t.get(key, &Name(Thing::Runbook)),
        ("is", Some(EventKind::Cause)) => {
            let verdicts =
                Word(&[("right", "right"), ("acceptable", "acceptable"), ("wrong", "wrong")]);
            t.get(key, &verdicts).map(str::to_owned)
        }
        ("is", _) => t.get(key, &PLAIN),
        ("role", _) => t.get(key, &Name(Thing::Role)),
        ("whom", _) => t.get(key, &Name(Thing::Whom)),
        ("who", _) => t.get(key, &Name(Thing::Person)),
        ("target", _) => t.get(key, &Name(Thing::Target)),
        ("view", _) => t.get(key, &VIEW).map(str::to_owned),
        ("audience", _) => t.get(key, &Name(Thing::Audience)),
        ("effect", _) => t.get(key, &Word(EFFECTS)).map(str::to_owned),
        ("n", _) => t.get(key, &count(1, 1000)).map(|number| number.to_string()),
        ("inject", _) => t.get(key, &Name(Thing::Inject)),
        _ => None,
    }
}
