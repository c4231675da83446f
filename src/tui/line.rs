//! The line: what is typed, what may complete it, what was sent before. It never reads a command;
//! the grammar of `command` does.

use crate::command::{Command, Completion, Vocabulary};
use crate::tui::field::Field;
use crate::tui::keys::Step;

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
    /// What was sent and has no answer yet.
    pub(crate) pending: Option<String>,
    /// Whether what stands there was refused and not touched since.
    refused: bool,
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

    /// Takes the line to send it.
    pub(crate) fn send(&mut self) -> Option<String> {
        let text = self.field.take().trim().to_owned();
        self.edited();
        if text.is_empty() || text == "/" {
            return None;
        }
        self.remember(&text);
        self.pending = Some(text.clone());
        Some(text)
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

    /// The line came back: it stands again with the cursor at the fault, unless something else
    /// was begun.
    pub(crate) fn refused(&mut self, at: usize, words: &Vocabulary) {
        // What a key sent was not written here, and has nothing to be mended.
        if let Some(text) = self.pending.take()
            && self.field.is_empty()
            && self.history.last() == Some(&text)
        {
            self.field.set(&text);
            self.refused = true;
            let mistake = || Command::parse_with(&text, words).err().map(|mistake| mistake.at);
            let fault = Some(at).filter(|at| *at > 0).or_else(mistake);
            self.field.go(fault.unwrap_or(text.len()));
        }
    }
}
