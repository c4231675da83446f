//! Faults as values: kind, target, whom of it they touch, and when. It never plays one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::cause::CauseKind;
use crate::model::condition::Condition;
use crate::model::id::{FaultId, PartId, Target, Version};
use crate::model::time::Span;

/// When something acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Acts {
    /// From the start of the drill.
    Always,
    /// Starts at `when` and stays, until `until` where there is one.
    From {
        /// Starts it.
        when: Condition,
        /// Ends it; counts from its beginning.
        until: Option<Condition>,
    },
    /// Follows its condition.
    While(Condition),
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Its name.
    pub id: FaultId,
    /// What it acts on.
    pub target: Target,
    /// Whom of the target it touches.
    pub touches: Touches,
    /// What is wrong.
    pub kind: FaultKind,
    /// When.
    pub acts: Acts,
    /// From nothing to full strength.
    pub ramp: Span,
    /// From full strength to nothing after its end.
    pub fade: Span,
    /// Comes and goes.
    pub flap: Option<Flap>,
    /// Comes back.
    pub again: Option<Again>,
    /// Further kinds `/cause` takes for it.
    pub known_as: Vec<String>,
}

/// Whom of a target a fault touches; all by default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Touches {
    /// Instances that run this version.
    pub version: Option<Version>,
    /// Instances in this zone.
    pub zone: Option<String>,
    /// A share of instances, 0 to 1.
    pub share: Option<f64>,
    /// A number of instances.
    pub instances: Option<u32>,
}

/// Coming and going.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flap {
    /// Acting.
    pub on: Span,
    /// Pausing.
    pub off: Span,
}

/// Coming back after its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Again {
    /// So long after its end.
    pub after: Span,
    /// So many times; without end when left out.
    pub times: Option<u32>,
    /// Not when this holds.
    pub unless: Option<Condition>,
}

/// Kinds of fault that the world plays, with their strength at full level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Service time times `factor`.
    Slow {
        /// At least 1 slows; below 1 is refused by the format.
        factor: f64,
    },
    /// A share of calls fails at once with a server's error.
    Error {
        /// 0 to 1.
        ratio: f64,
    },
    /// Instances are gone and do not come back by themselves.
    Down,
    /// Instances are killed and start again.
    Kill,
    /// New instances cannot be had.
    NoCapacity,
    /// Capacity in slots times 1 − `share`.
    Cpu {
        /// Share of the processors taken away, 0 to 1.
        share: f64,
    },
    /// So many of a database's connections are held by others.
    Handles {
        /// Connections taken.
        connections: u32,
    },
    /// A cache loses this share of its content, once.
    Cold {
        /// 0 to 1.
        share: f64,
    },
    /// Traffic of a client class times `factor`.
    Flood {
        /// Factor on the rate.
        factor: f64,
    },
    /// Names do not resolve: this share of calls fails at the caller, unseen by the callee.
    Dns {
        /// 0 to 1.
        ratio: f64,
    },
    /// The edge is cut: every call on it waits for its timeout.
    Cut,
    /// Settings of the target differ: path below the target and value as written.
    Setting(BTreeMap<String, Setting>),
    /// A tool shows what was so long ago.
    Stale {
        /// How long ago.
        by: Span,
    },
    /// A tool shows nothing.
    Absent,
    /// Known to the format, not to the world yet; `check` refuses to play it by this name.
    NotPlayable(String),
}

/// A setting's value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// A timeout or another span.
    Span(Span),
    /// A count, ratio or factor.
    Number(f64),
    /// A switch.
    Switch(bool),
}

/// Every kind of fault the format knows, whether the world plays it yet, and the cause it implies.
pub const FAULT_KINDS: &[(&str, bool, CauseKind)] = &[
    ("kill", true, CauseKind::Capacity),
    ("down", true, CauseKind::Capacity),
    ("no_capacity", true, CauseKind::Capacity),
    ("cpu", true, CauseKind::Capacity),
    ("memory", false, CauseKind::Capacity),
    ("disk", false, CauseKind::Capacity),
    ("handles", true, CauseKind::Capacity),
    ("pause", false, CauseKind::Capacity),
    ("io", false, CauseKind::Database),
    ("network", false, CauseKind::Network),
    ("cut", true, CauseKind::Network),
    ("dns", true, CauseKind::Dns),
    ("slow", true, CauseKind::Release),
    ("error", true, CauseKind::Release),
    ("throttled", false, CauseKind::Config),
    ("wrong", false, CauseKind::Data),
    ("failover", false, CauseKind::Database),
    ("replication", false, CauseKind::Database),
    ("diverge", false, CauseKind::Data),
    ("cold", true, CauseKind::Cache),
    ("lock", false, CauseKind::Database),
    ("corrupt", false, CauseKind::Data),
    ("poison", false, CauseKind::Data),
    ("stuck", false, CauseKind::Capacity),
    ("flood", true, CauseKind::Traffic),
    ("retries", false, CauseKind::Retries),
    ("expire", false, CauseKind::Certificate),
    ("skew", false, CauseKind::Clock),
    ("revoked", false, CauseKind::Access),
    ("exposed", false, CauseKind::Access),
    ("setting", true, CauseKind::Config),
    ("stalled", false, CauseKind::Automation),
    ("stale", true, CauseKind::Config),
    ("absent", true, CauseKind::Config),
    ("truncated", false, CauseKind::Config),
];

impl FaultKind {
    /// The word of the format.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Slow { .. } => "slow",
            Self::Error { .. } => "error",
            Self::Down => "down",
            Self::Kill => "kill",
            Self::NoCapacity => "no_capacity",
            Self::Cpu { .. } => "cpu",
            Self::Handles { .. } => "handles",
            Self::Cold { .. } => "cold",
            Self::Flood { .. } => "flood",
            Self::Dns { .. } => "dns",
            Self::Cut => "cut",
            Self::Setting(_) => "setting",
            Self::Stale { .. } => "stale",
            Self::Absent => "absent",
            Self::NotPlayable(name) => name,
        }
    }

    /// The kind of cause it implies. A fault bound to a version is a release whatever its kind;
    /// that is for the caller to see.
    #[must_use]
    pub fn cause(&self) -> CauseKind {
        let name = self.name();
        FAULT_KINDS
            .iter()
            .find(|(kind, ..)| *kind == name)
            .map_or(CauseKind::Config, |(.., cause)| *cause)
    }
}

/// The part a fault's target belongs to: `checkout` for `checkout.calls.acquirer`.
#[must_use]
pub fn part_of(target: &Target) -> PartId {
    PartId::from(target.as_str().split('.').next().unwrap_or_default())
}
