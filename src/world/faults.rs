//! Faults as they act: from levels, by the rules of `policy`, to the numbers the engine computes
//! with. It never decides when a fault acts.

mod audit;
mod caches;
mod data;
mod instances;
mod limits;
mod lines;
mod messages;
mod settings;
mod ways;

use crate::model::fault::{Fault, FaultKind, part_of};
use crate::model::id::FaultId;
use crate::world::World;
use crate::world::fleet::Phase;
use crate::world::policy::{self, struck};

pub(crate) use crate::world::policy::Acting;
pub(crate) use data::Data;
pub(crate) use lines::Pipe;
pub(crate) use messages::Poison;
pub(crate) use ways::Way;

/// Seconds a database or provider takes to start; services say it themselves.
pub(crate) const STARTS_IN: f64 = 20.0;

impl World {
    /// Sets how strongly a fault acts, 0 off to 1 full. To be called when the level changes;
    /// calling it again with the same level does nothing.
    pub fn set_fault(&mut self, fault: &Fault, level: f64) {
        let level = if level.is_finite() { level.clamp(0.0, 1.0) } else { 0.0 };
        let before = self.faults.get(&fault.id).map_or(0.0, |acting| acting.level);
        if (before - level).abs() < 1e-12 {
            return;
        }
        self.alarm(fault.target.as_str());
        if level <= 0.0 {
            if let Some(acting) = self.faults.remove(&fault.id) {
                self.lift(&acting);
            }
        } else {
            let known = self.faults.get(&fault.id);
            let left_behind = known.is_some_and(|acting| acting.left_behind);
            let began = known.map_or(self.seconds(), |acting| acting.began);
            let acting = Acting { fault: fault.clone(), level, began, left_behind };
            self.faults.insert(fault.id.clone(), acting);
        }
        if before <= 0.0 {
            self.strike(&fault.id.clone());
        }
        self.untuned = true;
    }

    /// What a fault does once, as it begins.
    fn strike(&mut self, id: &FaultId) {
        let Some(acting) = self.faults.get(id).cloned() else {
            return;
        };
        let part = part_of(&acting.fault.target);
        match acting.fault.kind {
            FaultKind::Cold { share } => self.chill(&part, share.clamp(0.0, 1.0)),
            FaultKind::Kill => {
                self.chill(&part, 1.0);
                self.kill_touched(&acting);
            }
            FaultKind::Failover { pauses } => self.fail_over_by_itself(&part, pauses),
            FaultKind::Poison { messages, .. } => self.poison(&part, f64::from(messages)),
            FaultKind::Expire => self.leases.expire(&part, self.second as f64),
            FaultKind::Revoked => self.leases.revoke(&part, self.second as f64, None),
            _ => {}
        }
    }

    /// What a fault takes back as it ends, that does not end by itself.
    fn lift(&mut self, acting: &Acting) {
        let part = part_of(&acting.fault.target);
        match acting.fault.kind {
            FaultKind::Expire | FaultKind::Revoked => self.leases.lift(&part),
            FaultKind::Poison { .. } => self.antidote(&part),
            FaultKind::Exposed { .. } => self.leases.forget(&acting.fault.id),
            _ => {}
        }
    }

    /// A cache loses a share of its content.
    pub(crate) fn chill(&mut self, part: &crate::model::id::PartId, share: f64) {
        if let Some(cache) = self.engine.layout.caches.iter().position(|own| own == part) {
            self.engine.caches[cache].warmth *= 1.0 - share;
        }
    }

    fn kill_touched(&mut self, acting: &Acting) {
        for node in 0..self.fleets.len() {
            let name = self.engine.layout.nodes[node].part.clone();
            if self.fleets[node].instances.is_empty() || !acting.on_instances_of(name.as_str()) {
                continue;
            }
            let which = struck(acting, &self.fleets[node]);
            self.kill(node, &which, false);
        }
    }

    /// An instance dies by itself, with what it had in flight.
    pub(crate) fn crash(&mut self, node: usize, place: usize, says: &str) {
        let now = self.seconds();
        let fleet = &mut self.fleets[node];
        if fleet.instances.get(place).is_none_or(|instance| instance.phase != Phase::Ready) {
            return;
        }
        let ready = fleet.ready().max(1) as f64;
        fleet.crash(place, now, says);
        self.alarm_at(node);
        self.engine.drop_share(node, 1.0 / ready);
    }

    /// Instances die with what they had in flight, and start again.
    pub(crate) fn kill(&mut self, node: usize, which: &[usize], halves: bool) -> f64 {
        let now = self.seconds();
        let fleet = &mut self.fleets[node];
        let ready = fleet.ready().max(1) as f64;
        let dying = which
            .iter()
            .filter(|&&place| {
                fleet.instances.get(place).is_some_and(|instance| instance.phase == Phase::Ready)
            })
            .count() as f64;
        fleet.restart(which, now, halves);
        self.engine.drop_share(node, (dying / ready).min(1.0))
    }

    /// Sets all that follows from instances and faults, before the seconds that change anything.
    pub(crate) fn tune(&mut self) {
        self.untuned = false;
        self.reconfigure();
        for node in 0..self.fleets.len() {
            if !self.fleets[node].instances.is_empty() {
                self.touch_instances(node);
                self.tune_node(node);
            }
        }
        self.tune_queues();
        self.tune_edges();
        self.tune_caches();
        self.tune_connections();
        self.engine.count_population();
    }

    /// The factor of floods on a class's traffic.
    pub(crate) fn flood(&self, class: &str) -> f64 {
        policy::flood(&self.faults, class)
    }

    /// Whether the control loop of a part stands still: nothing asked of it happens.
    pub(crate) fn stalled(&self, part: &str) -> bool {
        self.faults.on(part).any(|acting| {
            matches!(acting.fault.kind, FaultKind::Stalled)
                && acting.level > 0.0
                && acting.on_instances_of(part)
        })
    }

    /// Whether new instances of a part cannot be had.
    pub(crate) fn no_capacity(&self, part: &str) -> bool {
        policy::no_capacity(&self.faults, part)
    }
}
