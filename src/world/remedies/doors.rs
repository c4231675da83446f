//! Keeping out: a client class at the edge, a zone or a queue in order. It refuses no call itself.

use crate::model::id::{PartId, RemedyRun};
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::fleet::Phase;
use crate::world::layout::Kind;
use crate::world::remedies::{Effect, failed};

/// A rule at the edge that keeps calls out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Share of the calls it catches.
    pub(crate) share: f64,
    /// By whose order.
    pub(crate) run: RemedyRun,
}

/// A share written as `0.05` or `5%`.
fn share(text: &str) -> Option<f64> {
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.parse::<f64>().ok()?,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

/// Whether words take an order back.
pub(super) fn takes_back(word: &str) -> bool {
    matches!(word, "off" | "back" | "resume" | "0")
}

impl World {
    /// Blocks a class where it calls `part`: `block edge bots`. A second word says which share of
    /// everybody else the rule catches too, `off` lifts it. The target may be the class itself.
    pub(super) fn block(&mut self, run: RemedyRun, part: &PartId, args: &str) -> Effect {
        let mut words = args.split_whitespace();
        let itself = self.current.clients.contains_key(part);
        let named =
            if itself { part.clone() } else { PartId::from(words.next().unwrap_or_default()) };
        let Some(class) =
            self.node_of(&named).filter(|_| self.current.clients.contains_key(&named))
        else {
            let classes: Vec<&str> = self.current.clients.keys().map(PartId::as_str).collect();
            let all = classes.join(", ");
            return failed(format!("`{named}` is no client class: write one of {all}"));
        };
        let word = words.next().unwrap_or("0.0");
        let lifts = takes_back(word);
        let Some(caught) = share(word).or_else(|| lifts.then_some(0.0)) else {
            return failed(format!("`{word}` is no share: write 0 to 1, such as 0.05, or off"));
        };
        let edges: Vec<(usize, usize)> = (self.engine.layout.edges.iter().enumerate())
            .filter(|(_, plan)| self.engine.layout.nodes[plan.from].kind == Kind::Class)
            .filter(|(_, plan)| itself || self.fleets[plan.to].name == part.as_str())
            .map(|(edge, plan)| (edge, plan.from))
            .collect();
        if !edges.iter().any(|(_, from)| *from == class) {
            return failed(format!("{named} does not call {part}: block it where it comes in"));
        }
        for (edge, from) in edges {
            let share = if from == class { 1.0 } else { caught };
            if itself && from != class {
                continue;
            }
            if lifts || share <= 0.0 {
                if from == class || lifts {
                    self.blocks.remove(&edge);
                }
            } else {
                self.blocks.insert(edge, Block { share, run });
            }
        }
        Effect::Works
    }

    /// The share of an edge's calls that are kept out by order.
    pub(crate) fn blocked(&self, edge: usize) -> f64 {
        self.blocks.get(&edge).map_or(0.0, |block| block.share)
    }

    /// Takes a zone or a queue out of use: `drain zones.a`, `drain checkout a`, `drain mails`;
    /// with `off` back into it.
    pub(super) fn drain(&mut self, run: RemedyRun, target: &str, args: &str) -> Effect {
        let (first, rest) = args.split_once(' ').unwrap_or((args, ""));
        if let Some(zone) = target.strip_prefix("zones.") {
            let nodes: Vec<usize> = (0..self.fleets.len()).collect();
            return self.drain_zone(run, &nodes, zone, takes_back(first));
        }
        let part = PartId::from(target);
        let Some(node) = self.node_of(&part) else {
            return failed(format!("there is nothing to drain in {part}"));
        };
        match self.kind_of(node) {
            Some(PartKind::Queue(_)) => {
                if takes_back(first) {
                    self.drained.remove(target);
                } else {
                    self.drained.insert(target.to_owned(), run);
                }
                Effect::Works
            }
            Some(PartKind::Service(_)) if self.current.zones.iter().any(|zone| zone == first) => {
                self.drain_zone(run, &[node], first, takes_back(rest.trim()))
            }
            Some(PartKind::Service(_)) => {
                let zones = self.current.zones.join(", ");
                failed(format!("say which zone of {part} to drain: {zones}"))
            }
            _ => failed(format!("{part} cannot be drained")),
        }
    }

    fn drain_zone(&mut self, run: RemedyRun, nodes: &[usize], zone: &str, back: bool) -> Effect {
        let mut changed = false;
        for &node in nodes {
            let in_zone = |fleet: &crate::world::fleet::Fleet| {
                fleet.instances.iter().any(|instance| instance.zone == zone)
            };
            if !in_zone(&self.fleets[node]) {
                continue;
            }
            match self.kind_of(node) {
                Some(PartKind::Database(database)) if !back => {
                    let elsewhere = (database.replicas.iter())
                        .any(|own| own.zone.as_deref().is_some_and(|own| own != zone));
                    let pauses = database.failover.map_or(30.0, |rule| rule.pauses.as_f64());
                    if elsewhere {
                        let lost = self.promote(node, pauses);
                        self.blame(run, lost);
                        self.guilty_while_down.insert(node, run);
                        changed = true;
                    }
                }
                Some(PartKind::Service(_)) => {
                    changed = true;
                    self.move_instances(node, zone, back);
                    if !back && self.fleets[node].ready() == 0 {
                        self.guilty_while_down.insert(node, run);
                    }
                }
                _ => {}
            }
        }
        if changed {
            Effect::Works
        } else {
            Effect::Nothing { why: format!("nothing runs in zone {zone} that could go elsewhere") }
        }
    }

    /// Takes a service's instances of a zone out of use, or back into it. What they work on they
    /// end; new ones start elsewhere.
    fn move_instances(&mut self, node: usize, zone: &str, back: bool) {
        let now = self.seconds();
        let fleet = &mut self.fleets[node];
        let mut told = Vec::new();
        for (place, instance) in fleet.instances.iter_mut().enumerate() {
            if instance.zone != zone {
                continue;
            }
            if back && instance.phase == Phase::Drained {
                instance.phase = Phase::Ready;
                told.push((place, "uncordoned, takes calls again"));
            } else if !back && instance.phase != Phase::Drained {
                instance.phase = Phase::Drained;
                told.push((place, "cordoned, takes no new calls"));
            }
        }
        for (place, says) in told {
            fleet.tell(now, place, says);
        }
        if back {
            if !fleet.zones.iter().any(|own| own == zone) {
                fleet.zones.push(zone.to_owned());
            }
        } else if fleet.zones.len() > 1 {
            fleet.zones.retain(|own| own != zone);
        }
    }
}
