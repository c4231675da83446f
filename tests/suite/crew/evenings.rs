//! Whole evenings of the shipped scenarios with crew at the table.

use firedrill::command::{Command, LookView};
use firedrill::incident::Incident;
use firedrill::model::id::PlayerId;
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;

use crate::crew::evening::Evening;

/// Ann leads; the others are crew.
const SEATS: [&str; 3] = ["comms", "tech", "scribe"];
/// What ann says on an ordinary first shift.
const ANN: &[(u32, &str, &str)] = &[
    (270, "ann", "/ack A-1"),
    (285, "ann", "/declare sev2 Checkout errors"),
    (290, "ann", "/assign tech ton"),
    (295, "ann", "/assign comms nok"),
    (300, "ann", "/assign scribe ploy"),
    (560, "ann", "ton, roll back checkout please"),
    (900, "ann", "/ask ton verify checkout"),
    (1050, "ann", "/status resolved errors are gone, a test order went through"),
];

fn first_shift(profile: &str, seed: u64, lang: Lang) -> Evening {
    let mut evening = Evening::new("first-shift", &SEATS, profile, seed, lang);
    evening.until(25, ANN);
    evening
}

/// When a player first did something of this kind.
fn first(evening: &Evening, player: &str, is: impl Fn(&Command) -> bool) -> Option<DrillTime> {
    let own = evening.given.iter().filter(|(_, by, _)| by.as_str() == player);
    own.filter(|(_, _, command)| is(command)).map(|(at, ..)| *at).next()
}

#[test]
fn seniors_find_the_release_tell_people_and_repair_only_when_asked() {
    let evening = first_shift("senior", 7, Lang::En);
    assert_eq!(evening.refused(), Vec::<String>::new());
    let release = |own: &Command| {
        let said = own.to_string();
        said.starts_with("/cause checkout release")
    };
    let stated = first(&evening, "p3", release).expect("a cause");
    assert!((DrillTime(300)..DrillTime(560)).contains(&stated), "{stated}");
    let repaired = first(&evening, "p3", |own| matches!(own, Command::Do(_))).expect("a repair");
    assert!((DrillTime(560)..DrillTime(700)).contains(&repaired), "{repaired}");
    let sent = first(&evening, "p2", |own| matches!(own, Command::Update(_))).expect("an update");
    assert!((DrillTime(296)..DrillTime(500)).contains(&sent), "{sent}");
    assert!(first(&evening, "p2", |own| matches!(own, Command::Answer { .. })).is_some());
    assert!(first(&evening, "p4", |own| matches!(own, Command::Decision { .. })).is_some());
    assert!(first(&evening, "p4", |own| matches!(own, Command::Action { .. })).is_some());
}

#[test]
fn the_same_seed_is_the_same_evening() {
    let one = first_shift("mid", 3, Lang::En);
    let other = first_shift("mid", 3, Lang::En);
    assert_eq!(one.given, other.given);
    assert_eq!(one.play.entries(), other.play.entries());
}

#[test]
fn in_thai_they_speak_thai_and_understand_it() {
    let mut evening = Evening::new("first-shift", &SEATS, "staff", 5, Lang::Th);
    let mut lines = ANN.to_vec();
    if let Some(asked) = lines.iter_mut().find(|(at, ..)| *at == 560) {
        *asked = (560, "ann", "/ask ton ช่วยย้อน checkout ที");
    }
    evening.until(15, &lines);
    assert_eq!(evening.refused(), Vec::<String>::new());
    let repaired = first(&evening, "p3", |own| matches!(own, Command::Do(_)));
    assert!(repaired.is_some(), "{:#?}", evening.channel("p1"));
    let said: Vec<String> = evening.channel("p1");
    assert!(said.iter().any(|own| own.contains("ton รับทราบ: rollback checkout")), "{said:#?}");
}

#[test]
fn a_team_of_crew_carries_an_incident_from_page_to_resolved() {
    let seats = ["lead", "comms", "tech", "scribe"];
    let mut evening = Evening::new("first-shift", &seats, "senior", 11, Lang::En);
    evening.until(30, &[]);
    assert_eq!(evening.refused(), Vec::<String>::new());
    let incidents = &evening.play.drill().incidents().incidents;
    let incident = incidents.values().next().expect("an incident").clone();
    assert!(!Incident::is_open(&incident), "{:#?}", evening.channel("p1"));
    let by = |by: &PlayerId| by.as_str() != "p3";
    let looked = |(_, own, command): &(DrillTime, PlayerId, Command)| {
        by(own) && matches!(command, Command::Look { view: LookView::Deploys, .. })
    };
    assert!(!evening.given.iter().any(looked), "only ton looks");
}

#[test]
fn every_profile_plays_every_scenario_without_a_line_that_is_no_command() {
    for scenario in ["first-shift", "two-small-changes", "cold-shelves"] {
        for profile in ["junior", "staff"] {
            let seats = ["lead", "comms", "tech", "scribe"];
            let mut evening = Evening::new(scenario, &seats, profile, 2, Lang::En);
            evening.until(30, &[]);
            for (_, _, command) in &evening.given {
                assert_eq!(Command::parse(&command.to_string()).as_ref(), Ok(command));
            }
            assert!(evening.given.len() > 10, "{scenario} {profile}");
        }
    }
}
