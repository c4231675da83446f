//! How long a debrief takes, from the text of a journal to each format: a drill of an hour in which
//! everything stays bad, which shows the most. The goal is under 100 ms.
//! `cargo bench --bench report --no-default-features`
#![expect(clippy::expect_used, reason = "a bench over a shipped scenario may fail over it")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use divan::Bencher;
use firedrill::content::{Choice, Library};
use firedrill::journal::{ENGINE, Envelope, FORMAT, Header, Journal, PlayerKind, Recipe, wire};
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::play::table::{Comer, lay};
use firedrill::play::{Loaded, Play};
use firedrill::report::{Debrief, csv, html, json, markdown, text};
use firedrill::score::score;

fn main() {
    divan::main();
}

/// The text of the journal of an hour of cold-shelves.
static HOUR: LazyLock<String> = LazyLock::new(|| {
    let library = Library::built_in();
    let choice = Choice { seed: 1, variant: None };
    let scenario = "cold-shelves".into();
    let files = library.load(&scenario, &choice, &"default".into()).expect("it is sound");
    let ann = Comer { name: "ann".into(), seat: None, kind: PlayerKind::Person };
    let table = lay(&files.scenario, &files.process, &[ann], Some("mid")).expect("a seat");
    let header = Header {
        envelope: Envelope {
            id: "drill".into(),
            started: "2026-11-24T10:00:00Z".into(),
            names: table.names,
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: ENGINE,
            seed: 1,
            scenario,
            variant: files.scenario.variant.clone(),
            files: files.files.clone(),
            process: files.process.id.clone(),
            system: files.scenario.system.id.clone(),
            roster: table.roster,
            graded: true,
            coach: false,
            lang: Lang::En,
            bot_pars: BTreeMap::new(),
        },
    };
    let mut play = Play::new(header, files.into());
    play.hand_over("mid");
    play.step(DrillTime(3600), Vec::new());
    play.finish();
    wire::write(&play.into_journal())
});

fn journal() -> Journal {
    wire::read(&HOUR).expect("it reads").journal
}

fn loaded(journal: &Journal) -> Loaded {
    Play::load(&journal.header).expect("its files are sound")
}

fn debrief(journal: &Journal, loaded: &Loaded) -> Debrief {
    let Loaded { scenario, story, process, runbooks } = loaded;
    let card = score(journal, scenario, story, process, runbooks);
    Debrief::new(journal, &card, scenario, story, process, runbooks)
}

#[divan::bench(args = ["text", "markdown", "html", "json", "csv"], sample_count = 31, sample_size = 1)]
fn debrief_of_an_hour(bencher: Bencher<'_, '_>, format: &str) {
    assert!(HOUR.len() > 100_000, "an hour has something to tell");
    bencher.bench_local(|| {
        let journal = journal();
        let debrief = debrief(&journal, &loaded(&journal));
        match format {
            "text" => text::render(&debrief),
            "markdown" => markdown::render(&debrief),
            "html" => html::render(&debrief),
            "json" => json::render(&debrief),
            _ => csv::render(&debrief),
        }
    });
}

/// Where the time goes: the journal, its files, the score, the debrief.
#[divan::bench(args = ["journal", "files", "score", "debrief"], sample_count = 31, sample_size = 1)]
fn its_parts(bencher: Bencher<'_, '_>, part: &str) {
    let journal = journal();
    let loaded = loaded(&journal);
    let Loaded { scenario, story, process, runbooks } = &loaded;
    let card = score(&journal, scenario, story, process, runbooks);
    bencher.bench_local(|| match part {
        "journal" => drop(wire::read(&HOUR)),
        "files" => drop(Play::load(&journal.header)),
        "score" => drop(score(&journal, scenario, story, process, runbooks)),
        _ => drop(Debrief::new(&journal, &card, scenario, story, process, runbooks)),
    });
}
