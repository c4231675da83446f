//! What can be measured of a part, and how a reading is published: rounded, with its unit. It
//! never computes a reading.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::id::PartId;
use crate::model::quantity::rounded;

/// The unit of a metric, which also sets how finely it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Events per second; published in thousandths.
    PerSecond,
    /// 0 to 1; published in millionths.
    Ratio,
    /// Seconds; published in microseconds.
    Seconds,
    /// A count or an amount; published in thousandths.
    Count,
}

impl Unit {
    /// Published steps per unit.
    #[must_use]
    pub const fn steps(self) -> f64 {
        match self {
            Self::PerSecond | Self::Count => 1e3,
            Self::Ratio | Self::Seconds => 1e6,
        }
    }
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $variant:ident $name:literal $unit:ident;)*) => {
        /// A metric of a part.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Metric {
            $($(#[$doc])* $variant,)*
        }

        impl Metric {
            /// Every metric, in the order it is shown.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in files, screens and reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The unit of its readings.
            #[must_use]
            pub const fn unit(self) -> Unit {
                match self { $(Self::$variant => Unit::$unit,)* }
            }
        }
    };
}

metrics! {
    /// Calls that arrived.
    Rate "rate" PerSecond;
    /// Share of finished calls that failed.
    ErrorRatio "error_ratio" Ratio;
    /// Median time to answer.
    P50 "p50" Seconds;
    /// 90th percentile of the time to answer.
    P90 "p90" Seconds;
    /// 99th percentile of the time to answer.
    P99 "p99" Seconds;
    /// Share of slots in use.
    Saturation "saturation" Ratio;
    /// Calls waiting for a slot, or messages waiting in a queue.
    Queue "queue" Count;
    /// Highest share in use among the part's connection pools.
    PoolUse "pool_use" Ratio;
    /// Share of wanted instances that are ready.
    ReadyRatio "ready_ratio" Ratio;
    /// Instances ready.
    Ready "ready" Count;
    /// Restarts since the drill began.
    Restarts "restarts" Count;
    /// Share of the processors in use.
    Cpu "cpu" Ratio;
    /// Share of the memory in use.
    Memory "memory" Ratio;
    /// Share of the disk that is free.
    DiskFree "disk_free" Ratio;
    /// How far replicas are behind.
    Lag "lag" Seconds;
    /// Share of look-ups that a cache answers.
    HitRatio "hit_ratio" Ratio;
    /// Calls sent again.
    Retries "retries" PerSecond;
    /// 1 while a breaker of the part is open.
    Breaker "breaker" Count;
    /// Calls refused by a limit.
    Errors429 "errors_429" PerSecond;
    /// Calls that failed by a server's error.
    Errors5xx "errors_5xx" PerSecond;
    /// Calls whose caller stopped waiting.
    Timeouts "timeouts" PerSecond;
    /// Share of calls refused at once because the queue was full or load was shed.
    Rejected "rejected" Ratio;
    /// Connections open to a database.
    Connections "connections" Count;
    /// A business metric's reading.
    Value "value" Count;
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Metric {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .find(|metric| metric.name() == text)
            .copied()
            .ok_or_else(|| format!("no metric is called `{text}`"))
    }
}

/// A part and a metric of it: `checkout.error_ratio`; `business.orders` is the part `orders` and
/// [`Metric::Value`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MetricRef {
    /// What is measured.
    pub part: PartId,
    /// Which of its metrics.
    pub metric: Metric,
}

impl fmt::Display for MetricRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (part, metric) = self.names();
        f.write_str(part)?;
        f.write_str(".")?;
        f.write_str(metric)
    }
}

impl MetricRef {
    /// Both halves of what it prints.
    fn names(&self) -> (&str, &str) {
        match self.metric {
            Metric::Value => ("business", self.part.as_str()),
            metric => (self.part.as_str(), metric.name()),
        }
    }

    /// What it prints, without the detour of formatting: journals ask for it all the time.
    #[must_use]
    pub fn name(&self) -> String {
        let (part, metric) = self.names();
        [part, ".", metric].concat()
    }
}

impl FromStr for MetricRef {
    type Err = String;

    /// Reads what [`MetricRef`] prints.
    fn from_str(text: &str) -> Result<Self, String> {
        let (part, metric) =
            text.rsplit_once('.').ok_or_else(|| format!("`{text}` names no metric of a part"))?;
        if part == "business" {
            return Ok(Self { part: PartId::from(metric), metric: Metric::Value });
        }
        Ok(Self { part: PartId::from(part), metric: metric.parse()? })
    }
}

/// A published reading: a whole number of the metric's steps.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Reading(pub i64);

impl Reading {
    /// Rounds `value` to the steps of `unit`.
    #[must_use]
    pub fn publish(value: f64, unit: Unit) -> Self {
        Self(rounded(value * unit.steps()))
    }

    /// The reading in its unit.
    #[must_use]
    pub fn value(self, unit: Unit) -> f64 {
        self.0 as f64 / unit.steps()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_read_back_what_they_print() {
        for text in ["checkout.p99", "business.orders-placed", "orders-db.pool_use"] {
            assert_eq!(text.parse::<MetricRef>().map(|own| own.to_string()), Ok(text.to_owned()));
        }
        assert!("checkout".parse::<MetricRef>().is_err());
        assert!("checkout.mood".parse::<MetricRef>().is_err());
    }
}
