//! Why a journal could be read only so far.

use crate::model::text::DisplayText;

/// Where and why reading stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {cause}")]
pub struct Trouble {
    /// The line of the file, from 1.
    pub line: usize,
    /// Why.
    pub cause: Cause,
}

impl Trouble {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match &self.cause {
            Cause::Foreign => "A journal comes from `firedrill export`.",
            Cause::Newer(_) => "Read it with the firedrill that wrote it, or a later one.",
            Cause::Cut => "The file was not copied whole; all before this line is sound.",
            Cause::TooLong(_) | Cause::TooMany(_) => "No drill writes such a journal.",
            Cause::Edited | Cause::OutOfOrder { .. } | Cause::Garbled(_) => {
                "The file was changed after it was written; all before this line is sound."
            }
        }
    }
}

/// Why reading stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// It is no journal.
    #[error("this is no journal of firedrill.")]
    Foreign,
    /// A later firedrill wrote it.
    #[error("the journal has format {0}; this firedrill reads up to {ours}.", ours = crate::journal::FORMAT)]
    Newer(u32),
    /// The last line is torn.
    #[error("the line is cut off.")]
    Cut,
    /// It does not fit the hash.
    #[error("the line does not fit its hash.")]
    Edited,
    /// Another entry should stand here.
    #[error("entry {expected} should stand here, and {found} does.")]
    OutOfOrder {
        /// The number that should come.
        expected: u64,
        /// The number that comes; 0 where there is none.
        found: u64,
    },
    /// It is no entry.
    #[error("the line is no entry: {0}.")]
    Garbled(DisplayText),
    /// It is too long.
    #[error("the line is longer than {0} bytes.")]
    TooLong(usize),
    /// There are too many.
    #[error("the journal has more than {0} entries.")]
    TooMany(usize),
}

impl Cause {
    pub(super) fn garbled(why: &str) -> Self {
        Self::Garbled(DisplayText::one_line(why))
    }
}
