//! The engine: linked cohorts (FLUID.md §2). What finds free capacity runs through the whole tree
//! inside a step, carrying its latency; what does not is stored with everybody who waits for it.
//! It holds the state and the order of a step; it knows no fault, remedy or metric by name.
//!
//! Left out so far, honestly: of calls made at once, the others are sent only when one that got
//! stuck has its answer; instances of a service share one queue.

use std::collections::VecDeque;

use crate::world::agenda::Agenda;
use crate::world::books::Passage;
use crate::world::cohort::{Entries, Id, Joiner, Owner};
use crate::world::counts::{Counts, EdgeCounts};
use crate::world::known::{KnownEdge, KnownNode};
use crate::world::layout::{Kind, Layout};
use crate::world::policy::{Breaker, Budget};
use crate::world::quantile::{Delay, Latencies};
use crate::world::station::Account;
use crate::world::times::Times;
use crate::world::turn::Gathered;

/// Own service shorter than this, in seconds, is played within the step that it begins in: what
/// follows comes early by no more than that.
const DWELLS: f64 = 0.3;

/// Masses below this are nothing.
pub(crate) const NOTHING: f64 = 1e-9;

/// A station, a client class or a queue, as it is now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Its slots.
    pub(crate) account: Account,
    /// Mean own service time in seconds, over the instances that are ready.
    pub(crate) time: f64,
    /// Variance of the same.
    pub(crate) variance: f64,
    /// Third central moment of the same.
    pub(crate) third: f64,
    /// Share of executions that fail by themselves.
    pub(crate) error: f64,
    /// Share refused at the door.
    pub(crate) shed: f64,
    /// Share of calls that never arrive: their instances are cut off.
    pub(crate) cut: f64,
    /// Whether anybody is there at all.
    pub(crate) up: bool,
    /// Most calls that may wait.
    pub(crate) room: f64,
    /// Most calls inside, waiting or served, without a pool: a database's connections that nothing
    /// else holds.
    pub(crate) connections: f64,
    /// A database's connections in all; 0 elsewhere.
    pub(crate) all_connections: f64,
    /// Who waits, in order.
    pub(crate) queue: VecDeque<Owner>,
    /// How many.
    pub(crate) queued: f64,
    /// Own service longer than a step, until it ends.
    pub(crate) dwelling: Agenda,
    /// Time to answer when nothing is stuck.
    pub(crate) response: f64,
    /// Slot-time an execution needs in a step.
    pub(crate) unit: f64,
    /// Share of arrivals that found room in the last step.
    pub(crate) admitted: f64,
    pub(crate) offered: f64,
    pub(crate) refused: f64,
    /// A queue's messages, by how often they failed.
    pub(crate) messages: Vec<f64>,
    /// Share of a queue's partitions that nobody takes from.
    pub(crate) stuck: f64,
    /// Messages in those.
    pub(crate) parked: f64,
    /// Messages that consumers work on, likewise.
    pub(crate) taken: Vec<f64>,
    /// Messages to be delivered again: when, how often they failed, how many.
    pub(crate) again: VecDeque<(f64, usize, f64)>,
    /// Seconds until a failed message is delivered again.
    pub(crate) redeliver_after: f64,
    /// How often at most.
    pub(crate) redeliver_times: usize,
    /// Messages given up.
    pub(crate) dead: f64,
    /// Whether an execution of it runs now, up the call stack: cuts circles.
    pub(crate) running: bool,
    /// What is known of calls to it.
    pub(crate) known: KnownNode,
    /// This second's counts.
    pub(crate) counts: Counts,
    /// This second's times to answer, failures at their own.
    pub(crate) latencies: Latencies,
    /// For the books.
    pub(crate) passage: Passage,
}

impl Node {
    /// Its own service time.
    pub(crate) fn service(&self) -> Delay {
        Delay::central(self.time, self.variance, self.third)
    }
}

