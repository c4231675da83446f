//! What is really so and what will happen: a room that only drill, score, report, play and
//! rehearse enter, so that no player's view can lean on it.

use std::collections::BTreeMap;

use crate::model::cause::CauseKind;
use crate::model::condition::Condition;
use crate::model::fault::{Acts, Again, Fault};
use crate::model::id::{
    AlertRule, FactId, FaultId, InjectId, ObjectiveId, Permission, PersonId, RemedyId, RoleId,
    RunbookId, Target, TeamId,
};
use crate::model::remedy::Order;
use crate::model::text::Text;
use crate::model::time::Span;

/// The hidden half of a scenario, variant chosen and every `between` picked.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// How remedies end, where it differs from what the world does by itself; per remedy in the
    /// order tried: the first arm that fits when it begins.
    pub remedies: BTreeMap<RemedyId, Vec<Arm>>,
    /// Machines that act by themselves.
    pub automation: BTreeMap<String, Automation>,
    /// What comes before the players.
    pub injects: BTreeMap<InjectId, Inject>,
    /// How people of the system behave today.
    pub cast: BTreeMap<PersonId, CastMember>,
    /// Looks that no simulation knows.
    pub looks: Vec<Look>,
    /// Hints, ever stronger.
    pub hints: Vec<Hint>,
    /// Where the clock may jump.
    pub jumps: Vec<Jump>,
    /// What is so: one for each incident of the story.
    pub truths: Vec<Truth>,
    /// What is expected beyond the objectives of the process.
    pub expects: Vec<Expect>,
    /// Questions for the debrief.
    pub debrief: Vec<Text>,
    /// Where a proof differs from its default: character to margin and reason.
    pub proofs: BTreeMap<String, Proof>,
    /// Steps of a tutorial: what the coach says, and when.
    pub coach: Vec<CoachLine>,
}

/// One way a remedy ends.
#[derive(Clone, Debug)]
pub struct Arm {
    /// On what.
    pub target: Target,
    /// Only with these arguments.
    pub args: Option<String>,
    /// Only when this holds as it begins.
    pub when: Option<Condition>,
    /// Only who has this permission.
    pub needs: Option<Permission>,
    /// How long it takes.
    pub takes: Option<Span>,
    /// How it ends.
    pub result: ArmResult,
    /// With this chance; otherwise the next arm that fits.
    pub chance: f64,
    /// What it prints at its end.
    pub says: Option<Text>,
    /// Why, for the debrief.
    pub why: Option<Text>,
    /// Whether it cannot be taken back.
    pub irreversible: bool,
}

/// How a remedy ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArmResult {
    /// It does what it does.
    Works,
    /// It says done and does nothing.
    Nothing,
    /// It says that it failed.
    Fails,
}

/// A machine that acts by itself.
#[derive(Clone, Debug)]
pub struct Automation {
    /// When.
    pub acts: Acts,
    /// What it does.
    pub order: Order,
    /// Whether again.
    pub again: Option<Again>,
}

/// What comes before the players.
#[derive(Clone, Debug)]
pub struct Inject {
    /// Its name.
    pub id: InjectId,
    /// When it comes; only the facilitator fires one without.
    pub acts: Option<Acts>,
    /// What it is.
    pub form: Form,
    /// Facts the team could know from here on.
    pub evidence: Vec<FactId>,
}

/// The form of an inject.
#[derive(Clone, Debug)]
pub enum Form {
    /// A message to a seat's role or to all; `wants` makes it a question due after that long.
    Message {
        /// Who writes.
        from: PersonId,
        /// The role's short name or `all`.
        to: String,
        /// What.
        says: Text,
        /// An answer is wanted within.
        wants: Option<Span>,
    },
    /// A call: like a message, but it rings.
    Call {
        /// Who calls.
        from: PersonId,
        /// The role's short name.
        to: String,
        /// What.
        says: Text,
        /// An answer is wanted within.
        wants: Option<Span>,
    },
    /// Tickets of customers.
    Ticket {
        /// Of which client class.
        from: String,
        /// How many alike.
        count: u32,
        /// What they say.
        says: Text,
    },
    /// News of the outside.
    News {
        /// What it says.
        says: Text,
    },
    /// An alert that no rule of the system would fire.
    Alert {
        /// Its rule's name: the inject's.
        rule: AlertRule,
        /// On what.
        target: Target,
        /// The team it pages.
        pages: Option<TeamId>,
        /// What it says.
        says: Text,
    },
    /// Log lines while it acts.
    Log {
        /// In whose log.
        target: Target,
        /// `info`, `warn` or `error`.
        level: String,
        /// Lines a second.
        rate: f64,
        /// The line; `{n}` is a number.
        says: Text,
    },
}

