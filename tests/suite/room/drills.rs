//! A shipped scenario in a room: played live, killed on the way, resumed, it comes out as it does
//! headless.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use firedrill::command::playscript;
use firedrill::content::{Choice, Library};
use firedrill::drill::Said;
use firedrill::journal::{ENGINE, Entry, Envelope, FORMAT, Header, Journal, PlayerKind, Recipe};
use firedrill::model::id::{PlayerId, SeatId};
use firedrill::model::text::{DisplayText, Lang};
use firedrill::model::time::DrillTime;
use firedrill::play::table::{Comer, lay};
use firedrill::play::{Input, Loaded, Play};
use firedrill::room::{Room, Scheduled, Settings};

use crate::room::memory::{Disk, runtime};

const SCRIPT: &str = "\
02:30 ann: /ack A-1
02:45 ann: /declare sev2 Checkout errors
02:50 ann: /assign comms ann
02:50 ann: /udpate internal
03:10 ann: /look checkout deploys
03:20 ann: somebody look at checkout, please
04:00 ann: /do rollback checkout
05:00 ann: /end
";

fn drill() -> (Header, Loaded) {
    let choice = Choice { seed: 7, variant: None };
    let read = Library::built_in()
        .load(&"first-shift".into(), &choice, &"default".into())
        .unwrap_or_else(|told| panic!("{told:?}"));
    let comer = Comer {
        name: DisplayText::from("ann"),
        seat: Some(SeatId::from("lead")),
        kind: PlayerKind::Person,
    };
    let table = lay(&read.scenario, &read.process, &[comer], Some("mid")).expect("a table");
    let recipe = Recipe {
        format: FORMAT,
        engine: ENGINE,
        seed: 7,
        scenario: "first-shift".into(),
        variant: read.scenario.variant.clone(),
        files: read.files,
        process: "default".into(),
        system: read.scenario.system.id.clone(),
        roster: table.roster,
        graded: true,
        coach: false,
        lang: Lang::En,
        bot_pars: BTreeMap::new(),
    };
    let envelope = Envelope {
        id: "d1".to_owned(),
        started: "2026-11-24T12:00:00Z".to_owned(),
        names: table.names,
        ..Envelope::default()
    };
    let loaded = Loaded {
        scenario: read.scenario,
        story: read.story,
        process: Arc::new(read.process),
        runbooks: read.runbooks,
    };
    (Header { envelope, recipe }, loaded)
}

fn script() -> Vec<Scheduled> {
    let lines = playscript::parse(SCRIPT, None).expect_err("one line is no command");
    assert_eq!(lines.len(), 1);
    let said = SCRIPT.lines().zip(0..).map(|(line, row)| {
        let (at, line) = line.split_once(" ann: ").expect("a line of ann");
        Scheduled {
            at: DrillTime::parse(at).expect("a time"),
            by: PlayerId::from("p1"),
            line: line.to_owned(),
            id: Scheduled::id_of("d1", row),
        }
    });
    said.collect()
}

/// The same lines without a room.
fn headless() -> Vec<Entry> {
    let (header, loaded) = drill();
    let mut play = Play::new(header, loaded);
    for line in script() {
        play.step(line.at, Vec::new());
        play.step(line.at, vec![Input { by: line.by, said: Said::Line(line.line) }]);
    }
    play.into_journal().entries
}

async fn room(disk: &Disk, loaded: &Loaded) -> Room {
    let loaded = loaded.clone();
    let resume = move |journal: &Journal| {
        Play::resume(journal, loaded.clone()).map_err(|cannot| cannot.to_string())
    };
    let settings = Settings { pace: Duration::ZERO, script: script() };
    Room::open(disk.clone(), resume, settings).await.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_live_drill_killed_on_the_way_ends_as_it_does_headless() {
    let (header, loaded) = drill();
    let disk = Disk::new();
    disk.stored.lock().expect("a disk").journal = Journal::new(header);
    let whole = headless();
    assert!(whole.len() > 80, "{} entries", whole.len());
    // Each life commits a few more batches and then dies within the next.
    for commits in [1, 3, 10, 2, 1, 14, 7, 1, 12] {
        let life = runtime();
        disk.gate.forget_permits(usize::MAX);
        disk.gate.add_permits(commits);
        life.block_on(async {
            let _room = room(&disk, &loaded).await;
            // It runs until no permit is left and all else waits.
            tokio::time::sleep(Duration::from_secs(1)).await;
        });
        drop(life);
        let stored = disk.entries();
        assert_eq!(stored, whole[..stored.len()], "what is stored is how it was to be");
    }
    disk.gate.add_permits(100_000);
    runtime().block_on(async {
        let mut room = room(&disk, &loaded).await;
        for _ in script() {
            room.told().await.expect("an answer").1.expect("stored");
        }
        room.stop().await.expect("an end");
    });
    assert_eq!(disk.entries(), whole);
}
