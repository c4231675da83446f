//! The power goes. What was written and not synced is lost, torn, or there after all: what was
//! confirmed must be there whatever the disk made of the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use firedrill::model::chance::Stream;
use firedrill::model::id::DrillId;
use firedrill::store::address::file_url;
use firedrill::store::{Batch, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};

use crate::journal::sample;
use crate::store::disk::{Deed, Fault, confirmed, deeds, fail, heal, watch};

/// Appends of one entry each.
const APPENDS: u64 = 300;
/// Cuts at random moments.
const CUTS: u64 = 150;
/// What a disk writes whole.
const SECTOR: usize = 512;

fn url(folder: &Path) -> String {
    format!("{}?vfs=watched", file_url(&folder.join("fire.db")))
}

/// The files that a power cut before deed `cut` leaves: all that was synced, and of the rest any
/// sectors, in pieces.
fn image(deeds: &[Deed], cut: usize, chance: &mut Stream) -> BTreeMap<PathBuf, Vec<u8>> {
    let deeds = &deeds[..cut];
    let mut synced: BTreeMap<&Path, usize> = BTreeMap::new();
    for (at, deed) in deeds.iter().enumerate() {
        if let Deed::Sync { file } = deed {
            synced.insert(file, at);
        }
    }
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for (moment, deed) in deeds.iter().enumerate() {
        let safe = |file: &PathBuf| synced.get(file.as_path()).is_some_and(|last| moment < *last);
        match deed {
            Deed::Write { file, at, bytes } => {
                let contents = files.entry(file.clone()).or_default();
                for (piece, offset) in bytes.chunks(SECTOR).zip((*at..).step_by(SECTOR)) {
                    if safe(file) || chance.uniform() < 0.5 {
                        let end = offset + piece.len();
                        contents.resize(contents.len().max(end), 0);
                        contents[offset..end].copy_from_slice(piece);
                    }
                }
            }
            Deed::Truncate { file, size } if safe(file) || chance.uniform() < 0.5 => {
                files.entry(file.clone()).or_default().resize(*size, 0);
            }
            Deed::Delete { file } => drop(files.remove(file)),
            Deed::Truncate { .. } | Deed::Sync { .. } | Deed::Confirmed(_) => {}
        }
    }
    files
}

/// Entries that were confirmed before deed `cut`.
fn promised(deeds: &[Deed], cut: usize) -> u64 {
    let mut marks = deeds[..cut].iter().rev().filter_map(|deed| match deed {
        Deed::Confirmed(entries) => Some(*entries),
        _ => None,
    });
    marks.next().unwrap_or_default()
}

/// Writes the image to a new folder and gives the URL of the database in it.
fn restore(files: BTreeMap<PathBuf, Vec<u8>>, folder: &Path) -> String {
    for (file, contents) in files {
        let name = file.file_name().expect("a name");
        fs::write(folder.join(name), contents).expect("a file");
    }
    file_url(&folder.join("fire.db"))
}

/// Cuts the power at random moments after deed `from`; the cuts after which `read`, given the URL
/// of what is left, finds fewer entries than were confirmed.
async fn losses(deeds: &[Deed], from: usize, read: impl AsyncFn(&str) -> u64) -> BTreeSet<u64> {
    let mut lost = BTreeSet::new();
    for number in 0..CUTS {
        let mut chance = Stream::named(number, "power cut");
        let span = u64::try_from(deeds.len() - from).expect("a length");
        let cut = from + 1 + usize::try_from(chance.below(span)).expect("an index");
        let folder = tempfile::tempdir().expect("a folder");
        let url = restore(image(deeds, cut, &mut chance), folder.path());
        if read(&url).await < promised(deeds, cut) {
            lost.insert(number);
        }
    }
    lost
}

