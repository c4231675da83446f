//! The oracle: every request by itself. Here is its state, its clock and its loop; what calls do is
//! in `calls`, what callees do in `callee`, what faults and machines do in `control`.

use std::collections::VecDeque;
use std::sync::Arc;

use firedrill::model::chance::fingerprint;
use firedrill::model::id::PartId;
use firedrill::model::system::System;
use firedrill::world::policy::{Breaker, Budget, Faults, Fleet, WARM_UP, traffic};

use crate::books::Book;
use crate::events::{Heap, Kind, Lanes, Note, Visits};
use crate::plan::{Plan, Role, Stage};
use crate::random::Dice;
use crate::task::Tasks;
use crate::trace::{Counter, Run, WINDOW};

/// Slots without end.
pub(crate) const ENDLESS: u32 = u32::MAX;

/// A station, a client class or a queue, as it is now.
pub(crate) struct Node {
    pub(crate) role: Role,
    pub(crate) stages: (u32, u32),
    pub(crate) busy: u32,
    pub(crate) slots: u32,
    /// How many wait in line.
    pub(crate) waiting: u32,
    /// How many may.
    pub(crate) room: u32,
    /// Who waits, in order; some may have left.
    pub(crate) line: VecDeque<(u32, u32)>,
    /// Mean own service time, and its coefficient of variation.
    pub(crate) time: f64,
    pub(crate) spread: f64,
    /// Factors on it by instance, where they differ.
    pub(crate) slows: Vec<f64>,
    pub(crate) error: f64,
    pub(crate) cut: f64,
    pub(crate) shed: f64,
    /// Limits of faults at its door.
    pub(crate) limits: Vec<Bucket>,
    pub(crate) up: bool,
    /// Whether it takes messages from a queue.
    pub(crate) consumes: bool,
    /// Calls inside without a pool at most: a database's connections.
    pub(crate) connections: u32,
    /// Slots as they are meant, with a fraction, and what of the fraction is due.
    pub(crate) exact: f64,
    pub(crate) due: f64,
    /// A queue's messages, each with how often it failed.
    pub(crate) messages: VecDeque<u8>,
    pub(crate) redeliver: (usize, u8),
    pub(crate) counter: Counter,
    pub(crate) book: Book,
}

/// A limit at a door: of the calls that meet it so many a second get in, by tokens of which it keeps
/// those of a second.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bucket {
    /// Share of the calls that meet it.
    pub(crate) meets: f64,
    /// Share of these refused whatever the rate.
    pub(crate) ratio: f64,
    /// Tokens a second; endless where nothing limits the rate.
    pub(crate) rate: f64,
    pub(crate) tokens: f64,
    /// When it was last filled.
    pub(crate) filled: f64,
}

/// An edge, as it is now.
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub(crate) struct Edge {
    pub(crate) to: u16,
    /// Whether anything but the pool stands between caller and callee.
    pub(crate) guarded: bool,
    pub(crate) cancel: bool,
    pub(crate) critical: bool,
    pub(crate) fallback: Option<f64>,
    /// The lane of its timeout.
    pub(crate) lane: Option<usize>,
    pub(crate) retries: u8,
    pub(crate) backoff: f64,
    pub(crate) jitter: f64,
    /// Connections, endless without a pool, and how many are in use.
    pub(crate) pool: u32,
    pub(crate) pooled: bool,
    pub(crate) connected: u32,
    pub(crate) line: VecDeque<(u32, u32)>,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) budget: Option<Budget>,
    /// When the breaker and the budget were last told the time.
    pub(crate) told: f64,
    pub(crate) cache: Option<usize>,
    pub(crate) unresolved: f64,
    pub(crate) error: f64,
    pub(crate) cut: f64,
    pub(crate) delay: f64,
    /// Mean patience of who waits in the callee's line; endless when 0.
    pub(crate) patience: f64,
}

/// A cache, as it is now.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) warmth: f64,
    pub(crate) hit: f64,
    pub(crate) time: f64,
    pub(crate) fills: f64,
    pub(crate) warms_in: f64,
    pub(crate) gone: f64,
    pub(crate) asked: u64,
}

