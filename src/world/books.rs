//! The books of each part: what came to it, what became of that, and what is inside. They are read
//! by whoever wants to know whether anything was lost; nothing is decided by them.

use crate::model::id::PartId;
use crate::world::World;
use crate::world::counts::Counts;
use crate::world::layout::Kind;

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

impl World {
    /// The books of every part that calls come to.
    pub fn books(&self) -> Vec<(PartId, Book)> {
        let plans = self.engine.layout.nodes.iter().zip(&self.engine.nodes).zip(&self.books);
        plans
            .filter(|((plan, _), _)| plan.kind != Kind::Source)
            .map(|((plan, node), book)| {
                let held = if plan.kind == Kind::Queue { 0.0 } else { node.account.held };
                (plan.part.clone(), Book { inside: node.queued + held, ..*book })
            })
            .collect()
    }
}
