//! Words in texts for people that are worth a second look: internal names, promises of repair,
//! guesses at the cause, blame; English and Thai. It flags, for people to judge, and moves no
//! points, but for names that nobody outside can know.

use crate::model::id::{PartId, PersonId};
use crate::model::system::{PartKind, System};

/// Something found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What it may be.
    pub kind: FlagKind,
    /// The words found.
    pub words: String,
}

/// What flagged words may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagKind {
    /// The name of a part or a person that outsiders do not know.
    InternalName,
    /// A promise of a repair time.
    Promise,
    /// A guess at the cause.
    Guess,
    /// Blame of a person.
    Blame,
}

impl FlagKind {
    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::InternalName => "internal name",
            Self::Promise => "promise of a repair",
            Self::Guess => "guess at the cause",
            Self::Blame => "blame",
        }
    }
}

/// Phrases that promise a repair.
const PROMISES: &[&str] = &[
    "will be fixed",
    "fixed in",
    "fixed by",
    "fixed within",
    "back in",
    "back within",
    "resolved within",
    "restored by",
    "guarantee",
    "promise",
    "จะแก้เสร็จ",
    "จะเสร็จใน",
    "แก้เสร็จภายใน",
    "กลับมาใช้ได้ภายใน",
    "รับรองว่า",
    "รับประกัน",
];

/// Phrases that guess at a cause.
const GUESSES: &[&str] = &[
    "probably",
    "we think",
    "we believe",
    "seems to be caused",
    "might be caused",
    "may be caused",
    "must be the",
    "caused by",
    "because of",
    "น่าจะ",
    "คาดว่าเกิดจาก",
    "อาจเกิดจาก",
    "เกิดจาก",
    "เพราะ",
    "คงเป็นเพราะ",
];

/// Phrases that blame somebody.
const BLAME: &[&str] = &[
    "fault of",
    "his fault",
    "her fault",
    "their fault",
    "your fault",
    "to blame",
    "human error",
    "careless",
    "negligen",
    "should have known",
    "forgot to",
    "failed to",
    "broke it",
    "screwed up",
    "stupid",
    "incompetent",
    "ความผิดของ",
    "เป็นความผิด",
    "ประมาท",
    "สะเพร่า",
    "ลืม",
    "ไม่รอบคอบ",
    "ไม่ระวัง",
    "ควรรู้",
    "โง่",
];

/// What is worth a second look in a public text.
#[must_use]
pub fn in_public(system: &System, text: &str) -> Vec<Flag> {
    let mut flags: Vec<Flag> = (internal(system, text).into_iter())
        .map(|words| Flag { kind: FlagKind::InternalName, words })
        .collect();
    flags.extend(phrases(text, PROMISES, FlagKind::Promise));
    flags.extend(phrases(text, GUESSES, FlagKind::Guess));
    flags.extend(phrases(text, BLAME, FlagKind::Blame));
    flags
}

/// Words of blame.
#[must_use]
pub fn blame(text: &str) -> Vec<Flag> {
    phrases(text, BLAME, FlagKind::Blame)
}

fn phrases(text: &str, list: &[&str], kind: FlagKind) -> Vec<Flag> {
    let text = text.to_lowercase();
    let found = list.iter().filter(|phrase| holds(&text, phrase));
    found.map(|phrase| Flag { kind, words: (*phrase).to_owned() }).collect()
}

/// Latin phrases begin where a word begins; Thai has no spaces between words.
fn holds(text: &str, phrase: &str) -> bool {
    if !phrase.is_ascii() {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|letter| !letter.is_ascii_alphanumeric())
    })
}

/// Names of parts and people found as whole words. Many of them are plain words too (`search`):
/// for people to judge.
fn internal(system: &System, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = words_of(&lower);
    let parts = system.parts.keys().map(PartId::as_str);
    let flags = system.flags.keys().map(PartId::as_str);
    let people = system.people.keys().map(PersonId::as_str);
    let names = parts.chain(flags).chain(people);
    let mut found: Vec<String> =
        names.filter(|name| words.contains(name)).map(str::to_owned).collect();
    found.extend(versions(&words));
    found
}

/// Names that are certainly internal: compound names of parts that serve no feature by
/// themselves, such as `orders-db`, and versions, such as `v2.41.0`. `search` may be what
/// customers call it, so it is not among them.
#[must_use]
pub fn certainly_internal(system: &System, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = words_of(&lower);
    let hidden = system.parts.iter().filter(|(id, part)| {
        let inside = !matches!(part.kind, PartKind::Provider(_));
        let feature = system.features.values().any(|feature| feature.served_by == **id);
        inside && !feature && id.as_str().contains('-')
    });
    let names = hidden.map(|(id, _)| id.as_str()).chain(system.flags.keys().map(PartId::as_str));
    let compound = names.filter(|name| name.contains('-') && words.contains(name));
    let mut found: Vec<String> = compound.map(str::to_owned).collect();
    found.extend(versions(&words));
    found
}

/// `v2.41.0`, `v318`.
fn versions(words: &[&str]) -> Vec<String> {
    let is_version = |word: &&&str| {
        word.strip_prefix('v').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && rest.contains('.')
                && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
        })
    };
    words.iter().filter(is_version).map(|word| (*word).to_owned()).collect()
}

/// The words of a text: letters, digits, `-` and `.` between others.
#[must_use]
pub fn words_of(text: &str) -> Vec<&str> {
    text.split(|letter: char| {
        !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_'))
    })
    .map(|word| word.trim_matches(['.', '-']))
    .filter(|word| !word.is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_begin_where_words_do() {
        assert!(holds("it will be fixed in 5 minutes", "fixed in"));
        assert!(!holds("suffixed in haste", "fixed in"));
        assert_eq!(blame("It was HIS FAULT, he forgot to look").len(), 2);
        assert_eq!(blame("เป็นความผิดของใคร").len(), 2);
        assert!(blame("the rollback took three minutes").is_empty());
    }

    #[test]
    fn words_keep_their_hyphens_and_lose_their_full_stop() {
        assert_eq!(words_of("orders-db, v2.41.0."), ["orders-db", "v2.41.0"]);
        assert_eq!(versions(&words_of("v2.41.0 v8 vee v1.x")), ["v2.41.0"]);
    }
}
