//! Remedies: what an order does to the system, at once, with its price. It never waits: the time a
//! remedy takes is the caller's, the time the system needs afterwards passes in the steps.

mod doors;
mod held;
mod machines;
mod papers;
mod probe;

use crate::model::fault::FaultKind;
use crate::model::id::{PartId, RemedyRun, Version};
use crate::model::quantity::rounded;
use crate::model::remedy::Order;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::layout::Kind;

pub(crate) use doors::Block;

/// How a remedy ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It does what it does.
    Works,
    /// It says done, and nothing changes.
    Nothing {
        /// Why, for the debrief.
        why: String,
    },
    /// It says that it failed.
    Failed {
        /// What it says.
        why: String,
    },
    /// What a probe found.
    Verified {
        /// Whether all is well.
        ok: bool,
        /// What it says.
        says: String,
    },
}

fn failed(why: String) -> Effect {
    Effect::Failed { why }
}

impl World {
    /// Carries out an order now; `run` is who answers for its harm.
    pub fn remedy(&mut self, run: RemedyRun, order: &Order) -> Effect {
        self.alarm(order.target.as_str());
        let target = order.target.as_str();
        let part = PartId::from(target);
        let args = order.args.as_deref().unwrap_or_default().trim();
        let remedy = order.remedy.as_str();
        if matches!(remedy, "rollback" | "restart" | "scale") && self.stalled(target) {
            let why =
                format!("the control loop of {part} stands still: nothing asked of it happens");
            return Effect::Nothing { why };
        }
        let effect = match remedy {
            "rollback" => self.roll_back(&part),
            "restart" => self.restart(run, &part),
            "scale" => self.scale(&part, args),
            "shed" => self.shed(run, &part, args),
            "flag" => self.switch(&part, args),
            "failover" => self.fail_over(run, &part),
            "block" => self.block(run, &part, args),
            "drain" => self.drain(run, target, args),
            "purge" => self.purge(&part),
            "renew" => self.renew(&part),
            "revoke" => self.revoke(run, &part),
            "restore" => self.restore(run, &part, args),
            "pause-automation" => self.pause_automation(&part, args),
            "verify" => return self.verify(&part),
            other => failed(format!("the system has no remedy `{other}`")),
        };
        self.tune();
        effect
    }

    /// Begins to roll out a version.
    pub fn deploy(&mut self, part: &PartId, version: &Version) {
        self.alarm(part.as_str());
        let now = self.seconds();
        if let Some(node) = self.node_of(part) {
            self.fleets[node].roll(version, now);
        }
    }

    fn roll_back(&mut self, part: &PartId) -> Effect {
        let now = self.seconds();
        let Some(node) = self.service(part) else {
            return failed(format!("{part} is no service: it has no versions"));
        };
        let fleet = &mut self.fleets[node];
        let current = fleet.history.last().cloned().unwrap_or_default();
        let Some(before) = fleet.history.iter().rev().find(|version| **version != current).cloned()
        else {
            return failed(format!("{part} has no version before {current}"));
        };
        fleet.roll(&before, now);
        // Going back twice goes back twice: what was left is no longer history.
        fleet.history.retain(|version| *version != current);
        if fleet.history.last() != Some(&before) {
            fleet.history.push(before);
        }
        Effect::Works
    }

    fn restart(&mut self, run: RemedyRun, part: &PartId) -> Effect {
        let Some(node) = self.node_of(part) else {
            return failed(format!("there is nothing to restart in {part}"));
        };
        match self.engine.layout.nodes[node].kind {
            Kind::Service | Kind::Database => {
                let all: Vec<usize> = (0..self.fleets[node].instances.len()).collect();
                let lost = self.kill(node, &all, true);
                self.blame(run, lost);
                self.guilty_while_down.insert(node, run);
                Effect::Works
            }
            Kind::Queue => {
                Effect::Nothing { why: format!("{part} keeps its messages over a restart") }
            }
            _ => failed(format!("{part} is not ours to restart")),
        }
    }

