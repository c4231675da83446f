//! One drill being played, without I/O: the drill, what each seat sees of it, and the crew in the
//! seats people left empty. It never waits, and knows no screen, store or wall clock.
//!
//! Within one second the order is fixed: people and programs as they arrive, crew by seat, then
//! the drill's timers and its world.

mod colleagues;
mod insight;
mod rerun;
pub mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::content::truth::Story;
use crate::content::{self, Diagnostic, Kept};
use crate::crew::Crew;
use crate::drill::{Drill, Said, Setup};
use crate::journal::{Entry, Header, Journal};
use crate::model::id::PlayerId;
use crate::model::time::DrillTime;
use crate::play::insight::Foresight;
use crate::view::{SeatFold, SeatView};

pub use rerun::Cannot;

/// The files of a drill as values, variant chosen.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What players may know.
    pub scenario: Scenario,
    /// What is so and what will happen.
    pub story: Story,
    /// The process in force.
    pub process: Arc<Process>,
    /// Runbooks that may be opened.
    pub runbooks: Vec<Runbook>,
}

impl From<content::Loaded> for Loaded {
    fn from(files: content::Loaded) -> Self {
        let content::Loaded { scenario, story, process, runbooks, .. } = files;
        Self { scenario, story, process: Arc::new(process), runbooks }
    }
}

/// Something a player sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Who.
    pub by: PlayerId,
    /// What.
    pub said: Said,
}

/// One drill being played.
#[derive(Debug)]
pub struct Play {
    header: Header,
    loaded: Loaded,
    drill: Drill,
    entries: Vec<Entry>,
    views: BTreeMap<PlayerId, Seen>,
    crew: Vec<Crew>,
    foresight: Option<Foresight>,
}

/// What a seat sees, and how many entries it has taken in.
#[derive(Debug)]
struct Seen {
    fold: SeatFold,
    taken: usize,
}

impl Play {
    /// The files a drill was begun with, from the texts its header keeps.
    ///
    /// # Errors
    /// Everything that is wrong with those texts.
    pub fn load(header: &Header) -> Result<Loaded, Vec<Diagnostic>> {
        let recipe = &header.recipe;
        let kept = Kept {
            scenario: &recipe.scenario,
            system: &recipe.system,
            process: &recipe.process,
            files: &recipe.files,
        };
        content::Loaded::from_kept(kept, recipe.seed, &recipe.variant).map(Loaded::from)
    }

    /// A drill at 00:00.
    #[must_use]
    pub fn new(header: Header, loaded: Loaded) -> Self {
        let recipe = &header.recipe;
        let names = header.envelope.names.iter();
        let drill = Drill::new(Setup {
            scenario: loaded.scenario.clone(),
            story: loaded.story.clone(),
            process: Arc::clone(&loaded.process),
            runbooks: loaded.runbooks.clone(),
            seed: recipe.seed,
            roster: recipe.roster.clone(),
            graded: recipe.graded,
            coach: recipe.coach,
            lang: recipe.lang,
            names: names.map(|(id, name)| (name.as_str().to_owned(), id.clone())).collect(),
        });
        let told =
            colleagues::is_without_people(&recipe.roster).then(|| Foresight::of(&loaded.story));
        let (insight, foresight) = told.flatten().unzip();
        let (roster, process) = (&recipe.roster, &loaded.process);
        let crew = colleagues::at_table(roster, recipe.seed, process, insight.as_ref());
        let (entries, views) = (Vec::new(), BTreeMap::new());
        Self { header, loaded, drill, entries, views, crew, foresight }
    }

    /// Takes what came in at this second, in order of arrival, then lets the clock run to `until`,
    /// and further while it jumps. With `until` at or before now, only the inputs are taken.
    pub fn step(&mut self, until: DrillTime, inputs: Vec<Input>) -> Vec<Entry> {
        let first = self.entries.len();
        for Input { by, said } in inputs {
            self.submit(&by, said);
        }
        while self.runs() && (self.drill.now() < until || self.drill.jumping()) {
            self.crew_acts();
            let next = DrillTime(self.drill.now().0 + 1);
            let entries = self.drill.advance(next);
            self.entries.extend(entries);
        }
        self.entries.get(first..).unwrap_or_default().to_vec()
    }

    /// Takes one thing a player says at this second.
    pub fn take(&mut self, by: &PlayerId, said: Said) -> Vec<Entry> {
        self.step(DrillTime::START, vec![Input { by: by.clone(), said }])
    }

    fn submit(&mut self, by: &PlayerId, said: Said) {
        let entries = self.drill.submit(by, said);
        self.entries.extend(entries);
    }

    fn runs(&self) -> bool {
        !self.drill.ended() && !self.drill.paused()
    }

    /// Ends the drill for whoever runs it: a script that has come to its end.
    pub fn finish(&mut self) -> Vec<Entry> {
        let entries = self.drill.finish();
        self.entries.extend(entries.iter().cloned());
        entries
    }

    /// What a player's seat sees at this moment; `None` for who does not sit at the table.
    pub fn view(&mut self, player: &PlayerId) -> Option<&SeatView> {
        let known = self.header.recipe.roster.iter().any(|place| place.player == *player);
        if !known {
            return None;
        }
        let Self { header, loaded, views, entries, drill, .. } = self;
        let seen = views.entry(player.clone()).or_insert_with(|| {
            let process = Arc::clone(&loaded.process);
            let fold = SeatFold::new(header, &loaded.scenario, process, &loaded.runbooks, player);
            Seen { fold, taken: 0 }
        });
        for entry in entries.get(seen.taken..).unwrap_or_default() {
            seen.fold.apply(entry);
        }
        seen.taken = entries.len();
        Some(seen.fold.view(drill.now()))
    }

    /// The drill.
    #[must_use]
    pub const fn drill(&self) -> &Drill {
        &self.drill
    }

    /// The head of its journal.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The files it was begun with.
    #[must_use]
    pub const fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// Every entry so far.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The journal so far.
    #[must_use]
    pub fn into_journal(self) -> Journal {
        Journal { header: self.header, entries: self.entries }
    }
}
