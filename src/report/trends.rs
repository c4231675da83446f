//! Many drills of a team at once: what took how long, what fails most, whether it gets better. Per
//! scenario, since a mean over different ones says nothing; below five drills it shows the points
//! and claims no trend.

pub mod agreement;
pub mod csv;
pub mod figures;
pub mod html;
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::command::Rating;
use crate::content::process::Capability;
use crate::model::id::{ObjectiveId, PlayerId, ScenarioId, SeverityId};
use crate::report::trends::agreement::Agreement;
use crate::report::trends::figures::{Direction, Spread};
use crate::score::Scorecard;

/// Fewer drills than this show no trend.
pub const ENOUGH: usize = 5;

/// A drill of the past.
#[derive(Clone, Debug)]
pub struct Past {
    /// When it began, RFC 3339.
    pub started: String,
    /// Names of the people who played; trends only tell them apart.
    pub players: BTreeMap<PlayerId, String>,
    /// What it came to.
    pub card: Scorecard,
}

/// What many drills show; its JSON form is a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Trends {
    /// 1.
    pub schema: u32,
    /// The first day that counts, if one was named.
    pub since: Option<String>,
    /// Graded drills that came to a score.
    pub drills: usize,
    /// Practice, which is kept out.
    pub practice: usize,
    /// By scenario, in the order of their names.
    pub scenarios: Vec<OfScenario>,
    /// By the severity the incident ended at, in the order of their names.
    pub severities: Vec<OfSeverity>,
    /// Objectives by how often they were missed, the worst first.
    pub misses: Vec<Missed>,
    /// By month and capability, how often each rating was reached.
    pub ratings: Vec<Month>,
    /// How far ratings of facilitators agree with the computed ones; `null` where there are none.
    #[serde(default)]
    pub agreement: Option<Agreement>,
}

/// The drills of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfScenario {
    /// Which.
    #[schemars(with = "String")]
    pub id: ScenarioId,
    /// Drills in which somebody played it for the first time.
    pub first: Group,
    /// Drills of people who all knew it.
    pub repeats: Group,
}

/// Drills that may be compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Group {
    /// The scores, oldest first.
    pub scores: Vec<f64>,
    /// How the scores spread.
    pub score: Option<Spread>,
    /// Whether they rise or fall from drill to drill; `null` below five drills.
    pub direction: Option<Direction>,
    /// `detect_s`, `declare_s`, `first_update_s`, `mitigate_s`, `resolve_s`, in seconds from drill
    /// 00:00, of those drills that got there.
    pub timings: BTreeMap<String, Spread>,
}

/// The drills whose incident ended at one severity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfSeverity {
    /// Which; `null` where nobody declared.
    #[schemars(with = "Option<String>")]
    pub id: Option<SeverityId>,
    /// How many drills.
    pub drills: usize,
    /// How many of them were resolved.
    pub resolved: usize,
    /// Their score at the median.
    pub median_score: f64,
}

/// How often an objective was missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Missed {
    /// Which.
    #[schemars(with = "String")]
    pub id: ObjectiveId,
    /// Of which capability.
    #[schemars(with = "String")]
    pub capability: Capability,
    /// In how many drills it was judged.
    pub judged: usize,
    /// In how many of them its rating was M or U.
    pub missed: usize,
}

/// Ratings of a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Month {
    /// `2026-11`.
    pub month: String,
    /// How often P, S, M and U by capability.
    pub ratings: BTreeMap<String, [usize; 4]>,
}

impl Trends {
    /// Sums drills up; `since` is the first day that counts (`2026-08-30`).
    #[must_use]
    pub fn of(mut past: Vec<Past>, since: Option<&str>) -> Self {
        past.sort_by(|a, b| (&a.started, &a.card.drill).cmp(&(&b.started, &b.card.drill)));
        // Who has played what is known from all of the past, not only from what counts.
        let firsts = firsts(&past);
        let counts = |own: &Past| since.is_none_or(|day| own.started.as_str() >= day);
        let all: Vec<(&Past, bool)> =
            past.iter().zip(firsts).filter(|(own, _)| counts(own)).collect();
        let graded: Vec<(&Past, bool)> =
            all.iter().copied().filter(|(own, _)| own.card.graded).collect();
        let ids: BTreeSet<&ScenarioId> = graded.iter().map(|(own, _)| &own.card.scenario).collect();
        let scenario = |id: &&ScenarioId| {
            let of = |first: bool| {
                let here =
                    graded.iter().filter(|(own, is)| own.card.scenario == **id && *is == first);
                Group::of(&here.map(|(own, _)| &own.card).collect::<Vec<_>>())
            };
            OfScenario { id: (*id).clone(), first: of(true), repeats: of(false) }
        };
        let cards: Vec<&Scorecard> = graded.iter().map(|(own, _)| &own.card).collect();
        Self {
            schema: 1,
            since: since.map(str::to_owned),
            drills: graded.len(),
            practice: all.len() - graded.len(),
            scenarios: ids.iter().map(scenario).collect(),
            severities: severities(&cards),
            misses: misses(&cards),
            ratings: ratings(graded.iter().map(|(own, _)| *own)),
            agreement: Agreement::of(&cards),
        }
    }
}

