//! The books of each part: what came to it, what became of that, and what is inside. They are read
//! by whoever wants to know whether anything was lost; nothing is decided by them.

use crate::model::id::PartId;
use crate::world::World;
use crate::world::cohort::Owner;
use crate::world::counts::Counts;
use crate::world::engine::Engine;
use crate::world::layout::Kind;

/// Who passed through a node since the world began. Times count from the drill's start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passage {
    /// Calls that came in.
    pub(crate) entered: f64,
    /// Calls that ended.
    pub(crate) left: f64,
    /// Sum of the times they came at.
    came: f64,
    /// Sum of the times they ended at.
    went: f64,
    /// Sum of how long they took, by when each was born.
    took: f64,
}

impl Passage {
    /// Calls come in.
    pub(crate) fn come(&mut self, mass: f64, at: f64) {
        self.entered += mass;
        self.came += mass * at;
    }

    /// Calls end, on average at that time.
    pub(crate) fn go(&mut self, mass: f64, at: f64) {
        self.left += mass;
        self.went += mass * at;
    }

    /// The integral of how many were inside, `inside` of them until now.
    fn area(&self, inside: f64, now: f64) -> f64 {
        self.went + inside * now - self.came
    }

    /// Calls took so long, all together, as those who time answers have it.
    pub(crate) fn took(&mut self, seconds: f64) {
        self.took += seconds;
    }
}

/// A part's books since the world began, its warm-up included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Book {
    /// Calls that came.
    pub arrived: f64,
    /// That were served.
    pub served: f64,
    /// That failed inside, or were lost with their instance.
    pub failed: f64,
    /// That were refused at the door.
    pub rejected: f64,
    /// That are inside, in line or in a slot.
    pub inside: f64,
    /// The integral of how many were inside, in seconds.
    pub area: f64,
    /// How long those that ended took, all together, as telemetry times them.
    pub sojourn: f64,
    /// How long those that are inside have been, all together.
    pub ages: f64,
}

impl Book {
    /// Adds what was counted in a second.
    pub(crate) fn add(&mut self, counts: &Counts) {
        let refused = counts.full + counts.shed + counts.gone;
        self.arrived += counts.arrived;
        self.served += counts.good;
        self.failed += counts.bad - refused;
        self.rejected += refused;
    }
}

/// How long, all together, `mass` executions have been there that serve these calls.
fn ages(owners: &[Owner], mass: f64, now: f64) -> f64 {
    let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
    if whole <= 0.0 {
        return 0.0;
    }
    let each = owners.iter().map(|owner| owner.mass * (now - owner.birth));
    each.sum::<f64>() * mass / whole
}

impl Engine {
    /// How long the calls inside a node have been there, all together.
    fn ages_at(&self, node: usize, now: f64) -> f64 {
        let line = self.nodes[node].queue.iter().map(|owner| owner.mass * (now - owner.birth));
        let own = self.nodes[node].dwelling.each();
        let dwell = own.map(|due| ages(&due.owners, due.mass, now));
        let (begin, end) = self.layout.nodes[node].stages;
        let pauses = self.waits[begin..end].iter().flat_map(|wait| wait.backoffs.each());
        let paused = pauses.map(|due| ages(&due.owners, due.mass, now));
        let calls = self.entries.live().filter(|entry| (begin..end).contains(&entry.stage));
        let waiting = calls.map(|entry| ages(&entry.owners, entry.waiting, now));
        line.sum::<f64>() + dwell.sum::<f64>() + paused.sum::<f64>() + waiting.sum::<f64>()
    }

    /// Checks the books: what came in has ended or is inside.
    pub(crate) fn audit(&self) {
        let mut held = vec![0.0; self.nodes.len()];
        for entry in self.entries.live() {
            held[self.layout.stages[entry.stage].node] += entry.waiting;
        }
        for (stage, wait) in self.layout.stages.iter().zip(&self.waits) {
            held[stage.node] += wait.backing;
        }
        for (index, node) in self.nodes.iter().enumerate() {
            if self.layout.nodes[index].kind == Kind::Queue {
                continue;
            }
            let dwelling: f64 = node.dwelling.each().map(|slice| slice.mass).sum();
            let inside = held[index] + dwelling;
            // Shares below a billionth go to other calls under way (cohort::Joiner).
            let scale = 10.0 + node.account.held + node.passage.entered * 1e-3;
            debug_assert!(
                (inside - node.account.held).abs() < 1e-5 * scale,
                "{} holds {} slots for {inside} executions",
                self.layout.nodes[index].part,
                node.account.held
            );
            let books = node.passage.left + node.queued + node.account.held;
            debug_assert!(
                (books - node.passage.entered).abs() < 1e-5 * (1.0 + node.passage.entered * 1e-3),
                "{}: {} came in, {books} ended or are inside",
                self.layout.nodes[index].part,
                node.passage.entered
            );
        }
    }
}

impl World {
    /// The books of every part that calls come to.
    pub fn books(&self) -> Vec<(PartId, Book)> {
        let plans = self.engine.layout.nodes.iter().zip(&self.engine.nodes).zip(&self.books);
        let now = self.seconds();
        plans
            .enumerate()
            .filter(|(_, ((plan, _), _))| plan.kind != Kind::Source)
            .map(|(at, ((plan, node), book))| {
                let held = if plan.kind == Kind::Queue { 0.0 } else { node.account.held };
                let inside = node.queued + held;
                let (area, sojourn) = (node.passage.area(inside, now), node.passage.took);
                let ages = self.engine.ages_at(at, now);
                (plan.part.clone(), Book { inside, area, sojourn, ages, ..*book })
            })
            .collect()
    }
}
