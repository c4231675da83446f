//! The reader of process files. No number of a process is known to the code; the objectives' ids
//! are.

use std::collections::BTreeMap;

use crate::content::diagnostic::{Diagnostic, Place, Source, place_all, shown};
use crate::content::form::{Name, PLAIN, PROSE, Some1, Switch, Word};
use crate::content::names::{Names, ProcessNames, Thing};
use crate::content::process::{
    Audience, Capability, OBJECTIVES, OnDeclare, Paging, Process, Role, Rule, Rung, RungBy,
    Severity,
};
use crate::content::quantity::{SOME_SPAN, SPAN, number};
use crate::content::reader::{Form, Reading, Speaks};
use crate::content::system_file::{format_of, name_of};
use crate::content::table::Table;
use crate::content::tree::{self, Node};
use crate::model::id::{ProcessId, SeverityId, StatusId};
use crate::model::text::Text;
use crate::model::time::Span;

/// Reads a process file. Without a process there is at least one error.
#[must_use]
pub fn read_process(id: &ProcessId, source: Source<'_>) -> (Option<Process>, Vec<Diagnostic>) {
    let tree = match tree::parse(source, 0) {
        Ok(tree) => tree,
        Err(problems) => return (None, place_all(problems, &[source])),
    };
    let names = ProcessNames::of(id.as_str(), &tree);
    let mut reading = Reading {
        names: Names { process: Some(names), ..Names::default() },
        speaks: Speaks::Facts,
        ..Reading::default()
    };
    let mut table = Table::root(&mut reading, "this process", Some(&tree));
    let process = read_table(&mut table, id);
    table.finish();
    check(&mut reading, &tree, &process);
    let process = (!reading.failed()).then_some(process);
    (process, place_all(reading.problems, &[source]))
}

/// The top table.
pub(super) fn read_table(t: &mut Table<'_, '_>, id: &ProcessId) -> Process {
    format_of(t);
    Process {
        id: id.clone(),
        title: t.need("title", &PROSE),
        sources: t.list("sources", &PLAIN),
        in_doubt_higher: t.or("in_doubt", &Word(&[("higher", true), ("lower", false)]), true),
        severities: severities(t),
        statuses: statuses(t),
        roles: t.named("role", "role", read_role).into_iter().map(|(_, role)| role).collect(),
        weights: weights(t),
        hint_prices: t.list("hint_prices", &number(0.0, 100.0)),
        post_mortem: t.or("post_mortem", &SOME_SPAN, Span(48 * 3_600_000)),
        answer_within: t.or("answer_within", &SOME_SPAN, Span::from_minutes(10)),
        noise_within: t.or("noise_within", &SPAN, Span::from_minutes(5)),
        evident_after: t.or("evident_after", &SPAN, Span::from_minutes(5)),
        escalation: escalation(t),
        paging: paging(t),
        on_declare: on_declare(t),
        audiences: t
            .named("audience", "audience", read_audience)
            .into_iter()
            .map(|(_, audience)| audience)
            .collect(),
        templates: t.map("template", &PROSE).into_iter().collect(),
        objectives: t
            .named("objective", "objective", read_rule)
            .into_iter()
            .map(|(name, rule)| (name.into(), rule))
            .collect(),
    }
}

fn severities(t: &mut Table<'_, '_>) -> Vec<Severity> {
    if !t.has("severities") {
        t.missing("severities", "a list from the gravest to the least, each with `id` and `when`");
    }
    t.tables("severities", "this severity", |t| {
        let id = t.need("id", &PLAIN);
        let unsaid = Text::from(id.as_str());
        Severity {
            id: SeverityId::from(id),
            name: t.or("name", &PROSE, unsaid),
            means: t.or("means", &PROSE, Text::default()),
            when: t.condition("when"),
        }
    })
}

fn statuses(t: &mut Table<'_, '_>) -> Vec<StatusId> {
    if !t.has("statuses") {
        t.missing("statuses", "the statuses in order; the last one ends the incident");
    }
    // Scenarios that speak of another process's statuses are read by this (`ProcessNames`).
    let _also = t.map("statuses_also", &Name(Thing::Status));
    t.get("statuses", &Some1(PLAIN)).unwrap_or_default().into_iter().map(StatusId::from).collect()
}

fn read_role(t: &mut Table<'_, '_>) -> Role {
    let may = Word(&[
        ("update.internal", "update.internal"),
        ("update.public", "update.public"),
        ("update.restricted", "update.restricted"),
    ]);
    let unsaid = t.name().to_owned();
    Role {
        id: t.name().into(),
        name: name_of(t),
        short: t.or("short", &PLAIN, unsaid),
        also: t.list("also", &PLAIN),
        may: rights(t, &may),
        needed: by_severity(t, "needed", &SPAN),
    }
}

