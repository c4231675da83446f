//! The event loop: calls, executions, timeouts.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use firedrill::model::system::System;

use super::event::{At, Event, Ref};
use super::plan::Plan;
use super::random::Dice;
use super::trace::{Counter, Trace};

pub(crate) use super::event::Trouble;

/// An execution at a node.
#[derive(Clone, Default)]
struct Run {
    age: u32,
    live: bool,
    node: usize,
    stage: usize,
    /// The call it serves.
    serves: Option<(u32, u32)>,
    arrived: f64,
}

/// A call on an edge.
#[derive(Clone, Default)]
struct Call {
    age: u32,
    live: bool,
    by: (u32, u32),
    edge: usize,
    attempt: u32,
    birth: f64,
    connected: bool,
}

struct Node {
    slots: f64,
    busy: f64,
    time: f64,
    error: f64,
    line: VecDeque<Ref>,
    counter: Counter,
}

pub(super) enum Gate {
    Closed,
    Open(f64),
    Probing { since: f64, sent: u32, good: u32 },
}

pub(super) struct Edge {
    connected: usize,
    line: VecDeque<Ref>,
    pub(super) gate: Gate,
    pub(super) good: f64,
    pub(super) bad: f64,
    pub(super) seen: f64,
    pub(super) tokens: f64,
    pub(super) earned: f64,
}

pub(super) struct Cache {
    pub(super) warmth: f64,
    pub(super) asked: f64,
}

/// The oracle.
pub(crate) struct Oracle {
    pub(super) plan: Plan,
    nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) caches: Vec<Cache>,
    runs: Vec<Run>,
    free_runs: Vec<u32>,
    calls: Vec<Call>,
    free_calls: Vec<u32>,
    heap: BinaryHeap<Reverse<At>>,
    seq: u64,
    pub(super) now: f64,
    dice: Dice,
    rates: Vec<f64>,
    troubles: Vec<(String, Trouble)>,
    /// Sums for Little's law: time that runs spend at each node.
    pub(crate) events: u64,
}

pub(super) const WARM_UP: f64 = 30.0;

impl Oracle {
    /// A system with troubles: part, what, from and until in seconds.
    pub(crate) fn new(system: &System, seed: u64, troubles: &[(&str, Trouble, f64, f64)]) -> Self {
        let plan = Plan::of(system);
        let nodes = plan
            .nodes
            .iter()
            .map(|node| Node {
                slots: node.slots,
                busy: 0.0,
                time: node.time,
                error: 0.0,
                line: VecDeque::new(),
                counter: Counter::default(),
            })
            .collect();
        let edges = plan
            .edges
            .iter()
            .map(|_| Edge {
                connected: 0,
                line: VecDeque::new(),
                gate: Gate::Closed,
                good: 0.0,
                bad: 0.0,
                seen: 0.0,
                tokens: 1.0,
                earned: 0.0,
            })
            .collect();
        let caches = plan.caches.iter().map(|_| Cache { warmth: 1.0, asked: 0.0 }).collect();
        let rates = plan.classes.iter().map(|(.., rate)| *rate).collect();
        let mut oracle = Self {
            plan,
            nodes,
            edges,
            caches,
            runs: Vec::new(),
            free_runs: Vec::new(),
            calls: Vec::new(),
            free_calls: Vec::new(),
            heap: BinaryHeap::new(),
            seq: 0,
            now: -WARM_UP,
            dice: Dice::new(seed),
            rates,
            troubles: Vec::new(),
            events: 0,
        };
        for class in 0..oracle.rates.len() {
            oracle.next_visit(class);
        }
        for (part, trouble, from, until) in troubles {
            let place = oracle.troubles.len();
            oracle.troubles.push(((*part).to_owned(), trouble.clone()));
            oracle.at(*from, Event::Trouble(place, true));
            oracle.at(*until, Event::Trouble(place, false));
        }
        oracle
    }

    /// Runs to the end; what the users of each class saw, in windows of 5 seconds.
    pub(crate) fn run(mut self, seconds: f64, of: &str) -> Trace {
        while let Some(Reverse(At(at, _, event))) = self.heap.pop() {
            if at >= seconds {
                break;
            }
            self.now = at;
            self.events += 1;
            self.handle(event);
        }
        let node = self.plan.nodes.iter().position(|node| node.name == of).unwrap();
        std::mem::take(&mut self.nodes[node].counter).trace(seconds)
    }

    /// Runs to the end; mean, p50 and p99 of the time at one node.
    pub(crate) fn whole(mut self, seconds: f64, of: &str) -> (f64, f64, f64) {
        while let Some(Reverse(At(at, _, event))) = self.heap.pop() {
            if at >= seconds {
                break;
            }
            self.now = at;
            self.handle(event);
        }
        let node = self.plan.nodes.iter().position(|node| node.name == of).unwrap();
        self.nodes[node].counter.whole()
    }

    fn at(&mut self, time: f64, event: Event) {
        self.seq += 1;
        self.heap.push(Reverse(At(time, self.seq, event)));
    }

