//! How the terminal wants things drawn: what the player chose the last time, as a file in the data
//! folder, and over it what the environment says. It draws nothing.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, keep};
use crate::model::text::Lang;
use crate::tui::{Depth, Glyphs, Settings, Theme};

/// The file of what the player likes; what is left out is as it was made.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Liked {
    language: Option<Lang>,
    colours: Option<String>,
    glyphs: Option<String>,
    bell: Option<bool>,
    motion: Option<bool>,
    mouse: Option<bool>,
}

/// What the player likes, and what there is to say where the file cannot be read.
pub(crate) fn settings(everywhere: &Everywhere) -> (Settings, Option<String>) {
    let (liked, trouble) = match read(everywhere) {
        Ok(liked) => (liked, None),
        Err(says) => (Liked::default(), Some(says)),
    };
    let usual = around();
    let theme = liked.colours.as_deref().and_then(Theme::named).unwrap_or(usual.theme);
    let glyphs = liked.glyphs.as_deref().and_then(Glyphs::named).unwrap_or(usual.glyphs);
    let settings = Settings {
        lang: everywhere.lang.map_or(liked.language.unwrap_or_default(), |_| everywhere.lang()),
        // Who asks for no colour gets none, whatever was chosen elsewhere.
        theme: if usual.theme == Theme::Mono { Theme::Mono } else { theme },
        glyphs: if usual.glyphs == Glyphs::Ascii { Glyphs::Ascii } else { glyphs },
        bell: liked.bell.unwrap_or(usual.bell),
        motion: liked.motion.unwrap_or(usual.motion),
        mouse: liked.mouse.unwrap_or(usual.mouse),
        depth: usual.depth,
    };
    (settings, trouble)
}

/// Keeps what the player likes: a whole file beside the old one, then in its place.
pub(crate) fn keep(everywhere: &Everywhere, settings: Settings) -> Result<(), Failure> {
    // What the environment imposes was not chosen: the choice before it stays.
    let (before, usual) = (read(everywhere).unwrap_or_default(), around());
    let (no_colour, ascii) = (usual.theme == Theme::Mono, usual.glyphs == Glyphs::Ascii);
    let (theme, glyphs) = (settings.theme.name().to_owned(), settings.glyphs.name().to_owned());
    let liked = Liked {
        language: Some(settings.lang),
        colours: if no_colour { before.colours } else { Some(theme) },
        glyphs: if ascii { before.glyphs } else { Some(glyphs) },
        bell: Some(settings.bell),
        motion: Some(settings.motion),
        mouse: Some(settings.mouse),
    };
    let path = path(everywhere)?;
    let failed = |error: std::io::Error| {
        Failure::store(
            format!("the settings cannot be kept in {}: {error}", path.display()),
            "they hold until you leave",
        )
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let new = path.with_extension("toml.new");
    fs::write(&new, toml::to_string(&liked).unwrap_or_default()).map_err(failed)?;
    fs::rename(&new, &path).map_err(failed)
}

fn path(everywhere: &Everywhere) -> Result<PathBuf, Failure> {
    Ok(keep::folder(everywhere)?.join("settings.toml"))
}

fn read(everywhere: &Everywhere) -> Result<Liked, String> {
    let Ok(path) = path(everywhere) else { return Ok(Liked::default()) };
    let Ok(text) = fs::read_to_string(&path) else { return Ok(Liked::default()) };
    toml::from_str(&text).map_err(|error| {
        let says = error.message().to_owned();
        format!("{} cannot be read ({says}); `,` makes it anew", path.display())
    })
}

/// Colours and glyphs as the environment asks for them: `NO_COLOR`, `COLORTERM`, the locale, `TERM`.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli, here")]
fn around() -> Settings {
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let theme = if set("NO_COLOR").is_empty() { Theme::default() } else { Theme::Mono };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(set).find(|own| !own.is_empty());
    let utf8 = locale.is_none_or(|own| {
        let own = own.to_lowercase();
        own.contains("utf-8") || own.contains("utf8")
    });
    let plain = !utf8 || set("TERM") == "linux";
    let glyphs = if plain { Glyphs::Ascii } else { Glyphs::Unicode };
    let depth = set("COLORTERM");
    let every = depth == "truecolor" || depth == "24bit";
    let depth = if every { Depth::Every } else { Depth::Of256 };
    Settings { theme, glyphs, depth, ..Settings::default() }
}
