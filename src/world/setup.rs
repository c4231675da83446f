//! How a world begins: laid out, staffed with instances, warmed up to a steady state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::model::id::{PartId, Version};
use crate::model::system::{PartKind, System};
use crate::world::engine::Engine;
use crate::world::facts::Ids;
use crate::world::faults::{Data, Pipe, STARTS_IN, Way};
use crate::world::fleet::Fleet;
use crate::world::identity::Leases;
use crate::world::layout::{Kind, Layout};
use crate::world::pace::Pace;
use crate::world::policy::Faults;
use crate::world::telemetry::Minute;
use crate::world::{Book, Losses, World};

/// Seconds a world runs before the drill begins.
pub const WARM_UP: i64 = 75;

impl World {
    /// A world in its steady state; at drill 00:00 the story's clock shows `time_of_day` seconds
    /// since midnight.
    pub fn new(system: Arc<System>, seed: u64, time_of_day: u32) -> Self {
        Self::begin(system, seed, time_of_day, true, 1.0)
    }

    /// The same without chance in its traffic and with short steps divided by `fineness`: for
    /// comparing it with other engines.
    pub fn still(system: Arc<System>, time_of_day: u32, fineness: f64) -> Self {
        Self::begin(system, 0, time_of_day, false, fineness)
    }

    fn begin(system: Arc<System>, seed: u64, time_of_day: u32, noise: bool, fineness: f64) -> Self {
        let current = (*system).clone();
        let layout = Layout::of(&current);
        let fleets = layout
            .nodes
            .iter()
            .map(|plan| match plan.kind {
                Kind::Source | Kind::Class => staffed_by_none(&plan.part),
                _ => staffed(&current, &plan.part),
            })
            .collect();
        let (edges, components) = (layout.edges.len(), layout.components.len());
        let leases = Leases::of(&current);
        let disks = disks(&current, &layout);
        let fact_ids = Arc::new(Ids::of(&current, &layout));
        let flags = current.flags.iter().map(|(id, flag)| (id.clone(), flag.on)).collect();
        let mut world = Self {
            engine: Engine::new(layout),
            fact_ids,
            system,
            current,
            seed,
            time_of_day,
            noise,
            second: -WARM_UP,
            paces: vec![Pace::new(-WARM_UP); components],
            fleets,
            faults: Faults::new(),
            untuned: true,
            applied: Vec::new(),
            ways: vec![Way::default(); edges],
            pipes: vec![Pipe::default(); edges],
            disks,
            leases,
            data: Data::default(),
            poisons: BTreeMap::new(),
            wrong: Vec::new(),
            blocks: BTreeMap::new(),
            drained: BTreeMap::new(),
            paused: BTreeSet::new(),
            flags,
            minute: Minute::default(),
            books: Vec::new(),
            usual_p90: BTreeMap::new(),
            usual_backlog: 0.0,
            losses: Losses::default(),
            harm: BTreeMap::new(),
            shedders: BTreeMap::new(),
            guilty_while_down: BTreeMap::new(),
            blamed: BTreeMap::new(),
            blames: VecDeque::new(),
        };
        world.engine.fineness = fineness.max(1.0);
        world.books = vec![Book::default(); world.fleets.len()];
        world.prepare();
        world.tune();
        for _ in 0..WARM_UP {
            world.step();
        }
        world.settle_in();
        world
    }

    /// Fixed settings of the engine that no fault moves.
    fn prepare(&mut self) {
        for cache in &mut self.engine.caches {
            cache.warmth = 1.0;
        }
        for index in 0..self.engine.edges.len() {
            let cache = self.engine.layout.edges[index].call.cache.clone();
            let place = cache.and_then(|cache| {
                let caches = &self.engine.layout.caches;
                caches.iter().position(|own| *own == cache)
            });
            self.engine.edges[index].cache = place;
            if let Some(pool) = self.engine.layout.edges[index].call.pool {
                self.engine.edges[index].pooled = true;
                self.engine.edges[index].pool.slots = f64::from(pool);
            }
        }
        for node in 0..self.fleets.len() {
            let name = self.fleets[node].name.clone();
            if let Some(PartKind::Queue(queue)) =
                self.current.parts.get(name.as_str()).map(|part| &part.kind)
            {
                let state = &mut self.engine.nodes[node];
                state.room = queue.holds as f64;
                if let Some(rule) = queue.redeliver {
                    state.redeliver_after = rule.after.as_f64();
                    state.redeliver_times = usize::try_from(rule.times).unwrap_or(0);
                }
            }
        }
    }

    /// What is usual is what was so while warming up; nothing counts from before 00:00.
    fn settle_in(&mut self) {
        let scope = crate::model::condition::Scope::default();
        for id in self.current.clients.keys() {
            if let Some(p90) = self.read(id, crate::model::metric::Metric::P90, &scope, 60) {
                self.usual_p90.insert(id.clone(), p90);
            }
        }
        for node in 0..self.fleets.len() {
            let state = &self.engine.nodes[node];
            let work = state.account.rate * state.time;
            let count = self.fleets[node].instances.len().max(1) as f64;
            let fleet = &mut self.fleets[node];
            fleet.usual_work = work / count;
            fleet.restarts = 0.0;
            fleet.cools_until = 0.0;
            fleet.happenings.clear();
            self.usual_backlog += state.messages.iter().sum::<f64>();
        }
        for cache in 0..self.engine.caches.len() {
            self.learn_fills(cache);
        }
        self.losses = Losses::default();
        self.blames.clear();
    }

