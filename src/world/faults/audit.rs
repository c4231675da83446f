//! In debug builds: that what follows from instances and faults has changed only where somebody said
//! so. It changes nothing, or it stops the world.

use crate::world::World;
use crate::world::engine::{Cache, Edge, Engine, Node};
use crate::world::faults::Way;
use crate::world::fleet::{Fleet, Instance};

impl World {
    /// Sets it all anew, which changes nothing if nobody forgot to say so.
    pub(crate) fn audit_tuning(&mut self) {
        let before = self.tuned();
        self.tune();
        let (second, after) = (self.second, self.tuned());
        assert!(before == after, "second {second}: something changed that nobody told of");
    }

    /// All that is tuned.
    fn tuned(&self) -> (Vec<u64>, Vec<Way>, Vec<Machines>) {
        let machines = self.fleets.iter().map(Machines::of);
        (self.engine.tuned(), self.ways.clone(), machines.collect())
    }
}

/// What faults do to the instances of a part.
#[derive(PartialEq)]
struct Machines {
    instances: Vec<Instance>,
    idle: f64,
    full: bool,
}

impl Machines {
    fn of(fleet: &Fleet) -> Self {
        Self { instances: fleet.instances.clone(), idle: fleet.idle, full: fleet.full }
    }
}

impl Engine {
    /// The bits of every number that is tuned.
    fn tuned(&self) -> Vec<u64> {
        let nodes = self.nodes.iter().flat_map(of_node);
        let edges = self.edges.iter().flat_map(of_edge);
        let all = nodes.chain(edges).chain(self.caches.iter().flat_map(of_cache));
        all.map(f64::to_bits).collect()
    }
}

fn of_node(node: &Node) -> [f64; 13] {
    let account = &node.account;
    [
        f64::from(u8::from(node.up)),
        node.time,
        node.variance,
        node.third,
        node.error,
        node.cut,
        node.shed,
        node.stuck,
        node.room,
        node.connections,
        node.all_connections,
        account.slots,
        account.most,
    ]
}

fn of_edge(edge: &Edge) -> [f64; 7] {
    let Edge { pool, unresolved, error, cut, delay, spread, .. } = edge;
    [*unresolved, *error, *cut, *delay, *spread, pool.slots, pool.most]
}

fn of_cache(cache: &Cache) -> [f64; 4] {
    [cache.hit, cache.time, cache.gone, cache.warms_in]
}
