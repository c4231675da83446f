//! One seat's view as lines of JSON, for a program that plays: what a person in that seat would see,
//! in plain values. `firedrill schema player` prints its shape. It adds nothing to the view, and reads
//! nothing a program says but its line.
//!
//! Times are drill-seconds. Lines of the channel and results of looks are told once, when they are
//! new; everything else as it is now.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::text::{Lang, Text};
use crate::view::{DueState, SeatView};

/// The number of this protocol; raised when a program that reads it would have to change.
pub const PROTOCOL: u32 = 1;

/// What a program is told, one a line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Told {
    /// First, once: where it sits, and the words it may use.
    Hello(Box<Hello>),
    /// What its seat sees now: at most once a drill-second, and only when something changed.
    View(Box<Now>),
    /// What became of a line it said.
    Answer(Answer),
    /// The drill is over; its input ends after this.
    Ended {
        /// `end`, `minutes` or `abort`.
        reason: String,
    },
}

/// Where a program sits, and the words it may use.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hello {
    /// The number of this protocol.
    pub protocol: u32,
    /// The drill's id.
    pub drill: String,
    /// Its own name.
    pub me: String,
    /// Short names of the roles it sits for.
    pub roles: Vec<String>,
    /// Title of the scenario.
    pub title: String,
    /// Minutes the drill may last.
    pub minutes: u32,
    /// `en` or `th`.
    pub lang: &'static str,
    /// Names of people.
    pub people: Vec<String>,
    /// Parts of the system.
    pub parts: Vec<String>,
    /// Severities, top first.
    pub severities: Vec<String>,
    /// Statuses in order.
    pub statuses: Vec<String>,
    /// Audiences of updates.
    pub audiences: Vec<String>,
    /// Remedies, with what they do.
    pub remedies: BTreeMap<String, String>,
    /// Teams and duties that can be paged.
    pub pageable: Vec<String>,
    /// Features, for the scope of updates.
    pub features: Vec<String>,
    /// Runbooks.
    pub runbooks: Vec<String>,
}

/// What a seat sees now.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Now {
    /// The time.
    pub now: u32,
    /// Whether the clock stands.
    pub paused: bool,
    /// Roles it holds now, or sits for.
    pub roles: Vec<String>,
    /// Incidents, open ones first.
    pub incidents: Vec<Incident>,
    /// What is due.
    pub due: Vec<Due>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// Parts with their readings, worst first; a missing reading is not there.
    pub services: Vec<Service>,
    /// Questions that wait for its answer, and other mail.
    pub inbox: Vec<Mail>,
    /// Looks that have returned since it was told last.
    pub looks: Vec<Look>,
    /// Remedies under way or ended.
    pub remedies: Vec<Remedy>,
    /// The runbook in use.
    pub runbook: Option<Book>,
    /// Roles with who holds them.
    pub team: BTreeMap<String, Option<String>>,
    /// Lines of the channel since it was told last.
    pub channel: Vec<Line>,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Incident {
    /// `INC-0001`.
    pub id: String,
    /// Its severity.
    pub severity: String,
    /// Its status.
    pub status: String,
    /// What about.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
}

/// Something due.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Due {
    /// What, as on the screen.
    pub what: String,
    /// Whose.
    pub owner: String,
    /// Whether it is this seat's.
    pub mine: bool,
    /// Seconds left; below zero, seconds late. Null once it was met.
    pub left: Option<i64>,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alert {
    /// `A-1`.
    pub id: String,
    /// On what.
    pub target: String,
    /// What it says.
    pub says: String,
    /// Since when.
    pub fired: u32,
    /// Until when.
    pub resolved: Option<u32>,
    /// Whether a page for it waits for this seat's `/ack`.
    pub pages_me: bool,
}

/// A part with its readings.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Service {
    /// Which.
    pub part: String,
    /// 0 calm, 1 worth a look, 2 alerting.
    pub badness: u8,
    /// Readings by metric, in seconds, ratios, calls a second or counts.
    pub readings: BTreeMap<String, f64>,
}

