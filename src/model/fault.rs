//! Faults as values: kind, target, whom of it they touch, and when. It never plays one.

mod kind;

use serde::{Deserialize, Serialize};

use crate::model::condition::Condition;
use crate::model::id::{FaultId, PartId, Target, Version};
use crate::model::time::Span;

pub use kind::{FAULT_KINDS, FaultKind, Limit, Line, Setting};

/// When something acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Acts {
    /// From the start of the drill.
    Always,
    /// Starts at `when` and stays, until `until` where there is one.
    From {
        /// Starts it.
        when: Condition,
        /// Ends it; counts from its beginning.
        until: Option<Condition>,
    },
    /// Follows its condition.
    While(Condition),
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Its name.
    pub id: FaultId,
    /// What it acts on.
    pub target: Target,
    /// Whom of the target it touches.
    pub touches: Touches,
    /// What is wrong.
    pub kind: FaultKind,
    /// When.
    pub acts: Acts,
    /// From nothing to full strength.
    pub ramp: Span,
    /// From full strength to nothing after its end.
    pub fade: Span,
    /// Comes and goes.
    pub flap: Option<Flap>,
    /// Comes back.
    pub again: Option<Again>,
    /// Further kinds `/cause` takes for it.
    pub known_as: Vec<String>,
}

/// Whom of a target a fault touches; all by default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Touches {
    /// Instances that run this version.
    pub version: Option<Version>,
    /// Instances in this zone.
    pub zone: Option<String>,
    /// A share of instances, 0 to 1.
    pub share: Option<f64>,
    /// A number of instances.
    pub instances: Option<u32>,
}

/// Coming and going.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flap {
    /// Acting.
    pub on: Span,
    /// Pausing.
    pub off: Span,
}

/// Coming back after its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Again {
    /// So long after its end.
    pub after: Span,
    /// So many times; without end when left out.
    pub times: Option<u32>,
    /// Not when this holds.
    pub unless: Option<Condition>,
}

/// The part a fault's target belongs to: `checkout` for `checkout.calls.acquirer`.
#[must_use]
pub fn part_of(target: &Target) -> PartId {
    PartId::from(target.as_str().split('.').next().unwrap_or_default())
}
