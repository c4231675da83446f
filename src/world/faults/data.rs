//! What faults do to data: replicas that fall behind, two primaries, silent corruption, a failover
//! nobody asked for. It counts records, it never reads one.

use crate::model::fault::{FaultKind, part_of};
use crate::model::id::PartId;
use crate::model::system::PartKind;
use crate::model::time::Span;
use crate::world::World;
use crate::world::layout::Kind;

/// Seconds of writes that a replica which follows again makes up for in a second.
const CATCHES_UP: f64 = 4.0;
/// Seconds writes stand still in a failover, where the system file does not say.
const PAUSES: f64 = 30.0;

/// Most records a second that a fault takes: as many as visits of the busiest class.
const MOST: f64 = 1e9;

/// What was lost of what people entrusted to the system, in records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Data {
    /// Gone for good.
    pub(crate) lost: f64,
    /// Of these by silent corruption, which an older backup may not have.
    pub(crate) corrupted: f64,
    /// On one of two sides only.
    pub(crate) at_risk: f64,
}

impl World {
    /// Once a second: data is lost, replicas fall behind and catch up.
    pub(crate) fn age_data(&mut self) {
        let mut lost = 0.0;
        let mut at_risk = 0.0;
        for acting in self.faults.values() {
            let part = part_of(&acting.fault.target);
            match acting.fault.kind {
                FaultKind::Diverge { rate } => at_risk += rate.clamp(0.0, MOST) * acting.level,
                FaultKind::Corrupt { ratio, rate } => {
                    let written = self.node_of(&part).map_or(0.0, |node| self.written(node));
                    lost += (rate + ratio * written).clamp(0.0, MOST) * acting.level;
                }
                _ => {}
            }
        }
        self.data.at_risk += at_risk;
        self.data.lost += lost;
        self.data.corrupted += lost;
        for node in 0..self.fleets.len() {
            if self.engine.layout.nodes[node].kind == Kind::Database {
                self.follow(node);
            }
        }
    }

    /// Records a second that a node wrote in the second before: messages that a queue took.
    fn written(&self, node: usize) -> f64 {
        let good: f64 = self.minute.last(1).map(|second| second.nodes[node].counts.good).sum();
        if self.engine.layout.nodes[node].kind == Kind::Queue {
            good
        } else {
            good * self.writes(node)
        }
    }

    /// Records a second that a node writes, over the last minute.
    pub(crate) fn writing(&self, node: usize) -> f64 {
        let (mut good, mut seconds) = (0.0, 0.0);
        for second in self.minute.last(60) {
            good += second.nodes[node].counts.good;
            seconds += 1.0;
        }
        good / f64::max(seconds, 1.0) * self.writes(node)
    }

    /// A second of replication.
    fn follow(&mut self, node: usize) {
        let name = self.fleets[node].name.as_str();
        let mut most: Option<f64> = None;
        let mut level = 0.0_f64;
        for acting in self.faults.on(name).filter(|own| own.fault.target.as_str() == name) {
            if let FaultKind::Replication { lag } = acting.fault.kind {
                level = level.max(acting.level);
                let lag = lag.map_or(f64::INFINITY, Span::as_f64);
                most = Some(most.unwrap_or(0.0).max(lag));
            }
        }
        let fleet = &mut self.fleets[node];
        match most {
            Some(most) if fleet.behind < most => fleet.behind = (fleet.behind + level).min(most),
            Some(_) => {}
            None => fleet.behind = (fleet.behind - CATCHES_UP).max(0.0),
        }
    }

    /// What a replica that takes over never got is gone.
    pub(crate) fn lose_what_is_behind(&mut self, node: usize) {
        let behind = std::mem::take(&mut self.fleets[node].behind);
        if behind > 0.0 {
            self.data.lost += behind * self.writing(node);
        }
    }

