//! A system laid out for the engine: nodes, edges and stages by number, callees before callers.
//! It holds effective settings only; nothing moves here.

use std::collections::BTreeMap;

use crate::model::chance::fingerprint;
use crate::model::id::PartId;
use crate::model::quantity::rounded;
use crate::model::system::{Call, PartKind, System};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Where a client class's visits begin; it has one stage, the visit.
    Source,
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

/// A node's fixed side.
#[derive(Clone, Debug)]
pub(crate) struct NodePlan {
    /// Which part; a source has its class's name.
    pub(crate) part: PartId,
    /// What.
    pub(crate) kind: Kind,
    /// Its stages, first and one past the last.
    pub(crate) stages: (usize, usize),
    /// Edges that lead here.
    pub(crate) callers: Vec<usize>,
    /// Edges it calls along, in order.
    pub(crate) calls: Vec<usize>,
    /// By which its chance is told apart from that of others.
    pub(crate) subject: u64,
}

/// A stage: one call of an execution. An edge with `per_call` 3 is three stages.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    /// Whose.
    pub(crate) node: usize,
    /// Along which edge.
    pub(crate) edge: usize,
    /// Whether it is the edge's first stage.
    pub(crate) first: bool,
    /// The chance that it is made.
    pub(crate) chance: f64,
    /// Made at once with the stage before.
    pub(crate) joins: bool,
}

/// An edge's effective settings.
#[derive(Clone, Debug)]
pub(crate) struct EdgePlan {
    /// Caller.
    pub(crate) from: usize,
    /// Callee.
    pub(crate) to: usize,
    /// Settings, as they are now.
    pub(crate) call: Call,
    /// Timeout in seconds.
    pub(crate) timeout: f64,
    /// From a queue: messages an execution takes at most.
    pub(crate) batch: f64,
}

/// A system by numbers.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Nodes.
    pub(crate) nodes: Vec<NodePlan>,
    /// Edges.
    pub(crate) edges: Vec<EdgePlan>,
    /// Stages, those of a node together and in order.
    pub(crate) stages: Vec<Stage>,
    /// Nodes, callees first.
    pub(crate) order: Vec<usize>,
    /// Node by part.
    pub(crate) by_part: BTreeMap<PartId, usize>,
    /// Where visits begin, by class.
    pub(crate) sources: BTreeMap<PartId, usize>,
    /// Caches by name, in the order of the engine's caches.
    pub(crate) caches: Vec<PartId>,
    /// Which component a node is of: what no call connects goes on by itself.
    pub(crate) component: Vec<usize>,
    /// The components.
    pub(crate) components: Vec<Component>,
    /// By class: its node, and how often one execution of it leads to a call of each node.
    uses: Vec<(usize, Vec<f64>)>,
}

/// Nodes and edges that calls or a cache connect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Component {
    /// Its nodes, callees first.
    pub(crate) order: Vec<usize>,
    /// Its edges.
    pub(crate) edges: Vec<usize>,
}

/// A connection that nobody answers is given up by the operating system in the end.
pub(crate) const GIVEN_UP: f64 = 900.0;
/// How long people wait before they begin again: the backoff of a visit, shared with engine D.
pub(crate) const TRY_AGAIN: u64 = 3000;
/// Most stages one edge becomes; a higher `per_call` is played as this many.
const MOST_STAGES: i64 = 32;
/// Most further attempts of a call without and with a budget, at least as many as a system file
/// may ask for: each one that waits is kept by itself.
const MOST_RETRIES: (u32, u32) = (20, 100);

