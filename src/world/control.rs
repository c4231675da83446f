//! Machines that act by themselves: health checks, autoscalers, failover without a person. The
//! rules are the system file's; each can be wrong.

use crate::model::metric::Metric;
use crate::model::quantity::rounded;
use crate::model::system::{Autoscale, Health, HealthAction, PartKind};
use crate::world::World;
use crate::world::fleet::Phase;

/// Seconds a health check waits for its answer.
const CHECK_TIMEOUT: f64 = 1.0;
/// Own errors of an instance from which on its check fails.
const CHECK_ERRORS: f64 = 0.5;
/// Never more than this share of instances is taken out of use.
const MOST_REMOVED: f64 = 0.5;

impl World {
    /// Lets everything that acts by itself act, once a second.
    pub(crate) fn control(&mut self) {
        for node in 0..self.fleets.len() {
            let name = self.engine.layout.nodes[node].part.clone();
            let (health, autoscale, failover) =
                match self.current.parts.get(&name).map(|part| &part.kind) {
                    Some(PartKind::Service(service)) => {
                        (service.health, service.autoscale.clone(), None)
                    }
                    Some(PartKind::Database(database)) => {
                        let auto = database
                            .failover
                            .filter(|failover| failover.auto && !database.replicas.is_empty());
                        (None, None, auto)
                    }
                    _ => continue,
                };
            if let Some(rule) = health.filter(|_| !self.rests(&name, "health")) {
                self.check_health(node, rule);
            }
            if let Some(rule) = autoscale.filter(|_| !self.rests(&name, "autoscale")) {
                self.autoscale(node, &rule);
            }
            if let Some(rule) = failover.filter(|_| !self.rests(&name, "failover")) {
                self.watch_primary(node, rule.after.as_f64(), rule.pauses.as_f64());
            }
        }
    }

    fn check_health(&mut self, node: usize, rule: Health) {
        let every = i64::from(rule.every.seconds().max(1));
        let state = &self.engine.nodes[node];
        let line = if state.queued > 1.0 && state.account.rate > 0.0 {
            state.queued / state.account.rate
        } else if state.queued > 1.0 {
            f64::INFINITY
        } else {
            0.0
        };
        let count = self.fleets[node].instances.len();
        let mut out = self.fleets[node]
            .instances
            .iter()
            .filter(|instance| instance.phase == Phase::Removed)
            .count() as f64;
        let mut restarts = Vec::new();
        let mut changed = false;
        let second = self.second;
        let mean = state.time;
        for (place, instance) in self.fleets[node].instances.iter_mut().enumerate() {
            let turn = i64::try_from(place).unwrap_or(0);
            if (second + turn).rem_euclid(every) != 0 {
                continue;
            }
            let serving = instance.phase == Phase::Ready;
            let wait = if serving { line + instance.wait } else { 0.0 };
            let sick = instance.error >= CHECK_ERRORS
                || instance.cut >= CHECK_ERRORS
                || wait + mean * instance.slow.max(1.0) * 0.5 > CHECK_TIMEOUT;
            match (instance.phase, sick) {
                (Phase::Ready, true) => instance.failed += 1,
                (Phase::Ready, false) => instance.failed = 0,
                (Phase::Removed, false) => {
                    changed = true;
                    instance.phase = Phase::Ready;
                    instance.failed = 0;
                }
                _ => {}
            }
            if instance.phase == Phase::Ready && instance.failed >= rule.fails.max(1) {
                instance.failed = 0;
                match rule.then {
                    HealthAction::Restart => restarts.push(place),
                    HealthAction::Remove if (out + 1.0) <= MOST_REMOVED * count as f64 => {
                        changed = true;
                        instance.phase = Phase::Removed;
                        out += 1.0;
                    }
                    HealthAction::Remove => {}
                }
            }
        }
        if changed || !restarts.is_empty() {
            self.alarm();
            self.kill(node, &restarts, false);
        }
    }

    fn autoscale(&mut self, node: usize, rule: &Autoscale) {
        let every = i64::from(rule.every.seconds().max(1));
        let now = self.seconds();
        if self.second.rem_euclid(every) != 0 || now < self.fleets[node].cools_until {
            return;
        }
        let part = self.engine.layout.nodes[node].part.clone();
        let count = self.fleets[node].instances.len();
        let scope = crate::model::condition::Scope::default();
        let Some(signal) = self.read(&part, rule.metric, &scope, 30) else {
            return;
        };
        let each = match rule.metric {
            Metric::Queue | Metric::Rate => signal / count.max(1) as f64,
            _ => signal,
        };
        if rule.target <= 0.0 {
            return;
        }
        let ratio = each / rule.target;
        // The tolerance of the common controllers: a tenth does not move anything.
        if (ratio - 1.0).abs() <= 0.1 {
            return;
        }
        let wanted = rounded(libm::ceil(count as f64 * ratio - 1e-9));
        let (least, most) = (i64::from(rule.min.max(1)), i64::from(rule.max.max(rule.min.max(1))));
        let wanted = usize::try_from(wanted.clamp(least, most)).unwrap_or(count);
        if wanted == count || (wanted > count && self.no_capacity(part.as_str())) {
            return;
        }
        self.alarm();
        self.fleets[node].cools_until = now + rule.cooldown.as_f64();
        self.fleets[node].resize(wanted, now, false);
    }

    fn watch_primary(&mut self, node: usize, after: f64, pauses: f64) {
        let now = self.seconds();
        let fleet = &mut self.fleets[node];
        let gone = fleet.instances.iter().all(|instance| matches!(instance.phase, Phase::Gone));
        if !gone {
            fleet.gone_since = None;
            return;
        }
        let since = *fleet.gone_since.get_or_insert(now);
        if now - since >= after {
            self.alarm();
            self.promote(node, pauses);
        }
    }
}