/// How a person behaves today.
#[derive(Clone, Debug, Default)]
pub struct CastMember {
    /// From page to acknowledgement, where it differs; `Some(None)` never.
    pub acks: Option<Option<Span>>,
    /// From acknowledgement to being there, where it differs.
    pub joins: Option<Span>,
    /// What they answer when asked: the first that fits.
    pub replies: Vec<Reply>,
}

/// An answer of a person of the story.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Words, one of which the question holds; any question when empty. The longest fits first.
    pub about: Vec<String>,
    /// Only when this holds as the question comes.
    pub when: Option<Condition>,
    /// How long it takes.
    pub takes: Span,
    /// What they say.
    pub says: Text,
    /// Whether it is wrong, in good faith.
    pub wrong: bool,
}

/// What a look shows that no simulation knows; added to what the world shows.
#[derive(Clone, Debug)]
pub struct Look {
    /// At what.
    pub target: Target,
    /// Which view: metrics, logs, deploys, config, deps.
    pub view: String,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// How long the look takes.
    pub takes: Option<Span>,
    /// What it shows.
    pub says: Text,
}

/// A hint.
#[derive(Clone, Debug)]
pub struct Hint {
    /// What it says.
    pub says: Text,
    /// It waits for this.
    pub when: Option<Condition>,
}

/// A place where the clock may jump.
#[derive(Clone, Debug)]
pub struct Jump {
    /// When it is offered.
    pub when: Condition,
    /// How far.
    pub over: Span,
}

/// What the coach of a tutorial says.
#[derive(Clone, Debug)]
pub struct CoachLine {
    /// From when.
    pub when: Condition,
    /// Until when.
    pub until: Option<Condition>,
    /// What.
    pub says: Text,
}

/// What is so in one incident of the story.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The name of a second one; `main` for the first.
    pub name: String,
    /// When it begins; with its fault when left out.
    pub when: Option<Condition>,
    /// The fault that is its root cause; `None` for a false alarm.
    pub cause: Option<FaultId>,
    /// Target and kinds that `/cause` must name; worked out from the fault.
    pub right: Vec<Answer>,
    /// Acceptable alternatives.
    pub accept: Vec<Answer>,
    /// What contributed.
    pub contributing: Vec<Text>,
    /// False leads, and what clears each.
    pub suspects: Vec<Suspect>,
    /// Teams to bring in.
    pub owners: Vec<TeamId>,
    /// People to tell, beyond the audiences of the process.
    pub tell: Vec<PersonId>,
    /// The runbook that fits.
    pub runbook: Option<RunbookId>,
    /// When its impact has ended; when no fact that a severity tests holds, if left out.
    pub over: Option<Condition>,
    /// Facts the world cannot measure.
    pub facts: Vec<StatedFact>,
    /// What ends it, step by step; worked out from the cause where that is a release.
    pub mends: Vec<Mend>,
    /// Steps after the fix.
    pub then: Vec<Afterwards>,
}

/// One step of what ends an incident.
#[derive(Clone, Debug)]
pub struct Mend {
    /// What is carried out.
    pub order: Order,
    /// Not before this holds.
    pub when: Option<Condition>,
}

/// A cause as `/cause` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which part.
    pub target: Target,
    /// Which kind.
    pub kind: CauseKind,
}

/// A false lead.
#[derive(Clone, Debug)]
pub struct Suspect {
    /// The cause it suggests.
    pub answer: Answer,
    /// What shows that it is none.
    pub cleared_by: Option<Condition>,
}

/// A fact stated by the author.
#[derive(Clone, Debug)]
pub struct StatedFact {
    /// Which fact.
    pub fact: FactId,
    /// Its value while it holds.
    pub value: f64,
    /// What it grows by each minute while it holds.
    pub per_minute: f64,
    /// When it holds.
    pub acts: Acts,
}

/// A step after the fix.
#[derive(Clone, Debug)]
pub struct Afterwards {
    /// What.
    pub what: Text,
    /// Met by.
    pub met: Condition,
}

/// What is expected beyond the objectives of the process.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Its objective's id: `expect-1` …
    pub id: ObjectiveId,
    /// What.
    pub what: Text,
    /// The capability's name.
    pub capability: String,
    /// Whose.
    pub role: Option<RoleId>,
    /// Points.
    pub points: f64,
    /// Full marks within, from `when`.
    pub full: Option<Span>,
    /// No marks from here on.
    pub none: Option<Span>,
    /// Starts its clock; the drill's start when left out.
    pub when: Option<Condition>,
    /// Met by.
    pub met: Condition,
    /// Only before this.
    pub before: Option<Condition>,
}

/// Where a proof differs from its default.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Points below the ideal team's at least.
    pub below_ideal: Option<f64>,
    /// Points at least.
    pub at_least: Option<f64>,
    /// Points at most.
    pub at_most: Option<f64>,
    /// Why.
    pub because: Text,
}
