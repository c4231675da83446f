//! What keys do, end to end: from a key to the line that is sent.

use std::collections::BTreeSet;
use std::sync::Arc;

use firedrill::model::text::{Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::tui::{Intent, Msg, Reel, ReelStep, key_table_markdown};
use firedrill::view::SeatView;

use crate::tui::{Desk, story};

pub(super) fn playing() -> Desk {
    let mut desk = Desk::playing(80, 24, story::declared(Lang::En));
    desk.asked();
    desk
}

#[test]
fn a_page_rings_once_and_is_acknowledged_by_one_key() {
    let mut desk = Desk::playing(80, 24, story::ringing(Lang::En));
    assert_eq!(desk.asked(), [Intent::Bell]);
    desk.tell(Msg::View(Arc::new(story::ringing(Lang::En))));
    assert_eq!(desk.asked(), [], "the same page rings no second time");
    desk.tell(Msg::Tick(6_000));
    desk.press("a");
    assert_eq!(desk.sent(), ["/ack A-1"]);
}

#[test]
fn a_key_in_flight_acknowledges_nothing() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Tick(1_000));
    desk.tell(Msg::View(Arc::new(story::ringing(Lang::En))));
    desk.tell(Msg::Tick(1_100));
    desk.press("a");
    assert_eq!(desk.sent(), [""; 0]);
    desk.press("a");
    assert_eq!(desk.sent(), ["/ack A-1"], "the next press is meant");
}

#[test]
fn thai_letters_act_as_the_keys_they_sit_on_but_stay_text_on_the_line() {
    let mut desk = Desk::playing(80, 24, story::ringing(Lang::Th));
    desk.tell(Msg::Tick(6_000));
    desk.press("ฟ");
    assert_eq!(desk.sent(), ["/ack A-1"]);
    desk.press("ทฟ<Enter>");
    assert_eq!(desk.sent(), ["ฟ"]);
}

#[test]
fn forms_write_what_a_player_could_type() {
    let mut desk = Desk::playing(80, 24, story::ringing(Lang::En));
    desk.press("dCheckout errors<C-o>");
    assert_eq!(desk.sent(), ["/declare sev2 Checkout errors"]);

    let mut desk = playing();
    desk.press("u<Tab>checkout<Tab><Right><Right><Right><Tab>looking at the deploy<C-o>");
    assert_eq!(
        desk.sent(),
        ["/update internal scope=checkout effect=many doing=\"looking at the deploy\" next=20m"]
    );
    desk.press("w<C-o>");
    assert_eq!(desk.sent(), ["/assign tech ton"]);
    desk.press("v<Down><C-o>");
    assert_eq!(desk.sent(), ["/look checkout logs"]);
    desk.press("yroll back<Tab>errors began after 18:52<C-o>");
    assert_eq!(desk.sent(), ["/decision roll back why=\"errors began after 18:52\""]);
    desk.press("6<Enter>We see it too.<C-o>");
    assert_eq!(desk.sent(), ["/answer Q-1 We see it too."]);
}

#[test]
fn what_acts_on_the_system_is_asked_once() {
    let mut desk = playing();
    desk.press("xrr<C-o>");
    assert_eq!(desk.sent(), [""; 0]);
    assert!(desk.frame().contains("cannot be taken back at once"), "{}", desk.frame());
    desk.press("<Enter>");
    assert_eq!(desk.sent(), ["/do restart checkout"]);
}

#[test]
fn a_half_filled_form_says_what_is_missing_and_sends_nothing() {
    let mut desk = playing();
    desk.press("u<C-o>");
    assert_eq!(desk.sent(), [""; 0]);
    let frame = desk.frame();
    assert!(frame.contains("scope"), "{frame}");
}

#[test]
fn drafts_outlive_esc_and_a_refusal() {
    let mut desk = playing();
    desk.press("thalf a note<Esc>");
    desk.press("t");
    assert!(desk.frame().contains("half a note"));
    desk.press("<C-o>");
    assert_eq!(desk.sent(), ["/note half a note"]);
    let says = Text::from("A note needs an incident.");
    desk.tell(Msg::Refused { says, at: 0 });
    assert!(desk.frame().contains("A note needs an incident."));
    desk.press("t");
    assert!(desk.frame().contains("half a note"), "nothing typed is lost");
    desk.press("<C-o>");
    desk.tell(Msg::Sent);
    desk.press("t");
    assert!(!desk.frame().contains("half a note"), "what was sent is no draft");
}

