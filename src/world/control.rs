//! Machines that act by themselves, once a second: health checks, autoscalers, failover without a
//! person. What they decide is `policy`; here they are given what they read and get their way.

use crate::model::system::{Autoscale, Health, PartKind};
use crate::world::World;
use crate::world::policy;

/// Seconds over which an autoscaler reads its signal.
const SIGNAL_WINDOW: u32 = 30;

impl World {
    /// Lets everything that acts by itself act, once a second.
    pub(crate) fn control(&mut self) {
        for node in 0..self.fleets.len() {
            if !self.fleets[node].watched {
                continue;
            }
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
        let state = &self.engine.nodes[node];
        let line = if state.queued > 1.0 && state.account.rate > 0.0 {
            state.queued / state.account.rate
        } else if state.queued > 1.0 {
            f64::INFINITY
        } else {
            0.0
        };
        let mean = state.time;
        let done = policy::health(&mut self.fleets[node], rule, self.second, line, mean);
        if done.changed || !done.restarts.is_empty() {
            self.alarm_at(node);
            self.kill(node, &done.restarts, false);
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
        let Some(reading) = self.read(&part, rule.metric, &scope, SIGNAL_WINDOW) else {
            return;
        };
        let Some(wanted) = policy::wanted(rule, reading, count) else {
            return;
        };
        if wanted > count && self.no_capacity(part.as_str()) {
            return;
        }
        self.alarm_at(node);
        self.fleets[node].cools_until = now + rule.cooldown.as_f64();
        self.fleets[node].resize(wanted, now, false);
    }

    fn watch_primary(&mut self, node: usize, after: f64, pauses: f64) {
        let now = self.seconds();
        if policy::is_gone_for(&mut self.fleets[node], now, after) {
            self.alarm_at(node);
            self.promote(node, pauses);
        }
    }
}
