//! The command language: what every player, human or not, can say. It never decides whether a
//! command is allowed; that is `drill`.

pub mod completion;
pub mod grammar;
mod line;
pub mod mistake;
pub mod playscript;
mod reading;
mod spelling;
pub mod table;
mod texts;
mod value;
pub mod vocabulary;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use crate::command::completion::{Completion, completions};
pub use crate::command::grammar::{Kind, Slot, Spec, When, Who};
pub use crate::command::mistake::Mistake;
pub use crate::command::table::{HelpRow, commands, find, help};
pub use crate::command::vocabulary::{Term, Vocabulary};
use crate::model::cause::CauseKind;
use crate::model::id::{
    AlertId, AudienceId, IncidentId, InjectId, ObjectiveId, QuestionId, RoleId, RunbookId,
    SeverityId, StatusId, Target, Whom,
};
use crate::model::remedy::Order;
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};

/// The longest line that may be typed, in characters.
pub const LINE_MAX: usize = 2_000;

/// One thing said. Its canonical line (`Display`) reads back to the same value, and is how the
/// journal keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Command {
    /// A message to the incident channel: any line without `/`, or `/say TEXT`.
    Say(DisplayText),
    /// `/ack ALERT`: acknowledge a page.
    Ack(AlertId),
    /// `/declare [SEV] TITLE`: open the incident.
    Declare {
        /// At this severity; the process's guess for the alert when left out.
        severity: Option<SeverityId>,
        /// What it is about.
        title: DisplayText,
    },
    /// `/severity SEV WHY`.
    Severity {
        /// Which incident, when several are open.
        incident: Option<IncidentId>,
        /// The new severity.
        severity: SeverityId,
        /// Why.
        why: DisplayText,
    },
    /// `/status STATUS NOTE`.
    Status {
        /// Which incident.
        incident: Option<IncidentId>,
        /// The new status.
        status: StatusId,
        /// A note; the reason of a step back.
        note: DisplayText,
    },
    /// `/close REASON`: as false alarm, duplicate or drill error.
    Close {
        /// Which incident.
        incident: Option<IncidentId>,
        /// Why.
        reason: DisplayText,
    },
    /// `/assign ROLE PERSON`.
    Assign {
        /// Which incident.
        incident: Option<IncidentId>,
        /// The role, by long or short name.
        role: RoleId,
        /// Who shall hold it.
        person: Whom,
    },
    /// `/handover ROLE PERSON BRIEF`.
    Handover {
        /// Which incident.
        incident: Option<IncidentId>,
        /// The role.
        role: RoleId,
        /// Who takes it.
        person: Whom,
        /// What they must know.
        brief: DisplayText,
    },
    /// `/page WHOM [WHY]`.
    Page {
        /// A person, a team's on-call, a duty.
        whom: Whom,
        /// Why.
        why: DisplayText,
    },
    /// `/look SERVICE [VIEW]`.
    Look {
        /// At what.
        target: Target,
        /// Which side of it.
        view: LookView,
    },
    /// `/ask PERSON QUESTION`.
    Ask {
        /// Whom.
        whom: Whom,
        /// What.
        question: DisplayText,
    },
    /// `/tell PERSON TEXT`.
    Tell {
        /// Whom.
        whom: Whom,
        /// What.
        text: DisplayText,
    },
    /// `/cause SERVICE KIND [WHY]`: a hypothesis of the root cause.
    Cause {
        /// Where.
        target: Target,
        /// Of what kind.
        kind: CauseKind,
        /// Why.
        why: DisplayText,
    },
    /// `/answer ID TEXT`.
    Answer {
        /// The question.
        question: QuestionId,
        /// The answer.
        text: DisplayText,
    },
    /// `/jump`: let the clock jump where the scenario offers it.
    Jump,
    /// `/do REMEDY TARGET [ARGS]`.
    Do(Order),
    /// `/runbook ID`.
    Runbook(RunbookId),
    /// `/step N done|skip [WHY]`.
    Step {
        /// The step of the runbook opened last.
        number: u32,
        /// What became of it.
        mark: StepMark,
        /// Why it was skipped.
        why: DisplayText,
    },
    /// `/update AUDIENCE[,AUDIENCE] scope=… effect=… doing=… next=… [text=…]`.
    Update(Update),
    /// `/note TEXT`.
    Note(DisplayText),
    /// `/decision TEXT why=…`.
    Decision {
        /// What was decided.
        text: DisplayText,
        /// Why.
        why: DisplayText,
    },
    /// `/action TASK owner=… due=… [priority=P2]`.
    Action {
        /// What is to be done.
        task: DisplayText,
        /// By whom.
        owner: Whom,
        /// By when, `2026-12-11`.
        due: chrono::NaiveDate,
        /// P1 to P4.
        priority: Priority,
    },
    /// `/witness OBJECTIVE MM:SS WHAT`.
    Witness {
        /// Which objective.
        objective: ObjectiveId,
        /// When it happened.
        at: DrillTime,
        /// What.
        what: DisplayText,
    },
    /// `/hint`.
    Hint,
    /// `/self CAPABILITY P|S|M|U`: rates the own team after the end.
    SelfRate {
        /// Which capability.
        capability: String,
        /// The rating.
        rating: Rating,
    },
    /// `/dispute LINE WHY`.
    Dispute {
        /// Which objective.
        line: ObjectiveId,
        /// Why.
        why: DisplayText,
    },
    /// `/pause`.
    Pause,
    /// `/resume`.
    Resume,
    /// `/speed N`: drill-seconds a second, 1 to 60.
    Speed(u32),
    /// `/end`.
    End,
    /// `/abort [WHY]`: a real incident has begun.
    Abort(DisplayText),
    /// `/inject TEXT`: a facilitator's own.
    Inject(DisplayText),
    /// `/fire ID`, `/hold ID`, `/skip ID`: steer an inject.
    Steer {
        /// How.
        how: Steering,
        /// Which.
        inject: InjectId,
    },
    /// `/rate OBJECTIVE P|S|M|U NOTE`.
    Rate {
        /// Which objective.
        objective: ObjectiveId,
        /// The rating.
        rating: Rating,
        /// Why.
        note: DisplayText,
    },
    /// `/rule LINE|WITNESS accept|reject WHY`.
    Rule {
        /// Which line.
        line: ObjectiveId,
        /// Whether it is accepted.
        accept: bool,
        /// Why.
        why: DisplayText,
    },
    /// `/observe TEXT`.
    Observe(DisplayText),
}