#[test]
fn nothing_that_happens_takes_the_keys() {
    let mut desk = playing();
    desk.press("/note we saw");
    desk.tell(Msg::View(Arc::new(story::ringing(Lang::En))));
    desk.press(" a page<Enter>");
    assert_eq!(desk.sent(), ["/note we saw a page"]);

    desk.press("ttext");
    desk.tell(Msg::View(Arc::new(story::late(Lang::En))));
    desk.tell(Msg::Resize(80, 24));
    desk.press(" goes on<C-o>");
    assert_eq!(desk.sent(), ["/note text goes on"]);
}

#[test]
fn selections_follow_the_thing_and_not_the_row() {
    let mut desk = playing();
    desk.press("jj");
    let mut view = story::declared(Lang::En);
    view.services.rotate_right(3);
    desk.tell(Msg::View(Arc::new(view)));
    desk.press("v<C-o>");
    assert_eq!(desk.sent(), ["/look web metrics"]);
}

#[test]
fn a_command_alone_opens_its_form_and_completion_takes_words() {
    let mut desk = playing();
    desk.press("/upd<Enter>");
    assert!(desk.frame().contains("First update"));
    desk.press("<Esc>/assi<Tab>te<Tab>to<Tab><Enter>");
    assert_eq!(desk.sent(), ["/assign tech ton"]);
    desk.press("/<Up><Esc>");
    assert_eq!(desk.sent(), [""; 0]);
}

#[test]
fn what_was_sent_before_can_be_sent_again() {
    let mut desk = playing();
    desk.press("mfirst<Enter>msecond<Enter>");
    desk.asked();
    desk.press("m<Up><Up><Enter>");
    assert_eq!(desk.sent(), ["first"]);
}

#[test]
fn a_paste_is_one_message_and_never_keys() {
    let mut desk = playing();
    desk.tell(Msg::Paste("a\nq\n/end\u{1b}[31m".to_owned()));
    assert_eq!(desk.asked(), []);
    desk.press("<Enter>");
    assert_eq!(desk.sent(), ["a q /end[31m"]);
}

#[test]
fn the_runbook_runs_its_steps_and_asks_before_it_acts() {
    let mut desk = Desk::playing(80, 24, story::late(Lang::En));
    desk.asked();
    desk.press("7<Enter>");
    assert!(desk.frame().contains("/do rollback checkout"));
    desk.press("<Enter><Enter>");
    assert_eq!(desk.sent(), ["/do rollback checkout"]);
    desk.press(" ");
    assert_eq!(desk.sent(), ["/step 4 done"]);
    desk.press("-not our case<C-o>");
    assert_eq!(desk.sent(), ["/step 4 skip not our case"]);
}

#[test]
fn words_around_the_steps_are_gone_to_however_small_the_pane() {
    let mut view = story::late(Lang::En);
    let runbook = view.runbook.as_mut().unwrap();
    runbook.intro = "When to use: many cannot pay.\nWhen not: one bank alone is slow.".into();
    runbook.outro = "Not helping? Page the payments lead.\nGoing back: nothing to undo.".into();
    let mut desk = Desk::playing(80, 24, view);
    desk.press("7");
    assert!(desk.frame().contains("[>] 4"), "{}", desk.frame());
    assert!(!desk.frame().contains("When to use"), "{}", desk.frame());
    desk.press("g");
    assert!(desk.frame().contains(">When to use: many cannot pay."), "{}", desk.frame());
    desk.press("G");
    assert!(desk.frame().contains(">Going back: nothing to undo."), "{}", desk.frame());
    // Reading disarms nothing: the step that is next is still the one that runs.
    desk.press("<Enter>");
    assert!(desk.frame().contains("/do rollback checkout"), "{}", desk.frame());
}

#[test]
fn ending_is_asked_and_leaving_takes_two_presses() {
    let mut desk = playing();
    desk.press("Ex");
    assert_eq!(desk.sent(), [""; 0]);
    desk.press("E<Enter>");
    assert_eq!(desk.sent(), ["/end"]);
    desk.press("<C-c>");
    assert_eq!(desk.asked(), []);
    desk.press("<C-c>");
    assert_eq!(desk.asked(), [Intent::Leave]);
    assert!(desk.frame().contains("Scenarios"), "one is home again: {}", desk.frame());
}

#[test]
fn the_help_finds_a_key_and_presses_it() {
    let mut desk = playing();
    desk.press("?decision<Enter>");
    assert!(desk.frame().contains("Decision"));
    desk.press("<Esc>??");
    assert!(!desk.frame().contains("find:"), "? closes what it opened");
}