/// A client class.
pub(crate) struct Class {
    pub(crate) node: u16,
    pub(crate) part: PartId,
    pub(crate) tries: u32,
    pub(crate) rate: f64,
    /// Seconds between visits on average.
    pub(crate) pause: f64,
}

/// The oracle.
pub struct Oracle {
    pub(crate) system: Arc<System>,
    pub(crate) current: System,
    pub(crate) plan: Plan,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) caches: Vec<Cache>,
    pub(crate) classes: Vec<Class>,
    pub(crate) fleets: Vec<Fleet>,
    pub(crate) faults: Faults,
    pub(crate) applied: Vec<firedrill::model::id::FaultId>,
    pub(crate) tasks: Tasks,
    pub(crate) batches: Vec<Vec<u8>>,
    pub(crate) free_batches: Vec<u32>,
    pub(crate) heap: Heap,
    pub(crate) lanes: Lanes,
    pub(crate) visits: Visits,
    pub(crate) soon: usize,
    /// What is to be done before the clock goes on.
    pub(crate) todo: Vec<Note>,
    pub(crate) dice: Dice,
    /// Seconds since the warm-up began.
    pub(crate) now: f64,
    /// Whole seconds since the drill began; negative before.
    pub(crate) second: i64,
    pub(crate) time_of_day: u32,
    pub(crate) events: u64,
}

/// Seconds in which a refusal reaches its caller.
const SOON: f64 = 0.001;
/// Seconds of the warm-up from which caches learn how often they are usually asked.
pub(crate) const LEARNT: i64 = 60;
/// Parts of a second in which a fraction of a slot comes and goes.
const DITHER: u32 = 20;

impl Oracle {
    /// A system after its warm-up, as the world begins one; the story's clock shows `time_of_day`
    /// seconds since midnight.
    pub fn new(system: &Arc<System>, seed: u64, time_of_day: u32) -> Self {
        let mut oracle = Self::cold(system, seed, time_of_day);
        while oracle.second < 0 {
            oracle.step();
        }
        oracle
    }

    /// A system in which nothing has happened yet, [`WARM_UP`] seconds before the drill.
    pub fn cold(system: &Arc<System>, seed: u64, time_of_day: u32) -> Self {
        let plan = Plan::of(system);
        let mut lanes = Lanes::default();
        let soon = lanes.lane(SOON);
        let mut oracle = Self {
            system: Arc::clone(system),
            current: (**system).clone(),
            nodes: Vec::new(),
            edges: Vec::new(),
            stages: plan.stages.clone(),
            caches: Vec::new(),
            classes: Vec::new(),
            fleets: Vec::new(),
            plan,
            faults: Faults::new(),
            applied: Vec::new(),
            tasks: Tasks::default(),
            batches: Vec::new(),
            free_batches: Vec::new(),
            heap: Heap::default(),
            lanes,
            visits: Visits::of(system.clients.len()),
            soon,
            todo: Vec::new(),
            dice: Dice::new(seed),
            now: 0.0,
            second: -WARM_UP,
            time_of_day,
            events: 0,
        };
        oracle.staff();
        oracle.tune();
        oracle
    }

    /// Goes on by one drill-second.
    pub fn step(&mut self) {
        let moving = self.moving();
        let now = self.second as f64;
        for fleet in &mut self.fleets {
            fleet.advance(now);
        }
        if moving {
            self.tune();
        }
        self.welcome();
        let begin = (self.second + WARM_UP) as f64;
        if self.nodes.iter().any(|node| node.exact.fract() > 0.0) {
            for part in 1..=DITHER {
                self.dither();
                self.run_until(begin + f64::from(part) / f64::from(DITHER));
            }
        } else {
            self.run_until(begin + 1.0);
        }
        self.second += 1;
        if self.second == -LEARNT {
            for cache in &mut self.caches {
                cache.asked = 0;
            }
        }
        for node in &mut self.nodes {
            node.book.second(self.now, node.waiting, node.slots);
        }
        self.control();
        if self.second == 0 {
            self.settle_in();
        } else if self.second > 0 && self.second % i64::from(WINDOW) == 0 {
            for node in &mut self.nodes {
                node.counter.close();
            }
        }
    }

