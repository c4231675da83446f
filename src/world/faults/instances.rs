//! What faults do to instances, and what follows for their node: gone, starved, slow, failing.

use crate::model::fault::FaultKind;
use crate::model::system::{Disk, PartKind, Service, Station, System};
use crate::model::time::Span;
use crate::world::World;
use crate::world::fleet::{Fleet, Phase};
use crate::world::layout::Kind;
use crate::world::policy;

/// Share of memory in use where a system file says nothing.
const USUAL_MEMORY: f64 = 0.5;
/// From this share of memory on, collecting garbage takes ever more of an instance's time: five
/// times the work as none is left.
const COLLECTS: f64 = 0.9;
const COLLECTING: f64 = 4.0;
/// A disk or memory is full from here on.
const FULL: f64 = 0.9999;
/// Share of calls that write, where no disk says it.
const WRITES: f64 = 0.5;

impl World {
    pub(super) fn touch_instances(&mut self, node: usize) {
        let now = self.seconds();
        let name = self.engine.layout.nodes[node].part.clone();
        let usual = self.usual_memory(node);
        let starved = self.disk_used(node).is_some_and(|used| used >= FULL);
        let writes = self.writes(node);
        let fleet = &mut self.fleets[node];
        fleet.full = starved;
        let mean = station_of(&self.current, fleet).0.map_or(0.0, |(_, time)| time.mean.as_f64());
        let mut down = vec![false; fleet.instances.len()];
        for instance in &mut fleet.instances {
            instance.heal();
            instance.error = if starved { writes } else { 0.0 };
        }
        for acting in self.faults.on(name.as_str()) {
            if !acting.on_instances_of(name.as_str()) {
                continue;
            }
            let touched = fleet.touched(&acting.fault.touches, acting.zone());
            for ((instance, part), gone) in fleet.instances.iter_mut().zip(touched).zip(&mut down) {
                let strength = acting.level * part;
                match acting.fault.kind {
                    FaultKind::Down => *gone |= strength >= 0.5,
                    FaultKind::Memory { used } => {
                        let grown = acting.grown(now, instance.started) * part;
                        let memory = usual + (used - usual).max(0.0) * grown;
                        instance.memory = instance.memory.max(memory);
                    }
                    FaultKind::Pause { lasts, every } => {
                        let (mean, square) = pauses(now - acting.began, lasts, every);
                        instance.wait_more(mean * strength, square * strength);
                    }
                    ref kind => policy::touch_one(instance, kind, strength, mean),
                }
            }
        }
        let dying = starve(fleet);
        for place in dying {
            self.crash(node, place, "killed: out of memory, exit code 137");
        }
        let fleet = &mut self.fleets[node];
        let died = policy::end_or_start(fleet, down, now);
        if died > 0.0 {
            self.engine.drop_share(node, died);
        }
    }

