//! A team's incident process as data: severities and the tests for them, roles, ladders, updates,
//! rubric. No number of it is known to the code.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id::{AudienceId, ObjectiveId, ProcessId, RoleId, SeverityId, StatusId};
use crate::model::text::Text;
use crate::model::time::Span;

/// A process.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its file's id.
    pub id: ProcessId,
    /// What it is called.
    pub title: Text,
    /// Public guides it is after.
    pub sources: Vec<String>,
    /// Whether in doubt the higher severity is taken.
    pub in_doubt_higher: bool,
    /// Severities from the top: the first whose test holds.
    pub severities: Vec<Severity>,
    /// Statuses in order; the last one ends the incident.
    pub statuses: Vec<StatusId>,
    /// Roles, the one in command first.
    pub roles: Vec<Role>,
    /// Weight of each capability; they sum to 100.
    pub weights: BTreeMap<Capability, f64>,
    /// Price of each hint in points of 100; the last one for all further.
    pub hint_prices: Vec<f64>,
    /// The post-mortem is due so long after the end.
    pub post_mortem: Span,
    /// A stakeholder who asks is answered within.
    pub answer_within: Span,
    /// An unchanged update within this of the last is noise.
    pub noise_within: Span,
    /// The ladder of each severity.
    pub escalation: BTreeMap<SeverityId, Vec<Rung>>,
    /// How pages behave.
    pub paging: Paging,
    /// What happens by itself on declaring.
    pub on_declare: BTreeMap<SeverityId, Vec<OnDeclare>>,
    /// Audiences of updates.
    pub audiences: Vec<Audience>,
    /// Texts to start from: `initial`, `update`, `resolved`.
    pub templates: BTreeMap<String, Text>,
    /// The rubric; ids are the program's, numbers the file's.
    pub objectives: BTreeMap<ObjectiveId, Rule>,
    /// Seconds that evidence may lie before the players without being declared.
    pub evident_after: Span,
}

/// A severity.
#[derive(Clone, Debug)]
pub struct Severity {
    /// Its id.
    pub id: SeverityId,
    /// What it is called.
    pub name: Text,
    /// What it means, in one line.
    pub means: Text,
    /// Its test on facts; the last severity has none.
    pub when: Option<Condition>,
}

/// A role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What it is called.
    pub name: Text,
    /// Its short name in commands and seats.
    pub short: String,
    /// What other processes call it, so that scenarios that speak of their roles and seats can be
    /// played under this one.
    pub also: Vec<String>,
    /// What others must leave to this role: `update.public`.
    pub may: Vec<String>,
    /// By severity, within how long of declaring it must be held.
    pub needed: BTreeMap<SeverityId, Span>,
}

/// A rung of a ladder.
#[derive(Clone, Debug)]
pub struct Rung {
    /// `on-call`, `team-lead` or a duty of the system.
    pub page: String,
    /// From the first page.
    pub after: Span,
    /// How.
    pub by: RungBy,
}

/// How a rung reaches people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungBy {
    /// By page.
    Page,
    /// By chat.
    Chat,
    /// By a ticket.
    Ticket,
}

/// How pages behave.
#[derive(Clone, Debug)]
pub struct Paging {
    /// An acknowledged page that nobody has touched for so long triggers again.
    pub again_after: Option<Span>,
    /// A page nobody acknowledges closes by itself.
    pub closes_after: Option<Span>,
    /// The severity whose ladder holds before anyone declares.
    pub undeclared: SeverityId,
    /// A page is to be acknowledged within.
    pub ack_within: Span,
}

/// What happens by itself on declaring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDeclare {
    /// A channel is opened.
    Channel,
    /// On-call is invited.
    Invite,
    /// A post in #incidents.
    Announce,
    /// On-call is paged.
    Page,
    /// A ticket is written.
    Ticket,
    /// The status page is opened.
    StatusPage,
}

/// An audience of updates.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Its id.
    pub id: AudienceId,
    /// What it is called.
    pub name: Text,
    /// Tests that make updates to it due; always when left out.
    pub due: Option<Condition>,
    /// Tests that forbid them.
    pub never: Option<Condition>,
    /// First update by severity.
    pub first: BTreeMap<SeverityId, Span>,
    /// Then every.
    pub every: BTreeMap<SeverityId, Span>,
    /// What its text avoids: `internal_names`, `cause`, `promise`.
    pub avoid: Vec<String>,
    /// Who reads it, where it is not everybody.
    pub members: Vec<String>,
}

