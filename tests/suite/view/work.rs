//! Looks, remedies, marks, runbooks, roles, record.

use firedrill::journal::{Actor, Event, Outcome};
use firedrill::model::id::{IncidentId, RemedyRun, RunbookId};
use firedrill::model::remedy::Order;
use firedrill::model::text::{Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::view::SeatView;

use crate::view::table::{Pen, target, view_of};

const DEPLOYS: &[&str] = &["19:01:00 v2 by beam: gift notes", "runs now: v2 on 4"];

fn deployed(pen: &mut Pen) {
    let event = Event::Deployed { part: "checkout".into(), version: "v2".into() };
    pen.write(60, Actor::Story, event);
}

fn letters(view: &SeatView) -> String {
    view.marks.iter().map(|mark| mark.letter).collect()
}

#[test]
fn what_machines_say_by_themselves_is_told_in_both_languages() {
    let mut pen = Pen::default();
    let says = Text { en: "errors above 5 %".into(), th: Some("error เกิน 5 %".into()) };
    pen.alert_saying(100, says).declare(110);
    for (what, says) in [
        ("channel", "channel #inc-x opened"),
        ("invite", "on-call invited: shop"),
        ("page", "on-call has the page: ann"),
        ("ticket", "ticket 4471"),
    ] {
        let (incident, what, says) = (IncidentId(1), what.to_owned(), says.into());
        pen.write(110, Actor::Process, Event::Automated { incident, what, says });
    }
    let view = view_of("p1", &pen.entries, 120);
    let said = |lang| -> Vec<String> {
        let lines = view.channel.iter().filter(|line| line.machine);
        lines.map(|line| line.text.get(lang).to_owned()).collect()
    };
    assert_eq!(
        said(Lang::En),
        [
            "A-1 errors above 5 % → ann",
            "channel #inc-x opened · on-call invited: shop · on-call has the page: ann · ticket 4471"
        ]
    );
    assert_eq!(
        said(Lang::Th),
        [
            "A-1 error เกิน 5 % → ann",
            "เปิด channel #inc-x · เชิญเวร: shop · เวรได้รับ page แล้ว: ann · ticket 4471"
        ]
    );
}

#[test]
fn a_look_shows_its_lines_to_who_looked_and_its_going_on_to_all() {
    let mut pen = Pen::default();
    pen.declare(10).assigned(20, "technical-lead", "p3");
    pen.looked((100, 115), "p3", "/look checkout deploys", (DEPLOYS, &[]));
    let ton = view_of("p3", &pen.entries, 120);
    let lines = ton.looks.first().and_then(|own| own.lines.clone()).expect("lines");
    assert_eq!(
        lines.first().map(ToString::to_string),
        DEPLOYS.first().map(|own| (*own).to_owned())
    );
    let ann = view_of("p1", &pen.entries, 120);
    assert_eq!(ann.looks, []);
    pen.entries.pop();
    let ann = view_of("p1", &pen.entries, 105);
    let tech = ann.team.iter().find(|row| row.short == "tech").expect("a role");
    assert_eq!(tech.holder, Some(("ton".to_owned(), DrillTime(20))));
    assert_eq!(tech.doing.as_deref(), Some("looking: checkout deploys"));
}

#[test]
fn a_deploy_is_marked_once_this_seat_has_looked() {
    let mut pen = Pen::default();
    deployed(&mut pen);
    assert_eq!(letters(&view_of("p3", &pen.entries, 90)), "");
    pen.looked((100, 115), "p3", "/look checkout deploys", (DEPLOYS, &[]));
    assert_eq!(letters(&view_of("p3", &pen.entries, 120)), "DL");
    assert_eq!(letters(&view_of("p1", &pen.entries, 120)), "");
}

fn rollback(pen: &mut Pen, outcome: Outcome) {
    let order = || Order { remedy: "rollback".into(), target: target("checkout"), args: None };
    let by = || Actor::Player("p3".into());
    let run = RemedyRun(1);
    let began = Event::RemedyBegan { run, order: order(), ready: DrillTime(260), arm: Some(0) };
    let says = "rollback checkout: done".into();
    let ended = Event::RemedyEnded { run, order: order(), outcome, says };
    pen.given(200, "p3", "/do rollback checkout").write(200, by(), began).write(260, by(), ended);
}

#[test]
fn a_remedy_says_whether_it_failed_and_not_whether_it_worked() {
    let ended = |outcome| {
        let mut pen = Pen::default();
        rollback(&mut pen, outcome);
        view_of("p1", &pen.entries, 270)
    };
    assert_eq!(ended(Outcome::Worked), ended(Outcome::Nothing));
    let failed = ended(Outcome::Failed);
    let row = failed.remedies.first().expect("a remedy");
    assert_eq!((row.what.as_str(), row.by.as_str()), ("rollback checkout", "ton"));
    assert_eq!(row.ended, Some((DrillTime(260), true)));
    assert_eq!(letters(&failed), "RF");
}

#[test]
fn runbooks_that_fit_an_alert_come_first_and_their_steps_read_as_written() {
    let mut pen = Pen::default();
    assert!(!view_of("p3", &pen.entries, 0).runbooks.first().expect("a runbook").fits);
    pen.alert(20);
    assert!(view_of("p3", &pen.entries, 21).runbooks.first().expect("a runbook").fits);
    let open = Event::RunbookOpened(RunbookId::from("bad-release"));
    pen.given(30, "p3", "/runbook bad-release").write(30, Actor::Player("p3".into()), open);
    let done = Event::StepMarked {
        runbook: "bad-release".into(),
        number: 1,
        mark: firedrill::command::StepMark::Done,
        why: "".into(),
    };
    pen.write(50, Actor::Player("p3".into()), done);
    let book = view_of("p1", &pen.entries, 60).runbook.expect("an open runbook");
    assert_eq!(book.about, "Shop · reviewed 2026-09-02");
    let [first, second] = book.steps.as_slice() else { panic!("two steps") };
    assert_eq!(
        first.marked.as_ref().map(|(_, at, who, _)| (at.0, who.as_str())),
        Some((50, "ton"))
    );
    let written = ["/do rollback checkout", "wait 3m", "check checkout.error_ratio < 0.01 for 1m"];
    let told: Vec<String> = second.directives.iter().map(ToString::to_string).collect();
    assert_eq!(told, written);
}

#[test]
fn before_an_incident_a_seat_has_its_own_role_and_after_it_what_is_assigned() {
    let mut pen = Pen::default();
    assert_eq!(view_of("p3", &pen.entries, 0).my_roles, ["tech"]);
    pen.declare(10).assigned(20, "technical-lead", "p1");
    assert_eq!(view_of("p3", &pen.entries, 30).my_roles, Vec::<String>::new());
    assert_eq!(view_of("p1", &pen.entries, 30).my_roles, ["lead", "tech"]);
}

#[test]
fn the_record_keeps_who_said_what_and_why() {
    let mut pen = Pen::default();
    pen.declare(10).given(40, "p1", "/decision roll back why=\"errors began with it\"");
    pen.given(50, "p4", "/note errors fall").given(60, "p3", "/cause checkout release it fits");
    pen.given(70, "p1", "/action a test for drafts owner=p3 due=2026-12-11");
    let view = view_of("p4", &pen.entries, 80);
    let rows: Vec<(&str, &str, &str)> =
        view.record.iter().map(|row| (row.kind, row.who.as_str(), row.text.as_str())).collect();
    let expected = [
        ("severity", "ann", "declared sev2: Checkout errors"),
        ("role", "ann", "lead: ann"),
        ("decision", "ann", "roll back"),
        ("note", "ploy", "errors fall"),
        ("cause", "ton", "checkout: release"),
    ];
    assert_eq!(rows, expected);
    assert_eq!(view.actions.first().map(|own| own.owner.as_str()), Some("ton"));
}

#[test]
fn an_update_is_replaced_once_all_its_readers_have_a_newer_one() {
    let mut pen = Pen::default();
    pen.declare(10);
    let mut send = |at, audiences: &str| {
        let line = format!("/update {audiences} scope=checkout effect=many doing=looking next=20m");
        let firedrill::command::Command::Update(update) =
            firedrill::command::Command::parse(&line).expect("an update")
        else {
            panic!("`{line}` is no update")
        };
        let incident = firedrill::model::id::IncidentId(1);
        let by = Actor::Player("p2".into());
        pen.given(at, "p2", &line).write(at, by, Event::Updated { incident, update });
    };
    send(100, "internal,public");
    send(200, "internal");
    send(300, "public");
    let view = view_of("p1", &pen.entries, 310);
    let rows: Vec<_> = view.updates.iter().map(|own| (own.at.0, own.replaced)).collect();
    assert_eq!(rows, [(100, true), (200, false), (300, false)]);
    let next = view.updates.last().and_then(|own| own.next);
    assert_eq!(next, Some(DrillTime(1500)));
}
