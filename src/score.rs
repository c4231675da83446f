//! Journal to scorecard: a pure function that judges the running of the incident against the
//! team's own process, against truth and against what each seat had been shown. It never shows a
//! number without the entries that caused it, and never sees a screen.

pub mod card;
pub mod case;
pub mod claims;
pub mod clock;
mod communicate;
mod detect;
mod diagnose;
mod expected;
mod finding;
pub mod impact;
mod letters;
pub mod lexicon;
mod organise;
mod people;
pub mod record;
pub mod replay;
mod restore;
pub(crate) mod said;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::command::Rating;
use crate::content::process::{Capability, Process};
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::content::truth::Story;
use crate::journal::{Actor, Event, Journal};
use crate::model::id::{
    ObjectiveId, PlayerId, ProcessId, RoleId, ScenarioId, SeverityId, VariantId,
};
use crate::model::quantity::rounded_to;
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;
use crate::score::case::Case;

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
    /// The severity the incident ended at; null where nobody declared one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub severity: Option<SeverityId>,
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

impl Timings {
    /// The five by the names of their fields, in the order of an incident.
    #[must_use]
    pub const fn by_name(&self) -> [(&'static str, Option<u32>); 5] {
        [
            ("detect_s", self.detect_s),
            ("declare_s", self.declare_s),
            ("first_update_s", self.first_update_s),
            ("mitigate_s", self.mitigate_s),
            ("resolve_s", self.resolve_s),
        ]
    }
}

/// A capability's sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CapabilityLine {
    /// Which.
    #[schemars(with = "String")]
    pub id: Capability,
    /// Its rating; `-` where nothing was judged.
    #[serde(with = "letters")]
    #[schemars(with = "String")]
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
    /// Its rating; `-` when it could not be judged.
    #[serde(with = "letters")]
    #[schemars(with = "String")]
    pub rating: Option<Rating>,
    /// Entries that earned or lost it.
    pub evidence: Vec<u64>,
    /// The moment that decided it, for the timeline.
    #[schemars(with = "Option<u32>")]
    pub at: Option<DrillTime>,
    /// A sentence of why.
    pub why: String,
    /// The same in Thai.
    #[serde(default)]
    pub why_th: String,
    /// What would have been better, where points were lost.
    pub better: Option<String>,
    /// The same in Thai.
    #[serde(default)]
    pub better_th: Option<String>,
}

impl Line {
    /// Why, in a language; in English where an older card has no other.
    #[must_use]
    pub fn why_in(&self, lang: Lang) -> &str {
        if lang == Lang::Th && !self.why_th.is_empty() { &self.why_th } else { &self.why }
    }

    /// What would have been better, in a language.
    #[must_use]
    pub fn better_in(&self, lang: Lang) -> Option<&str> {
        let thai = self.better_th.as_deref().filter(|_| lang == Lang::Th);
        thai.or(self.better.as_deref())
    }
}

impl Excluded {
    /// Why, in a language; in English where an older card has no other.
    #[must_use]
    pub fn why_in(&self, lang: Lang) -> &str {
        if lang == Lang::Th && !self.why_th.is_empty() { &self.why_th } else { &self.why }
    }
}

/// An objective whose occasion never came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Excluded {
    /// Which.
    #[schemars(with = "String")]
    pub id: ObjectiveId,
    /// Why it does not count.
    pub why: String,
    /// The same in Thai.
    #[serde(default)]
    pub why_th: String,
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

/// Scores a drill. Pure: the same journal and files give the same card.
#[must_use]
pub fn score(
    journal: &Journal,
    scenario: &Scenario,
    story: &Story,
    process: &Arc<Process>,
    runbooks: &[Runbook],
) -> Scorecard {
    score_case(&Case::new(journal, scenario, story, process, runbooks))
}

