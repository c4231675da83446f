//! Text to cells: the one place where a string becomes a span. Widths, cutting, padding and
//! wrapping count display columns of what a terminal really draws. It never changes what is kept.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Thai SARA AM, which terminals and ratatui count differently.
const SARA_AM: char = '\u{0E33}';
const NIKHAHIT: char = '\u{0E4D}';
const SARA_AA: char = '\u{0E32}';

/// The form to draw: each SARA AM as NIKHAHIT (before the tone marks that stand just before it)
/// and SARA AA, so that every cluster is one column everywhere; what cannot be drawn becomes a
/// space.
pub(crate) fn cell_safe(text: &str) -> Cow<'_, str> {
    if !text.contains(|letter: char| letter == SARA_AM || letter.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter == SARA_AM {
            let mut tones = String::new();
            while let Some(last @ '\u{0E48}'..='\u{0E4B}') = out.chars().next_back() {
                tones.insert(0, last);
                out.pop();
            }
            out.push(NIKHAHIT);
            out.push_str(&tones);
            out.push(SARA_AA);
        } else {
            out.push(if letter.is_control() { ' ' } else { letter });
        }
    }
    Cow::Owned(out)
}

/// Display columns of a text as it is drawn.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    cell_safe(text).graphemes(true).map(cluster_width).sum()
}

/// ratatui draws no cluster of width 0, and every other by its own width.
fn cluster_width(cluster: &str) -> usize {
    cluster.width()
}

/// A count of columns or rows as ratatui wants it.
pub(crate) fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The text, or its beginning and `…`, in at most `max` columns.
pub(crate) fn cut(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    if max == 0 {
        return String::new();
    }
    let mut kept = head(text, max - 1).to_owned();
    // Before a word rather than inside, where that costs at most six columns.
    if let Some(space) = kept.rfind(' ') {
        let lost = width(&kept[space..]);
        if lost <= 6 && space > 0 && !text[kept.len()..].starts_with(' ') {
            kept.truncate(space);
        }
    }
    let mut kept = kept.trim_end().to_owned();
    kept.push('…');
    kept
}

/// The longest beginning of `text`, by clusters, of at most `max` columns.
pub(crate) fn head(text: &str, max: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += width(cluster);
        if used > max {
            return &text[..at];
        }
    }
    text
}

/// The text in exactly `columns`, cut or followed by blanks.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns);
    let blank = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', blank));
    out
}

/// The text in exactly `columns`, at their right end.
pub(crate) fn pad_left(text: &str, columns: usize) -> String {
    let out = cut(text, columns);
    let blank = columns.saturating_sub(width(&out));
    let mut padded = " ".repeat(blank);
    padded.push_str(&out);
    padded
}

/// Lines of at most `columns`. Breaks at spaces and between Thai and other letters; inside a run
/// of Thai only where it alone is longer than a line, and there at the beginning of a syllable.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(paragraph) {
            let wide = width(piece.trim_end());
            let mut rest = piece;
            if used > 0 && wide > columns && columns - used.min(columns) >= SHARE_MIN {
                // Too long for any line: it begins on this one.
                let (part, after) = rest.split_at(break_at(rest, columns - used));
                line.push_str(part);
                rest = after;
            }
            if used > 0 && (used + wide > columns || rest.len() < piece.len()) {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            while width(rest.trim_end()) > columns {
                let (part, after) = rest.split_at(break_at(rest, columns));
                if part.is_empty() {
                    break;
                }
                line.push_str(part);
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                rest = after;
            }
            line.push_str(rest);
            used += width(rest);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Columns left on a line from which a run too long for any line begins there.
const SHARE_MIN: usize = 12;
/// How far back a break looks for the beginning of a syllable, in columns.
const LOOK_BACK: usize = 10;

/// The byte before which a run is broken so that at most `room` columns stand before it: before
/// a vowel that opens a syllable where one is near, never before a sign that ends one.
fn break_at(text: &str, room: usize) -> usize {
    let part = head(text, room);
    if part.len() == text.len() || text[part.len()..].starts_with(opens_syllable) {
        return part.len();
    }
    let mut near = part.char_indices().rev().take_while(|(at, _)| width(&part[*at..]) <= LOOK_BACK);
    let opening = near.find(|(at, letter)| *at > 0 && opens_syllable(*letter));
    if let Some((at, _)) = opening {
        return at;
    }
    let mut end = part.len();
    while text[end..].starts_with(ends_syllable) {
        let Some((at, _)) = text[..end].grapheme_indices(true).next_back() else { break };
        if at == 0 {
            return part.len();
        }
        end = at;
    }
    end
}

/// Vowels written before their consonant.
const fn opens_syllable(letter: char) -> bool {
    matches!(letter, 'เ' | 'แ' | 'โ' | 'ใ' | 'ไ')
}

/// Signs that belong to what stands before them.
const fn ends_syllable(letter: char) -> bool {
    matches!(letter, 'ะ' | 'า' | 'ำ' | 'ๅ' | 'ๆ' | 'ฯ')
}

/// Words with the blanks after them; Thai and other letters part company.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = piece_end(rest);
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

fn piece_end(text: &str) -> usize {
    let mut before = None;
    for (at, letter) in text.char_indices() {
        if let Some(last) = before {
            let after_blank = last == ' ' && letter != ' ';
            let turns = letter != ' ' && last != ' ' && is_thai(last) != is_thai(letter);
            let words = letter.is_alphanumeric() && char::is_alphanumeric(last);
            if after_blank || (turns && (words || is_mark(last) && letter.is_alphanumeric())) {
                return at;
            }
        }
        before = Some(letter);
    }
    text.len()
}

fn is_thai(letter: char) -> bool {
    ('\u{0E01}'..='\u{0E5B}').contains(&letter)
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}')
}