    fn scale(&mut self, part: &PartId, args: &str) -> Effect {
        let now = self.seconds();
        let Some(node) = self.service(part) else {
            return failed(format!("{part} cannot be scaled"));
        };
        let count = self.fleets[node].instances.len();
        let wanted = match args.strip_prefix(['x', 'X', '×']) {
            Some(factor) => factor
                .trim()
                .parse::<f64>()
                .ok()
                .filter(|factor| factor.is_finite() && *factor > 0.0)
                .map(|factor| rounded(count as f64 * factor).clamp(1, 1000)),
            None => args.parse::<i64>().ok().filter(|n| (1..=1000).contains(n)),
        };
        let Some(wanted) = wanted.and_then(|wanted| usize::try_from(wanted).ok()) else {
            return failed(format!("`{args}` is no number of instances: write 8 or x2"));
        };
        if wanted == count {
            return Effect::Nothing { why: format!("{part} already has {count} instances") };
        }
        if wanted > count && self.no_capacity(part.as_str()) {
            return Effect::Nothing {
                why: format!("new instances of {part} stay pending: there is no capacity"),
            };
        }
        // Scaling in drains: calls move to who stays.
        self.fleets[node].resize(wanted, now, false);
        Effect::Works
    }

    fn shed(&mut self, run: RemedyRun, part: &PartId, args: &str) -> Effect {
        let Some(node) = self.service(part) else {
            return failed(format!("{part} has no door to shed load at"));
        };
        let share = match args.strip_suffix('%') {
            Some(percent) => percent.trim().parse::<f64>().map(|value| value / 100.0),
            None => args.parse::<f64>(),
        };
        match share {
            Ok(share) if (0.0..=1.0).contains(&share) => {
                self.fleets[node].shed = share;
                if share > 0.0 {
                    self.shedders.insert(node, run);
                } else {
                    self.shedders.remove(&node);
                }
                Effect::Works
            }
            _ => failed(format!("`{args}` is no share: write 0 to 1, such as 0.5")),
        }
    }

    fn switch(&mut self, flag: &PartId, args: &str) -> Effect {
        let on = match args {
            "on" | "true" => true,
            "off" | "false" => false,
            other => return failed(format!("`{other}` is neither on nor off")),
        };
        match self.flags.get_mut(flag) {
            Some(state) if *state == on => {
                Effect::Nothing { why: format!("{flag} was {args} already") }
            }
            Some(state) => {
                *state = on;
                Effect::Works
            }
            None => failed(format!("there is no flag {flag}")),
        }
    }

    fn fail_over(&mut self, run: RemedyRun, part: &PartId) -> Effect {
        let Some(PartKind::Database(database)) = self.current.parts.get(part).map(|p| &p.kind)
        else {
            return failed(format!("{part} has nobody to take over"));
        };
        if database.replicas.is_empty() {
            return failed(format!("{part} has no replica"));
        }
        let pauses = database.failover.map_or(30.0, |failover| failover.pauses.as_f64());
        let Some(node) = self.node_of(part) else {
            return failed(format!("{part} has nobody to take over"));
        };
        let lost = self.promote(node, pauses);
        self.blame(run, lost);
        self.guilty_while_down.insert(node, run);
        Effect::Works
    }

    /// A replica becomes primary: connections break, writes stand still for a while, and what was
    /// wrong with the old machine stays with it.
    pub(crate) fn promote(&mut self, node: usize, pauses: f64) -> f64 {
        let now = self.seconds();
        let name = self.fleets[node].name.clone();
        for acting in self.faults.values_mut() {
            let bound = matches!(
                acting.fault.kind,
                FaultKind::Slow { .. }
                    | FaultKind::Error { .. }
                    | FaultKind::Down
                    | FaultKind::Kill
                    | FaultKind::Cpu { .. }
                    | FaultKind::Cut
                    | FaultKind::Memory { .. }
                    | FaultKind::Disk { .. }
                    | FaultKind::Pause { .. }
                    | FaultKind::Io { .. }
                    | FaultKind::Lock { .. }
                    | FaultKind::Skew { .. }
                    | FaultKind::Stuck { .. }
            );
            if bound && acting.fault.target.as_str() == name {
                acting.left_behind = true;
            }
        }
        self.lose_what_is_behind(node);
        let lost = self.engine.drop_share(node, 1.0);
        let fleet = &mut self.fleets[node];
        fleet.paused_until = now + pauses;
        fleet.gone_since = None;
        for instance in &mut fleet.instances {
            instance.phase = crate::world::fleet::Phase::Ready;
            instance.started = now;
        }
        if fleet.zones.len() > 1 {
            fleet.zones.rotate_left(1);
            let zone = fleet.zones[0].clone();
            for instance in &mut fleet.instances {
                instance.zone.clone_from(&zone);
            }
        }
        fleet.tell(now, 0, "replica promoted to primary");
        lost
    }

    fn service(&self, part: &PartId) -> Option<usize> {
        self.node_of(part).filter(|&node| self.engine.layout.nodes[node].kind == Kind::Service)
    }
}
