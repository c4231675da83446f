//! What can be read of the system: the last minute, second by second, and readings over windows of
//! it. A reading that a part does not have is absent, which is not zero. It changes nothing.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::condition::Scope;
use crate::model::id::PartId;
use crate::model::metric::Metric;
use crate::model::system::{Counts as Counted, PartKind};
use crate::world::World;
use crate::world::counts::{Counts, EdgeCounts};
use crate::world::fleet::Phase;
use crate::world::layout::Kind;
use crate::world::policy::Breaker;
use crate::world::quantile::{Bin, Latencies};

/// Seconds that are kept.
pub(crate) const KEPT: usize = 60;
/// The longest that a call takes in the calm before a world begins, in seconds.
const CALM: f64 = 60.0;

/// A node in one second.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NodeSecond {
    pub(crate) counts: Counts,
    /// Where its times to answer end among those of all; they begin where those before it end.
    times_end: usize,
    pub(crate) used: f64,
    pub(crate) slots: f64,
    pub(crate) queue: f64,
    pub(crate) cpu: f64,
    pub(crate) pool: f64,
    pub(crate) breaker: f64,
    pub(crate) connections: f64,
}

/// Everything in one second, in few long lists: a minute of them is too much for a processor's
/// cache, and lists that are written from end to end need none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Second {
    pub(crate) nodes: Vec<NodeSecond>,
    /// Times to answer of all nodes, one node's after the other's.
    times: Vec<Bin>,
    pub(crate) edges: Vec<EdgeCounts>,
    /// Look-ups and hits per cache.
    pub(crate) caches: Vec<(f64, f64)>,
}

impl Second {
    /// A node's times to answer, failures at their own.
    pub(crate) fn latencies(&self, node: usize) -> &[Bin] {
        let begin = node.checked_sub(1).map_or(0, |before| self.nodes[before].times_end);
        &self.times[begin..self.nodes[node].times_end]
    }
}

/// The last minute.
#[derive(Clone, Debug, Default)]
pub(crate) struct Minute {
    seconds: VecDeque<Arc<Second>>,
}

impl Minute {
    pub(crate) fn push(&mut self, second: Second) {
        self.seconds.push_back(Arc::new(second));
    }

    /// A second to write into: the oldest, unless a copy of the world still has it.
    fn spare(&mut self) -> Second {
        if self.seconds.len() < KEPT {
            return Second::default();
        }
        self.seconds.pop_front().and_then(Arc::into_inner).unwrap_or_default()
    }

    /// The last `window` seconds, the newest first.
    pub(crate) fn last(&self, window: u32) -> impl Iterator<Item = &Second> {
        let window = usize::try_from(window.clamp(1, 60)).unwrap_or(KEPT);
        self.seconds.iter().rev().take(window).map(AsRef::as_ref)
    }

    fn sum(&self, window: u32, of: impl Fn(&Second) -> f64) -> f64 {
        self.last(window).map(of).sum()
    }

    fn average(&self, window: u32, of: impl Fn(&Second) -> f64) -> f64 {
        let count = self.last(window).count().max(1) as f64;
        self.sum(window, of) / count
    }
}