/// An edge, as it is now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edge {
    /// Its connections; endless without a pool.
    pub(crate) pool: Account,
    /// Whether it has a pool.
    pub(crate) pooled: bool,
    /// Calls that wait for a connection, in order.
    pub(crate) waiting: VecDeque<(Id, f64)>,
    /// How many.
    pub(crate) queued: f64,
    /// The breaker, where there is one.
    pub(crate) breaker: Option<Breaker>,
    /// The budget of retries, where there is one.
    pub(crate) budget: Option<Budget>,
    /// Which cache is asked first.
    pub(crate) cache: Option<usize>,
    /// Share of calls whose names do not resolve or that fail at once at the caller.
    pub(crate) unresolved: f64,
    /// Share that fails at once on the way.
    pub(crate) error: f64,
    /// Share that is lost on the way.
    pub(crate) cut: f64,
    /// Seconds the way takes longer.
    pub(crate) delay: f64,
    /// Variance of that.
    pub(crate) spread: f64,
    /// What is known of calls along it.
    pub(crate) known: KnownEdge,
    /// This second's counts.
    pub(crate) counts: EdgeCounts,
}

/// A cache, as it is now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cache {
    /// 0 empty, 1 warm.
    pub(crate) warmth: f64,
    /// Hits of look-ups when warm.
    pub(crate) hit: f64,
    /// Seconds a look-up takes.
    pub(crate) time: f64,
    /// Successful fills until nearly warm.
    pub(crate) fills: f64,
    /// Seconds it takes from empty to nearly warm at the usual rate of fills.
    pub(crate) warms_in: f64,
    /// Share of look-ups it fails to answer because it is gone.
    pub(crate) gone: f64,
    /// This second's look-ups and hits.
    pub(crate) asked: f64,
    pub(crate) hits: f64,
    /// Fills of this second.
    pub(crate) filled: f64,
}

impl Cache {
    /// The share of look-ups it answers now.
    pub(crate) fn ratio(&self) -> f64 {
        self.hit * self.warmth * (1.0 - self.gone)
    }
}

/// Calls of a stage that wait, by attempt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// Entries by attempt, oldest first: a constant timeout pops from the front.
    pub(crate) born: Vec<VecDeque<Id>>,
    /// Entries with answers in this step.
    pub(crate) answered: Vec<Id>,
    /// Attempts that wait for their time.
    pub(crate) backoffs: Agenda,
    /// Executions in `backoffs`.
    pub(crate) backing: f64,
}

impl Waiting {
    /// Whether no call of the stage waits for anything.
    pub(crate) fn idle(&self) -> bool {
        self.answered.is_empty()
            && self.backoffs.is_empty()
            && self.born.iter().all(VecDeque::is_empty)
    }
}

/// Whom a bundle of executions serves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// Nobody: the execution is a visit's or a message's own.
    Nobody,
    /// The call in that frame of the stack, which has no entry yet unless something got stuck.
    Frame(usize),
    /// The owners in that list.
    List(usize),
}

/// A call being made, up the stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) stage: usize,
    pub(crate) attempt: usize,
    /// When the caller made it.
    pub(crate) birth: f64,
    /// When it reaches the callee: after the cache was asked, with a connection of the pool.
    pub(crate) arrival: f64,
    pub(crate) parent: Who,
}

/// What became of calls within the step; times from when they were made.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Out {
    pub(crate) good: Times,
    pub(crate) bad: Times,
    pub(crate) stuck: f64,
}

impl Out {
    /// The same for `factor` times as many.
    pub(crate) fn times(&self, factor: f64) -> Self {
        Self {
            good: self.good.times(factor),
            bad: self.bad.times(factor),
            stuck: self.stuck * factor,
        }
    }
}

/// Failures of a second by what they began with, for attribution.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Origins {
    /// All failures that did not come from a callee's failure.
    pub(crate) all: f64,
}

