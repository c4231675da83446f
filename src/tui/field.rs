//! Text being typed: a string and a cursor between clusters. Arrows and Delete go by cluster,
//! Backspace takes the last code point, as Thai writers expect. It never draws.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::text::{DisplayText, MARKS_MAX};
use crate::tui::chord::{Chord, Code};
use crate::tui::ink::width;

/// The longest text a field takes, in characters.
const FIELD_MAX: usize = 1_800;

/// A text field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    text: String,
    at: usize,
    many_lines: bool,
}

impl Field {
    /// A field of one line that holds `text`, its cursor at the end.
    pub(crate) fn line(text: &str) -> Self {
        Self { text: text.to_owned(), at: text.len(), many_lines: false }
    }

    /// A field of several lines.
    pub(crate) fn area(text: &str) -> Self {
        Self { many_lines: true, ..Self::line(text) }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The byte before which the cursor stands.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts the cursor at a byte, or the nearest cluster before it.
    pub(crate) fn go(&mut self, byte: usize) {
        let mut at = byte.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        self.at = at;
    }

    /// Replaces all of it.
    pub(crate) fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.at = self.text.len();
    }

    /// Takes what is there and leaves nothing.
    pub(crate) fn take(&mut self) -> String {
        self.at = 0;
        std::mem::take(&mut self.text)
    }

    /// Writes text at the cursor, made safe to show; line breaks only where lines are many.
    pub(crate) fn write(&mut self, text: &str) {
        let safe = DisplayText::from(text);
        let safe = if self.many_lines {
            safe.as_str().to_owned()
        } else {
            safe.as_str().replace('\n', " ")
        };
        let room = FIELD_MAX.saturating_sub(self.text.chars().count());
        let safe: String = safe.chars().take(room).collect();
        self.text.insert_str(self.at, &safe);
        self.at += safe.len();
    }

    /// Puts `text` in place of what stands from byte `start` to the cursor.
    pub(crate) fn replace_from(&mut self, start: usize, text: &str) {
        if start <= self.at && self.text.is_char_boundary(start) {
            self.text.replace_range(start..self.at, text);
            self.at = start + text.len();
        }
    }

    /// Edits by one key; whether it was one of these.
    pub(crate) fn key(&mut self, chord: Chord) -> bool {
        match (chord.code, chord.ctrl) {
            (Code::Char(letter), false) if !chord.alt => {
                if !self.is_tower(letter) {
                    self.write(letter.encode_utf8(&mut [0; 4]));
                }
            }
            (Code::Enter, false) if self.many_lines => self.write("\n"),
            (Code::Backspace, _) => self.backspace(),
            (Code::Delete, _) => self.delete(),
            (Code::Left, _) => self.at = self.before(),
            (Code::Right, _) => self.at = self.after(),
            (Code::Home, _) => self.at = self.line_start(),
            (Code::End, _) => self.at = self.line_end(),
            (Code::Char('u'), true) => {
                let start = self.line_start();
                self.replace_from(start, "");
            }
            (Code::Char('k'), true) => {
                let end = self.line_end();
                self.text.replace_range(self.at..end, "");
            }
            (Code::Char('w'), true) => {
                let start = self.word_start();
                self.replace_from(start, "");
            }
            _ => return false,
        }
        true
    }

    /// Moves a line up or down where lines are many; whether there was one.
    pub(crate) fn step_line(&mut self, down: bool) -> bool {
        let (start, end) = (self.line_start(), self.line_end());
        let column = self.text[start..self.at].graphemes(true).count();
        let line = if down {
            if end == self.text.len() {
                return false;
            }
            end + 1
        } else {
            if start == 0 {
                return false;
            }
            self.text[..start - 1].rfind('\n').map_or(0, |at| at + 1)
        };
        let rest = &self.text[line..];
        let stop = rest.find('\n').unwrap_or(rest.len());
        let step: usize = rest[..stop].graphemes(true).take(column).map(str::len).sum();
        self.at = line + step;
        true
    }

    /// The column of the cursor in its line.
    pub(crate) fn column(&self) -> usize {
        width(&self.text[self.line_start()..self.at])
    }

    /// Whether a mark would go on a cluster that already carries its fill of them.
    fn is_tower(&self, letter: char) -> bool {
        let mark = width(letter.encode_utf8(&mut [0; 4])) == 0;
        mark && self.text[self.before()..self.at].chars().count() > MARKS_MAX
    }

    fn before(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.at..].graphemes(true).next();
        self.at + next.map_or(0, str::len)
    }

    fn backspace(&mut self) {
        if let Some(last) = self.text[..self.at].chars().next_back() {
            self.at -= last.len_utf8();
            self.text.remove(self.at);
        }
    }

    fn delete(&mut self) {
        let end = self.after();
        self.text.replace_range(self.at..end, "");
    }

    fn line_start(&self) -> usize {
        self.text[..self.at].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.at..].find('\n').map_or(self.text.len(), |at| self.at + at)
    }

    fn word_start(&self) -> usize {
        let head = self.text[..self.at].trim_end();
        head.rfind(char::is_whitespace)
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(field: &mut Field, code: Code) {
        field.key(Chord::key(code));
    }

    #[test]
    fn backspace_takes_a_mark_and_arrows_a_cluster() {
        let mut field = Field::line("ที่ปู่น้ำ");
        press(&mut field, Code::Backspace);
        assert_eq!(field.text(), "ที่ปู่น้");
        press(&mut field, Code::Left);
        press(&mut field, Code::Left);
        assert_eq!(&field.text()[field.at()..], "ปู่น้");
        press(&mut field, Code::Delete);
        assert_eq!(field.text(), "ที่น้");
        assert_eq!(field.column(), 1);
    }

    #[test]
    fn a_paste_stays_one_line_and_carries_nothing_that_steers() {
        let mut field = Field::line("");
        field.write("a\r\nb\u{1b}[31m\u{202e}c");
        assert_eq!(field.text(), "a b[31mc");
    }

    #[test]
    fn lines_are_walked_by_column() {
        let mut field = Field::area("first\nab\nthird");
        assert!(field.step_line(false));
        assert_eq!(field.at(), 8);
        assert!(field.step_line(true));
        assert!(!field.step_line(true));
        field.key(Chord::ctrl('w'));
        assert!(field.text().starts_with("first\nab\n"));
    }
}
