//! What faults and settings do to the oracle's numbers. The rules are the world's own
//! (`world::policy`); when a fault acts is the caller's business.

use firedrill::model::fault::{Fault, FaultKind, part_of};
use firedrill::model::id::PartId;
use firedrill::model::system::{PartKind, Station, System, Time};
use firedrill::world::policy::{self, Acting, Phase, apply_setting};

use crate::engine::{Bucket, Oracle};
use crate::plan::{Plan, Role};

/// Seconds after which the operating system gives up a connection that nobody answers.
const GIVEN_UP: f64 = 900.0;

impl Oracle {
    /// Sets how strongly a fault acts, 0 off to 1 full.
    pub fn set_fault(&mut self, fault: &Fault, level: f64) {
        let before = self.faults.get(&fault.id).map_or(0.0, |acting| acting.level);
        if (before - level).abs() < 1e-12 {
            return;
        }
        if level <= 0.0 {
            self.faults.remove(&fault.id);
        } else {
            let left_behind = self.faults.get(&fault.id).is_some_and(|acting| acting.left_behind);
            let acting = Acting { fault: fault.clone(), level, began: self.now, left_behind };
            self.faults.insert(fault.id.clone(), acting);
        }
        if before <= 0.0 && level > 0.0 {
            self.strike(fault);
        }
        self.tune();
    }