/// The engine.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    pub(crate) layout: Layout,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) caches: Vec<Cache>,
    pub(crate) waits: Vec<Waiting>,
    pub(crate) entries: Entries,
    pub(crate) frames: Vec<Frame>,
    pub(crate) lists: Vec<Vec<Owner>>,
    pub(crate) joiner: Joiner,
    pub(crate) gathered: Gathered,
    /// Whether what is under way comes to its end, so that long steps may follow.
    pub(crate) settling: bool,
    /// Into how many parts short steps are divided beyond the rule: 1, but for comparing.
    pub(crate) fineness: f64,
    /// Length of the step, in seconds.
    pub(crate) dt: f64,
    /// Middle of the step, in drill seconds.
    pub(crate) middle: f64,
    /// Failures by origin.
    pub(crate) origins: Origins,
    /// By component: whether something moved, so that what is known has to be learned anew.
    pub(crate) moved: Vec<bool>,
}

impl Engine {
    /// An engine at rest; parameters are the caller's to set.
    pub(crate) fn new(layout: Layout) -> Self {
        let nodes = layout
            .nodes
            .iter()
            .map(|_| Node {
                up: true,
                admitted: 1.0,
                room: f64::INFINITY,
                connections: f64::INFINITY,
                account: Account {
                    slots: f64::INFINITY,
                    most: f64::INFINITY,
                    ..Account::default()
                },
                ..Node::default()
            })
            .collect();
        let edges = layout
            .edges
            .iter()
            .map(|plan| Edge {
                breaker: plan.call.breaker.map(Breaker::new),
                budget: plan.call.budget.map(Budget::new),
                ..Edge::default()
            })
            .collect();
        let waits = layout.stages.iter().map(|_| Waiting::default()).collect();
        let caches = layout.caches.iter().map(|_| Cache::default()).collect();
        let moved = vec![true; layout.components.len()];
        Self {
            layout,
            nodes,
            edges,
            caches,
            waits,
            entries: Entries::default(),
            frames: Vec::new(),
            lists: Vec::new(),
            joiner: Joiner::default(),
            gathered: Gathered::default(),
            settling: false,
            fineness: 1.0,
            dt: 1.0,
            middle: 0.0,
            origins: Origins::default(),
            moved,
        }
    }

    /// One step of a component of `dt` seconds from `begin`; `visits` begin in it, by node of the
    /// source.
    pub(crate) fn step(&mut self, of: usize, begin: f64, dt: f64, visits: &[(usize, f64)]) {
        self.dt = dt;
        self.middle = begin + dt / 2.0;
        self.look_ahead(of);
        for place in 0..self.layout.components[of].order.len() {
            self.turn(self.layout.components[of].order[place]);
        }
        for &(source, mass) in visits {
            self.launch(source, mass);
        }
        self.settle_up(of);
        self.close_accounts(of);
        if cfg!(debug_assertions) {
            self.audit();
        }
    }

    /// Opens what a node has to spend in this step.
    pub(crate) fn open_node(&mut self, node: usize) {
        let node = &mut self.nodes[node];
        node.account.open(self.dt);
        node.offered = 0.0;
        node.refused = 0.0;
    }

    /// Opens what there is to spend along an edge in this step.
    pub(crate) fn open_edge(&mut self, edge: usize) {
        let dt = self.dt;
        let edge = &mut self.edges[edge];
        if edge.pooled {
            edge.pool.open(dt);
        }
        if let Some(breaker) = &mut edge.breaker {
            breaker.tick(self.middle, dt);
        }
        if let Some(budget) = &mut edge.budget {
            budget.tick(dt);
        }
    }

    /// Visits of a class begin.
    fn launch(&mut self, source: usize, mass: f64) {
        if mass <= 0.0 {
            return;
        }
        let middle = self.middle;
        self.learn_node(source, mass, |engine| {
            let node = &mut engine.nodes[source];
            node.passage.come(mass, middle);
            node.counts.arrived += mass;
            let begin = Times::of(mass, Delay::default());
            let out = engine.stages_from(source, begin, Who::Nobody, 0.0);
            let node = &mut engine.nodes[source];
            node.account.held += out.stuck;
            node.passage.go(out.good.mass() + out.bad.mass(), middle);
            node.counts.good += out.good.mass();
            node.counts.bad += out.bad.mass();
            out
        });
    }

