//! Everything that is wrong with a set of files, each told once. It plays nothing.

use std::collections::BTreeMap;

use crate::content::diagnostic::{Diagnostic, Source};
use crate::content::ladder::read_ladder;
use crate::content::library::{File, Library};
use crate::content::process_file::read_process;
use crate::content::runbook_file::read_runbook;
use crate::content::scenario_file::{Choice, variants};
use crate::content::system_file::read_system;
use crate::model::id::{ProcessId, RunbookId, ScenarioId, SystemId};

impl Library {
    /// Reads every file, each scenario in each of its variants, among these files and, for what
    /// they do not have, those of `around`. Sorted by place.
    #[must_use]
    pub fn check(&self, around: &Self) -> Vec<Diagnostic> {
        let mut all = around.clone();
        all.extend(self.clone());
        let mut told: Vec<Diagnostic> = Vec::new();
        for (id, file) in &self.systems {
            told.extend(read_system(&SystemId::from(id.as_str()), source(file)).1);
        }
        for (id, file) in &self.processes {
            told.extend(read_process(&ProcessId::from(id.as_str()), source(file)).1);
        }
        for file in self.ladders.values() {
            told.extend(read_ladder(source(file)).1);
        }
        for (id, file) in &self.runbooks {
            told.extend(read_runbook(&RunbookId::from(id.as_str()), source(file)).1);
        }
        for (id, file) in &self.scenarios {
            told.extend(all.check_scenario(id, file));
        }
        let place =
            |own: &Diagnostic| (own.path.clone(), own.line, own.column, own.message.clone());
        let once: BTreeMap<_, Diagnostic> =
            told.into_iter().map(|own| (place(&own), own)).collect();
        once.into_values().collect()
    }

    fn check_scenario(&self, id: &str, file: &File) -> Vec<Diagnostic> {
        let id = ScenarioId::from(id);
        let process = ProcessId::from("default");
        let mut told = Vec::new();
        for (variant, _) in variants(source(file)) {
            let choice = Choice { seed: 0, variant: Some(variant) };
            told.extend(match self.load(&id, &choice, &process) {
                Ok(loaded) => loaded.warnings,
                Err(diagnostics) => diagnostics,
            });
        }
        told
    }
}

fn source(file: &File) -> Source<'_> {
    Source { path: &file.path, text: &file.text }
}
