//! The single writer of a room. Entries go to the store first, then to who asked, then to all.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::journal::{Entry, Event, Journal, Refusal, RefusalKind};
use crate::model::text::{DisplayText, Text};
use crate::model::time::DrillTime;
use crate::room::clock::Clock;
use crate::room::keeper::{Keeper, Stored};
use crate::room::{
    Answer, Board, Health, Message, Playing, Reply, Scheduled, Settings, Status, Unsent,
};
use crate::store::{Batch, StoreError, StoreErrorKind};

/// The first wait before the store is tried again; each is twice the one before.
const RETRY: Duration = Duration::from_millis(250);
/// The longest wait before the store is tried again.
const RETRY_MAX: Duration = Duration::from_secs(4);
/// Lines taken into one commit.
const TOGETHER_MAX: usize = 64;

type Told = (Uuid, Result<Answer, Unsent>);
type Ends = (mpsc::Receiver<Message>, mpsc::Sender<Told>, Arc<Board>);

/// Makes the drill of a journal.
pub(super) type Resume<P> = Box<dyn Fn(&Journal) -> Result<P, String> + Send>;

/// The writer.
pub(super) struct Writer<K, P> {
    keeper: K,
    resume: Resume<P>,
    play: P,
    clock: Clock,
    /// The last entry that is stored.
    head: u64,
    known: BTreeMap<Uuid, u64>,
    script: VecDeque<Scheduled>,
    inbox: mpsc::Receiver<Message>,
    tell: mpsc::Sender<Told>,
    board: Arc<Board>,
    status: watch::Sender<Status>,
    /// Entries that are not stored yet, and who waits for them.
    fresh: Fresh,
}

/// A commit in the making.
#[derive(Default)]
struct Fresh {
    entries: Vec<Entry>,
    waiting: Vec<Waiting>,
}

/// A line that was taken and not stored yet.
struct Waiting {
    id: Uuid,
    /// The entry that records it, 0 if none does; `None` if it repeats one that was taken.
    records: Option<u64>,
    answer: Answer,
    reply: Reply,
}

/// The room cannot go on.
struct Closed(DisplayText);

impl<K: Keeper, P: Playing> Writer<K, P> {
    pub(super) fn new(
        (keeper, resume): (K, Resume<P>),
        play: P,
        stored: Stored,
        settings: Settings,
        (inbox, tell, board): Ends,
    ) -> (Self, watch::Receiver<Status>) {
        let now = Instant::now();
        let clock = Clock::new(settings.pace, &stored.journal.entries, now);
        let mut script = settings.script;
        script.sort_by_key(|line| line.at);
        let (status, reader) = watch::channel(Status {
            now: play.now(),
            paused: clock.paused(),
            speed: clock.speed(),
            ended: play.ended(),
            health: Health::Well,
        });
        let writer = Self {
            keeper,
            resume,
            play,
            clock,
            head: stored.journal.head(),
            known: stored.commands,
            script: script.into(),
            inbox,
            tell,
            board,
            status,
            fresh: Fresh::default(),
        };
        (writer, reader)
    }

