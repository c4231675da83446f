//! Known characters play a scenario at many seeds, and each must land in its band: a score that
//! praised the wrong one, or a scenario that cannot be ended, is found here. The same seeds give
//! the same figures on any number of threads.

mod bands;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::statistics::{Data, OrderStatistics as _};

use crate::command::Rating;
use crate::content::Diagnostic;
use crate::content::process::Capability;
use crate::content::truth::Story;
use crate::journal::{ENGINE, Event as Happened};
use crate::model::character::Character;
use crate::model::id::{InjectId, ObjectiveId, ProcessId, ScenarioId, VariantId};
use crate::model::quantity::rounded_to;
use crate::rehearse::prove::bands::{Band, band};
use crate::rehearse::team::{Event, Played};
use crate::score::{Scorecard, score_case};

/// Share of seeds that may lie outside a band.
pub const OUTSIDE_MAX: f64 = 0.05;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// How many seeds.
    pub seeds: u32,
    /// The first.
    pub seed: u64,
}

impl Wish {
    /// How many drills are played.
    #[must_use]
    pub fn drills(self) -> u64 {
        u64::from(self.seeds) * Character::ALL.len() as u64
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Proof {
    /// 1.
    pub schema: u32,
    /// The scenario.
    #[schemars(with = "String")]
    pub scenario: ScenarioId,
    /// The process.
    #[schemars(with = "String")]
    pub process: ProcessId,
    /// The engine number.
    pub engine: u32,
    /// The first seed.
    pub seed: u64,
    /// How many.
    pub seeds: u32,
    /// Which variants they drew, and how many of them each.
    #[schemars(with = "BTreeMap<String, u32>")]
    #[serde(default)]
    pub variants: BTreeMap<VariantId, u32>,
    /// Whether all of it holds.
    pub holds: bool,
    /// One line for each character.
    pub characters: Vec<Fared>,
    /// Seeds with which the ideal team does not end it.
    pub never_over: Vec<u64>,
    /// Seeds with which the ideal team ends it and cannot resolve it: something never becomes calm.
    #[serde(default)]
    pub never_resolved: Vec<u64>,
    /// Injects that came in no drill: no character plays the way that leads there.
    #[schemars(with = "Vec<String>")]
    pub never_came: Vec<InjectId>,
}

/// How one character fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Fared {
    /// Its name.
    pub character: String,
    /// What is wanted, in words.
    pub wanted: String,
    /// Why the scenario wants something else than usual, or nothing.
    pub because: Option<String>,
    /// Scores: lowest, median, highest.
    pub score: [f64; 3],
    /// Median of the points below the ideal team of the same seed.
    pub below_ideal: f64,
    /// Seeds outside, each with the first thing that was not so; at most ten.
    pub outside: Vec<(u64, String)>,
    /// How many seeds lie outside.
    pub outside_count: u32,
    /// Whether the median lies inside, and few enough seeds outside.
    pub holds: bool,
}

/// Seeds outside that are told.
const TOLD: usize = 10;
/// Objectives that are told of such a seed, and the points from which on.
const LOST_TOLD: usize = 4;
const LOST_MIN: f64 = 0.5;

/// What is kept of one drill.
#[derive(Clone, Debug)]
struct Run {
    seed: u64,
    variant: VariantId,
    score: f64,
    shares: BTreeMap<ObjectiveId, f64>,
    points: BTreeMap<ObjectiveId, f64>,
    possible: BTreeMap<ObjectiveId, f64>,
    ratings: BTreeMap<Capability, Rating>,
    came: BTreeSet<InjectId>,
    /// Injects that could come by themselves.
    could: BTreeSet<InjectId>,
    over: bool,
    resolved: bool,
}

/// Lets every character play every seed. `tick` is called after each drill, from any thread.
///
/// # Errors
/// Everything that is wrong with the scenario's files.
pub fn prove(
    event: &Event<'_>,
    wish: Wish,
    tick: &(impl Fn() + Sync),
) -> Result<Proof, Vec<Diagnostic>> {
    let story = event.files(wish.seed)?.story;
    let mut runs: BTreeMap<Character, Vec<Run>> = BTreeMap::new();
    for character in Character::ALL {
        let played = (0..u64::from(wish.seeds)).into_par_iter().map(|number| {
            let seed = wish.seed.wrapping_add(number);
            let run = Run::of(seed, &event.play(seed, character.name())?);
            tick();
            Ok(run)
        });
        runs.insert(*character, played.collect::<Result<_, Vec<Diagnostic>>>()?);
    }
    let ideal = runs.get(&Character::Ideal).cloned().unwrap_or_default();
    let fared = |(character, own): (&Character, &Vec<Run>)| {
        fared(*character, &band(*character, &story), own, &ideal)
    };
    let characters: Vec<Fared> = runs.iter().map(fared).collect();
    let mut variants = BTreeMap::new();
    for run in &ideal {
        *variants.entry(run.variant.clone()).or_insert(0) += 1;
    }
    let never = |ends: fn(&Run) -> bool| -> Vec<u64> {
        ideal.iter().filter(|run| !ends(run)).map(|run| run.seed).collect()
    };
    let never_over = never(|run| run.over);
    let never_resolved = never(|run| run.resolved || !run.over);
    let resolves = never_resolved.len() as f64 <= OUTSIDE_MAX * ideal.len() as f64;
    Ok(Proof {
        schema: 1,
        scenario: event.scenario.clone(),
        process: event.process.clone(),
        engine: ENGINE,
        seed: wish.seed,
        seeds: wish.seeds,
        variants,
        holds: never_over.is_empty() && resolves && characters.iter().all(|own| own.holds),
        characters,
        never_over,
        never_resolved,
        never_came: never_came(&runs),
    })
}

impl Run {
    fn of(seed: u64, played: &Played) -> Self {
        let card: Scorecard = score_case(&played.case());
        let judged = || card.objectives.iter().filter(|line| line.possible > 0.0);
        let came = played.journal.entries.iter().filter_map(|entry| match &entry.event {
            Happened::Shown(shown) => shown.inject.clone(),
            _ => None,
        });
        // In a false alarm nothing is to be ended, as long as nobody begins something.
        let nothing = is_false_alarm(&played.loaded.story);
        Self {
            seed,
            variant: played.journal.header.recipe.variant.clone(),
            score: card.score,
            shares: judged().map(|line| (line.id.clone(), line.earned / line.possible)).collect(),
            points: judged().map(|line| (line.id.clone(), line.earned)).collect(),
            possible: judged().map(|line| (line.id.clone(), line.possible)).collect(),
            ratings: card
                .capabilities
                .iter()
                .filter_map(|own| Some((own.id, own.rating?)))
                .collect(),
            came: came.collect(),
            could: injects(&played.loaded.story).collect(),
            over: nothing || card.timings.mitigate_s.is_some(),
            resolved: nothing || card.timings.resolve_s.is_some(),
        }
    }
}

impl Run {
    /// The objectives that cost most of what it lies below `best`, for an author to look into.
    fn lost_to(&self, best: &BTreeMap<ObjectiveId, f64>) -> String {
        let own = |id| self.points.get(id).copied().unwrap_or_default();
        let lost = best.iter().map(|(id, points)| (points - own(id), id));
        let mut lost: Vec<_> = lost.filter(|(points, _)| *points >= LOST_MIN).collect();
        lost.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        let told = lost.iter().take(LOST_TOLD).map(|(points, id)| format!("`{id}` {points:.1}"));
        let told = told.collect::<Vec<_>>().join(", ");
        if told.is_empty() { told } else { format!("; most points went with {told}") }
    }
}

/// Whether nothing is wrong in a story.
fn is_false_alarm(story: &Story) -> bool {
    story.truths.first().is_some_and(|truth| truth.cause.is_none())
}

fn fared(character: Character, band: &Band, runs: &[Run], ideal: &[Run]) -> Fared {
    let scores: Vec<f64> = runs.iter().map(|run| run.score).collect();
    let below: Vec<f64> =
        runs.iter().zip(ideal).map(|(run, best)| best.score - run.score).collect();
    let outside = runs.iter().zip(ideal).filter_map(|(run, best)| {
        let wrong = band.missed(run.score, best.score - run.score, &run.shares, &run.ratings)?;
        // The ideal team lies below nobody: of it is told what was there to be had.
        let best = if character == Character::Ideal { &run.possible } else { &best.points };
        Some((run.seed, format!("{wrong}{}", run.lost_to(best))))
    });
    let outside: Vec<(u64, String)> = outside.collect();
    let (low, high) = scores
        .iter()
        .fold((f64::MAX, f64::MIN), |(low, high), own| (low.min(*own), high.max(*own)));
    let (median, below) = (Data::new(scores).median(), Data::new(below).median());
    let inside = band.holds_for(median, below);
    let few = outside.len() as f64 <= OUTSIDE_MAX * runs.len() as f64;
    Fared {
        character: character.to_string(),
        wanted: band.to_string(),
        because: band.because.clone(),
        score: [low, median, high].map(|own| rounded_to(own, 10.0)),
        below_ideal: rounded_to(below, 10.0),
        outside_count: u32::try_from(outside.len()).unwrap_or(u32::MAX),
        outside: outside.into_iter().take(TOLD).collect(),
        holds: inside && few,
    }
}

/// Injects of any drill that came in none.
fn never_came(runs: &BTreeMap<Character, Vec<Run>>) -> Vec<InjectId> {
    let all = || runs.values().flatten();
    let came: BTreeSet<&InjectId> = all().flat_map(|run| &run.came).collect();
    let could: BTreeSet<&InjectId> = all().flat_map(|run| &run.could).collect();
    could.difference(&came).map(|id| (*id).clone()).collect()
}

/// Injects that come by themselves and are shown as such; log lines are not.
fn injects(story: &Story) -> impl Iterator<Item = InjectId> {
    let shown = story.injects.values().filter(|own| {
        let log = matches!(own.form, crate::content::truth::Form::Log { .. });
        own.acts.is_some() && !log
    });
    shown.map(|own| own.id.clone())
}