/// Scores a drill that has been read.
#[must_use]
pub fn score_case(case: &Case<'_>) -> Scorecard {
    let sums = card::judge(case);
    let recipe = &case.journal.header.recipe;
    let hints = hints(case.journal);
    let price: f64 = hints.iter().map(|(.., price)| f64::from(*price)).sum();
    let judged: f64 = sums.capabilities.iter().map(|own| own.possible).sum();
    let earned: f64 = sums.capabilities.iter().map(|own| own.earned).sum();
    let applicable = judged + sums.open;
    let of = |points: f64, all: f64| {
        let share = if all > 0.0 { 100.0 * points / all } else { 0.0 };
        (share - price).clamp(0.0, 100.0)
    };
    let mut card = Scorecard {
        schema: 1,
        drill: case.journal.header.envelope.id.clone(),
        scenario: recipe.scenario.clone(),
        variant: recipe.variant.clone(),
        seed: recipe.seed,
        engine: recipe.engine,
        process: recipe.process.clone(),
        severity: case.incident().and_then(|own| own.severity()).cloned(),
        graded: recipe.graded
            && !recipe.coach
            && case.journal.header.envelope.forked.is_none()
            && !eased(case.journal, &hints)
            && !aborted(case.journal),
        score: of(earned, judged),
        score_low: of(earned, applicable),
        score_high: of(earned + sums.open + sums.witnessed, applicable),
        coverage: if applicable > 0.0 { judged / applicable } else { 0.0 },
        timings: timings(case),
        capabilities: sums.capabilities,
        objectives: sums.lines,
        excluded: sums.excluded,
        misled: claims::misled(case),
        hints,
        ratings: people::ratings(case.journal),
        disputes: people::disputes(case.journal),
    };
    publish(&mut card);
    card
}

/// Rounds what is published: points and scores to hundredths, coverage to thousandths.
fn publish(card: &mut Scorecard) {
    let round = |value: &mut f64, steps: f64| {
        *value = rounded_to(*value, steps);
    };
    for value in [&mut card.score, &mut card.score_low, &mut card.score_high] {
        round(value, 100.0);
    }
    round(&mut card.coverage, 1000.0);
    for own in &mut card.capabilities {
        round(&mut own.earned, 100.0);
        round(&mut own.possible, 100.0);
    }
    for line in &mut card.objectives {
        round(&mut line.earned, 100.0);
        round(&mut line.possible, 100.0);
    }
}

/// Hints taken: entry, level, price.
fn hints(journal: &Journal) -> Vec<(u64, u32, u32)> {
    let hints = journal.entries.iter().filter_map(|entry| match &entry.event {
        Event::Hinted { level, price, .. } => Some((entry.seq, *level, *price)),
        _ => None,
    });
    hints.collect()
}

/// Whether it was broken off for something real: nobody is judged by where they were needed.
fn aborted(journal: &Journal) -> bool {
    let end = journal.entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Ended { reason } => Some(reason.as_str()),
        _ => None,
    });
    end == Some("abort")
}

/// Whether something made it practice: speed, or a hint above the first level.
fn eased(journal: &Journal, hints: &[(u64, u32, u32)]) -> bool {
    let fast = |event: &Event| matches!(event, Event::SpeedSet(speed) if *speed > 1);
    hints.iter().any(|(_, level, _)| *level > 1)
        || journal.entries.iter().any(|entry| fast(&entry.event))
}

fn timings(case: &Case<'_>) -> Timings {
    let incident = case.incident();
    // Before anything was wrong or shown to be, a look detects nothing.
    let fired = |entry: &&crate::journal::Entry| matches!(entry.event, Event::AlertFired { .. });
    let fired = case.journal.entries.iter().find(fired).map(|entry| entry.at);
    let from = case.impact.began.map(|(at, _)| at).into_iter().chain(fired).min();
    let detect = case.journal.entries.iter().find(|entry| {
        let by_player = matches!(entry.by, Actor::Player(_));
        match entry.event {
            _ if from.is_some_and(|from| entry.at < from) => false,
            Event::Acknowledged { .. } | Event::LookBegan { .. } | Event::Declared { .. } => {
                by_player
            }
            _ => false,
        }
    });
    Timings {
        detect_s: detect.map(|entry| entry.at.0),
        declare_s: incident.map(|own| own.declared.at.0),
        first_update_s: case.sent.first().map(|sent| sent.at.0),
        mitigate_s: case.impact.ended.map(|(at, _)| at.0),
        resolve_s: incident.and_then(|own| own.resolved.as_ref()).map(|mark| mark.at.0),
    }
}
