//! How the oracle begins: nodes, edges and instances of a system, and what it learns while it warms
//! up. Nothing moves here.

use std::collections::VecDeque;

use firedrill::model::system::PartKind;
use firedrill::world::policy::{self, Breaker, Budget, Fleet, staffed};

use crate::books::Book;
use crate::control::USUAL;
use crate::engine::{Cache, Class, ENDLESS, Edge, LEARNT, Node, Oracle};
use crate::plan::Role;
use crate::trace::Counter;

impl Oracle {
    /// Nodes, edges and instances as the drill begins.
    pub(crate) fn staff(&mut self) {
        for plan in &self.plan.nodes {
            let mut node = Node::at_rest(plan.role, plan.stages);
            node.consumes = !plan.takes.is_empty();
            self.nodes.push(node);
            let class = plan.role == Role::Class;
            let fleet = if class { Fleet::default() } else { staffed(&self.system, &plan.part) };
            self.fleets.push(fleet);
        }
        for cache in &self.plan.caches {
            let Some(PartKind::Cache(_)) = self.system.parts.get(cache).map(|part| &part.kind)
            else {
                continue;
            };
            self.caches.push(Cache { warmth: 1.0, ..Cache::default() });
        }
        for index in 0..self.plan.edges.len() {
            let edge = Edge::at_rest(self.plan.edges[index].to as u16);
            self.edges.push(edge);
            self.set_edge(index);
        }
        for (id, class) in &self.system.clients {
            let node = self.plan.by_part[id] as u16;
            let tries = class.tries.max(1);
            let at_rest = Class { node, part: id.clone(), tries, rate: 0.0, pause: f64::INFINITY };
            self.classes.push(at_rest);
        }
        for node in 0..self.nodes.len() {
            let part = &self.plan.nodes[node].part;
            let Some(PartKind::Queue(queue)) = self.system.parts.get(part).map(|part| &part.kind)
            else {
                continue;
            };
            let state = &mut self.nodes[node];
            state.room = u32::try_from(queue.holds).unwrap_or(u32::MAX);
            let (after, times) =
                queue.redeliver.map_or((0.0, 0), |rule| (rule.after.as_f64(), rule.times));
            state.redeliver = (self.lanes.lane(after), times.min(200) as u8);
        }
    }

    /// An edge's settings.
    pub(crate) fn set_edge(&mut self, index: usize) {
        let call = self.plan.edges[index].call.clone();
        let cache = call.cache.as_ref().and_then(|cache| self.plan.cache(cache));
        let lane = call.timeout.map(|span| self.lanes.lane(span.as_f64().max(0.001)));
        let edge = &mut self.edges[index];
        edge.cancel = call.cancel;
        edge.critical = call.critical;
        edge.fallback = call.fallback.map(firedrill::model::time::Span::as_f64);
        edge.lane = lane;
        edge.retries = call.retries.min(200) as u8;
        edge.backoff = call.backoff.as_f64();
        edge.jitter = call.jitter.clamp(0.0, 1.0);
        edge.pooled = call.pool.is_some();
        edge.pool = call.pool.unwrap_or(ENDLESS);
        edge.breaker = call.breaker.map(Breaker::new);
        edge.budget = call.budget.map(Budget::new);
        edge.cache = cache;
    }

    /// What is usual is what was so while warming up.
    pub(crate) fn settle_in(&mut self) {
        for node in 0..self.nodes.len() {
            let (_, mean) = self.line_of(node);
            let begun = self.nodes[node].book.average(USUAL, |second| second.begun);
            let fleet = &mut self.fleets[node];
            let count = fleet.instances.len().max(1) as f64;
            fleet.usual_work = begun * mean / count;
            fleet.restarts = 0.0;
            fleet.cools_until = 0.0;
            fleet.happenings.clear();
            self.nodes[node].counter.forget();
        }
        for cache in &mut self.caches {
            let rate = cache.asked as f64 / LEARNT as f64;
            cache.fills = (rate * cache.warms_in / policy::warming(cache.hit)).max(1.0);
        }
    }
}

impl Node {
    pub(crate) fn at_rest(role: Role, stages: (u32, u32)) -> Self {
        Self {
            role,
            stages,
            busy: 0,
            slots: ENDLESS,
            waiting: 0,
            room: ENDLESS,
            line: VecDeque::new(),
            time: 0.0,
            spread: 1.0,
            slows: Vec::new(),
            error: 0.0,
            cut: 0.0,
            shed: 0.0,
            limits: Vec::new(),
            up: true,
            consumes: false,
            connections: ENDLESS,
            exact: 0.0,
            due: 0.0,
            messages: VecDeque::new(),
            redeliver: (0, 0),
            counter: Counter::default(),
            book: Book::default(),
        }
    }
}

impl Edge {
    fn at_rest(to: u16) -> Self {
        Self {
            to,
            guarded: false,
            cancel: false,
            critical: true,
            fallback: None,
            lane: None,
            retries: 0,
            backoff: 0.0,
            jitter: 0.0,
            pool: ENDLESS,
            pooled: false,
            connected: 0,
            line: VecDeque::new(),
            breaker: None,
            budget: None,
            told: 0.0,
            cache: None,
            unresolved: 0.0,
            error: 0.0,
            cut: 0.0,
            delay: 0.0,
            patience: 0.0,
        }
    }
}
