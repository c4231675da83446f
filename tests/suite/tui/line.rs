//! The line: what was refused comes back, what is begun afresh does not slip into it, what is looked
//! for is found by its own name.

use firedrill::model::text::{DisplayText, Text};
use firedrill::tui::Msg;

use crate::tui::keys::playing;

#[test]
fn a_refused_line_comes_back_with_the_cursor_at_the_fault() {
    let mut desk = playing();
    desk.press("/udpate x<Enter>");
    assert_eq!(desk.sent(), ["/udpate x"]);
    let says =
        Text { en: DisplayText::from("`/udpate` is no command. Tab takes `/update`."), th: None };
    desk.tell(Msg::Refused { says, at: 7 });
    let frame = desk.frame();
    assert!(frame.contains("> /udpate x") && frame.contains("is no command"), "{frame}");
    desk.press("/<Right><Left>!<Enter>");
    assert_eq!(desk.sent(), ["/udpate! x"]);
}

#[test]
fn a_command_is_begun_afresh_where_nobody_mends_the_refused_one() {
    for (keys, sent) in [
        ("/note errors<Enter>", "/note errors"),
        ("//note errors<Enter>", "/note errors"),
        ("/<Backspace>note errors<Enter>", "/note errors"),
        ("/<End> y<Enter>", "/udpate x y"),
    ] {
        let mut desk = playing();
        desk.press("/udpate x<Enter>");
        desk.sent();
        desk.tell(Msg::Refused { says: Text::from("`/udpate` is no command."), at: 7 });
        desk.press(keys);
        assert_eq!(desk.sent(), [sent], "{keys}");
    }
}

#[test]
fn a_remedy_is_found_by_its_own_name() {
    let mut desk = playing();
    desk.press("/rollb");
    assert!(desk.frame().contains("/do rollback"), "{}", desk.frame());
    desk.press("<Tab>checkout<Enter>");
    assert_eq!(desk.sent(), ["/do rollback checkout"]);
    desk.press("/rollb<Enter>");
    assert!(desk.sent().is_empty() && desk.frame().contains("(•) rollback"), "{}", desk.frame());
}

#[test]
fn a_command_does_not_slip_into_a_message_that_was_left() {
    let mut desk = playing();
    desk.press("mhalf a word<Esc>");
    desk.press("/look cart<Enter>");
    assert_eq!(desk.sent(), ["/look cart"]);
    desk.press("m<Up><Up>");
    assert!(desk.frame().contains("> half a word"), "it is not lost: {}", desk.frame());
}

#[test]
fn a_message_is_begun_afresh_after_a_refused_line() {
    let mut desk = playing();
    desk.press("/udpate x<Enter>");
    desk.sent();
    let says = Text::from("`/udpate` is no command.");
    desk.tell(Msg::Refused { says, at: 0 });
    desk.press("mhello<Enter>");
    assert_eq!(desk.sent(), ["hello"], "what was refused does not slip into it");
}

#[test]
fn a_refused_line_does_not_slip_into_one_that_was_begun_meanwhile() {
    let mut desk = playing();
    desk.press("/udpate x<Enter>m");
    desk.sent();
    desk.tell(Msg::Refused { says: Text::from("`/udpate` is no command."), at: 0 });
    desk.press("hello<Enter>");
    assert_eq!(desk.sent(), ["hello"]);
    desk.press("m<Up><Up>");
    assert!(desk.frame().contains("> /udpate x"), "it is not lost: {}", desk.frame());
}

#[test]
fn whatever_is_written_into_a_refused_command_stays_a_command() {
    let mut desk = playing();
    desk.press("/zq<Enter>");
    desk.sent();
    desk.tell(Msg::Refused { says: Text::from("`/zq` is no command."), at: 0 });
    desk.press("/tell bee for you alone <Enter>");
    let sent = desk.sent();
    assert!(sent.iter().all(|line| line.starts_with('/')), "all would read {sent:?}");
}

#[test]
fn a_remedy_without_the_argument_it_needs_is_asked_for_it_and_not_sent() {
    let mut desk = playing();
    desk.press("/do scale checkout<Enter>");
    assert!(desk.sent().is_empty(), "a minute later the system would only say what is missing");
    let frame = desk.frame();
    assert!(frame.contains("scale does nothing without its argument"), "{frame}");
    desk.press("8<C-o><C-o>");
    assert_eq!(desk.sent(), ["/do scale checkout 8"]);
}
