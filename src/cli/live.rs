//! A live drill as this terminal holds it: the room, what the seat sees, the line under way.

use std::sync::Arc;

use tokio::sync::{broadcast, oneshot, watch};

use crate::cli::failure::Failure;
use crate::journal::Header;
use crate::model::id::{DrillId, PlayerId};
use crate::play::{Loaded, Play};
use crate::room::{Answer, Entries, Room, RoomError, Settings, Status, StoreKeeper, Unsent};
use crate::store::Store;
use crate::view::{SeatFold, SeatView};

/// Opens the room of a stored drill.
pub(crate) async fn open(
    store: Store,
    drill: DrillId,
    loaded: Loaded,
    settings: Settings,
) -> Result<Room, Failure> {
    let keeper = StoreKeeper::take_over(store, drill).await?;
    let resume =
        move |journal: &crate::journal::Journal| match Play::reopen(journal, loaded.clone()) {
            Some(over) => Ok(over),
            None => Play::resume(journal, loaded.clone()).map_err(|cannot| cannot.to_string()),
        };
    Room::open(keeper, resume, settings).await.map_err(|error| match error {
        RoomError::Store(error) => Failure::from(error),
        RoomError::Play(says) => {
            Failure::engine(says, "`firedrill report` still reads and scores it")
        }
    })
}

/// A drill on this terminal.
pub(crate) struct Live {
    /// Its id.
    pub(crate) drill: DrillId,
    room: Room,
    me: PlayerId,
    fold: SeatFold,
    /// The last entry taken in.
    last: u64,
    entries: broadcast::Receiver<Entries>,
    status: watch::Receiver<Status>,
    waiting: Option<oneshot::Receiver<Result<Answer, Unsent>>>,
}

/// What came from a live drill.
pub(crate) enum News {
    /// Entries, or the clock: look again.
    Moved,
    /// The line sent last was answered.
    Answered(Result<Answer, Unsent>),
    /// The room is closed.
    Closed,
}

impl Live {
    /// Sits down at a room, in the first person's place.
    pub(crate) fn sit(room: Room, header: &Header, loaded: &Loaded) -> Self {
        let person = header.envelope.names.keys().next().cloned();
        let me = person.unwrap_or_else(|| PlayerId::from("p1"));
        let process = Arc::clone(&loaded.process);
        let mut fold = SeatFold::new(header, &loaded.scenario, process, &loaded.runbooks, &me);
        let (before, entries) = room.join();
        let mut last = 0;
        for entry in before.iter().flat_map(|batch| batch.iter()) {
            fold.apply(entry);
            last = entry.seq;
        }
        let status = room.status();
        let drill = DrillId::from(header.envelope.id.as_str());
        Self { drill, room, me, fold, last, entries, status, waiting: None }
    }

    /// Sends a line; one at a time.
    pub(crate) fn send(&mut self, line: String) {
        self.waiting = Some(self.room.send(self.me.clone(), line));
    }

    /// What the seat sees now.
    pub(crate) fn view(&mut self) -> Arc<SeatView> {
        let now = self.status.borrow().now;
        Arc::new(self.fold.view(now).clone())
    }

    /// Waits for the next thing. May be dropped while it waits: nothing is lost.
    pub(crate) async fn next(&mut self) -> News {
        let Self { entries, status, waiting, fold, room, last, .. } = self;
        let answer = async {
            match waiting {
                Some(receiver) => receiver.await.unwrap_or(Err(Unsent::Closed)),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            batch = entries.recv() => match batch {
                Ok(batch) => {
                    take_in(fold, last, &batch);
                    News::Moved
                }
                // Far behind, as after a suspended terminal: read anew what was missed.
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let (before, fresh) = room.join();
                    *entries = fresh;
                    for batch in &before {
                        take_in(fold, last, batch);
                    }
                    News::Moved
                }
                Err(broadcast::error::RecvError::Closed) => News::Closed,
            },
            answer = answer => {
                self.waiting = None;
                News::Answered(answer)
            }
            changed = status.changed() => {
                if changed.is_ok() { News::Moved } else { News::Closed }
            }
        }
    }

    /// Closes the room; what was answered is stored.
    pub(crate) async fn close(self) {
        if let Err(error) = self.room.stop().await {
            eprintln!("firedrill: {error}");
        }
    }
}

/// Takes in what is new of a batch.
fn take_in(fold: &mut SeatFold, last: &mut u64, batch: &Entries) {
    for entry in batch.iter() {
        if entry.seq > *last {
            fold.apply(entry);
            *last = entry.seq;
        }
    }
}
