//! Debriefs of told drills: each format beside its golden text in `tests/data/report`.
//! `FIREDRILL_UPDATE=1` writes them anew; reviewing is reading the difference.

pub(crate) mod browser;
mod standing;
mod thai;
mod trends;
mod unfinished;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use firedrill::journal::{Event, Journal};
use firedrill::model::text::DisplayText;
use firedrill::report::{Debrief, csv, html, json, markdown, postmortem, text};
use firedrill::score::score;

use crate::score::{process, read, runbooks, scenario, story};

fn debrief(name: &str) -> Debrief {
    of(&read(name))
}

fn of(journal: &Journal) -> Debrief {
    let (scenario, story, process, runbooks) = (scenario(), story(), process(), runbooks());
    let card = score(journal, &scenario, &story, &process, &runbooks);
    Debrief::new(journal, &card, &scenario, &story, &process, &runbooks)
}

/// Compares with the golden file, or writes it where that was asked for.
fn golden(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/report").join(name);
    if std::env::var_os("FIREDRILL_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
        return;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    let first = wanted.lines().zip(found.lines()).find(|(wanted, found)| wanted != found);
    assert!(wanted == found, "{name} differs, first in {first:?}; FIREDRILL_UPDATE=1 rewrites it");
}

#[test]
fn every_format_reads_as_it_did() {
    for name in ["good", "mixed", "nothing", "ended-at-once"] {
        let debrief = debrief(name);
        golden(&format!("{name}.txt"), &text::render(&debrief));
        golden(&format!("{name}.md"), &markdown::render(&debrief));
        golden(&format!("{name}.csv"), &csv::render(&debrief));
        golden(&format!("{name}.json"), &json::render(&debrief));
        golden(&format!("{name}.html"), &html::render(&debrief));
        golden(&format!("{name}.postmortem.md"), &postmortem::render(&debrief));
    }
}

#[test]
fn where_nothing_could_be_judged_every_format_says_so() {
    let debrief = debrief("ended-at-once");
    let page = html::render(&debrief);
    assert!(page.contains("<b>–</b>") && page.contains("nothing was judged"), "the page");
    let texts = [("text", text::render(&debrief)), ("Markdown", markdown::render(&debrief))];
    for (format, told) in texts {
        assert!(told.contains('–') && !told.contains("0 of 100"), "{format}: {told}");
    }
}

/// What stands between `before` and the next quote, everywhere.
fn all<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_of_the_page_has_its_place_and_no_place_comes_twice() {
    for name in ["good", "mixed", "nothing"] {
        let page = html::render(&debrief(name));
        let ids = all(&page, " id=\"");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}: a place comes twice");
        let links = all(&page, "href=\"#");
        assert!(links.len() > 5, "{name}: score lines link to their moments");
        let lost: Vec<_> = links.iter().filter(|link| !known.contains(*link)).collect();
        assert!(lost.is_empty(), "{name}: links without a place: {lost:?}");
    }
}

#[test]
fn every_entry_of_a_score_line_is_linked_from_it() {
    let debrief = debrief("mixed");
    let page = html::render(&debrief);
    for line in &debrief.card.objectives {
        let start = page.find(&format!("id=\"o-{}\"", line.id)).expect("a line for each objective");
        let article = page[start..].split("</article>").next().unwrap();
        for seq in &line.evidence {
            assert!(article.contains(&format!("href=\"#e{seq}\"")), "{} #{seq}", line.id);
        }
    }
}

#[test]
fn the_page_is_one_quiet_file() {
    for name in ["good", "mixed", "nothing"] {
        let page = html::render(&debrief(name));
        assert!(page.len() < 1_000_000, "{name}: {} bytes", page.len());
        for loud in
            ["<script", "http-equiv=\"refresh\"", "src=", "url(", "@import", "<link", "javascript:"]
        {
            assert!(!page.contains(loud), "{name}: {loud}");
        }
        let reach = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!reach.contains("http://") && !reach.contains("https://"), "{name} reaches out");
    }
}

#[test]
fn what_people_type_stays_text_in_every_format() {
    let debrief = debrief("mixed");
    let page = html::render(&debrief);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the title is shown, as text");
    for made in [markdown::render(&debrief), postmortem::render(&debrief)] {
        assert!(!made.contains("<script>"), "no HTML passes through Markdown");
        assert!(!made.contains("customers? | #1"), "a pipe makes no column");
    }
    let everything =
        [page, text::render(&debrief), markdown::render(&debrief), csv::render(&debrief)];
    for made in &everything {
        let odd = made.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r'));
        assert_eq!(odd, None, "a control character came through");
    }
}

