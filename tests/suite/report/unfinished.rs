//! Debriefs of drills that were not played to their end: stopped for something real, or still open.

use firedrill::journal::{Actor, Entry, Event, Journal};
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::report::{html, markdown, postmortem, text};

use super::of;
use crate::score::read;

/// A told drill that was stopped at a moment for a real incident.
fn stopped(name: &str, at: DrillTime) -> Journal {
    let mut journal = read(name);
    journal.entries.retain(|entry| entry.at <= at);
    let seq = journal.entries.last().map_or(1, |entry| entry.seq + 1);
    let event = Event::Ended { reason: "abort".to_owned() };
    journal.entries.push(Entry { seq, at, by: Actor::Room, event });
    journal
}

/// A told drill whose end has not come.
fn open(name: &str) -> Journal {
    let mut journal = read(name);
    journal.entries.retain(|entry| !matches!(entry.event, Event::Ended { .. }));
    journal
}

/// Looks for a sentence right below the score in the three formats.
fn is_said_below_the_score(journal: &Journal, sentence: &str) {
    let debrief = of(journal);
    let told = text::render(&debrief);
    assert_eq!(told.lines().nth(2), Some(sentence), "{told}");
    let made = markdown::render(&debrief);
    assert_eq!(made.lines().nth(4), Some(sentence), "{made}");
    let page = html::render(&debrief);
    let score = page.split("class=\"score\"").nth(1).unwrap_or_default();
    let score = score.split("</div>").next().unwrap_or_default();
    assert!(score.contains(sentence), "{score}");
}

#[test]
fn a_drill_that_was_stopped_says_so() {
    let mut journal = stopped("mixed", DrillTime(218));
    let english = "Stopped at 03:38 for a real incident: nothing of it is judged.";
    is_said_below_the_score(&journal, english);
    journal.header.recipe.lang = Lang::Th;
    is_said_below_the_score(&journal, "หยุดเมื่อ 03:38 เพราะเกิด incident จริง: ไม่ตัดสินส่วนใดเลย");
}

#[test]
fn a_drill_that_is_open_says_so() {
    let mut journal = open("nothing");
    let at = journal.entries.last().unwrap().at;
    let english = format!("Still open: this is how it stands at {at}, and not its end.");
    is_said_below_the_score(&journal, &english);
    assert!(!of(&journal).outcome.contains("to the end"), "{}", of(&journal).outcome);
    journal.header.recipe.lang = Lang::Th;
    is_said_below_the_score(&journal, &format!("ยังไม่จบ: นี่คือสภาพเมื่อ {at} ไม่ใช่ตอนจบ"));
}

#[test]
fn a_drill_that_was_played_to_its_end_says_nothing_of_it() {
    for name in ["good", "mixed", "nothing", "ended-at-once"] {
        assert_eq!(of(&read(name)).unfinished(), None, "{name}");
    }
}

#[test]
fn outcome_and_impact_do_not_deny_each_other() {
    // Users are hit from 02:00 on; no severity's test has held long enough at 02:30.
    let debrief = of(&stopped("mixed", DrillTime(150)));
    let made = postmortem::render(&debrief);
    assert!(made.contains("buying: at most 65 % failed"), "{made}");
    assert!(!made.contains("Users were not hit"), "{made}");
    let calm = of(&stopped("mixed", DrillTime(60)));
    assert!(calm.outcome.starts_with("Users were not hit."), "{}", calm.outcome);
    assert!(calm.postmortem.impact.is_empty(), "{:?}", calm.postmortem.impact);
}
