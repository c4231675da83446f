//! Frames as players see them: every screen, at the sizes people have, in both languages. The
//! commit's diff of a snapshot is how a change of the screens is reviewed.

use std::fmt::Write as _;
use std::sync::Arc;

use firedrill::model::text::{Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::tui::{Msg, Reel, key_table_markdown};
use firedrill::view::SeatView;

use crate::tui::{Desk, story};

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 60)];

/// A screen that is opened at a size, in a language.
type Opens = fn(u16, u16, Lang) -> Desk;

/// Draws a screen at every size, in both languages: one snapshot for each language.
pub(super) fn snapshots(screens: &[(&str, Opens)]) {
    for (name, open) in screens {
        for lang in [Lang::En, Lang::Th] {
            let mut all = String::new();
            for (columns, rows) in SIZES {
                let frame = open(columns, rows, lang).frame();
                writeln!(all, "== {columns}x{rows}\n{frame}").unwrap();
            }
            let code = if lang == Lang::En { "en" } else { "th" };
            insta::assert_snapshot!(format!("{name}-{code}"), all);
        }
    }
}

fn home(columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Library(story::library()));
    desk.tell(Msg::Drills(story::drills()));
    desk.tell(Msg::FollowUps(story::follow_ups()));
    desk.tell(Msg::Trends(Box::new(story::trends())));
    desk.tell(Msg::Standing(Box::new(story::standing())));
    desk
}

/// Home after these keys.
fn home_after(keys: &str, columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = home(columns, rows, lang);
    desk.press(keys);
    desk
}

#[test]
fn every_page_of_home() {
    snapshots(&[
        ("home-empty", Desk::in_lang),
        ("home-play", |c, r, l| home_after("j", c, r, l)),
        ("home-find", |c, r, l| home_after("fcold", c, r, l)),
        ("home-resume", |c, r, l| home_after("2", c, r, l)),
        ("home-review", |c, r, l| home_after("3", c, r, l)),
        ("home-actions", |c, r, l| home_after("4j", c, r, l)),
        ("home-closing", |c, r, l| home_after("4cthe alert is written", c, r, l)),
        ("home-trends", |c, r, l| home_after("5", c, r, l)),
        ("home-ladder", |c, r, l| home_after("6jj", c, r, l)),
        ("settings", |c, r, l| home_after(",jj", c, r, l)),
        ("briefing", |c, r, l| home_after("<Enter>", c, r, l)),
        ("briefing-graded", |c, r, l| home_after("j<Enter>g", c, r, l)),
    ]);
}

#[test]
fn play_from_a_calm_morning_to_an_answer_that_is_late() {
    snapshots(&[
        ("play-calm", |c, r, l| Desk::playing(c, r, story::calm(l))),
        ("play-ringing", |c, r, l| Desk::playing(c, r, story::ringing(l))),
        ("play-declared", |c, r, l| Desk::playing(c, r, story::declared(l))),
        ("play-late", |c, r, l| Desk::playing(c, r, story::late(l))),
    ]);
    let odd = Desk::playing(100, 30, story::late(Lang::En));
    insta::assert_snapshot!("play-late-100x30", odd.frame());
    let tiny = Desk::playing(50, 10, story::declared(Lang::En));
    insta::assert_snapshot!("play-tiny-50x10", tiny.frame());
}

#[test]
fn a_past_drill_is_watched() {
    fn watched(columns: u16, rows: u16, lang: Lang) -> Desk {
        let mut desk = Desk::in_lang(columns, rows, lang);
        let end = DrillTime::parse("24:30").unwrap();
        let truth = Some(Text::from("bad-release · users hit 5 %"));
        let reel = Reel { running: true, speed: 10, end, truth };
        desk.tell(Msg::Replay(Arc::new(story::late(lang)), reel));
        desk
    }
    snapshots(&[("replay", watched)]);
}

/// Play with this before the player, after these keys.
fn pressed(view: SeatView, keys: &str, columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::playing(columns, rows, view);
    desk.press(keys);
    desk
}

/// Declared, after these keys.
fn after(keys: &str, columns: u16, rows: u16, lang: Lang) -> Desk {
    pressed(story::declared(lang), keys, columns, rows)
}

/// Late in the drill, after these keys.
fn late(keys: &str, columns: u16, rows: u16, lang: Lang) -> Desk {
    pressed(story::late(lang), keys, columns, rows)
}

