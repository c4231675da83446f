//! How the terminal wants things drawn, from the environment. It draws nothing.

use crate::tui::{Glyphs, Theme};

/// Colours and glyphs as the environment asks for them: `NO_COLOR`, the locale, `TERM`.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli, here")]
pub(crate) fn appearance() -> (Theme, Glyphs) {
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let theme = if set("NO_COLOR").is_empty() { Theme::default() } else { Theme::Mono };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(set).find(|own| !own.is_empty());
    let utf8 = locale.is_none_or(|own| {
        let own = own.to_lowercase();
        own.contains("utf-8") || own.contains("utf8")
    });
    let plain = !utf8 || set("TERM") == "linux";
    (theme, if plain { Glyphs::Ascii } else { Glyphs::Unicode })
}