#[test]
fn the_dearest_moments_come_with_rule_entry_and_better() {
    let debrief = debrief("mixed");
    assert_eq!(debrief.costs.len(), 3);
    assert!(debrief.costs.is_sorted_by(|one, other| one.lost >= other.lost));
    for cost in &debrief.costs {
        assert!(!cost.rule.is_empty() && !cost.better.is_empty() && cost.lost > 0.0, "{cost:?}");
    }
    assert!(self::debrief("good").costs.is_empty(), "what lost nothing cost nothing");
}

#[test]
fn a_moment_that_cost_names_its_objective_first() {
    let debrief = debrief("mixed");
    let text = text::render(&debrief);
    assert!(text.contains("  -3.5  16:20  Owners brought in: payments, who own the"), "{text}");
    let made = markdown::render(&debrief);
    assert!(made.contains("1. **−3.5 · Owners brought in** at 16:20: payments, who"), "{made}");
    let page = html::render(&debrief);
    assert!(page.contains("<p><b>Owners brought in</b>: payments, who own"), "the page");
}

#[test]
fn a_sentence_ends_once_and_is_told_once() {
    let mixed = html::render(&debrief("mixed"));
    assert!(mixed.contains("what does it drop?</p>") && !mixed.contains("?."), "the page");
    let expected = "The rollback is ordered within ten minutes of declaring";
    let mut journal = read("nothing");
    let declared = read("mixed").entries.into_iter();
    let declared = declared.filter(|own| matches!(own.event, Event::Declared { .. }));
    journal.entries.extend(declared);
    journal.entries.sort_by_key(|own| own.at);
    (1..).zip(&mut journal.entries).for_each(|(seq, entry)| entry.seq = seq);
    let debrief = of(&journal);
    let line = debrief.lines.iter().find(|line| line.title == "Expected here").unwrap();
    assert_eq!(line.better.as_deref(), Some(expected));
    assert_eq!(line.advice(), None, "{}", line.why);
    let told = text::render(&debrief);
    assert!(!told.contains(&format!("better: {expected}")), "{told}");
}

#[test]
fn the_post_mortem_reads_well_with_any_name() {
    let mut journal = read("mixed");
    journal.header.envelope.names.insert("p1".into(), DisplayText::from("you"));
    let made = postmortem::render(&of(&journal));
    for line in [
        "| users began to be hit |",
        "| you declared sev3: ",
        "| ton named a cause: search release |",
        "| ton began restart checkout |",
        "| ploy noted: Rollback of checkout",
        "| users were no longer hit |",
        "| you decided: Roll back checkout, because errors began with its release |",
    ] {
        assert!(made.contains(line), "{line}\n{made}");
    }
    for word in [" declares ", " decides", " names a cause", " begins ", " notes: "] {
        assert!(!made.contains(word), "{word}\n{made}");
    }
}

#[test]
fn the_post_mortem_counts_records_and_says_so() {
    let mut journal = read("mixed");
    for entry in &mut journal.entries {
        if let Event::TruthSampled(truth) = &mut entry.event {
            truth.facts.insert("data_lost".into(), 41_000_000_000);
            truth.facts.insert("data_at_risk".into(), 370_000_000);
        }
    }
    let made = postmortem::render(&of(&journal));
    assert!(made.contains("- records lost: 41,000\n- records at risk: 370\n"), "{made}");
}

#[test]
fn the_post_mortem_has_its_parts_and_flags_words_of_blame() {
    let made = postmortem::render(&debrief("mixed"));
    for part in [
        "**Date:** 2026-11-24",
        "**Severity:** sev2",
        "**Lead:** ann",
        "## Summary",
        "## Impact",
        "checkout (release)",
        "## Contributing factors",
        "## Timeline",
        "## What went well",
        "## What could be improved",
        "\\[P2\\] Try releases against old drafts — ton (2026-12-08)",
        "blame “forgot to”",
        "promise of a repair “fixed in”",
        "**Post-mortem due:** 2026-11-26 19:14",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
}

#[test]
fn nobody_is_praised_or_blamed() {
    for name in ["good", "mixed", "nothing"] {
        let made = text::render(&debrief(name)).to_lowercase();
        for word in
            ["great", "well done", "excellent", "bad job", "poor", "unfortunately", "sorry", "!"]
        {
            assert!(!made.contains(word), "{name} says `{word}`");
        }
    }
}

#[test]
fn lines_of_text_keep_to_eighty_columns() {
    for name in ["good", "mixed", "nothing"] {
        let made = text::render(&debrief(name));
        let long: Vec<_> = made.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{name}: {long:#?}");
    }
}
