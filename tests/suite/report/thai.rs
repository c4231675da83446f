//! Debriefs in Thai: no heading, label or fixed sentence of any format stays English, and columns
//! stand under each other though Thai marks have no width.

use firedrill::model::text::Lang;
use firedrill::report::{Debrief, html, markdown, postmortem, text};

use super::{all, of};
use crate::score::read;

/// English headings, labels and sentences of the four formats. What authors and players wrote,
/// commands, ids and names may stay English.
const ENGLISH: &[&str] = &[
    "debrief",
    "Score",
    "graded",
    "practice",
    "coverage",
    "simulated",
    "first update",
    "impact over",
    "never",
    "(par",
    "Users were",
    "Users have",
    "No incident was declared",
    "not resolved",
    "CAPABILITIES",
    "Capabilities",
    "capability",
    "you say",
    "journal",
    "points",
    "Detect and declare",
    "Organise",
    "Communicate",
    "Diagnose",
    "Restore",
    "and record",
    "performed",
    "major challenges",
    "not judged",
    "was judged",
    "WHAT COST MOST",
    "What cost most",
    "No moment cost",
    "rule:",
    "Rule:",
    "better:",
    "Better:",
    "entries",
    "all of it",
    "UPDATES",
    "Updates",
    "None was sent",
    "shown:",
    "so:",
    "what was so",
    "what was shown",
    "Next ",
    "does not fit",
    "fits",
    "opened",
    "out of order",
    "skipped",
    "left open",
    "roposed",
    "Pages",
    "ladder, rung",
    "OBJECTIVES",
    "Objectives",
    "objective",
    "whose",
    "ot counted",
    "the occasion",
    "Hint ",
    "price",
    "disputed",
    "not ruled",
    "counts neither",
    "OBSERVED",
    "Observed",
    "Words to look",
    "WORDS TO LOOK",
    "For people to judge",
    "small list of words",
    "internal name",
    "promise of a repair",
    "guess at the cause",
    "blame",
    "Talk about it",
    "TALK ABOUT",
    "What it was",
    "After:",
    "After a public",
    "Where it comes from",
    "made up",
    "scenario",
    "Time",
    "Every moment",
    "Date",
    "Severity",
    "**Lead:",
    "nobody",
    "Status",
    "due:",
    "Drill",
    "a drill",
    "Summary",
    "Impact",
    "at most",
    "customer-minutes",
    "It was named",
    "Contributing",
    "Timeline",
    "began to be hit",
    "no longer hit",
    "alert:",
    "update to",
    "was declared",
    "declared sev",
    " decided",
    " noted",
    "named a cause",
    "What went well",
    "What could be",
    "Action items",
    "Questions to",
    "nothing on record",
    "for a real incident",
    "Still open",
];

/// The debrief of a told drill in Thai.
fn thai(name: &str) -> Debrief {
    let mut journal = read(name);
    journal.header.recipe.lang = Lang::Th;
    of(&journal)
}

/// What a page says: its text, and what is said of its pictures.
fn said(page: &str) -> String {
    let body = page.split("</style>").nth(1).expect("a page with a style");
    let mut said = all(body, "aria-label=\"").join("\n");
    for part in body.split('<') {
        said.push('\n');
        said.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    said
}

/// Columns of a text, as a terminal draws it.
fn width(text: &str) -> usize {
    let mark = |letter: &char| matches!(letter, '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}');
    text.chars().filter(|letter| !mark(letter)).count()
}

#[test]
fn no_english_heading_is_left() {
    let mut left = Vec::new();
    for name in ["good", "mixed", "nothing", "ended-at-once"] {
        let debrief = thai(name);
        let formats = [
            ("text", text::render(&debrief)),
            ("Markdown", markdown::render(&debrief)),
            ("HTML", said(&html::render(&debrief))),
            ("post-mortem", postmortem::render(&debrief)),
        ];
        for (format, made) in &formats {
            for line in made.lines() {
                let found = ENGLISH.iter().find(|english| line.contains(*english));
                left.extend(found.map(|found| format!("{name}, {format}, `{found}`: {line}")));
            }
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

#[test]
fn columns_stand_under_each_other() {
    let made = text::render(&thai("mixed"));
    let table: Vec<&str> =
        made.lines().skip_while(|line| *line != "ความสามารถ").skip(2).take(6).collect();
    assert_eq!(table.len(), 6, "{made}");
    let before_bar = |line: &&str| line.rsplit_once("  ").map(|(before, _)| width(before) + 2);
    let bars: Vec<_> = table.iter().map(before_bar).collect();
    assert!(bars.iter().all(|at| *at == Some(56)), "{bars:?}\n{}", table.join("\n"));
    let long: Vec<_> = made.lines().filter(|line| width(line) > 80).collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_page_says_that_it_is_thai() {
    let page = html::render(&thai("mixed"));
    assert!(page.contains("<html lang=\"th\">") && page.contains(" · ถอดบทเรียน</title>"));
}