    /// How many fills make a cache warm. "Nearly warm" is 95 %, after `warms_in` at the usual rate
    /// of look-ups when every miss is filled: misses become fewer as it warms, so the warmth w
    /// grows by (1 − w)(1 − hit·w) look-ups per fill, which is integrated from 0 to 0.95.
    fn learn_fills(&mut self, cache: usize) {
        let (mut asked, mut seconds) = (0.0, 0.0);
        for second in self.minute.last(60) {
            asked += second.caches[cache].0;
            seconds += 1.0;
        }
        let state = &mut self.engine.caches[cache];
        let rate = asked / f64::max(seconds, 1.0);
        state.fills = (rate * state.warms_in / warming(state.hit)).max(1.0);
    }

    /// Where visits of a class begin.
    pub(crate) fn source_of_class(&self, class: &PartId) -> Option<usize> {
        self.engine.layout.sources.get(class).copied()
    }

    /// Where visits of a class's node begin.
    pub(crate) fn source_of(&self, node: usize) -> Option<usize> {
        self.source_of_class(&self.engine.layout.nodes[node].part)
    }

    /// The worst share of failing calls into a node, as callers see it, lately.
    pub(crate) fn calls_failing(&self, node: usize) -> f64 {
        let mut worst = 0.0_f64;
        for &edge in &self.engine.layout.nodes[node].callers {
            let (mut good, mut bad) = (0.0, 0.0);
            for second in self.minute.last(15) {
                good += second.edges[edge].final_good;
                bad += second.edges[edge].final_bad;
            }
            worst = worst.max(crate::world::telemetry::share(bad, good + bad));
        }
        worst
    }
}

/// Nodes whose disk grows by itself.
fn disks(system: &System, layout: &Layout) -> Vec<usize> {
    let grows = |part: &PartId| {
        let disk = match system.parts.get(part).map(|own| &own.kind) {
            Some(PartKind::Service(service)) => service.disk,
            Some(PartKind::Database(database)) => database.disk,
            _ => None,
        };
        disk.is_some_and(|disk| disk.grows > 0.0)
    };
    let nodes = layout.by_part.iter().filter(|(part, _)| grows(part));
    nodes.map(|(_, &node)| node).collect()
}

fn staffed_by_none(part: &PartId) -> Fleet {
    Fleet {
        name: part.as_str().to_owned(),
        starts_in: STARTS_IN,
        paused_until: f64::NEG_INFINITY,
        cools_until: f64::NEG_INFINITY,
        ..Fleet::default()
    }
}

/// The instances of a part when the drill begins, with the versions it ever had.
pub fn staffed(system: &System, part: &PartId) -> Fleet {
    let mut fleet = staffed_by_none(part);
    let Some(part) = system.parts.get(part) else {
        return fleet;
    };
    match &part.kind {
        PartKind::Service(service) => {
            fleet.zones.clone_from(&service.zones);
            if fleet.zones.is_empty() {
                fleet.zones.clone_from(&system.zones);
            }
            fleet.starts_in = service.starts_in.as_f64();
            fleet.rolls_in = service.rolls_in.as_f64();
            fleet.cpu = service.cpu;
            fleet.watched = service.health.is_some() || service.autoscale.is_some();
            fleet.history = history(system, &part.id, &service.version);
            let count = usize::try_from(service.station.instances.max(1)).unwrap_or(1);
            fleet.resize(count, 0.0, true);
        }
        PartKind::Database(database) => {
            fleet.zones = system.zones.iter().take(1).cloned().collect();
            fleet.watched = database.failover.is_some_and(|failover| failover.auto);
            fleet.zones.extend(database.replicas.iter().filter_map(|replica| replica.zone.clone()));
            fleet.resize(1, 0.0, true);
        }
        PartKind::Provider(_) | PartKind::Queue(_) => fleet.resize(1, 0.0, true),
        PartKind::Cache(_) | PartKind::Certificate(_) | PartKind::Secret(_) => {}
    }
    fleet
}

/// Versions a service had before the drill, the current one last.
fn history(system: &System, part: &PartId, current: &Version) -> Vec<Version> {
    let mut past: Vec<_> =
        system.deploys.iter().filter(|deploy| deploy.target == *part && deploy.at < 0).collect();
    past.sort_by_key(|deploy| deploy.at);
    let mut history: Vec<Version> = past.iter().map(|deploy| deploy.version.clone()).collect();
    history.retain(|version| version != current);
    history.push(current.clone());
    history
}

/// Look-ups it takes to warm a cache to 95 %, in multiples of its fills; `hit` when warm.
pub fn warming(hit: f64) -> f64 {
    const WARM: f64 = 0.95;
    if hit > 0.999 {
        return WARM / (1.0 - WARM);
    }
    libm::log((1.0 - hit * WARM) / (1.0 - WARM)) / (1.0 - hit)
}
