//! Why a player's line was refused. It never decides.

use serde::{Deserialize, Serialize};

use crate::model::text::Text;

/// Why a line was refused: a value, journalled and scoreable. Its sentence is made by the shells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The kind, for tests and scores.
    pub kind: RefusalKind,
    /// One sentence that names the thing and the rule, then what works.
    pub says: Text,
}

/// Kinds of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The line is no command.
    Grammar,
    /// It names something that does not exist.
    Unknown,
    /// It needs an incident, or another state of it.
    State,
    /// It belongs to another role, seat or person.
    Permission,
    /// A rule of the process forbids it.
    Process,
    /// The drill is over, paused or graded.
    Clock,
    /// Too much at once.
    Limit,
}
