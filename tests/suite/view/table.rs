//! A small shop with a table of four, and a pen that writes its journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;
use firedrill::command::Command;
use firedrill::content::process::{
    Audience, Capability, OnDeclare, Paging, Process, Role, Rule, Rung, RungBy, Severity,
};
use firedrill::content::runbook::{Directive, Runbook, Step};
use firedrill::content::scenario::{Scenario, SeatBrief};
use firedrill::journal::{
    Actor, ENGINE, Entry, Envelope, Event, FORMAT, Header, Place, PlayerKind, Recipe, Shown,
};
use firedrill::model::condition::{Bounds, Condition, Scope, Test};
use firedrill::model::id::{
    AlertId, AlertRule, PageId, PartId, PersonId, PlayerId, SeatId, Target, Whom,
};
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::system::{
    Alert, Business, Counts, Deploy, Feature, Part, PartKind, Person, Service, Station, System,
    Team, Time, Tools,
};
use firedrill::model::text::{DisplayText, Lang, Text};
use firedrill::model::time::{DrillTime, Span};
use firedrill::view::{SeatFold, SeatView};

/// Who sits at the table: ann leads, nok speaks, ton repairs, ploy writes; p5 steers.
const TABLE: [(&str, &str, &str); 4] = [
    ("p1", "lead", "pim"),
    ("p2", "comms", "nok"),
    ("p3", "tech", "ton"),
    ("p4", "scribe", "ploy"),
];

pub(crate) fn metric(name: &str) -> MetricRef {
    name.parse().expect("a metric")
}

fn service(id: &str) -> (PartId, Part) {
    let time = Time { mean: Span(20), spread: 1.0 };
    let service = Service {
        station: Station { instances: 4, slots: 16, time, queue: 64 },
        zones: vec!["a".into()],
        version: "v1".into(),
        rolls_in: Span(30_000),
        starts_in: Span(10_000),
        calls: Vec::new(),
        takes: Vec::new(),
        cpu: None,
        memory: None,
        disk: None,
        health: None,
        autoscale: None,
        certificate: None,
    };
    let kind = PartKind::Service(service);
    (id.into(), Part { id: id.into(), team: Some("shop".into()), kind })
}

fn person(id: &str) -> (PersonId, Person) {
    let person = Person {
        name: Text::from(id),
        acks: Some(Span::from_seconds(60)),
        joins: Span::from_seconds(60),
        permissions: Vec::new(),
        outside: false,
    };
    (id.into(), person)
}

/// A shop of three services.
pub(crate) fn system() -> System {
    let above = |metric_name: &str, bound: f64| {
        let bounds = Bounds { above: Some(bound), ..Bounds::default() };
        Condition::now(Test::Metric {
            metric: metric(metric_name),
            bounds,
            scope: Scope::default(),
        })
    };
    let alert = |when| Alert { when, pages: Some("shop".into()), says: "errors above 5 %".into() };
    let shop = ["pim", "nok", "ton", "ploy", "beam"];
    let team = |people: &[&str]| Team {
        name: "Shop".into(),
        people: people.iter().map(|own| PersonId::from(*own)).collect(),
        on_call: people.first().map(|own| PersonId::from(*own)).into_iter().collect(),
        lead: None,
    };
    let people = ["pim", "nok", "ton", "ploy", "beam", "mek", "fah", "vee"];
    let buying = Feature { name: "buying".into(), served_by: "checkout".into(), important: true };
    let orders = Business {
        counts: Counts::Success,
        of: "checkout".into(),
        per: Span::from_minutes(1),
        worth: None,
    };
    let deploy = Deploy {
        target: "checkout".into(),
        version: "v2".into(),
        at: 60,
        by: Some("beam".into()),
        what: "gift notes".into(),
    };
    System {
        id: "shop".into(),
        title: "Shop".into(),
        zones: vec!["a".into()],
        currency: "THB".into(),
        duties: BTreeMap::from([
            ("support".to_owned(), PersonId::from("fah")),
            ("vp-engineering".to_owned(), PersonId::from("vee")),
        ]),
        teams: BTreeMap::from([
            ("shop".into(), team(&shop)),
            ("payments".into(), Team { name: "Payments".into(), ..team(&["mek"]) }),
        ]),
        people: people.iter().map(|own| person(own)).collect(),
        parts: ["checkout", "payments", "search"].iter().map(|own| service(own)).collect(),
        clients: BTreeMap::new(),
        features: BTreeMap::from([("buying".into(), buying)]),
        business: BTreeMap::from([("orders".into(), orders)]),
        alerts: BTreeMap::from([(
            AlertRule::from("checkout-errors"),
            alert(above("checkout.error_ratio", 0.05)),
        )]),
        dashboards: BTreeMap::new(),
        flags: BTreeMap::new(),
        deploys: vec![deploy],
        tools: Tools { every: Span(15_000), lag: Span(5_000), through: BTreeMap::new() },
    }
}

