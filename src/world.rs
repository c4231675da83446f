//! The simulated system: load, queues, dependencies, faults, remedies, metrics, logs. It knows no
//! player, no file and no score, and reads no clock: the same system, seed and orders give the
//! same numbers everywhere.

mod agenda;
mod books;
mod broker;
mod cancel;
mod clients;
mod cohort;
mod control;
mod counts;
mod describe;
mod door;
mod dwell;
mod engine;
mod erlang;
mod facts;
mod faults;
mod fleet;
mod flow;
mod harm;
mod identity;
mod known;
mod lately;
mod layout;
mod line;
mod logs;
mod losses;
mod pace;
pub mod policy;
mod quantile;
mod readable;
mod remedies;
mod settings;
mod setup;
mod station;
mod telemetry;
mod times;
mod turn;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::model::chance::fingerprint;
use crate::model::id::{FaultId, PartId, RemedyRun, Version};
use crate::model::system::System;
use crate::model::time::DrillTime;

pub use books::Book;
pub use describe::What;
pub use facts::TRAILING;
pub use logs::{Level, LogLine};
pub use remedies::Effect;

/// Seconds people wait before they begin a visit again, half as long to half as long again, and
/// twice as long each further time.
pub const TRIES_AGAIN_AFTER: u64 = layout::TRY_AGAIN;

/// What was lost since the drill began.
///
/// A visit that fails for good leaves its user without the service until they would have come
/// again, on average the class's users divided by its rate where the profile is 1.0; that many
/// customer-seconds it costs. So half of all visits failing for a minute costs half of all users
/// times a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Losses {
    /// Users times seconds without the service.
    pub customer_seconds: f64,
    /// Money, in the system's currency.
    pub money: f64,
    /// Visits that failed for good.
    pub visits: f64,
}

/// The simulated system.
#[derive(Clone, Debug)]
pub struct World {
    system: Arc<System>,
    current: System,
    seed: u64,
    time_of_day: u32,
    noise: bool,
    second: i64,
    paces: Vec<pace::Pace>,
    engine: engine::Engine,
    fleets: Vec<fleet::Fleet>,
    faults: policy::Faults,
    /// Whether anything was done since all that follows from instances and faults was set.
    untuned: bool,
    applied: Vec<FaultId>,
    /// Why calls of each edge fail on their way.
    ways: Vec<faults::Way>,
    pipes: Vec<faults::Pipe>,
    /// Nodes whose disk grows by itself.
    disks: Vec<usize>,
    leases: identity::Leases,
    data: faults::Data,
    poisons: BTreeMap<usize, faults::Poison>,
    /// The share of answers that are wrong, by node; empty while all are right.
    wrong: Vec<f64>,
    blocks: BTreeMap<usize, remedies::Block>,
    drained: BTreeMap<String, RemedyRun>,
    paused: std::collections::BTreeSet<(PartId, &'static str)>,
    flags: BTreeMap<PartId, bool>,
    minute: telemetry::Minute,
    fact_ids: Arc<facts::Ids>,
    books: Vec<Book>,
    usual_p90: BTreeMap<PartId, f64>,
    usual_backlog: f64,
    losses: Losses,
    harm: BTreeMap<RemedyRun, f64>,
    shedders: BTreeMap<usize, RemedyRun>,
    guilty_while_down: BTreeMap<usize, RemedyRun>,
    blamed: BTreeMap<RemedyRun, f64>,
    blames: VecDeque<(f64, BTreeMap<RemedyRun, f64>)>,
}

impl World {
    /// The drill's time: seconds stepped since its start.
    pub fn now(&self) -> DrillTime {
        DrillTime(u32::try_from(self.second.max(0)).unwrap_or(u32::MAX))
    }

    /// The same as seconds; negative while warming up.
    pub(crate) fn seconds(&self) -> f64 {
        self.second as f64
    }

    /// Goes on by one drill-second.
    pub fn step(&mut self) {
        let changing = self.changing();
        let (moving, shifts) = (self.moving(&changing), self.shifts(&changing));
        for &node in &changing {
            if self.stalled(&self.fleets[node].name) {
                self.fleets[node].stand_still();
            }
            self.fleets[node].advance(self.second as f64);
        }
        let live = self.live();
        if live || shifts || self.untuned {
            self.tune();
        } else if cfg!(debug_assertions) && moving.contains(&true) {
            self.audit_tuning();
        }
        let visits = self.visits(self.second);
        for (of, moving) in moving.into_iter().enumerate() {
            self.step_component(of, &visits, moving || live);
        }
        self.warm_caches();
        self.second += 1;
        self.watch();
        self.note_blame();
        self.record();
        self.count_losses();
        self.control();
    }

