//! Sorts of parts and what each can have: metrics, faults, settings. Tables that readers and
//! checks share; nothing is read here.

use crate::content::tree::Node;
use crate::model::metric::Metric::{
    self, Breaker, Connections, Cpu, DiskFree, ErrorRatio, Errors5xx, Errors429, HitRatio, Lag,
    Memory, P50, P90, P99, PoolUse, Queue, Rate, Ready, ReadyRatio, Rejected, Restarts, Retries,
    Saturation, Timeouts, Value,
};

/// What a name of the system stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Service,
    Database,
    Cache,
    Queue,
    Provider,
    Certificate,
    Secret,
    Flag,
    Clients,
    Business,
    /// One call, `web.calls.checkout`.
    Call,
    /// A tool, `tools.metrics`.
    Tool,
    /// A zone, `zones.a`.
    Zone,
}

impl Sort {
    /// The tables of a system file that hold parts, with their sort.
    pub(super) const TABLES: &[(&str, Self)] = &[
        ("service", Self::Service),
        ("database", Self::Database),
        ("cache", Self::Cache),
        ("queue", Self::Queue),
        ("provider", Self::Provider),
        ("certificate", Self::Certificate),
        ("secret", Self::Secret),
        ("flag", Self::Flag),
        ("clients", Self::Clients),
        ("business", Self::Business),
    ];

    /// In a message: `a cache`.
    pub(super) const fn one(self) -> &'static str {
        match self {
            Self::Service => "a service",
            Self::Database => "a database",
            Self::Cache => "a cache",
            Self::Queue => "a queue",
            Self::Provider => "a provider",
            Self::Certificate => "a certificate",
            Self::Secret => "a secret",
            Self::Flag => "a flag",
            Self::Clients => "a client class",
            Self::Business => "a business metric",
            Self::Call => "a call",
            Self::Tool => "a tool",
            Self::Zone => "a zone",
        }
    }

    /// What can be measured of it, as far as the part has it: a pool, processors, a disk.
    pub(super) const fn metrics(self) -> &'static [(Metric, Has)] {
        match self {
            Self::Service => &[
                (Rate, Has::Always),
                (ErrorRatio, Has::Always),
                (P50, Has::Always),
                (P90, Has::Always),
                (P99, Has::Always),
                (Saturation, Has::Always),
                (Queue, Has::Always),
                (PoolUse, Has::InCalls("pool")),
                (ReadyRatio, Has::Always),
                (Ready, Has::Always),
                (Restarts, Has::Always),
                (Cpu, Has::Key("cpu")),
                (Memory, Has::Key("memory")),
                (DiskFree, Has::Key("disk")),
                (Retries, Has::Key("calls")),
                (Breaker, Has::InCalls("breaker")),
                (Errors429, Has::Always),
                (Errors5xx, Has::Always),
                (Timeouts, Has::Always),
                (Rejected, Has::Always),
            ],
            Self::Database => &[
                (Rate, Has::Always),
                (ErrorRatio, Has::Always),
                (P50, Has::Always),
                (P90, Has::Always),
                (P99, Has::Always),
                (Saturation, Has::Always),
                (Queue, Has::Always),
                (Ready, Has::Always),
                (Restarts, Has::Always),
                (DiskFree, Has::Key("disk")),
                (Lag, Has::Key("replicas")),
                (Errors5xx, Has::Always),
                (Timeouts, Has::Always),
                (Rejected, Has::Always),
                (Connections, Has::Always),
            ],
            Self::Cache => &[(HitRatio, Has::Always), (Memory, Has::Always), (Rate, Has::Always)],
            Self::Queue => &[(Queue, Has::Always), (Rate, Has::Always), (Rejected, Has::Always)],
            Self::Provider => &[
                (Rate, Has::Always),
                (ErrorRatio, Has::Always),
                (P50, Has::Always),
                (P90, Has::Always),
                (P99, Has::Always),
                (Timeouts, Has::Always),
            ],
            Self::Clients => &[
                (Rate, Has::Always),
                (ErrorRatio, Has::Always),
                (P50, Has::Always),
                (P90, Has::Always),
                (P99, Has::Always),
                (Retries, Has::Always),
                (Timeouts, Has::Always),
            ],
            Self::Business => &[(Value, Has::Always)],
            Self::Certificate
            | Self::Secret
            | Self::Flag
            | Self::Call
            | Self::Tool
            | Self::Zone => &[],
        }
    }
}

