//! Sorts of parts and what each can have: metrics, faults, settings. Tables that readers and
//! checks share; nothing is read here.

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

    /// What can be measured of it.
    pub(super) const fn metrics(self) -> &'static [Metric] {
        match self {
            Self::Service => &[
                Rate, ErrorRatio, P50, P90, P99, Saturation, Queue, PoolUse, ReadyRatio, Ready,
                Restarts, Cpu, Memory, DiskFree, Retries, Breaker, Errors429, Errors5xx, Timeouts,
                Rejected,
            ],
            Self::Database => &[
                Rate,
                ErrorRatio,
                P50,
                P90,
                P99,
                Saturation,
                Queue,
                PoolUse,
                ReadyRatio,
                Ready,
                Restarts,
                Cpu,
                Memory,
                DiskFree,
                Lag,
                Connections,
                Errors5xx,
                Timeouts,
                Rejected,
            ],
            Self::Cache => &[HitRatio, Memory, Rate, P50, P90, P99],
            Self::Queue => &[Queue, Rate, Lag, Retries],
            Self::Provider => &[
                Rate, ErrorRatio, P50, P90, P99, Saturation, Errors429, Errors5xx, Timeouts,
                Rejected,
            ],
            Self::Clients => &[Rate, ErrorRatio, P50, P90, P99, Retries, Timeouts],
            Self::Business => &[Value],
            Self::Certificate
            | Self::Secret
            | Self::Flag
            | Self::Call
            | Self::Tool
            | Self::Zone => &[],
        }
    }
}

use Sort::{
    Business as B, Call as E, Certificate as X, Clients as C, Database as D, Flag as F,
    Provider as P, Queue as Q, Secret as K, Service as S, Tool as T, Zone as Z,
};

/// What each kind of fault can act on.
pub(super) const FAULT_TARGETS: &[(&str, &[Sort])] = &[
    ("kill", &[S, D, Sort::Cache]),
    ("down", &[S, D, P, Sort::Cache, Q]),
    ("no_capacity", &[S]),
    ("cpu", &[S, D]),
    ("memory", &[S, D, Sort::Cache]),
    ("disk", &[S, D]),
    ("handles", &[D, S]),
    ("pause", &[S, D]),
    ("io", &[D, S]),
    ("network", &[S, D, P, E, Z]),
    ("cut", &[S, D, P, E, Z]),
    ("dns", &[S, D, P, E]),
    ("slow", &[S, D, P, Sort::Cache]),
    ("error", &[S, D, P, E]),
    ("throttled", &[S, D, P]),
    ("wrong", &[S, D, P, Sort::Cache, B, T]),
    ("failover", &[D]),
    ("replication", &[D]),
    ("diverge", &[D]),
    ("cold", &[Sort::Cache]),
    ("lock", &[D]),
    ("corrupt", &[D, Q, Sort::Cache]),
    ("poison", &[Q]),
    ("stuck", &[Q, S]),
    ("flood", &[C]),
    ("retries", &[C, S, E]),
    ("expire", &[X, K]),
    ("skew", &[S, D, Z]),
    ("revoked", &[K, X]),
    ("exposed", &[K, X, D]),
    ("setting", &[S, D, Sort::Cache, Q, P, C, E, F]),
    ("stalled", &[S, D, Q, T]),
    ("stale", &[T]),
    ("absent", &[T]),
    ("truncated", &[T]),
];

/// Whether the world plays a kind of fault on such a target.
pub(super) fn plays(kind: &str, sort: Option<Sort>) -> bool {
    let known = crate::model::fault::FAULT_KINDS.iter().any(|own| own.0 == kind && own.1);
    let narrow = PLAYED_TARGETS.iter().find(|(own, _)| *own == kind);
    known && narrow.is_none_or(|(_, sorts)| sort.is_none_or(|sort| sorts.contains(&sort)))
}

/// Kinds of fault that the world plays on fewer sorts than the format knows.
const PLAYED_TARGETS: &[(&str, &[Sort])] = &[];