impl Audience {
    /// Whether it stands outside: its text avoids what is of the inside.
    #[must_use]
    pub fn outside(&self) -> bool {
        !self.avoid.is_empty()
    }
}

/// An objective's numbers.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Where it counts.
    pub capability: Capability,
    /// Its points before the capability's weight is laid over.
    pub points: f64,
    /// Full marks within.
    pub full: Option<Span>,
    /// No marks from here on; linear between.
    pub none: Option<Span>,
    /// Whether failing it makes the capability U.
    pub critical: bool,
    /// Whose it is.
    pub role: Option<RoleId>,
}

/// Every objective the program can judge, with what it asks. A process sets their numbers; one that
/// leaves an objective out does not judge it.
pub const OBJECTIVES: &[(&str, &str)] = &[
    ("acknowledged", "the page is acknowledged"),
    ("declared", "the incident is declared"),
    ("severity", "the severity is right and kept right"),
    ("roles", "the needed roles are filled in time"),
    ("command", "one holder of command at every moment"),
    ("ladder", "the escalation ladder is neither late nor skipped"),
    ("owners", "owners of the failing part are brought in"),
    ("handover", "handovers come with a brief"),
    ("first-update", "the first update is in time"),
    ("cadence", "cadence and promises are kept"),
    ("audiences", "the right audiences, no noise"),
    ("complete", "updates are complete"),
    ("true", "updates are true"),
    ("public-text", "public text keeps the rules"),
    ("final", "a final message is sent"),
    ("answers", "stakeholders who ask are answered"),
    ("cause", "the cause is found, in time"),
    ("looked", "a look before a risky remedy"),
    ("leads", "false leads are dropped"),
    ("impact", "the impact is ended"),
    ("no-harm", "no harm by own actions"),
    ("one-change", "one unverified change per service at a time"),
    ("verified", "recovery is verified before it is called resolved"),
    ("afterwards", "the steps after the fix are done"),
    ("runbook", "the fitting runbook is opened"),
    ("steps", "steps are followed, or skipped with a reason"),
    ("decisions", "decisions are recorded with a why"),
    ("timeline", "the timeline covers the key moments"),
    ("actions", "action items have an owner and a due date"),
];

macro_rules! capabilities {
    ($($(#[$doc:meta])* $variant:ident $name:literal $title:literal;)*) => {
        /// One of the six capabilities.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Capability { $($(#[$doc])* $variant,)* }

        impl Capability {
            /// All six, in the order of a scorecard.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in files and commands.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The words on a scorecard.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

capabilities! {
    /// Detect and declare.
    Detect "detect" "Detect and declare";
    /// Organise.
    Organise "organise" "Organise";
    /// Communicate.
    Communicate "communicate" "Communicate";
    /// Diagnose.
    Diagnose "diagnose" "Diagnose";
    /// Restore.
    Restore "restore" "Restore";
    /// Runbook and record.
    Record "record" "Runbook and record";
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Capability {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .find(|own| own.name() == text)
            .copied()
            .ok_or_else(|| format!("`{text}` is no capability"))
    }
}

impl Process {
    /// The severity of that id.
    #[must_use]
    pub fn severity(&self, id: &SeverityId) -> Option<&Severity> {
        self.severities.iter().find(|own| own.id == *id)
    }

    /// How grave a severity is: 0 is the top. Unknown ones come last.
    #[must_use]
    pub fn rank(&self, id: &SeverityId) -> usize {
        self.severities.iter().position(|own| own.id == *id).unwrap_or(self.severities.len())
    }

    /// The graver of two.
    #[must_use]
    pub fn graver<'a>(&self, one: &'a SeverityId, other: &'a SeverityId) -> &'a SeverityId {
        if self.rank(one) <= self.rank(other) { one } else { other }
    }

    /// The role of that id or short name, else the one that other processes call so.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&Role> {
        let own = self.roles.iter().find(|own| own.id.as_str() == name || own.short == name);
        own.or_else(|| self.roles.iter().find(|own| own.also.iter().any(|also| also == name)))
    }

    /// The audience of that id.
    #[must_use]
    pub fn audience(&self, id: &AudienceId) -> Option<&Audience> {
        self.audiences.iter().find(|own| own.id == *id)
    }

    /// The status that ends an incident.
    #[must_use]
    pub fn last_status(&self) -> Option<&StatusId> {
        self.statuses.last()
    }

    /// The place of a status in the order.
    #[must_use]
    pub fn status_rank(&self, status: &StatusId) -> Option<usize> {
        self.statuses.iter().position(|own| own == status)
    }
}
