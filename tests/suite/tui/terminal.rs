//! What a real terminal shows after the bytes of several frames: no ghosts of Thai, no cell that
//! was not drawn.

use std::cell::RefCell;
use std::io::{self, Write};
use std::num::NonZero;
use std::rc::Rc;

use firedrill::model::text::Lang;
use firedrill::tui::draw;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::tui::{Desk, story};

/// The bytes on their way to a terminal.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal that remembers what it was sent.
struct Screen {
    terminal: Terminal<CrosstermBackend<Wire>>,
    wire: Wire,
    parser: vt100::Parser,
    size: (u16, u16),
}

impl Screen {
    fn new(columns: u16, rows: u16) -> Self {
        let wire = Wire::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
        let backend = CrosstermBackend::new(wire.clone());
        let options = TerminalOptions { viewport };
        let sides = |side| NonZero::new(side).unwrap();
        Self {
            terminal: Terminal::with_options(backend, options).unwrap(),
            wire,
            parser: vt100::Parser::new(sides(rows), sides(columns), 0),
            size: (columns, rows),
        }
    }

    /// Draws a frame and lets the terminal read its bytes.
    fn show(&mut self, desk: &Desk) {
        self.terminal.draw(|frame| draw(&desk.model, frame)).unwrap();
        let bytes = self.wire.0.take();
        self.parser.process(&bytes);
    }

    fn text(&self) -> String {
        let rows = self.parser.screen().rows(0, self.size.0);
        rows.map(|row| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn thai_leaves_no_ghosts_between_frames() {
    let mut desk = Desk::playing(80, 24, story::ringing(Lang::Th));
    let mut screen = Screen::new(80, 24);
    screen.show(&desk);
    desk.press("d");
    for keys in ["น้ำท่วมที่ร้าน", "<Backspace>", "<Backspace>", "<Backspace>", "ำ", "<C-w>", "ปู่กำลังทำ"]
    {
        desk.press(keys);
        screen.show(&desk);
        assert_eq!(screen.text(), desk.frame(), "after {keys}");
    }
    desk.press("<Esc>");
    screen.show(&desk);
    assert_eq!(screen.text(), desk.frame());
}

#[test]
fn every_screen_reads_the_same_in_a_terminal() {
    for lang in [Lang::En, Lang::Th] {
        let mut desk = Desk::playing(120, 40, story::late(lang));
        let mut screen = Screen::new(120, 40);
        for keys in ["", "7z", "z5", "u", "<Esc>", "?", "<Esc>", "3+", "/do r"] {
            desk.press(keys);
            screen.show(&desk);
            assert_eq!(screen.text(), desk.frame(), "{lang:?} after {keys}");
        }
    }
}

/// A small generator: the same edits on every run.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn a_thousand_edits_of_thai_and_latin_leave_no_ghost() {
    const KEYS: &[&str] = &[
        "น้ำ",
        "ที่",
        "ปู่",
        "กำ",
        "เก๋า",
        "ฤๅ",
        "ไม้",
        "็",
        "่",
        "ำ",
        "a",
        "É",
        " ",
        "-",
        "日本",
        "«ท»",
        "<Backspace>",
        "<Backspace>",
        "<Left>",
        "<Left>",
        "<Right>",
        "<Home>",
        "<End>",
        "<C-w>",
        "<C-k>",
    ];
    // One line, a field of one line, a field of several; and what stands beside them all the while.
    for (seed, opens) in [(11, "/note "), (12, "d"), (13, "t"), (14, "u<Tab>")] {
        let mut state = seed;
        let mut desk = Desk::playing(80, 24, story::late(Lang::Th));
        let mut screen = Screen::new(80, 24);
        screen.show(&desk);
        desk.press(opens);
        for edit in 0..250 {
            let key = KEYS[next(&mut state) % KEYS.len()];
            desk.press(key);
            screen.show(&desk);
            let (drawn, read) = (desk.frame(), screen.text());
            assert_eq!(read, drawn, "seed {seed}, edit {edit}: {key}");
            let (row, column) = screen.parser.screen().cursor_position();
            assert!(row < 24 && column <= 80, "seed {seed}, edit {edit}: {row} {column}");
        }
    }
}