    /// A node's numbers from those of its instances: calls are spread evenly over who is ready.
    pub(super) fn tune_node(&mut self, node: usize) {
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
            let handles = policy::handles(&self.faults, &fleet.name);
            if let Some(connections) = connections {
                let free = (f64::from(connections) - handles).max(0.0);
                state.connections = free;
                state.all_connections = f64::from(connections);
                state.account.slots = state.account.slots.min(free);
            } else if handles > 0.0 {
                // Each call holds one; a service has as many as calls fit into it.
                let free = (state.account.slots + state.room - handles).max(0.0);
                state.account.slots = state.account.slots.min(free);
                state.room = state.room.min((free - state.account.slots).max(0.0));
            }
            if fleet.paused_until > now {
                state.account.slots = 0.0;
            }
        }
        self.fleets[node].idle = all.idle;
        self.close_doors(node);
    }

    fn usual_memory(&self, node: usize) -> f64 {
        match self.kind_of(node) {
            Some(PartKind::Service(service)) => service.memory.unwrap_or(USUAL_MEMORY),
            _ => USUAL_MEMORY,
        }
    }

    /// The share of a node's calls that need to write.
    pub(crate) fn writes(&self, node: usize) -> f64 {
        self.disk_of(node).map_or(WRITES, |disk| disk.writes.clamp(0.0, 1.0))
    }

    fn disk_of(&self, node: usize) -> Option<Disk> {
        match self.kind_of(node) {
            Some(PartKind::Service(service)) => service.disk,
            Some(PartKind::Database(database)) => database.disk,
            _ => None,
        }
    }

    /// The kind of a node's part; none for those who call from outside.
    pub(crate) fn kind_of(&self, node: usize) -> Option<&PartKind> {
        let plan = &self.engine.layout.nodes[node];
        if matches!(plan.kind, Kind::Source | Kind::Class) {
            return None;
        }
        self.current.parts.get(&plan.part).map(|part| &part.kind)
    }

    /// Whether a disk has become full, or has room again, since the last second.
    pub(crate) fn disk_turns(&self) -> bool {
        // Where a fault fills one, everything is set anew each second anyway.
        self.disks.iter().any(|&node| {
            let full = self.disk_used(node).is_some_and(|used| used >= FULL);
            full != self.fleets[node].full
        })
    }

    /// The share of a node's disk in use; none where no disk is known and none fills.
    pub(crate) fn disk_used(&self, node: usize) -> Option<f64> {
        let now = self.seconds().max(0.0);
        let fleet = &self.fleets[node];
        let (freed, since) = fleet.freed.unwrap_or((0.0, f64::NEG_INFINITY));
        let disk = self.disk_of(node);
        let grown = disk.map(|disk| {
            let used = (disk.used + disk.grows * now - freed).max(0.0);
            (used / disk.size.max(1.0)).clamp(0.0, 1.0)
        });
        let base = grown.unwrap_or(0.0);
        let filled = self.faults.on(&fleet.name).filter_map(|acting| match acting.fault.kind {
            FaultKind::Disk { used } if acting.on_instances_of(fleet.name.as_str()) => {
                Some((base + (used - base).max(0.0) * acting.grown(now, since)).min(1.0))
            }
            _ => None,
        });
        filled.fold(grown, |most, filled| Some(most.unwrap_or(0.0).max(filled)))
    }
}

/// Little memory slows instances; those that have none left are to be killed.
fn starve(fleet: &mut Fleet) -> Vec<usize> {
    let mut dying = Vec::new();
    for (place, instance) in fleet.instances.iter_mut().enumerate() {
        let lack = ((instance.memory - COLLECTS) / (1.0 - COLLECTS)).clamp(0.0, 1.0);
        instance.slow *= 1.0 + COLLECTING * lack * lack;
        if instance.memory >= FULL && instance.phase == Phase::Ready {
            dying.push(place);
        }
    }
    dying
}

/// What a call that comes at any time of this second waits for pauses to end: mean and mean square;
/// the first begins `elapsed` seconds ago.
fn pauses(elapsed: f64, lasts: Span, every: Span) -> (f64, f64) {
    let (lasts, every) = (lasts.as_f64(), every.as_f64().max(0.001));
    if every <= 0.5 {
        let lasts = lasts.min(every);
        return (lasts * lasts / (2.0 * every), lasts * lasts * lasts / (3.0 * every));
    }
    let (mut mean, mut square) = (0.0, 0.0);
    let mut begin = libm::floor((elapsed - lasts) / every).max(0.0) * every;
    while begin < elapsed + 1.0 {
        let (from, to) = (begin.max(elapsed), (begin + lasts).min(elapsed + 1.0));
        if to > from {
            let (longest, shortest) = (begin + lasts - from, begin + lasts - to);
            mean += (longest * longest - shortest * shortest) / 2.0;
            square += (longest * longest * longest - shortest * shortest * shortest) / 3.0;
        }
        begin += every;
    }
    (mean, square)
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
