//! What is said of the words of a scenario: whom they name, in which languages they are, whether
//! they fit a row. It judges no style.

use unicode_normalization::char::is_combining_mark;

use crate::content::diagnostic::{Place, shown};
use crate::content::reader::{Reading, Written};
use crate::content::tree::Node;
use crate::model::text::Lang;

/// Names of real companies and products that operators and customers know, a line each.
const REAL_NAMES: &str = include_str!("real-names.txt");

/// Notes what is wrong with the words; the languages in which everything is written.
pub(super) fn check(reading: &mut Reading, tree: &Node) -> Vec<Lang> {
    sources(reading, tree);
    real_names(reading);
    too_wide(reading);
    languages(reading)
}

/// No text that players read may name whose incident it was.
fn sources(reading: &mut Reading, tree: &Node) {
    let who = tree.get("based_on").and_then(|node| node.get("who")).and_then(Node::text);
    let Some(who) = who.filter(|who| who.chars().count() > 2) else { return };
    let wanted = who.to_lowercase();
    let names = |own: &Written| own.words.to_lowercase().contains(&wanted);
    for place in places(reading, names) {
        let message = format!("this text names `{}`, whose incident it was", shown(who));
        let hint = "change the surface, keep the mechanism; the debrief may name them";
        reading.error(place, message, hint);
    }
}

/// Scenarios play at made-up companies: a real one would be blamed for what never happened.
fn real_names(reading: &mut Reading) {
    for name in REAL_NAMES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        for place in places(reading, |own| has_word(&own.words, name)) {
            let message = format!("this text names `{name}`, which is real");
            reading.warning(place, message, "give what stands for it a made-up name");
        }
    }
}

/// Texts of the drill for which something holds.
fn places(reading: &Reading, holds: impl Fn(&Written) -> bool) -> Vec<Place> {
    reading.texts.iter().filter(|own| own.during && holds(own)).map(|own| own.place).collect()
}

/// Whether a name stands in a text, as written and as a word of its own. Thai puts no blank between.
fn has_word(text: &str, name: &str) -> bool {
    let thai = |letter: char| ('\u{e00}'..='\u{e7f}').contains(&letter);
    let joins =
        |letter: Option<char>| letter.is_some_and(|own| own.is_alphanumeric() && !thai(own));
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        !joins(before.and_then(|own| own.chars().next_back()))
            && !joins(after.and_then(|own| own.chars().next()))
    })
}

/// What stands on one row of a screen has to fit it.
fn too_wide(reading: &mut Reading) {
    let wide = |own: &Written| {
        let most = own.row?;
        let columns = own.words.lines().map(columns).max()?;
        (columns > most).then_some((own.place, columns, most))
    };
    let wide: Vec<(Place, usize, usize)> = reading.texts.iter().filter_map(wide).collect();
    for (place, columns, most) in wide {
        let message = format!("this text takes {columns} columns; on a screen of 80 it has {most}");
        reading.warning(place, message, "shorten it: the rest is cut off there");
    }
}

/// Columns of a terminal: marks above and below a letter take none.
fn columns(text: &str) -> usize {
    text.chars().filter(|letter| !is_combining_mark(*letter)).count()
}

/// The languages in which everything is written; tells of what is missing in Thai.
fn languages(reading: &mut Reading) -> Vec<Lang> {
    let by_people = reading.texts.iter().filter(|own| own.by_people);
    let (with, without): (Vec<_>, Vec<_>) = by_people.partition(|own| own.thai);
    let (with, without) = (with.len(), without.iter().map(|own| own.place).collect::<Vec<_>>());
    if with == 0 {
        return vec![Lang::En];
    }
    // Where most have none, the file is not a Thai one.
    if with >= without.len() {
        for place in &without {
            let message = format!("this text has no Thai, {with} others have");
            reading.warning(*place, message, "add `th = \"…\"`");
        }
    }
    if without.is_empty() { vec![Lang::En, Lang::Th] } else { vec![Lang::En] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert!(has_word("call Acme, now", "Acme"));
        assert!(has_word("ลองถามAcmeดู", "Acme"));
        assert!(!has_word("Acmeal and acme", "Acme"));
    }

    #[test]
    fn marks_of_thai_take_no_column() {
        assert_eq!(columns("น้ำ"), 2);
        assert_eq!(columns("ที่นี่"), 2);
    }
}
