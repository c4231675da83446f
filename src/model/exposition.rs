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

/// Where a metric is found, and the label that tells it from others of its family.
#[must_use]
pub const fn of(metric: Metric) -> (Family, Option<(&'static str, &'static str)>) {
    use Kind::{Counter, Gauge};
    let (name, kind, unit, help) = match metric {
        Metric::P50 => return (DURATION, Some(("quantile", "0.5"))),
        Metric::P90 => return (DURATION, Some(("quantile", "0.9"))),
        Metric::P99 => return (DURATION, Some(("quantile", "0.99"))),
        Metric::Errors5xx => return (FAILURES, Some(("reason", "server_error"))),
        Metric::Errors429 => return (FAILURES, Some(("reason", "limited"))),
        Metric::Rate => {
            ("firedrill_requests", Counter, "", "Calls, look-ups or messages that arrived.")
        }
        Metric::ErrorRatio => (
            "firedrill_request_error_ratio",
            Gauge,
            "ratio",
            "Share of finished calls that failed.",
        ),
        Metric::Timeouts => {
            ("firedrill_request_timeouts", Counter, "", "Calls whose caller stopped waiting.")
        }
        Metric::Retries => ("firedrill_request_retries", Counter, "", "Calls sent again."),
        Metric::Rejected => (
            "firedrill_request_rejected_ratio",
            Gauge,
            "ratio",
            "Share of calls refused at once because the queue was full or load was shed.",
        ),
        Metric::Saturation => {
            ("firedrill_slots_used_ratio", Gauge, "ratio", "Share of slots in use.")
        }
        Metric::Queue => (
            "firedrill_queue_length",
            Gauge,
            "",
            "Calls waiting for a slot, or messages waiting in a queue.",
        ),
        Metric::PoolUse => (
            "firedrill_pool_used_ratio",
            Gauge,
            "ratio",
            "Highest share in use among the part's connection pools.",
        ),
        Metric::ReadyRatio => (
            "firedrill_instances_ready_ratio",
            Gauge,
            "ratio",
            "Share of wanted instances that are ready.",
        ),
        Metric::Ready => ("firedrill_instances_ready", Gauge, "", "Instances ready."),
        Metric::Restarts => {
            ("firedrill_instance_restarts", Counter, "", "Restarts of instances since the start.")
        }
        Metric::Cpu => {
            ("firedrill_cpu_used_ratio", Gauge, "ratio", "Share of the processors in use.")
        }
        Metric::Memory => {
            ("firedrill_memory_used_ratio", Gauge, "ratio", "Share of the memory in use.")
        }
        Metric::DiskFree => {
            ("firedrill_disk_free_ratio", Gauge, "ratio", "Share of the disk that is free.")
        }
        Metric::Lag => {
            ("firedrill_replication_lag_seconds", Gauge, "seconds", "How far replicas are behind.")
        }
        Metric::HitRatio => {
            ("firedrill_cache_hit_ratio", Gauge, "ratio", "Share of look-ups that a cache answers.")
        }
        Metric::Breaker => {
            ("firedrill_breaker_open", Gauge, "", "1 while a breaker of the part is open.")
        }
        Metric::Connections => {
            ("firedrill_connections", Gauge, "", "Connections open to a database.")
        }
        Metric::Value => (
            "firedrill_business_value",
            Gauge,
            "",
            "A business number, per the time its label says.",
        ),
    };
    (family(name, kind, unit, help), None)
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
            let (family, label) = of(metric);
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