#[tokio::test]
async fn no_confirmed_entry_is_lost_at_a_power_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    watch(folder.path());
    let store = Store::open(&url(folder.path())).await.expect("a store");
    store.create(&sample::header("d1")).await.expect("a drill");
    let from = deeds(folder.path()).len();
    let drill = DrillId::from("d1");
    for seq in 1..=APPENDS {
        let one = [sample::note(seq, 0, &"errors fall ".repeat(20))];
        let batch = Batch { entries: &one, commands: &[] };
        store.append(&drill, 1, seq - 1, batch).await.expect("an append");
        confirmed(folder.path(), seq);
    }
    let deeds = deeds(folder.path());
    let syncs = deeds.iter().filter(|deed| matches!(deed, Deed::Sync { .. })).count();
    assert!(syncs as u64 >= APPENDS, "{syncs} syncs of {APPENDS} commits");

    let read = async |url: &str| {
        let store = Store::open(url).await.expect("a store that opens");
        let journal = store.load(&drill).await.expect("a sound journal");
        store.close().await;
        journal.head()
    };
    assert_eq!(losses(&deeds, from, read).await, BTreeSet::new(), "cuts that lost an entry");
}

/// The same cuts where SQLite is told to sync less: they must find what is lost, or they would find
/// nothing above.
#[tokio::test]
async fn the_same_cuts_find_what_a_careless_setting_loses() {
    let folder = tempfile::tempdir().expect("a folder");
    watch(folder.path());
    sqlx::any::install_default_drivers();
    let url = format!("{}&mode=rwc", url(folder.path()));
    let mut careless = AnyConnection::connect(&url).await.expect("a database");
    for sql in [
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",
        "CREATE TABLE entries (seq BIGINT, entry TEXT)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ] {
        careless.execute(sql).await.expect("a statement");
    }
    let from = deeds(folder.path()).len();
    for seq in 1..=APPENDS {
        let insert = format!("INSERT INTO entries VALUES ({seq}, '{}')", "errors fall ".repeat(20));
        careless.execute(AssertSqlSafe(insert)).await.expect("a row");
        confirmed(folder.path(), seq);
    }
    let read = async |url: &str| {
        let mut connection = AnyConnection::connect(url).await.expect("a database");
        let row = connection.fetch_one("SELECT COUNT(*) FROM entries").await.expect("a count");
        let count: i64 = row.try_get(0).expect("a number");
        connection.close().await.expect("an end");
        count.unsigned_abs()
    };
    let lost = losses(&deeds(folder.path()), from, read).await;
    assert!(lost.len() as u64 > CUTS / 2, "only {} of {CUTS} cuts lost an entry", lost.len());
}

/// One life of a store over a disk whose `after`-th call of a kind fails and all after it. Gives
/// whether it came to that.
async fn life(fault: Fault, after: usize) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    watch(folder.path());
    fail(folder.path(), fault, after);
    let mut kept = 0;
    let drill = DrillId::from("d1");
    let url = url(folder.path());
    if let Ok(mut store) = Store::open(&url).await {
        let begun = store.create(&sample::header("d1")).await.is_ok();
        for seq in 1..=3 {
            let one = [sample::note(seq, 0, "errors fall")];
            let batch = Batch { entries: &one, commands: &[] };
            match store.append(&drill, 1, seq - 1, batch).await {
                Ok(()) => kept = seq,
                Err(_) => break,
            }
        }
        let fired = heal(folder.path());
        // The disk is well again: the store goes on without a hand, from what is stored.
        store.reopen().await.expect("a store");
        if begun {
            let head = store.load(&drill).await.expect("a sound journal").head();
            assert!(head >= kept, "{fault:?} {after}: {kept} confirmed, {head} there");
            let one = [sample::note(head + 1, 0, "again")];
            let batch = Batch { entries: &one, commands: &[] };
            store.append(&drill, 1, head, batch).await.expect("an append");
        }
        store.close().await;
        return fired;
    }
    let fired = heal(folder.path());
    Store::open(&url).await.expect("a store, once the disk is well").close().await;
    fired
}

/// Lives over a disk whose first, second, third … call of a kind fails, until none does.
async fn lives(fault: Fault) {
    let mut after = 1;
    while life(fault, after).await {
        after += 1;
    }
    assert!(after > 10, "{fault:?} was tried at {after} calls only");
}

#[tokio::test]
async fn whichever_write_fails_nothing_confirmed_is_lost() {
    lives(Fault::Write).await;
}

#[tokio::test]
async fn whenever_the_disk_is_full_nothing_confirmed_is_lost() {
    lives(Fault::NoRoom).await;
}

#[tokio::test]
async fn whichever_sync_fails_nothing_confirmed_is_lost() {
    lives(Fault::Sync).await;
}
