//! What the home screen shows, out of library and store: scenarios with the player's record,
//! drills, follow-ups, trends, the ladder. Plain data for `tui`.

use chrono::{Local, NaiveDate};

use crate::cli::failure::Failure;
use crate::cli::{ladder, past, setting};
use crate::content::Choice;
use crate::content::library::{Library, Loaded};
use crate::model::id::{ProcessId, ScenarioId};
use crate::model::text::Text;
use crate::report::trends::Trends;
use crate::store::follow_ups::FollowUp;
use crate::store::{DrillRow, Store};
use crate::tui::{DrillCard, FollowUpCard, Msg, ScenarioCard};

/// What the library and the store hold; the library alone where the store does not answer.
pub(crate) async fn home(store: Result<Store, Failure>) -> Vec<Msg> {
    let read = async {
        let store = store?;
        let rows = store.list().await?;
        let items = store.follow_ups().await?;
        Ok::<_, Failure>((rows, items))
    };
    let mut told = Vec::new();
    let (rows, items) = read.await.unwrap_or_else(|failure| {
        told.push(Msg::Trouble(failure.says().to_owned()));
        (Vec::new(), Vec::new())
    });
    let (library, drills) = cards(&rows);
    told.extend([Msg::Library(library), Msg::Drills(drills), Msg::FollowUps(follow_ups(items))]);
    told
}

/// What all drills show.
pub(crate) async fn trends(store: &Store) -> Result<Msg, Failure> {
    Ok(Msg::Trends(Box::new(Trends::of(past::all(store).await?, None))))
}

/// Where the person at this terminal stands.
pub(crate) async fn standing(store: &Store) -> Result<Msg, Failure> {
    let past = past::all(store).await?;
    Ok(Msg::Standing(Box::new(ladder::standing(&setting::player_name(None), &past))))
}

/// Closes a follow-up, and says which are still open.
pub(crate) async fn close_follow_up(
    store: &Store,
    number: u64,
    note: &str,
) -> Result<Msg, Failure> {
    let today = Local::now().date_naive().to_string();
    store.close_follow_up(number, &today, note).await?;
    Ok(Msg::FollowUps(follow_ups(store.follow_ups().await?)))
}

/// Open follow-ups, the most urgent first.
fn follow_ups(mut items: Vec<FollowUp>) -> Vec<FollowUpCard> {
    let today = Local::now().date_naive();
    items.retain(|own| own.closed.is_none());
    items.sort_by(|a, b| a.urgency().cmp(&b.urgency()));
    let card = |own: FollowUp| {
        let late = own.due.parse::<NaiveDate>().map_or(0, |due| (today - due).num_days().max(0));
        FollowUpCard {
            number: own.number,
            drill: own.drill.to_string(),
            priority: own.priority,
            task: own.task,
            owner: own.owner,
            due: own.due,
            days_late: u32::try_from(late).unwrap_or(u32::MAX),
        }
    };
    items.into_iter().map(card).collect()
}

/// Scenarios, suggested first, and drills, newest first.
fn cards(rows: &[DrillRow]) -> (Vec<ScenarioCard>, Vec<DrillCard>) {
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
        at: row.at,
        open: !row.ended,
        graded: row.graded,
        score: row.score,
    });
    (scenarios.clone(), drills.collect())
}

fn card(loaded: &Loaded, rows: &[DrillRow]) -> ScenarioCard {
    let mine = || rows.iter().filter(|row| row.scenario == loaded.scenario.id);
    let counted = mine().filter(|row| row.graded).filter_map(|row| row.score);
    let best = counted.max_by(f64::total_cmp);
    let open = mine().find(|row| !row.ended);
    ScenarioCard {
        plays: u32::try_from(mine().filter(|row| row.ended).count()).unwrap_or(u32::MAX),
        best,
        open: open.map(|row| (row.id.to_string(), row.at)),
        ..ScenarioCard::of(&loaded.scenario, &loaded.process)
    }
}