/// A share; 0 of nothing.
pub(crate) fn share(part: f64, whole: f64) -> f64 {
    if whole > 1e-9 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

impl World {
    /// Writes down the second that has just passed.
    pub(crate) fn record(&mut self) {
        let mut second = self.minute.spare();
        second.nodes.clear();
        second.times.clear();
        second.edges.clear();
        second.caches.clear();
        for index in 0..self.engine.nodes.len() {
            let cpu = self.cpu_of(index);
            let (pool, breaker) = self.calls_out(index);
            let connections = self.connections_of(index);
            self.engine.count_times(index);
            let node = &mut self.engine.nodes[index];
            self.books[index].add(&node.counts);
            let queue = if self.engine.layout.nodes[index].kind == Kind::Queue {
                node.parked + node.messages.iter().sum::<f64>()
            } else {
                node.queued
            };
            second.times.extend_from_slice(node.latencies.bins());
            node.latencies.clear();
            second.nodes.push(NodeSecond {
                counts: std::mem::take(&mut node.counts),
                times_end: second.times.len(),
                used: node.account.used,
                slots: node.account.slots,
                queue,
                cpu,
                pool,
                breaker,
                connections,
            });
        }
        for edge in &mut self.engine.edges {
            second.edges.push(std::mem::take(&mut edge.counts));
        }
        for cache in &mut self.engine.caches {
            second.caches.push((cache.asked, cache.hits));
            cache.asked = 0.0;
            cache.hits = 0.0;
        }
        self.minute.push(second);
    }

    fn cpu_of(&self, node: usize) -> f64 {
        let fleet = &self.fleets[node];
        let Some(cpu) = fleet.cpu else {
            return 0.0;
        };
        let there: f64 = fleet
            .instances
            .iter()
            .filter(|instance| instance.phase == Phase::Ready)
            .map(|instance| instance.cpu)
            .sum();
        if there <= 0.0 {
            return 0.0;
        }
        if fleet.usual_work <= 0.0 {
            return cpu.usual;
        }
        let state = &self.engine.nodes[node];
        let taken = 1.0 - there / fleet.ready().max(1) as f64;
        let work = state.account.rate * (state.time - fleet.idle) / there;
        (cpu.usual * work / fleet.usual_work * (1.0 - taken) + taken).clamp(0.0, 1.0)
    }

    /// Of the edges a node calls along: how full its fullest pool is, and 1 where a breaker is open.
    fn calls_out(&self, node: usize) -> (f64, f64) {
        let (mut pool, mut open) = (0.0, false);
        for edge in self.edges_from(node).map(|edge| &self.engine.edges[edge]) {
            open |= edge.breaker.as_ref().is_some_and(Breaker::open);
            if edge.pooled && (edge.queued > 0.5 || edge.pool.slots <= 0.0) {
                pool = 1.0;
            } else if edge.pooled {
                pool = share(edge.pool.used, edge.pool.slots).max(pool);
            }
        }
        (pool, f64::from(u8::from(open)))
    }

    fn connections_of(&self, node: usize) -> f64 {
        let state = &self.engine.nodes[node];
        if !state.connections.is_finite() {
            return 0.0;
        }
        let pools: f64 = self.engine.layout.nodes[node]
            .callers
            .iter()
            .filter(|&&edge| self.engine.edges[edge].pooled)
            .map(|&edge| self.engine.edges[edge].pool.slots)
            .sum();
        let direct = (state.account.used + state.queued - pools).max(0.0);
        let all = state.all_connections;
        (all - state.connections + pools + direct).min(all)
    }

    /// The edges a node calls along.
    pub(crate) fn edges_from(&self, node: usize) -> impl Iterator<Item = usize> {
        let (begin, end) = self.engine.layout.nodes[node].stages;
        self.engine.layout.stages[begin..end]
            .iter()
            .filter(|stage| stage.first)
            .map(|stage| stage.edge)
    }

    /// Reads a metric over the last `window` whole seconds, 1 to 60. `None` when that part has no
    /// such metric, or no instance of the scope's zone or version.
    pub fn read(&self, part: &PartId, metric: Metric, scope: &Scope, window: u32) -> Option<f64> {
        if !self.has(part, metric) {
            return None;
        }
        if metric == Metric::Value {
            return self.read_business(part, window).filter(|value| value.is_finite());
        }
        if let Some(cache) = self.engine.layout.caches.iter().position(|own| own == part) {
            return self.read_cache(cache, metric, window);
        }
        let node = self.node_of(part)?;
        if scope.class.as_ref().is_some_and(|class| class != part) {
            // Calls are not told apart by class once they are inside.
            return None;
        }
        let value = match metric {
            Metric::P50 => self.percentile(node, 0.50, scope, window)?,
            Metric::P90 => self.percentile(node, 0.90, scope, window)?,
            Metric::P99 => self.percentile(node, 0.99, scope, window)?,
            _ if scope.zone.is_some() || scope.version.is_some() => {
                self.read_scoped(node, metric, scope, window)?
            }
            _ => self.read_node(node, metric, window),
        };
        value.is_finite().then_some(value)
    }

    fn read_node(&self, node: usize, metric: Metric, window: u32) -> f64 {
        let minute = &self.minute;
        let rate = |of: &dyn Fn(&Counts) -> f64| {
            minute.average(window, |second| of(&second.nodes[node].counts))
        };
        let gauge = |of: &dyn Fn(&NodeSecond) -> f64| {
            minute.average(window, |second| of(&second.nodes[node]))
        };
        let fleet = &self.fleets[node];
        let class = self.engine.layout.nodes[node].kind == Kind::Class;
        match metric {
            Metric::Rate => rate(&|counts| counts.arrived),
            Metric::ErrorRatio => {
                share(rate(&|counts| counts.bad), rate(&|counts| counts.good + counts.bad))
            }
            Metric::Saturation => share(gauge(&|now| now.used), gauge(&|now| now.slots)),
            Metric::Queue => gauge(&|now| now.queue),
            Metric::PoolUse => gauge(&|now| now.pool),
            Metric::Cpu => gauge(&|now| now.cpu),
            Metric::Breaker => minute.last(1).map(|second| second.nodes[node].breaker).sum(),
            Metric::Connections => gauge(&|now| now.connections),
            Metric::ReadyRatio => share(fleet.ready() as f64, self.wanted(node)),
            Metric::Ready => fleet.ready() as f64,
            Metric::Restarts => fleet.restarts,
            Metric::Retries if class => self.source_of(node).map_or(0.0, |source| {
                self.edges_from(source)
                    .map(|edge| minute.average(window, |second| second.edges[edge].retries))
                    .sum()
            }),
            Metric::Retries => self
                .edges_from(node)
                .map(|edge| minute.average(window, |second| second.edges[edge].retries))
                .sum(),
            Metric::Timeouts if class => self
                .edges_from(node)
                .map(|edge| minute.average(window, |second| second.edges[edge].timeouts))
                .sum(),
            Metric::Timeouts => rate(&|counts| counts.timeouts),
            Metric::Errors429 => rate(&|counts| counts.shed),
            Metric::Errors5xx => rate(&|counts| counts.bad - counts.shed).max(0.0),
            Metric::Rejected => {
                share(rate(&|counts| counts.full + counts.shed), rate(&|counts| counts.arrived))
            }
            Metric::Memory => self.memory_of(node, gauge(&|now| now.queue)),
            Metric::DiskFree => 1.0 - self.disk_used(node).unwrap_or(0.0),
            Metric::Lag => self.lag(node),
            _ => 0.0,
        }
    }

    /// A reading of the instances of one zone or version. Calls are spread evenly over who is
    /// ready, so rates follow the share of instances, and errors differ by each instance's own.
    fn read_scoped(&self, node: usize, metric: Metric, scope: &Scope, window: u32) -> Option<f64> {
        let part = self.part_in(node, scope)?;
        let all = self.read_node(node, metric, window);
        Some(match metric {
            Metric::Rate
            | Metric::Queue
            | Metric::Errors429
            | Metric::Timeouts
            | Metric::Retries => all * part.share,
            Metric::ErrorRatio => part.errors(all, self.engine.nodes[node].error),
            Metric::Errors5xx => {
                let rate = self.read_node(node, Metric::Rate, window) * part.share;
                let ratio = self.read_node(node, Metric::ErrorRatio, window);
                rate * part.errors(ratio, self.engine.nodes[node].error)
            }
            Metric::Ready => part.ready,
            Metric::ReadyRatio => share(part.ready, part.count),
            _ => all,
        })
    }

    fn percentile(&self, node: usize, p: f64, scope: &Scope, window: u32) -> Option<f64> {
        let mut all = Latencies::default();
        for second in self.minute.last(window) {
            all.merge(second.latencies(node), 1.0);
        }
        // What ends now has not begun before the world did, when all of it was calm.
        let value = all.quantile(p)?.min(self.seconds().max(0.0) + CALM);
        if scope.zone.is_none() && scope.version.is_none() {
            return Some(value);
        }
        let part = self.part_in(node, scope)?;
        let time = self.engine.nodes[node].time;
        // What an instance's own service time differs from the mean, stretched to the percentile.
        let stretch = if time > 0.0 { (value / time).clamp(1.0, 4.6) } else { 1.0 };
        Some((value + (part.time - time) * stretch).max(0.0))
    }

    fn part_in(&self, node: usize, scope: &Scope) -> Option<PartIn> {
        let fits = |instance: &&crate::world::fleet::Instance| {
            scope.zone.as_ref().is_none_or(|zone| *zone == instance.zone)
                && scope.version.as_ref().is_none_or(|version| *version == instance.version)
        };
        let fleet = &self.fleets[node];
        let count = fleet.instances.iter().filter(fits).count() as f64;
        if count <= 0.0 {
            return None;
        }
        let ready: Vec<_> = fleet
            .instances
            .iter()
            .filter(|instance| instance.phase == Phase::Ready)
            .filter(fits)
            .collect();
        let there = ready.len() as f64;
        let slow: f64 = ready.iter().map(|instance| instance.slow).sum();
        let overall: f64 = fleet
            .instances
            .iter()
            .filter(|instance| instance.phase == Phase::Ready)
            .map(|instance| instance.slow)
            .sum();
        let everybody = fleet.ready().max(1) as f64;
        let base =
            if overall > 0.0 { self.engine.nodes[node].time / (overall / everybody) } else { 0.0 };
        Some(PartIn {
            count,
            ready: there,
            share: there / everybody,
            error: ready.iter().map(|i| i.error).sum::<f64>() / there.max(1.0),
            time: base * slow / there.max(1.0),
        })
    }

    fn read_cache(&self, cache: usize, metric: Metric, window: u32) -> Option<f64> {
        let asked = self.minute.average(window, |second| second.caches[cache].0);
        let hits = self.minute.average(window, |second| second.caches[cache].1);
        let state = &self.engine.caches[cache];
        Some(match metric {
            Metric::Rate => asked,
            Metric::HitRatio if asked > 1e-9 => share(hits, asked),
            Metric::HitRatio => state.ratio(),
            // A warm cache of fixed size is nearly full.
            Metric::Memory => {
                let taken = self.memory_taken(&self.engine.layout.caches[cache]);
                (0.1 + 0.8 * state.warmth + taken).clamp(0.0, 1.0)
            }
            _ => return None,
        })
    }

    fn read_business(&self, part: &PartId, window: u32) -> Option<f64> {
        let business = self.current.business.get(part)?;
        let per = business.per.as_f64().max(0.001);
        let rate = match business.counts {
            Counted::Success => self.successes(&business.of, window),
            Counted::Failure => self.people_failed(&business.of, &self.lately(window)),
        };
        let right = match business.counts {
            Counted::Success => self.worth_of(&business.of) * self.worth_of(part),
            Counted::Failure => self.worth_of(part),
        };
        Some(rate * per * business.worth.unwrap_or(1.0) * right)
    }

    /// Calls of a part that ended well, per second.
    fn successes(&self, of: &PartId, window: u32) -> f64 {
        let Some(node) = self.node_of(of) else {
            return 0.0;
        };
        let callers = &self.engine.layout.nodes[node].callers;
        callers
            .iter()
            .map(|&edge| self.minute.average(window, |second| second.edges[edge].final_good))
            .sum()
    }

    fn memory_of(&self, node: usize, queued: f64) -> f64 {
        let usual = match self.kind_of(node) {
            Some(PartKind::Service(service)) => service.memory.unwrap_or(0.0),
            _ => 0.0,
        };
        let room = self.engine.nodes[node].room.max(1.0);
        // Waiting calls hold buffers: a full queue takes half of what was free.
        let held = usual + (1.0 - usual) * 0.5 * (queued / room).clamp(0.0, 1.0);
        let fleet = &self.fleets[node];
        let filled: f64 = fleet.instances.iter().map(|own| own.memory.max(held)).sum();
        (filled / fleet.instances.len().max(1) as f64).clamp(0.0, 1.0)
    }

    /// Instances a part shall have.
    pub(crate) fn wanted(&self, node: usize) -> f64 {
        self.fleets[node].instances.len().max(1) as f64
    }
}

/// The instances of a scope.
struct PartIn {
    count: f64,
    ready: f64,
    share: f64,
    error: f64,
    time: f64,
}

impl PartIn {
    /// The error ratio here, when `all` is that of everybody and `own` their mean own errors.
    fn errors(&self, all: f64, own: f64) -> f64 {
        let others = if own < 1.0 { ((1.0 - all) / (1.0 - own)).clamp(0.0, 1.0) } else { 1.0 };
        1.0 - others * (1.0 - self.error)
    }
}
