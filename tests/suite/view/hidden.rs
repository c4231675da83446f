//! Fog of war: two journals that differ only in what a seat may not know give it the same view.

use std::collections::BTreeMap;

use firedrill::journal::{
    Actor, Entry, Event, InjectForm, InjectShown, Outcome, Refusal, RefusalKind, Truth, Verdict,
};
use firedrill::model::id::{RemedyRun, Target};
use firedrill::model::remedy::Order;
use firedrill::model::time::{DrillTime, Span};
use firedrill::view::{SeatFold, SeatView};
use proptest::prelude::*;

use crate::view::table::{Pen, fold};

/// A drill as everybody sees it.
fn open_drill() -> Vec<Entry> {
    let mut pen = Pen::default();
    for minute in 1..10_u32 {
        let errors = f64::from(minute) / 20.0;
        pen.scrape(minute * 60, &[("checkout.error_ratio", errors), ("checkout.p99", 1.2)]);
    }
    pen.entries.sort_by_key(|entry| entry.at);
    pen.alert(541).given(545, "p1", "/ack A-1").declare(550);
    pen.assigned(551, "technical-lead", "p3").given(560, "p1", "/ask p3 what do you see?");
    let lines: (&[&str], &[(&str, f64)]) =
        (&["error_ratio 45.0 %"], &[("checkout.error_ratio", 0.45)]);
    pen.looked((565, 585), "p3", "/look checkout metrics", lines);
    let order = || Order { remedy: "rollback".into(), target: "checkout".into(), args: None };
    let run = RemedyRun(1);
    let by = || Actor::Player("p3".into());
    let began = Event::RemedyBegan { run, order: order(), ready: DrillTime(660), arm: None };
    let says = "rollback checkout: done".into();
    let ended = Event::RemedyEnded { run, order: order(), outcome: Outcome::Worked, says };
    pen.given(600, "p3", "/do rollback checkout").write(600, by(), began).write(660, by(), ended);
    pen.given(670, "p3", "/cause checkout release it fits");
    pen.entries
}

/// What `p3` must not learn, one of each kind.
fn hidden() -> Vec<(Actor, Event)> {
    let ann = || Actor::Player("p1".into());
    let order = || Order { remedy: "scale".into(), target: "search".into(), args: None };
    let log = InjectForm::Log { target: Target::from("checkout") };
    let inject =
        |form| Event::Shown(InjectShown { inject: None, form, evidence: BTreeMap::default() });
    let refusal = Refusal { kind: RefusalKind::State, says: "not now".into() };
    let given =
        |line: &str| Event::Given(firedrill::command::Command::parse(line).expect("a line"));
    let run = RemedyRun(9);
    let ready = DrillTime(999);
    vec![
        (Actor::World, Event::FaultBegan("gift-note".into())),
        (Actor::World, Event::FaultEnded("gift-note".into())),
        (Actor::Story, Event::Deployed { part: "checkout".into(), version: "v2".into() }),
        (Actor::World, Event::TruthSampled(Truth { customer_seconds: 9, ..Truth::default() })),
        (Actor::World, Event::HarmAttributed { run: RemedyRun(1), customer_seconds: 7 }),
        (Actor::Story, inject(log)),
        (Actor::Story, inject(InjectForm::Alert)),
        (Actor::Player("p3".into()), Event::CauseStated { verdict: Verdict::Wrong }),
        (ann(), Event::Refused { line: "/udpate".into(), refusal }),
        (ann(), given("/hint")),
        (ann(), given("/tell p2 ask fah how many")),
        (Actor::Player("p5".into()), given("/observe they have not looked yet")),
        (Actor::Player("p5".into()), given("/fire fah-asks")),
        (
            Actor::Story,
            Event::QuestionPut { from: "p1".into(), to: "mek".into(), reply: Some(1), ready },
        ),
        (
            Actor::Cast("mek".into()),
            Event::Replied { from: "mek".into(), to: "p1".into(), says: "It is us.".into() },
        ),
        (Actor::Story, Event::Coached { line: 0, says: "Press a.".into() }),
        (Actor::World, Event::RemedyBegan { run, order: order(), ready, arm: Some(2) }),
        (
            Actor::World,
            Event::RemedyEnded {
                run,
                order: order(),
                outcome: Outcome::Worked,
                says: "done".into(),
            },
        ),
    ]
}

