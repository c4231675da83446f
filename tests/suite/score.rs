//! Journal to scorecard: each file of `tests/data/score` tells a drill, and what its card must
//! say. `house` is the company it happens in, `telling` turns the told lines into entries.

pub(crate) mod house;
mod telling;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use firedrill::command::Rating;
use firedrill::content::process::Capability;
use firedrill::journal::{Event, Journal};
use firedrill::model::id::ObjectiveId;
use firedrill::score::{Line, Scorecard, score};

pub(crate) use house::{runbooks, scenario, story};
use telling::{Told, told};
pub(crate) use telling::{process, read};

/// The card of a journal in the house.
fn card(journal: &Journal) -> Scorecard {
    score(journal, &scenario(), &story(), &process(), &runbooks())
}

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/score");
    let mut files: Vec<_> = (fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "drill"))
        .collect();
    files.sort();
    assert!(files.len() > 10, "the told drills are gone");
    files
}

#[test]
fn every_told_drill_gets_the_card_it_says() {
    let mut wrong = Vec::new();
    for path in files() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Told { journal, expected } = told(&fs::read_to_string(&path).unwrap());
        let card = card(&journal);
        for line in &expected {
            if let Err(found) = meets(&card, line) {
                wrong.push(format!("{name}: wanted `{line}`, found {found}"));
            }
        }
        assert!(!expected.is_empty(), "{name} expects nothing");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_sentence_of_a_card_is_there_in_thai() {
    let thai = |text: &str| text.chars().any(|letter| ('\u{e00}'..'\u{e80}').contains(&letter));
    let mut seen = 0;
    for path in files() {
        let Told { journal, .. } = told(&fs::read_to_string(&path).unwrap());
        let card = card(&journal);
        for line in &card.objectives {
            let better = line.better.as_ref().filter(|text| !text.is_empty());
            assert!(thai(&line.why_th), "{}: {} / {}", path.display(), line.why, line.why_th);
            assert_eq!(line.better.is_some(), line.better_th.is_some(), "{}", line.id);
            // What an author wrote in English alone stays so.
            let own = line.id.as_str().starts_with("expect") || better.is_none();
            assert!(own || thai(line.better_th.as_ref().unwrap()), "{:?}", line.better_th);
            seen += 1;
        }
        for own in &card.excluded {
            assert!(thai(&own.why_th), "{}: {}", own.id, own.why_th);
        }
    }
    assert!(seen > 100, "{seen} lines");
}

/// `score 85 100` · `cause P` · `cause 50%` · `communicate U` · `excluded handover` ·
/// `why steps ~ step 3` · `misled 1` · `graded false` · `coverage 1`.
fn meets(card: &Scorecard, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let verdict = |ok: bool, found: String| if ok { Ok(()) } else { Err(found) };
    match words.as_slice() {
        ["score", low, high] => {
            let (low, high): (f64, f64) = (low.parse().unwrap(), high.parse().unwrap());
            verdict((low..=high).contains(&card.score), format!("{:.1}\n{}", card.score, all(card)))
        }
        ["range", low, high] => {
            let found = format!("{:.0} {:.0}", card.score_low, card.score_high);
            verdict(found == format!("{low} {high}"), found)
        }
        ["coverage", share] => {
            let found = format!("{:.2}", card.coverage);
            verdict(found == *share, found)
        }
        ["excluded", id] => {
            let found: Vec<_> = card.excluded.iter().map(|own| own.id.to_string()).collect();
            verdict(found.iter().any(|own| own == id), found.join(" "))
        }
        ["misled", count] => {
            verdict(card.misled.len().to_string() == *count, format!("{}", card.misled.len()))
        }
        ["graded", wanted] => verdict(card.graded.to_string() == *wanted, card.graded.to_string()),
        ["why", id, "~", rest @ ..] => {
            let line = find(card, id)?;
            verdict(line.why.contains(&rest.join(" ")), line.why.clone())
        }
        [id, wanted] => rated(card, id, wanted),
        _ => Err("a line that nobody can read".to_owned()),
    }
}

fn rated(card: &Scorecard, id: &str, wanted: &str) -> Result<(), String> {
    if let Ok(capability) = id.parse::<Capability>() {
        let own = card.capabilities.iter().find(|own| own.id == capability).unwrap();
        let found = letter(own.rating);
        return if found == wanted { Ok(()) } else { Err(format!("{found}\n{}", all(card))) };
    }
    let line = find(card, id)?;
    let share = 100.0 * line.earned / line.possible.max(1e-9);
    let found = match wanted.strip_suffix('%') {
        Some(_) => format!("{share:.0}%"),
        None => letter(line.rating).to_owned(),
    };
    if found == wanted { Ok(()) } else { Err(format!("{found}: {}", line.why)) }
}

fn find<'a>(card: &'a Scorecard, id: &str) -> Result<&'a Line, String> {
    let line = card.objectives.iter().find(|line| line.id.as_str() == id);
    line.ok_or_else(|| {
        let why = card.excluded.iter().find(|own| own.id.as_str() == id);
        format!("no such line; excluded: {why:?}")
    })
}