fn by_severity<T: Clone>(sev1: T, sev2: T) -> BTreeMap<firedrill::model::id::SeverityId, T> {
    BTreeMap::from([("sev1".into(), sev1), ("sev2".into(), sev2)])
}

fn minutes(one: u32, two: u32) -> BTreeMap<firedrill::model::id::SeverityId, Span> {
    by_severity(Span::from_minutes(one), Span::from_minutes(two))
}

fn fact(fact: &str, at_least: f64) -> Condition {
    let bounds = Bounds { at_least: Some(at_least), ..Bounds::default() };
    Condition::now(Test::Fact { fact: fact.into(), bounds })
}

/// A process with two severities that matter and one below.
pub(crate) fn process() -> Process {
    let severity =
        |id: &str, when| Severity { id: id.into(), name: id.into(), means: Text::default(), when };
    let role = |id: &str, short: &str, may: &[&str], needed| Role {
        id: id.into(),
        name: id.into(),
        short: short.to_owned(),
        also: Vec::new(),
        may: may.iter().map(|own| (*own).to_owned()).collect(),
        needed,
    };
    let audience = |id: &str, th: &str, due| Audience {
        id: id.into(),
        name: Text { en: id.into(), th: Some(th.into()) },
        due,
        never: None,
        first: minutes(5, 10),
        every: minutes(15, 30),
        avoid: if id == "public" { vec!["internal_names".to_owned()] } else { Vec::new() },
        members: Vec::new(),
    };
    Process {
        id: "small".into(),
        title: "Small".into(),
        sources: Vec::new(),
        in_doubt_higher: true,
        severities: vec![
            severity("sev1", Some(fact("feature_hit", 0.9))),
            severity("sev2", Some(fact("feature_hit", 0.2))),
            severity("sev3", None),
        ],
        statuses: ["investigating", "identified", "monitoring", "resolved"]
            .map(Into::into)
            .to_vec(),
        roles: vec![
            role("incident-lead", "lead", &[], minutes(3, 5)),
            role("communications-lead", "comms", &["update.public"], minutes(3, 5)),
            role("technical-lead", "tech", &[], minutes(3, 5)),
            role("scribe", "scribe", &[], BTreeMap::new()),
        ],
        weights: Capability::ALL.iter().map(|own| (*own, 100.0 / 6.0)).collect(),
        hint_prices: vec![0.0, 3.0, 8.0],
        post_mortem: Span::from_minutes(48 * 60),
        answer_within: Span::from_minutes(10),
        noise_within: Span::from_minutes(5),
        escalation: by_severity(vec![rung()], vec![rung()]),
        paging: Paging {
            again_after: Some(Span::from_minutes(10)),
            closes_after: None,
            undeclared: "sev2".into(),
            ack_within: Span::from_minutes(5),
        },
        on_declare: by_severity(vec![OnDeclare::Channel], vec![OnDeclare::Channel]),
        audiences: vec![
            audience("internal", "ภายใน", None),
            audience("public", "สาธารณะ", Some(fact("feature_hit", 0.05))),
        ],
        templates: BTreeMap::new(),
        objectives: BTreeMap::<_, Rule>::new(),
        evident_after: Span::from_minutes(5),
    }
}

