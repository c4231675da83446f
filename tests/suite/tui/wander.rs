//! Keys at random, screens of every size: nothing panics, nothing is drawn outside its area,
//! nothing is sent that no grammar reads.

use crossterm::event::MouseEventKind;
use firedrill::command::Command;
use firedrill::model::text::Lang;
use firedrill::tui::{Intent, Model, Msg, Settings, draw, update};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::tui::{Desk, story};

/// Keys worth pressing, by the names of `Desk::press`.
const KEYS: &[&str] = &[
    "<Enter>",
    "<Esc>",
    "<Tab>",
    "<BackTab>",
    "<Up>",
    "<Down>",
    "<Left>",
    "<Right>",
    "<Backspace>",
    "<F4>",
    "<F3>",
    "<C-o>",
    "<C-w>",
    "ก",
    "ำ",
    "ที่",
    "ฟ",
    " ",
    "ö",
    "日",
    "\u{301}",
];

/// The key of a number: one of the named, or a printable letter.
fn nth(number: u32) -> String {
    let named = u32::try_from(KEYS.len()).unwrap();
    let number = number % (named * 3 + 95);
    if number < named * 3 {
        let at = usize::try_from(number % named).unwrap();
        return KEYS[at].to_owned();
    }
    char::from_u32(32 + number - named * 3).unwrap_or(' ').to_string()
}

/// A small generator: the same keys on every run.
fn next(state: &mut u64) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    u32::try_from(*state >> 33).unwrap_or(0)
}

#[test]
fn ten_thousand_keys_and_clicks_break_nothing() {
    let mut state = 41;
    let sizes = [(80, 24), (60, 20), (120, 40), (30, 6)];
    let mut desk = Desk::playing(80, 24, story::declared(Lang::En));
    for press in 0..10_000_u32 {
        if press % 5 == 4 {
            let spot =
                |most: u16, number: u32| usize::try_from(number).unwrap() % usize::from(most);
            let (columns, rows) = desk.size;
            let (column, row) = (spot(columns, next(&mut state)), spot(rows, next(&mut state)));
            match next(&mut state) % 4 {
                0 => desk.mouse(MouseEventKind::ScrollUp, column, row),
                1 => desk.mouse(MouseEventKind::ScrollDown, column, row),
                _ => desk.click(column, row),
            }
        } else {
            let key = nth(next(&mut state));
            desk.press(&key);
        }
        if press % 500 == 0 {
            let late = press % 1000 == 0;
            let view = if late { story::late(Lang::Th) } else { story::ringing(Lang::En) };
            desk.tell(Msg::View(std::sync::Arc::new(view)));
            desk.size = sizes[usize::try_from(press / 500).unwrap() % sizes.len()];
            desk.tell(Msg::Resize(desk.size.0, desk.size.1));
        }
        if press % 7 == 0 {
            desk.frame();
        }
        for intent in desk.asked() {
            match intent {
                Intent::Send(line) => {
                    assert!(!line.trim().is_empty(), "an empty line was sent");
                    if press % 2 == 0 {
                        desk.tell(Msg::Sent);
                    } else {
                        desk.tell(Msg::Refused { says: "No.".into(), at: line.len() / 2 });
                    }
                }
                Intent::Leave | Intent::Quit => {
                    desk.tell(Msg::View(std::sync::Arc::new(story::declared(Lang::En))));
                }
                _ => {}
            }
        }
    }
    assert!(desk.model.is_playing(), "no key ends the drill on the screen by itself");
}

#[test]
fn a_paste_of_ten_thousand_letters_is_cut_and_never_sent_by_itself() {
    let text = "ที่ปู่น้ำ 日本 line\r\n/end\r\n\u{1b}[31m".repeat(400);
    assert!(text.chars().count() > 10_000);
    for opens in ["/", "m", "u<Tab>", "f", ""] {
        let mut desk = Desk::playing(80, 24, story::declared(Lang::En));
        desk.asked();
        desk.press(opens);
        desk.tell(Msg::Paste(text.clone()));
        desk.frame();
        assert_eq!(desk.asked(), [], "after {opens:?}");
        desk.tell(Msg::Resize(60, 20));
        desk.size = (60, 20);
        desk.frame();
    }
    let mut home = Desk::new(80, 24);
    home.press("f");
    home.tell(Msg::Paste(text));
    home.frame();
}

#[test]
fn what_forms_send_is_always_a_command() {
    let mut state = 7;
    let mut desk = Desk::playing(80, 24, story::declared(Lang::En));
    for _ in 0..3_000 {
        desk.press("<Esc><Esc>");
        let form = ["d", "u", "w", "W", "p", "v", "x", "s", "S", "t", "y", "A", "c", "b", "H"];
        desk.press(form[usize::try_from(next(&mut state)).unwrap() % form.len()]);
        for _ in 0..next(&mut state) % 12 {
            desk.press(&nth(next(&mut state)));
        }
        // What was sent so far may have been typed on the line.
        desk.sent();
        desk.press("<C-o><C-o>");
        for line in desk.sent() {
            if line.starts_with('/') {
                assert!(Command::parse(&line).is_ok(), "{line}");
            }
            desk.tell(Msg::Sent);
        }
    }
}

/// The letters of a frame drawn in the middle of a larger screen of `#` stay inside.
fn stays_inside(model: &Model, columns: u16, rows: u16) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| draw(model, frame)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_size_is_too_odd(
        columns in 1_u16..300,
        rows in 1_u16..100,
        keys in proptest::collection::vec(0_u32..1_000, 0..12),
        which in 0_usize..6,
        thai in any::<bool>(),
    ) {
        let lang = if thai { Lang::Th } else { Lang::En };
        let mut model = Model::new(Settings { lang, ..Settings::default() }, "ann");
        update(&mut model, Msg::Resize(columns, rows));
        let view = |view| Msg::View(std::sync::Arc::new(view));
        let _asked = match which {
            0 => update(&mut model, Msg::Library(story::library())),
            1 => update(&mut model, view(story::calm(lang))),
            2 => update(&mut model, view(story::ringing(lang))),
            3 => update(&mut model, view(story::declared(lang))),
            4 => update(&mut model, view(story::late(lang))),
            _ => update(&mut model, Msg::Debrief(Box::new(story::debriefing(thai)))),
        };
        let mut desk = Desk { model, size: (columns, rows), asked: Vec::new() };
        stays_inside(&desk.model, columns, rows);
        for key in keys {
            desk.press(&nth(key));
            stays_inside(&desk.model, columns, rows);
        }
    }
}
