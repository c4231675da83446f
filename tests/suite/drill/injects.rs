//! What comes before the players: by condition and by hand; questions and their answers.

use firedrill::content::truth::{Form, Inject};
use firedrill::journal::{Event, InjectForm};
use firedrill::model::condition::EventKind;
use firedrill::model::fault::Acts;

use super::stage::{Stage, Told, after, event, seconds};

fn message(from: &str, to: &str, wants: Option<u32>) -> Form {
    Form::Message {
        from: from.into(),
        to: to.into(),
        says: "What do I tell them?".into(),
        wants: wants.map(seconds),
    }
}

fn at_once(seconds: u32) -> Acts {
    Acts::From { when: after(seconds), until: None }
}

fn shown(told: &Told) -> Vec<(String, String)> {
    told.times(|event| match event {
        Event::Shown(own) => own.inject.as_ref().map(ToString::to_string),
        _ => None,
    })
}

fn asked(told: &Told) -> Vec<(String, String)> {
    told.times(|event| match event {
        Event::Asked { question, due, .. } => Some(format!("{question} due {due}")),
        _ => None,
    })
}

fn answered(told: &Told) -> Vec<String> {
    told.times(|event| matches!(event, Event::Answered(_)).then_some(()))
        .into_iter()
        .map(|(at, ())| at)
        .collect()
}

#[test]
fn an_inject_comes_once_with_what_the_team_could_know_from_it() {
    let told = Stage::new().inject("fah-asks", Some(at_once(150)), message("fah", "comms", None));
    let told = told.begin().until("06:00");
    assert_eq!(shown(&told), [("02:30".to_owned(), "fah-asks".to_owned())]);
    let evidence = told.times(|event| match event {
        Event::Shown(own) => Some(own.evidence["feature_hit"]),
        _ => None,
    });
    assert!(evidence[0].1 > 100_000, "{evidence:?}");
    assert!(asked(&told).is_empty(), "it wants no answer");
}

#[test]
fn who_wants_an_answer_waits_no_longer_than_the_process_allows() {
    let told = Stage::calm()
        .inject("soon", Some(at_once(60)), message("fah", "comms", Some(300)))
        .inject("late", Some(at_once(90)), message("vee", "lead", Some(3_000)))
        .begin()
        .until("02:00");
    let expected = [("01:00", "Q-1 due 06:00"), ("01:30", "Q-2 due 11:30")];
    assert_eq!(asked(&told), expected.map(|(at, what)| (at.to_owned(), what.to_owned())));
}

#[test]
fn a_question_is_answered_by_its_number_or_by_a_word_to_who_asked() {
    let stage = || Stage::calm().inject("q", Some(at_once(60)), message("fah", "comms", Some(300)));
    let told = stage().begin().until("01:30").say("bo", "/answer Q-1 we look into it");
    assert_eq!(answered(&told), ["01:30"]);
    let told = stage().begin().until("01:40").say("ann", "/tell fah we look into it");
    assert_eq!(answered(&told), ["01:40"]);
    let mut told = told;
    let again = told.refusal("ann", "/answer Q-1 more");
    assert_eq!(again.says.en.as_str(), "Q-1 was answered at 01:40. `/tell fah …` adds to it.");
    let none = told.refusal("ann", "/answer Q-9 more");
    assert_eq!(none.says.en.as_str(), "`Q-9` is no question. Nobody waits for an answer.");
}

#[test]
fn the_facilitator_fires_holds_and_skips() {
    let mut told = Stage::calm()
        .inject("held", Some(at_once(60)), message("fah", "all", None))
        .inject("skipped", Some(at_once(60)), message("fah", "all", None))
        .inject("by-hand", None, message("vee", "all", None))
        .with(|setup| setup.roster[1].seats = vec!["facilitator".into()])
        .begin()
        .say("bo", "/hold held")
        .say("bo", "/skip skipped")
        .until("02:00");
    assert!(shown(&told).is_empty());
    let refused = told.refusal("ann", "/fire by-hand");
    assert_eq!(
        refused.says.en.as_str(),
        "`/fire` is the facilitator's. `/tell facilitator …` asks for it."
    );
    let refused = told.refusal("bo", "/fire by-hend");
    assert!(refused.says.en.as_str().ends_with("Did you mean `by-hand`?"), "{:?}", refused.says);
    let told = told.say("bo", "/fire by-hand").say("bo", "/fire held").until("03:00");
    let expected = ["by-hand", "held"].map(|id| ("02:00".to_owned(), id.to_owned()));
    assert_eq!(shown(&told), expected);
    let told = told.say("bo", "/inject The lights flicker.");
    let own = told.entries.iter().any(|entry| {
        matches!(
            &entry.event,
            Event::Shown(own) if own.inject.is_none() && matches!(own.form, InjectForm::News { .. })
        )
    });
    assert!(own);
}

#[test]
fn an_alert_that_no_rule_fires_pages_and_goes_with_its_condition() {
    let acts = Acts::From { when: after(60), until: Some(after(120)) };
    let form = Form::Alert {
        rule: "support-full".into(),
        target: "checkout".into(),
        pages: Some("support".into()),
        says: "46 tickets".into(),
    };
    let told = Stage::calm().inject("support-full", Some(acts), form).begin().until("05:00");
    assert_eq!(told.pages(), [("01:00".to_owned(), ("fah".to_owned(), Some(0)))]);
    let resolved = told.times(|event| matches!(event, Event::AlertResolved(_)).then_some(()));
    assert_eq!(resolved, [("03:00".to_owned(), ())]);
}

#[test]
fn odd_lines_stand_in_the_log_while_they_act() {
    let says = "draft {n} has no field gift_note".into();
    let form = Form::Log { target: "checkout".into(), level: "error".into(), rate: 2.0, says };
    let acts = Acts::From { when: after(60), until: None };
    let told = Stage::calm().inject("odd", Some(acts), form).begin().until("02:00");
    let told = told.say("ann", "/look checkout logs").until("02:40");
    let lines = told.times(|event| match event {
        Event::LookReturned { lines, .. } => Some(lines.clone()),
        _ => None,
    });
    let odd = lines[0].1.iter().filter(|line| line.as_str().contains("has no field gift_note"));
    assert!(odd.count() >= 4, "{lines:?}");
}

#[test]
fn an_inject_may_wait_for_what_players_do() {
    let acts = Acts::From { when: event(EventKind::Declared, &[]), until: None };
    let inject = Inject {
        id: "vee-asks".into(),
        acts: Some(acts),
        form: message("vee", "lead", None),
        evidence: Vec::new(),
    };
    let stage = Stage::calm().with(|setup| {
        setup.story.injects.insert("vee-asks".into(), inject);
    });
    let told = stage.begin().until("01:00").say("ann", "/declare sev3 Odd").until("02:00");
    assert_eq!(shown(&told), [("01:00".to_owned(), "vee-asks".to_owned())]);
}
