//! What only running a scenario shows an author: it begins too late, leaves people waiting, stirs
//! without a fault, or nobody can know what ends it.

use std::collections::BTreeMap;

use firedrill::content::Library;
use firedrill::model::id::{ProcessId, ScenarioId};
use firedrill::rehearse::team::Event;
use firedrill::rehearse::trial::trial;

/// What is told of a shipped scenario, one text in it exchanged for another.
fn told(id: &str, was: &str, is: &str) -> Vec<String> {
    let mut library = Library::built_in();
    let text = library.scenarios[id].text.clone();
    assert!(text.contains(was), "{id} has no {was}");
    library.add(&format!("scenarios/{id}.toml"), text.replacen(was, is, 1));
    let (scenario, process) = (ScenarioId::from(id), ProcessId::from("default"));
    let bot_pars = BTreeMap::new();
    let (library, scenario, process) = (&library, &scenario, &process);
    let event = Event { library, scenario, process, variant: None, bot_pars: &bot_pars };
    trial(&event).iter().map(ToString::to_string).collect()
}

#[test]
fn a_scenario_as_it_ships_is_told_of_with_nothing() {
    assert_eq!(told("first-shift", "format = 1", "format = 1"), Vec::<String>::new());
}

#[test]
fn what_begins_too_late_leaves_people_waiting() {
    let told = told("first-shift", "at = \"90s\"", "at = \"20m\"").join("\n");
    assert!(told.contains("untouched, no severity's test is met by 10:00"), "{told}");
    assert!(told.contains("nothing comes before the players"), "{told}");
}

#[test]
fn an_evening_that_stirs_without_its_faults_is_not_calm() {
    let busier = "minutes = 30\nchange.orders-db = { slots = 3 }";
    let told = told("first-shift", "minutes = 30", busier).join("\n");
    assert!(told.contains("without its faults"), "{told}");
}

#[test]
fn where_nobody_can_know_what_ends_it_the_author_hears_of_it() {
    let mend = "mend = [{ remedy = \"limit-off\", target = \"edge\" }]";
    let told = told("shut-door", mend, "").join("\n");
    assert!(told.contains("no `mend`, and its cause"), "{told}");
}
