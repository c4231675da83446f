//! The program on a terminal of its own: it takes it, gives it back however it ends, is stopped and
//! goes on, and follows its size. The terminal is a real one of the system, read by an independent
//! parser.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::RecvTimeoutError::Timeout;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::cli::{Stranger, json, out};

/// No answer for so long is none: a failure, not a measure.
const PATIENCE: Duration = Duration::from_secs(30);
/// So much that was read without it means that it will not come.
const READS: u32 = 400;

/// A terminal with the program on it.
struct Desk {
    ours: File,
    theirs: OwnedFd,
    child: Child,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Desk {
    fn start(stranger: &Stranger, arguments: &[&str]) -> Self {
        Self::start_where(stranger, arguments, "")
    }

    /// In an environment where `NO_COLOR` says this.
    fn start_where(stranger: &Stranger, arguments: &[&str], no_color: &str) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)
            .expect("a terminal");
        grantpt(&ours).expect("granted");
        unlockpt(&ours).expect("unlocked");
        resize(&ours, 80, 24);
        let name = ptsname(&ours, Vec::new()).expect("its name").into_string().expect("plain");
        let open = || File::options().read(true).write(true).open(&name).expect("its other end");
        let program = env!("CARGO_BIN_EXE_firedrill");
        // A session of its own with this terminal in control, as a login has.
        let mut command = Command::new("setsid");
        command
            .args(["--ctty", program])
            .args(arguments)
            .env_remove("FIREDRILL_STORE")
            .env("NO_COLOR", no_color)
            .env("FIREDRILL_DATA", stranger.home.path().join("data"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .env("USER", "ann")
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()));
        let child = command.spawn().expect("setsid of util-linux");
        let ours = File::from(ours);
        let (send, bytes) = channel();
        let mut reader = ours.try_clone().expect("a second handle");
        std::thread::spawn(move || {
            let mut buffer = [0; 8_192];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let sides = |side| NonZero::new(side).unwrap();
        let parser = vt100::Parser::new(sides(24), sides(80), 0);
        Self { ours, theirs: open().into(), child, bytes, parser }
    }

    /// Reads what is written until this is so.
    fn until(&mut self, what: &str, so: impl Fn(&vt100::Screen) -> bool) {
        let mut reads = 0;
        while !so(self.parser.screen()) {
            reads += 1;
            // A drill writes something every second, whether it is what is waited for or not.
            let bytes =
                if reads > READS { Err(Timeout) } else { self.bytes.recv_timeout(PATIENCE) };
            let bytes = bytes
                .unwrap_or_else(|_| panic!("never {what}:\n{}", self.parser.screen().contents()));
            self.parser.process(&bytes);
        }
    }

    fn until_shown(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    fn keys(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).expect("a terminal that reads");
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap()
    }

    fn kill(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("a process of ours");
    }

    /// Waits until the program is stopped.
    fn stopped(&self) {
        let status =
            waitpid(Some(self.pid()), WaitOptions::UNTRACED).expect("a child").expect("news");
        assert!(status.1.stopped(), "{status:?}");
    }

    fn ended(&mut self) -> ExitStatus {
        self.child.wait().expect("an end")
    }

    /// The terminal is as it was before: its own screen, line by line, no mouse, a cursor.
    fn is_given_back(&mut self) {
        self.until("given back", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        let modes = tcgetattr(&self.theirs).expect("modes").local_modes;
        assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO), "{modes:?}");
    }
}

fn resize(terminal: &OwnedFd, columns: u16, rows: u16) {
    let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(terminal, size).expect("a size");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &[]);
    desk.until_shown("First shift");
    desk.keys("q");
    assert!(desk.ended().success());
    desk.is_given_back();
}

