//! How simulated teams of every skill fare in a scenario: pars, difficulty, what tells skill. The
//! same seed gives the same figures on any number of threads.

use std::collections::BTreeMap;

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF as _, StudentsT};
use statrs::statistics::{Data, Distribution as _, OrderStatistics as _};

use crate::content::Diagnostic;
use crate::content::calibration::{Calibration, ProfileFigures, Reached, Separation, digest_of};
use crate::crew::profile::PROFILES;
use crate::journal::ENGINE;
use crate::model::id::ObjectiveId;
use crate::model::quantity::{rounded, rounded_to};
use crate::rehearse::team::{Event, Played};
use crate::score::{Scorecard, score_case};

/// One team in so many plays in the first pass, which measures the pars.
const FIRST_PASS: u64 = 4;
/// The skill that pars and difficulty are taken from.
const SENIOR: &str = "senior";
/// Both ends of a mean's interval together leave out this much.
const OUTSIDE: f64 = 0.05;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// How many teams, shared out evenly among the skills.
    pub teams: u32,
    /// The seed of the first.
    pub seed: u64,
}

impl Wish {
    /// How many teams of each skill.
    fn each(self) -> u64 {
        (u64::from(self.teams) / PROFILES.len() as u64).max(1)
    }

    /// How many teams play in both passes.
    #[must_use]
    pub fn drills(self) -> u64 {
        self.each() * PROFILES.len() as u64 + self.first_pass()
    }

    /// How many senior teams play in the first.
    fn first_pass(self) -> u64 {
        self.each().div_ceil(FIRST_PASS)
    }
}

/// Lets the teams play: senior ones first for the pars, then all of them judged by these. `tick`
/// is called after each drill, from any thread.
///
/// # Errors
/// Everything that is wrong with the scenario's files.
pub fn calibrate(
    event: &Event<'_>,
    wish: Wish,
    tick: &(impl Fn() + Sync),
) -> Result<Calibration, Vec<Diagnostic>> {
    let files = event.files(wish.seed)?;
    let bot_pars = pars(event, wish, tick)?;
    let judged = Event { bot_pars: &bot_pars, ..*event };
    let mut profiles = Vec::new();
    let mut shares: BTreeMap<ObjectiveId, BTreeMap<String, Vec<f64>>> = BTreeMap::new();
    for profile in PROFILES {
        let cards = all(wish.seed, wish.each(), |seed| {
            let played = judged.play(seed, profile.name)?;
            tick();
            Ok(score_case(&played.case()))
        })?;
        for line in cards.iter().flat_map(|card| &card.objectives) {
            if line.possible > 0.0 {
                let of = shares.entry(line.id.clone()).or_default();
                of.entry(profile.name.to_owned()).or_default().push(line.earned / line.possible);
            }
        }
        profiles.push(figures(profile.name, &cards));
    }
    let median = |of: &ProfileFigures| of.quantiles[2];
    let senior = profiles.iter().find(|own| own.profile == SENIOR).map_or(0.0, median);
    Ok(Calibration {
        schema: 1,
        scenario: event.scenario.clone(),
        process: event.process.clone(),
        engine: ENGINE,
        seed: wish.seed,
        teams: u32::try_from(wish.each() * PROFILES.len() as u64).unwrap_or(u32::MAX),
        files: digest_of(&files.files),
        bot_pars,
        difficulty: tenths(100.0 - senior),
        profiles,
        objectives: separations(shares),
    })
}

/// Something of each seed, on as many threads as there are, in the order of the seeds.
fn all<T: Send>(
    first: u64,
    count: u64,
    of: impl Fn(u64) -> Result<T, Vec<Diagnostic>> + Sync,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    (0..count).into_par_iter().map(|number| of(first.wrapping_add(number))).collect()
}