    /// Runs until it is stopped, nobody can send any more, or the drill is lost.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        let says = self.work(&stop).await.err().map(|Closed(says)| says);
        self.status.send_modify(|status| status.health = Health::Closed { says });
    }

    async fn work(&mut self, stop: &CancellationToken) -> Result<(), Closed> {
        loop {
            let runs = !self.clock.paused() && !self.play.ended();
            tokio::select! {
                () = stop.cancelled() => break,
                message = self.inbox.recv() => match message {
                    Some(message) => self.lines(message),
                    None => return Ok(()),
                },
                () = sleep_until(self.clock.next()), if runs => self.tick(),
                () = std::future::ready(()), if !runs && !self.script.is_empty() => self.scheduled(),
            }
            self.commit(stop).await?;
        }
        self.inbox.close();
        while let Some(message) = self.inbox.recv().await {
            self.lines(message);
            self.commit(stop).await?;
        }
        Ok(())
    }

    /// Takes a line and those that wait behind it.
    fn lines(&mut self, first: Message) {
        self.take(first);
        for _ in 1..TOGETHER_MAX {
            match self.inbox.try_recv() {
                Ok(message) => self.take(message),
                Err(_) => break,
            }
        }
    }

    fn take(&mut self, message: Message) {
        let Message { by, line, id, answer: reply } = message;
        let stored = self.known.get(&id).map(|seq| self.answer_at(*seq));
        let waits = self.fresh.waiting.iter().find(|waiting| waiting.id == id);
        if let Some(answer) = stored.or_else(|| waits.map(|waiting| waiting.answer.clone())) {
            // A repetition of what is not stored yet is answered with it.
            self.fresh.waiting.push(Waiting { id, records: None, answer, reply });
            return;
        }
        let entries = self.play.take(&by, &line);
        let records = Some(entries.first().map_or(0, |entry| entry.seq));
        let answer = answer(&entries);
        self.gather(entries);
        self.fresh.waiting.push(Waiting { id, records, answer, reply });
    }

    fn gather(&mut self, entries: Vec<Entry>) {
        self.clock.hear(&entries, Instant::now());
        self.fresh.entries.extend(entries);
    }

    /// Lets the drill-seconds pass that are due.
    fn tick(&mut self) {
        let due = self.clock.take(Instant::now());
        let until = DrillTime(self.play.now().0.saturating_add(due));
        loop {
            self.scheduled();
            let stands = self.clock.paused() || self.play.ended();
            if stands || self.play.now() >= until {
                break;
            }
            let stop = self.script.front().map_or(until, |line| line.at.min(until));
            let entries = self.play.advance(stop);
            self.gather(entries);
        }
    }

    /// Takes lines of the script whose time has come.
    fn scheduled(&mut self) {
        while let Some(line) = self.script.front() {
            let stands = self.clock.paused() || self.play.ended();
            if line.at > self.play.now() && !stands {
                break;
            }
            let Some(line) = self.script.pop_front() else { break };
            let Scheduled { by, line: said, id, .. } = line.clone();
            self.take(Message { by, line: said, id, answer: Reply::Script(line) });
        }
    }

    /// Stores what is fresh, then answers and shows it.
    async fn commit(&mut self, stop: &CancellationToken) -> Result<(), Closed> {
        let fresh = std::mem::take(&mut self.fresh);
        let commands: Vec<(Uuid, u64)> = fresh
            .waiting
            .iter()
            .filter_map(|waiting| Some((waiting.id, waiting.records?)))
            .collect();
        if !(fresh.entries.is_empty() && commands.is_empty()) {
            let batch = Batch { entries: &fresh.entries, commands: &commands };
            if let Err(error) = self.keeper.append(self.head, batch).await {
                return self.recover(error, fresh.waiting, stop).await;
            }
        }
        self.head += fresh.entries.len() as u64;
        self.known.extend(commands);
        self.show(fresh.entries);
        for waiting in fresh.waiting {
            self.reply(waiting.id, waiting.reply, Ok(waiting.answer));
        }
        self.tell_status(Health::Well);
        Ok(())
    }

    fn show(&self, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.board.show(entries.into());
        }
    }

    fn reply(&self, id: Uuid, reply: Reply, answer: Result<Answer, Unsent>) {
        match reply {
            // Who asked may have left.
            Reply::Caller(caller) => drop(caller.send(answer)),
            // There is room for each line of the script once.
            Reply::Script(_) => drop(self.tell.try_send((id, answer))),
        }
    }

    fn tell_status(&self, health: Health) {
        let status = Status {
            now: self.play.now(),
            paused: self.clock.paused(),
            speed: self.clock.speed(),
            ended: self.play.ended(),
            health,
        };
        self.status.send_if_modified(|old| {
            let changed = *old != status;
            *old = status;
            changed
        });
    }

    /// Throws the drill in memory away and builds it anew from the store, however long that takes.
    /// Nobody has seen what is thrown away.
    async fn recover(
        &mut self,
        error: StoreError,
        waiting: Vec<Waiting>,
        stop: &CancellationToken,
    ) -> Result<(), Closed> {
        let mut error = error;
        let mut wait = RETRY;
        loop {
            if matches!(error.kind(), StoreErrorKind::Lost | StoreErrorKind::Unusable) {
                self.nothing_sent(waiting);
                return Err(Closed(told(&error)));
            }
            self.tell_status(Health::Stalled { says: told(&error), hint: error.hint() });
            tokio::select! {
                () = stop.cancelled() => {
                    self.nothing_sent(waiting);
                    return Err(Closed(told(&error)));
                }
                () = sleep(wait) => {}
            }
            wait = (wait * 2).min(RETRY_MAX);
            match self.keeper.load().await {
                Ok(stored) => return self.rebuild(stored, waiting),
                Err(again) => error = again,
            }
        }
    }

    fn rebuild(&mut self, stored: Stored, waiting: Vec<Waiting>) -> Result<(), Closed> {
        let Stored { journal, commands } = stored;
        let play = (self.resume)(&journal);
        let behind = journal.head() < self.head;
        let play = match play {
            Ok(play) if !behind => play,
            Ok(_) => return Err(Closed(DisplayText::from("The journal has lost entries."))),
            Err(why) => {
                self.nothing_sent(waiting);
                return Err(Closed(DisplayText::one_line(&why)));
            }
        };
        self.play = play;
        self.clock = Clock::new(self.clock.pace(), &journal.entries, Instant::now());
        self.known = commands;
        // A commit may have gone through although it was not confirmed.
        let unseen = journal.entries.iter().filter(|entry| entry.seq > self.head);
        let unseen: Vec<Entry> = unseen.cloned().collect();
        self.head = journal.head();
        self.show(unseen);
        for Waiting { id, answer, reply, .. } in waiting.into_iter().rev() {
            let stored = self.known.contains_key(&id);
            match reply {
                Reply::Script(line) if !stored => self.script.push_front(line),
                reply if stored => self.reply(id, reply, Ok(answer)),
                reply => self.reply(id, reply, Err(Unsent::NotStored)),
            }
        }
        self.tell_status(Health::Well);
        Ok(())
    }

    fn nothing_sent(&self, waiting: Vec<Waiting>) {
        for waiting in waiting {
            self.reply(waiting.id, waiting.reply, Err(Unsent::NotStored));
        }
    }

    /// The answer to a line that was stored before: the entry that records it.
    fn answer_at(&self, seq: u64) -> Answer {
        let shown = self.board.shown();
        let entry = shown.iter().flat_map(|batch| batch.iter()).find(|entry| entry.seq == seq);
        answer(entry.map(std::slice::from_ref).unwrap_or_default())
    }
}

fn told(error: &StoreError) -> DisplayText {
    DisplayText::one_line(&error.to_string())
}

/// What the entries of a line say to who sent it.
fn answer(entries: &[Entry]) -> Answer {
    match entries.first().map(|entry| &entry.event) {
        Some(Event::Refused { refusal, .. }) => Answer::Refused(refusal.clone()),
        Some(_) => Answer::Taken(entries.into()),
        None => Answer::Refused(Refusal {
            kind: RefusalKind::Limit,
            says: Text {
                en: DisplayText::from("Too many lines were refused; this one is not kept."),
                th: Some(DisplayText::from("มีคำสั่งที่ถูกปฏิเสธมากเกินไป ข้อความนี้ไม่ถูกบันทึก")),
            },
        }),
    }
}
