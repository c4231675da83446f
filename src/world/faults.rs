//! Faults as they act: from levels, by the rules of `policy`, to the numbers the engine computes
//! with. It never decides when a fault acts.

use crate::model::fault::{Fault, FaultKind, part_of};
use crate::model::id::FaultId;
use crate::model::system::{PartKind, Service, Station, System};
use crate::world::World;
use crate::world::fleet::{Fleet, Phase};
use crate::world::layout::Kind;
use crate::world::policy::{self, Acting, struck};
use crate::world::settings;

/// Seconds a database or provider takes to start; services say it themselves.
pub(crate) const STARTS_IN: f64 = 20.0;

impl World {
    /// Sets how strongly a fault acts, 0 off to 1 full. To be called when the level changes;
    /// calling it again with the same level does nothing.
    pub fn set_fault(&mut self, fault: &Fault, level: f64) {
        let level = if level.is_finite() { level.clamp(0.0, 1.0) } else { 0.0 };
        let before = self.faults.get(&fault.id).map_or(0.0, |acting| acting.level);
        if (before - level).abs() < 1e-12 {
            return;
        }
        self.alarm();
        if level <= 0.0 {
            self.faults.remove(&fault.id);
        } else {
            let left_behind = self.faults.get(&fault.id).is_some_and(|acting| acting.left_behind);
            let acting = Acting { fault: fault.clone(), level, left_behind };
            self.faults.insert(fault.id.clone(), acting);
        }
        if before <= 0.0 {
            self.strike(&fault.id.clone());
        }
        self.tune();
    }

    /// What a fault does once, as it begins.
    fn strike(&mut self, id: &FaultId) {
        let Some(acting) = self.faults.get(id).cloned() else {
            return;
        };
        match acting.fault.kind {
            FaultKind::Cold { share } => {
                let part = part_of(&acting.fault.target);
                if let Some(cache) = self.engine.layout.caches.iter().position(|c| *c == part) {
                    self.engine.caches[cache].warmth *= 1.0 - share.clamp(0.0, 1.0);
                }
            }
            FaultKind::Kill => {
                for node in 0..self.fleets.len() {
                    let name = self.engine.layout.nodes[node].part.clone();
                    if self.fleets[node].instances.is_empty()
                        || !acting.on_instances_of(name.as_str())
                    {
                        continue;
                    }
                    let which = struck(&acting, &self.fleets[node]);
                    self.kill(node, &which, false);
                }
            }
            _ => {}
        }
    }

    /// Instances die with what they had in flight, and start again.
    pub(crate) fn kill(&mut self, node: usize, which: &[usize], halves: bool) -> f64 {
        let now = self.seconds();
        let fleet = &mut self.fleets[node];
        let ready = fleet.ready().max(1) as f64;
        let dying = which
            .iter()
            .filter(|&&place| {
                fleet.instances.get(place).is_some_and(|instance| instance.phase == Phase::Ready)
            })
            .count() as f64;
        fleet.restart(which, now, halves);
        self.engine.drop_share(node, (dying / ready).min(1.0))
    }

