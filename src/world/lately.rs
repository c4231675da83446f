//! How calls ended over the last seconds, added up once for all who ask: by node, by edge, and for
//! the people behind each client class. It never says what that means for anybody.

use crate::model::id::PartId;
use crate::world::World;
use crate::world::layout::Kind;
use crate::world::telemetry::share;

/// Executions of a node, or calls along an edge with all their attempts.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    good: f64,
    bad: f64,
}

impl Ends {
    fn failed(self) -> f64 {
        share(self.bad, self.good + self.bad)
    }
}

/// A client class.
#[derive(Clone, Copy, Debug)]
struct Class {
    /// Its node.
    node: usize,
    /// Where its visits begin.
    source: usize,
    /// Tries of a visit at most.
    tries: f64,
    /// Visits a second.
    visits: f64,
}

/// What one class wants of a part.
pub(crate) struct Wish {
    /// The class's node.
    pub(crate) class: usize,
    /// Calls of the part in a visit.
    pub(crate) uses: f64,
    /// Visits a second.
    pub(crate) visits: f64,
    /// Tries of a visit at most.
    pub(crate) tries: f64,
}

/// The last seconds, added up.
pub(crate) struct Lately<'a> {
    world: &'a World,
    nodes: Vec<Ends>,
    edges: Vec<Ends>,
    classes: Vec<Class>,
}

impl World {
    /// The last `window` seconds, added up; 1 to 60.
    pub(crate) fn lately(&self, window: u32) -> Lately<'_> {
        let mut nodes = vec![Ends::default(); self.engine.nodes.len()];
        let mut edges = vec![Ends::default(); self.engine.edges.len()];
        for second in self.minute.last(window) {
            for (ends, node) in nodes.iter_mut().zip(&second.nodes) {
                ends.good += node.counts.good;
                ends.bad += node.counts.bad;
            }
            for (ends, edge) in edges.iter_mut().zip(&second.edges) {
                ends.good += edge.final_good;
                ends.bad += edge.final_bad;
            }
        }
        let class = |(id, class): (&PartId, &crate::model::system::ClientClass)| {
            let (node, source) = (self.node_of(id)?, self.source_of_class(id)?);
            let begun: f64 =
                self.minute.last(window).map(|second| second.nodes[source].counts.arrived).sum();
            let visits = begun / self.minute.last(window).count().max(1) as f64;
            Some(Class { node, source, tries: f64::from(class.tries.max(1)), visits })
        };
        let classes = self.current.clients.iter().filter_map(class).collect();
        Lately { world: self, nodes, edges, classes }
    }
}

impl Lately<'_> {
    /// The share of a class's visits that fail for good, further tries included.
    pub(crate) fn visits_failed(&self, source: usize) -> f64 {
        self.nodes[source].failed()
    }

    /// Visits of a class that failed for good, in all.
    pub(crate) fn visits_bad(&self, source: usize) -> f64 {
        self.nodes[source].bad
    }

    /// The share of a class's tries that fail.
    pub(crate) fn tries_failed(&self, class: usize) -> f64 {
        self.nodes[class].failed()
    }

    /// Visits of a class a second.
    pub(crate) fn visits(&self, source: usize) -> f64 {
        self.classes.iter().find(|class| class.source == source).map_or(0.0, |class| class.visits)
    }

    /// The share of calls to a node that fail for good, as its callers see it; of its own
    /// executions where it takes its work from a queue.
    pub(crate) fn calls_failed(&self, node: usize) -> f64 {
        let layout = &self.world.engine.layout;
        let callers = &layout.nodes[node].callers;
        if callers.is_empty() {
            return self.nodes[node].failed();
        }
        let mut all = Ends::default();
        for &edge in callers {
            let from = layout.edges[edge].from;
            let taken = layout.nodes[from].kind == Kind::Queue;
            let ends = if taken { self.nodes[node] } else { self.edges[edge] };
            all.good += ends.good;
            all.bad += ends.bad;
        }
        all.failed()
    }

    /// Whether neither a call to a node failed for good nor a try of any class.
    pub(crate) fn nobody_failed(&self, node: usize) -> bool {
        self.calls_failed(node) <= 0.0
            && self.classes.iter().all(|class| self.tries_failed(class.node) <= 0.0)
    }

    /// Who wants what a node serves.
    pub(crate) fn demand(&self, node: usize) -> impl Iterator<Item = Wish> {
        let layout = &self.world.engine.layout;
        self.classes.iter().filter_map(move |class| {
            let uses = layout.uses(class.node, node);
            let Class { node: class, tries, visits, .. } = *class;
            (uses > 0.0).then_some(Wish { class, uses, visits, tries })
        })
    }
}
