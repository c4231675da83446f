//! One live drill: a single writer that takes commands, lets the clock run, stores what happened,
//! and only then answers and shows it. It decides no rule and draws nothing; nobody ever sees what
//! is not stored.

pub mod clock;
pub mod keeper;
pub mod outcome;
mod playing;
pub mod sitting;
mod task;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::journal::{Entry, Journal, Refusal};
use crate::model::chance;
use crate::model::id::PlayerId;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
pub use crate::room::keeper::{Keeper, StoreKeeper, Stored};
use crate::room::task::Writer;
use crate::store::StoreError;

/// Commands that may wait to be taken.
const WAITING_MAX: usize = 64;
/// Batches that a reader may be behind before it has to join anew.
const BEHIND_MAX: usize = 1_024;

/// Entries that were stored together, shared by all who read them.
pub type Entries = Arc<[Entry]>;

/// What a room plays: a drill without I/O.
pub trait Playing: Sized + Send + 'static {
    /// Takes a line at this second: what it led to, or its refusal; nothing where the drill keeps
    /// no more refusals of that player.
    fn take(&mut self, by: &PlayerId, line: &str) -> Vec<Entry>;

    /// Lets the clock run up to `until`, less where the drill ends or stands before.
    fn advance(&mut self, until: DrillTime) -> Vec<Entry>;

    /// The second that lines take effect in.
    fn now(&self) -> DrillTime;

    /// Whether the drill is over. Lines may still be taken.
    fn ended(&self) -> bool;
}

/// A line that is taken at its time, whoever is there: what scripts and rehearsals of crashes use.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheduled {
    /// When; at once if that has passed, if the clock stands, or after the end.
    pub at: DrillTime,
    /// Who says it.
    pub by: PlayerId,
    /// What is said.
    pub line: String,
    /// Its id: a line that was stored before is not taken again.
    pub id: Uuid,
}

impl Scheduled {
    /// The id of row `row` of the script of a drill: the same each time the script is followed.
    #[must_use]
    pub fn id_of(drill: &str, row: usize) -> Uuid {
        Uuid::from_u64_pair(chance::fingerprint(drill.as_bytes()), row as u64)
    }
}

/// How a room runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a drill-second lasts at speed 1; zero is as fast as possible.
    pub pace: Duration,
    /// Lines that are taken at their time.
    pub script: Vec<Scheduled>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pace: Duration::from_secs(1), script: Vec::new() }
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It was taken and stored, with what followed from it at once.
    Taken(Entries),
    /// It was refused.
    Refused(Refusal),
}

/// Why a line has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsent {
    /// More lines wait than the room takes. Try again.
    #[error("too many commands wait; nothing was sent.")]
    Full,
    /// The room is closed.
    #[error("the drill is closed; nothing was sent.")]
    Closed,
    /// The store failed, and does not hold the line.
    #[error("the journal could not be written; nothing was sent.")]
    NotStored,
}

/// How the room fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// All is well.
    Well,
    /// The store cannot be written; the clock stands until it can. What was answered is safe.
    Stalled {
        /// What the store said.
        says: DisplayText,
        /// What to do.
        hint: &'static str,
    },
    /// The room is closed.
    Closed {
        /// Why, where it was not asked to.
        says: Option<DisplayText>,
    },
}

/// What a room tells at each tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The drill's time.
    pub now: DrillTime,
    /// Whether the clock stands.
    pub paused: bool,
    /// Drill-seconds a second.
    pub speed: u32,
    /// Whether the drill is over.
    pub ended: bool,
    /// How the room fares.
    pub health: Health,
}

/// Why a room could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// The drill could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The drill cannot go on.
    #[error("{0}")]
    Play(String),
}

/// A live drill.
#[derive(Debug)]
pub struct Room {
    inbox: mpsc::Sender<Message>,
    board: Arc<Board>,
    status: watch::Receiver<Status>,
    told: mpsc::Receiver<(Uuid, Result<Answer, Unsent>)>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// What was stored so far, and who reads along.
#[derive(Debug)]
struct Board {
    shown: Mutex<Vec<Entries>>,
    readers: broadcast::Sender<Entries>,
}

impl Board {
    fn shown(&self) -> MutexGuard<'_, Vec<Entries>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, batch: Entries) {
        let mut shown = self.shown();
        shown.push(Arc::clone(&batch));
        // Nobody has to read along.
        let _readers = self.readers.send(batch);
    }
}

