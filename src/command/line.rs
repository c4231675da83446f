//! A line cut into words, and words put back into a line: white space, quotes and `key=`. It knows
//! no command.
//!
//! A word is what stands between white space, or what stands in `"…"`, where `\"`, `\\` and `\n`
//! mean a quote, a backslash and a line break.

/// A line and how far it was read.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    text: &'a str,
    at: usize,
}

/// A word of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// What it says, without its quotes.
    pub(super) text: String,
    /// The byte where it begins.
    pub(super) at: usize,
}

/// The byte where a quote opens that nothing closes.
#[derive(Debug, PartialEq)]
pub(super) struct Unclosed(pub(super) usize);

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What was not read yet, without the white space before it.
    pub(super) fn rest(&mut self) -> &'a str {
        let rest = self.unread();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    /// Where reading goes on, and the line's length once all is read.
    pub(super) fn at(&mut self) -> usize {
        self.rest();
        self.at
    }

    /// The line's length.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// What was not read yet, as it stands.
    pub(super) fn unread(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next word if it stands without quotes, left unread.
    pub(super) fn peek(&mut self) -> &'a str {
        let rest = self.rest();
        rest.split(char::is_whitespace)
            .next()
            .filter(|word| !word.starts_with('"'))
            .unwrap_or_default()
    }

    /// Reads the next word, `None` at the end.
    pub(super) fn word(&mut self) -> Result<Option<Word>, Unclosed> {
        let rest = self.rest();
        let at = self.at;
        if rest.is_empty() {
            return Ok(None);
        }
        let (text, length) = if rest.starts_with('"') {
            quoted(rest).ok_or(Unclosed(at))?
        } else {
            let bare = self.peek();
            (bare.to_owned(), bare.len())
        };
        self.at += length;
        Ok(Some(Word { text, at }))
    }

    /// Steps over `bytes` of what [`Line::rest`] gave.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Reads text up to the first word that begins with one of `keys` and `=`, or to the end.
    /// Quotes count only around the whole of it. `None` where there is nothing.
    pub(super) fn text_before(&mut self, keys: &[&str]) -> Option<Word> {
        let rest = self.rest();
        let at = self.at;
        if let Some((text, length)) = quoted(rest) {
            let after = rest.get(length..).unwrap_or_default();
            let ends = after.is_empty() || after.starts_with(char::is_whitespace);
            let next = after.trim_start();
            if ends && (next.is_empty() || key_of(next, keys).is_some()) {
                self.skip(length);
                return Some(Word { text, at });
            }
        }
        let end = first_key(rest, keys).unwrap_or(rest.len());
        self.skip(end);
        let text = rest.get(..end).unwrap_or_default().trim_end().to_owned();
        (!text.is_empty()).then_some(Word { text, at })
    }
}

/// Which of `keys` the word begins with, followed by `=`.
pub(super) fn key_of<'k>(word: &str, keys: &[&'k str]) -> Option<&'k str> {
    keys.iter()
        .find(|key| word.strip_prefix(**key).is_some_and(|after| after.starts_with('=')))
        .copied()
}

/// The byte of the first word that begins with one of `keys` and `=`.
pub(super) fn first_key(text: &str, keys: &[&str]) -> Option<usize> {
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let begins = before.is_whitespace() && !letter.is_whitespace();
        if begins && key_of(text.get(at..).unwrap_or_default(), keys).is_some() {
            return Some(at);
        }
        before = letter;
    }
    None
}

/// Reads `"…"` at the start of `text`: what it says and its length in bytes with the quotes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut letters = text.char_indices().skip(1).peekable();
    let mut says = String::new();
    if !text.starts_with('"') {
        return None;
    }
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((says, at + 1)),
            '\\' => {
                let escaped = letters.next_if(|(_, next)| matches!(next, '"' | '\\' | 'n'));
                says.push(match escaped {
                    Some((_, 'n')) => '\n',
                    Some((_, plain)) => plain,
                    None => '\\',
                });
            }
            plain => says.push(plain),
        }
    }
    None
}

/// Writes `text` in quotes, on one line.
pub(super) fn quote(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 2);
    line.push('"');
    for letter in text.chars() {
        match letter {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            plain => line.push(plain),
        }
    }
    line.push('"');
    line
}

/// Whether `text` reads as itself where one word is read.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('"') && !text.contains(char::is_whitespace)
}

/// Whether `text` reads as itself where text is read.
pub(super) fn is_plain(text: &str) -> bool {
    let edges = text.trim() != text;
    !(text.is_empty() || text.starts_with('"') || text.contains('\n') || edges)
}