    fn close_accounts(&mut self, of: usize) {
        let dt = self.dt;
        for place in 0..self.layout.components[of].order.len() {
            let node = self.layout.components[of].order[place];
            self.estimate(node);
            let at = &mut self.nodes[node];
            at.account.close(dt, at.queued);
            let room = (at.room - at.queued).max(0.0);
            at.admitted = if at.offered > NOTHING && at.refused > NOTHING {
                ((at.offered - at.refused + room) / at.offered).min(1.0)
            } else {
                1.0
            };
        }
        for &edge in &self.layout.components[of].edges {
            let at = &mut self.edges[edge];
            if at.pooled {
                at.pool.close(dt, at.queued);
            }
        }
    }

    /// How many can ever want a slot or a connection at once; to be called when slots changed.
    pub(crate) fn count_population(&mut self) {
        for node in 0..self.nodes.len() {
            let most = self.population(node, 0) - self.nodes[node].account.slots;
            self.nodes[node].account.most = most;
        }
        for edge in 0..self.edges.len() {
            if self.edges[edge].pooled {
                let from = self.layout.edges[edge].from;
                let most = self.population(from, 0).min(self.nodes[from].account.slots)
                    - self.edges[edge].pool.slots;
                self.edges[edge].pool.most = most;
            }
        }
    }

    /// How many calls can be at a node at once at most: callers have slots and pools themselves.
    fn population(&self, node: usize, depth: usize) -> f64 {
        if depth > 4 || matches!(self.layout.nodes[node].kind, Kind::Class | Kind::Source) {
            return f64::INFINITY;
        }
        self.layout.nodes[node]
            .callers
            .iter()
            .map(|&edge| {
                let from = self.layout.edges[edge].from;
                if self.layout.nodes[from].kind == Kind::Queue {
                    return self.nodes[node].account.slots;
                }
                let own = self.nodes[from].account.slots;
                let pool = if self.edges[edge].pooled {
                    self.edges[edge].pool.slots
                } else {
                    f64::INFINITY
                };
                own.min(pool).min(self.population(from, depth + 1))
            })
            .sum()
    }

    /// Time to answer and slot-time of a node when nothing is stuck, from its callees'.
    fn estimate(&mut self, node: usize) {
        let (begin, end) = self.layout.nodes[node].stages;
        let own = self.nodes[node].time;
        let mut response = own;
        let mut unit = if self.dwells(node) { self.dt } else { own };
        if self.layout.nodes[node].kind != Kind::Queue {
            for stage in &self.layout.stages[begin..end] {
                let edge = &self.edges[stage.edge];
                let to = &self.nodes[self.layout.edges[stage.edge].to];
                let miss = stage.chance * (1.0 - self.hit(stage.edge));
                let pool = if edge.pooled { edge.pool.wait.mean } else { 0.0 };
                let wait = pool + edge.delay + to.account.wait.mean;
                response += miss * (wait + to.response);
                unit += miss * (wait + to.unit);
            }
        }
        self.nodes[node].response = response;
        self.nodes[node].unit = unit.max(1e-7);
    }

    /// The share of an edge's calls that its cache answers.
    pub(crate) fn hit(&self, edge: usize) -> f64 {
        self.edges[edge].cache.map_or(0.0, |cache| self.caches[cache].ratio())
    }

    /// Whether a node's own service is long enough to be played over several steps.
    pub(crate) fn dwells(&self, node: usize) -> bool {
        let step = if self.settling { 1.0 } else { self.dt };
        self.nodes[node].time > (2.0 * step).max(DWELLS)
    }
}
