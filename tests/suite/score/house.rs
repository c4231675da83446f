//! The company of told drills: a shop of four parts, one feature that matters, a release that
//! breaks it, a process with the numbers of the default one.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::content::process::{
    Audience, Capability, OnDeclare, Paging, Process, Role, Rule, Rung, RungBy, Severity,
};
use firedrill::content::runbook::{Directive, Runbook, Step};
use firedrill::content::scenario::{Scenario, Source};
use firedrill::content::truth::{Afterwards, Answer, Expect, Hint, Story, Suspect, Truth};
use firedrill::model::cause::CauseKind;
use firedrill::model::condition::{Bounds, Condition, EventKind, RemedyPhase, Test};
use firedrill::model::id::{ObjectiveId, PartId, SeverityId};
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::system::{
    Call, ClientClass, Feature, Part, PartKind, Person, Service, Station, System, Team, Time, Tools,
};
use firedrill::model::text::Text;
use firedrill::model::time::Span;

fn minutes(minutes: u32) -> Span {
    Span::from_minutes(minutes)
}

fn thai(en: &str, th: &str) -> Text {
    Text { en: en.into(), th: Some(th.into()) }
}

fn by(severities: &[(&str, u32)]) -> BTreeMap<SeverityId, Span> {
    severities.iter().map(|(id, within)| ((*id).into(), minutes(*within))).collect()
}

fn fact(name: &str, at_least: f64, hold: u32) -> Condition {
    let bounds = Bounds { at_least: Some(at_least), ..Bounds::default() };
    Condition { test: Test::Fact { fact: name.into(), bounds }, hold: Span::from_seconds(hold) }
}

fn event(event: EventKind, filters: &[(&str, &str)]) -> Condition {
    let filters = filters.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Condition::now(Test::Event { event, filters, count: 1 })
}

fn remedy(name: &str, target: &str, is: RemedyPhase) -> Condition {
    let target = Some(target.into());
    Condition::now(Test::Remedy { remedy: name.into(), target, is, args: None, count: 1 })
}

fn role(id: &str, short: &str, name: &str, needed: &[(&str, u32)], may: &[&str]) -> Role {
    Role {
        id: id.into(),
        name: name.into(),
        short: short.into(),
        also: Vec::new(),
        may: may.iter().map(ToString::to_string).collect(),
        needed: by(needed),
    }
}

/// A process with the default one's numbers.
pub(crate) fn process() -> Arc<Process> {
    let lead = [("sev1", 3), ("sev2", 5)];
    let severity = |id: &str, when: Option<Condition>| Severity {
        id: id.into(),
        name: id.into(),
        means: id.into(),
        when,
    };
    let any = |parts: Vec<Condition>| Some(Condition::now(Test::Any(parts)));
    Arc::new(Process {
        id: "told".into(),
        title: "Told process".into(),
        sources: Vec::new(),
        in_doubt_higher: true,
        severities: vec![
            severity("sev1", any(vec![fact("users_hit", 0.9, 60)])),
            severity("sev2", any(vec![fact("feature_hit", 0.2, 60), fact("users_hit", 0.3, 60)])),
            severity("sev3", any(vec![fact("feature_hit", 0.03, 120)])),
            severity("sev4", None),
        ],
        statuses: ["investigating", "identified", "monitoring", "resolved"]
            .map(Into::into)
            .to_vec(),
        roles: vec![
            role("incident-lead", "lead", "Incident Lead", &lead, &[]),
            role("communications-lead", "comms", "Communications Lead", &lead, &["update.public"]),
            role("technical-lead", "tech", "Technical Lead", &lead, &[]),
            role("scribe", "scribe", "Scribe", &[("sev1", 10)], &[]),
        ],
        weights: [15.0, 15.0, 25.0, 15.0, 20.0, 10.0]
            .iter()
            .zip(Capability::ALL)
            .map(|(weight, id)| (*id, *weight))
            .collect(),
        hint_prices: vec![0.0, 3.0, 8.0],
        post_mortem: minutes(48 * 60),
        answer_within: minutes(10),
        noise_within: minutes(5),
        escalation: BTreeMap::from([("sev2".into(), ladder()), ("sev1".into(), ladder())]),
        paging: Paging {
            again_after: Some(minutes(10)),
            closes_after: Some(minutes(240)),
            undeclared: "sev2".into(),
            ack_within: minutes(5),
        },
        on_declare: BTreeMap::from([("sev2".into(), vec![OnDeclare::Channel])]),
        audiences: vec![
            audience("internal", None, &[]),
            audience("public", any(vec![fact("feature_hit", 0.05, 60)]), &["internal_names"]),
        ],
        templates: BTreeMap::new(),
        objectives: objectives(),
        evident_after: minutes(5),
    })
}

fn ladder() -> Vec<Rung> {
    let rung =
        |page: &str, after| Rung { page: page.into(), after: minutes(after), by: RungBy::Page };
    vec![rung("on-call", 0), rung("team-lead", 15), rung("vp-engineering", 30)]
}