    fn after(&mut self, pause: f64, event: Event) {
        self.at(self.now + pause, event);
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Visit(class) => {
                let source = self.plan.classes[class].1;
                let run = self.begin(source, None);
                self.nodes[source].busy += 1.0;
                self.go_on(run);
                self.next_visit(class);
            }
            Event::Served(run) | Event::Goes(run) => {
                if self.run_lives(run) {
                    self.go_on(run);
                }
            }
            Event::Answered(call, good) => self.answer(call, good),
            Event::Timeout(call) => {
                if self.call_lives(call) {
                    self.timeout(call);
                }
            }
            Event::Again(run, attempt) => {
                if self.run_lives(run) {
                    self.attempt(run, attempt);
                }
            }
            Event::Trouble(place, on) => self.trouble(place, on),
        }
    }

    fn next_visit(&mut self, class: usize) {
        let rate = self.rates[class];
        if rate > 0.0 {
            let pause = self.dice.exponential(1.0 / rate);
            self.after(pause, Event::Visit(class));
        }
    }

    fn trouble(&mut self, place: usize, on: bool) {
        let (part, trouble) = self.troubles[place].clone();
        if let Trouble::Flood(factor) = trouble {
            for (class, rate) in self.plan.classes.iter().zip(&mut self.rates) {
                if class.0 == part {
                    *rate = class.3 * if on { factor } else { 1.0 };
                }
            }
            return;
        }
        if let Trouble::Cold(share) = trouble {
            let cache = self.plan.caches.iter().position(|c| c.name == part).unwrap();
            if on {
                self.caches[cache].warmth *= 1.0 - share;
            }
            return;
        }
        let node = self.plan.nodes.iter().position(|node| node.name == part).unwrap();
        let plan = &self.plan.nodes[node];
        let state = &mut self.nodes[node];
        match trouble {
            Trouble::Slow(factor) => state.time = plan.time * if on { factor } else { 1.0 },
            Trouble::Cpu(share) => state.slots = plan.slots * if on { 1.0 - share } else { 1.0 },
            Trouble::Error(ratio) => state.error = if on { ratio } else { 0.0 },
            Trouble::Flood(_) | Trouble::Cold(_) => {}
        }
        self.serve(node);
    }

    fn begin(&mut self, node: usize, serves: Option<Ref>) -> Ref {
        let slot = self.free_runs.pop().unwrap_or_else(|| {
            self.runs.push(Run::default());
            self.runs.len() as u32 - 1
        });
        let run = &mut self.runs[slot as usize];
        run.live = true;
        run.node = node;
        run.stage = 0;
        run.serves = serves.map(|Ref(slot, age)| (slot, age));
        run.arrived = self.now;
        Ref(slot, run.age)
    }

    fn run_lives(&self, Ref(slot, age): Ref) -> bool {
        let run = &self.runs[slot as usize];
        run.live && run.age == age
    }

    fn call_lives(&self, Ref(slot, age): Ref) -> bool {
        let call = &self.calls[slot as usize];
        call.live && call.age == age
    }

    /// An execution goes on with its next stage, or ends well.
    fn go_on(&mut self, run: Ref) {
        loop {
            let Run { node, stage, .. } = self.runs[run.0 as usize];
            let stages = &self.plan.nodes[node].stages;
            if stage >= stages.len() {
                self.end(run, true);
                return;
            }
            let chance = stages[stage].1;
            if chance >= 1.0 || self.dice.uniform() < chance {
                self.attempt(run, 0);
                return;
            }
            self.runs[run.0 as usize].stage += 1;
        }
    }

    fn attempt(&mut self, run: Ref, attempt: u32) {
        let Run { node, stage, .. } = self.runs[run.0 as usize];
        let edge = self.plan.nodes[node].stages[stage].0;
        if !self.gate_lets(edge) {
            self.failed_for_good(run, edge);
            return;
        }
        if let Some(cache) = self.plan.edges[edge].cache {
            let plan = &self.plan.caches[cache];
            let (hit, time) = (plan.hit * self.caches[cache].warmth, plan.time);
            self.caches[cache].asked += 1.0;
            if self.dice.uniform() < hit {
                self.runs[run.0 as usize].stage += 1;
                let time = self.dice.exponential(time);
                self.after(time, Event::Goes(run));
                return;
            }
        }
        let slot = self.free_calls.pop().unwrap_or_else(|| {
            self.calls.push(Call::default());
            self.calls.len() as u32 - 1
        });
        let call = &mut self.calls[slot as usize];
        call.live = true;
        call.by = (run.0, run.1);
        call.edge = edge;
        call.attempt = attempt;
        call.birth = self.now;
        call.connected = false;
        let call = Ref(slot, call.age);
        let timeout = self.plan.edges[edge].timeout;
        if timeout.is_finite() {
            self.after(timeout, Event::Timeout(call));
        }
        match self.plan.edges[edge].pool {
            Some(pool) if self.edges[edge].connected >= pool => {
                self.edges[edge].line.push_back(call);
            }
            pool => {
                if pool.is_some() {
                    self.edges[edge].connected += 1;
                    self.calls[slot as usize].connected = true;
                }
                self.send(call);
            }
        }
    }

    fn send(&mut self, call: Ref) {
        let edge = self.calls[call.0 as usize].edge;
        let to = self.plan.edges[edge].to;
        if self.plan.nodes[to].queue {
            self.after(0.001, Event::Answered(call, true));
            return;
        }
        let full = self.nodes[to].line.len() >= self.plan.nodes[to].room;
        if self.nodes[to].busy >= self.nodes[to].slots && full {
            self.nodes[to].counter.bad(self.now, 0.001);
            self.after(0.001, Event::Answered(call, false));
            return;
        }
        let run = self.begin(to, Some(call));
        if self.nodes[to].busy < self.nodes[to].slots {
            self.start(run);
        } else {
            self.nodes[to].line.push_back(run);
        }
    }

    fn start(&mut self, run: Ref) {
        let node = self.runs[run.0 as usize].node;
        self.nodes[node].busy += 1.0;
        if self.nodes[node].error > 0.0 && self.dice.uniform() < self.nodes[node].error {
            self.end(run, false);
            return;
        }
        let time = self.nodes[node].time;
        if time <= 0.0 {
            self.go_on(run);
            return;
        }
        let time = self.dice.gamma(time, self.plan.nodes[node].spread);
        self.after(time, Event::Served(run));
    }

    fn serve(&mut self, node: usize) {
        while self.nodes[node].busy < self.nodes[node].slots {
            let Some(run) = self.nodes[node].line.pop_front() else {
                break;
            };
            self.start(run);
        }
    }

    fn end(&mut self, run: Ref, good: bool) {
        let state = &mut self.runs[run.0 as usize];
        let (node, serves, arrived) = (state.node, state.serves, state.arrived);
        state.live = false;
        state.age += 1;
        self.free_runs.push(run.0);
        let age = self.now - arrived;
        if good {
            self.nodes[node].counter.good(self.now, age);
        } else {
            self.nodes[node].counter.bad(self.now, age);
        }
        self.nodes[node].busy -= 1.0;
        // At its own time, so that no call stack grows with the line.
        if let Some((slot, age)) = serves {
            self.after(0.0, Event::Answered(Ref(slot, age), good));
        }
        if !self.nodes[node].line.is_empty() {
            self.serve(node);
        }
    }

    fn close(&mut self, call: Ref) -> Call {
        let state = &mut self.calls[call.0 as usize];
        let copy = state.clone();
        state.live = false;
        state.age += 1;
        self.free_calls.push(call.0);
        if copy.connected {
            self.disconnect(copy.edge);
        }
        copy
    }

    fn disconnect(&mut self, edge: usize) {
        self.edges[edge].connected -= 1;
        while let Some(next) = self.edges[edge].line.pop_front() {
            if self.call_lives(next) {
                self.edges[edge].connected += 1;
                self.calls[next.0 as usize].connected = true;
                self.send(next);
                return;
            }
        }
    }

    fn answer(&mut self, call: Ref, good: bool) {
        if !self.call_lives(call) {
            return;
        }
        let Call { by, edge, attempt, birth, .. } = self.close(call);
        self.gate_notes(edge, birth, good);
        let run = Ref(by.0, by.1);
        if !self.run_lives(run) {
            return;
        }
        if good {
            self.earn(edge);
            if let Some(cache) = self.plan.edges[edge].cache {
                self.fill(cache);
            }
            self.runs[run.0 as usize].stage += 1;
            self.go_on(run);
        } else {
            self.failed(run, edge, attempt);
        }
    }

    fn timeout(&mut self, call: Ref) {
        let Call { by, edge, attempt, birth, .. } = self.close(call);
        self.gate_notes(edge, birth, false);
        let run = Ref(by.0, by.1);
        if self.run_lives(run) {
            self.failed(run, edge, attempt);
        }
    }

    fn failed(&mut self, run: Ref, edge: usize, attempt: u32) {
        let plan = &self.plan.edges[edge];
        if attempt >= plan.retries || !self.afford(edge) {
            return self.failed_for_good(run, edge);
        }
        let plan = &self.plan.edges[edge];
        let factor = 1.0 + plan.jitter * (2.0 * self.dice.uniform() - 1.0);
        let pause = plan.backoff * f64::from(1_u32 << attempt.min(16)) * factor;
        self.after(pause, Event::Again(run, attempt + 1));
    }

    fn failed_for_good(&mut self, run: Ref, edge: usize) {
        let plan = &self.plan.edges[edge];
        if plan.fallback.is_some() || !plan.critical {
            let time = plan.fallback.unwrap_or(0.0);
            self.runs[run.0 as usize].stage += 1;
            self.after(time, Event::Goes(run));
        } else {
            self.end(run, false);
        }
    }
}
