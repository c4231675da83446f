//! The last words on a terminal that is given back. They stand on its usual screen.

use crate::model::text::Lang;
use crate::tui::words::HostWord;

/// Somebody came in again from elsewhere.
#[must_use]
pub const fn newer_elsewhere(lang: Lang) -> &'static str {
    HostWord::NewerElsewhere.get(lang)
}

/// The host closes.
#[must_use]
pub const fn host_closes(lang: Lang) -> &'static str {
    HostWord::HostCloses.get(lang)
}

/// They left.
#[must_use]
pub const fn goodbye(lang: Lang) -> &'static str {
    HostWord::Goodbye.get(lang)
}
