//! A program in a seat: lines of JSON out of its standard output are commands, what its seat sees goes
//! in. It plays through the same room as everybody. A program that does not read misses what is
//! between, one that floods is slowed, one that breaks leaves its seat empty: nobody waits for it.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader,
};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};

use crate::journal::Header;
use crate::model::id::PlayerId;
use crate::model::text::DisplayText;
use crate::play::Loaded;
use crate::room::sitting::{News, Sitting};
use crate::room::{Answer, Room};
use crate::view::SeatFold;
use crate::view::protocol::{self, Heard, Hello, Said, Told};

/// The longest line that is read.
const LINE_MAX: u64 = 16 * 1024;
/// The least time between two lines that are taken.
const PAUSE: Duration = Duration::from_millis(50);
/// Lines of its standard error that go to the log.
const COMPLAINTS_MAX: usize = 200;
/// How long it may take to end after the drill.
const END_MAX: Duration = Duration::from_secs(2);

/// A drill, and who a program is in it.
pub struct Chair {
    /// The room.
    pub room: Arc<Room>,
    /// The head of its journal.
    pub header: Header,
    /// Its files.
    pub loaded: Loaded,
    /// Who the program is.
    pub player: PlayerId,
}

/// Starts a program in a seat; it ends with the drill, with the room, or by itself.
pub fn seat(chair: Chair, command: &str) {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    match shell.spawn() {
        Ok(child) => drop(tokio::spawn(run(chair, child))),
        Err(error) => tracing::error!(player = %chair.player, %error, "no program in this seat"),
    }
}

async fn run(chair: Chair, mut child: Child) {
    let player = chair.player.clone();
    let (Some(input), Some(output), Some(complaints)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return;
    };
    tokio::spawn(complain(player.clone(), complaints));
    let (lines_in, lines) = mpsc::channel(8);
    let (told, telling) = mpsc::channel(1);
    tokio::spawn(read(output, lines_in));
    let writer = tokio::spawn(write(input, telling));
    Program::new(chair, lines, told).run().await;
    // Its input ends now; a program that goes on regardless is ended.
    drop(timeout(END_MAX, writer).await);
    let ended = timeout(END_MAX, child.wait()).await;
    tracing::info!(%player, ?ended, "a program left its seat");
}

/// What it complains of, into the log, as text that is safe to read there.
async fn complain(player: PlayerId, from: impl AsyncRead + Unpin) {
    let mut lines = BufReader::new(from.take(1 << 20)).lines();
    let mut count = 0;
    while let Ok(Some(line)) = lines.next_line().await {
        count += 1;
        if count <= COMPLAINTS_MAX {
            let says: String = DisplayText::one_line(&line).as_str().chars().take(500).collect();
            tracing::warn!(%player, says, "a program complains");
        }
    }
}

/// Lines as they come, cut to what is read; the pipe is full while nobody takes them.
async fn read(from: impl AsyncRead + Unpin, lines: mpsc::Sender<Vec<u8>>) {
    let mut from = BufReader::new(from);
    loop {
        let mut line = Vec::new();
        let mut piece = (&mut from).take(LINE_MAX);
        match piece.read_until(b'\n', &mut line).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if lines.send(line).await.is_err() {
            return;
        }
    }
}

/// What it is told, one at a time; the next is put together only once this one was taken.
async fn write(mut input: ChildStdin, mut telling: mpsc::Receiver<Told>) {
    while let Some(told) = telling.recv().await {
        let mut line = serde_json::to_vec(&told).unwrap_or_default();
        line.push(b'\n');
        if input.write_all(&line).await.is_err() || input.flush().await.is_err() {
            return;
        }
    }
}

struct Program {
    drill: String,
    fold: SeatFold,
    sitting: Sitting,
    lines: mpsc::Receiver<Vec<u8>>,
    told: mpsc::Sender<Told>,
    heard: Heard,
    /// Ids of lines that wait for their answer, in order.
    asked: std::collections::VecDeque<Option<String>>,
    /// Answers that were not told yet.
    answers: std::collections::VecDeque<protocol::Answer>,
    greeted: bool,
    /// Before this nothing more is taken.
    rests: Instant,
}

