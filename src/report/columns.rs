//! Columns of a terminal: how many a text takes, and a text filled up to so many. It breaks no
//! lines.

use unicode_normalization::char::is_combining_mark;

/// Columns that a text takes: marks above and below a letter, which Thai has many of, take none.
pub(super) fn width(text: &str) -> usize {
    text.chars().filter(|letter| !is_combining_mark(*letter)).count()
}

/// The text with blanks behind it.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text in the middle of blanks.
pub(super) fn centred(text: &str, columns: usize) -> String {
    let before = columns.saturating_sub(width(text)) / 2;
    padded(&format!("{}{text}", " ".repeat(before)), columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_above_and_below_a_letter_take_no_column() {
        assert_eq!([width("ว่า"), width("บันทึก"), width("การกู้คืน")], [2, 4, 6]);
        assert_eq!(padded("ว่า", 4), "ว่า  ");
        assert_eq!([centred("at", 5), centred("too long", 3)], [" at  ", "too long"]);
    }
}
