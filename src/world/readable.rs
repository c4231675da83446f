//! Which metrics a part has: what its kind tells and what its file gives it. It reads none of them.

use crate::model::id::PartId;
use crate::model::metric::Metric;
use crate::model::system::{Database, PartKind, Service};
use crate::world::World;

impl World {
    /// What can be read of a part.
    pub fn metrics_of(&self, part: &PartId) -> Vec<Metric> {
        Metric::ALL.iter().copied().filter(|metric| self.has(part, *metric)).collect()
    }

    /// Whether a part has a metric.
    pub(crate) fn has(&self, part: &PartId, metric: Metric) -> bool {
        if let Some(part) = self.current.parts.get(part) {
            return of_kind(&part.kind, metric);
        }
        if self.current.clients.contains_key(part) {
            return of_calls(metric) || matches!(metric, Metric::Retries | Metric::Timeouts);
        }
        metric == Metric::Value && self.current.business.contains_key(part)
    }
}

fn of_kind(kind: &PartKind, metric: Metric) -> bool {
    match kind {
        PartKind::Service(service) => of_calls(metric) || of_service(service, metric),
        PartKind::Database(database) => of_calls(metric) || of_database(database, metric),
        PartKind::Cache(_) => {
            matches!(metric, Metric::Rate | Metric::Memory | Metric::HitRatio)
        }
        PartKind::Queue(_) => matches!(metric, Metric::Rate | Metric::Queue | Metric::Rejected),
        PartKind::Provider(_) => of_calls(metric) || metric == Metric::Timeouts,
        PartKind::Certificate(_) | PartKind::Secret(_) => false,
    }
}

/// What all that answers calls has.
const fn of_calls(metric: Metric) -> bool {
    matches!(metric, Metric::Rate | Metric::ErrorRatio | Metric::P50 | Metric::P90 | Metric::P99)
}

fn of_service(service: &Service, metric: Metric) -> bool {
    let calls = &service.calls;
    match metric {
        Metric::PoolUse => calls.iter().any(|call| call.pool.is_some()),
        Metric::Cpu => service.cpu.is_some(),
        Metric::Memory => service.memory.is_some(),
        Metric::DiskFree => service.disk.is_some(),
        Metric::Retries => !calls.is_empty(),
        Metric::Breaker => calls.iter().any(|call| call.breaker.is_some()),
        _ => matches!(
            metric,
            Metric::Saturation
                | Metric::Queue
                | Metric::ReadyRatio
                | Metric::Ready
                | Metric::Restarts
                | Metric::Errors429
                | Metric::Errors5xx
                | Metric::Timeouts
                | Metric::Rejected
        ),
    }
}

fn of_database(database: &Database, metric: Metric) -> bool {
    match metric {
        Metric::DiskFree => database.disk.is_some(),
        Metric::Lag => !database.replicas.is_empty(),
        _ => matches!(
            metric,
            Metric::Saturation
                | Metric::Queue
                | Metric::Ready
                | Metric::Restarts
                | Metric::Errors5xx
                | Metric::Timeouts
                | Metric::Rejected
                | Metric::Connections
        ),
    }
}
