//! What people and machines do to the system: versions, restarts, instances, health checks,
//! autoscalers, failover; and what can be read of it. The rules are the world's own.

use firedrill::model::fault::FaultKind;
use firedrill::model::id::{PartId, Version};
use firedrill::model::metric::Metric;
use firedrill::model::system::{Autoscale, PartKind};
use firedrill::world::policy::{self, Phase};

use crate::books::Book;
use crate::engine::Oracle;

/// Seconds from which machines learn what is so.
pub(crate) const USUAL: usize = 30;

impl Oracle {
    /// Instances die with what they had in flight, and start again.
    pub(crate) fn kill(&mut self, node: usize, which: &[usize], halves: bool) {
        let now = self.second as f64;
        let fleet = &mut self.fleets[node];
        let ready = fleet.ready().max(1) as f64;
        let serves = |place: &&usize| {
            fleet.instances.get(**place).is_some_and(|instance| instance.phase == Phase::Ready)
        };
        let dying = which.iter().filter(serves).count() as f64;
        fleet.restart(which, now, halves);
        self.drop_share(node, (dying / ready).min(1.0));
    }

    /// Begins to roll out a version.
    pub fn deploy(&mut self, part: &PartId, version: &Version) {
        if let Some(&node) = self.plan.by_part.get(part) {
            self.fleets[node].roll(version, self.second as f64);
        }
    }

    /// Refuses a share of a part's calls at its door.
    pub fn shed(&mut self, part: &PartId, share: f64) {
        if let Some(&node) = self.plan.by_part.get(part) {
            self.nodes[node].shed = share;
        }
    }

    /// Starts all instances of a part anew, the first half sooner.
    pub fn restart(&mut self, part: &PartId) {
        if let Some(&node) = self.plan.by_part.get(part) {
            let all: Vec<usize> = (0..self.fleets[node].instances.len()).collect();
            self.kill(node, &all, true);
            self.tune();
        }
    }

    /// Brings a part to so many instances.
    pub fn scale(&mut self, part: &PartId, count: usize) {
        if let Some(&node) = self.plan.by_part.get(part) {
            let now = self.second as f64;
            self.fleets[node].resize(count, now, false);
            self.tune();
        }
    }