/// The first pass: medians of what senior teams need.
fn pars(
    event: &Event<'_>,
    wish: Wish,
    tick: &(impl Fn() + Sync),
) -> Result<BTreeMap<String, u32>, Vec<Diagnostic>> {
    let none = BTreeMap::new();
    let event = Event { bot_pars: &none, ..*event };
    let times = all(wish.seed, wish.first_pass(), |seed| {
        let played = event.play(seed, SENIOR)?;
        tick();
        Ok(impact_of(&played))
    })?;
    let ended: Vec<f64> = times.iter().flatten().map(|seconds| f64::from(*seconds)).collect();
    // A par that most never reach is none.
    if ended.len() * 2 <= times.len() {
        return Ok(none);
    }
    let median = whole(Data::new(ended).median());
    Ok(BTreeMap::from([("impact".to_owned(), median)]))
}

/// From the start of the process's clock to the end of the impact.
fn impact_of(played: &Played) -> Option<u32> {
    let case = played.case();
    let (clock, (began, _)) = (case.clock.as_ref()?, case.impact.began?);
    let (ended, _) = case.impact.ended?;
    Some(ended.since(clock.start.max(began)))
}

fn figures(profile: &str, cards: &[Scorecard]) -> ProfileFigures {
    let scores: Vec<f64> = cards.iter().map(|card| card.score).collect();
    let (mean, low, high) = interval(&scores);
    let mut histogram = [0; 20];
    for score in &scores {
        let bin = usize::try_from(rounded((score / 5.0).floor())).unwrap_or(0).min(19);
        histogram[bin] += 1;
    }
    let mut sorted = Data::new(scores);
    let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| tenths(sorted.quantile(share)));
    let mut timings: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (name, time) in cards.iter().flat_map(|card| card.timings.by_name()) {
        timings.entry(name.to_owned()).or_default().extend(time);
    }
    ProfileFigures {
        profile: profile.to_owned(),
        teams: u32::try_from(cards.len()).unwrap_or(u32::MAX),
        mean: tenths(mean),
        // No team scores outside 0 to 100.
        low: tenths(low.max(0.0)),
        high: tenths(high.min(100.0)),
        quantiles,
        histogram,
        timings: timings.into_iter().map(|(name, times)| (name, reached(times))).collect(),
    }
}

/// The mean with the ends of its 95 % interval, Student's t.
fn interval(values: &[f64]) -> (f64, f64, f64) {
    let count = values.len() as f64;
    let data = Data::new(values.to_vec());
    let mean = data.mean().unwrap_or(0.0);
    let spread = data.std_dev().unwrap_or(0.0);
    let Ok(student) = StudentsT::new(0.0, 1.0, (count - 1.0).max(1.0)) else {
        return (mean, mean, mean);
    };
    let half = student.inverse_cdf(1.0 - OUTSIDE / 2.0) * spread / count.max(1.0).sqrt();
    (mean, mean - half, mean + half)
}

fn reached(seconds: Vec<u32>) -> Reached {
    let teams = u32::try_from(seconds.len()).unwrap_or(u32::MAX);
    let mut data = Data::new(seconds.into_iter().map(f64::from).collect::<Vec<f64>>());
    let mut at = |share| if teams == 0 { 0 } else { whole(data.quantile(share)) };
    Reached { teams, at: [at(0.25), at(0.5), at(0.75)] }
}

fn separations(shares: BTreeMap<ObjectiveId, BTreeMap<String, Vec<f64>>>) -> Vec<Separation> {
    let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (Some(least), Some(most)) = (PROFILES.first(), PROFILES.last()) else {
        return Vec::new();
    };
    let mut all: Vec<Separation> = (shares.into_iter())
        .map(|(id, by)| {
            let shares: BTreeMap<String, f64> =
                by.iter().map(|(profile, of)| (profile.clone(), hundredths(mean(of)))).collect();
            let of = |profile: &str| by.get(profile).map(mean).unwrap_or_default();
            Separation { id, gain: hundredths(of(most.name) - of(least.name)), shares }
        })
        .collect();
    all.sort_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.id.cmp(&b.id)));
    all
}

fn whole(value: f64) -> u32 {
    u32::try_from(rounded(value)).unwrap_or(0)
}

fn tenths(value: f64) -> f64 {
    rounded_to(value, 10.0)
}

fn hundredths(value: f64) -> f64 {
    rounded_to(value, 100.0)
}
