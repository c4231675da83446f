//! The stage of these tests: the corner shop, where a release of checkout fails sixty calls of a
//! hundred from 01:00 on. Ann leads, Bo holds communications; the rest is the story's.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::content::truth::{CastMember, Form, Inject};
use firedrill::drill::{Drill, Said, Setup};
use firedrill::journal::{Actor, Entry, Event, Place, PlayerKind, Refusal};
use firedrill::model::condition::{Bounds, Condition, EventKind, Scope, Test};
use firedrill::model::fault::{Acts, Fault, FaultKind, Touches};
use firedrill::model::id::{InjectId, PlayerId};
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::system::{Alert, Deploy, System};
use firedrill::model::text::Lang;
use firedrill::model::time::{DrillTime, Span};

use crate::score::house;

/// A time written `mm:ss`.
pub(crate) fn at(text: &str) -> DrillTime {
    DrillTime::parse(text).unwrap()
}

pub(crate) fn seconds(seconds: u32) -> Span {
    Span::from_seconds(seconds)
}

pub(crate) fn after(seconds: u32) -> Condition {
    Condition::now(Test::After(Span::from_seconds(seconds)))
}

pub(crate) fn event(event: EventKind, filters: &[(&str, &str)]) -> Condition {
    let filters = filters.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    Condition::now(Test::Event { event, filters, count: 1 })
}

pub(crate) fn error_ratio(part: &str, above: f64) -> Condition {
    Condition::now(Test::Metric {
        metric: MetricRef { part: part.into(), metric: Metric::ErrorRatio },
        bounds: Bounds { above: Some(above), ..Bounds::default() },
        scope: Scope::default(),
    })
}

/// A fault of checkout, by its own kind and time.
pub(crate) fn fault(id: &str, kind: FaultKind, acts: Acts) -> Fault {
    Fault {
        id: id.into(),
        target: "checkout".into(),
        touches: Touches::default(),
        kind,
        acts,
        ramp: Span(0),
        fade: Span(0),
        flap: None,
        again: None,
        known_as: Vec::new(),
    }
}

fn place(player: &str, seats: &[&str], plays: Option<&str>) -> Place {
    Place {
        player: player.into(),
        seats: seats.iter().map(|seat| (*seat).into()).collect(),
        plays: plays.map(Into::into),
        kind: PlayerKind::Person,
    }
}

/// A drill about to begin.
pub(crate) struct Stage(pub(crate) Setup);

impl Stage {
    /// The shop with its bad release.
    pub(crate) fn new() -> Self {
        let mut scenario = house::scenario();
        let system = Arc::make_mut(&mut scenario.system);
        let hold = seconds(30);
        let when = Condition { hold, ..error_ratio("checkout", 0.05) };
        let alert =
            Alert { when, pages: Some("shop".into()), says: "Checkout errors above 5 %".into() };
        system.alerts.insert("checkout-errors".into(), alert);
        system.duties.insert("support".into(), "fah".into());
        system.deploys =
            vec![deploy("checkout", "v0.9.0", -86_400), deploy("checkout", "v1.1.0", 60)];
        let mut story = house::story();
        let mut bad = fault("gift-note", FaultKind::Error { ratio: 0.6 }, Acts::Always);
        bad.touches.version = Some("v1.1.0".into());
        story.faults = vec![bad];
        Self(Setup {
            scenario,
            story,
            process: house::process(),
            runbooks: house::runbooks(),
            seed: 7,
            roster: vec![
                place("p1", &["lead", "tech"], Some("pim")),
                place("p2", &["comms"], None),
            ],
            graded: false,
            coach: false,
            lang: Lang::En,
            names: BTreeMap::from([("Ann".into(), "p1".into()), ("bo".into(), "p2".into())]),
        })
    }

    /// A shop where nothing goes wrong by itself.
    pub(crate) fn calm() -> Self {
        let mut stage = Self::new();
        stage.0.story.faults.clear();
        stage
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Setup)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn system(self, change: impl FnOnce(&mut System)) -> Self {
        self.with(|setup| change(Arc::make_mut(&mut setup.scenario.system)))
    }

    pub(crate) fn cast(self, person: &str, member: CastMember) -> Self {
        self.with(|setup| {
            setup.story.cast.insert(person.into(), member);
        })
    }

    pub(crate) fn inject(self, id: &str, acts: Option<Acts>, form: Form) -> Self {
        let inject = Inject { id: id.into(), acts, form, evidence: vec!["feature_hit".into()] };
        self.with(|setup| {
            setup.story.injects.insert(InjectId::from(id), inject);
        })
    }

    pub(crate) fn begin(self) -> Told {
        Told { drill: Drill::new(self.0), entries: Vec::new() }
    }
}

fn deploy(target: &str, version: &str, at: i64) -> Deploy {
    let what = "Gift notes".into();
    Deploy { target: target.into(), version: version.into(), at, by: Some("ploy".into()), what }
}

/// A drill under way, with all its entries so far.
pub(crate) struct Told {
    pub(crate) drill: Drill,
    pub(crate) entries: Vec<Entry>,
}

impl Told {
    /// Lets the clock run.
    pub(crate) fn until(mut self, time: &str) -> Self {
        let entries = self.drill.advance(at(time));
        self.entries.extend(entries);
        self
    }

    /// Somebody says a line, now.
    pub(crate) fn say(mut self, player: &str, line: &str) -> Self {
        self.entries.extend(self.drill.submit(&player_id(player), Said::Line(line.into())));
        self
    }

    /// What a line leads to, now.
    pub(crate) fn leads_to(&mut self, player: &str, line: &str) -> Vec<Event> {
        let entries = self.drill.submit(&player_id(player), Said::Line(line.into()));
        self.entries.extend(entries.clone());
        entries.into_iter().map(|entry| entry.event).collect()
    }

    /// The refusal of a line.
    pub(crate) fn refusal(&mut self, player: &str, line: &str) -> Refusal {
        let events = self.leads_to(player, line);
        match events.as_slice() {
            [Event::Refused { refusal, .. }] => refusal.clone(),
            other => panic!("`{line}` was not refused: {other:#?}"),
        }
    }

    /// When, and whose, the events were that `what` picks.
    pub(crate) fn times<T>(&self, what: impl Fn(&Event) -> Option<T>) -> Vec<(String, T)> {
        let pick = |entry: &Entry| Some((entry.at.to_string(), what(&entry.event)?));
        self.entries.iter().filter_map(pick).collect()
    }

    /// Pages sent: when, whom, rung.
    pub(crate) fn pages(&self) -> Vec<(String, (String, Option<u32>))> {
        self.times(|event| match event {
            Event::Paged { whom, rung, .. } => Some((whom.to_string(), *rung)),
            _ => None,
        })
    }

    pub(crate) fn by(&self, what: impl Fn(&Event) -> bool) -> Vec<Actor> {
        self.entries.iter().filter(|own| what(&own.event)).map(|own| own.by.clone()).collect()
    }
}

fn player_id(name: &str) -> PlayerId {
    match name {
        "ann" => "p1".into(),
        "bo" => "p2".into(),
        other => other.into(),
    }
}