/// Something in the inbox.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Mail {
    /// `Q-1`, for `/answer`, while it waits.
    pub question: Option<String>,
    /// Who.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What.
    pub text: String,
    /// When.
    pub at: u32,
    /// An answer is due by.
    pub due: Option<u32>,
}

/// A look that has returned.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Look {
    /// At what.
    pub target: String,
    /// Which side.
    pub view: String,
    /// Who looked.
    pub who: String,
    /// What it showed, line by line.
    pub lines: Vec<String>,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Remedy {
    /// `rollback checkout`.
    pub what: String,
    /// By whom.
    pub by: String,
    /// When it is expected to end.
    pub ready: u32,
    /// When it ended.
    pub ended: Option<u32>,
    /// Whether it said that it failed.
    pub failed: bool,
    /// What it printed.
    pub says: Option<String>,
}

/// The runbook in use.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Book {
    /// Its id.
    pub id: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step of a runbook.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub text: String,
    /// What it has one do, as it is written.
    pub directives: Vec<String>,
    /// Whether it was marked.
    pub marked: bool,
}

/// A line of the channel.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Line {
    /// When.
    pub at: u32,
    /// Who.
    pub who: String,
    /// What.
    pub text: String,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// The id the program gave its line.
    pub id: Option<String>,
    /// Whether it was taken and stored.
    pub taken: bool,
    /// Why not.
    pub says: Option<String>,
}

/// What a program says, one a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// A command, or a message to the channel: what a person would type.
    pub say: String,
    /// Any word of its own, given back with the answer.
    #[serde(default)]
    pub id: Option<String>,
}

/// Both directions of the protocol, for its schema.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct Protocol {
    /// What a program is told on its standard input.
    pub told: Told,
    /// What it says on its standard output.
    pub said: Said,
}

impl Hello {
    /// The first word to a program.
    #[must_use]
    pub fn of(view: &SeatView, drill: &str) -> Self {
        let words = &view.words;
        let remedy =
            |(name, does, _): &(String, Text, Text)| (name.clone(), does.get(view.lang).to_owned());
        Self {
            protocol: PROTOCOL,
            drill: drill.to_owned(),
            me: view.my_name.clone(),
            roles: view.my_roles.clone(),
            title: view.title.get(view.lang).to_owned(),
            minutes: view.minutes,
            lang: if view.lang == Lang::Th { "th" } else { "en" },
            people: words.people.clone(),
            parts: words.parts.clone(),
            severities: words.severities.iter().map(|(id, ..)| id.to_string()).collect(),
            statuses: words.statuses.iter().map(ToString::to_string).collect(),
            audiences: words.audiences.iter().map(|(id, _)| id.to_string()).collect(),
            remedies: words.remedies.iter().map(remedy).collect(),
            pageable: words.pageable.clone(),
            features: words.features.clone(),
            runbooks: view.runbooks.iter().map(|own| own.id.to_string()).collect(),
        }
    }
}

/// What a program was told last.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    revision: Option<(u64, u32)>,
    /// The last line of the channel.
    line: u64,
    /// Looks that had returned.
    looks: Vec<String>,
}

impl Heard {
    /// What is new for the program; nothing where nothing is.
    pub fn news(&mut self, view: &SeatView) -> Option<Now> {
        let at = (view.revision, view.now.0);
        if self.revision == Some(at) {
            return None;
        }
        self.revision = Some(at);
        let fresh = view.channel.iter().filter(|own| own.seq > self.line);
        let channel: Vec<Line> = fresh.map(|own| line(own, view.lang)).collect();
        self.line = view.channel.iter().map(|own| own.seq).max().unwrap_or(self.line);
        let returned = view.looks.iter().filter(|own| own.lines.is_some());
        let looks: Vec<(String, Look)> = returned
            .filter(|own| !self.looks.contains(&own.id.to_string()))
            .map(|own| (own.id.to_string(), look(own)))
            .collect();
        self.looks.extend(looks.iter().map(|(id, _)| id.clone()));
        let looks = looks.into_iter().map(|(_, look)| look).collect();
        Some(Now { looks, channel, ..now(view) })
    }
}

