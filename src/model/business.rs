//! What users and the business know a system by. It never computes a number.

use serde::{Deserialize, Serialize};

use crate::model::id::PartId;
use crate::model::text::Text;
use crate::model::time::Span;

/// A feature: the source of facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// What users call it.
    pub name: Text,
    /// The part that serves it.
    pub served_by: PartId,
    /// Whether the business stands on it.
    pub important: bool,
}

/// What a business metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Calls that succeeded.
    Success,
    /// Users' calls that failed for good, each person once.
    Failure,
}

/// A number the business watches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Business {
    /// What it counts.
    pub counts: Counts,
    /// Of which part.
    pub of: PartId,
    /// Per how long it is given.
    pub per: Span,
    /// Money each is worth.
    pub worth: Option<f64>,
}