    /// Machines act, once a second.
    pub(crate) fn control(&mut self) {
        for node in 0..self.nodes.len() {
            let part = self.plan.nodes[node].part.clone();
            match self.current.parts.get(&part).map(|part| &part.kind) {
                Some(PartKind::Service(service)) => {
                    let (health, autoscale) = (service.health, service.autoscale.clone());
                    self.note_cpu(node);
                    if let Some(rule) = health {
                        let (line, mean) = self.line_of(node);
                        let fleet = &mut self.fleets[node];
                        let done = policy::health(fleet, rule, self.second, line, mean);
                        self.kill(node, &done.restarts, false);
                    }
                    if let Some(rule) = autoscale {
                        self.autoscale(node, &rule);
                    }
                }
                Some(PartKind::Database(database)) => {
                    let rule = database.failover.filter(|rule| rule.auto);
                    if let Some(rule) = rule.filter(|_| !database.replicas.is_empty()) {
                        let (now, after) = (self.second as f64, rule.after.as_f64());
                        let pauses = rule.pauses.as_f64();
                        if policy::is_gone_for(&mut self.fleets[node], now, after) {
                            self.promote(node, pauses);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Seconds that who is in line now waits, and the mean own service time.
    pub(crate) fn line_of(&self, node: usize) -> (f64, f64) {
        let state = &self.nodes[node];
        let begun = state.book.seconds.back().map_or(0.0, |second| second.begun);
        let waiting = f64::from(state.waiting);
        let line = if state.waiting <= 1 {
            0.0
        } else if begun > 0.0 {
            waiting / begun
        } else {
            f64::INFINITY
        };
        let slows = &state.slows;
        let slow =
            if slows.is_empty() { 1.0 } else { slows.iter().sum::<f64>() / slows.len() as f64 };
        (line, state.time * slow)
    }

    fn autoscale(&mut self, node: usize, rule: &Autoscale) {
        let every = i64::from(rule.every.seconds().max(1));
        let now = self.second as f64;
        if self.second.rem_euclid(every) != 0 || now < self.fleets[node].cools_until {
            return;
        }
        let book = &self.nodes[node].book;
        let reading = match rule.metric {
            Metric::Queue => book.average(USUAL, |second| second.queue),
            Metric::Rate => book.average(USUAL, |second| second.arrived),
            Metric::Cpu => book.average(USUAL, |second| second.cpu),
            _ => {
                let slots = book.average(USUAL, |second| second.slots);
                book.average(USUAL, |second| second.used) / slots.max(1e-9)
            }
        };
        let count = self.fleets[node].instances.len();
        let part = self.plan.nodes[node].part.clone();
        if let Some(wanted) = policy::wanted(rule, reading, count)
            && (wanted < count || !policy::no_capacity(&self.faults, part.as_str()))
        {
            self.fleets[node].cools_until = now + rule.cooldown.as_f64();
            self.fleets[node].resize(wanted, now, false);
            self.tune();
        }
    }

    /// Processors in use in the last second, by the work done now and at the usual load.
    fn note_cpu(&mut self, node: usize) {
        let part = &self.plan.nodes[node].part;
        let Some(PartKind::Service(service)) = self.current.parts.get(part).map(|part| &part.kind)
        else {
            return;
        };
        let Some(cpu) = service.cpu else { return };
        let (_, mean) = self.line_of(node);
        let fleet = &self.fleets[node];
        let all = policy::average(fleet, service.station.time);
        let taken = 1.0 - all.cpu / all.ready.max(1.0);
        let Some(last) = self.nodes[node].book.seconds.back_mut() else { return };
        last.cpu = if all.cpu <= 0.0 {
            0.0
        } else if fleet.usual_work <= 0.0 {
            cpu.usual
        } else {
            let work = last.begun * mean / all.cpu;
            (cpu.usual * work / fleet.usual_work * (1.0 - taken) + taken).clamp(0.0, 1.0)
        };
    }

    /// A replica becomes primary: connections break, writes stand still for a while.
    fn promote(&mut self, node: usize, pauses: f64) {
        let name = self.plan.nodes[node].part.clone();
        for acting in self.faults.values_mut() {
            let bound = matches!(
                acting.fault.kind,
                FaultKind::Slow { .. }
                    | FaultKind::Error { .. }
                    | FaultKind::Down
                    | FaultKind::Kill
                    | FaultKind::Cpu { .. }
                    | FaultKind::Cut
            );
            if bound && acting.fault.target.as_str() == name.as_str() {
                acting.left_behind = true;
            }
        }
        self.drop_share(node, 1.0);
        let fleet = &mut self.fleets[node];
        fleet.paused_until = self.second as f64 + pauses;
        fleet.gone_since = None;
        for instance in &mut fleet.instances {
            instance.phase = Phase::Ready;
        }
        self.tune();
    }

    /// The books of a part.
    pub fn book(&self, part: &str) -> Option<Book> {
        let node = *self.plan.by_part.get(part)?;
        let mut book = self.nodes[node].book.clone();
        book.mark(self.now);
        Some(book)
    }

    /// How many wait in a part's line.
    pub fn queue(&self, part: &str) -> f64 {
        let node = self.plan.by_part.get(part);
        node.map_or(0.0, |&node| f64::from(self.nodes[node].waiting))
    }

    /// Seconds that those inside a part have been there, together.
    pub fn ages_inside(&self, part: &str) -> f64 {
        let Some(&node) = self.plan.by_part.get(part) else { return 0.0 };
        let inside = self.tasks.used().into_iter().filter(|&place| {
            usize::from(self.tasks[place].node) == node && self.tasks[place].inside()
        });
        inside.map(|place| self.now - self.tasks[place].arrived).sum()
    }

    /// Makes the patience of who waits in a part's line exponential with this mean.
    pub fn impatient(&mut self, part: &str, mean: f64) {
        let node = self.plan.by_part.get(part).copied();
        for (edge, plan) in self.edges.iter_mut().zip(&self.plan.edges) {
            if Some(plan.to) == node {
                edge.patience = mean;
            }
        }
    }
}
