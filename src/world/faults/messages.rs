//! What faults do to message queues: messages that crash whoever works on them, partitions that
//! stand still. It never knows what a message says.

use crate::model::fault::{FaultKind, part_of};
use crate::model::id::PartId;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::fleet::Phase;
use crate::world::layout::Kind;

/// Seconds after which a consumer's messages go to another one, where the queue does not say.
const SESSION: f64 = 10.0;

/// Messages of a queue that crash whoever works on them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Poison {
    /// How many there are.
    pub(crate) left: f64,
    /// Parts of further ones that have come.
    coming: f64,
    /// How often those at the head were delivered.
    pub(crate) tries: u32,
    /// When they are delivered again.
    next: f64,
    /// Given up so far.
    pub(crate) dead: f64,
}

impl World {
    /// Messages that crash their consumers come into a queue.
    pub(super) fn poison(&mut self, part: &PartId, messages: f64) {
        let now = self.seconds();
        if let Some(node) = self.node_of(part) {
            let poison = self.poisons.entry(node).or_default();
            if poison.left <= 0.0 {
                poison.next = now + 1.0;
                poison.tries = 0;
            }
            poison.left += messages;
        }
    }

    /// They are gone from it.
    pub(crate) fn antidote(&mut self, part: &PartId) {
        if let Some(node) = self.node_of(part) {
            self.poisons.remove(&node);
        }
    }

    /// Once a second: poisoned messages are delivered, and crash who takes them.
    pub(crate) fn deliver_poison(&mut self) {
        let now = self.seconds();
        self.more_poison();
        let nodes: Vec<usize> = self.poisons.keys().copied().collect();
        for node in nodes {
            let Some(mut poison) = self.poisons.get(&node).copied() else {
                continue;
            };
            if poison.left < 1.0 || now < poison.next {
                continue;
            }
            let (partitions, rule) = self.delivery(node);
            let heads = poison.left.min(partitions);
            let struck = self.crash_consumers(node, heads);
            if struck <= 0.0 {
                continue;
            }
            poison.tries += 1;
            poison.next = now + rule.map_or(SESSION, |(after, _)| after.max(1.0));
            if rule.is_some_and(|(_, times)| poison.tries > times) {
                poison.left = (poison.left - heads).max(0.0);
                poison.dead += heads;
                poison.tries = 0;
                self.fleets[node].cry(now, 0, "message moved to dead letters: delivered too often");
            }
            self.poisons.insert(node, poison);
        }
    }

    /// New messages of which a share is poisoned.
    fn more_poison(&mut self) {
        let mut more = Vec::new();
        for acting in self.faults.values() {
            if let FaultKind::Poison { ratio, .. } = acting.fault.kind
                && ratio > 0.0
                && let Some(node) = self.node_of(&part_of(&acting.fault.target))
            {
                let came: f64 =
                    self.minute.last(1).map(|second| second.nodes[node].counts.good).sum();
                more.push((node, came * ratio * acting.level));
            }
        }
        let now = self.seconds();
        for (node, mass) in more {
            let poison = self.poisons.entry(node).or_default();
            poison.coming += mass;
            let whole = libm::floor(poison.coming);
            if whole >= 1.0 && poison.left < 1.0 {
                poison.next = now;
                poison.tries = 0;
            }
            poison.left += whole;
            poison.coming -= whole;
        }
    }

    /// Partitions of a queue; after how many seconds and how often it delivers again.
    fn delivery(&self, node: usize) -> (f64, Option<(f64, u32)>) {
        match self.kind_of(node) {
            Some(PartKind::Queue(queue)) => {
                let rule = queue.redeliver.map(|rule| (rule.after.as_f64(), rule.times));
                (f64::from(queue.partitions.max(1)), rule)
            }
            _ => (1.0, None),
        }
    }

    /// Consumers that take a poisoned message each die; how many did.
    fn crash_consumers(&mut self, queue: usize, heads: f64) -> f64 {
        let mut struck = 0.0;
        let (begin, end) = self.engine.layout.nodes[queue].stages;
        for stage in begin..end {
            let consumer = self.engine.layout.edges[self.engine.layout.stages[stage].edge].to;
            let places: Vec<usize> = self.fleets[consumer]
                .instances
                .iter()
                .enumerate()
                .filter(|(_, instance)| instance.phase == Phase::Ready)
                .map(|(place, _)| place)
                .collect();
            for place in places {
                if struck >= heads {
                    return struck;
                }
                struck += 1.0;
                self.crash(consumer, place, "fatal: cannot handle message, exit code 1");
            }
        }
        struck
    }

    /// Which share of each queue's partitions stands still.
    pub(super) fn tune_queues(&mut self) {
        for node in 0..self.fleets.len() {
            if self.engine.layout.nodes[node].kind != Kind::Queue {
                continue;
            }
            let (partitions, _) = self.delivery(node);
            if let Some(PartKind::Queue(queue)) = self.kind_of(node) {
                let open = !self.drained.contains_key(&self.fleets[node].name);
                self.engine.nodes[node].room = if open { queue.holds as f64 } else { 0.0 };
            }
            let mut stuck = self.poisons.get(&node).map_or(0.0, |poison| {
                if poison.left >= 1.0 { (poison.left / partitions).min(1.0) } else { 0.0 }
            });
            for acting in self.faults.values() {
                let on_queue = acting.on_instances_of(self.fleets[node].name.as_str());
                let own = match acting.fault.kind {
                    FaultKind::Stuck { share } if on_queue => share.unwrap_or(1.0 / partitions),
                    FaultKind::Stuck { share } => {
                        self.stuck_consumers(acting, node) * share.unwrap_or(1.0)
                    }
                    FaultKind::Stalled if on_queue => 1.0,
                    _ => continue,
                };
                stuck = 1.0 - (1.0 - stuck) * (1.0 - (own * acting.level).clamp(0.0, 1.0));
            }
            self.engine.nodes[node].stuck = stuck.clamp(0.0, 1.0);
        }
    }

    /// The share of a queue's partitions whose consumer a fault holds.
    fn stuck_consumers(&self, acting: &super::Acting, queue: usize) -> f64 {
        let (begin, end) = self.engine.layout.nodes[queue].stages;
        let (mut held, mut all) = (0.0, 0.0);
        for stage in &self.engine.layout.stages[begin..end] {
            let fleet = &self.fleets[self.engine.layout.edges[stage.edge].to];
            all += fleet.instances.len() as f64;
            if acting.on_instances_of(fleet.name.as_str()) {
                held += fleet.touched(&acting.fault.touches, acting.zone()).iter().sum::<f64>();
            }
        }
        if all > 0.0 { held / all } else { 0.0 }
    }
}
