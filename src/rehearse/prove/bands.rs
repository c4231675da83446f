//! Where each character must land, by the default of the scoring guide and by what the scenario
//! says of it. It plays nothing.

use std::collections::BTreeMap;
use std::fmt;

use crate::command::Rating;
use crate::content::process::Capability;
use crate::content::truth::{Story, Truth};
use crate::model::character::Character;
use crate::model::fault::FaultKind;
use crate::model::id::ObjectiveId;

/// Of an objective's points, what counts as kept.
const KEPT: f64 = 0.95;

/// What a character must score, and lose.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Band {
    at_least: Option<f64>,
    at_most: Option<f64>,
    below_ideal: Option<f64>,
    objectives: Vec<&'static str>,
    fails: Option<Capability>,
    /// Why it differs from the default, in the scenario's words or the program's.
    pub(super) because: Option<String>,
}

/// The band of a character in a story.
pub(super) fn band(character: Character, story: &Story) -> Band {
    let truth = story.truths.first();
    let mends = |remedy: &str| truth.is_some_and(|truth| is_mended_by(truth, remedy));
    let released = truth.is_some_and(|truth| truth.mends.is_empty());
    let mut band = match character {
        Character::RestartEverything if mends("restart") => Band::free("restarting is right here"),
        Character::RollbackFirst if released || mends("rollback") => {
            Band::free("taking a release back is right here")
        }
        Character::DoNothing if truth.is_some_and(|truth| truth.cause.is_none()) => {
            Band { fails: Some(Capability::Communicate), ..Band::default() }
        }
        // That nobody is hit is so in a false alarm and while a secret is only out, whoever says it.
        Character::Liar if truth.is_some_and(|truth| hits_nobody(truth, story)) => {
            Band { objectives: vec!["verified"], ..usual(character) }
        }
        other => usual(other),
    };
    if let Some(proof) = story.proofs.get(character.name()) {
        band.at_least = proof.at_least.or(band.at_least);
        band.at_most = proof.at_most.or(band.at_most);
        band.below_ideal = proof.below_ideal.or(band.below_ideal);
        band.because = Some(proof.because.en.to_string());
    }
    band
}

/// Whether what is wrong hits no user by itself: it is nothing, or a secret that is out.
fn hits_nobody(truth: &Truth, story: &Story) -> bool {
    truth.cause.as_ref().is_none_or(|cause| {
        let fault = story.faults.iter().find(|own| own.id == *cause);
        fault.is_some_and(|own| matches!(own.kind, FaultKind::Exposed { .. }))
    })
}

fn is_mended_by(truth: &Truth, remedy: &str) -> bool {
    truth.mends.iter().any(|step| step.order.remedy.as_str() == remedy)
}

/// The defaults of the scoring guide, section 3.
fn usual(character: Character) -> Band {
    let below = |points: f64| Band { below_ideal: Some(points), ..Band::default() };
    match character {
        Character::Ideal => Band { at_least: Some(90.0), ..Band::default() },
        Character::Competent => {
            Band { at_least: Some(70.0), at_most: Some(92.0), ..Band::default() }
        }
        Character::DoNothing => Band { at_most: Some(10.0), ..Band::default() },
        Character::RestartEverything => Band { fails: Some(Capability::Restore), ..below(25.0) },
        Character::RollbackFirst => below(15.0),
        Character::SilentFixer => Band { fails: Some(Capability::Communicate), ..below(25.0) },
        Character::OverEscalator => Band { objectives: vec!["ladder"], ..below(0.0) },
        Character::UpdateSpammer => Band { objectives: vec!["audiences"], ..below(0.0) },
        Character::Liar => Band { objectives: vec!["true", "verified"], ..below(15.0) },
    }
}

impl Band {
    fn free(because: &str) -> Self {
        Self { because: Some(because.to_owned()), ..Self::default() }
    }

    /// Whether a score, so far below the ideal team, lies inside.
    pub(super) fn holds_for(&self, score: f64, below: f64) -> bool {
        self.at_least.is_none_or(|least| score >= least)
            && self.at_most.is_none_or(|most| score <= most)
            && self.below_ideal.is_none_or(|least| below > 0.0 && below >= least)
    }

    /// The first thing that is not as wanted in one drill.
    pub(super) fn missed(
        &self,
        score: f64,
        below: f64,
        shares: &BTreeMap<ObjectiveId, f64>,
        ratings: &BTreeMap<Capability, Rating>,
    ) -> Option<String> {
        if !self.holds_for(score, below) {
            return Some(format!("scored {score:.1}, {below:.1} below the ideal team"));
        }
        let kept = |id: &&&'static str| {
            shares.iter().any(|(own, share)| own.as_str() == **id && *share >= KEPT)
        };
        if let Some(id) = self.objectives.iter().find(kept) {
            return Some(format!("`{id}` lost nothing"));
        }
        let fails = self.fails?;
        let rating = ratings.get(&fails);
        let passed = rating.filter(|own| **own != Rating::U);
        passed.map(|own| format!("{} was rated {own:?}", fails.name()))
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut wanted: Vec<String> = Vec::new();
        match (self.at_least, self.at_most) {
            (Some(least), Some(most)) => wanted.push(format!("{least} to {most}")),
            (Some(least), None) => wanted.push(format!("at least {least}")),
            (None, Some(most)) => wanted.push(format!("at most {most}")),
            (None, None) => {}
        }
        match self.below_ideal {
            Some(points) if points > 0.0 => wanted.push(format!("{points} below ideal")),
            Some(_) => wanted.push("below ideal".to_owned()),
            None => {}
        }
        wanted.extend(self.objectives.iter().map(|id| format!("loses {id}")));
        wanted.extend(self.fails.map(|own| format!("fails {}", own.name())));
        if wanted.is_empty() {
            return f.write_str("anything");
        }
        f.write_str(&wanted.join(", "))
    }
}
