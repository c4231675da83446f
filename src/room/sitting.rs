//! Somebody at a live drill: reads every entry once and in order, sends lines and hears of each. What
//! may be seen of the entries is for whoever folds them; it shows nothing.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::{broadcast, oneshot, watch};

use crate::journal::Entry;
use crate::model::id::PlayerId;
use crate::room::{Answer, Entries, Room, Status, Unsent};

/// Somebody at a live drill.
#[derive(Debug)]
pub struct Sitting {
    room: Arc<Room>,
    me: PlayerId,
    /// The last entry taken in.
    last: u64,
    entries: broadcast::Receiver<Entries>,
    status: watch::Receiver<Status>,
    /// Answers that are waited for, in the order of the lines.
    waiting: VecDeque<oneshot::Receiver<Result<Answer, Unsent>>>,
}

/// What came from a live drill.
#[derive(Debug)]
pub enum News {
    /// Entries, or the clock: look again.
    Moved,
    /// The oldest line without an answer got one.
    Answered(Result<Answer, Unsent>),
    /// The room is closed.
    Closed,
}

impl Sitting {
    /// Sits down as `me`; what was stored so far is taken in at once.
    pub fn new(room: Arc<Room>, me: PlayerId, take: impl FnMut(&Entry)) -> Self {
        let (before, entries) = room.join();
        let status = room.status();
        let mut own = Self { room, me, last: 0, entries, status, waiting: VecDeque::new() };
        own.take_in(&before, take);
        own
    }

    /// Sends a line; answers come in the order of the lines.
    pub fn send(&mut self, line: String) {
        self.waiting.push_back(self.room.send(self.me.clone(), line));
    }

    /// How the room fares.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.borrow().clone()
    }

    /// The last entry taken in.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// The room.
    #[must_use]
    pub const fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// Waits for the next thing; each entry is given to `take`. May be dropped while it waits:
    /// nothing is lost.
    pub async fn next(&mut self, take: impl FnMut(&Entry)) -> News {
        let waiting = &mut self.waiting;
        let answer = async {
            match waiting.front_mut() {
                Some(receiver) => receiver.await.unwrap_or(Err(Unsent::Closed)),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            batch = self.entries.recv() => match batch {
                Ok(batch) => {
                    self.take_in(&[batch], take);
                    News::Moved
                }
                // Far behind, as after a suspended terminal: read anew what was missed.
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let (before, fresh) = self.room.join();
                    self.entries = fresh;
                    self.take_in(&before, take);
                    News::Moved
                }
                Err(broadcast::error::RecvError::Closed) => News::Closed,
            },
            answer = answer => {
                self.waiting.pop_front();
                News::Answered(answer)
            }
            changed = self.status.changed() => {
                if changed.is_ok() { News::Moved } else { News::Closed }
            }
        }
    }

    /// Takes in what is new of some batches.
    fn take_in(&mut self, batches: &[Entries], mut take: impl FnMut(&Entry)) {
        for entry in batches.iter().flat_map(|batch| batch.iter()) {
            if entry.seq > self.last {
                take(entry);
                self.last = entry.seq;
            }
        }
    }
}
