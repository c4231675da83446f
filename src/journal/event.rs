//! What can happen in a drill, each thing as a value. It interprets nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::{Command, LookView, StepMark};
use crate::journal::refusal::Refusal;
use crate::model::id::{
    AlertId, AlertRule, FactId, FaultId, IncidentId, InjectId, LookId, PageId, PartId, PersonId,
    PlayerId, QuestionId, RemedyRun, RoleId, RunbookId, SeverityId, StatusId, Target, Version,
    Whom,
};
use crate::model::metric::{MetricRef, Reading};
use crate::model::remedy::Order;
use crate::model::text::{DisplayText, Text};
use crate::model::time::{DrillTime, Span};

/// What happened. Past tense; everything a player saw, a score needs or a report tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    // -- players
    /// A player's command was accepted; the entries it caused follow it.
    Given(Command),
    /// A player's line was refused.
    Refused {
        /// What was typed.
        line: DisplayText,
        /// Why not.
        refusal: Refusal,
    },

    // -- the system, in truth
    /// A fault began to act.
    FaultBegan(FaultId),
    /// A fault ended.
    FaultEnded(FaultId),
    /// A version began to roll out.
    Deployed {
        /// Of which service.
        part: PartId,
        /// Which version.
        version: Version,
    },
    /// The real state, every [`TRUTH_EVERY`] seconds. No playing seat sees it.
    TruthSampled(Truth),
    /// A remedy has cost or spared people, as the world attributes it; running total.
    HarmAttributed {
        /// The remedy.
        run: RemedyRun,
        /// Customer-seconds since it began.
        customer_seconds: u64,
    },

    // -- the system, as its monitoring shows it
    /// What the metrics store got. A metric it did not get is not in it.
    MetricsScraped {
        /// When the readings were true.
        of: DrillTime,
        /// The readings.
        readings: Shown,
    },
    /// An alert fired.
    AlertFired {
        /// Its id in this drill.
        alert: AlertId,
        /// The rule.
        rule: AlertRule,
        /// On what.
        target: Target,
        /// The metric it watches, where there is one.
        metric: Option<MetricRef>,
        /// What it says.
        says: Text,
    },
    /// An alert's condition no longer holds.
    AlertResolved(AlertId),

    // -- pages
    /// Somebody was paged.
    Paged {
        /// The page.
        page: PageId,
        /// Whom: a player or a person of the story.
        whom: Whom,
        /// For which alert, if for one.
        alert: Option<AlertId>,
        /// The rung of the ladder, 0 for the first; `None` if somebody paged by hand.
        rung: Option<u32>,
        /// Why.
        why: DisplayText,
    },
    /// A page was acknowledged.
    Acknowledged {
        /// The page.
        page: PageId,
        /// By whom.
        by: Whom,
    },
    /// A page closed by itself: nobody ever acknowledged it, or its alert resolved.
    PageClosed(PageId),
    /// A paged person is there and can be asked.
    Joined(PersonId),

    // -- the story
    /// An inject came before the players.
    Shown(InjectShown),
    /// A question reached a person of the story, and which of their replies will come, in truth.
    /// No player sees it.
    QuestionPut {
        /// Who asked.
        from: PlayerId,
        /// Who was asked.
        to: PersonId,
        /// Which reply of the cast; `None`: they know nothing of it.
        reply: Option<u32>,
        /// When the answer comes.
        ready: DrillTime,
    },
    /// A person of the story answered.
    Replied {
        /// Who.
        from: PersonId,
        /// To whom.
        to: PlayerId,
        /// What.
        says: Text,
    },
    /// The coach of a tutorial said something.
    Coached {
        /// Which line of the scenario's coach.
        line: u32,
        /// What.
        says: Text,
    },
    /// The coach's line has done its work.
    CoachDone(u32),
    /// A hint was given.
    Hinted {
        /// 1, 2 …: ever stronger.
        level: u32,
        /// What.
        says: Text,
        /// Its price in points of 100.
        price: u32,
    },
    /// The clock may jump.
    JumpOffered(Span),
    /// The clock jumped.
    Jumped {
        /// From.
        from: DrillTime,
        /// To.
        to: DrillTime,
    },

    // -- the incident
    /// An incident was declared.
    Declared {
        /// Its id.
        incident: IncidentId,
        /// At which severity.
        severity: SeverityId,
        /// What about.
        title: DisplayText,
        /// Its channel.
        channel: String,
        /// The alert it came from.
        alert: Option<AlertId>,
    },
    /// The process did something by itself on declaring.
    Automated {
        /// For which incident.
        incident: IncidentId,
        /// What: `channel`, `invite`, `announce`, `ticket`, `status_page`.
        what: String,
        /// In words.
        says: DisplayText,
    },
    /// The severity changed.
    SeverityChanged {
        /// Of which incident.
        incident: IncidentId,
        /// To which.
        severity: SeverityId,
        /// Why.
        why: DisplayText,
    },
    /// The status changed.
    StatusChanged {
        /// Of which incident.
        incident: IncidentId,
        /// To which.
        status: StatusId,
        /// A note.
        note: DisplayText,
    },
    /// The incident was closed without being resolved.
    Closed {
        /// Which.
        incident: IncidentId,
        /// Why.
        reason: DisplayText,
    },
    /// A role has a holder.
    Assigned {
        /// In which incident.
        incident: IncidentId,
        /// Which role.
        role: RoleId,
        /// Who holds it.
        holder: Whom,
        /// The brief of a handover.
        brief: Option<DisplayText>,
    },
    /// An update went out; its fields stand in the `Given` entry before it.
    Updated {
        /// Of which incident.
        incident: IncidentId,
        /// The fields.
        update: crate::command::Update,
    },

    // -- work
    /// A look began.
    LookBegan {
        /// Its id.
        look: LookId,
        /// At what.
        target: Target,
        /// Which side.
        view: LookView,
        /// When it will return.
        ready: DrillTime,
    },
    /// A look returned.
    LookReturned {
        /// Its id.
        look: LookId,
        /// At what.
        target: Target,
        /// Which side.
        view: LookView,
        /// Who looked.
        who: PlayerId,
        /// What it showed, line by line.
        lines: Vec<DisplayText>,
        /// The readings among it.
        readings: Shown,
    },
    /// A remedy began.
    RemedyBegan {
        /// This carrying out.
        run: RemedyRun,
        /// What was ordered.
        order: Order,
        /// When it will have been carried out.
        ready: DrillTime,
        /// Which of the scenario's arms it takes, in truth; `None`: what the world does by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        arm: Option<u32>,
    },
    /// A remedy ended.
    RemedyEnded {
        /// Which.
        run: RemedyRun,
        /// What was ordered.
        order: Order,
        /// How it really ended; players are shown only whether it failed.
        outcome: Outcome,
        /// What it printed.
        says: Text,
    },
    /// A cause was stated.
    CauseStated {
        /// Whether it is right, acceptable or wrong; seen by no player before the debrief.
        verdict: Verdict,
    },
    /// Somebody waits for an answer.
    Asked {
        /// The question.
        question: QuestionId,
        /// Who asks: a person of the story or a player.
        from: Whom,
        /// Whom; a role's short name, or a player.
        to: Whom,
        /// What.
        says: Text,
        /// An answer is due.
        due: DrillTime,
    },
    /// A question was answered.
    Answered(QuestionId),
    /// A runbook was opened.
    RunbookOpened(RunbookId),
    /// A step was marked, by hand or because its directives were done.
    StepMarked {
        /// Of which runbook.
        runbook: RunbookId,
        /// Which step.
        number: u32,
        /// How.
        mark: StepMark,
        /// Why it was skipped.
        why: DisplayText,
    },

    // -- the clock
    /// The clock stands.
    Paused,
    /// The clock runs again.
    Resumed,
    /// Drill-seconds a second.
    SpeedSet(u32),
    /// The drill is over.
    Ended {
        /// `end`, `minutes` or `abort`.
        reason: String,
    },
}

