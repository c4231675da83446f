//! Time: the same entries however the clock is driven, the end, pauses, jumps.

use firedrill::command::Command;
use firedrill::drill::{Drill, Said};
use firedrill::journal::{Entry, Event};
use firedrill::model::time::DrillTime;

use super::stage::Stage;

/// Plays the same lines in steps of so many seconds.
fn in_steps(step: u32) -> Vec<Entry> {
    let mut drill = Drill::new(Stage::new().0);
    let mut entries = Vec::new();
    let lines =
        [(100, "/declare sev2 Checkout errors"), (130, "/do rollback checkout"), (131, "/x")];
    for (at, line) in lines {
        while drill.now().0 < at {
            let next = (drill.now().0 + step).min(at);
            entries.extend(drill.advance(DrillTime(next)));
        }
        entries.extend(drill.submit(&"p1".into(), Said::Line(line.into())));
    }
    while drill.now().0 < 500 {
        let next = (drill.now().0 + step).min(500);
        entries.extend(drill.advance(DrillTime(next)));
    }
    entries
}

#[test]
fn any_split_of_the_clock_gives_the_same_entries() {
    let at_once = in_steps(1_000);
    assert!(at_once.len() > 100, "{} entries", at_once.len());
    for step in [1, 7, 60] {
        assert_eq!(in_steps(step), at_once, "in steps of {step} s");
    }
}

#[test]
fn two_threads_give_the_same_entries() {
    let here = in_steps(60);
    let there = std::thread::spawn(|| in_steps(60));
    let also = std::thread::spawn(|| in_steps(60));
    assert_eq!(there.join().unwrap(), here);
    assert_eq!(also.join().unwrap(), here);
}

#[test]
fn entries_are_numbered_without_a_gap_and_never_go_back() {
    let entries = in_steps(60);
    assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
    assert!(entries.windows(2).all(|pair| pair[0].at <= pair[1].at));
}

#[test]
fn the_drill_ends_when_its_minutes_run_out() {
    let told = Stage::calm().with(|setup| setup.scenario.minutes = 2).begin().until("05:00");
    assert!(told.drill.ended());
    let last = told.entries.last().unwrap();
    assert_eq!(
        (last.at.to_string().as_str(), &last.event),
        ("02:00", &Event::Ended { reason: "minutes".into() })
    );
}

#[test]
fn the_clock_stands_while_paused() {
    let mut told = Stage::calm().begin().until("00:30").say("ann", "/pause").until("01:00");
    assert_eq!(told.drill.now().to_string(), "00:30");
    let refusal = told.refusal("ann", "/look checkout");
    assert_eq!(
        refusal.says.en.as_str(),
        "The clock stands, and so does everything else. `/resume` lets it run."
    );
    let told = told.say("ann", "/resume").until("01:00");
    assert_eq!(told.drill.now().to_string(), "01:00");
}

#[test]
fn a_command_for_another_second_is_refused() {
    let told = Stage::calm().begin().until("00:30");
    let actor = firedrill::journal::Actor::Player("p1".into());
    let refused = told.drill.decide(&actor, &Command::Pause, DrillTime(31)).unwrap_err();
    assert!(refused.says.en.as_str().starts_with("It is 00:30;"));
}