fn rung() -> Rung {
    Rung { page: "on-call".to_owned(), after: Span(0), by: RungBy::Page }
}

/// A quiet evening of an hour.
pub(crate) fn scenario() -> Scenario {
    let plays = |person: &str| SeatBrief { plays: Some(person.into()), briefing: None };
    Scenario {
        id: "evening".into(),
        title: "Evening".into(),
        system: Arc::new(system()),
        starts: DateTime::parse_from_rfc3339("2026-11-27T19:00:00+07:00").expect("a time"),
        minutes: 60,
        difficulty: 1,
        tags: Vec::new(),
        goals: BTreeMap::new(),
        based_on: None,
        variant: "main".into(),
        variants: BTreeMap::new(),
        briefing: Text::default(),
        seats: TABLE.iter().map(|(_, seat, own)| (SeatId::from(*seat), plays(own))).collect(),
        new_remedies: BTreeMap::from([("raise-timeout".into(), "raises a timeout".into())]),
        languages: vec![Lang::En, Lang::Th],
        tutorial: false,
    }
}

/// The head of the drill: ann is a person, the others are crew; p5 steers.
pub(crate) fn header() -> Header {
    let place = |(player, seat, person): &(&str, &str, &str)| Place {
        player: PlayerId::from(*player),
        seats: vec![SeatId::from(*seat)],
        plays: Some(PersonId::from(*person)),
        kind: match *player {
            "p1" => PlayerKind::Person,
            _ => PlayerKind::Crew("senior".to_owned()),
        },
    };
    let steers = Place {
        player: "p5".into(),
        seats: vec!["facilitator".into()],
        plays: None,
        kind: PlayerKind::Person,
    };
    let roster = TABLE.iter().map(place).chain([steers]).collect();
    Header {
        envelope: Envelope {
            id: "d-1".to_owned(),
            started: "2026-11-27T12:00:00Z".to_owned(),
            names: BTreeMap::from([("p1".into(), "ann".into()), ("p5".into(), "eve".into())]),
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: ENGINE,
            seed: 7,
            scenario: "evening".into(),
            variant: "main".into(),
            files: BTreeMap::new(),
            process: "small".into(),
            system: "shop".into(),
            roster,
            graded: true,
            coach: true,
            lang: Lang::En,
            bot_pars: BTreeMap::new(),
        },
    }
}

/// A runbook of two steps that fits checkout.
pub(crate) fn runbook() -> Runbook {
    let command =
        |line: &str| Directive::Command(Box::new(Command::parse(line).expect("a command")));
    let bounds = Bounds { below: Some(0.01), ..Bounds::default() };
    let check = Directive::Check {
        metric: metric("checkout.error_ratio"),
        bounds,
        hold: Span::from_seconds(60),
    };
    Runbook {
        id: "bad-release".into(),
        title: "A release went wrong".into(),
        targets: vec!["checkout".into()],
        team: Some("shop".into()),
        reviewed: Some("2026-09-02".to_owned()),
        intro: Text::default(),
        steps: vec![
            Step {
                number: 1,
                text: "What went out?".into(),
                directives: vec![command("/look checkout deploys")],
            },
            Step {
                number: 2,
                text: "Take it back, and see".into(),
                directives: vec![
                    command("/do rollback checkout"),
                    Directive::Wait(Span::from_minutes(3)),
                    check,
                ],
            },
        ],
        outro: Text::default(),
    }
}

pub(crate) fn fold(player: &str) -> SeatFold {
    fold_of(&header(), player)
}

pub(crate) fn fold_of(header: &Header, player: &str) -> SeatFold {
    SeatFold::new(header, &scenario(), Arc::new(process()), &[runbook()], &player.into())
}

/// The view of a player after these entries.
pub(crate) fn view_of(player: &str, entries: &[Entry], now: u32) -> SeatView {
    let mut fold = fold(player);
    for entry in entries {
        fold.apply(entry);
    }
    fold.view(DrillTime(now)).clone()
}

/// Writes a journal.
#[derive(Default)]
pub(crate) struct Pen {
    pub(crate) entries: Vec<Entry>,
}

