//! What faults do to caches, and what a database's connections do to the pools into it.

use crate::model::fault::FaultKind;
use crate::model::id::PartId;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::faults::STARTS_IN;
use crate::world::policy;

/// A warm cache of fixed size fills so much of its memory.
const FULL: f64 = 0.9;
/// Seconds in which entries that have no room any more are gone.
const EVICTED_IN: f64 = 30.0;

impl World {
    pub(super) fn tune_caches(&mut self) {
        for index in 0..self.engine.caches.len() {
            let id = self.engine.layout.caches[index].clone();
            let Some(PartKind::Cache(cache)) = self.current.parts.get(&id).map(|part| &part.kind)
            else {
                continue;
            };
            let now = self.second as f64;
            let (mut time, mut gone) = (cache.time.as_f64(), 0.0);
            for acting in self.faults.on(id.as_str()) {
                if acting.fault.target.as_str() != id.as_str() {
                    continue;
                }
                match acting.fault.kind {
                    // It starts anew, empty, as fast as a database does.
                    FaultKind::Kill => gone = f64::from(u8::from(now - acting.began < STARTS_IN)),
                    FaultKind::Slow { factor } => time *= 1.0 + (factor - 1.0) * acting.level,
                    FaultKind::Error { ratio } => gone = ratio * acting.level,
                    FaultKind::Down | FaultKind::Cut => gone = acting.level,
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
    pub(super) fn tune_connections(&mut self) {
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

    /// The share of a cache's memory that a fault takes.
    pub(crate) fn memory_taken(&self, cache: &PartId) -> f64 {
        let now = self.seconds();
        let taken = self
            .faults
            .on(cache.as_str())
            .filter(|acting| acting.fault.target.as_str() == cache.as_str());
        let taken = taken.map(|acting| match acting.fault.kind {
            FaultKind::Memory { used } => used * acting.grown(now, f64::NEG_INFINITY),
            _ => 0.0,
        });
        taken.fold(0.0, f64::max)
    }

    /// Once a second: what a cache has no room for is pushed out, and nothing new fits in.
    pub(crate) fn squeeze_caches(&mut self) {
        for index in 0..self.engine.caches.len() {
            let taken = self.memory_taken(&self.engine.layout.caches[index]);
            let room = ((1.0 - taken) / FULL).min(1.0);
            let state = &mut self.engine.caches[index];
            if room < 1.0 && state.warmth > room {
                state.warmth = room + (state.warmth - room) * libm::exp(-1.0 / EVICTED_IN);
            }
        }
    }
}