/// `update.AUDIENCE` for any audience of the process.
fn rights(t: &mut Table<'_, '_>, described: &Word<'_, &str>) -> Vec<String> {
    if t.describes() {
        return t.list("may", described).into_iter().map(str::to_owned).collect();
    }
    let rights = t.list("may", &PLAIN);
    for right in &rights {
        let audience = right.strip_prefix("update.");
        let known = audience.map(|name| t.reading.names.find(Thing::Audience, name));
        let place = t.place_of("may");
        match known {
            Some(Ok(())) => {}
            Some(Err(missing)) => t.reading.error(place, missing.message, missing.hint),
            None => {
                let message = format!("`{}` is no right", shown(right));
                t.reading.error(place, message, "write `update.AUDIENCE`");
            }
        }
    }
    rights
}

fn by_severity<F: Form>(
    t: &mut Table<'_, '_>,
    key: &'static str,
    form: &F,
) -> BTreeMap<SeverityId, F::Value> {
    let values = t.map(key, form);
    let place = t.place_of(key);
    for (name, _) in &values {
        known_severity(t, name, place);
    }
    values.into_iter().map(|(name, value)| (SeverityId::from(name), value)).collect()
}

fn known_severity(t: &mut Table<'_, '_>, name: &str, place: Place) {
    if let Err(missing) = t.reading.names.find(Thing::Severity, name) {
        t.reading.error(place, missing.message, missing.hint);
    }
}

fn weights(t: &mut Table<'_, '_>) -> BTreeMap<Capability, f64> {
    let weights = t.table("weights", |t| {
        let mut weights = BTreeMap::new();
        for capability in Capability::ALL {
            weights.insert(*capability, t.or(capability.name(), &number(0.0, 100.0), 0.0));
        }
        weights
    });
    if weights.is_none() {
        t.missing("weights", "the weight of each capability, 100 in all");
    }
    let weights = weights.unwrap_or_default();
    let sum: f64 = weights.values().sum();
    if t.has("weights") && (sum - 100.0).abs() > 1e-6 {
        let place = t.place_of("weights");
        let hint = format!(
            "{} {}",
            (100.0 - sum).abs(),
            if sum > 100.0 { "too many" } else { "are missing" }
        );
        t.reading.error(place, format!("the weights sum to {sum}, not 100"), hint);
    }
    weights
}

fn escalation(t: &mut Table<'_, '_>) -> BTreeMap<SeverityId, Vec<Rung>> {
    let how = Word(&[("page", RungBy::Page), ("chat", RungBy::Chat), ("ticket", RungBy::Ticket)]);
    let ladders = t.named_lists("escalation", "rung", |t| {
        let rung = Rung {
            page: t.need("page", &PLAIN),
            after: t.or("after", &SPAN, Span(0)),
            by: t.or("by", &how, RungBy::Page),
        };
        (rung, t.place)
    });
    let mut escalation = BTreeMap::new();
    for (name, rungs) in ladders {
        let place = rungs.first().map_or(t.place_of("escalation"), |(_, place)| *place);
        known_severity(t, &name, place);
        for (one, other) in rungs.iter().zip(rungs.iter().skip(1)) {
            if other.0.after < one.0.after {
                let message = format!("the ladder of `{}` goes down here", shown(&name));
                let hint = format!("pages come in order of time: after {} or later", one.0.after);
                t.reading.error(other.1, message, hint);
            }
        }
        escalation.insert(name.into(), rungs.into_iter().map(|(rung, _)| rung).collect());
    }
    escalation
}

/// A page is to be acknowledged within, where nothing else is said (a public guide of `PagerDuty`).
const ACK_WITHIN: Span = Span::from_minutes(5);

fn paging(t: &mut Table<'_, '_>) -> Paging {
    let paging = t.table("paging", |t| {
        t.get("stops_on", &Word(&[("acknowledged", ())]));
        Paging {
            again_after: t.get("again_after", &SOME_SPAN),
            closes_after: t.get("closes_after", &SOME_SPAN),
            undeclared: t.need("undeclared", &Name(Thing::Severity)).into(),
            ack_within: t.or("ack_within", &SOME_SPAN, ACK_WITHIN),
        }
    });
    if paging.is_none() {
        t.missing("paging", "`{ undeclared = \"sev2\" }`: the ladder before anyone declares");
    }
    paging.unwrap_or_else(|| Paging {
        again_after: None,
        closes_after: None,
        undeclared: "".into(),
        ack_within: ACK_WITHIN,
    })
}

fn on_declare(t: &mut Table<'_, '_>) -> BTreeMap<SeverityId, Vec<OnDeclare>> {
    let acts = Word(&[
        ("channel", OnDeclare::Channel),
        ("invite", OnDeclare::Invite),
        ("announce", OnDeclare::Announce),
        ("page", OnDeclare::Page),
        ("ticket", OnDeclare::Ticket),
        ("status_page", OnDeclare::StatusPage),
    ]);
    let lists = t.map_lists("on_declare", &acts);
    let place = t.place_of("on_declare");
    for (name, _) in &lists {
        known_severity(t, name, place);
    }
    lists.into_iter().map(|(name, list)| (name.into(), list)).collect()
}

