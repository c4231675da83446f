//! A system laid out for the oracle, by its own reading of it. Nothing moves here.

use std::collections::BTreeMap;

use firedrill::model::id::PartId;
use firedrill::model::system::{Call, PartKind, System};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A client class: an execution is one try of a visit.
    Class,
    /// A service.
    Service,
    /// A database.
    Database,
    /// A provider.
    Provider,
    /// A message queue.
    Queue,
}

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct NodePlan {
    pub(crate) part: PartId,
    pub(crate) role: Role,
    /// Its stages, first and one past the last.
    pub(crate) stages: (u32, u32),
    /// Queues it takes messages from, and how many at once.
    pub(crate) takes: Vec<(usize, usize)>,
    /// Who takes messages from it.
    pub(crate) taken_by: Vec<usize>,
}

/// A call of an execution; an edge made three times is three stages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) edge: u16,
    pub(crate) chance: f64,
    /// Made at once with the stage before.
    pub(crate) joins: bool,
}

/// An edge.
#[derive(Clone, Debug)]
pub(crate) struct EdgePlan {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) call: Call,
}

/// A system by numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub(crate) nodes: Vec<NodePlan>,
    pub(crate) edges: Vec<EdgePlan>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) caches: Vec<PartId>,
    pub(crate) by_part: BTreeMap<PartId, usize>,
}

/// Calls per request that make no difference.
const NEVER: f64 = 1e-9;
/// Calls per request that an edge is played with at most, as in the fluid engine.
const MOST_CALLS: f64 = 32.0;

impl Plan {
    pub(crate) fn of(system: &System) -> Self {
        let mut plan = Self::default();
        for (id, part) in &system.parts {
            let role = match &part.kind {
                PartKind::Service(_) => Role::Service,
                PartKind::Database(_) => Role::Database,
                PartKind::Provider(_) => Role::Provider,
                PartKind::Queue(_) => Role::Queue,
                PartKind::Cache(_) => {
                    plan.caches.push(id.clone());
                    continue;
                }
                PartKind::Certificate(_) | PartKind::Secret(_) => continue,
            };
            plan.add_node(id, role);
        }
        for id in system.clients.keys() {
            plan.add_node(id, Role::Class);
        }
        for node in 0..plan.nodes.len() {
            plan.add_calls(system, node);
            plan.add_takes(system, node);
        }
        plan
    }

    fn add_node(&mut self, part: &PartId, role: Role) {
        self.by_part.insert(part.clone(), self.nodes.len());
        self.nodes.push(NodePlan {
            part: part.clone(),
            role,
            stages: (0, 0),
            takes: Vec::new(),
            taken_by: Vec::new(),
        });
    }

    fn add_calls(&mut self, system: &System, node: usize) {
        let begin = self.stages.len() as u32;
        let part = self.nodes[node].part.clone();
        let mut with_last = false;
        for call in system.calls_of(part.as_str()) {
            if let Some(&to) = self.by_part.get(&call.to) {
                let edge = self.edges.len() as u16;
                self.edges.push(EdgePlan { from: node, to, call: call.clone() });
                let mut left = call.per_call.clamp(0.0, MOST_CALLS);
                let mut joins = with_last;
                while left > NEVER {
                    self.stages.push(Stage { edge, chance: left.min(1.0), joins });
                    joins = call.parallel;
                    left -= 1.0;
                }
            }
            with_last = call.parallel;
        }
        self.nodes[node].stages = (begin, self.stages.len() as u32);
    }

    fn add_takes(&mut self, system: &System, node: usize) {
        let part = self.nodes[node].part.clone();
        let Some(PartKind::Service(service)) = system.parts.get(&part).map(|part| &part.kind)
        else {
            return;
        };
        for take in &service.takes {
            if let Some(&queue) = self.by_part.get(&take.queue) {
                self.nodes[node].takes.push((queue, take.batch.max(1) as usize));
                self.nodes[queue].taken_by.push(node);
            }
        }
    }

    /// The place of a cache.
    pub(crate) fn cache(&self, id: &PartId) -> Option<usize> {
        self.caches.iter().position(|own| own == id)
    }
}