#[test]
fn forms_show_the_command_they_write() {
    fn declare(columns: u16, rows: u16, lang: Lang) -> Desk {
        pressed(story::ringing(lang), "dลูกค้าจ่ายเงินไม่ได้ น้ำ", columns, rows)
    }
    snapshots(&[
        ("form-declare", declare),
        ("form-update", |c, r, l| after("u<Tab>check", c, r, l)),
        ("form-assign", |c, r, l| after("w", c, r, l)),
        ("form-handover", |c, r, l| after("W", c, r, l)),
        ("form-page", |c, r, l| after("p", c, r, l)),
        ("form-look", |c, r, l| after("v", c, r, l)),
        ("form-do", |c, r, l| after("x", c, r, l)),
        ("form-status", |c, r, l| after("s", c, r, l)),
        ("form-severity", |c, r, l| after("S", c, r, l)),
        ("form-note", |c, r, l| after("t", c, r, l)),
        ("form-decision", |c, r, l| after("y", c, r, l)),
        ("form-action", |c, r, l| after("A", c, r, l)),
        ("form-cause", |c, r, l| after("c", c, r, l)),
        ("form-runbook", |c, r, l| after("b", c, r, l)),
        ("form-hint", |c, r, l| after("H", c, r, l)),
        ("form-answer", |c, r, l| after("6<Enter>We see it too.", c, r, l)),
        ("form-skip", |c, r, l| late("7-", c, r, l)),
    ]);
}

#[test]
fn the_line_and_the_help_list_what_may_be_said() {
    snapshots(&[
        ("line-all", |c, r, l| after("/", c, r, l)),
        ("line-assign", |c, r, l| after("/assign te", c, r, l)),
        ("line-found", |c, r, l| after("/colours", c, r, l)),
        ("help", |c, r, l| after("?", c, r, l)),
        ("help-found", |c, r, l| after("?upd", c, r, l)),
    ]);
}

#[test]
fn every_pane_alone() {
    snapshots(&[
        ("zoom-1-alerts", |c, r, l| late("11", c, r, l)),
        ("zoom-2-services", |c, r, l| late("2z", c, r, l)),
        ("zoom-2-map", |c, r, l| late("oz", c, r, l)),
        ("zoom-3-chart", |c, r, l| late("33", c, r, l)),
        ("zoom-3-compared", |c, r, l| late(" j3z", c, r, l)),
        ("zoom-4-looks", |c, r, l| after("44", c, r, l)),
        ("zoom-5-channel", |c, r, l| late("55", c, r, l)),
        ("zoom-6-inbox", |c, r, l| late("66", c, r, l)),
        ("zoom-7-runbook", |c, r, l| late("77", c, r, l)),
        ("zoom-8-team", |c, r, l| late("88", c, r, l)),
        ("zoom-9-record", |c, r, l| late("99", c, r, l)),
        ("zoom-0-updates", |c, r, l| late("00", c, r, l)),
    ]);
}

/// The debrief after these keys.
fn debrief(rated: bool, keys: &str, columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Debrief(Box::new(story::debriefing(rated))));
    desk.press(keys);
    desk
}

#[test]
fn every_page_of_the_debrief() {
    snapshots(&[
        ("debrief-rate", |c, r, l| debrief(false, "sp", c, r, l)),
        ("debrief-score", |c, r, l| debrief(true, "", c, r, l)),
        ("debrief-evidence", |c, r, l| debrief(true, "<Enter>", c, r, l)),
        ("debrief-timeline", |c, r, l| debrief(true, "2j", c, r, l)),
        ("debrief-updates", |c, r, l| debrief(true, "3", c, r, l)),
        ("debrief-post-mortem", |c, r, l| debrief(true, "4", c, r, l)),
        ("debrief-discuss", |c, r, l| debrief(true, "5", c, r, l)),
    ]);
}

#[test]
fn ascii_alone_is_enough() {
    let mut desk = Desk::playing(80, 24, story::late(Lang::En));
    desk.press("<F3><F3>3");
    let frame = desk.frame();
    let letters = frame.chars().filter(|letter| !letter.is_ascii());
    let foreign: String =
        letters.filter(|letter| !('\u{0E00}'..'\u{0E80}').contains(letter)).collect();
    assert_eq!(foreign, "", "glyphs of ours that are not ASCII");
    insta::assert_snapshot!("play-ascii-80x24", frame);
}

#[test]
fn the_readme_s_table_of_keys_is_the_one_that_dispatches() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("a README");
    let table = key_table_markdown();
    let head = table.lines().next().expect("a head");
    let (before, rest) = readme.split_once(head).expect("the README has a table of keys");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let told = format!("{before}{}\n\n{after}", table.trim());
    if std::env::var_os("FIREDRILL_UPDATE").is_some() {
        std::fs::write(path, &told).expect("a README that can be written");
    } else {
        let missing: Vec<&str> = table.lines().filter(|line| !readme.contains(line)).collect();
        assert!(told == readme, "FIREDRILL_UPDATE=1 brings the README up to date:\n{missing:#?}");
    }
}