#[test]
fn an_abort_is_the_last_word_and_counts_for_nobody() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &["play", "first-shift"]);
    desk.until_shown("briefing");
    desk.keys("\r");
    desk.until_shown("no incident declared");
    desk.keys("/abort the bakery is on fire\r");
    desk.until_shown("A REAL INCIDENT HAS BEGUN");
    desk.keys("q");
    desk.until_shown("Scenarios");
    desk.keys("q");
    assert!(desk.ended().success());
    let card = json(&stranger.firedrill(&["report", "last", "--format", "json"]));
    assert_eq!(card["graded"], false);
    assert_eq!(card["coverage"], 0.0, "what lay ahead was not missed");
    let lines = card["objectives"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["rating"] == "-"), "{lines:#?}");
}

#[test]
fn a_signal_ends_in_order_and_the_drill_goes_on_later() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &["play", "first-shift", "--practice"]);
    desk.until_shown("briefing");
    desk.keys("\r");
    desk.until_shown("no incident declared");
    desk.kill(Signal::TERM);
    assert!(desk.ended().success());
    desk.is_given_back();
    assert!(out(&stranger.firedrill(&["drills"])).contains("open"));
    let mut again = Desk::start(&stranger, &[]);
    again.until_shown("in progress");
    again.keys("\r");
    again.until_shown("no incident declared");
    again.keys("\u{3}\u{3}");
    again.until_shown("Scenarios");
}

#[test]
fn a_terminal_that_is_gone_loses_nothing() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &["play", "first-shift", "--practice"]);
    desk.until_shown("briefing");
    desk.keys("\r");
    desk.until_shown("no incident declared");
    desk.keys("mthe line is bad\r");
    desk.until_shown("ann  the line is bad");
    desk.kill(Signal::HUP);
    desk.ended();
    let journal = out(&stranger.firedrill(&["export", "last"]));
    assert!(journal.contains("the line is bad"), "{journal}");
}

#[test]
fn it_is_stopped_and_goes_on_where_it_was() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &[]);
    desk.until_shown("First shift");
    desk.keys("\u{1a}");
    desk.stopped();
    desk.is_given_back();
    desk.kill(Signal::CONT);
    desk.until("taken again", |screen| {
        screen.alternate_screen() && screen.contents().contains("First shift")
    });
    desk.kill(Signal::TSTP);
    desk.stopped();
    desk.is_given_back();
    desk.kill(Signal::CONT);
    desk.until("taken again", vt100::Screen::alternate_screen);
    desk.keys("q");
    assert!(desk.ended().success());
    desk.is_given_back();
}

#[test]
fn it_follows_the_size_of_its_terminal() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &[]);
    desk.until_shown("First shift");
    let ours = OwnedFd::from(desk.ours.try_clone().expect("a handle"));
    resize(&ours, 50, 10);
    desk.until_shown("60x20 or more, please");
    resize(&ours, 80, 24);
    desk.until_shown("First shift");
    desk.keys("q");
    assert!(desk.ended().success());
}

#[test]
fn what_a_player_likes_is_there_the_next_time() {
    let stranger = Stranger::new();
    let mut desk = Desk::start(&stranger, &[]);
    desk.until_shown("First shift");
    desk.keys("l");
    desk.until_shown("เวรแรก");
    desk.keys("q");
    assert!(desk.ended().success());
    let mut again = Desk::start(&stranger, &[]);
    again.until_shown("เวรแรก");
    again.keys("q");
    assert!(again.ended().success());
}

#[test]
fn what_the_environment_imposes_is_not_kept_as_a_choice() {
    let stranger = Stranger::new();
    let folder = stranger.home.path().join("data");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("settings.toml");
    std::fs::write(&file, "colours = \"dark\"\n").expect("a file");
    let mut desk = Desk::start_where(&stranger, &[], "1");
    desk.until_shown("First shift");
    desk.keys("l");
    desk.until_shown("เวรแรก");
    desk.keys("q");
    assert!(desk.ended().success());
    let kept = std::fs::read_to_string(&file).expect("settings");
    assert!(kept.contains("colours = \"dark\"") && kept.contains("language = \"th\""), "{kept}");
}
