//! Names and numbers by which things are called. They never say whether the thing exists.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as it is written in files and commands.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

names! {
    /// A system file's id: its file name without the ending.
    SystemId;
    /// A scenario file's id: its file name without the ending.
    ScenarioId;
    /// A process file's id.
    ProcessId;
    /// A runbook's id.
    RunbookId;
    /// An alternative inside a scenario, chosen by the seed; `main` where a scenario has none.
    VariantId;
    /// A part of the system: service, database, cache, queue, provider, certificate, secret, flag,
    /// client class or business metric. One name space per system.
    PartId;
    /// A path into the system file: `checkout`, `checkout.calls.acquirer`, `tools.metrics`, `zones.a`.
    Target;
    /// A team of the system.
    TeamId;
    /// A person of the story, who may or may not be played by a player.
    PersonId;
    /// A player of this drill: `p1`, `p2` … Names stand in the header's envelope only.
    PlayerId;
    /// Somebody a command speaks of: a player id, a person, a team or a duty; before `drill` has
    /// resolved it, whatever was typed.
    Whom;
    /// A place at the table: the short name of a role (`lead`, `tech` …), `facilitator`, `observer`.
    SeatId;
    /// A role of the process, by its long name.
    RoleId;
    /// A severity of the process.
    SeverityId;
    /// A status of the process.
    StatusId;
    /// An audience of updates in the process.
    AudienceId;
    /// An alert rule of the system or an alert inject.
    AlertRule;
    /// A fault of the scenario.
    FaultId;
    /// An inject of the scenario.
    InjectId;
    /// A remedy: the program's or one the scenario adds.
    RemedyId;
    /// A feature that users know the system by.
    FeatureId;
    /// A measured or stated fact: `users_hit`, `class_hit.shoppers`, `data_lost` …
    FactId;
    /// A permission that a remedy may need and a person may have.
    Permission;
    /// An objective of the score, such as `declared`, or an `[[expect]]` of the scenario.
    ObjectiveId;
    /// A version of a service.
    Version;
    /// A drill, as the store knows it.
    DrillId;
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident, $prefix:literal, $width:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($prefix, "{:0width$}"), self.0, width = $width))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                text.get(..$prefix.len())
                    .filter(|head| head.eq_ignore_ascii_case($prefix))
                    .and_then(|_| text[$prefix.len()..].parse().ok())
                    .map(Self)
                    .ok_or_else(|| format!(concat!("`{}` is not written like `", $prefix, "1`"), text))
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }
    )*};
}

numbers! {
    /// An alert as it fired in this drill: `A-1`.
    AlertId, "A-", 1;
    /// An incident declared in this drill: `INC-0001`.
    IncidentId, "INC-", 4;
    /// A page sent in this drill: `P-1`.
    PageId, "P-", 1;
    /// A question that waits for an answer: `Q-1`.
    QuestionId, "Q-", 1;
    /// One carrying out of a remedy: `R-1`.
    RemedyRun, "R-", 1;
    /// One look into a part: `L-1`.
    LookId, "L-", 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_ids_read_back_what_they_print() {
        assert_eq!(IncidentId(7).to_string(), "INC-0007");
        assert_eq!("inc-0007".parse(), Ok(IncidentId(7)));
        assert_eq!("A-12".parse(), Ok(AlertId(12)));
        assert!("A-".parse::<AlertId>().is_err());
        assert!("é".parse::<AlertId>().is_err());
    }
}
