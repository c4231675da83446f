//! What faults do: from levels to the numbers the engine computes with. Instance by instance, so
//! that a fault of one version or zone touches no other. It never decides when a fault acts.

use crate::model::fault::{Fault, FaultKind, part_of};
use crate::model::id::FaultId;
use crate::model::quantity::rounded;
use crate::model::system::{PartKind, Service, Station, System};
use crate::world::World;
use crate::world::fleet::{Fleet, Phase};
use crate::world::layout::Kind;
use crate::world::quantile::{Delay, Moments};
use crate::world::settings;

/// Seconds a database or provider takes to start; services say it themselves.
pub(crate) const STARTS_IN: f64 = 20.0;

/// A fault that acts.
#[derive(Clone, Debug)]
pub(crate) struct Acting {
    /// Which.
    pub(crate) fault: Fault,
    /// 0 to 1.
    pub(crate) level: f64,
    /// It stayed behind on an instance that is no longer the primary.
    pub(crate) left_behind: bool,
}

impl Acting {
    /// The zone it is aimed at, when its target is one.
    fn zone(&self) -> Option<&str> {
        self.fault.target.as_str().strip_prefix("zones.")
    }

    /// Whether it acts on instances of that part.
    fn on_instances_of(&self, part: &str) -> bool {
        !self.left_behind && (self.zone().is_some() || self.fault.target.as_str() == part)
    }
}

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
                let zone = acting.zone().map(str::to_owned);
                for node in 0..self.fleets.len() {
                    let name = self.engine.layout.nodes[node].part.clone();
                    if self.fleets[node].instances.is_empty()
                        || !acting.on_instances_of(name.as_str())
                    {
                        continue;
                    }
                    let touched = self.fleets[node].touched(&acting.fault.touches, zone.as_deref());
                    let which: Vec<usize> = touched
                        .iter()
                        .enumerate()
                        .filter(|(_, part)| **part >= 0.5)
                        .map(|(place, _)| place)
                        .collect();
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
        let mut down = vec![false; fleet.instances.len()];
        for instance in &mut fleet.instances {
            instance.slow = 1.0;
            instance.error = 0.0;
            instance.cpu = 1.0;
            instance.cut = 0.0;
        }
        for acting in self.faults.values() {
            if !acting.on_instances_of(name.as_str()) {
                continue;
            }
            let touched = fleet.touched(&acting.fault.touches, acting.zone());
            for ((instance, part), gone) in fleet.instances.iter_mut().zip(touched).zip(&mut down) {
                let strength = acting.level * part;
                match acting.fault.kind {
                    FaultKind::Slow { factor } => {
                        instance.slow *= 1.0 + (factor - 1.0).max(-0.99) * strength;
                    }
                    FaultKind::Error { ratio } => {
                        instance.error = 1.0 - (1.0 - instance.error) * (1.0 - ratio * strength);
                    }
                    FaultKind::Cpu { share } => instance.cpu *= 1.0 - (share * strength).min(1.0),
                    FaultKind::Cut => {
                        instance.cut = 1.0 - (1.0 - instance.cut) * (1.0 - strength);
                    }
                    FaultKind::Down => *gone |= strength >= 0.5,
                    _ => {}
                }
            }
        }
        let ready = fleet.ready().max(1) as f64;
        let mut died = 0.0;
        let mut told = Vec::new();
        let starts_in = fleet.starts_in;
        for (place, (instance, gone)) in fleet.instances.iter_mut().zip(down).enumerate() {
            if gone && instance.phase != Phase::Gone {
                died += f64::from(u8::from(instance.phase == Phase::Ready));
                instance.phase = Phase::Gone;
                told.push((place, "terminated: node lost"));
            } else if !gone && instance.phase == Phase::Gone {
                instance.phase = Phase::Starting(now + starts_in);
                told.push((place, "starting"));
            }
        }
        for (place, says) in told {
            fleet.tell(now, place, says);
        }
        if died > 0.0 {
            self.engine.drop_share(node, died / ready);
        }
    }

    /// A node's numbers from those of its instances: calls are spread evenly over who is ready.
    fn tune_node(&mut self, node: usize) {
        let now = self.seconds();
        let fleet = &self.fleets[node];
        let (station, connections) = station_of(&self.current, fleet);
        let state = &mut self.engine.nodes[node];
        let ready: Vec<_> =
            fleet.instances.iter().filter(|instance| instance.phase == Phase::Ready).collect();
        let count = ready.len() as f64;
        state.up = count > 0.0;
        let Some((station, time)) = station else {
            return;
        };
        let mean = time.mean.as_f64();
        let (mut error, mut cut, mut cpu) = (0.0, 0.0, 0.0);
        let mut own = Moments::default();
        for instance in &ready {
            own.add(1.0, Delay::gamma(mean * instance.slow, time.spread));
            error += instance.error / count;
            cut += instance.cut / count;
            cpu += instance.cpu;
        }
        let own = own.time();
        state.time = own.mean;
        state.variance = own.variance();
        state.third = own.third();
        state.error = error;
        state.cut = cut;
        if let Some(station) = station {
            // Part of a slot serves nobody; what is left of the processors serves somebody.
            let slots = rounded(f64::from(station.slots.max(1)) * cpu).max(i64::from(cpu > 0.0));
            state.account.slots = slots as f64;
            state.room = f64::from(station.queue) * count;
            if let Some(connections) = connections {
                let taken = handles(&self.faults, fleet);
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
            let path = format!("{caller}.calls.{callee}");
            let (mut unresolved, mut error, mut cut, mut delay) = (0.0, 0.0, 0.0, 0.0);
            for acting in self.faults.values().filter(|acting| !acting.left_behind) {
                let target = acting.fault.target.as_str();
                let class = self.engine.layout.nodes[from].kind == Kind::Class;
                let on_edge = target == path || (class && target == caller.as_str());
                let by_name = target == callee.as_str();
                let share =
                    if on_edge { self.fleets[from].share(&acting.fault.touches) } else { 1.0 }
                        * acting.level;
                match acting.fault.kind {
                    FaultKind::Dns { ratio } if on_edge || by_name => {
                        unresolved = 1.0 - (1.0 - unresolved) * (1.0 - ratio * share);
                    }
                    FaultKind::Error { ratio } if on_edge => {
                        error = 1.0 - (1.0 - error) * (1.0 - ratio * share);
                    }
                    FaultKind::Cut if on_edge => cut = 1.0 - (1.0 - cut) * (1.0 - share),
                    FaultKind::Slow { factor } if on_edge => {
                        delay += (factor - 1.0).max(0.0) * share * self.engine.nodes[to].time;
                    }
                    _ => {}
                }
            }
            let edge = &mut self.engine.edges[index];
            edge.unresolved = unresolved.clamp(0.0, 1.0);
            edge.error = error.clamp(0.0, 1.0);
            edge.cut = cut.clamp(0.0, 1.0);
            edge.delay = delay;
        }
    }

    fn tune_caches(&mut self) {
        for index in 0..self.engine.caches.len() {
            let id = self.engine.layout.caches[index].clone();
            let Some(PartKind::Cache(cache)) = self.current.parts.get(&id).map(|part| &part.kind)
            else {
                continue;
            };
            let (mut time, mut gone) = (cache.time.as_f64(), 0.0);
            for acting in self.faults.values() {
                if acting.fault.target.as_str() != id.as_str() {
                    continue;
                }
                match acting.fault.kind {
                    FaultKind::Slow { factor } => time *= 1.0 + (factor - 1.0) * acting.level,
                    FaultKind::Error { ratio } => gone = ratio * acting.level,
                    FaultKind::Down | FaultKind::Kill | FaultKind::Cut => gone = acting.level,
                    _ => {}
                }
            }
            let state = &mut self.engine.caches[index];
            state.hit = cache.hit.clamp(0.0, 1.0);
            state.time = time.max(0.0);
            state.gone = gone.clamp(0.0, 1.0);
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
            let scale = if pools > free && pools > 0.0 { free / pools } else { 1.0 };
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
        self.faults
            .values()
            .filter(|acting| acting.fault.target.as_str() == class)
            .map(|acting| match acting.fault.kind {
                FaultKind::Flood { factor } => 1.0 + (factor - 1.0).max(-1.0) * acting.level,
                _ => 1.0,
            })
            .product()
    }

    /// Whether new instances of a part cannot be had.
    pub(crate) fn no_capacity(&self, part: &str) -> bool {
        self.faults.values().any(|acting| {
            matches!(acting.fault.kind, FaultKind::NoCapacity)
                && acting.level > 0.0
                && acting.on_instances_of(part)
        })
    }
}

/// Connections of a database that others hold.
fn handles(faults: &std::collections::BTreeMap<FaultId, Acting>, fleet: &Fleet) -> f64 {
    faults
        .values()
        .filter(|acting| acting.fault.target.as_str() == fleet.name)
        .map(|acting| match acting.fault.kind {
            FaultKind::Handles { connections } => f64::from(connections) * acting.level,
            _ => 0.0,
        })
        .sum()
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