#[test]
fn the_line_finds_keys_and_commands_by_what_they_do() {
    let mut desk = playing();
    desk.press("/pane record<Enter>");
    assert!(desk.frame().contains("┏ 9 Record"), "{}", desk.frame());
    desk.press("/bell<Enter>");
    assert!(desk.frame().contains("┏ Settings"), "{}", desk.frame());
    desk.press("<Esc>/dcl<Enter>");
    assert!(desk.frame().contains("┏ Declare an incident"), "letters in order are enough");
    desk.press("<Esc>/up<Enter>");
    assert!(desk.frame().contains("First update"), "what begins so comes first");
}

#[test]
fn a_click_does_what_stands_there() {
    let mut desk = playing();
    let bar = desk.frame().lines().last().unwrap().to_owned();
    let column = bar.chars().take_while(|letter| *letter != 'u').count();
    desk.click(column, 23);
    assert!(desk.frame().contains("First update"), "the key bar is pressed");
    let frame = desk.frame();
    let (row, line) =
        frame.lines().enumerate().find(|(_, line)| line.contains("[ Leave ]")).unwrap();
    let column =
        line.chars().collect::<String>().split("[ Leave ]").next().unwrap().chars().count();
    desk.click(column + 2, row);
    assert!(!desk.frame().contains("First update"), "the button leaves the form");
    let strip = desk.frame().lines().nth(1).unwrap().to_owned();
    let before = strip.split("update").next().unwrap().chars().count();
    desk.click(before + 2, 1);
    assert!(desk.frame().contains("First update"), "what is due opens what meets it");
    desk.press("<Esc>");
    desk.click(60, 6);
    desk.click(60, 2);
    assert!(desk.frame().contains("zoomed: z back"), "the title of the pane with the keys zooms");
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn what_is_looked_for_among_lines_leaves_the_others_out() {
    let mut desk = playing();
    desk.press("44");
    let all = desk.frame();
    let lines: Vec<&str> = all.lines().filter(|line| line.contains("ERROR")).collect();
    assert!(!lines.is_empty() && all.contains("INFO"), "{all}");
    desk.press("ferror<Enter>");
    let found = desk.frame();
    assert!(found.contains("ERROR"), "{found}");
    assert!(!found.contains("INFO"), "{found}");
    desk.press("<Esc>");
    assert!(desk.frame().contains("INFO"), "Esc brings them back");
}

#[test]
fn a_form_acts_on_what_is_selected_now() {
    let mut desk = playing();
    desk.press("v<Esc>jv");
    assert!(desk.frame().contains("/look payments"), "nothing was edited: {}", desk.frame());
    desk.press("<Tab><Esc>");
    desk.press("x<Tab>10<Esc>kx");
    let frame = desk.frame();
    assert!(frame.contains("/do verify checkout 10"), "what was written stays: {frame}");
}

#[test]
fn an_update_says_what_is_missing_and_what_comes_too_early() {
    let mut desk = playing();
    desk.press("u");
    assert!(desk.frame().contains("still empty: Scope, Doing"), "{}", desk.frame());
    desk.press("<Tab>checkout<Tab><Tab>looking<Tab>");
    assert!(desk.frame().contains("ok  says to whom"), "{}", desk.frame());
    desk.press("<C-u>none");
    assert!(desk.frame().contains("once it is resolved"), "{}", desk.frame());
    desk.press("<C-u>20m<Tab>We see {impact}");
    assert!(desk.frame().contains("still empty: {impact}"), "{}", desk.frame());
}

#[test]
fn a_hint_is_said_where_one_looks() {
    let mut desk = playing();
    let told = SeatView {
        hints: vec![(1, Text::from("one service is worse than the others"))],
        ..story::declared(Lang::En)
    };
    desk.tell(Msg::View(Arc::new(told)));
    assert!(desk.frame().contains("one service is worse than the others"), "{}", desk.frame());
}

#[test]
fn a_replay_from_the_debrief_leads_back_to_it() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Debrief(Box::new(story::debriefing(true))));
    desk.press("v");
    let end = DrillTime::parse("24:30").unwrap();
    let reel = Reel { end, speed: 10, ..Reel::default() };
    desk.tell(Msg::Replay(Arc::new(story::late(Lang::En)), reel));
    desk.asked();
    desk.press("q");
    assert_eq!(desk.asked(), [Intent::Open("D-7F3K".to_owned())]);
}

