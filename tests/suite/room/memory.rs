//! A keeper in memory that fails as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use firedrill::journal::{Entry, Journal};
use firedrill::model::id::PlayerId;
use firedrill::room::{Answer, Keeper, Room, Scheduled, Settings, Stored, Unsent};
use firedrill::store::{Batch, StoreError};
use tokio::sync::{Semaphore, oneshot};

use crate::journal::sample;
use crate::room::toy::Toy;

/// What happens to an append.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fate {
    Kept,
    /// The disk is full.
    Full,
    /// It is kept, and the connection dies before it is said.
    Unsaid,
    /// Another has taken the drill over.
    Lost,
}

/// What outlives the room.
#[derive(Clone)]
pub(crate) struct Disk {
    pub(crate) stored: Arc<Mutex<Stored>>,
    /// What happens to the next appends; all is well after them.
    pub(crate) fates: Arc<Mutex<VecDeque<Fate>>>,
    /// Each append takes a permit.
    pub(crate) gate: Arc<Semaphore>,
}

impl Disk {
    pub(crate) fn new() -> Self {
        let journal = Journal::new(sample::header("d1"));
        let stored = Stored { journal, commands: BTreeMap::new() };
        Self {
            stored: Arc::new(Mutex::new(stored)),
            fates: Arc::default(),
            gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        }
    }

    pub(crate) fn will(&self, fates: &[Fate]) {
        self.fates.lock().expect("fates").extend(fates);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.stored.lock().expect("a disk").journal.entries.clone()
    }

    pub(crate) async fn room(&self) -> Room {
        self.room_with(Vec::new()).await
    }

    pub(crate) async fn room_with(&self, script: Vec<Scheduled>) -> Room {
        let settings = Settings { script, ..Settings::default() };
        Room::open(self.clone(), Toy::resume, settings).await.expect("a room")
    }

    fn keep(&self, head: u64, batch: Batch<'_>) {
        let mut stored = self.stored.lock().expect("a disk");
        assert_eq!(stored.journal.head(), head, "the room knows its head");
        stored.journal.entries.extend_from_slice(batch.entries);
        for (command, seq) in batch.commands {
            assert_eq!(stored.commands.insert(*command, *seq), None, "a command is kept once");
        }
    }
}

impl Keeper for Disk {
    async fn append(&mut self, head: u64, batch: Batch<'_>) -> Result<(), StoreError> {
        self.gate.acquire().await.expect("an open gate").forget();
        let fate = self.fates.lock().expect("fates").pop_front().unwrap_or(Fate::Kept);
        if matches!(fate, Fate::Kept | Fate::Unsaid) {
            self.keep(head, batch);
        }
        match fate {
            Fate::Kept => Ok(()),
            Fate::Full => Err(full()),
            Fate::Unsaid => Err(StoreError::Unreachable { url: url(), why: "gone".to_owned() }),
            Fate::Lost => Err(StoreError::NotMine { drill: "d1".to_owned() }),
        }
    }

    async fn load(&mut self) -> Result<Stored, StoreError> {
        let fate = self.fates.lock().expect("fates").pop_front().unwrap_or(Fate::Kept);
        match fate {
            Fate::Kept | Fate::Unsaid => Ok(self.stored.lock().expect("a disk").clone()),
            Fate::Full => Err(full()),
            Fate::Lost => Err(StoreError::NotMine { drill: "d1".to_owned() }),
        }
    }
}

fn url() -> String {
    "memory".to_owned()
}

fn full() -> StoreError {
    StoreError::Full { url: url() }
}

/// Somebody who sends a line to a room.
pub(crate) fn says(room: &Room, line: &str) -> oneshot::Receiver<Result<Answer, Unsent>> {
    room.send(PlayerId::from("p1"), line.to_owned())
}

/// The answer, once it comes.
pub(crate) async fn answer(
    waiting: oneshot::Receiver<Result<Answer, Unsent>>,
) -> Result<Answer, Unsent> {
    waiting.await.expect("an answer")
}

/// Lets real time pass, in steps that give the room its turn.
pub(crate) async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
    settle().await;
}

/// Lets everything happen that needs no time.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A runtime whose time stands still.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time().start_paused(true).build().expect("a runtime")
}
