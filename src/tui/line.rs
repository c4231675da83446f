//! The line: what is typed, what may complete it, what was sent before. It never reads a command;
//! the grammar of `command` does.

use std::collections::VecDeque;

use crate::command::{Command, Completion, Vocabulary};
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::keys::{FormKind, Step};

/// Lines remembered.
const HISTORY_MAX: usize = 200;

/// The line and its history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// What is typed.
    pub(crate) field: Field,
    /// What was sent, oldest first.
    history: Vec<String>,
    /// Where in the history the line stands.
    back: Option<usize>,
    /// What was typed before the history was looked through.
    kept: String,
    /// The completion chosen in the list.
    pub(crate) choice: usize,
    /// What was sent and has no answer yet; answers come in this order.
    sent: VecDeque<Sent>,
    /// Whether what stands there was refused and not touched since.
    refused: bool,
}

/// A line without an answer.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    text: String,
    /// The form that wrote it.
    pub(crate) from: Option<FormKind>,
    /// Whether it was written in the line; what a key sends has nothing to be mended.
    typed: bool,
}

impl Line {
    /// The command's word, if the line is one and nothing follows it.
    pub(crate) fn bare_command(&self) -> Option<&str> {
        self.field.text().trim().strip_prefix('/').filter(|rest| !rest.contains(' '))
    }

    /// Takes what may stand at the cursor.
    pub(crate) fn complete(&mut self, offer: &Completion) {
        self.field.replace_from(offer.start, &offer.text);
        if !offer.text.ends_with(['=', ' ', ',']) {
            self.field.write(" ");
        }
        self.choice = 0;
    }

    /// After an edit the first completion is chosen and history is left.
    pub(crate) fn edited(&mut self) {
        self.refused = false;
        self.choice = 0;
        self.back = None;
    }

    /// Whether what stands there was refused and is selected: a letter begins anew, an arrow mends.
    pub(crate) const fn is_selected(&self) -> bool {
        self.refused
    }

    /// A command is begun; a message that stood there is kept where ↑ finds it.
    pub(crate) fn begin_command(&mut self) {
        let text = self.field.take();
        if !text.trim().is_empty() {
            self.remember(&text);
        }
        self.field.set("/");
        self.edited();
    }

    /// A key on what is selected: text takes its place, after the slash of a command; an arrow lets
    /// it stand. Whether the key has done all it does, by erasing it.
    pub(crate) fn begin_anew(&mut self, chord: Chord) -> bool {
        let writes = matches!(chord.code, Code::Char(_)) && !chord.ctrl && !chord.alt;
        let erases = matches!(chord.code, Code::Backspace | Code::Delete);
        let begins = std::mem::take(&mut self.refused) && (writes || erases);
        if begins && self.field.take().starts_with('/') && chord.code != Code::Char('/') {
            self.field.set("/");
        }
        begins && erases
    }

    /// Moves in the list of completions, or in what was sent before.
    pub(crate) fn step(&mut self, step: Step, offers: usize) {
        if self.back.is_none() && offers > 1 {
            self.choice = match step {
                Step::Back => self.choice.checked_sub(1).unwrap_or(offers - 1),
                _ => (self.choice + 1) % offers,
            };
            return;
        }
        self.look_back(step);
    }

    fn look_back(&mut self, step: Step) {
        let at = match (self.back, step) {
            (None, Step::Back) => {
                self.field.text().clone_into(&mut self.kept);
                self.history.len().checked_sub(1)
            }
            (Some(at), Step::Back) => Some(at.saturating_sub(1)),
            (Some(at), _) if at + 1 < self.history.len() => Some(at + 1),
            (Some(_), _) => None,
            (None, _) => return,
        };
        let text = at.and_then(|at| self.history.get(at)).unwrap_or(&self.kept).clone();
        if at.is_some() || self.back.is_some() {
            self.field.set(&text);
        }
        self.back = at;
    }

    /// Clears a line that was refused and left: something else is sent, and ↑ brings it back.
    pub(crate) fn forget_refused(&mut self) {
        if std::mem::take(&mut self.refused) {
            self.field.take();
        }
    }

    /// Takes what is typed, to be sent.
    pub(crate) fn take(&mut self) -> Option<String> {
        let text = self.field.take().trim().to_owned();
        self.edited();
        if text.is_empty() || text == "/" {
            return None;
        }
        self.remember(&text);
        Some(text)
    }

    /// A line goes out.
    pub(crate) fn goes(&mut self, text: &str, from: Option<FormKind>) {
        let typed = from.is_none() && self.history.last().is_some_and(|last| last == text);
        self.sent.push_back(Sent { text: text.to_owned(), from, typed });
    }

    /// The newest line without an answer.
    pub(crate) fn pending(&self) -> Option<&str> {
        self.sent.back().map(|own| own.text.as_str())
    }

    /// The oldest line without an answer has one.
    pub(crate) fn answered(&mut self) -> Option<Sent> {
        self.sent.pop_front()
    }

    /// Keeps a line that was sent.
    pub(crate) fn remember(&mut self, text: &str) {
        if self.history.last().is_none_or(|last| last != text) {
            self.history.push(text.to_owned());
        }
        if self.history.len() > HISTORY_MAX {
            self.history.remove(0);
        }
    }

    /// A line comes back: it stands again with the cursor at the fault, unless something else was
    /// begun.
    pub(crate) fn comes_back(&mut self, sent: Sent, at: usize, words: &Vocabulary) {
        if sent.typed && self.field.is_empty() {
            let text = sent.text;
            self.field.set(&text);
            self.refused = true;
            let mistake = || Command::parse_with(&text, words).err().map(|mistake| mistake.at);
            let fault = Some(at).filter(|at| *at > 0).or_else(mistake);
            // Never before the slash: what is written there would make a message of a command.
            let slash = usize::from(text.starts_with('/'));
            self.field.go(fault.unwrap_or(text.len()).max(slash));
        }
    }
}
