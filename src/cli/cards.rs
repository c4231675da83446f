//! The home screen's lists: scenarios with the player's record, drills. Plain data for `tui`.

use crate::content::Choice;
use crate::content::library::{Library, Loaded};
use crate::model::id::{ProcessId, ScenarioId};
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::store::DrillRow;
use crate::store::follow_ups::FollowUp;
use crate::tui::{DrillCard, ScenarioCard};

/// Scenarios, suggested first, and drills, newest first.
pub(crate) fn cards(rows: &[DrillRow]) -> (Vec<ScenarioCard>, Vec<DrillCard>) {
    let library = Library::built_in();
    let mut scenarios = Vec::new();
    for id in library.scenarios.keys() {
        let process = ProcessId::from("default");
        let choice = Choice { seed: 0, variant: None };
        // A shipped scenario that cannot be read is a mistake of ours; `check` and the suite say so.
        if let Ok(loaded) = library.load(&ScenarioId::from(id.as_str()), &choice, &process) {
            scenarios.push(card(&loaded, rows));
        }
    }
    scenarios.sort_by_key(|card| {
        (card.open.is_none(), card.plays > 0, !card.tutorial, card.difficulty, card.id.clone())
    });
    let title = |row: &DrillRow| {
        let known = scenarios.iter().find(|card| card.id == row.scenario.as_str());
        known.map_or_else(|| Text::from(row.scenario.as_str()), |card| card.title.clone())
    };
    let drills = rows.iter().map(|row| DrillCard {
        id: row.id.to_string(),
        title: title(row),
        when: row.started.get(..16).unwrap_or(&row.started).replace('T', " "),
        at: DrillTime::START,
        open: !row.ended,
        graded: false,
        score: row.score,
    });
    (scenarios.clone(), drills.collect())
}

fn card(loaded: &Loaded, rows: &[DrillRow]) -> ScenarioCard {
    let mine = || rows.iter().filter(|row| row.scenario == loaded.scenario.id);
    let best = mine().filter_map(|row| row.score).max_by(f64::total_cmp);
    let open = mine().find(|row| !row.ended);
    ScenarioCard {
        plays: u32::try_from(mine().filter(|row| row.ended).count()).unwrap_or(u32::MAX),
        best,
        open: open.map(|row| (row.id.to_string(), DrillTime::START)),
        ..ScenarioCard::of(&loaded.scenario, &loaded.process)
    }
}

/// Open follow-ups as lines, the most urgent first.
pub(crate) fn follow_ups(mut items: Vec<FollowUp>) -> Vec<String> {
    items.retain(|own| own.closed.is_none());
    items.sort_by(|a, b| a.urgency().cmp(&b.urgency()));
    items.iter().map(|own| format!("{} ({}, {})", own.task, own.owner, own.due)).collect()
}