/// What woke the loop.
enum Woken {
    News(News),
    Line(Option<Vec<u8>>),
    Ready,
}

impl Program {
    fn new(chair: Chair, lines: mpsc::Receiver<Vec<u8>>, told: mpsc::Sender<Told>) -> Self {
        let Chair { room, header, loaded, player } = chair;
        let process = Arc::clone(&loaded.process);
        let mut fold = SeatFold::new(&header, &loaded.scenario, process, &loaded.runbooks, &player);
        let sitting = Sitting::new(room, player, |entry| fold.apply(entry));
        Self {
            drill: header.envelope.id,
            fold,
            sitting,
            lines,
            told,
            heard: Heard::default(),
            asked: std::collections::VecDeque::new(),
            answers: std::collections::VecDeque::new(),
            greeted: false,
            rests: Instant::now(),
        }
    }

    async fn run(&mut self) {
        let mut fresh = true;
        loop {
            let rests = self.rests;
            let Self { fold, sitting, lines, told, answers, .. } = &mut *self;
            let has_to_tell = fresh || !answers.is_empty();
            let woken = tokio::select! {
                biased;
                news = sitting.next(|entry| fold.apply(entry)) => Woken::News(news),
                permit = told.reserve(), if has_to_tell => match permit {
                    Ok(_) => Woken::Ready,
                    // It does not listen any more.
                    Err(_) => return,
                },
                line = next_line(lines, rests) => Woken::Line(line),
            };
            match woken {
                Woken::News(News::Closed) | Woken::Line(None) => return,
                Woken::News(News::Moved) => fresh = true,
                Woken::News(News::Answered(answer)) => self.answered(answer),
                Woken::Line(Some(line)) => self.says(&line),
                Woken::Ready => {
                    if !self.tell() {
                        fresh = false;
                    }
                }
            }
            if self.sitting.status().ended && !fresh && self.answers.is_empty() {
                let now = self.sitting.status().now;
                let reason = self.fold.view(now).ended.clone().unwrap_or_default();
                drop(timeout(END_MAX, self.told.send(Told::Ended { reason })).await);
                return;
            }
        }
    }

    /// Tells one thing, where there is one.
    fn tell(&mut self) -> bool {
        let now = self.sitting.status().now;
        let view = self.fold.view(now);
        let told = if !std::mem::replace(&mut self.greeted, true) {
            Some(Told::Hello(Box::new(Hello::of(view, &self.drill))))
        } else if let Some(answer) = self.answers.pop_front() {
            Some(Told::Answer(answer))
        } else {
            self.heard.news(view).map(|now| Told::View(Box::new(now)))
        };
        // There was room a moment ago, and nobody else tells.
        told.is_some_and(|told| self.told.try_send(told).is_ok())
    }

    /// A line of the program: a command on its way, or an answer to what is none.
    fn says(&mut self, line: &[u8]) {
        self.rests = Instant::now() + PAUSE;
        if line.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        match serde_json::from_slice::<Said>(line) {
            Ok(said) => {
                self.asked.push_back(said.id);
                self.sitting.send(said.say);
            }
            Err(error) => self.answers.push_back(protocol::Answer {
                id: None,
                taken: false,
                says: Some(format!("this line is no {{\"say\": \"…\"}}: {error}")),
            }),
        }
    }

    fn answered(&mut self, answer: Result<Answer, crate::room::Unsent>) {
        let id = self.asked.pop_front().flatten();
        let says = match answer {
            Ok(Answer::Taken(_)) => None,
            Ok(Answer::Refused(refusal)) => Some(refusal.says.en.to_string()),
            Err(unsent) => Some(unsent.to_string()),
        };
        self.answers.push_back(protocol::Answer { id, taken: says.is_none(), says });
    }
}

/// The next line, no sooner than the last one allows.
async fn next_line(lines: &mut mpsc::Receiver<Vec<u8>>, rests: Instant) -> Option<Vec<u8>> {
    sleep_until(rests).await;
    lines.recv().await
}
