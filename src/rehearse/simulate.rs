//! The system alone, without a drill: telemetry, facts and losses over time, with faults, deploys
//! and remedies at given times.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::journal::Shown;
use crate::model::condition::Scope;
use crate::model::fault::Fault;
use crate::model::id::{FactId, FaultId, PartId, RemedyRun, Version};
use crate::model::metric::MetricRef;
use crate::model::remedy::Order;
use crate::model::system::System;
use crate::model::time::{DrillTime, Span};
use crate::world::{Effect, World};

/// Something that happens to the system.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A remedy is carried out.
    Do(Order),
    /// A fault begins, at once at full strength.
    Fault(Box<Fault>),
    /// A fault ends.
    Ends(FaultId),
    /// A version goes out.
    Deploy(PartId, Version),
}

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The system.
    pub system: Arc<System>,
    /// The seed of its traffic.
    pub seed: u64,
    /// Story time at its start, seconds since midnight.
    pub time_of_day: u32,
    /// How long.
    pub lasts: Span,
    /// Between two rows.
    pub every: Span,
    /// What happens, in any order.
    pub deeds: Vec<(DrillTime, Deed)>,
}

/// A row of telemetry.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When.
    pub at: DrillTime,
    /// Readings over the time since the row before, at most a minute.
    pub readings: Shown,
    /// Facts.
    pub facts: BTreeMap<FactId, f64>,
    /// Customer-seconds lost since the start.
    pub customer_seconds: f64,
    /// Money lost since the start.
    pub money: f64,
    /// What remedies printed since the row before, each with its time.
    pub printed: Vec<String>,
}

/// Lets the system run.
#[must_use]
pub fn run(simulation: &Simulation) -> Vec<Row> {
    let Simulation { system, seed, time_of_day, lasts, every, deeds } = simulation;
    let mut world = World::new(Arc::clone(system), *seed, *time_of_day);
    let metrics = metrics(system, &world);
    let every = every.seconds().max(1);
    let mut hand = Hand::default();
    let mut rows = Vec::new();
    for second in 0..lasts.seconds() {
        for (_, deed) in deeds.iter().filter(|(at, _)| at.0 == second) {
            hand.does(&mut world, DrillTime(second), deed);
        }
        world.step();
        if (second + 1).is_multiple_of(every) {
            let printed = std::mem::take(&mut hand.printed);
            rows.push(row(&world, &metrics, DrillTime(second + 1), every.min(60), printed));
        }
    }
    rows
}

/// Carries deeds out and keeps what they print.
#[derive(Default)]
struct Hand {
    runs: u32,
    faults: BTreeMap<FaultId, Fault>,
    printed: Vec<String>,
}

impl Hand {
    fn does(&mut self, world: &mut World, at: DrillTime, deed: &Deed) {
        match deed {
            Deed::Do(order) => {
                self.runs += 1;
                let effect = world.remedy(RemedyRun(self.runs), order);
                self.printed.push(format!("{at} {}", outcome(order, &effect)));
            }
            Deed::Fault(fault) => {
                world.set_fault(fault, 1.0);
                self.faults.insert(fault.id.clone(), (**fault).clone());
            }
            Deed::Ends(id) => {
                if let Some(fault) = self.faults.get(id) {
                    world.set_fault(fault, 0.0);
                }
            }
            Deed::Deploy(part, version) => world.deploy(part, version),
        }
    }
}

/// Every metric of every part, client class and business number.
fn metrics(system: &System, world: &World) -> Vec<MetricRef> {
    let parts = system.clients.keys().chain(system.parts.keys()).chain(system.business.keys());
    let of = |part: &PartId| {
        let named = |metric| MetricRef { part: part.clone(), metric };
        world.metrics_of(part).into_iter().map(named).collect::<Vec<_>>()
    };
    parts.flat_map(of).collect()
}

fn row(
    world: &World,
    metrics: &[MetricRef],
    at: DrillTime,
    window: u32,
    printed: Vec<String>,
) -> Row {
    let mut readings = Shown::default();
    for metric in metrics {
        let read = world.read(&metric.part, metric.metric, &Scope::default(), window);
        if let Some(value) = read {
            readings.put(metric, value);
        }
    }
    let losses = world.losses();
    let (customer_seconds, money) = (losses.customer_seconds, losses.money);
    Row { at, readings, facts: world.facts(), customer_seconds, money, printed }
}

fn outcome(order: &Order, effect: &Effect) -> String {
    let what = match effect {
        Effect::Works => "done".to_owned(),
        Effect::Nothing { why } => format!("done, without effect: {why}"),
        Effect::Failed { why } => format!("failed: {why}"),
        Effect::Verified { says, .. } => says.clone(),
    };
    format!("{} {}: {what}", order.remedy, order.target)
}
