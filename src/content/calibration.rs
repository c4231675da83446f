//! What simulated teams have shown of a scenario: pars, difficulty, how skill shows. A file beside
//! the scenario, `calibrated/ID.json`; it is measured by `rehearse`, here it is only read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::chance::digest;
use crate::model::id::{ObjectiveId, ProcessId, ScenarioId};

/// The measurements of a scenario; its JSON form is a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Calibration {
    /// 1.
    pub schema: u32,
    /// The scenario.
    #[schemars(with = "String")]
    pub scenario: ScenarioId,
    /// The process the teams were judged by.
    #[schemars(with = "String")]
    pub process: ProcessId,
    /// The engine that played.
    pub engine: u32,
    /// The seed of the first team; the others follow it.
    pub seed: u64,
    /// How many teams played, all skills together.
    pub teams: u32,
    /// A digest of the files that were played: [`digest_of`].
    pub files: String,
    /// Median times of simulated teams that got there, in seconds, by what they are of: `impact`
    /// is from the start of the process's clock to the end of the impact.
    pub bot_pars: BTreeMap<String, u32>,
    /// 100 − the median senior team's score, 0 to 100.
    pub difficulty: f64,
    /// What the teams of each skill came to, least experienced first.
    pub profiles: Vec<ProfileFigures>,
    /// How far each objective tells the skills apart, the farthest first.
    pub objectives: Vec<Separation>,
}

/// What the teams of one skill came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProfileFigures {
    /// The skill.
    pub profile: String,
    /// How many teams.
    pub teams: u32,
    /// Mean score, with the ends of its 95 % interval (Student's t).
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Scores at 5, 25, 50, 75 and 95 % of the teams.
    pub quantiles: [f64; 5],
    /// How many teams scored 0 to 5, 5 to 10 and so on to 100.
    pub histogram: [u32; 20],
    /// By timing of the scorecard: how many teams got there, and when.
    pub timings: BTreeMap<String, Reached>,
}

/// How many teams got somewhere, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reached {
    /// How many.
    pub teams: u32,
    /// At 25, 50 and 75 % of those, in seconds from drill 00:00.
    pub at: [u32; 3],
}

/// How far an objective tells the skills apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Separation {
    /// The objective.
    #[schemars(with = "String")]
    pub id: ObjectiveId,
    /// Mean share of its points by skill, 0 to 1, where it was judged.
    pub shares: BTreeMap<String, f64>,
    /// The most experienced teams' mean share less the least experienced ones'.
    pub gain: f64,
}

/// A digest of a drill's files, as [`crate::content::library::Loaded::files`] holds them.
#[must_use]
pub fn digest_of(files: &BTreeMap<String, String>) -> String {
    let mut all = String::new();
    for part in files.iter().flat_map(|(name, text)| [name, text]) {
        all.push_str(part);
        all.push('\0');
    }
    digest(all.as_bytes())
}

impl Calibration {
    /// Reads one.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("it is no calibration: {error}"))
    }

    /// It as its file holds it.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    /// Why it no longer tells of these files and this engine; `None` while it does.
    #[must_use]
    pub fn stale(&self, engine: u32, files: &BTreeMap<String, String>) -> Option<String> {
        if self.engine != engine {
            return Some(format!("it was measured by engine {}, this is {engine}", self.engine));
        }
        (self.files != digest_of(files)).then(|| "the files have changed since".to_owned())
    }
}