impl Pen {
    pub(crate) fn write(&mut self, at: u32, by: Actor, event: Event) -> &mut Self {
        let seq = self.entries.len() as u64 + 1;
        self.entries.push(Entry { seq, at: DrillTime(at), by, event });
        self
    }

    /// A command that was accepted, as `drill` resolves it.
    pub(crate) fn given(&mut self, at: u32, player: &str, line: &str) -> &mut Self {
        let command = Command::parse(line).expect("a command");
        self.write(at, Actor::Player(player.into()), Event::Given(command))
    }

    /// A scrape that was true five seconds before.
    pub(crate) fn scrape(&mut self, at: u32, readings: &[(&str, f64)]) -> &mut Self {
        let mut shown = Shown::default();
        for (name, value) in readings {
            shown.put(&metric(name), *value);
        }
        let of = DrillTime(at.saturating_sub(5));
        self.write(at, Actor::World, Event::MetricsScraped { of, readings: shown })
    }

    /// An alert on checkout's errors, and the page to ann.
    pub(crate) fn alert(&mut self, at: u32) -> &mut Self {
        self.alert_saying(at, "errors above 5 %".into())
    }

    /// An alert that says this, and pages ann.
    pub(crate) fn alert_saying(&mut self, at: u32, says: Text) -> &mut Self {
        let fired = Event::AlertFired {
            alert: AlertId(1),
            rule: "checkout-errors".into(),
            target: "checkout".into(),
            metric: Some(metric("checkout.error_ratio")),
            says,
        };
        let paged = Event::Paged {
            page: PageId(1),
            whom: Whom::from("p1"),
            alert: Some(AlertId(1)),
            rung: Some(0),
            why: "A-1 errors above 5 %".into(),
        };
        self.write(at, Actor::World, fired).write(at, Actor::Process, paged)
    }

    /// Ann opens the incident and takes command.
    pub(crate) fn declare(&mut self, at: u32) -> &mut Self {
        let declared = Event::Declared {
            incident: firedrill::model::id::IncidentId(1),
            severity: "sev2".into(),
            title: "Checkout errors".into(),
            channel: "#inc-2026-11-27-checkout-errors".to_owned(),
            alert: Some(AlertId(1)),
        };
        let ann = Actor::Player("p1".into());
        self.given(at, "p1", "/declare sev2 Checkout errors").write(at, ann, declared);
        self.assigned(at, "incident-lead", "p1")
    }

    pub(crate) fn assigned(&mut self, at: u32, role: &str, holder: &str) -> &mut Self {
        let assigned = Event::Assigned {
            incident: firedrill::model::id::IncidentId(1),
            role: role.into(),
            holder: holder.into(),
            brief: None,
        };
        self.write(at, Actor::Player("p1".into()), assigned)
    }

    /// A look that returns at once with these lines and readings.
    pub(crate) fn looked(
        &mut self,
        (began, at): (u32, u32),
        player: &str,
        line: &str,
        shows: (&[&str], &[(&str, f64)]),
    ) -> &mut Self {
        let number = u32::try_from(self.entries.len()).expect("few entries");
        let look = firedrill::model::id::LookId(number);
        let Command::Look { target, view } = Command::parse(line).expect("a command") else {
            panic!("`{line}` is no look");
        };
        let mut readings = Shown::default();
        for (name, value) in shows.1 {
            readings.put(&metric(name), *value);
        }
        let by = || Actor::Player(player.into());
        let ready = DrillTime(at);
        let began_event = Event::LookBegan { look, target: target.clone(), view, ready };
        let lines = shows.0.iter().map(|own| DisplayText::from(*own)).collect();
        let who = PlayerId::from(player);
        let returned = Event::LookReturned { look, target, view, who, lines, readings };
        self.given(began, player, line).write(began, by(), began_event).write(at, by(), returned)
    }
}

/// A target's name as the journal has it.
pub(crate) fn target(name: &str) -> Target {
    Target::from(name)
}

/// Errors of checkout as a reading.
pub(crate) const ERRORS: Metric = Metric::ErrorRatio;
