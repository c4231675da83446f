//! The screens: frames at the sizes people have, keys, forms, Thai, and what must never happen.
//! Everything goes through `update` and `draw`, as for a player.

mod at_home;
mod frames;
mod hosted;
mod keys;
mod line;
mod story;
mod terminal;
mod wander;

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use firedrill::model::text::Lang;
use firedrill::tui::{Intent, Model, Msg, Settings, draw, events, update};
use firedrill::view::SeatView;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr as _;

/// A player's screens without a terminal.
struct Desk {
    model: Model,
    size: (u16, u16),
    asked: Vec<Intent>,
}

impl Desk {
    fn new(columns: u16, rows: u16) -> Self {
        Self::in_lang(columns, rows, Lang::En)
    }

    fn in_lang(columns: u16, rows: u16, lang: Lang) -> Self {
        let model = Model::new(Settings { lang, ..Settings::default() }, "ann");
        let mut desk = Self { model, size: (columns, rows), asked: Vec::new() };
        desk.tell(Msg::Resize(columns, rows));
        desk
    }

    /// In play, with this before the player.
    fn playing(columns: u16, rows: u16, view: SeatView) -> Self {
        let mut desk = Self::in_lang(columns, rows, view.lang);
        desk.tell(Msg::View(Arc::new(view)));
        desk.tell(Msg::Tick(5_000));
        desk
    }

    fn tell(&mut self, msg: Msg) {
        let asked = update(&mut self.model, msg);
        self.asked.extend(asked);
    }

    /// Presses keys: letters as they are, `<Enter>` and the like by name.
    fn press(&mut self, keys: &str) {
        for event in events(keys) {
            self.tell(Msg::Key(event));
        }
    }

    /// Clicks on a cell.
    fn click(&mut self, column: usize, row: usize) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    }

    fn mouse(&mut self, kind: MouseEventKind, column: usize, row: usize) {
        let cell = |at: usize| u16::try_from(at).unwrap();
        let (column, row) = (cell(column), cell(row));
        self.tell(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// What was asked for since the last call.
    fn asked(&mut self) -> Vec<Intent> {
        std::mem::take(&mut self.asked)
    }

    /// Lines sent since the last call.
    fn sent(&mut self) -> Vec<String> {
        let lines = self.asked().into_iter().filter_map(|intent| match intent {
            Intent::Send(line) => Some(line),
            _ => None,
        });
        lines.collect()
    }

    fn buffer(&self) -> Buffer {
        let (columns, rows) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| draw(&self.model, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The frame as text, blanks at the ends of lines cut.
    fn frame(&self) -> String {
        text(&self.buffer())
    }
}

/// A buffer as text.
fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let line = |y| {
        // A letter of two columns stands in the first of them; the second is its own.
        let mut x = 0;
        let mut line = String::new();
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        line.trim_end().to_owned()
    };
    (0..area.height).map(line).collect::<Vec<_>>().join("\n")
}