fn read_audience(t: &mut Table<'_, '_>) -> Audience {
    let avoid = Word(&[
        ("internal_names", "internal_names"),
        ("cause", "cause"),
        ("promise", "promise"),
        ("blame", "blame"),
    ]);
    // What scenarios call it otherwise, as `ProcessNames` has read it.
    let _also = t.list("also", &PLAIN);
    Audience {
        id: t.name().into(),
        name: name_of(t),
        due: t.condition("due"),
        never: t.condition("never"),
        first: by_severity(t, "first", &SOME_SPAN),
        every: by_severity(t, "every", &SOME_SPAN),
        avoid: t.list("avoid", &avoid).into_iter().map(str::to_owned).collect(),
        members: t.list("members", &Name(Thing::Member)),
    }
}

/// The capabilities as words of the format.
pub(super) fn capabilities() -> Vec<(&'static str, Capability)> {
    Capability::ALL.iter().map(|own| (own.name(), *own)).collect()
}

fn read_rule(t: &mut Table<'_, '_>) -> Rule {
    let name = t.name().to_owned();
    let known = OBJECTIVES.iter().map(|(id, _)| *id);
    if !t.describes() && !known.clone().any(|id| id == name) {
        let near = crate::command::vocabulary::nearest(&name, known.clone());
        let hint = near.map_or_else(
            || format!("there are {}", known.collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let place = t.place;
        t.reading.error(place, format!("no objective is called `{}`", shown(&name)), hint);
    }
    let words = capabilities();
    let capability = t.get("capability", &Word(&words));
    if !t.has("capability") {
        t.missing("capability", "one of detect, organise, communicate, diagnose, restore, record");
    }
    let rule = Rule {
        capability: capability.unwrap_or(Capability::Detect),
        points: t.need("points", &number(0.0, 1000.0)),
        full: t.get("full", &SPAN),
        none: t.get("none", &SOME_SPAN),
        critical: t.or("critical", &Switch, false),
        role: t.get("role", &Name(Thing::Role)).map(Into::into),
    };
    if let (Some(full), Some(none)) = (rule.full, rule.none)
        && full >= none
    {
        let place = t.place_of("none");
        let message = "no marks begin before full marks end";
        t.reading.error(place, message, format!("`none` comes after `full`, which is {full}"));
    }
    rule
}

fn check(reading: &mut Reading, tree: &Node, process: &Process) {
    let place = |key: &str| tree.get(key).map(|node| node.place).unwrap_or_default();
    let last = process.severities.len().saturating_sub(1);
    for (number, severity) in process.severities.iter().enumerate() {
        let item = tree.get("severities").and_then(|list| list.items().get(number));
        let at = item.map(|node| node.place).unwrap_or_default();
        if process.rank(&severity.id) < number {
            let message = format!("severity `{}` stands twice", shown(severity.id.as_str()));
            reading.error(at, message, "each severity stands once");
        }
        if severity.when.is_none() && number < last {
            let message = format!("no severity after `{}` is ever reached", severity.id);
            reading.error(at, message, "only the last one has no `when`: it is whatever is left");
        }
    }
    strictness(reading, tree, process);
    let mut shorts: Vec<&str> = process.roles.iter().map(|role| role.short.as_str()).collect();
    shorts.sort_unstable();
    if let Some(pair) = shorts.windows(2).find(|pair| pair.first() == pair.last()) {
        let name = pair.first().copied().unwrap_or_default();
        let message = format!("two roles have the short name `{}`", shown(name));
        reading.error(place("role"), message, "a short name is a seat: each stands once");
    }
    if process.roles.is_empty() {
        let message = "this process has no role";
        reading.error(tree.place, message, "add `role.incident-lead = { … }`, the one in command");
    }
    if process.audiences.is_empty() {
        reading.error(tree.place, "this process has no audience", "add `[audience.internal]`");
    }
}

/// Severities run from strict to lax: a later one may not ask for more of the same fact.
fn strictness(reading: &mut Reading, tree: &Node, process: &Process) {
    use crate::model::condition::Test;
    let mut least: BTreeMap<&str, (f64, &str)> = BTreeMap::new();
    for (number, severity) in process.severities.iter().enumerate() {
        let item = tree.get("severities").and_then(|list| list.items().get(number));
        let at = item.map(|node| node.place).unwrap_or_default();
        for leaf in severity.when.iter().flat_map(|when| when.leaves()) {
            let Test::Fact { fact, bounds } = leaf else { continue };
            let Some(bound) = bounds.above.or(bounds.at_least) else { continue };
            match least.get(fact.as_str()) {
                Some((above, id)) if bound >= *above => {
                    let message = format!(
                        "`{}` asks for more of `{fact}` than `{id}` above it, so it adds nothing",
                        severity.id
                    );
                    let hint = format!("ask for less than {above}, or put it first");
                    reading.error(at, message, hint);
                }
                _ => drop(least.insert(fact.as_str(), (bound, severity.id.as_str()))),
            }
        }
    }
}