/// A line on its way in.
struct Message {
    by: PlayerId,
    line: String,
    id: Uuid,
    answer: Reply,
}

/// Where an answer goes.
enum Reply {
    /// To who waits for it.
    Caller(oneshot::Sender<Result<Answer, Unsent>>),
    /// To who follows the script, of which this is a line.
    Script(Scheduled),
}

impl Room {
    /// Opens the room of a stored drill and lets its clock run: from the start, or on from where it
    /// was left. `resume` makes the drill of a journal, up to its last entry, now and whenever the
    /// store failed in between; it says in a sentence why it cannot.
    pub async fn open<K: Keeper, P: Playing>(
        mut keeper: K,
        resume: impl Fn(&Journal) -> Result<P, String> + Send + 'static,
        settings: Settings,
    ) -> Result<Self, RoomError> {
        let stored = keeper.load().await?;
        let play = resume(&stored.journal).map_err(RoomError::Play)?;
        let (inbox, waiting) = mpsc::channel(WAITING_MAX);
        let (tell, told) = mpsc::channel(settings.script.len().max(1));
        let board = Arc::new(Board {
            shown: Mutex::new(vec![stored.journal.entries.as_slice().into()]),
            readers: broadcast::Sender::new(BEHIND_MAX),
        });
        let stop = CancellationToken::new();
        let (writer, status) = Writer::new(
            (keeper, Box::new(resume)),
            play,
            stored,
            settings,
            (waiting, tell, Arc::clone(&board)),
        );
        let task = tokio::spawn(writer.run(stop.clone()));
        Ok(Self { inbox, board, status, told, stop, task })
    }

    /// Sends a line as it was typed. The answer comes once it is stored.
    pub fn send(&self, by: PlayerId, line: String) -> oneshot::Receiver<Result<Answer, Unsent>> {
        self.send_as(by, line, Uuid::now_v7())
    }

    /// Sends a line under an id of the sender's: sent again, it is answered again and taken once.
    pub fn send_as(
        &self,
        by: PlayerId,
        line: String,
        id: Uuid,
    ) -> oneshot::Receiver<Result<Answer, Unsent>> {
        let (answer, waiting) = oneshot::channel();
        let message = Message { by, line, id, answer: Reply::Caller(answer) };
        let (message, why) = match self.inbox.try_send(message) {
            Ok(()) => return waiting,
            Err(mpsc::error::TrySendError::Full(message)) => (message, Unsent::Full),
            Err(mpsc::error::TrySendError::Closed(message)) => (message, Unsent::Closed),
        };
        if let Reply::Caller(answer) = message.answer {
            // The receiver is in our hand.
            let _answered = answer.send(Err(why));
        }
        waiting
    }

    /// Everything stored so far, and what will be stored from here on: nothing is missed between.
    /// A reader who falls far behind is told so by the receiver, and joins anew.
    pub fn join(&self) -> (Vec<Entries>, broadcast::Receiver<Entries>) {
        let shown = self.board.shown();
        (shown.clone(), self.board.readers.subscribe())
    }

    /// Time, speed and health, as they change.
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// The next answer to a line of the script; `None` once the room is closed.
    pub async fn told(&mut self) -> Option<(Uuid, Result<Answer, Unsent>)> {
        self.told.recv().await
    }

    /// Asks the room to close: lines that wait are taken first.
    pub fn close(&self) {
        self.stop.cancel();
    }

    /// Waits until it is closed.
    pub async fn closed(&self) {
        let mut status = self.status.clone();
        // Where nobody tells any more, the writer is gone.
        drop(status.wait_for(|own| matches!(own.health, Health::Closed { .. })).await);
    }

    /// Closes the room: lines that wait are taken first.
    ///
    /// # Errors
    /// The room broke: a mistake of ours. What was answered is stored.
    pub async fn stop(self) -> Result<(), RoomError> {
        self.stop.cancel();
        self.task.await.map_err(|error| RoomError::Play(format!("the room broke: {error}.")))
    }
}
