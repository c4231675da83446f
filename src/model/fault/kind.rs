//! Kinds of fault with what each says, and the cause each implies. It never plays one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::cause::CauseKind;
use crate::model::metric::Metric;
use crate::model::system::HealthAction;
use crate::model::time::Span;

/// Kinds of fault, with their strength at full level.
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
    /// Memory in use grows to `used`. From nine tenths on, collecting garbage slows an instance;
    /// at the whole of it the system kills it, and after its start it grows anew.
    Memory {
        /// Share in use at full level, 0 to 1.
        used: f64,
    },
    /// The disk fills to `used`; when none is left, what has to write fails.
    Disk {
        /// Share in use at full level, 0 to 1.
        used: f64,
    },
    /// Descriptors or a database's connections are held by others.
    Handles {
        /// So many of them.
        connections: u32,
    },
    /// Everything stands still again and again.
    Pause {
        /// Each time so long.
        lasts: Span,
        /// From one to the next.
        every: Span,
    },
    /// A slow or failing disk.
    Io {
        /// Factor on the service time and on what replicas are behind, from 1 on.
        factor: f64,
        /// Share of calls that fail with an input or output error, 0 to 1.
        errors: f64,
    },
    /// A bad line.
    Network(Line),
    /// Names do not resolve: this share of calls fails at the caller, unseen by the callee.
    Dns {
        /// 0 to 1.
        ratio: f64,
    },
    /// The edge is cut: every call on it waits for its timeout.
    Cut,
    /// A limit refuses calls with status 429.
    Throttled(Limit),
    /// Answers come in time, with success, and are wrong.
    Wrong {
        /// Share of answers, 0 to 1.
        ratio: f64,
        /// What a wrong one is worth to the business, 1 being a right one's; on a business metric
        /// or a tool the factor on the number shown.
        factor: f64,
    },
    /// A replica takes over by itself, once.
    Failover {
        /// How long writes stand still; as the database says when left out.
        pauses: Option<Span>,
    },
    /// Replicas stop following.
    Replication {
        /// They come to lag so far at most; without end when left out.
        lag: Option<Span>,
    },
    /// Two primaries both take writes that the other lacks.
    Diverge {
        /// Writes a second that exist on one side only.
        rate: f64,
    },
    /// A cache loses this share of its content, once.
    Cold {
        /// 0 to 1.
        share: f64,
    },
    /// Sessions hold locks that others wait for.
    Lock {
        /// Share of calls that need what is locked, 0 to 1.
        share: f64,
        /// How long these wait.
        lasts: Span,
    },
    /// Data is written wrong or lost and nothing says so.
    Corrupt {
        /// Share of the writes, 0 to 1; on a cache of the answers, on a queue of the messages.
        ratio: f64,
        /// Records a second, whatever the load.
        rate: f64,
    },
    /// Messages that crash whoever works on them.
    Poison {
        /// So many at once as it begins.
        messages: u32,
        /// And this share of new ones, 0 to 1.
        ratio: f64,
    },
    /// Partitions of a queue, or instances, stand still and tell nobody.
    Stuck {
        /// Share of them, 0 to 1; one partition, or all instances, when left out.
        share: Option<f64>,
    },
    /// Traffic of a client class times `factor`.
    Flood {
        /// Factor on the rate.
        factor: f64,
    },
    /// Callers try again without measure.
    Retries {
        /// Factor on the attempts, from 1 on.
        factor: f64,
        /// What they wait in between.
        backoff: Span,
    },
    /// A certificate or a secret has expired.
    Expire,
    /// A clock is off.
    Skew {
        /// By so much.
        by: Span,
    },
    /// A secret no longer opens its parts, a certificate is no longer trusted.
    Revoked,
    /// Somebody outside knows it.
    Exposed {
        /// Whom it is known to.
        to: String,
    },
    /// Settings of the target differ: path below the target and value as written.
    Setting(BTreeMap<String, Setting>),
    /// A control loop stands still: nothing that is asked of it happens.
    Stalled,
    /// A tool shows what was so long ago.
    Stale {
        /// How long ago.
        by: Span,
    },
    /// A tool shows nothing.
    Absent,
    /// Logs are cut short.
    Truncated {
        /// So many lines are left; as many as ever when left out.
        lines: Option<u32>,
        /// Share of each line that is missing at its end, 0 to 1.
        share: f64,
    },
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Time a call takes longer, there and back.
    pub delay: Span,
    /// Standard deviation of that.
    pub jitter: Span,
    /// Share of packets that are lost, 0 to 1.
    pub loss: f64,
    /// Share of packets that arrive damaged, 0 to 1.
    pub corrupt: f64,
    /// Bytes a second it carries at most.
    pub bandwidth: Option<f64>,
    /// Bytes of a call, there and back.
    pub per_call: f64,
}