impl Layout {
    /// Lays out a system as it is now.
    pub(crate) fn of(system: &System) -> Self {
        let mut layout = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            stages: Vec::new(),
            order: Vec::new(),
            by_part: BTreeMap::new(),
            sources: BTreeMap::new(),
            caches: Vec::new(),
            component: Vec::new(),
            components: Vec::new(),
            uses: Vec::new(),
        };
        layout.name_nodes(system);
        for node in 0..layout.nodes.len() {
            layout.add_stages(system, node);
        }
        layout.cut_circles();
        layout.sort();
        layout.part_ways();
        layout.count_uses();
        layout
    }

    /// Finds the components.
    fn part_ways(&mut self) {
        let mut group: Vec<usize> = (0..self.nodes.len()).collect();
        let mut by_cache: BTreeMap<&PartId, usize> = BTreeMap::new();
        for plan in &self.edges {
            join(&mut group, plan.from, plan.to);
            if let Some(cache) = &plan.call.cache {
                let first = *by_cache.entry(cache).or_insert(plan.to);
                join(&mut group, first, plan.to);
            }
        }
        let mut names = BTreeMap::new();
        self.component = (0..self.nodes.len())
            .map(|node| {
                let (root, next) = (root(&mut group, node), names.len());
                *names.entry(root).or_insert(next)
            })
            .collect();
        self.components = vec![Component::default(); names.len()];
        for &node in &self.order {
            self.components[self.component[node]].order.push(node);
        }
        for (edge, plan) in self.edges.iter().enumerate() {
            self.components[self.component[plan.from]].edges.push(edge);
        }
    }

    /// How often one execution of a class's node leads to a call of another, caches left out.
    pub(crate) fn uses(&self, class: usize, to: usize) -> f64 {
        let known = self.uses.iter().find(|(node, _)| *node == class);
        known.map_or(0.0, |(_, uses)| uses[to])
    }

    /// Counts uses anew; to be called when chances of stages have changed.
    pub(crate) fn count_uses(&mut self) {
        let classes = self.nodes.iter().zip(0..).filter(|(plan, _)| plan.kind == Kind::Class);
        self.uses = classes.map(|(_, class)| (class, self.uses_of(class))).collect();
    }

    fn uses_of(&self, from: usize) -> Vec<f64> {
        let mut uses = vec![0.0; self.nodes.len()];
        uses[from] = 1.0;
        for &node in self.order.iter().rev() {
            if uses[node] <= 0.0 || self.nodes[node].kind == Kind::Queue {
                continue;
            }
            let (begin, end) = self.nodes[node].stages;
            for stage in &self.stages[begin..end] {
                uses[self.edges[stage.edge].to] += uses[node] * stage.chance;
            }
        }
        uses
    }

    fn name_nodes(&mut self, system: &System) {
        for (id, part) in &system.parts {
            let kind = match part.kind {
                PartKind::Service(_) => Kind::Service,
                PartKind::Database(_) => Kind::Database,
                PartKind::Provider(_) => Kind::Provider,
                PartKind::Queue(_) => Kind::Queue,
                PartKind::Cache(_) => {
                    self.caches.push(id.clone());
                    continue;
                }
                PartKind::Certificate(_) | PartKind::Secret(_) => continue,
            };
            self.by_part.insert(id.clone(), self.nodes.len());
            self.push_node(id, kind);
        }
        for id in system.clients.keys() {
            self.by_part.insert(id.clone(), self.nodes.len());
            self.push_node(id, Kind::Class);
        }
        for id in system.clients.keys() {
            self.sources.insert(id.clone(), self.nodes.len());
            self.push_node(id, Kind::Source);
        }
    }

    fn push_node(&mut self, part: &PartId, kind: Kind) {
        self.nodes.push(NodePlan {
            part: part.clone(),
            kind,
            stages: (0, 0),
            callers: Vec::new(),
            calls: Vec::new(),
            subject: fingerprint(part.as_str().as_bytes()),
        });
    }

    fn add_stages(&mut self, system: &System, node: usize) {
        let begin = self.stages.len();
        let part = self.nodes[node].part.clone();
        match self.nodes[node].kind {
            Kind::Source => {
                let tries = system.clients.get(&part).map_or(1, |class| class.tries);
                let mut visit = plain_call(&part);
                visit.retries = tries.saturating_sub(1);
                visit.backoff = crate::model::time::Span(TRY_AGAIN);
                visit.jitter = 0.5;
                let to = self.by_part.get(&part).copied().unwrap_or(node);
                self.add_edge(node, to, &visit);
            }
            Kind::Queue => {
                for (id, consumer) in &system.parts {
                    let PartKind::Service(service) = &consumer.kind else {
                        continue;
                    };
                    for take in service.takes.iter().filter(|take| take.queue == part) {
                        let call = plain_call(id);
                        // The batch travels as the count of calls; a take is one stage.
                        if let Some(&to) = self.by_part.get(id) {
                            self.add_edge(node, to, &call);
                        }
                        if let Some(edge) = self.edges.last_mut() {
                            edge.batch = f64::from(take.batch.max(1));
                        }
                    }
                }
            }
            Kind::Class | Kind::Service => {
                let calls = system.calls_of(part.as_str());
                for (place, call) in calls.iter().enumerate() {
                    let joins = place > 0 && calls[place - 1].parallel;
                    if let Some(&to) = self.by_part.get(&call.to) {
                        let at = self.stages.len();
                        self.add_edge(node, to, call);
                        if let Some(stage) = self.stages.get_mut(at) {
                            stage.joins = joins;
                        }
                    }
                }
            }
            Kind::Database | Kind::Provider => {}
        }
        self.nodes[node].stages = (begin, self.stages.len());
    }

    fn add_edge(&mut self, from: usize, to: usize, call: &Call) {
        let edge = self.edges.len();
        let timeout = call.timeout.map_or(GIVEN_UP, |span| span.as_f64().max(0.001));
        let count = call.per_call.clamp(0.0, MOST_STAGES as f64);
        let whole = rounded(libm::floor(count)).clamp(0, MOST_STAGES);
        let rest = count - whole as f64;
        let mut first = true;
        for place in 0..=whole {
            let chance = if place < whole { 1.0 } else { rest };
            if chance > 1e-9 {
                self.stages.push(Stage {
                    node: from,
                    edge,
                    first,
                    chance,
                    joins: call.parallel && !first,
                });
                first = false;
            }
        }
        self.nodes[to].callers.push(edge);
        self.nodes[from].calls.push(edge);
        let most = if call.budget.is_some() { MOST_RETRIES.1 } else { MOST_RETRIES.0 };
        let call = Call { retries: call.retries.min(most), ..call.clone() };
        self.edges.push(EdgePlan { from, to, call, timeout, batch: 1.0 });
    }

    /// Synchronous calls that come round are not made where the circle closes: each would wait for
    /// itself, and its retries would multiply without end. A system file with one is refused; this
    /// is for systems that come from elsewhere.
    fn cut_circles(&mut self) {
        // 0 not seen, 1 on the path, 2 done.
        let mut seen = vec![0; self.nodes.len()];
        for start in 0..self.nodes.len() {
            // An explicit path: a long chain must not exhaust the machine's stack.
            let mut path = if seen[start] == 0 { vec![(start, 0)] } else { Vec::new() };
            seen[start] = seen[start].max(1);
            while let Some((at, next)) = path.pop() {
                let (begin, end) = self.nodes[at].stages;
                if begin + next >= end {
                    seen[at] = 2;
                    continue;
                }
                path.push((at, next + 1));
                let to = self.edges[self.stages[begin + next].edge].to;
                let waits =
                    self.nodes[at].kind != Kind::Queue && self.nodes[to].kind != Kind::Queue;
                match seen[to] {
                    1 if waits => self.stages[begin + next].chance = 0.0,
                    0 if waits => {
                        seen[to] = 1;
                        path.push((to, 0));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Callees before callers; a circle through a queue is cut where it is met.
    fn sort(&mut self) {
        let mut seen = vec![false; self.nodes.len()];
        for node in 0..self.nodes.len() {
            self.visit(node, &mut seen);
        }
    }

    fn visit(&mut self, node: usize, seen: &mut [bool]) {
        // An explicit stack: a long chain must not exhaust the machine's.
        let mut path = vec![(node, 0)];
        if seen[node] {
            return;
        }
        seen[node] = true;
        while let Some((at, next)) = path.pop() {
            let (begin, end) = self.nodes[at].stages;
            if begin + next < end {
                path.push((at, next + 1));
                let to = self.edges[self.stages[begin + next].edge].to;
                if !seen[to] {
                    seen[to] = true;
                    path.push((to, 0));
                }
            } else {
                self.order.push(at);
            }
        }
    }
}

/// The node that stands for a node's group.
fn root(group: &mut [usize], mut node: usize) -> usize {
    while group[node] != node {
        group[node] = group[group[node]];
        node = group[node];
    }
    node
}

/// Puts two groups together.
fn join(group: &mut [usize], one: usize, two: usize) {
    let (one, two) = (root(group, one), root(group, two));
    group[one.max(two)] = one.min(two);
}

fn plain_call(to: &PartId) -> Call {
    Call {
        to: to.clone(),
        per_call: 1.0,
        timeout: None,
        retries: 0,
        backoff: crate::model::time::Span(0),
        jitter: 0.0,
        budget: None,
        breaker: None,
        pool: None,
        critical: true,
        fallback: None,
        parallel: false,
        cancel: false,
        cache: None,
    }
}