/// What a part's table must hold to have a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Has {
    /// Every part of the sort has it.
    Always,
    /// This key.
    Key(&'static str),
    /// This key in one of its calls.
    InCalls(&'static str),
}

impl Has {
    /// Whether a part's table has it.
    pub(super) fn in_table(self, part: &Node) -> bool {
        match self {
            Self::Always => true,
            Self::Key(key) => part.get(key).is_some(),
            Self::InCalls(key) => {
                let calls = part.get("calls").map(Node::entries).unwrap_or_default();
                calls.iter().any(|call| call.node.get(key).is_some())
            }
        }
    }

    /// What to write so that a part has it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Always => "",
            Self::Key(key) | Self::InCalls(key) => key,
        }
    }
}

use Sort::{
    Business as B, Cache as M, Call as E, Certificate as X, Clients as C, Database as D, Flag as F,
    Provider as P, Queue as Q, Secret as K, Service as S, Tool as T, Zone as Z,
};

/// What each kind of fault can act on: by the format, and as far as the world plays it.
pub(super) const FAULT_TARGETS: &[(&str, &[Sort], &[Sort])] = &[
    ("kill", &[S, D, M, Z], &[S, D, M, Z]),
    ("down", &[S, D, P, M, Q, Z], &[S, D, P, M, Q, Z]),
    ("no_capacity", &[S, Z], &[S, Z]),
    ("cpu", &[S, D, Z], &[S, D, Z]),
    ("memory", &[S, D, M], &[S, D, M]),
    ("disk", &[S, D], &[S, D]),
    ("handles", &[D, S], &[D, S]),
    ("pause", &[S, D], &[S, D]),
    ("io", &[D, S], &[D, S]),
    ("network", &[S, D, P, E, C, Z], &[S, D, P, E, C, Z]),
    ("cut", &[S, D, P, M, E, Z], &[S, D, P, M, E, Z]),
    ("dns", &[S, D, P, E], &[S, D, P, E]),
    ("slow", &[S, D, P, M, E, Z], &[S, D, P, M, E, Z]),
    ("error", &[S, D, P, M, E, Z], &[S, D, P, M, E, Z]),
    ("throttled", &[S, D, P], &[S, D, P]),
    ("wrong", &[S, D, P, M, B, T], &[S, D, P, M, B, T]),
    ("failover", &[D], &[D]),
    ("replication", &[D], &[D]),
    ("diverge", &[D], &[D]),
    ("cold", &[M], &[M]),
    ("lock", &[D], &[D]),
    ("corrupt", &[D, Q, M], &[D, Q, M]),
    ("poison", &[Q], &[Q]),
    ("stuck", &[Q, S], &[Q, S]),
    ("flood", &[C], &[C]),
    ("retries", &[C, S, E], &[C, S, E]),
    ("expire", &[X, K], &[X, K]),
    ("skew", &[S, D, Z], &[S, D, Z]),
    ("revoked", &[K, X], &[K, X]),
    ("exposed", &[K, X, D], &[K, X, D]),
    ("setting", &[S, D, M, Q, P, C, E, F], &[S, D, M, Q, P, C, E]),
    ("stalled", &[S, D, Q, T], &[S, D, Q, T]),
    ("stale", &[T], &[T]),
    ("absent", &[T], &[T]),
    ("truncated", &[T], &[T]),
];

/// Tools whose state the drill asks for; the others are never impaired.
pub(super) const TOOLS_PLAYED: &[&str] =
    &["metrics", "logs", "alerts", "deploys", "console", "login", "status_page"];

/// Whether the world plays a kind of fault on such a target.
pub(super) fn plays(kind: &str, sort: Option<Sort>) -> bool {
    let targets = FAULT_TARGETS.iter().find(|(own, ..)| *own == kind);
    targets.is_none_or(|(.., sorts)| sort.is_none_or(|sort| sorts.contains(&sort)))
}