fn views(mut fold: SeatFold, entries: &[Entry]) -> Vec<SeatView> {
    let mut views = Vec::new();
    for entry in entries {
        fold.apply(entry);
        views.push(fold.view(entry.at).clone());
    }
    views.push(fold.view(DrillTime(900)).clone());
    views
}

fn last(mut fold: SeatFold, entries: &[Entry]) -> SeatView {
    for entry in entries {
        fold.apply(entry);
    }
    fold.view(DrillTime(900)).clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_hidden_changes_nothing(places in prop::collection::vec((0_usize..60, 0_usize..18), 0..40)) {
        let open = open_drill();
        let mut with = open.clone();
        for (place, kind) in places {
            let (by, event) = hidden().swap_remove(kind);
            let place = place.min(with.len() - 1);
            let at = with[place].at;
            let seq = with[place].seq;
            with.insert(place, Entry { seq, at, by, event });
        }
        prop_assert_eq!(last(fold("p3"), &with), last(fold("p3"), &open));
    }
}

#[test]
fn each_hidden_thing_alone_changes_nothing() {
    let open = open_drill();
    for (by, event) in hidden() {
        let mut with = open.clone();
        let named = format!("{event:?}");
        with.push(Entry { seq: 99, at: DrillTime(700), by, event });
        assert_eq!(last(fold("p3"), &with), last(fold("p3"), &open), "{named}");
    }
}

#[test]
fn how_a_remedy_really_went_and_which_arm_it_took_is_not_told() {
    let open = open_drill();
    let mut other = open.clone();
    for entry in &mut other {
        match &mut entry.event {
            Event::RemedyEnded { outcome, .. } => *outcome = Outcome::Nothing,
            Event::RemedyBegan { arm, .. } => *arm = Some(3),
            _ => {}
        }
    }
    assert_eq!(views(fold("p1"), &other), views(fold("p1"), &open));
}

#[test]
fn anothers_hint_costs_the_next_but_says_nothing() {
    let mut pen = Pen::default();
    let hinted = |says: &str| Event::Hinted { level: 1, says: says.into(), price: 0 };
    pen.given(10, "p1", "/hint").write(10, Actor::Story, hinted("Look at checkout."));
    let ann = last(fold("p1"), &pen.entries);
    assert_eq!(ann.hints.len(), 1);
    let ton = last(fold("p3"), &pen.entries);
    assert_eq!((ton.hints.len(), ton.next_hint_price), (0, Some(3)));
    let mut other = Pen::default();
    other.given(10, "p1", "/hint").write(10, Actor::Story, hinted("Roll it back."));
    assert_eq!(last(fold("p3"), &other.entries), ton);
}

#[test]
fn the_view_is_the_same_however_often_it_is_asked_for() {
    let open = open_drill();
    assert_eq!(views(fold("p2"), &open).last(), Some(&last(fold("p2"), &open)));
}

#[test]
fn people_hear_the_coach_and_crew_do_not() {
    let mut pen = Pen::default();
    let coached = |line| Event::Coached { line, says: "Press a.".into() };
    pen.write(10, Actor::Story, coached(0)).write(50, Actor::Story, coached(1));
    pen.write(60, Actor::Story, Event::CoachDone(0));
    assert!(last(fold("p1"), &pen.entries).coach.is_some());
    assert!(last(fold("p3"), &pen.entries).coach.is_none());
    pen.write(70, Actor::Story, Event::CoachDone(1));
    assert!(last(fold("p1"), &pen.entries).coach.is_none());
    pen.write(80, Actor::Story, Event::JumpOffered(Span::from_minutes(20)));
    assert_eq!(last(fold("p1"), &pen.entries).jump, Some(1200));
}
