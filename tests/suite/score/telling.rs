//! Told drills: lines in the domain's words become the entries that a drill would have written.
//! It holds no rule of play; it samples, scrapes and answers as told.
//!
//! `so buying 65% users 6%` and `shown …` hold until told otherwise; without `shown`, monitoring
//! shows what is so, a scrape later. `page A-1 checkout pim`, `fah asks comms WORDS`,
//! `harm R-1 600`, `hint 2 3`, `end` and `minutes` are the world's; the rest are players' lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::command::Command;
use firedrill::content::process::Process;
use firedrill::journal::{
    Actor, Entry, Envelope, Event, Header, Journal, Outcome, Place, PlayerKind, Recipe, Shown,
    Truth, Verdict,
};
use firedrill::model::id::{
    AlertId, IncidentId, LookId, PageId, PersonId, PlayerId, QuestionId, RemedyRun, RoleId,
    RunbookId, SeatId, Whom,
};
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::text::{DisplayText, Lang};
use firedrill::model::time::{DrillTime, Span};

use super::house;

/// A told drill and what its card must say.
pub(crate) struct Told {
    /// The journal.
    pub(crate) journal: Journal,
    /// Lines of expectation.
    pub(crate) expected: Vec<String>,
}

/// The house's process.
pub(crate) fn process() -> Arc<Process> {
    house::process()
}

/// The journal of a told drill of `tests/data/score`.
pub(crate) fn read(name: &str) -> Journal {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/score");
    told(&std::fs::read_to_string(format!("{folder}/{name}.drill")).unwrap()).journal
}

