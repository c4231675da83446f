//! How far the computed ratings and those that people gave for the same thing agree: what makes a
//! team trust the score, or change its rubric.

use serde::{Deserialize, Serialize};

use crate::command::Rating;
use crate::model::quantity::rounded_to;
use crate::report::trends::ENOUGH;
use crate::score::Scorecard;

/// Letters of the exercise world, best first.
const LETTERS: usize = 4;

/// Ratings of facilitators beside the computed ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Agreement {
    /// How many pairs there are.
    pub n: usize,
    /// In how many of them both are the same.
    pub same: usize,
    /// Weighted kappa (Cohen 1968) with the squares of the steps between two letters as weights:
    /// 1 is full agreement, 0 what chance alone would give. `null` below five pairs, and where
    /// everybody always gave the same letter.
    pub kappa: Option<f64>,
}

impl Agreement {
    /// Of all drills; `None` where nobody rated anything that was also computed.
    #[must_use]
    pub fn of(cards: &[&Scorecard]) -> Option<Self> {
        let pairs: Vec<(usize, usize)> = cards.iter().flat_map(|card| pairs(card)).collect();
        (!pairs.is_empty()).then(|| Self {
            n: pairs.len(),
            same: pairs.iter().filter(|(one, other)| one == other).count(),
            kappa: kappa(&pairs),
        })
    }
}

/// What a facilitator rated, objective or capability, with the computed rating of the same.
fn pairs(card: &Scorecard) -> Vec<(usize, usize)> {
    let computed = |of: &str| {
        let line = card.objectives.iter().find(|line| line.id.as_str() == of);
        let capability = || card.capabilities.iter().find(|own| own.id.name() == of);
        line.and_then(|line| line.rating).or_else(|| capability().and_then(|own| own.rating))
    };
    let rated = card.ratings.iter().filter(|rating| !rating.own);
    rated.filter_map(|own| Some((step(own.rating), step(computed(&own.of)?)))).collect()
}

const fn step(rating: Rating) -> usize {
    match rating {
        Rating::P => 0,
        Rating::S => 1,
        Rating::M => 2,
        Rating::U => 3,
    }
}

fn kappa(pairs: &[(usize, usize)]) -> Option<f64> {
    if pairs.len() < ENOUGH {
        return None;
    }
    let n = pairs.len() as f64;
    let apart = |one: usize, other: usize| (one.abs_diff(other) * one.abs_diff(other)) as f64;
    let share = |of: &dyn Fn(&(usize, usize)) -> bool| {
        pairs.iter().filter(|pair| of(pair)).count() as f64 / n
    };
    let seen = pairs.iter().map(|(one, other)| apart(*one, *other)).sum::<f64>() / n;
    let mut by_chance = 0.0;
    for one in 0..LETTERS {
        for other in 0..LETTERS {
            let (mine, theirs) = (share(&|pair| pair.0 == one), share(&|pair| pair.1 == other));
            by_chance += apart(one, other) * mine * theirs;
        }
    }
    (by_chance > 0.0).then(|| rounded_to(1.0 - seen / by_chance, 100.0))
}