/// A line of the screen: spans and their width. All text that is drawn goes through here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    spans: Vec<Span<'static>>,
    width: usize,
}

impl Row {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A row of one text.
    pub(crate) fn of(text: &str, style: Style) -> Self {
        Self::new().put(text, style)
    }

    /// Adds text in the style of the area.
    pub(crate) fn text(self, text: &str) -> Self {
        self.put(text, Style::new())
    }

    /// Adds text.
    pub(crate) fn put(mut self, text: &str, style: Style) -> Self {
        self.width += width(text);
        self.spans.push(Span::styled(cell_safe(text).into_owned(), style));
        self
    }

    /// Adds text in exactly `columns`.
    pub(crate) fn cell(self, text: &str, columns: usize, style: Style) -> Self {
        self.put(&pad(text, columns), style)
    }

    /// Adds text at the right end of exactly `columns`.
    pub(crate) fn right(self, text: &str, columns: usize, style: Style) -> Self {
        self.put(&pad_left(text, columns), style)
    }

    /// Adds blanks up to a column.
    pub(crate) fn to(self, column: usize) -> Self {
        let blank = column.saturating_sub(self.width);
        self.text(&" ".repeat(blank))
    }

    /// Adds another row.
    pub(crate) fn join(mut self, other: Self) -> Self {
        self.width += other.width;
        self.spans.extend(other.spans);
        self
    }

    /// Columns it takes.
    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// Gives every span a style for what it leaves open.
    pub(crate) fn under(mut self, style: Style) -> Self {
        for span in &mut self.spans {
            span.style = style.patch(span.style);
        }
        self
    }

    /// Gives every span a further style.
    pub(crate) fn over(mut self, style: Style) -> Self {
        for span in &mut self.spans {
            span.style = span.style.patch(style);
        }
        self
    }

    /// Itself in at most `max` columns, ended by `…` where something was cut.
    pub(crate) fn cut(self, max: usize) -> Self {
        if self.width <= max {
            return self;
        }
        let mut kept = Self::new();
        for span in self.spans {
            let room = max - kept.width;
            let wide = width(&span.content);
            if wide < room {
                kept.width += wide;
                kept.spans.push(span);
                continue;
            }
            if room > 0 {
                let mut text = head(&span.content, room - 1).to_owned();
                text.push('…');
                kept = kept.put(&text, span.style);
            }
            break;
        }
        kept
    }

    /// Draws it from a cell on, in at most `max` columns and never outside the buffer.
    pub(crate) fn draw(&self, buffer: &mut Buffer, x: u16, y: u16, max: u16) {
        let area = buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return;
        }
        let mut at = x;
        let end = x.saturating_add(max).min(area.right());
        for span in &self.spans {
            if at >= end {
                break;
            }
            let room = usize::from(end - at);
            at = buffer.set_stringn(at, y, &span.content, room, span.style).0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sara_am_becomes_two_cells_behind_its_tone_mark() {
        assert_eq!(cell_safe("น้ำ"), "น\u{0E4D}\u{0E49}\u{0E32}");
        assert_eq!(width("น้ำ"), 2);
        assert_eq!(width("ที่ ปู่"), 3);
        assert_eq!(width("กำลัง"), 4);
    }

    #[test]
    fn text_is_cut_by_cluster_and_padded_by_column() {
        assert_eq!(cut("ที่ปู่น้ำ", 3), "ที่ปู่…");
        assert_eq!(pad("ที่", 3), "ที่  ");
        assert_eq!(pad_left("9.5", 5), "  9.5");
        assert_eq!(cut("checkout errors", 12), "checkout…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_inside_only_what_is_too_long() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(wrap("ตรวจcheckoutแล้ว", 8), ["ตรวจ", "checkout", "แล้ว"]);
    }

    #[test]
    fn a_long_run_of_thai_is_broken_where_a_syllable_begins() {
        let text = "ฝ่ายการตลาดเพิ่งส่งแคมเปญให้ลูกค้าทุกคน";
        let lines = wrap(text, 16);
        assert_eq!(lines.concat(), text);
        for line in &lines {
            assert!(width(line) <= 16, "{line}");
            assert!(!line.starts_with(ends_syllable), "{line}");
        }
        assert_eq!(lines[1].chars().next(), Some('แ'));
    }
}