    /// What a fault does once, as it begins.
    fn strike(&mut self, fault: &Fault) {
        let Some(acting) = self.faults.get(&fault.id).cloned() else {
            return;
        };
        match fault.kind {
            FaultKind::Cold { share } => {
                if let Some(cache) = self.plan.cache(&part_of(&fault.target)) {
                    self.caches[cache].warmth *= 1.0 - share.clamp(0.0, 1.0);
                }
            }
            FaultKind::Kill => {
                for node in 0..self.fleets.len() {
                    let name = self.plan.nodes[node].part.clone();
                    if acting.on_instances_of(name.as_str()) {
                        let which = policy::struck(&acting, &self.fleets[node]);
                        self.kill(node, &which, false);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether anything may have changed by itself since the last second.
    pub(crate) fn moving(&self) -> bool {
        let now = self.second as f64;
        !self.faults.is_empty() || self.fleets.iter().any(|fleet| fleet.moving(now))
    }

    /// Sets all that follows from instances, faults and settings.
    pub(crate) fn tune(&mut self) {
        self.reconfigure();
        for node in 0..self.nodes.len() {
            if !self.fleets[node].instances.is_empty() {
                self.tune_node(node);
            }
        }
        self.tune_edges();
        self.tune_caches();
        self.tune_pools();
        for node in 0..self.nodes.len() {
            self.serve(node);
        }
        for edge in 0..self.edges.len() {
            self.connect_waiting(edge);
        }
        self.catch_up();
    }

    /// Settings as the faults of kind `setting` leave them: those that touch at least half of their
    /// part's instances.
    fn reconfigure(&mut self) {
        let touches = |acting: &Acting| {
            let node = self.plan.by_part.get(&part_of(&acting.fault.target));
            node.is_none_or(|&node| self.fleets[node].share(&acting.fault.touches) >= 0.5)
        };
        let applied: Vec<_> = self
            .faults
            .each()
            .filter(|(_, acting)| {
                matches!(acting.fault.kind, FaultKind::Setting(_))
                    && !acting.left_behind
                    && touches(acting)
            })
            .map(|(id, _)| id.clone())
            .collect();
        if applied == self.applied {
            return;
        }
        let mut system = (*self.system).clone();
        for acting in applied.iter().filter_map(|id| self.faults.get(id)) {
            if let FaultKind::Setting(changes) = &acting.fault.kind {
                for (key, value) in changes {
                    apply_setting(&mut system, &acting.fault.target, key, *value);
                }
            }
        }
        self.applied = applied;
        let plan = Plan::of(&system);
        self.stages.clone_from(&plan.stages);
        for (node, own) in self.nodes.iter_mut().zip(&plan.nodes) {
            node.stages = own.stages;
        }
        let changed: Vec<bool> = plan
            .edges
            .iter()
            .zip(&self.plan.edges)
            .map(|(new, old)| new.call != old.call)
            .collect();
        self.plan = plan;
        for (edge, _) in changed.iter().enumerate().filter(|(_, changed)| **changed) {
            self.set_edge(edge);
        }
        self.resize_to_settings(&system);
        self.current = system;
    }

    fn resize_to_settings(&mut self, system: &System) {
        let wanted = |system: &System, part: &PartId| match system.parts.get(part).map(|p| &p.kind)
        {
            Some(PartKind::Service(service)) => Some(service.station.instances),
            _ => None,
        };
        for node in 0..self.fleets.len() {
            let part = &self.plan.nodes[node].part;
            let (is, was) = (wanted(system, part), wanted(&self.system, part));
            if let Some(count) = is.filter(|_| is != was) {
                self.fleets[node].resize(count as usize, self.second as f64, false);
            }
        }
    }

    /// A node's numbers from those of its instances.
    fn tune_node(&mut self, node: usize) {
        let now = self.second as f64;
        let part = self.plan.nodes[node].part.clone();
        let mean = station_of(&self.current, &part).map_or(0.0, |(_, time, _)| time.mean.as_f64());
        let fleet = &mut self.fleets[node];
        let down = policy::touch(&self.faults, part.as_str(), fleet, mean);
        let died = policy::end_or_start(fleet, down, now);
        self.drop_share(node, died);
        self.limit(node);
        let fleet = &self.fleets[node];
        let count = fleet.ready() as f64;
        self.nodes[node].up = count > 0.0;
        let Some((station, time, connections)) = station_of(&self.current, &part) else {
            return;
        };
        let all = policy::average(fleet, time);
        let ready = fleet.instances.iter().filter(|instance| instance.phase == Phase::Ready);
        let slows: Vec<f64> = ready.map(|instance| instance.slow).collect();
        let same = slows.iter().all(|slow| Some(slow) == slows.first());
        let taken = policy::handles(&self.faults, part.as_str());
        let paused = fleet.paused_until > now;
        let state = &mut self.nodes[node];
        state.error = all.error;
        state.cut = all.cut;
        state.spread = time.spread;
        state.time = if same { all.time } else { time.mean.as_f64() };
        state.slows = if same { Vec::new() } else { slows };
        if let Some(station) = station {
            let mut slots = policy::slots(&station, all.cpu);
            state.room = (f64::from(station.queue) * count) as u32;
            if let Some(connections) = connections {
                let free = (f64::from(connections) - taken).max(0.0);
                state.connections = free as u32;
                slots = slots.min(free);
            }
            // A share taken off and put on again leaves what was there but for a rounding.
            let whole = (slots + 1e-9).floor();
            state.exact = if paused {
                0.0
            } else if slots - whole < 1e-6 {
                whole
            } else {
                slots
            };
            state.slots = state.exact as u32;
        }
    }

    /// Limits of faults at a node's door; what a limit has in hand it keeps.
    fn limit(&mut self, node: usize) {
        let (name, fleet) = (self.plan.nodes[node].part.as_str(), &self.fleets[node]);
        let here = self.faults.values().filter(|acting| acting.on_instances_of(name));
        let limits = here.filter_map(|acting| match acting.fault.kind {
            FaultKind::Throttled(limit) => {
                let meets = fleet.share(&acting.fault.touches) * acting.level;
                let each = if limit.each { fleet.ready().max(1) as f64 } else { 1.0 };
                let rate = limit.rate.map_or(f64::INFINITY, |rate| rate * each * meets);
                Some((meets, limit.ratio, rate))
            }
            _ => None,
        });
        let before = std::mem::take(&mut self.nodes[node].limits);
        let limits = limits.enumerate().map(|(number, (meets, ratio, rate))| {
            let kept = before.get(number).copied();
            let (tokens, filled) = kept.map_or((rate, self.now), |own| (own.tokens, own.filled));
            Bucket { meets, ratio, rate, tokens, filled }
        });
        self.nodes[node].limits = limits.collect();
    }

    fn tune_edges(&mut self) {
        for index in 0..self.edges.len() {
            let plan = &self.plan.edges[index];
            let (from, to) = (&self.plan.nodes[plan.from], &self.plan.nodes[plan.to]);
            let fleet = &self.fleets[plan.from];
            let ends = (from.part.as_str(), to.part.as_str());
            let class = from.role == Role::Class;
            let way = policy::on_way(&self.faults, ends, class, |touches| fleet.share(touches));
            let callee = &self.nodes[plan.to];
            let edge = &mut self.edges[index];
            edge.unresolved = way.unresolved;
            edge.error = way.error;
            edge.cut = way.cut;
            let slow = callee.slows.iter().sum::<f64>() / callee.slows.len().max(1) as f64;
            let time = if callee.slows.is_empty() { callee.time } else { callee.time * slow };
            edge.delay = way.longer * time;
            edge.guarded = edge.breaker.is_some()
                || edge.budget.is_some()
                || edge.cache.is_some()
                || edge.unresolved > 0.0
                || edge.error > 0.0
                || edge.cut > 0.0
                || callee.cut > 0.0;
            let lost = edge.cut > 0.0 || callee.cut > 0.0;
            if edge.lane.is_none() && lost {
                edge.lane = Some(self.lanes.lane(GIVEN_UP));
            }
        }
    }

    fn tune_caches(&mut self) {
        for (id, state) in self.plan.caches.iter().zip(&mut self.caches) {
            let Some(PartKind::Cache(cache)) = self.current.parts.get(id).map(|part| &part.kind)
            else {
                continue;
            };
            let (time, gone) = policy::cached(&self.faults, id.as_str(), cache);
            state.hit = cache.hit.clamp(0.0, 1.0);
            state.time = time;
            state.gone = gone;
            state.warms_in = cache.warms_in.as_f64().max(1.0);
        }
    }

    /// A database's connections bound all pools into it.
    fn tune_pools(&mut self) {
        for node in 0..self.nodes.len() {
            let free = f64::from(self.nodes[node].connections);
            let into: Vec<(usize, u32)> = self
                .plan
                .edges
                .iter()
                .enumerate()
                .filter(|(_, edge)| edge.to == node)
                .filter_map(|(index, edge)| Some((index, edge.call.pool?)))
                .collect();
            let pools = into.iter().map(|(_, pool)| f64::from(*pool)).sum();
            let scale = policy::pool_scale(pools, free);
            for (edge, pool) in into {
                self.edges[edge].pool = (f64::from(pool) * scale + 0.5) as u32;
            }
        }
    }

    /// A fraction of a slot is there for that fraction of the time.
    pub(crate) fn dither(&mut self) {
        for node in 0..self.nodes.len() {
            let state = &mut self.nodes[node];
            let fraction = state.exact.fract();
            if fraction <= 0.0 {
                continue;
            }
            state.due += fraction;
            let more = state.due >= 1.0;
            state.due -= f64::from(u8::from(more));
            state.slots = state.exact as u32 + u32::from(more);
            self.serve(node);
        }
        self.catch_up();
    }
}

/// Where a part's calls are held, its service time, and a database's connections.
type Held = (Option<Station>, Time, Option<u32>);

fn station_of(system: &System, part: &PartId) -> Option<Held> {
    match &system.parts.get(part)?.kind {
        PartKind::Service(service) => {
            Some((Some(service.station.clone()), service.station.time, None))
        }
        PartKind::Database(own) => {
            Some((Some(own.station.clone()), own.station.time, Some(own.connections)))
        }
        PartKind::Provider(provider) => Some((None, provider.time, None)),
        _ => None,
    }
}