    /// A failover that nobody asked for.
    pub(super) fn fail_over_by_itself(&mut self, part: &PartId, pauses: Option<Span>) {
        let Some(PartKind::Database(database)) = self.current.parts.get(part).map(|own| &own.kind)
        else {
            return;
        };
        let usual = database.failover.map_or(PAUSES, |failover| failover.pauses.as_f64());
        let pauses = pauses.map_or(usual, Span::as_f64);
        if let Some(node) = self.node_of(part) {
            self.promote(node, pauses);
        }
    }

    /// How far replicas are behind, in seconds.
    pub(crate) fn lag(&self, node: usize) -> f64 {
        let Some(PartKind::Database(database)) = self.kind_of(node) else {
            return 0.0;
        };
        let state = &self.engine.nodes[node].account;
        let busy = crate::world::telemetry::share(state.used, state.slots);
        let usual = database.replicas.iter().map(|own| own.lag.as_f64()).fold(0.0, f64::max);
        // Replay shares the machine: it slows as the primary fills up.
        let mut lag = usual / (1.0 - 0.95 * busy).max(0.05);
        let name = self.fleets[node].name.as_str();
        for acting in self.faults.on(name).filter(|own| own.on_instances_of(name)) {
            match acting.fault.kind {
                // A slow disk keeps replicas waiting for the log as it keeps everybody waiting.
                FaultKind::Io { factor, .. } => lag *= 1.0 + (factor - 1.0) * acting.level,
                // Lag is read from two clocks.
                FaultKind::Skew { by } => lag += by.as_f64() * acting.level,
                _ => {}
            }
        }
        lag + self.fleets[node].behind
    }

    /// The share of answers that are wrong, by node: its own and those built on wrong ones. Empty
    /// while all are right.
    pub(crate) fn wrong_answers(&self) -> Vec<f64> {
        let own = |part: &str| {
            let mut right = 1.0;
            for acting in self.faults.on(part).filter(|own| own.fault.target.as_str() == part) {
                let ratio = match acting.fault.kind {
                    FaultKind::Wrong { ratio, .. } => ratio,
                    FaultKind::Corrupt { ratio, .. } if self.is_cache(part) => ratio,
                    _ => continue,
                };
                right *= 1.0 - (ratio * acting.level).clamp(0.0, 1.0);
            }
            1.0 - right
        };
        let any = self.faults.values().any(|acting| {
            matches!(acting.fault.kind, FaultKind::Wrong { .. } | FaultKind::Corrupt { .. })
        });
        if !any {
            return Vec::new();
        }
        let layout = &self.engine.layout;
        let mut wrong = vec![0.0; layout.nodes.len()];
        for &node in &layout.order {
            let mut right = 1.0 - own(layout.nodes[node].part.as_str());
            let (begin, end) = layout.nodes[node].stages;
            if layout.nodes[node].kind != Kind::Queue {
                for stage in &layout.stages[begin..end] {
                    let hit = self.engine.hit(stage.edge);
                    let cached = layout.edges[stage.edge].call.cache.as_ref();
                    let stale = cached.map_or(0.0, |cache| own(cache.as_str()));
                    let asked = wrong[layout.edges[stage.edge].to];
                    right *= 1.0 - stage.chance * (hit * stale + (1.0 - hit) * asked);
                }
            }
            wrong[node] = (1.0 - right).clamp(0.0, 1.0);
        }
        wrong
    }

    fn is_cache(&self, part: &str) -> bool {
        self.engine.layout.caches.iter().any(|own| own.as_str() == part)
    }

    /// What the answers of a part, or the numbers of a business metric, are worth: 1 when right.
    pub(crate) fn worth_of(&self, part: &PartId) -> f64 {
        let wrong =
            self.faults.on(part.as_str()).filter(|own| own.fault.target.as_str() == part.as_str());
        wrong
            .map(|acting| match acting.fault.kind {
                FaultKind::Wrong { ratio, factor } => 1.0 + (factor - 1.0) * ratio * acting.level,
                _ => 1.0,
            })
            .product()
    }
}
