//! Remedies by name, and what an order of one says. It never carries one out.

use serde::{Deserialize, Serialize};

use crate::model::id::{RemedyId, Target};

/// A remedy of the program.
pub struct RemedyKind {
    /// The word after `/do`.
    pub name: &'static str,
    /// Whether the world plays it yet.
    pub played: bool,
    /// Seconds it takes where the scenario says nothing; services add what rolling needs.
    pub takes: u32,
    /// Whether it can make things worse in a way that cannot be taken back at once, so that one
    /// looks first.
    pub risky: bool,
    /// What it does, in one line.
    pub does: &'static str,
    /// What its argument says; empty if it takes none.
    pub args: &'static str,
}

/// Every remedy of the program, in the order offered.
pub const REMEDIES: &[RemedyKind] = &[
    RemedyKind {
        name: "rollback",
        played: true,
        takes: 60,
        risky: false,
        does: "puts the version before back on every instance",
        args: "",
    },
    RemedyKind {
        name: "restart",
        played: true,
        takes: 30,
        risky: true,
        does: "starts every instance anew; what was in flight is lost",
        args: "",
    },
    RemedyKind {
        name: "scale",
        played: true,
        takes: 60,
        risky: false,
        does: "sets the number of instances",
        args: "number of instances, or x2",
    },
    RemedyKind {
        name: "failover",
        played: true,
        takes: 20,
        risky: true,
        does: "lets a replica or the other zone take over; writes pause",
        args: "who takes over",
    },
    RemedyKind {
        name: "shed",
        played: true,
        takes: 10,
        risky: false,
        does: "refuses a share of the calls that arrive; 0 lets everybody in again",
        args: "share, 0 to 1",
    },
    RemedyKind {
        name: "flag",
        played: true,
        takes: 5,
        risky: false,
        does: "switches a feature flag",
        args: "on or off",
    },
    RemedyKind {
        name: "verify",
        played: true,
        takes: 20,
        risky: false,
        does: "tries the part out and tells what is so",
        args: "",
    },
    RemedyKind {
        name: "block",
        played: false,
        takes: 20,
        risky: false,
        does: "blocks a client class at the edge",
        args: "class",
    },
    RemedyKind {
        name: "drain",
        played: false,
        takes: 60,
        risky: false,
        does: "takes a zone or a queue out of use in order",
        args: "",
    },
    RemedyKind {
        name: "purge",
        played: false,
        takes: 20,
        risky: true,
        does: "throws away what is held",
        args: "",
    },
    RemedyKind {
        name: "renew",
        played: false,
        takes: 60,
        risky: false,
        does: "renews a certificate or a secret",
        args: "",
    },
    RemedyKind {
        name: "revoke",
        played: false,
        takes: 60,
        risky: true,
        does: "makes a secret worthless",
        args: "",
    },
    RemedyKind {
        name: "restore",
        played: false,
        takes: 600,
        risky: true,
        does: "restores from a backup",
        args: "backup",
    },
    RemedyKind {
        name: "pause-automation",
        played: false,
        takes: 10,
        risky: false,
        does: "stops a machine that acts by itself",
        args: "",
    },
];

/// The program's remedy of that name.
#[must_use]
pub fn remedy(name: &str) -> Option<&'static RemedyKind> {
    REMEDIES.iter().find(|kind| kind.name == name)
}

/// An order to carry out a remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Order {
    /// Which.
    pub remedy: RemedyId,
    /// On what.
    pub target: Target,
    /// With which arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args: Option<String>,
}
