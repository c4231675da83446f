//! A host is killed under load, again and again: whatever any screen has shown as said is there
//! afterwards, once, and everybody is back on their screen.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use firedrill::model::chance::Stream;
use firedrill_guest::{By, Guest, new_key, opened};
use russh::keys::PrivateKey;
use serde_json::Value;
use tempfile::TempDir;

use crate::store::place::Place;

/// How many times a host is killed on every change; `FIREDRILL_KILLS=100` for the full figure.
const KILLS: u64 = 4;
/// The most lines a player says before the host is killed.
const LINES_MAX: u64 = 12;
const SIZE: (u32, u32) = (120, 40);

/// A host of the built program.
struct Host {
    child: Child,
    at: SocketAddr,
    codes: Vec<String>,
}

impl Host {
    fn open(folder: &TempDir, url: &str) -> Self {
        let mut child = command(folder, url)
            .args(["host", "first-shift", "first-shift", "--json", "--practice", "--seed", "11"])
            .args(["--ssh", "127.0.0.1:0", "--http", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let (at, codes) = opened(&line);
        Self { child, at, codes }
    }

    /// SIGKILL: nothing is flushed, nothing is said.
    fn killed(mut self) {
        self.child.kill().expect("a child to kill");
        self.child.wait().expect("an ended child");
    }

    /// SIGTERM: it closes in order.
    fn closed(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("a child");
        let status = self.child.wait().expect("an ended child");
        assert_eq!(status.code(), Some(0), "it closes in order");
    }
}

fn command(folder: &TempDir, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    command.env("FIREDRILL_DATA", folder.path()).env("FIREDRILL_STORE", url);
    command
}

/// Somebody who comes back with their key, and what was acknowledged to them.
struct Player {
    name: &'static str,
    /// Rows from the top of the lobby to their seat.
    down: usize,
    key: Arc<PrivateKey>,
    said: u64,
    acked: BTreeSet<String>,
}

impl Player {
    /// Says lines until the host is gone or enough were said; a line on the screen is acknowledged.
    async fn plays(&mut self, mut guest: Guest, lines: u64) -> Guest {
        for _ in 0..lines {
            self.said += 1;
            let text = format!("{}-{}.", self.name, self.said);
            // The line itself stands on the screen while it is typed; sent, it stands in the channel.
            let shown = format!("{}  {text}", self.name);
            if !guest.tries(&format!("m{text}\r")).await || !guest.shows(&shown).await {
                break;
            }
            self.acked.insert(text);
        }
        guest
    }
}

/// Everything that was said in the drills of a store, by drill.
fn said(folder: &TempDir, url: &str) -> Vec<String> {
    let list = command(folder, url).args(["drills", "--json"]).output().expect("a list");
    let list: Value = serde_json::from_slice(&list.stdout).expect("JSON");
    let ids = list.as_array().into_iter().flatten().filter_map(|own| own["id"].as_str());
    let mut said = Vec::new();
    for id in ids {
        let journal = command(folder, url).args(["export", id]).output().expect("a journal");
        let text = String::from_utf8(journal.stdout).expect("text");
        for line in text.lines() {
            let entry: Value = serde_json::from_str(line).expect("JSON Lines");
            if let Some(text) = entry["event"]["given"].as_str().filter(|own| !own.starts_with('/'))
            {
                said.push(text.to_owned());
            }
        }
    }
    said
}

#[expect(clippy::print_stdout, reason = "the full figure is read from here")]
async fn survives(url: &str, seed: u64) {
    #[expect(clippy::disallowed_methods, reason = "the full figure is asked for so")]
    let kills = std::env::var("FIREDRILL_KILLS").ok().and_then(|own| own.parse().ok());
    let kills: u64 = kills.unwrap_or(KILLS);
    let folder = tempfile::tempdir().expect("a folder");
    let player =
        |name, down| Player { name, down, key: new_key(), said: 0, acked: BTreeSet::new() };
    let mut players = vec![player("ann", 0), player("bee", 1), player("cat", 5), player("dan", 6)];
    let mut dice = Stream::named(seed, "kills");
    for round in 0..=kills {
        let host = Host::open(&folder, url);
        let mut guests = Vec::new();
        for (own, code) in players.iter().zip(&host.codes) {
            let by = if round == 0 { By::Both(&own.key, code) } else { By::Key(&own.key) };
            guests.push(Guest::join(host.at, own.name, by, SIZE).await);
        }
        if round == 0 {
            take_seats(&mut guests, &players).await;
        }
        for (guest, own) in guests.iter_mut().zip(&players) {
            // Back on the own screen, with the last line that was acknowledged.
            guest.sees(&format!(" {}", own.name)).await;
            guest.sees("5 Channel").await;
            if own.said > 0 && own.acked.contains(&format!("{}-{}.", own.name, own.said)) {
                guest.sees(&format!("{}-{}.", own.name, own.said)).await;
            }
        }
        if round == kills {
            drop(guests);
            host.closed();
            break;
        }
        let lines = 1 + dice.below(LINES_MAX);
        let mut playing = Vec::new();
        for (mut own, guest) in players.drain(..).zip(guests) {
            // The first one's last line is the moment of the kill; the others say more.
            let own_lines = if own.name == "ann" { lines } else { 10 * LINES_MAX };
            playing.push(tokio::spawn(async move {
                let guest = own.plays(guest, own_lines).await;
                (own, guest)
            }));
        }
        let mut playing = playing.into_iter();
        let first = playing.next().expect("a player").await.expect("a game");
        host.killed();
        players.push(first.0);
        for game in playing {
            players.push(game.await.expect("a game").0);
        }
    }
    let said = said(&folder, url);
    for own in &players {
        for text in &own.acked {
            let count = said.iter().filter(|other| *other == text).count();
            assert_eq!(count, 1, "{text} of seed {seed}, which a screen had shown");
        }
    }
    let all: BTreeSet<&String> = said.iter().collect();
    assert_eq!(all.len(), said.len(), "nothing stands twice");
    let acked: usize = players.iter().map(|own| own.acked.len()).sum();
    println!("{kills} kills, {acked} lines acknowledged, {} stored", said.len());
}

async fn take_seats(guests: &mut [Guest], players: &[Player]) {
    for (guest, own) in guests.iter_mut().zip(players) {
        guest.sees("Take a seat").await;
        guest.types(&format!("{}\r", "j".repeat(own.down))).await;
        guest.sees(&format!("{} (you)", own.name)).await;
    }
    for table in [0, 2] {
        guests[table].types("s").await;
    }
    for guest in guests {
        guest.sees("no incident declared").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_a_screen_has_shown_is_lost_on_sqlite() {
    let place = Place::sqlite();
    survives(&place.url, 1).await;
    place.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_a_screen_has_shown_is_lost_on_postgresql() {
    let place = Place::postgres().await;
    survives(&place.url, 2).await;
    place.leave().await;
}