/// How often the truth is sampled, in drill-seconds.
pub const TRUTH_EVERY: u32 = 5;

/// The real state at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Facts, in millionths of their unit.
    pub facts: BTreeMap<FactId, i64>,
    /// Readings of what alerts, dashboards and truths speak of.
    pub readings: Shown,
    /// Customer-seconds lost since the start.
    pub customer_seconds: u64,
    /// Money lost since the start, in hundredths.
    pub money: i64,
    /// Digest of the world's state.
    pub world: u64,
}

/// Readings in the journal: written as a map from `checkout.p99` to a whole number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shown(pub BTreeMap<String, Reading>);

impl Shown {
    /// The reading of a metric.
    #[must_use]
    pub fn get(&self, metric: &MetricRef) -> Option<f64> {
        let reading = self.0.get(metric.name().as_str())?;
        Some(reading.value(metric.metric.unit()))
    }

    /// Every reading with its metric, in the order of their names; a name that is none is passed over.
    pub fn each(&self) -> impl Iterator<Item = (MetricRef, f64)> {
        self.0.iter().filter_map(|(name, reading)| {
            let metric: MetricRef = name.parse().ok()?;
            let value = reading.value(metric.metric.unit());
            Some((metric, value))
        })
    }

    /// Adds a reading, rounded to its metric's steps.
    pub fn put(&mut self, metric: &MetricRef, value: f64) {
        self.0.insert(metric.name(), Reading::publish(value, metric.metric.unit()));
    }
}

/// An inject as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InjectShown {
    /// Which; `None` for a facilitator's own.
    pub inject: Option<InjectId>,
    /// What it is.
    pub form: InjectForm,
    /// Facts the team could know from here on, with their value then in millionths.
    pub evidence: BTreeMap<FactId, i64>,
}

/// The form of an inject as players meet it. Questions come as [`Event::Asked`] after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InjectForm {
    /// A message to a role, or to `all`.
    Message {
        /// Who writes.
        from: PersonId,
        /// Role's short name, or `all`.
        to: String,
        /// What.
        says: Text,
    },
    /// A call.
    Call {
        /// Who calls.
        from: PersonId,
        /// Role's short name, or `all`.
        to: String,
        /// What.
        says: Text,
    },
    /// Tickets.
    Ticket {
        /// Of which client class.
        from: String,
        /// How many alike.
        count: u32,
        /// What they say.
        says: Text,
    },
    /// News.
    News {
        /// What.
        says: Text,
    },
    /// A log line has begun to appear.
    Log {
        /// In whose log.
        target: Target,
    },
    /// An alert; [`Event::AlertFired`] follows.
    Alert,
}

/// How a remedy really ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what it does.
    Worked,
    /// It said done and did nothing.
    Nothing,
    /// It said that it failed.
    Failed,
}

/// What a stated cause is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The root cause.
    Right,
    /// An acceptable alternative.
    Acceptable,
    /// Neither.
    Wrong,
}