    /// What goes on by itself, once a second; whether numbers of the engine follow from it.
    fn live(&mut self) -> bool {
        let papers = self.leases.broken().next().is_some();
        self.check_papers();
        self.age_data();
        self.wrong = self.wrong_answers();
        self.deliver_poison();
        self.watch_providers();
        if !self.faults.is_empty() {
            self.fill_pipes();
            self.squeeze_caches();
        }
        papers
            || self.leases.broken().next().is_some()
            || !self.poisons.is_empty()
            || self.disk_turns()
    }

    /// Successful fills warm a cache, one in so many at a time.
    fn warm_caches(&mut self) {
        for cache in &mut self.engine.caches {
            if cache.fills > 0.0 && cache.filled > 0.0 {
                let cold = (1.0 - cache.warmth) * libm::exp(-cache.filled / cache.fills);
                cache.warmth = 1.0 - cold;
            }
            cache.filled = 0.0;
        }
    }

    /// What was lost since the drill began.
    pub fn losses(&self) -> Losses {
        self.losses
    }

    /// Customer-seconds that each remedy has cost: visits that failed are divided among the failed
    /// calls of the trailing [`TRAILING`] seconds, by what each failure began with.
    pub fn harm(&self) -> BTreeMap<RemedyRun, f64> {
        self.harm.clone()
    }

    /// Instances of a part by version; none for what has no versions.
    pub fn versions(&self, part: &PartId) -> BTreeMap<Version, u32> {
        self.node_of(part).map(|node| self.fleets[node].versions()).unwrap_or_default()
    }

    /// Whether an instance of a part runs a version.
    pub fn runs(&self, part: &PartId, version: &Version) -> bool {
        self.versions(part).contains_key(version)
    }

    /// Whether a feature flag is on; `None` when there is no such flag.
    pub fn flag(&self, flag: &PartId) -> Option<bool> {
        self.flags.get(flag).copied()
    }

    /// A digest of the state that matters: two worlds with the same one go on alike.
    pub fn digest(&self) -> u64 {
        let mut bytes = Vec::with_capacity(64 * self.engine.nodes.len());
        // Which zero comes of comparing two is the compiler's choice.
        let mut put = |value: f64| bytes.extend_from_slice(&(value + 0.0).to_bits().to_le_bytes());
        put(self.second as f64);
        for node in &self.engine.nodes {
            let account = &node.account;
            for value in [account.held, account.debt, account.queue, account.slots, account.used] {
                put(value);
            }
            let through = [node.passage.entered, node.passage.left];
            let parts = [node.queued, node.shed, node.time, node.error];
            for value in parts.into_iter().chain(through) {
                put(value);
            }
            put(node.messages.iter().sum());
        }
        for edge in &self.engine.edges {
            put(edge.queued);
            put(edge.pool.held);
        }
        for cache in &self.engine.caches {
            put(cache.warmth);
        }
        for fleet in &self.fleets {
            put(fleet.ready() as f64);
            put(fleet.restarts);
            for version in fleet.history.iter().flat_map(|version| version.as_str().bytes()) {
                put(f64::from(version));
            }
        }
        put(self.losses.customer_seconds);
        put(self.losses.money);
        self.digest_trouble(&mut put);
        fingerprint(&bytes)
    }

    /// What is not so on a day like any other.
    fn digest_trouble(&self, put: &mut impl FnMut(f64)) {
        let data = self.data;
        let mut some = |value: f64| {
            if value != 0.0 {
                put(value);
            }
        };
        for value in [data.lost, data.corrupted, data.at_risk] {
            some(value);
        }
        for fleet in &self.fleets {
            some(fleet.behind);
            some(fleet.freed.map_or(0.0, |(bytes, at)| bytes + at));
        }
        for node in &self.engine.nodes {
            some(node.parked);
        }
        for poison in self.poisons.values() {
            some(poison.left);
            some(f64::from(poison.tries));
        }
        for (paper, lease) in self.leases.broken() {
            some(lease.since);
            some(lease.renewed.unwrap_or(0.0));
            some(paper.as_str().len() as f64);
        }
        for block in self.blocks.values() {
            some(block.share);
        }
        some(self.drained.len() as f64);
        some(self.paused.len() as f64);
    }

    /// The node of a part or client class.
    fn node_of(&self, part: &PartId) -> Option<usize> {
        self.engine.layout.by_part.get(part).copied()
    }
}
