//! Why a command could not do its work: one sentence that names the thing, a hint, an exit code.

use std::fmt;

use crate::model::text::DisplayText;

/// A failure of a command.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code: 2 to 4; that the answer is no (1) is no failure.
    pub(crate) exit: u8,
    says: DisplayText,
    hint: DisplayText,
}

impl Failure {
    /// Wrong usage or unreadable input.
    pub(crate) fn usage(says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(2, says, hint)
    }

    /// A journal that this engine cannot re-run.
    pub(crate) fn engine(says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(3, says, hint)
    }

    /// The store or the network failed.
    pub(crate) fn store(says: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(4, says, hint)
    }

    /// The sentence alone, for a screen that has its own place for it.
    pub(crate) fn says(&self) -> &str {
        self.says.as_str()
    }

    fn new(exit: u8, says: impl Into<String>, hint: impl Into<String>) -> Self {
        let says = DisplayText::from(says.into());
        Self { exit, says, hint: DisplayText::from(hint.into()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "firedrill: {}", self.says)?;
        if !self.hint.is_empty() {
            write!(f, "\nhint: {}", self.hint)?;
        }
        Ok(())
    }
}