/// Whether somebody played the scenario for the first time, drill by drill; a drill nobody is known
/// of is a first one.
fn firsts(past: &[Past]) -> Vec<bool> {
    let mut played: BTreeSet<(&ScenarioId, &str)> = BTreeSet::new();
    let first = |own| {
        let Past { players, card, .. }: &Past = own;
        let known = |name: &String| played.contains(&(&card.scenario, name.as_str()));
        let new = players.is_empty() || !players.values().all(known);
        played.extend(players.values().map(|name| (&card.scenario, name.as_str())));
        new
    };
    past.iter().map(first).collect()
}

impl Group {
    fn of(cards: &[&Scorecard]) -> Self {
        let scores: Vec<f64> = cards.iter().map(|card| card.score).collect();
        let mut timings: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (name, time) in cards.iter().flat_map(|card| card.timings.by_name()) {
            if let Some(seconds) = time {
                timings.entry(name.to_owned()).or_default().push(f64::from(seconds));
            }
        }
        let spread = |(name, of): (String, Vec<f64>)| Some((name, Spread::of(&of)?));
        Self {
            score: Spread::of(&scores),
            direction: Direction::of(&scores),
            timings: timings.into_iter().filter_map(spread).collect(),
            scores,
        }
    }
}

fn severities(cards: &[&Scorecard]) -> Vec<OfSeverity> {
    let mut by: BTreeMap<Option<&SeverityId>, Vec<&Scorecard>> = BTreeMap::new();
    for card in cards {
        by.entry(card.severity.as_ref()).or_default().push(card);
    }
    let row = |(id, cards): (Option<&SeverityId>, Vec<&Scorecard>)| {
        let scores: Vec<f64> = cards.iter().map(|card| card.score).collect();
        OfSeverity {
            id: id.cloned(),
            drills: cards.len(),
            resolved: cards.iter().filter(|card| card.timings.resolve_s.is_some()).count(),
            median_score: Spread::of(&scores).map_or(0.0, |own| own.median),
        }
    };
    by.into_iter().map(row).collect()
}

fn misses(cards: &[&Scorecard]) -> Vec<Missed> {
    let mut by: BTreeMap<&ObjectiveId, Missed> = BTreeMap::new();
    for line in cards.iter().flat_map(|card| &card.objectives) {
        let Some(rating) = line.rating else { continue };
        let own = by.entry(&line.id).or_insert_with(|| Missed {
            id: line.id.clone(),
            capability: line.capability,
            judged: 0,
            missed: 0,
        });
        own.judged += 1;
        own.missed += usize::from(matches!(rating, Rating::M | Rating::U));
    }
    let mut all: Vec<Missed> = by.into_values().filter(|own| own.missed > 0).collect();
    // By share: 3 of 4 before 5 of 10.
    all.sort_by(|a, b| {
        (b.missed * a.judged).cmp(&(a.missed * b.judged)).then_with(|| b.missed.cmp(&a.missed))
    });
    all
}

fn ratings<'a>(past: impl Iterator<Item = &'a Past>) -> Vec<Month> {
    let mut by: BTreeMap<String, BTreeMap<String, [usize; 4]>> = BTreeMap::new();
    for own in past {
        let month = by.entry(own.started.get(..7).unwrap_or_default().to_owned()).or_default();
        for line in &own.card.capabilities {
            let Some(rating) = line.rating else { continue };
            let place = match rating {
                Rating::P => 0,
                Rating::S => 1,
                Rating::M => 2,
                Rating::U => 3,
            };
            month.entry(line.id.to_string()).or_default()[place] += 1;
        }
    }
    by.into_iter().map(|(month, ratings)| Month { month, ratings }).collect()
}
