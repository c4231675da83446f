//! The incident as a pure fold of entries and process: who holds what, what was sent, what is due.
//! Drill, view, score and crew all ask it. It never sees the truth, and decides nothing.

mod fold;
mod knowledge;
mod obligation;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::{Priority, StepMark, Update};
use crate::content::process::Process;
use crate::journal::Place;
use crate::model::id::{
    AlertId, AlertRule, FactId, IncidentId, PageId, PersonId, QuestionId, RemedyRun, RoleId,
    RunbookId, SeverityId, StatusId, Target, Whom,
};
use crate::model::metric::MetricRef;
use crate::model::remedy::Order;
use crate::model::system::System;
use crate::model::text::{DisplayText, Text};
use crate::model::time::DrillTime;

pub use knowledge::Knowledge;
pub use obligation::{Duty, Obligation};

/// The state of everything the process speaks of, folded from entries so far.
#[derive(Clone, Debug)]
pub struct Incidents {
    /// The process in force.
    pub process: Arc<Process>,
    /// The system as players know it.
    pub system: Arc<System>,
    /// Who sits where.
    pub roster: Vec<Place>,
    /// The time of the last entry.
    pub now: DrillTime,
    /// Incidents by id, closed ones too.
    pub incidents: BTreeMap<IncidentId, Incident>,
    /// Alerts that ever fired.
    pub alerts: BTreeMap<AlertId, Alert>,
    /// Pages ever sent.
    pub pages: BTreeMap<PageId, Page>,
    /// Questions ever asked.
    pub questions: BTreeMap<QuestionId, Question>,
    /// Remedies ever begun.
    pub remedies: BTreeMap<RemedyRun, Remedy>,
    /// Runbooks opened, in order; the last one is the one `/step` speaks of.
    pub runbooks: Vec<OpenRunbook>,
    /// Action items.
    pub actions: Vec<ActionItem>,
    /// Decisions, notes and causes on record, in order.
    pub record: Vec<Recorded>,
    /// People of the story who are there and can be asked, since when.
    pub joined: BTreeMap<PersonId, DrillTime>,
    /// What could be known from what monitoring and people have shown.
    pub knowledge: Knowledge,
    /// Whether the clock stands.
    pub paused: bool,
    /// Why and when the drill ended.
    pub ended: Option<(DrillTime, String)>,
}

/// Something set at a time, with the entry that set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark<T> {
    /// What.
    pub what: T,
    /// When.
    pub at: DrillTime,
    /// The entry.
    pub seq: u64,
}

/// An incident.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What it is about.
    pub title: DisplayText,
    /// Its channel.
    pub channel: String,
    /// When it was declared, by whom (resolved), by which entry.
    pub declared: Mark<Whom>,
    /// Its severities in time; the last one holds.
    pub severities: Vec<Mark<SeverityId>>,
    /// Its statuses in time; the last one holds.
    pub statuses: Vec<Mark<StatusId>>,
    /// Holders of each role in time; the last one holds it now.
    pub roles: BTreeMap<RoleId, Vec<Tenure>>,
    /// Updates sent.
    pub updates: Vec<Mark<Update>>,
    /// When it reached the last status, if it stands there now.
    pub resolved: Option<Mark<()>>,
    /// When it was closed without being resolved.
    pub closed: Option<Mark<DisplayText>>,
}

/// A holder of a role, from entry to successor.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure {
    /// Who.
    pub holder: Whom,
    /// From when, by which entry, assigned by whom.
    pub from: Mark<Option<Whom>>,
    /// Until when.
    pub until: Option<DrillTime>,
    /// The brief it was handed over with.
    pub brief: Option<DisplayText>,
}

/// An alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Its rule.
    pub rule: AlertRule,
    /// On what.
    pub target: Target,
    /// The metric it watches.
    pub metric: Option<MetricRef>,
    /// What it says.
    pub says: Text,
    /// Since when, by which entry.
    pub fired: Mark<()>,
    /// Until when.
    pub resolved: Option<Mark<()>>,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// Whom: a player or a person.
    pub whom: Whom,
    /// For which alert.
    pub alert: Option<AlertId>,
    /// The rung of its ladder; `None` by hand.
    pub rung: Option<u32>,
    /// Why.
    pub why: DisplayText,
    /// When it was sent; `what` is who sent it, `None` for the process.
    pub sent: Mark<Option<Whom>>,
    /// When it was acknowledged, by whom.
    pub acknowledged: Option<Mark<Whom>>,
    /// When it closed by itself.
    pub closed: Option<DrillTime>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Who asks.
    pub from: Whom,
    /// Whom: a role's short name, or a player.
    pub to: Whom,
    /// What.
    pub says: Text,
    /// When it was asked.
    pub asked: Mark<()>,
    /// When an answer is due.
    pub due: DrillTime,
    /// When it was answered.
    pub answered: Option<Mark<()>>,
}