fn letter(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::P) => "P",
        Some(Rating::S) => "S",
        Some(Rating::M) => "M",
        Some(Rating::U) => "U",
        None => "-",
    }
}

fn all(card: &Scorecard) -> String {
    let lines = card.objectives.iter().map(|line| {
        format!("  {:14} {:5.2}/{:5.2} {}", line.id, line.earned, line.possible, line.why)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn good() -> Journal {
    read("good")
}

/// What a sample of the truth proved goes with all later samples: they only repeat it.
fn without(journal: &Journal, evidence: &[u64]) -> Journal {
    let sample = |event: &Event| matches!(event, Event::TruthSampled(_));
    let first =
        journal.entries.iter().find(|own| evidence.contains(&own.seq) && sample(&own.event));
    let first = first.map_or(u64::MAX, |entry| entry.seq);
    let mut left = journal.clone();
    left.entries
        .retain(|own| !(evidence.contains(&own.seq) || sample(&own.event) && own.seq >= first));
    left
}

/// Takes away what a line rests on, and what then stands in for it, until its points go.
fn taken_away(journal: &Journal, id: &ObjectiveId) -> Result<(), String> {
    let share = |line: Option<&Line>| line.map_or(0.0, |own| own.earned / own.possible.max(1e-9));
    let line = |card: &Scorecard| card.objectives.iter().find(|own| own.id == *id).cloned();
    let whole = line(&card(journal));
    let mut left = journal.clone();
    for _ in 0..20 {
        let now = line(&card(&left));
        if share(now.as_ref()) < share(whole.as_ref()) - 0.001 {
            return Ok(());
        }
        let now = now.ok_or("gone")?;
        if now.evidence.is_empty() {
            return Err(format!("{id} has points and no entries: {}", now.why));
        }
        left = without(&left, &now.evidence);
    }
    Err(format!("{id} keeps its points"))
}

#[test]
fn points_go_when_their_evidence_is_taken_away() {
    let journal = good();
    let earning: Vec<_> =
        card(&journal).objectives.into_iter().filter(|line| line.earned > 0.0).collect();
    assert!(earning.len() > 25, "the good drill earns nearly everything");
    let kept: Vec<String> =
        earning.iter().filter_map(|line| taken_away(&journal, &line.id).err()).collect();
    assert!(kept.is_empty(), "points without their evidence:\n{}", kept.join("\n"));
}

#[test]
fn evidence_names_entries_that_exist_and_sums_agree() {
    let journal = good();
    let card = card(&journal);
    let known: Vec<u64> = journal.entries.iter().map(|entry| entry.seq).collect();
    let mut sums: BTreeMap<Capability, (f64, f64)> = BTreeMap::new();
    for line in &card.objectives {
        assert!(line.evidence.iter().all(|seq| known.contains(seq)), "{}", line.id);
        assert!(line.earned <= line.possible && line.earned >= 0.0, "{}", line.id);
        assert!(line.better.is_some() || line.rating == Some(Rating::P), "{}: no way", line.id);
        let sum = sums.entry(line.capability).or_default();
        *sum = (sum.0 + line.earned, sum.1 + line.possible);
    }
    for own in &card.capabilities {
        let (earned, possible) = sums[&own.id];
        // Each line is published in hundredths of a point.
        assert!((own.earned - earned).abs() < 0.05 && (own.possible - possible).abs() < 0.05);
    }
    let all: f64 = card.capabilities.iter().map(|own| own.possible).sum();
    assert!((all - 100.0).abs() < 1e-9, "the weights sum to 100, found {all}");
}

#[test]
fn the_same_journal_gives_the_same_card_and_json_reads_back() {
    let journal = good();
    let (one, other) = (card(&journal), card(&journal));
    assert_eq!(one, other);
    let json = serde_json::to_string(&one).unwrap();
    let back: Scorecard = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), json);
    assert!(json.contains("\"schema\":1"), "{json}");
}

#[test]
fn what_could_not_be_judged_is_a_dash_and_widens_the_range() {
    let mut journal = good();
    journal.entries.retain(|entry| !matches!(entry.event, Event::TruthSampled(_)));
    let card = card(&journal);
    let line = card.objectives.iter().find(|line| line.id == ObjectiveId::from("true")).unwrap();
    assert_eq!(line.rating, None);
    assert!(serde_json::to_string(line).unwrap().contains("\"rating\":\"-\""));
    assert!(card.coverage < 1.0 && card.score_low < card.score && card.score <= card.score_high);
}