/// Turns a text into a journal and its expectations.
pub(crate) fn told(text: &str) -> Told {
    let (told, expected) = text.split_once("\n==\n").expect("`==` between drill and card");
    let mut log = Log::new();
    let mut ended = false;
    for line in lines(told) {
        let (at, what) = line.split_once(' ').expect("a time and something told");
        log.until(DrillTime::parse(at).unwrap());
        ended |= matches!(what, "end" | "minutes");
        log.tell(what);
    }
    assert!(ended, "a told drill ends");
    log.entries.sort_by_key(|(at, _, order, _)| (*at, *order));
    let entries =
        (1..).zip(log.entries).map(|(seq, (at, by, _, event))| Entry { seq, at, by, event });
    let journal = Journal { header: header(), entries: entries.collect() };
    Told { journal, expected: lines(expected).map(str::to_owned).collect() }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn header() -> Header {
    let place = |player: &str, seats: &[&str], plays: &str, kind| Place {
        player: player.into(),
        seats: seats.iter().map(|seat| SeatId::from(*seat)).collect(),
        plays: Some(plays.into()),
        kind,
    };
    let crew = || PlayerKind::Crew("mid".into());
    let recipe = Recipe {
        format: 1,
        engine: 1,
        seed: 7,
        scenario: "told-drill".into(),
        variant: "main".into(),
        files: BTreeMap::new(),
        process: "told".into(),
        system: "corner-shop".into(),
        roster: vec![
            place("p1", &["lead"], "pim", PlayerKind::Person),
            place("p2", &["comms"], "nok", crew()),
            place("p3", &["tech"], "ton", crew()),
            place("p4", &["scribe"], "ploy", crew()),
        ],
        graded: true,
        coach: false,
        lang: Lang::En,
        bot_pars: BTreeMap::new(),
    };
    let envelope = Envelope {
        id: "D-TOLD".into(),
        started: "2026-11-24T11:50:00Z".into(),
        names: BTreeMap::from([("p1".into(), DisplayText::from("ann"))]),
        ..Envelope::default()
    };
    Header { envelope, recipe }
}

/// The state of telling.
struct Log {
    entries: Vec<(DrillTime, Actor, usize, Event)>,
    now: DrillTime,
    so: BTreeMap<String, f64>,
    shown: Option<BTreeMap<String, f64>>,
    /// Customer-seconds lost so far.
    lost: f64,
    counts: BTreeMap<&'static str, u32>,
    pages: BTreeMap<AlertId, PageId>,
    runbook: Option<RunbookId>,
}

impl Log {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            now: DrillTime::START,
            so: BTreeMap::new(),
            shown: None,
            lost: 0.0,
            counts: BTreeMap::new(),
            pages: BTreeMap::new(),
            runbook: None,
        }
    }

    fn push(&mut self, at: DrillTime, by: Actor, event: Event) {
        self.entries.push((at, by, self.entries.len(), event));
    }

    fn next(&mut self, what: &'static str) -> u32 {
        let count = self.counts.entry(what).or_insert(0);
        *count += 1;
        *count
    }

    /// Samples and scrapes up to a time.
    fn until(&mut self, at: DrillTime) {
        assert!(at >= self.now, "{at} is told after {}", self.now);
        for second in self.now.0..at.0 {
            let now = DrillTime(second);
            self.lost += self.so.get("users").copied().unwrap_or(0.0) * 60_000.0;
            if second % 5 == 0 {
                let truth = self.truth();
                self.push(now, Actor::World, Event::TruthSampled(truth));
            }
            if second % 15 == 0 && second > 0 {
                let readings = readings(self.shown.as_ref().unwrap_or(&self.so));
                let of = now - Span::from_seconds(5);
                self.push(now, Actor::World, Event::MetricsScraped { of, readings });
            }
        }
        self.now = at;
    }

    fn truth(&self) -> Truth {
        let hit = |name: &str| self.so.get(name).copied().unwrap_or(0.0);
        let (buying, searching, users) = (hit("buying"), hit("searching"), hit("users"));
        let facts = [
            ("feature_hit", buying),
            ("feature_hit.buying", buying),
            ("minor_hit", searching),
            ("feature_hit.searching", searching),
            ("users_hit", users),
            ("slow_share", hit("slow")),
        ];
        let millionths = |share: f64| firedrill::model::quantity::rounded(share * 1e6);
        Truth {
            facts: facts.map(|(name, share)| (name.into(), millionths(share))).into(),
            readings: readings(&self.so),
            customer_seconds: firedrill::model::quantity::rounded(self.lost).unsigned_abs(),
            money: 0,
            world: 0,
        }
    }

    fn tell(&mut self, what: &str) {
        let now = self.now;
        let words: Vec<&str> = what.split_whitespace().collect();
        match words.as_slice() {
            ["so", shares @ ..] => self.so = measured(shares),
            ["shown", "so"] => self.shown = None,
            ["shown", shares @ ..] => self.shown = Some(measured(shares)),
            ["page", alert, target, whom] => self.page(alert, target, whom),
            ["page", whom] => self.paged(player(whom).unwrap_or((*whom).into()), None),
            ["resolve", alert] => {
                let alert = alert.parse().unwrap();
                self.push(now, Actor::World, Event::AlertResolved(alert));
            }
            ["climb", alert, whom] => {
                let alert: AlertId = alert.parse().unwrap();
                self.paged((*whom).into(), Some((alert, 1)));
            }
            [from, "asks", to, says @ ..] => {
                let question = QuestionId(self.next("question"));
                let asked = Event::Asked {
                    question,
                    from: (*from).into(),
                    to: (*to).into(),
                    says: says.join(" ").as_str().into(),
                    due: now + Span::from_minutes(10),
                };
                self.push(now, Actor::Cast(PersonId::from(*from)), asked);
            }
            ["harm", run, seconds] => {
                let run = run.parse().unwrap();
                let customer_seconds = seconds.parse().unwrap();
                let harm = Event::HarmAttributed { run, customer_seconds };
                self.push(now, Actor::World, harm);
            }
            ["hint", level, price] => {
                let (level, price) = (level.parse().unwrap(), price.parse().unwrap());
                let hint = Event::Hinted { level, says: "Look.".into(), price };
                self.push(now, Actor::Story, hint);
            }
            ["speed", speed] => {
                self.push(now, Actor::Room, Event::SpeedSet(speed.parse().unwrap()));
            }
            ["end" | "minutes"] => {
                let reason = what.to_owned();
                self.push(now, Actor::Room, Event::Ended { reason });
            }
            _ => self.say(what),
        }
    }

    fn page(&mut self, alert: &str, target: &str, whom: &str) {
        let alert: AlertId = alert.parse().unwrap();
        let metric = MetricRef { part: target.into(), metric: Metric::ErrorRatio };
        let fired = Event::AlertFired {
            alert,
            rule: format!("{target}-errors").into(),
            target: target.into(),
            metric: Some(metric),
            says: format!("{target} error ratio above 5 %").as_str().into(),
        };
        self.push(self.now, Actor::World, fired);
        self.paged(whom.into(), Some((alert, 0)));
    }

    fn paged(&mut self, whom: Whom, alert: Option<(AlertId, u32)>) {
        let page = PageId(self.next("page"));
        if let Some((alert, 0)) = alert {
            self.pages.insert(alert, page);
        }
        let whom = player(whom.as_str()).unwrap_or(whom);
        let paged = Event::Paged {
            page,
            whom,
            alert: alert.map(|(alert, _)| alert),
            rung: alert.map(|(_, rung)| rung),
            why: DisplayText::default(),
        };
        self.push(self.now, Actor::Process, paged);
    }

    /// `ann: /ack A-1`
    fn say(&mut self, what: &str) {
        let (who, line) = what.split_once(": ").unwrap_or_else(|| panic!("who says `{what}`?"));
        let by = player(who).unwrap_or_else(|| panic!("{who} sits nowhere"));
        let actor = Actor::Player(PlayerId::from(by.as_str()));
        let command = Command::parse(line).unwrap_or_else(|e| panic!("{line}: {e:?}"));
        let command = severity_first(command);
        self.push(self.now, actor.clone(), Event::Given(command.clone()));
        self.done(&actor, &by, command);
    }

    fn done(&mut self, actor: &Actor, by: &Whom, command: Command) {
        let (now, incident) = (self.now, IncidentId(1));
        let event = match command {
            Command::Ack(alert) => Event::Acknowledged { page: self.pages[&alert], by: by.clone() },
            Command::Declare { severity, title } => Event::Declared {
                incident: IncidentId(self.next("incident")),
                severity: severity.expect("a severity"),
                title,
                channel: "#inc-2026-11-24-told".into(),
                alert: None,
            },
            Command::Severity { severity, why, .. } => {
                Event::SeverityChanged { incident, severity, why }
            }
            Command::Status { status, note, .. } => Event::StatusChanged { incident, status, note },
            Command::Close { reason, .. } => Event::Closed { incident, reason },
            Command::Assign { role, person, .. } => {
                let holder = player(person.as_str()).unwrap_or(person);
                Event::Assigned { incident, role: long(&role), holder, brief: None }
            }
            Command::Handover { role, person, brief, .. } => {
                let holder = player(person.as_str()).unwrap_or(person);
                Event::Assigned { incident, role: long(&role), holder, brief: Some(brief) }
            }
            Command::Update(update) => Event::Updated { incident, update },
            Command::Answer { question, .. } => Event::Answered(question),
            Command::Runbook(id) => {
                self.runbook = Some(id.clone());
                Event::RunbookOpened(id)
            }
            Command::Step { number, mark, why } => {
                let runbook = self.runbook.clone().expect("an open runbook");
                Event::StepMarked { runbook, number, mark, why }
            }
            Command::Page { whom, why } => {
                let page = PageId(self.next("page"));
                Event::Paged { page, whom, alert: None, rung: None, why }
            }
            Command::Cause { target, kind, .. } => {
                let truth = house::story().truths.remove(0);
                let is = |own: &firedrill::content::truth::Answer| {
                    own.target == target && own.kind == kind
                };
                let verdict = match (truth.right.iter().any(is), truth.accept.iter().any(is)) {
                    (true, _) => Verdict::Right,
                    (_, true) => Verdict::Acceptable,
                    _ => Verdict::Wrong,
                };
                Event::CauseStated { verdict }
            }
            Command::Look { .. } | Command::Do(_) => return self.work(actor, command),
            _ => return,
        };
        self.push(now, actor.clone(), event);
    }

    fn work(&mut self, actor: &Actor, command: Command) {
        let now = self.now;
        match command {
            Command::Look { target, view } => {
                let look = LookId(self.next("look"));
                let ready = now + Span::from_seconds(20);
                let Actor::Player(who) = actor.clone() else { panic!("players look") };
                let began = Event::LookBegan { look, target: target.clone(), view, ready };
                self.push(now, actor.clone(), began);
                let readings = readings(self.shown.as_ref().unwrap_or(&self.so));
                let lines = Vec::new();
                let back = Event::LookReturned { look, target, view, who, lines, readings };
                self.push(ready, Actor::World, back);
            }
            Command::Do(order) => {
                let run = RemedyRun(self.next("remedy"));
                let takes = if order.remedy.as_str() == "verify" { 20 } else { 60 };
                let ready = now + Span::from_seconds(takes);
                let began = Event::RemedyBegan { run, order: order.clone(), ready, arm: None };
                self.push(now, actor.clone(), began);
                let outcome = Outcome::Worked;
                let ended = Event::RemedyEnded { run, order, outcome, says: "done".into() };
                self.push(ready, Actor::World, ended);
            }
            _ => {}
        }
    }
}