/// A remedy under way or ended, as players may know it.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// Its id.
    pub run: RemedyRun,
    /// What was ordered.
    pub order: Order,
    /// When; `what` is by whom (`None`: a machine).
    pub begun: Mark<Option<Whom>>,
    /// When it is expected to end.
    pub ready: DrillTime,
    /// When it ended; `what` is whether it said that it failed.
    pub ended: Option<Mark<bool>>,
    /// What it printed.
    pub says: Option<Text>,
}

/// A runbook in use.
#[derive(Clone, Debug)]
pub struct OpenRunbook {
    /// Which.
    pub id: RunbookId,
    /// When it was opened, by whom.
    pub opened: Mark<Whom>,
    /// Steps marked, in the order of marking.
    pub steps: Vec<Mark<MarkedStep>>,
}

/// A step that was marked.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedStep {
    /// Its number.
    pub number: u32,
    /// What became of it.
    pub how: StepMark,
    /// Why it was skipped.
    pub why: DisplayText,
    /// By whom; `None` if a machine marked it.
    pub by: Option<Whom>,
}

/// A follow-up.
#[derive(Clone, Debug)]
pub struct ActionItem {
    /// What is to be done.
    pub task: DisplayText,
    /// By whom.
    pub owner: Whom,
    /// By when.
    pub due: chrono::NaiveDate,
    /// How urgent.
    pub priority: Priority,
    /// When it was added.
    pub added: Mark<Whom>,
}

/// Something on record.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What it is.
    pub kind: RecordKind,
    /// What it says.
    pub text: DisplayText,
    /// Why, for decisions and causes.
    pub why: DisplayText,
    /// When, by whom.
    pub added: Mark<Whom>,
}

/// What was put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A note.
    Note,
    /// A decision.
    Decision,
    /// A hypothesis of the cause.
    Cause,
}

impl Incidents {
    /// Incidents that are neither resolved nor closed, oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.values().filter(|incident| incident.is_open())
    }

    /// The player who plays this person, or is called so.
    #[must_use]
    pub fn player_of(&self, whom: &Whom) -> Option<&Place> {
        self.roster.iter().find(|place| {
            place.player.as_str() == whom.as_str()
                || place.plays.as_ref().is_some_and(|person| person.as_str() == whom.as_str())
        })
    }

    /// Who owes what belongs to a role: its holder in the incident; before that, whoever sits in
    /// the role's seat, or the incident's lead.
    #[must_use]
    pub fn holder(&self, incident: Option<IncidentId>, role: &RoleId) -> Option<&Whom> {
        let incident = incident.map_or_else(|| self.open().next(), |id| self.incidents.get(&id));
        incident.and_then(|incident| incident.holder(role))
    }

    /// Facts as far as the team could know.
    #[must_use]
    pub fn known(&self, fact: &FactId) -> f64 {
        self.knowledge.fact(fact)
    }
}

impl Incident {
    /// The severity in force.
    #[must_use]
    pub fn severity(&self) -> Option<&SeverityId> {
        self.severities.last().map(|mark| &mark.what)
    }

    /// The severity in force at a time.
    #[must_use]
    pub fn severity_at(&self, at: DrillTime) -> Option<&SeverityId> {
        self.severities.iter().rev().find(|mark| mark.at <= at).map(|mark| &mark.what)
    }

    /// The status in force.
    #[must_use]
    pub fn status(&self) -> Option<&StatusId> {
        self.statuses.last().map(|mark| &mark.what)
    }

    /// Who holds a role now.
    #[must_use]
    pub fn holder(&self, role: &RoleId) -> Option<&Whom> {
        self.roles.get(role)?.last().filter(|tenure| tenure.until.is_none()).map(|t| &t.holder)
    }

    /// Who held a role at a time.
    #[must_use]
    pub fn holder_at(&self, role: &RoleId, at: DrillTime) -> Option<&Whom> {
        let tenures = self.roles.get(role)?;
        let holds =
            |tenure: &&Tenure| tenure.from.at <= at && tenure.until.is_none_or(|until| until > at);
        tenures.iter().rev().find(holds).map(|tenure| &tenure.holder)
    }

    /// Whether it is neither resolved nor closed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.resolved.is_none() && self.closed.is_none()
    }
}
