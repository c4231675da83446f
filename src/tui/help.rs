//! The help overlay: every key of the place one is in, then those that hold everywhere, from the
//! one key table. Typing filters, Enter presses the key.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::boxes::{border, clear, list, row, split};
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::ink::{Row, cells, width};
use crate::tui::keys::{BINDINGS, Binding, Place, Step};
use crate::tui::model::{Pen, stepped};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// The open overlay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Help {
    /// Places whose keys are shown, the nearest first.
    pub(crate) places: Vec<Place>,
    /// What is looked for.
    pub(crate) filter: Field,
    /// The row selected.
    pub(crate) row: usize,
}

/// What a key did in the overlay.
pub(crate) enum Helped {
    /// The overlay goes on.
    Stays,
    /// It closes.
    Closes,
    /// It closes, and this key is pressed.
    Presses(Chord),
}

impl Help {
    /// The overlay over a screen.
    pub(crate) fn over(mut places: Vec<Place>) -> Self {
        if places.contains(&Place::Play) {
            places.extend([Place::Line, Place::Form]);
        }
        Self { places, ..Self::default() }
    }

    /// Rows that fit the filter, by place.
    fn found(&self, pen: Pen) -> Vec<&'static Binding> {
        let wanted = self.filter.text().to_lowercase();
        let fits = |row: &&Binding| {
            let name = row.name.get(pen.lang).to_lowercase();
            let says = row.says.get(pen.lang).to_lowercase();
            wanted.is_empty() || name.contains(&wanted) || says.contains(&wanted)
        };
        let of = |place: &Place| {
            let place = *place;
            BINDINGS.iter().filter(move |row| row.place == place)
        };
        // What a nearer place has bound means that, and nothing else.
        let mut taken: Vec<Chord> = Vec::new();
        let mut rows: Vec<&'static Binding> = Vec::new();
        for place in &self.places {
            let here: Vec<&'static Binding> = of(place).collect();
            let text = matches!(place, Place::Line | Place::Form);
            let free =
                |row: &&&'static Binding| text || row.keys.iter().any(|key| !taken.contains(key));
            rows.extend(here.iter().filter(free).copied());
            taken.extend(here.iter().flat_map(|row| row.keys.iter().copied()));
        }
        rows.into_iter().filter(fits).collect()
    }

    /// A key in the overlay.
    pub(crate) fn key(&mut self, chord: Chord, pen: Pen) -> Helped {
        let found = self.found(pen);
        let step = match chord.code {
            Code::Esc | Code::F(1) => return Helped::Closes,
            Code::Char('?') if self.filter.is_empty() => return Helped::Closes,
            Code::Enter => {
                let chosen = found
                    .get(self.row)
                    .filter(|row| !matches!(row.place, Place::Line | Place::Form));
                let key = chosen.and_then(|row| row.keys.first()).copied();
                return key.map_or(Helped::Closes, Helped::Presses);
            }
            Code::Up => Step::Back,
            Code::Down | Code::Tab => Step::On,
            Code::PageUp => Step::PageBack,
            Code::PageDown => Step::PageOn,
            _ => {
                self.filter.key(chord);
                self.row = 0;
                return Helped::Stays;
            }
        };
        self.row = stepped(self.row, found.len(), step, 10);
        Helped::Stays
    }

    /// Draws it over the screen; returns where the cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, pen: Pen) -> Position {
        let columns = area.width.min(84);
        let (_, rest) = split(area, usize::from(area.height > 6));
        let over = Rect { x: area.x + (area.width - columns) / 2, width: columns, ..rest };
        clear(buffer, over);
        let title = Row::of(pen.word(Word::HelpTitle), pen.style(Token::Strong));
        let right = Row::of(pen.word(Word::HelpKeys), pen.style(Token::Quiet));
        let inner = border(buffer, over, title, right, true, pen);
        let lead = format!(" {} ", pen.word(Word::HelpFilter));
        let filter = Row::of(&lead, pen.style(Token::Quiet)).text(self.filter.text());
        let (top, body) = split(inner, 2);
        row(buffer, top, 0, &filter);
        let found = self.found(pen);
        let places = found.iter().map(|row| width(&row.place.title(pen.lang)));
        let place = places.max().unwrap_or(8) + 2;
        let mut last = None;
        let entries: Vec<Row> = found
            .iter()
            .map(|binding| {
                let first = last != Some(binding.place);
                last = Some(binding.place);
                let name = if first { binding.place.title(pen.lang) } else { String::new() };
                Row::new()
                    .cell(&name, place, pen.style(Token::Quiet))
                    .cell(&binding.all_keys(), 12, pen.style(Token::Strong))
                    .text(" ")
                    .text(binding.says.get(pen.lang))
            })
            .collect();
        if entries.is_empty() {
            let none = Word::NotFound.with(pen.lang, &[self.filter.text()]);
            row(buffer, body, 0, &Row::new().text(" ").put(&none, pen.style(Token::Quiet)));
        }
        list(buffer, body, &entries, self.row, pen);
        let x = inner.x + cells(width(&lead) + self.filter.column());
        Position::new(x.min(inner.right().saturating_sub(1)), inner.y)
    }
}
