//! What each metric is called where Prometheus' conventions hold: base units, counters that end in
//! `_total`, one family with labels rather than many names. It writes nothing out.
//!
//! All names begin with `firedrill_`, so that nobody's dashboards take a drill for the real thing.

use crate::model::metric::Metric;

/// The type of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only ever rises; firedrill's rates are added up over time.
    Counter,
    /// Rises and falls.
    Gauge,
    /// Quantiles of a distribution.
    Summary,
}

impl Kind {
    /// The word of the format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Summary => "summary",
        }
    }
}

/// A family of series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Its name; a counter's without `_total`.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// The unit its name ends in, empty where it has none.
    pub unit: &'static str,
    /// What it is, in a sentence.
    pub help: &'static str,
}

const fn family(name: &'static str, kind: Kind, unit: &'static str, help: &'static str) -> Family {
    Family { name, kind, unit, help }
}

/// The time to answer, with a label for the quantile.
const DURATION: Family = family(
    "firedrill_request_duration_seconds",
    Kind::Summary,
    "seconds",
    "Time to answer, quantiles of the time since the sample before.",
);

/// Calls that failed, with a label for the reason.
const FAILURES: Family = family(
    "firedrill_request_failures",
    Kind::Counter,
    "",
    "Calls that failed by a server's error, or were refused by a limit.",
);

/// Customer-seconds lost.
pub const LOST_CUSTOMER_SECONDS: Family = family(
    "firedrill_lost_customer_seconds",
    Kind::Counter,
    "seconds",
    "Users times seconds without the service.",
);

/// Money lost, with a label for the currency.
pub const LOST_MONEY: Family =
    family("firedrill_lost_money", Kind::Counter, "", "Money lost, in the system's currency.");

/// Facts about the system as a whole, with a label for the fact.
pub const FACT: Family = family(
    "firedrill_fact",
    Kind::Gauge,
    "",
    "What is so of the system as a whole, as severities ask for it; mostly shares.",
);

/// Every metric's family, and the label that tells it from others of the same one.
const TABLE: &[(Metric, Family, Label)] = &[
    (Metric::P50, DURATION, Some(("quantile", "0.5"))),
    (Metric::P90, DURATION, Some(("quantile", "0.9"))),
    (Metric::P99, DURATION, Some(("quantile", "0.99"))),
    (Metric::Errors5xx, FAILURES, Some(("reason", "server_error"))),
    (Metric::Errors429, FAILURES, Some(("reason", "limited"))),
    (
        Metric::Rate,
        family(
            "firedrill_requests",
            Kind::Counter,
            "",
            "Calls, look-ups or messages that arrived.",
        ),
        None,
    ),
    (
        Metric::ErrorRatio,
        family(
            "firedrill_request_error_ratio",
            Kind::Gauge,
            "ratio",
            "Share of finished calls that failed.",
        ),
        None,
    ),
    (
        Metric::Timeouts,
        family(
            "firedrill_request_timeouts",
            Kind::Counter,
            "",
            "Calls whose caller stopped waiting.",
        ),
        None,
    ),
    (
        Metric::Retries,
        family("firedrill_request_retries", Kind::Counter, "", "Calls sent again."),
        None,
    ),
    (
        Metric::Rejected,
        family(
            "firedrill_request_rejected_ratio",
            Kind::Gauge,
            "ratio",
            "Share of calls refused at once because the queue was full or load was shed.",
        ),
        None,
    ),
    (
        Metric::Saturation,
        family("firedrill_slots_used_ratio", Kind::Gauge, "ratio", "Share of slots in use."),
        None,
    ),
    (
        Metric::Queue,
        family(
            "firedrill_queue_length",
            Kind::Gauge,
            "",
            "Calls waiting for a slot, or messages waiting in a queue.",
        ),
        None,
    ),
    (
        Metric::PoolUse,
        family(
            "firedrill_pool_used_ratio",
            Kind::Gauge,
            "ratio",
            "Highest share in use among the part's connection pools.",
        ),
        None,
    ),
    (
        Metric::ReadyRatio,
        family(
            "firedrill_instances_ready_ratio",
            Kind::Gauge,
            "ratio",
            "Share of wanted instances that are ready.",
        ),
        None,
    ),
    (Metric::Ready, family("firedrill_instances_ready", Kind::Gauge, "", "Instances ready."), None),
    (
        Metric::Restarts,
        family(
            "firedrill_instance_restarts",
            Kind::Counter,
            "",
            "Restarts of instances since the start.",
        ),
        None,
    ),
    (
        Metric::Cpu,
        family("firedrill_cpu_used_ratio", Kind::Gauge, "ratio", "Share of the processors in use."),
        None,
    ),
    (
        Metric::Memory,
        family("firedrill_memory_used_ratio", Kind::Gauge, "ratio", "Share of the memory in use."),
        None,
    ),
    (
        Metric::DiskFree,
        family(
            "firedrill_disk_free_ratio",
            Kind::Gauge,
            "ratio",
            "Share of the disk that is free.",
        ),
        None,
    ),
    (
        Metric::Lag,
        family(
            "firedrill_replication_lag_seconds",
            Kind::Gauge,
            "seconds",
            "How far replicas are behind.",
        ),
        None,
    ),
    (
        Metric::HitRatio,
        family(
            "firedrill_cache_hit_ratio",
            Kind::Gauge,
            "ratio",
            "Share of look-ups that a cache answers.",
        ),
        None,
    ),
    (
        Metric::Breaker,
        family("firedrill_breaker_open", Kind::Gauge, "", "1 while a breaker of the part is open."),
        None,
    ),
    (
        Metric::Connections,
        family("firedrill_connections", Kind::Gauge, "", "Connections open to a database."),
        None,
    ),
    (
        Metric::Value,
        family(
            "firedrill_business_value",
            Kind::Gauge,
            "",
            "A business number, per the time its label says.",
        ),
        None,
    ),
];

/// A label's name and value.
pub type Label = Option<(&'static str, &'static str)>;

/// Where a metric is found, and the label that tells it from others of its family; every metric
/// has its place.
#[must_use]
pub fn of(metric: Metric) -> Option<(Family, Label)> {
    TABLE.iter().find(|(own, ..)| *own == metric).map(|(_, family, label)| (*family, *label))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::metric::Unit;

    /// Counters are added up from rates, gauges keep their unit in their name.
    #[test]
    fn names_keep_the_conventions() {
        let mut seen: BTreeMap<&str, Vec<Option<(&str, &str)>>> = BTreeMap::new();
        for &metric in Metric::ALL {
            let (family, label) = of(metric).expect("a place for every metric");
            assert!(family.name.starts_with("firedrill_"), "{}", family.name);
            assert!(!family.name.ends_with("_total"), "{}", family.name);
            assert!(family.unit.is_empty() || family.name.ends_with(family.unit));
            assert!(family.help.ends_with('.'), "{}", family.help);
            let counts = metric.unit() == Unit::PerSecond || metric == Metric::Restarts;
            assert_eq!(family.kind == Kind::Counter, counts, "{metric}");
            let ratio = metric.unit() == Unit::Ratio;
            assert_eq!(family.unit == "ratio", ratio, "{metric}");
            let others = seen.entry(family.name).or_default();
            assert!(!others.contains(&label), "{metric} is not told from another");
            others.push(label);
        }
    }
}
