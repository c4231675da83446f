//! People at a host: what their name may be, what they may do, and codes that let them in. It draws
//! codes and digests them; it keeps nothing.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

use crate::model::text::DisplayText;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Steers a drill, or does what a player does.
    Facilitator,
    /// Takes a playing seat, or watches.
    Player,
    /// Watches.
    Observer,
}

impl Pass {
    /// As it is written and kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Facilitator => "facilitator",
            Self::Player => "player",
            Self::Observer => "observer",
        }
    }
}

impl FromStr for Pass {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let all = [Self::Facilitator, Self::Player, Self::Observer];
        all.into_iter().find(|own| own.name() == name).ok_or(())
    }
}

/// A name, and how it is compared, which is worked out once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// As it is shown.
    pub name: String,
    /// As it is compared; never shown.
    pub alike: String,
}

impl From<String> for Named {
    fn from(name: String) -> Self {
        Self { alike: alike(&name), name }
    }
}

/// Somebody who is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// Their name, one of a kind in this house.
    pub named: Named,
    /// What they may do.
    pub pass: Pass,
    /// Whether a key lets them in again.
    pub has_key: bool,
}

impl Person {
    /// Their name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.named.name
    }
}

/// The longest name, in characters.
pub const NAME_MAX: usize = 20;

/// Names that mean something else on every screen.
const RESERVED: [&str; 12] = [
    "all",
    "facilitator",
    "observer",
    "process",
    "system",
    "pager",
    "customers",
    "news",
    "firedrill",
    "story",
    "world",
    "room",
];

/// Why a name cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadName {
    /// It is not made of letters, digits, `-`, `_` and `.`, or too long, or does not begin with a
    /// letter.
    Shape,
    /// It means something else.
    Reserved,
}

/// A name as somebody asks for it, made fit to be shown.
///
/// # Errors
/// Why it cannot be had.
pub fn name(asked: &str) -> Result<String, BadName> {
    let shown = DisplayText::one_line(asked);
    let name: String = shown.as_str().nfkc().collect();
    // Thai vowels and tone marks are no letters to Unicode.
    let thai = |letter: char| ('\u{0E01}'..='\u{0E4E}').contains(&letter);
    let fits = |letter: char| letter.is_alphanumeric() || thai(letter) || "-_.".contains(letter);
    let begins = name.chars().next().is_some_and(char::is_alphabetic);
    if !begins || !name.chars().all(fits) || name.chars().count() > NAME_MAX {
        return Err(BadName::Shape);
    }
    let alike = alike(&name);
    if RESERVED.iter().any(|own| self::alike(own) == alike) {
        return Err(BadName::Reserved);
    }
    Ok(name)
}

/// A name as names are compared: two that look alike are the same. Never shown.
#[must_use]
pub fn alike(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    let bare: String = skeleton(&lower).collect();
    bare.to_lowercase()
}

/// A code that lets somebody in, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// Letters that cannot be mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Letters of a code: five bits each, 130 bits.
const LENGTH: usize = 26;

impl Code {
    /// A new code, drawn by the system's own source.
    #[must_use]
    pub fn draw() -> Self {
        let mut bytes = [0_u8; LENGTH];
        rand::rng().fill_bytes(&mut bytes);
        let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
        Self(bytes.iter().map(letter).collect())
    }

    /// A code as somebody typed it.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).take(2 * LENGTH);
        Self(letters.map(|letter| letter.to_ascii_lowercase()).collect())
    }

    /// As it is handed out: in groups that can be read aloud.
    #[must_use]
    pub fn written(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups = letters.chunks(5).map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join("-")
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self) -> String {
        let bytes = Sha256::digest(self.0.as_bytes());
        bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string does not fail.
            let _written = write!(text, "{byte:02x}");
            text
        })
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}