#[test]
fn services_stand_as_a_map_and_side_by_side() {
    let mut desk = Desk::playing(120, 40, story::late(Lang::En));
    desk.press("oz");
    let frame = desk.frame();
    assert!(frame.contains("└ kite-pay") && frame.contains("who calls whom"), "{frame}");
    desk.press("zo j");
    assert!(desk.frame().contains("beside"), "{}", desk.frame());
    desk.press("k j");
    assert!(!desk.frame().contains("beside"), "once more lets it go");
}

#[test]
fn rating_oneself_comes_before_any_number() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Debrief(Box::new(story::debriefing(false))));
    assert!(!desk.frame().contains("78"));
    desk.press("psmusp");
    assert_eq!(desk.sent().first().map(String::as_str), Some("/self detect P"));
    assert!(desk.frame().contains("Score 78"));
    desk.press("dthe answer was on the phone<Enter>");
    assert_eq!(desk.sent(), ["/dispute stakeholders the answer was on the phone"]);
}

#[test]
fn a_letter_means_one_thing_in_all_of_play_and_tmux_keeps_its_own() {
    let table = key_table_markdown();
    let never =
        ["Ctrl+B", "Ctrl+A", "Ctrl+S", "Ctrl+Q", "Ctrl+Z", "Ctrl+J", "Ctrl+M", "F10", "F11"];
    for chord in never {
        assert!(!table.contains(&format!("`{chord}`")), "{chord} belongs to others");
    }
    let mut place = "";
    let mut bound = BTreeSet::new();
    let panes = [
        "Alerts",
        "Services",
        "Chart",
        "Looks and remedies",
        "Channel",
        "Inbox",
        "Runbook",
        "Team",
    ];
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let head = cells[0].trim_start_matches("| ").trim();
        if !head.is_empty() {
            place = head;
        }
        for key in cells[1].split(' ').map(|key| key.trim_matches('`')) {
            let letter = key.len() == 1 && key.chars().all(char::is_alphabetic);
            if place == "play" && letter {
                assert!(bound.insert(key.to_owned()), "{key} twice in play");
            }
            if panes.contains(&place) && letter {
                assert!(["e", "o", "r", "T"].contains(&key), "{key} belongs to all of play");
            }
        }
    }
    assert!(bound.len() > 20);
}

/// A past drill on the screen, standing.
fn watching() -> Desk {
    let mut desk = Desk::new(100, 30);
    let reel = Reel { speed: 10, end: DrillTime::parse("24:30").unwrap(), ..Reel::default() };
    desk.tell(Msg::Replay(Arc::new(story::declared(Lang::En)), reel));
    desk.asked();
    desk
}

#[test]
fn a_replay_is_moved_by_its_keys_and_says_nothing() {
    let mut desk = watching();
    desk.press(" nN<Right><Left>>");
    desk.press("<st");
    let moves = [
        ReelStep::Toggle,
        ReelStep::Moment(true),
        ReelStep::Moment(false),
        ReelStep::Seconds(10),
        ReelStep::Seconds(-10),
        ReelStep::Speed(true),
        ReelStep::Speed(false),
        ReelStep::Seat,
        ReelStep::Truth,
    ];
    assert_eq!(desk.asked(), moves.map(Intent::Reel));
    // Keys that speak in play, in every pane.
    for pane in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] {
        desk.press(pane);
        desk.press("aduwWvxpSc byAHmi/PJE-or<Enter>");
        let said: Vec<_> =
            desk.asked().into_iter().filter(|own| matches!(own, Intent::Send(_))).collect();
        assert_eq!(said, [], "in pane {pane}");
    }
    desk.press("q");
    assert_eq!(desk.asked(), [Intent::Leave]);
    assert!(desk.frame().contains("Scenarios"), "{}", desk.frame());
}

#[test]
fn the_debrief_is_watched_from_what_is_selected_and_takes_follow_ups() {
    let mut desk = Desk::new(100, 30);
    desk.tell(Msg::Debrief(Box::new(story::debriefing(true))));
    desk.press("2v");
    let asked = desk.asked();
    assert!(matches!(asked.as_slice(), [Intent::Watch(_, _)]), "{asked:?}");
    desk.press("Awrite the alert owner=ann due=2026-12-11<Enter>");
    assert_eq!(desk.sent(), ["/action write the alert owner=ann due=2026-12-11"]);
    desk.tell(Msg::Sent);
    assert!(desk.frame().contains("on record"), "{}", desk.frame());
}
