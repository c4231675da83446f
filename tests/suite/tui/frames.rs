//! Frames as players see them, at the sizes people have. The commit's diff of a snapshot is how a
//! change of the screens is reviewed.

use std::sync::Arc;

use firedrill::model::text::{Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::tui::{Msg, Reel, key_table_markdown};

use crate::tui::{Desk, story};

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

fn snapshot(name: &str, desk: &Desk) {
    let (columns, rows) = desk.size;
    insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), desk.frame());
}

fn home(columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Library(story::library()));
    desk.tell(Msg::Drills(story::drills()));
    desk
}

#[test]
fn home_before_anything_is_known() {
    snapshot("home-empty", &Desk::new(80, 24));
}

#[test]
fn home_at_every_size() {
    for (columns, rows) in SIZES {
        let mut desk = home(columns, rows, Lang::En);
        desk.press("j");
        snapshot("home", &desk);
    }
    snapshot("home-th", &home(80, 24, Lang::Th));
    let mut review = home(80, 24, Lang::En);
    review.press("3");
    snapshot("home-review", &review);
}

#[test]
fn briefing_at_every_size() {
    for (columns, rows) in SIZES {
        let mut desk = home(columns, rows, Lang::En);
        desk.press("<Enter>");
        snapshot("briefing", &desk);
    }
    let mut thai = home(80, 24, Lang::Th);
    thai.press("<Enter>");
    snapshot("briefing-th", &thai);
    let mut owing = home(80, 24, Lang::En);
    let open = ["Write the alert on the hit ratio (som, 2026-12-09)", "Ask Mek (ann, 2026-12-11)"];
    owing.tell(Msg::FollowUps(open.map(str::to_owned).to_vec()));
    owing.press("<Enter>");
    snapshot("briefing-owing", &owing);
}

#[test]
fn play_at_every_size() {
    for (columns, rows) in SIZES {
        snapshot("play-calm", &Desk::playing(columns, rows, story::calm(Lang::En)));
        snapshot("play-ringing", &Desk::playing(columns, rows, story::ringing(Lang::En)));
        snapshot("play-declared", &Desk::playing(columns, rows, story::declared(Lang::En)));
        snapshot("play-late", &Desk::playing(columns, rows, story::late(Lang::En)));
    }
    snapshot("play-declared-th", &Desk::playing(80, 24, story::declared(Lang::Th)));
    snapshot("play-declared-th", &Desk::playing(120, 40, story::declared(Lang::Th)));
    snapshot("play-late", &Desk::playing(100, 30, story::late(Lang::En)));
}

#[test]
fn a_past_drill_is_watched() {
    for (lang, columns, rows, truth) in [
        (Lang::En, 80, 24, None),
        (Lang::En, 120, 40, Some("bad-release · users hit 5 %")),
        (Lang::Th, 80, 24, None),
    ] {
        let mut desk = Desk::in_lang(columns, rows, lang);
        let truth = truth.map(Text::from);
        let end = DrillTime::parse("24:30").unwrap();
        let reel = Reel { running: true, speed: 10, end, truth };
        desk.tell(Msg::Replay(Arc::new(story::late(lang)), reel));
        snapshot(if lang == Lang::En { "replay" } else { "replay-th" }, &desk);
    }
}

#[test]
fn forms_show_the_command_they_write() {
    for (name, key) in [
        ("declare", "d"),
        ("update", "u"),
        ("assign", "w"),
        ("page", "p"),
        ("look", "v"),
        ("do", "x"),
        ("status", "s"),
        ("severity", "S"),
        ("note", "t"),
        ("decision", "y"),
        ("action", "A"),
        ("cause", "c"),
        ("runbook", "b"),
        ("hint", "H"),
    ] {
        let view =
            if name == "declare" { story::ringing(Lang::En) } else { story::declared(Lang::En) };
        let mut desk = Desk::playing(80, 24, view);
        desk.press(key);
        snapshot(&format!("form-{name}"), &desk);
    }
    let mut thai = Desk::playing(80, 24, story::ringing(Lang::Th));
    thai.press("dลูกค้าจ่ายเงินไม่ได้ น้ำ");
    snapshot("form-declare-th", &thai);
    let mut small = Desk::playing(60, 20, story::declared(Lang::En));
    small.press("u");
    snapshot("form-update", &small);
    let mut wide = Desk::playing(200, 60, story::declared(Lang::En));
    wide.press("ucheck");
    snapshot("form-update", &wide);
    let mut answer = Desk::playing(80, 24, story::declared(Lang::En));
    answer.press("6<Enter>We see it too.");
    snapshot("form-answer", &answer);
}

#[test]
fn the_line_lists_what_may_be_said() {
    let mut desk = Desk::playing(80, 24, story::declared(Lang::En));
    desk.press("/");
    snapshot("line-all", &desk);
    desk.press("assign te");
    snapshot("line-assign", &desk);
}

#[test]
fn a_pane_zoomed_and_the_help() {
    let mut desk = Desk::playing(80, 24, story::late(Lang::En));
    desk.press("77");
    snapshot("zoom-runbook", &desk);
    let mut looks = Desk::playing(80, 24, story::declared(Lang::En));
    looks.press("44");
    snapshot("zoom-looks", &looks);
    let mut chart = Desk::playing(80, 24, story::late(Lang::En));
    chart.press("33");
    snapshot("zoom-chart", &chart);
    let mut help = Desk::playing(80, 24, story::declared(Lang::En));
    help.press("?");
    snapshot("help", &help);
    help.press("upd");
    snapshot("help-found", &help);
}

#[test]
fn the_debrief_at_every_size() {
    for (columns, rows) in SIZES {
        let mut desk = Desk::new(columns, rows);
        desk.tell(Msg::Debrief(Box::new(story::debriefing(true))));
        snapshot("debrief-score", &desk);
        desk.press("2j");
        snapshot("debrief-timeline", &desk);
    }
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Debrief(Box::new(story::debriefing(false))));
    snapshot("debrief-rate", &desk);
    desk.press("sp<Enter><Enter>");
    snapshot("debrief-evidence", &desk);
    desk.press("3");
    snapshot("debrief-updates", &desk);
    desk.press("4");
    snapshot("debrief-post-mortem", &desk);
    desk.press("5");
    snapshot("debrief-discuss", &desk);
    let mut thai = Desk::in_lang(80, 24, Lang::Th);
    thai.tell(Msg::Debrief(Box::new(story::debriefing(true))));
    snapshot("debrief-score-th", &thai);
}

#[test]
fn ascii_and_the_smallest_screens() {
    let mut desk = Desk::playing(80, 24, story::late(Lang::En));
    desk.press("<F3><F3>3");
    let frame = desk.frame();
    let letters = frame.chars().filter(|letter| !letter.is_ascii());
    let foreign: String =
        letters.filter(|letter| !('\u{0E00}'..'\u{0E80}').contains(letter)).collect();
    assert_eq!(foreign, "", "glyphs of ours that are not ASCII");
    snapshot("play-ascii", &desk);
    snapshot("play-tiny", &Desk::playing(50, 10, story::declared(Lang::En)));
}

#[test]
fn the_table_of_keys_for_the_docs() {
    insta::assert_snapshot!("keys", key_table_markdown());
}
