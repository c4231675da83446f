//! Text that people read: bilingual text of authors, and text made safe to show. No other module
//! removes control characters; none prints text that did not pass through here.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// A language of the interface.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Thai.
    Th,
}

/// Text of an author: English, and Thai where it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Text {
    /// The English text; the Thai one where an author wrote Thai alone.
    #[schemars(with = "String")]
    pub en: DisplayText,
    /// The Thai text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub th: Option<DisplayText>,
}

impl Text {
    /// The text in `lang`, in English where there is no other.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, &self.th) {
            (Lang::Th, Some(thai)) => thai.as_str(),
            _ => self.en.as_str(),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { en: DisplayText::from(text), th: None }
    }
}

/// The longest text kept, in characters; what is longer is cut.
pub const TEXT_MAX: usize = 8_000;
/// The most combining marks kept on one base character.
pub const MARKS_MAX: usize = 8;

/// Text that may reach a terminal, a page or a log: NFC; no control characters but `\n`, no
/// direction marks, no zero-width or tag characters, at most [`MARKS_MAX`] marks on a base and
/// [`TEXT_MAX`] characters. Whoever holds one need not look again.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct DisplayText(String);

impl DisplayText {
    /// The safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text on one line: line breaks become spaces.
    #[must_use]
    pub fn one_line(text: &str) -> Self {
        Self(clean(text).replace('\n', " ").trim().to_owned())
    }

    /// Whether nothing is left to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for DisplayText {
    fn from(text: &str) -> Self {
        Self(clean(text))
    }
}

impl From<String> for DisplayText {
    fn from(text: String) -> Self {
        Self(clean(&text))
    }
}

impl From<DisplayText> for String {
    fn from(text: DisplayText) -> Self {
        text.0
    }
}

impl fmt::Display for DisplayText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether nothing of `text` moves the cursor, turns the direction of reading or cannot be seen.
/// Its length and marks are not looked at: that is for [`DisplayText`].
#[must_use]
pub fn is_clean(text: &str) -> bool {
    is_plain(text) || text.chars().all(is_shown)
}

/// Whether a text is printable ASCII and line breaks alone, as most are: nothing in it can be
/// unclean.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

fn clean(text: &str) -> String {
    if text.len() <= TEXT_MAX && is_plain(text) {
        return text.to_owned();
    }
    let mut marks = 0;
    text.replace("\r\n", "\n")
        .replace('\t', " ")
        .chars()
        // Hidden characters go first: what stood apart because of them composes now, not later.
        .filter(|&letter| is_shown(letter))
        .nfc()
        .filter(|&letter| {
            marks = if canonical_combining_class(letter) == 0 { 0 } else { marks + 1 };
            marks <= MARKS_MAX
        })
        .take(TEXT_MAX)
        .collect()
}

/// Characters that move the cursor, turn the direction of reading, or cannot be seen.
fn is_shown(letter: char) -> bool {
    let hidden = matches!(letter,
        '\u{00AD}' | '\u{061C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{F0000}'..='\u{10FFFF}');
    letter == '\n' || !(letter.is_control() || hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_survives() {
        let hostile = "a\u{1b}]52;c;aGk=\u{7}b\u{9b}31mc\u{202e}d\u{200b}e\u{e0041}f\r\ng\u{85}h";
        assert_eq!(DisplayText::from(hostile).as_str(), "a]52;c;aGk=b31mcdef\ngh");
        assert_eq!(DisplayText::one_line("a\nb\tc").as_str(), "a b c");
    }

    #[test]
    fn what_was_cleaned_once_stays_as_it_is() {
        let apart = DisplayText::from("a\u{200b}\u{0301}");
        assert_eq!(DisplayText::from(apart.as_str()), apart);
    }

    #[test]
    fn thai_stays_whole_and_marks_are_bounded() {
        assert_eq!(DisplayText::from("น้ำ ที่ ปู่").as_str(), "น้ำ ที่ ปู่");
        let tower = format!("a{}", "\u{0301}".repeat(5_000));
        assert!(DisplayText::from(tower.as_str()).as_str().chars().count() <= 1 + MARKS_MAX);
    }
}