fn audience(id: &str, due: Option<Condition>, avoid: &[&str]) -> Audience {
    Audience {
        id: id.into(),
        name: id.into(),
        due,
        never: None,
        first: by(&[("sev1", 5), ("sev2", 10), ("sev3", 30)]),
        every: by(&[("sev1", 15), ("sev2", 30), ("sev3", 60)]),
        avoid: avoid.iter().map(ToString::to_string).collect(),
        members: Vec::new(),
    }
}

/// Points, full and none of the default process.
fn objectives() -> BTreeMap<ObjectiveId, Rule> {
    let rows = "
        acknowledged detect 3 3 10 -           declared detect 6 3 12 incident-lead!
        severity detect 6 - - incident-lead    roles organise 5 - 15 incident-lead
        command organise 3 - - incident-lead   ladder organise 2 - - incident-lead
        owners organise 3 10 30 incident-lead  handover organise 2 - - incident-lead
        first-update communicate 6 - - communications-lead!
        cadence communicate 5 - - communications-lead
        audiences communicate 3 - - communications-lead
        complete communicate 2 - - communications-lead
        true communicate 4 - - communications-lead
        public-text communicate 1 - - communications-lead
        final communicate 2 - - communications-lead
        answers communicate 2 - 20 communications-lead
        cause diagnose 8 15 45 technical-lead  looked diagnose 4 - - technical-lead
        leads diagnose 3 - - technical-lead    impact restore 9 20 60 technical-lead
        no-harm restore 4 - - technical-lead   one-change restore 2 - - technical-lead
        verified restore 3 - - technical-lead  afterwards restore 2 - - technical-lead
        runbook record 2 10 30 technical-lead  steps record 2 - - technical-lead
        decisions record 2 - - incident-lead   timeline record 2 - - scribe
        actions record 2 - - incident-lead";
    let words: Vec<&str> = rows.split_whitespace().collect();
    (words.chunks(6))
        .map(|row| {
            let [id, capability, points, full, none, role] = row else { panic!("{row:?}") };
            let rule = Rule {
                capability: capability.parse().unwrap(),
                points: points.parse().unwrap(),
                full: full.parse().ok().map(minutes),
                none: none.parse().ok().map(minutes),
                critical: role.ends_with('!'),
                role: (*role != "-").then(|| role.trim_end_matches('!').into()),
            };
            ((*id).into(), rule)
        })
        .collect()
}

fn service(id: &str, team: &str, calls: &[&str]) -> (PartId, Part) {
    let call = |to: &&str| Call {
        to: (*to).into(),
        per_call: 1.0,
        timeout: None,
        retries: 0,
        backoff: Span(0),
        jitter: 0.0,
        budget: None,
        breaker: None,
        pool: None,
        critical: true,
        fallback: None,
        parallel: false,
        cancel: false,
        cache: None,
    };
    let time = Time { mean: Span(10), spread: 1.0 };
    let station = Station { instances: 2, slots: 64, time, queue: 256 };
    let service = Service {
        station,
        zones: vec!["a".into()],
        version: "v1.0.0".into(),
        rolls_in: minutes(1),
        starts_in: minutes(1),
        calls: calls.iter().map(call).collect(),
        takes: Vec::new(),
        cpu: None,
        memory: None,
        disk: None,
        health: None,
        autoscale: None,
        certificate: None,
    };
    let kind = PartKind::Service(service);
    (id.into(), Part { id: id.into(), team: Some(team.into()), kind })
}

fn team(people: &[&str]) -> Team {
    let people: Vec<_> = people.iter().map(|name| (*name).into()).collect();
    Team { name: Text::default(), on_call: people.clone(), lead: people.last().cloned(), people }
}

fn system() -> System {
    let person = |name: &str| Person {
        name: name.into(),
        acks: Some(minutes(2)),
        joins: minutes(2),
        permissions: Vec::new(),
        outside: false,
    };
    let names = ["pim", "nok", "ton", "ploy", "jum", "mek", "fah", "vee"];
    let feature = |text: Text, served_by: &str, important| Feature {
        name: text,
        served_by: served_by.into(),
        important,
    };
    System {
        id: "corner-shop".into(),
        title: "Corner shop".into(),
        zones: vec!["a".into()],
        currency: "THB".into(),
        duties: BTreeMap::from([("vp-engineering".into(), "vee".into())]),
        teams: BTreeMap::from([
            ("shop".into(), team(&["pim", "nok", "ton", "ploy", "jum"])),
            ("payments".into(), team(&["mek"])),
            ("support".into(), team(&["fah"])),
        ]),
        people: names.map(|name| (name.into(), person(name))).into(),
        parts: BTreeMap::from([
            service("edge", "shop", &["checkout", "search"]),
            service("checkout", "shop", &["orders-db"]),
            service("search", "shop", &["orders-db"]),
            service("orders-db", "payments", &[]),
        ]),
        clients: BTreeMap::from([("shoppers".into(), shoppers())]),
        features: BTreeMap::from([
            ("buying".into(), feature(thai("buying", "การสั่งซื้อ"), "checkout", true)),
            ("searching".into(), feature(thai("searching", "การค้นหา"), "search", false)),
        ]),
        business: BTreeMap::new(),
        alerts: BTreeMap::new(),
        dashboards: BTreeMap::new(),
        flags: BTreeMap::new(),
        deploys: Vec::new(),
        tools: Tools {
            every: Span::from_seconds(15),
            lag: Span::from_seconds(5),
            through: BTreeMap::new(),
        },
    }
}