/// `/declare sev2 …` read without the process's names has its severity in the title.
fn severity_first(command: Command) -> Command {
    match command {
        Command::Declare { severity: None, title } => {
            let (first, rest) = title.as_str().split_once(' ').expect("severity and title");
            assert!(first.starts_with("sev"), "{first} is no severity");
            Command::Declare { severity: Some(first.into()), title: rest.into() }
        }
        other => other,
    }
}

fn player(name: &str) -> Option<Whom> {
    let player = match name {
        "ann" | "pim" => "p1",
        "nok" => "p2",
        "ton" => "p3",
        "ploy" => "p4",
        _ => return None,
    };
    Some(player.into())
}

fn long(role: &RoleId) -> RoleId {
    let process = house::process();
    process.role(role.as_str()).map_or_else(|| role.clone(), |role| role.id.clone())
}

fn measured(words: &[&str]) -> BTreeMap<String, f64> {
    (words.chunks(2))
        .map(|pair| {
            let [name, share] = pair else { panic!("a measure and its share: {words:?}") };
            let share: f64 = share.trim_end_matches('%').parse().unwrap();
            ((*name).to_owned(), share / 100.0)
        })
        .collect()
}

/// What monitoring has: errors of checkout, search and the edge.
fn readings(shares: &BTreeMap<String, f64>) -> Shown {
    let mut readings = Shown::default();
    for (part, name) in [("checkout", "buying"), ("search", "searching"), ("edge", "users")] {
        let metric = MetricRef { part: part.into(), metric: Metric::ErrorRatio };
        readings.put(&metric, shares.get(name).copied().unwrap_or(0.0));
    }
    readings
}