    /// Which settings apply now: those that touch at least half of their part's instances, since
    /// instances share their queue and settings.
    fn applied(&self) -> Vec<FaultId> {
        self.faults
            .iter()
            .filter(|(_, acting)| {
                let part = part_of(&acting.fault.target);
                matches!(acting.fault.kind, FaultKind::Setting(_))
                    && !acting.left_behind
                    && self
                        .node_of(&part)
                        .is_none_or(|node| self.fleets[node].share(&acting.fault.touches) >= 0.5)
            })
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Settings as the faults of kind `setting` leave them.
    pub(crate) fn reconfigure(&mut self) {
        let applied = self.applied();
        if applied == self.applied {
            return;
        }
        let mut system: System = (*self.system).clone();
        for id in &applied {
            let Some(acting) = self.faults.get(id) else {
                continue;
            };
            if let FaultKind::Setting(changes) = &acting.fault.kind {
                for (key, value) in changes {
                    settings::apply(&mut system, &acting.fault.target, key, *value);
                }
            }
        }
        self.applied = applied;
        self.engine.reconfigure(&system);
        self.current = system;
        self.resize_to_settings();
    }

    /// A setting of `instances` adds and takes away instances like scaling does.
    fn resize_to_settings(&mut self) {
        let now = self.seconds();
        for node in 0..self.fleets.len() {
            let name = self.fleets[node].name.clone();
            let wanted = |system: &System| match system.parts.get(name.as_str()).map(|p| &p.kind) {
                Some(PartKind::Service(service)) => Some(service.station.instances),
                _ => None,
            };
            let (is, was) = (wanted(&self.current), wanted(&self.system));
            if let Some(count) = is
                && is != was
            {
                self.fleets[node].resize(count as usize, now, false);
            }
        }
    }

    /// Sets all that follows from instances and faults, once a second and whenever one changes.
    pub(crate) fn tune(&mut self) {
        self.reconfigure();
        for node in 0..self.fleets.len() {
            if !self.fleets[node].instances.is_empty() {
                self.touch_instances(node);
                self.tune_node(node);
            }
        }
        self.tune_edges();
        self.tune_caches();
        self.tune_connections();
        self.engine.count_population();
    }

    fn touch_instances(&mut self, node: usize) {
        let now = self.seconds();
        let name = self.engine.layout.nodes[node].part.clone();
        let fleet = &mut self.fleets[node];
        let down = policy::touch(&self.faults, name.as_str(), fleet);
        let died = policy::end_or_start(fleet, down, now);
        if died > 0.0 {
            self.engine.drop_share(node, died);
        }
    }

    /// A node's numbers from those of its instances: calls are spread evenly over who is ready.
    fn tune_node(&mut self, node: usize) {
        let now = self.seconds();
        let fleet = &self.fleets[node];
        let (station, connections) = station_of(&self.current, fleet);
        let state = &mut self.engine.nodes[node];
        let count = fleet.ready() as f64;
        state.up = count > 0.0;
        let Some((station, time)) = station else {
            return;
        };
        let all = policy::average(fleet, time);
        state.time = all.time;
        state.variance = all.variance;
        state.third = all.third;
        state.error = all.error;
        state.cut = all.cut;
        if let Some(station) = station {
            state.account.slots = policy::slots(&station, all.cpu);
            state.room = f64::from(station.queue) * count;
            if let Some(connections) = connections {
                let taken = policy::handles(&self.faults, &fleet.name);
                let free = (f64::from(connections) - taken).max(0.0);
                state.connections = free;
                state.account.slots = state.account.slots.min(free);
            }
            if fleet.paused_until > now {
                state.account.slots = 0.0;
            }
        }
    }

    fn tune_edges(&mut self) {
        for index in 0..self.engine.edges.len() {
            let plan = &self.engine.layout.edges[index];
            let (from, to) = (plan.from, plan.to);
            if matches!(self.engine.layout.nodes[from].kind, Kind::Source | Kind::Queue) {
                continue;
            }
            let caller = self.engine.layout.nodes[from].part.clone();
            let callee = self.engine.layout.nodes[to].part.clone();
            let class = self.engine.layout.nodes[from].kind == Kind::Class;
            let way = policy::on_way(
                &self.faults,
                (caller.as_str(), callee.as_str()),
                class,
                |touches| self.fleets[from].share(touches),
            );
            let edge = &mut self.engine.edges[index];
            edge.unresolved = way.unresolved;
            edge.error = way.error;
            edge.cut = way.cut;
            edge.delay = way.longer * self.engine.nodes[to].time;
        }
    }

    fn tune_caches(&mut self) {
        for index in 0..self.engine.caches.len() {
            let id = self.engine.layout.caches[index].clone();
            let Some(PartKind::Cache(cache)) = self.current.parts.get(&id).map(|part| &part.kind)
            else {
                continue;
            };
            let (time, gone) = policy::cached(&self.faults, id.as_str(), cache);
            let state = &mut self.engine.caches[index];
            state.hit = cache.hit.clamp(0.0, 1.0);
            state.time = time;
            state.gone = gone;
            state.warms_in = cache.warms_in.as_f64().max(1.0);
        }
    }

    /// A database's connections bound all pools into it: they shrink in proportion.
    fn tune_connections(&mut self) {
        for node in 0..self.fleets.len() {
            let free = self.engine.nodes[node].connections;
            let callers = self.engine.layout.nodes[node].callers.clone();
            let pools: f64 = callers
                .iter()
                .filter_map(|&edge| self.engine.layout.edges[edge].call.pool)
                .map(f64::from)
                .sum();
            let scale = policy::pool_scale(pools, free);
            for edge in callers {
                if let Some(pool) = self.engine.layout.edges[edge].call.pool {
                    let state = &mut self.engine.edges[edge];
                    state.pooled = true;
                    state.pool.slots = f64::from(pool) * scale;
                }
            }
        }
    }

    /// The factor of floods on a class's traffic.
    pub(crate) fn flood(&self, class: &str) -> f64 {
        policy::flood(&self.faults, class)
    }

    /// Whether new instances of a part cannot be had.
    pub(crate) fn no_capacity(&self, part: &str) -> bool {
        policy::no_capacity(&self.faults, part)
    }
}

/// Where a part's calls are held, with its service time; no station for a provider.
type Held = (Option<Station>, crate::model::system::Time);

fn station_of(system: &System, fleet: &Fleet) -> (Option<Held>, Option<u32>) {
    match system.parts.get(fleet.name.as_str()).map(|part| &part.kind) {
        Some(PartKind::Service(Service { station, .. })) => {
            (Some((Some(station.clone()), station.time)), None)
        }
        Some(PartKind::Database(database)) => (
            Some((Some(database.station.clone()), database.station.time)),
            Some(database.connections),
        ),
        Some(PartKind::Provider(provider)) => (Some((None, provider.time)), None),
        _ => (None, None),
    }
}