fn shoppers() -> ClientClass {
    let (_, part) = service("shoppers", "shop", &["edge"]);
    let PartKind::Service(service) = part.kind else { panic!("a service") };
    ClientClass {
        users: 60_000,
        rate: 200.0,
        profile: Vec::new(),
        peaks: None,
        tries: 2,
        calls: service.calls,
    }
}

/// The scenario.
pub(crate) fn scenario() -> Scenario {
    Scenario {
        id: "told-drill".into(),
        title: thai("A told drill", "การซ้อมที่เล่าไว้"),
        system: Arc::new(system()),
        starts: chrono::DateTime::parse_from_rfc3339("2026-11-24T18:50:00+07:00").unwrap(),
        minutes: 40,
        difficulty: 1,
        tags: Vec::new(),
        goals: BTreeMap::new(),
        based_on: Some(Source {
            who: "Examplia".into(),
            date: "2025-10-21".into(),
            at: "example.org/post-mortems/42".into(),
            mark: "F".into(),
        }),
        variant: "main".into(),
        variants: BTreeMap::new(),
        briefing: "Tuesday evening.".into(),
        seats: BTreeMap::new(),
        new_remedies: BTreeMap::new(),
        languages: Vec::new(),
        tutorial: false,
    }
}

/// What is really so: the release of checkout; search is a false lead.
pub(crate) fn story() -> Story {
    let answer = |target: &str, kind| Answer { target: target.into(), kind };
    let truth = Truth {
        name: "main".into(),
        when: None,
        cause: Some("gift-note".into()),
        right: vec![answer("checkout", CauseKind::Release)],
        accept: vec![answer("checkout", CauseKind::Data)],
        contributing: vec!["The release was not tried".into(), "Nobody watched it".into()],
        suspects: vec![Suspect {
            answer: answer("search", CauseKind::Release),
            cleared_by: Some(event(EventKind::Looked, &[("target", "search")])),
        }],
        owners: vec!["payments".into()],
        tell: vec!["fah".into()],
        runbook: Some("bad-release".into()),
        over: None,
        facts: Vec::new(),
        mends: Vec::new(),
        then: vec![Afterwards {
            what: "A test order goes through".into(),
            met: remedy("verify", "checkout", RemedyPhase::Done),
        }],
    };
    let expect = Expect {
        id: "expect-1".into(),
        what: "The rollback is ordered within ten minutes of declaring".into(),
        capability: "restore".into(),
        role: Some("technical-lead".into()),
        points: 2.0,
        full: Some(minutes(10)),
        none: Some(minutes(30)),
        when: Some(event(EventKind::Declared, &[])),
        met: remedy("rollback", "checkout", RemedyPhase::Begun),
        before: None,
    };
    Story {
        truths: vec![truth],
        expects: vec![expect],
        hints: vec![Hint { says: "Look at what went out.".into(), when: None }],
        debrief: vec![thai("When did you know?", "รู้เมื่อไร")],
        ..Story::default()
    }
}

/// The runbook of the house: look, roll back, check.
pub(crate) fn runbooks() -> Vec<Runbook> {
    let command = |line: &str| {
        let command = firedrill::command::Command::parse(line).unwrap();
        Directive::Command(Box::new(command))
    };
    let metric = MetricRef { part: "checkout".into(), metric: Metric::ErrorRatio };
    let bounds = Bounds { below: Some(0.01), ..Bounds::default() };
    let check = Directive::Check { metric, bounds, hold: Span::from_seconds(60) };
    let step = |number, text: &str, directive| Step {
        number,
        text: text.into(),
        directives: vec![directive],
    };
    vec![Runbook {
        id: "bad-release".into(),
        title: thai("A release went wrong", "ปล่อยเวอร์ชันใหม่แล้วพัง"),
        targets: vec!["checkout".into()],
        team: Some("shop".into()),
        reviewed: Some("2026-09-02".into()),
        intro: Text::default(),
        steps: vec![
            step(1, "What was released?", command("/look checkout deploys")),
            step(2, "Take it back.", command("/do rollback checkout")),
            step(3, "See that it helped.", check),
        ],
        outro: Text::default(),
    }]
}
