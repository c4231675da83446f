//! What players may know of a scenario before it is played. What is wrong and what will happen
//! stands in `truth`, never here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::model::id::{PersonId, RemedyId, ScenarioId, SeatId, VariantId};
use crate::model::system::System;
use crate::model::text::{Lang, Text};

/// A scenario with its variant chosen and every `between` picked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its file's id.
    pub id: ScenarioId,
    /// What it is called.
    pub title: Text,
    /// The system on this day: `change`, `without` and `deploys` of the scenario applied.
    pub system: Arc<System>,
    /// Story time at drill 00:00.
    pub starts: DateTime<FixedOffset>,
    /// How long it may last.
    pub minutes: u32,
    /// 1 to 5, the author's guess.
    pub difficulty: u8,
    /// Classes, skills, roles.
    pub tags: Vec<String>,
    /// What it trains: of the process, and of technique.
    pub goals: BTreeMap<String, Text>,
    /// The public source it is after; shown in the debrief only.
    pub based_on: Option<Source>,
    /// The chosen variant.
    pub variant: VariantId,
    /// All variants with their weights.
    pub variants: BTreeMap<VariantId, u32>,
    /// The story so far.
    pub briefing: Text,
    /// Seats that differ from "one for each role the process needs".
    pub seats: BTreeMap<SeatId, SeatBrief>,
    /// Remedies the scenario adds, with what they do.
    pub new_remedies: BTreeMap<RemedyId, Text>,
    /// Languages every text has.
    pub languages: Vec<Lang>,
    /// Whether it teaches each step as it is needed.
    pub tutorial: bool,
}

/// A public source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Whose incident.
    pub who: String,
    /// When.
    pub date: String,
    /// Where it is told.
    pub at: String,
    /// `F` full text read, `P` in part, `S` secondary.
    pub mark: String,
}

/// A seat's person and private briefing.
#[derive(Clone, Debug, Default)]
pub struct SeatBrief {
    /// The person of the system who sits there.
    pub plays: Option<PersonId>,
    /// What only this seat is told.
    pub briefing: Option<Text>,
}
