//! A drill that only simulated colleagues play, from its files to its journal. The same seed gives
//! the same journal.

use std::collections::BTreeMap;

use crate::content::library::{Library, Loaded as Files};
use crate::content::{Choice, Diagnostic};
use crate::journal::{ENGINE, Envelope, FORMAT, Header, Journal, Recipe};
use crate::model::id::{ProcessId, ScenarioId, VariantId};
use crate::model::text::Lang;
use crate::play::table::{Table, lay};
use crate::play::{Loaded, Play};
use crate::rehearse::script::settle;
use crate::score::case::Case;

/// The day on which such drills are played: no clock is asked.
const DAY: &str = "2026-01-05T09:00:00Z";

/// What many teams play.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Every file at hand.
    pub library: &'a Library,
    /// The scenario.
    pub scenario: &'a ScenarioId,
    /// The process.
    pub process: &'a ProcessId,
    /// The variant; by seed when left out.
    pub variant: Option<&'a VariantId>,
    /// The pars in force.
    pub bot_pars: &'a BTreeMap<String, u32>,
}

/// A drill that was played.
#[derive(Debug)]
pub struct Played {
    /// Its journal.
    pub journal: Journal,
    /// The files it was played from.
    pub loaded: Loaded,
}

impl Played {
    /// It, read for the score.
    #[must_use]
    pub fn case(&self) -> Case<'_> {
        let Loaded { scenario, story, process, runbooks } = &self.loaded;
        Case::new(&self.journal, scenario, story, process, runbooks)
    }
}

impl Event<'_> {
    /// The files of the drill with that seed.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn files(&self, seed: u64) -> Result<Files, Vec<Diagnostic>> {
        let choice = Choice { seed, variant: self.variant.cloned() };
        self.library.load(self.scenario, &choice, self.process)
    }

    /// A drill at 00:00 with colleagues of that skill in every seat.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
    pub fn begin(&self, seed: u64, profile: &str) -> Result<Play, Vec<Diagnostic>> {
        let files = self.files(seed)?;
        // Nobody comes, so no two want one seat.
        let table = lay(&files.scenario, &files.process, &[], Some(profile)).unwrap_or_default();
        let header = self.header(seed, table, &files);
        Ok(Play::new(header, Loaded::from(files)))
    }

    /// Lets colleagues of that skill play to the end.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
    pub fn play(&self, seed: u64, profile: &str) -> Result<Played, Vec<Diagnostic>> {
        let mut play = self.begin(seed, profile)?;
        settle(&mut play);
        let loaded = play.loaded().clone();
        Ok(Played { journal: play.into_journal(), loaded })
    }

    /// The head of the journal.
    #[must_use]
    pub fn header(&self, seed: u64, table: Table, files: &Files) -> Header {
        Header {
            envelope: Envelope {
                id: format!("{}-{seed}", self.scenario),
                started: DAY.to_owned(),
                names: table.names,
                ..Envelope::default()
            },
            recipe: Recipe {
                format: FORMAT,
                engine: ENGINE,
                seed,
                scenario: self.scenario.clone(),
                variant: files.scenario.variant.clone(),
                process: self.process.clone(),
                system: files.scenario.system.id.clone(),
                files: files.files.clone(),
                roster: table.roster,
                graded: true,
                coach: false,
                lang: Lang::En,
                bot_pars: self.bot_pars.clone(),
            },
        }
    }
}
