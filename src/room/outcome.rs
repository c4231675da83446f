//! What a drill comes to, out of its journal: scorecard, follow-ups, debrief; and the first two kept
//! in the store. It judges by `score` alone and writes no journal.

use crate::incident::ActionItem;
use crate::journal::Journal;
use crate::model::id::DrillId;
use crate::play::Loaded;
use crate::report::Debrief;
use crate::score::case::Case;
use crate::score::{Scorecard, score};
use crate::store::follow_ups::FollowUp;
use crate::store::{Store, StoreError};
use crate::view::Names;

/// The scorecard of a journal.
#[must_use]
pub fn judge(journal: &Journal, loaded: &Loaded) -> Scorecard {
    score(journal, &loaded.scenario, &loaded.story, &loaded.process, &loaded.runbooks)
}

/// The scorecard as JSON.
#[must_use]
pub fn as_json(card: &Scorecard) -> String {
    let text = serde_json::to_string_pretty(card).unwrap_or_default();
    format!("{text}\n")
}

/// The debrief of a journal.
#[must_use]
pub fn debrief(journal: &Journal, card: &Scorecard, loaded: &Loaded) -> Debrief {
    Debrief::new(journal, card, &loaded.scenario, &loaded.story, &loaded.process, &loaded.runbooks)
}

/// Keeps what a drill that has ended came to: its scorecard and its follow-ups.
///
/// # Errors
/// The store cannot be written.
pub async fn keep(store: &Store, journal: &Journal, loaded: &Loaded) -> Result<(), StoreError> {
    let drill = DrillId::from(journal.header.envelope.id.as_str());
    save(store, &drill, &judge(journal, loaded), &follow_ups(journal, loaded)).await
}

/// Saves a scorecard and follow-ups that were worked out elsewhere.
///
/// # Errors
/// The store cannot be written.
pub async fn save(
    store: &Store,
    drill: &DrillId,
    card: &Scorecard,
    follow_ups: &[FollowUp],
) -> Result<(), StoreError> {
    store.save_scorecard(drill, &as_json(card)).await?;
    store.keep_follow_ups(drill, follow_ups).await
}

/// The follow-ups that a drill's journal names.
#[must_use]
pub fn follow_ups(journal: &Journal, loaded: &Loaded) -> Vec<FollowUp> {
    let Loaded { scenario, story, process, runbooks } = loaded;
    let case = Case::new(journal, scenario, story, process, runbooks);
    let names =
        Names::new(&journal.header.envelope, &journal.header.recipe.roster, &scenario.system);
    let drill = DrillId::from(journal.header.envelope.id.as_str());
    let item = |own: &ActionItem| FollowUp {
        number: 0,
        drill: drill.clone(),
        seq: own.added.seq,
        priority: format!("{:?}", own.priority),
        task: own.task.to_string(),
        owner: names.of(&own.owner),
        due: own.due.to_string(),
        closed: None,
        note: None,
    };
    case.state.actions.iter().map(item).collect()
}