fn line(own: &crate::view::ChannelLine, lang: Lang) -> Line {
    Line { at: own.at.0, who: own.who.clone(), text: own.text.get(lang).to_owned() }
}

fn look(own: &crate::view::LookItem) -> Look {
    Look {
        target: own.target.to_string(),
        view: own.view.word().to_owned(),
        who: own.who.clone(),
        lines: own.lines.iter().flatten().map(ToString::to_string).collect(),
    }
}

/// Everything that is told as it is.
fn now(view: &SeatView) -> Now {
    let lang = view.lang;
    let incident = |own: &crate::view::IncidentRow| Incident {
        id: own.id.to_string(),
        severity: own.severity.to_string(),
        status: own.status.to_string(),
        title: own.title.to_string(),
        open: own.open,
    };
    let alert = |own: &crate::view::AlertRow| Alert {
        id: own.id.to_string(),
        target: own.target.to_string(),
        says: own.says.get(lang).to_owned(),
        fired: own.fired.0,
        resolved: own.resolved.map(|at| at.0),
        pages_me: own.waits_for_me,
    };
    let service = |own: &crate::view::ServiceRow| Service {
        part: own.part.to_string(),
        badness: own.badness,
        readings: own.readings.iter().map(|(m, value)| (m.name().to_owned(), *value)).collect(),
    };
    let remedy = |own: &crate::view::RemedyRow| Remedy {
        what: own.what.clone(),
        by: own.by.clone(),
        ready: own.ready.0,
        ended: own.ended.map(|(at, _)| at.0),
        failed: own.ended.is_some_and(|(_, failed)| failed),
        says: own.says.as_ref().map(|says| says.get(lang).to_owned()),
    };
    let holder = |own: &crate::view::TeamRow| {
        (own.short.clone(), own.holder.as_ref().map(|(name, _)| name.clone()))
    };
    Now {
        now: view.now.0,
        paused: view.paused,
        roles: view.my_roles.clone(),
        incidents: view.incidents.iter().map(incident).collect(),
        due: view.due.iter().map(|own| due(own, lang)).collect(),
        alerts: view.alerts.iter().map(alert).collect(),
        services: view.services.iter().map(service).collect(),
        inbox: view.inbox.iter().map(|own| mail(own, lang)).collect(),
        looks: Vec::new(),
        remedies: view.remedies.iter().map(remedy).collect(),
        runbook: view.runbook.as_ref().map(|own| book(own, view.lang)),
        team: view.team.iter().map(holder).collect(),
        channel: Vec::new(),
    }
}

fn due(own: &crate::view::DueItem, lang: Lang) -> Due {
    Due {
        what: own.label.get(lang).to_owned(),
        owner: own.owner.clone(),
        mine: own.mine,
        left: match own.state {
            DueState::Open(left) | DueState::Soon(left) => Some(i64::from(left)),
            DueState::Late(late) => Some(-i64::from(late)),
            DueState::MetEarly(_) | DueState::MetLate(_) => None,
        },
    }
}

fn mail(own: &crate::view::InboxItem, lang: Lang) -> Mail {
    let waits = own.answered.is_none();
    Mail {
        question: own.question.filter(|_| waits).map(|id| id.to_string()),
        from: own.from.clone(),
        to: own.to.clone(),
        text: own.text.get(lang).to_owned(),
        at: own.at.0,
        due: own.due.filter(|_| waits).map(|at| at.0),
    }
}

fn book(own: &crate::view::RunbookView, lang: Lang) -> Book {
    let step = |own: &crate::view::StepRow| Step {
        number: own.number,
        text: own.text.get(lang).to_owned(),
        directives: own.directives.iter().map(ToString::to_string).collect(),
        marked: own.marked.is_some(),
    };
    Book { id: own.id.to_string(), steps: own.steps.iter().map(step).collect() }
}