    /// Traffic of the second that begins.
    fn welcome(&mut self) {
        let time = f64::from(self.time_of_day) + self.second as f64 + 0.5;
        for class in 0..self.classes.len() {
            let part = self.classes[class].part.clone();
            let Some(rule) = self.current.clients.get(&part) else { continue };
            let flood = firedrill::world::policy::flood(&self.faults, part.as_str());
            let rate = traffic(rule, time) * flood;
            let state = &mut self.classes[class];
            if (state.rate - rate).abs() > 1e-12 {
                state.rate = rate;
                state.pause = if rate > 0.0 { 1.0 / rate } else { f64::INFINITY };
                self.next_visit(class as u32);
            }
        }
    }

    #[inline(always)]
    pub(crate) fn next_visit(&mut self, class: u32) {
        let pause = self.dice.exponential(self.classes[class as usize].pause);
        self.visits.plan(class, self.now + pause);
    }

    fn run_until(&mut self, end: f64) {
        loop {
            let (drawn, constant, visit) = (self.heap.due(), self.lanes.due(), self.visits.due());
            let due = drawn.min(constant).min(visit);
            if due >= end {
                break;
            }
            self.now = due;
            self.events += 1;
            if visit <= due {
                let class = self.visits.class();
                self.next_visit(class);
                self.visit(class, 0);
            } else if drawn <= constant {
                let note = self.heap.take();
                self.handle(note);
            } else if let Some(note) = self.next_in_lane() {
                self.handle(note);
            }
            self.catch_up();
        }
        self.now = end;
    }

    fn next_in_lane(&mut self) -> Option<Note> {
        let tasks = &self.tasks;
        self.lanes.take(|note| note.kind() == Kind::Deliver || tasks.is(note.place(), note.age()))
    }

    /// Does what is to be done before the clock goes on.
    #[inline]
    pub(crate) fn catch_up(&mut self) {
        while let Some(note) = self.todo.pop() {
            self.handle(note);
        }
    }

    /// Has something done to a call before the clock goes on, unless it is gone by then.
    #[inline]
    pub(crate) fn at_once(&mut self, kind: Kind, call: u32) {
        self.todo.push(Note::new(kind, call, self.tasks[call].age));
    }

    #[inline(always)]
    fn handle(&mut self, note: Note) {
        let (place, age) = (note.place(), note.age());
        match note.kind() {
            Kind::VisitAgain => self.visit(place, age),
            Kind::Deliver => self.deliver(place, age as u8),
            // What it was about is gone.
            _ if !self.tasks.is(place, age) => {}
            Kind::Served => self.go_on(place),
            Kind::Broken => self.finish(place, false),
            Kind::Attempt => self.launch(place),
            Kind::Asked => self.set_out(place),
            Kind::Own => self.settle(place),
            Kind::Well => self.answered(place, true),
            Kind::Badly => self.answered(place, false),
            Kind::Leaves => self.leave_line(place),
            Kind::Timeout => self.timeout(place),
            Kind::Fails => self.failed_for_good(place),
        }
    }

    /// What came of every part, in windows of 5 seconds.
    pub fn traces(&self) -> Run {
        let all = self.plan.nodes.iter().zip(&self.nodes);
        all.map(|(plan, node)| (plan.part.clone(), node.counter.windows.clone())).collect()
    }

    /// A quantile of the time to answer of a part, over all windows.
    pub fn quantile(&self, part: &str, share: f64) -> f64 {
        let node = self.plan.by_part.get(part).copied();
        node.map_or(0.0, |node| self.nodes[node].counter.all.quantile(share))
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// A digest of the state: two oracles with the same one go on alike.
    pub fn digest(&self) -> u64 {
        let mut bytes = Vec::new();
        let mut put = |word: u64| bytes.extend_from_slice(&word.to_le_bytes());
        put(self.events);
        put(self.now.to_bits());
        for node in &self.nodes {
            put(u64::from(node.busy));
            put(u64::from(node.waiting));
            put(node.book.arrived);
            put(node.book.sojourn.to_bits());
        }
        fingerprint(&bytes)
    }
}