/// Which side of a part is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookView {
    /// Its metrics.
    Metrics,
    /// Its log.
    Logs,
    /// Its deploys.
    Deploys,
    /// Its settings.
    Config,
    /// Its calls and callers.
    Deps,
}

impl LookView {
    /// Every side, in the order offered.
    pub const ALL: &[Self] = &[Self::Metrics, Self::Logs, Self::Deploys, Self::Config, Self::Deps];

    /// The word in commands and files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::Logs => "logs",
            Self::Deploys => "deploys",
            Self::Config => "config",
            Self::Deps => "deps",
        }
    }

    /// The side of that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|own| own.word() == word)
    }
}

/// What became of a runbook's step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepMark {
    /// It was done.
    Done,
    /// It was left out.
    Skip,
}

/// A rating of the exercise world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Performed.
    P,
    /// Performed with some challenges.
    S,
    /// Performed with major challenges.
    M,
    /// Unable to be performed.
    U,
}

/// How urgent an action item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Priority {
    /// At once.
    P1,
    /// Soon.
    P2,
    /// When there is time.
    P3,
    /// Some day.
    P4,
}

/// What a facilitator does with an inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steering {
    /// Shows it now.
    Fire,
    /// Keeps it back until fired.
    Hold,
    /// Leaves it out.
    Skip,
}

/// An update: the fields are what counts, the text is for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// Of which incident.
    pub incident: Option<IncidentId>,
    /// To whom.
    pub audiences: Vec<AudienceId>,
    /// Which service or feature; several by comma.
    pub scope: DisplayText,
    /// How many users are hit.
    pub effect: Effect,
    /// What is being done.
    pub doing: DisplayText,
    /// The next word within; `None` for `none`, only once resolved.
    pub next: Option<Span>,
    /// The text people read.
    pub text: DisplayText,
}

/// A measure of effect on users.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Not yet known.
    Unknown,
    /// Nobody.
    None,
    /// Some.
    Some,
    /// Many.
    Many,
    /// All.
    All,
    /// A percentage, 0 to 100.
    Percent(u8),
}

impl Command {
    /// Reads a line as it was typed. A line without `/` is a message.
    pub fn parse(line: &str) -> Result<Self, Mistake> {
        reading::typed(line, None)
    }

    /// Reads a line where names are known: their case is set right, and a severity is told from a
    /// title's first word by the process's own names.
    pub fn parse_with(line: &str, words: &Vocabulary) -> Result<Self, Mistake> {
        reading::typed(line, Some(words))
    }

    /// Its row of the table.
    pub fn spec(&self) -> &'static Spec {
        spelling::fields(self).0
    }
}

impl fmt::Display for Command {
    /// Writes the canonical line, which reads back to the same value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&spelling::line(self))
    }
}

impl From<Command> for String {
    fn from(command: Command) -> Self {
        command.to_string()
    }
}

impl TryFrom<String> for Command {
    type Error = Mistake;

    /// Reads a canonical line, which quotes may have made longer than what people may type.
    fn try_from(line: String) -> Result<Self, Mistake> {
        reading::read(&line, None)
    }
}