/// What a limit lets through.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Calls a second.
    pub rate: Option<f64>,
    /// Share refused whatever the rate, 0 to 1.
    pub ratio: f64,
    /// Whether `rate` counts for each instance by itself.
    pub each: bool,
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
    /// What an autoscaler looks at.
    Signal(Metric),
    /// What a health check does.
    Action(HealthAction),
}

/// Every kind of fault, and the cause it implies.
pub const FAULT_KINDS: &[(&str, CauseKind)] = &[
    ("kill", CauseKind::Capacity),
    ("down", CauseKind::Capacity),
    ("no_capacity", CauseKind::Capacity),
    ("cpu", CauseKind::Capacity),
    ("memory", CauseKind::Capacity),
    ("disk", CauseKind::Capacity),
    ("handles", CauseKind::Capacity),
    ("pause", CauseKind::Capacity),
    ("io", CauseKind::Database),
    ("network", CauseKind::Network),
    ("cut", CauseKind::Network),
    ("dns", CauseKind::Dns),
    ("slow", CauseKind::Release),
    ("error", CauseKind::Release),
    ("throttled", CauseKind::Config),
    ("wrong", CauseKind::Data),
    ("failover", CauseKind::Database),
    ("replication", CauseKind::Database),
    ("diverge", CauseKind::Data),
    ("cold", CauseKind::Cache),
    ("lock", CauseKind::Database),
    ("corrupt", CauseKind::Data),
    ("poison", CauseKind::Data),
    ("stuck", CauseKind::Capacity),
    ("flood", CauseKind::Traffic),
    ("retries", CauseKind::Retries),
    ("expire", CauseKind::Certificate),
    ("skew", CauseKind::Clock),
    ("revoked", CauseKind::Access),
    ("exposed", CauseKind::Access),
    ("setting", CauseKind::Config),
    ("stalled", CauseKind::Automation),
    ("stale", CauseKind::Config),
    ("absent", CauseKind::Config),
    ("truncated", CauseKind::Config),
];

impl FaultKind {
    /// The word of the format.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Slow { .. } => "slow",
            Self::Error { .. } => "error",
            Self::Down => "down",
            Self::Kill => "kill",
            Self::NoCapacity => "no_capacity",
            Self::Cpu { .. } => "cpu",
            Self::Memory { .. } => "memory",
            Self::Disk { .. } => "disk",
            Self::Handles { .. } => "handles",
            Self::Pause { .. } => "pause",
            Self::Io { .. } => "io",
            Self::Network(_) => "network",
            Self::Dns { .. } => "dns",
            Self::Cut => "cut",
            Self::Throttled(_) => "throttled",
            Self::Wrong { .. } => "wrong",
            Self::Failover { .. } => "failover",
            Self::Replication { .. } => "replication",
            Self::Diverge { .. } => "diverge",
            Self::Cold { .. } => "cold",
            Self::Lock { .. } => "lock",
            Self::Corrupt { .. } => "corrupt",
            Self::Poison { .. } => "poison",
            Self::Stuck { .. } => "stuck",
            Self::Flood { .. } => "flood",
            Self::Retries { .. } => "retries",
            Self::Expire => "expire",
            Self::Skew { .. } => "skew",
            Self::Revoked => "revoked",
            Self::Exposed { .. } => "exposed",
            Self::Setting(_) => "setting",
            Self::Stalled => "stalled",
            Self::Stale { .. } => "stale",
            Self::Absent => "absent",
            Self::Truncated { .. } => "truncated",
        }
    }

    /// Whether what it does is the same from second to second at the same level: it does not grow,
    /// pause, fill anything, or depend on the load.
    #[must_use]
    pub const fn stands(&self) -> bool {
        match self {
            Self::Network(line) => line.bandwidth.is_none(),
            Self::Slow { .. }
            | Self::Error { .. }
            | Self::Down
            | Self::NoCapacity
            | Self::Cpu { .. }
            | Self::Handles { .. }
            | Self::Io { .. }
            | Self::Dns { .. }
            | Self::Cut
            | Self::Wrong { .. }
            | Self::Replication { .. }
            | Self::Lock { .. }
            | Self::Stuck { .. }
            | Self::Flood { .. }
            | Self::Retries { .. }
            | Self::Setting(_)
            | Self::Stalled
            | Self::Stale { .. }
            | Self::Absent
            | Self::Truncated { .. } => true,
            _ => false,
        }
    }

    /// The kind of cause it implies. A fault bound to a version is a release whatever its kind;
    /// that is for the caller to see.
    #[must_use]
    pub fn cause(&self) -> CauseKind {
        let name = self.name();
        FAULT_KINDS
            .iter()
            .find(|(kind, _)| *kind == name)
            .map_or(CauseKind::Config, |(_, cause)| *cause)
    }
}
