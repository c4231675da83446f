//! The same play under three teams' processes: severities, roles, audiences and clocks are the
//! file's, and none of them the program's.

use std::sync::Arc;

use firedrill::command::playscript;
use firedrill::content::process::Process;
use firedrill::content::{Choice, Library};
use firedrill::journal::Event;
use firedrill::model::id::SeverityId;
use firedrill::play::{Loaded, Play};
use firedrill::rehearse::script;
use firedrill::score::{Scorecard, score};

use crate::play::stage;

const GOOD: &str = include_str!("../../data/playscripts/first-shift/good.txt");

/// The good play of the first shift, its severity in the process's word for it.
fn play(process: &str, severity: &str) -> (Scorecard, Arc<Process>, Vec<Event>) {
    play_among(&Library::built_in(), process, &GOOD.replace("sev2", severity))
}

fn play_among(
    library: &Library,
    process: &str,
    text: &str,
) -> (Scorecard, Arc<Process>, Vec<Event>) {
    let choice = Choice { seed: 7, variant: None };
    let files = library.load(&"first-shift".into(), &choice, &process.into());
    let files = files.unwrap_or_else(|told| panic!("{process}: {told:#?}"));
    let header = stage::header(&files, 7, &["ann"], None);
    let loaded = Loaded::from(files);
    let drill = Play::new(header, loaded.clone());
    let lines = playscript::parse(text, Some(drill.drill().words())).expect("a sound script");
    let journal = script::run(drill, &lines).expect("a script that comes to its end");
    let Loaded { scenario, story, process, runbooks } = &loaded;
    let card = score(&journal, scenario, story, process, runbooks);
    let events = journal.entries.into_iter().map(|entry| entry.event).collect();
    (card, Arc::clone(process), events)
}

const PROCESSES: [(&str, &str); 3] =
    [("default", "sev2"), ("pagerduty", "sev2"), ("google-imag", "major")];

#[test]
fn the_same_good_play_is_good_under_each_and_as_quick() {
    let cards: Vec<Scorecard> =
        PROCESSES.iter().map(|(process, severity)| play(process, severity).0).collect();
    for (card, (process, _)) in cards.iter().zip(PROCESSES) {
        assert!(card.score > 75.0, "{process}: {:.1}", card.score);
        assert_eq!(card.timings, cards[0].timings, "{process}");
    }
}

#[test]
fn severities_and_roles_are_the_file_s_own() {
    for (name, severity) in PROCESSES {
        let (card, process, events) = play(name, severity);
        let declared = events.iter().find_map(|event| match event {
            Event::Declared { severity, .. } => Some(severity.clone()),
            _ => None,
        });
        assert_eq!(declared.as_ref().map(SeverityId::as_str), Some(severity), "{name}");
        assert!(process.severities.iter().any(|own| own.id.as_str() == severity), "{name}");
        let assigned: Vec<_> = (events.iter())
            .filter_map(|event| match event {
                Event::Assigned { role, .. } => Some(role),
                _ => None,
            })
            .collect();
        assert!(assigned.len() >= 3, "{name}: {assigned:?}");
        for role in
            assigned.into_iter().chain(card.objectives.iter().filter_map(|own| own.role.as_ref()))
        {
            let known = process.roles.iter().any(|own| own.id == *role);
            assert!(known, "{name} has no role `{role}`");
        }
    }
}

#[test]
fn clocks_follow_the_file() {
    // 5:40 from the page to the first word inside: in time for ten minutes, and for fifteen.
    let share = |name: &str, severity: &str, id: &str| {
        let (card, ..) = play(name, severity);
        let line = card.objectives.iter().find(|own| own.id.as_str() == id);
        line.map(|own| own.earned / own.possible)
    };
    // Roles: the default needs three within five minutes, the other two more of their own.
    let roles = PROCESSES.map(|(name, severity)| share(name, severity, "roles"));
    assert_eq!(roles[0], Some(1.0));
    assert!(roles[1] < roles[0], "{roles:?}");
    let points = |name: &str, severity: &str| {
        let (card, ..) = play(name, severity);
        card.capabilities.iter().map(|own| own.possible).collect::<Vec<f64>>()
    };
    assert_ne!(points("default", "sev2"), points("pagerduty", "sev2"));
}

/// The default process with every name of its own: severities, statuses, roles and audiences.
fn renamed() -> String {
    let default = include_str!("../../../runbooks/process/default.toml");
    let names = [
        ("sev1", "p1"),
        ("sev2", "p2"),
        ("sev3", "p3"),
        ("sev4", "p4"),
        (
            "\"investigating\", \"identified\", \"monitoring\", \"resolved\"]",
            "\"open\", \"known\", \"watching\", \"done\"]\nstatuses_also = { investigating = \"open\", identified = \"known\", monitoring = \"watching\", resolved = \"done\" }",
        ),
        ("short = \"tech\"", "short = \"fix\", also = [\"technical-lead\", \"tech\"]"),
        ("role.technical-lead", "role.fixer"),
        ("role = \"technical-lead\"", "role = \"fixer\""),
        ("update.public", "update.customers"),
        ("[audience.public]", "[audience.customers]\nalso = [\"public\"]"),
    ];
    names.iter().fold(default.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

#[test]
fn names_are_the_team_s_alone() {
    let mut library = Library::built_in();
    library.add("runbooks/process/renamed.toml", renamed());
    let text = GOOD
        .replace("sev2", "p2")
        .replace("/status monitoring", "/status watching")
        .replace("/status resolved", "/status done")
        .replace("/update public", "/update customers")
        .replace("/update internal,public", "/update internal,customers");
    let (own, process, events) = play_among(&library, "renamed", &text);
    let (usual, ..) = play("default", "sev2");
    assert_eq!(process.severities.len(), 4);
    let refused = events.iter().filter(|event| matches!(event, Event::Refused { .. })).count();
    assert_eq!(refused, 0);
    let points = |card: &Scorecard| -> Vec<(String, f64)> {
        card.objectives.iter().map(|own| (own.id.to_string(), own.earned)).collect()
    };
    assert_eq!(points(&own), points(&usual));
    assert_eq!(own.severity.as_ref().map(SeverityId::as_str), Some("p2"));
}
