//! Journal to scorecard: a pure function that judges the running of the incident against the
//! team's own process, against truth and against what each seat had been shown. It never shows a
//! number without the entries that caused it, and never sees a screen.

use serde::{Deserialize, Serialize};

use crate::command::Rating;
use crate::content::process::Capability;
use crate::model::id::{ObjectiveId, PlayerId, ProcessId, RoleId, ScenarioId, VariantId};
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;

/// The scorecard; its JSON form is a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Scorecard {
    /// 1.
    pub schema: u32,
    /// The drill's id.
    pub drill: String,
    /// The scenario.
    #[schemars(with = "String")]
    pub scenario: ScenarioId,
    /// Its variant.
    #[schemars(with = "String")]
    pub variant: VariantId,
    /// The seed.
    pub seed: u64,
    /// The engine number.
    pub engine: u32,
    /// The process.
    #[schemars(with = "String")]
    pub process: ProcessId,
    /// Whether it counts, or was practice.
    pub graded: bool,
    /// 100 × earned / judged, price of hints taken off.
    pub score: f64,
    /// The score if nothing that could not be judged was earned.
    pub score_low: f64,
    /// The score if all that could not be judged was earned.
    pub score_high: f64,
    /// Judged / applicable, 0 to 1.
    pub coverage: f64,
    /// The five times.
    pub timings: Timings,
    /// The six capabilities.
    pub capabilities: Vec<CapabilityLine>,
    /// Every objective that applied.
    pub objectives: Vec<Line>,
    /// Objectives whose occasion never came, with why.
    pub excluded: Vec<Excluded>,
    /// Updates that were faithful to a screen that lied: entries.
    pub misled: Vec<u64>,
    /// Hints taken: entry, level, price.
    pub hints: Vec<(u64, u32, u32)>,
    /// Ratings of a facilitator and of the players themselves.
    pub ratings: Vec<HumanRating>,
    /// Disputed lines, and how they were ruled.
    pub disputes: Vec<Dispute>,
}

/// Seconds from drill 00:00; null if they never came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Timings {
    /// The first page was acknowledged, or anybody first looked.
    pub detect_s: Option<u32>,
    /// The incident was declared.
    pub declare_s: Option<u32>,
    /// The first update went out.
    pub first_update_s: Option<u32>,
    /// The impact had ended.
    pub mitigate_s: Option<u32>,
    /// It was resolved.
    pub resolve_s: Option<u32>,
}

/// A capability's sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CapabilityLine {
    /// Which.
    #[schemars(with = "String")]
    pub id: Capability,
    /// Its rating; null where nothing was judged.
    #[schemars(with = "Option<String>")]
    pub rating: Option<Rating>,
    /// Points earned, of the capability's weight.
    pub earned: f64,
    /// Points that were judged, of the capability's weight.
    pub possible: f64,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Line {
    /// Which.
    #[schemars(with = "String")]
    pub id: ObjectiveId,
    /// Where it counts.
    #[schemars(with = "String")]
    pub capability: Capability,
    /// Whose role it is.
    #[schemars(with = "Option<String>")]
    pub role: Option<RoleId>,
    /// Who held that role.
    #[schemars(with = "Option<String>")]
    pub player: Option<PlayerId>,
    /// Whether it was a crew's.
    pub crew: bool,
    /// Points earned.
    pub earned: f64,
    /// Points possible.
    pub possible: f64,
    /// Its rating; null when it could not be judged.
    #[schemars(with = "Option<String>")]
    pub rating: Option<Rating>,
    /// Entries that earned or lost it.
    pub evidence: Vec<u64>,
    /// The moment that decided it, for the timeline.
    #[schemars(with = "Option<u32>")]
    pub at: Option<DrillTime>,
    /// A sentence of why.
    pub why: String,
    /// What would have been better, where points were lost.
    pub better: Option<String>,
}

/// An objective whose occasion never came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Excluded {
    /// Which.
    #[schemars(with = "String")]
    pub id: ObjectiveId,
    /// Why it does not count.
    pub why: String,
}

/// A rating given by a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HumanRating {
    /// The entry.
    pub seq: u64,
    /// Capability or objective.
    pub of: String,
    /// The rating.
    #[schemars(with = "String")]
    pub rating: Rating,
    /// Whether it is a player's own.
    pub own: bool,
    /// Its note.
    #[schemars(with = "String")]
    pub note: DisplayText,
}

/// A disputed line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Dispute {
    /// The entry.
    pub seq: u64,
    /// Which line.
    #[schemars(with = "String")]
    pub line: ObjectiveId,
    /// Why.
    #[schemars(with = "String")]
    pub why: DisplayText,
    /// How it was ruled: accepted or not, and why.
    #[schemars(with = "Option<(bool, String)>")]
    pub ruling: Option<(bool, DisplayText)>,
}
