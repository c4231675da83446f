//! One incident told at ascending minutes, as the seat of ann sees it: Lantern Lane, Friday
//! 27 November 2026, story 19:00 is drill 00:00.

#[path = "story/after.rs"]
mod after;
#[path = "story/board.rs"]
mod board;
#[path = "story/people.rs"]
mod people;
#[path = "story/shelf.rs"]
mod shelf;
#[path = "story/work.rs"]
mod work;

use std::sync::Arc;

use chrono::NaiveDate;
use firedrill::incident::Duty;
use firedrill::model::id::{AlertId, PageId, QuestionId};
use firedrill::model::text::{DisplayText, Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::view::{ActionRow, DueState, SeatView};

pub(super) use after::{debriefing, standing, trends};
use board::{history, services, thresholds};
use people::{
    alert_checkout, alert_payments, alert_search, channel, declared_due, due, inbox, incident,
    line, people, team,
};
use shelf::words;
pub(super) use shelf::{drills, follow_ups, library};
use work::{looks, mark, record, remedy, runbook, runbooks, updates};

/// Text in both languages.
fn both(en: &str, th: &str) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}

fn at(text: &str) -> DrillTime {
    DrillTime::parse(text).unwrap()
}

/// Nothing has happened yet.
pub(super) fn calm(lang: Lang) -> SeatView {
    let now = at("00:40");
    SeatView {
        now,
        story_start: 19 * 3600,
        story_date: NaiveDate::from_ymd_opt(2026, 11, 27),
        lang,
        me: "p1".into(),
        my_name: "ann".to_owned(),
        my_roles: ["lead", "comms", "tech", "scribe"].map(str::to_owned).to_vec(),
        title: both("Payday evening", "เย็นวันเงินเดือนออก"),
        speed: 1,
        graded: true,
        minutes: 45,
        services: services(false),
        history: Arc::new(history(now, false)),
        thresholds: thresholds(),
        scrape_age: Some(4),
        runbooks: runbooks(false),
        next_hint_price: Some(0),
        words: words(),
        ..SeatView::default()
    }
}

/// A page has come for ann, and waits.
pub(super) fn ringing(lang: Lang) -> SeatView {
    let now = at("01:55");
    SeatView {
        now,
        alerts: vec![alert_checkout(None)],
        due: vec![due(
            Duty::Acknowledge(PageId(1), Some(AlertId(1))),
            both("ack A-1", "รับเรื่อง A-1"),
            true,
            DueState::Open(285),
        )],
        services: services(true),
        history: Arc::new(history(now, true)),
        runbooks: runbooks(true),
        channel: vec![line("01:40", "pager", "A-1 checkout error ratio above 5 % for 60 s → ann")],
        ..calm(lang)
    }
}

/// Declared; roles are being filled, people wait, a look and a remedy run.
pub(super) fn declared(lang: Lang) -> SeatView {
    let now = at("05:20");
    SeatView {
        now,
        incidents: vec![incident("investigating")],
        alerts: vec![alert_checkout(Some(at("02:10"))), alert_payments(), alert_search()],
        due: declared_due(),
        marks: vec![mark("02:40", 'I', None)],
        history: Arc::new(history(now, true)),
        channel: channel(),
        inbox: inbox(),
        looks: looks(),
        remedies: Vec::new(),
        team: team(),
        people: people(),
        record: vec![record("02:40", "status", "declared SEV2", "")],
        ..ringing(lang)
    }
}

/// Late in the story: rolled back, an answer is overdue, a runbook is open, updates were sent.
pub(super) fn late(lang: Lang) -> SeatView {
    let now = at("17:45");
    let mut items = declared_due();
    items.truncate(1);
    items.insert(
        0,
        due(Duty::Answer(QuestionId(1)), both("answer fah", "ตอบ fah"), true, DueState::Late(152)),
    );
    SeatView {
        now,
        incidents: vec![incident("monitoring")],
        due: items,
        marks: vec![
            mark("02:40", 'I', None),
            mark("09:40", 'R', Some("checkout")),
            mark("13:45", 'F', Some("checkout")),
        ],
        history: Arc::new(history(now, true)),
        runbook: Some(runbook()),
        remedies: vec![remedy()],
        record: vec![
            record("02:40", "status", "declared SEV2", ""),
            record("09:00", "cause", "checkout release", "retries without backoff"),
            record("09:30", "decision", "roll back checkout", "errors began after 18:52"),
            record("14:40", "note", "errors fall since 14:00, 33 % → 19 %", ""),
        ],
        actions: vec![ActionRow {
            task: "retry budget in the payments client".into(),
            owner: "ton".to_owned(),
            due: NaiveDate::from_ymd_opt(2026, 12, 11).unwrap(),
            priority: "P2".to_owned(),
        }],
        updates: updates(),
        ..declared(lang)
    }
}
