//! Bytes from a far terminal, cut into keys and pastes however the network cut them. It answers
//! nothing, and holds no more than a paste.
//!
//! Where a frame ends is decided by its first bytes; what does not decode is skipped; what stays
//! unfinished is a lone Escape, or nothing, once the line has been silent for [`SILENCE`].

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// How long an unfinished sequence is waited for.
pub const SILENCE: Duration = Duration::from_millis(30);
/// The longest paste taken, in bytes.
pub const PASTE_MAX: usize = 64 * 1024;
/// The longest other sequence, in bytes.
pub const SEQUENCE_MAX: usize = 256;

const ESC: u8 = 0x1B;
const PASTE_BEGIN: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Cuts bytes into events.
#[derive(Debug, Default)]
pub struct Framer {
    held: Vec<u8>,
    /// What is thrown away until its end comes.
    discarding: Option<Discarding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Discarding {
    /// A paste that was too long.
    Paste,
    /// A reply of a terminal that was too long.
    Reply,
}

/// What stands at the front of what is held.
#[derive(Debug, PartialEq, Eq)]
enum Cut {
    /// A whole frame of so many bytes.
    Frame(usize),
    /// So many bytes that mean nothing.
    Drop(usize),
    /// A paste of so many bytes, its marks included.
    Paste(usize),
    /// A reply of a terminal, which nobody asked for.
    Reply(usize),
    /// The rest has not come yet.
    More,
}

impl Framer {
    /// Takes bytes in; what is whole comes out in order.
    pub fn feed(&mut self, bytes: &[u8], mut out: impl FnMut(Event)) {
        self.held.extend_from_slice(bytes);
        loop {
            if let Some(what) = self.discarding
                && !self.discard(what)
            {
                return;
            }
            match cut(&self.held) {
                Cut::More if self.held.len() > limit(&self.held) => {
                    let paste = self.held.starts_with(PASTE_BEGIN);
                    self.discarding =
                        Some(if paste { Discarding::Paste } else { Discarding::Reply });
                }
                Cut::More => return,
                Cut::Drop(count) | Cut::Reply(count) => drop(self.held.drain(..count)),
                Cut::Frame(count) => {
                    let frame: Vec<u8> = self.held.drain(..count).collect();
                    if let Some(event) = decode(&frame) {
                        out(event);
                    }
                }
                Cut::Paste(count) => {
                    let frame: Vec<u8> = self.held.drain(..count).collect();
                    out(Event::Paste(pasted(&frame)));
                }
            }
        }
    }

    /// Whether silence would settle something.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.held.first() == Some(&ESC) && !self.held.starts_with(PASTE_BEGIN)
            || self.discarding == Some(Discarding::Reply)
    }

    /// The line has been silent: a lone Escape is a key, any other unfinished sequence is nothing.
    /// An unfinished paste or letter stays.
    pub fn silence(&mut self, mut out: impl FnMut(Event)) {
        if !self.waits() {
            return;
        }
        if self.held == [ESC] {
            out(key(KeyCode::Esc));
        }
        self.held.clear();
        self.discarding = None;
    }

    /// Bytes held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Throws away up to the end of what is too long; whether that end was there.
    fn discard(&mut self, what: Discarding) -> bool {
        let end = match what {
            Discarding::Paste => find(&self.held, PASTE_END).map(|at| at + PASTE_END.len()),
            Discarding::Reply => reply_end(&self.held),
        };
        if let Some(end) = end {
            self.held.drain(..end);
            self.discarding = None;
            return true;
        }
        // The end may lie across two deliveries.
        let tail = self.held.len().saturating_sub(PASTE_END.len() - 1);
        self.held.drain(..tail);
        false
    }
}

fn limit(held: &[u8]) -> usize {
    let paste = held.starts_with(PASTE_BEGIN);
    if paste { PASTE_MAX + PASTE_BEGIN.len() + PASTE_END.len() } else { SEQUENCE_MAX }
}

fn cut(held: &[u8]) -> Cut {
    match held {
        [] | [ESC] => Cut::More,
        [ESC, ESC, ..] => Cut::Frame(1),
        [ESC, b'O', ..] => whole(held, 3),
        [ESC, b'[', rest @ ..] => control(held, rest),
        [ESC, b']' | b'P' | b'_' | b'^' | b'X', ..] => {
            reply_end(held).map_or(Cut::More, Cut::Reply)
        }
        [ESC, rest @ ..] => match letter(rest) {
            Cut::Frame(count) => Cut::Frame(count + 1),
            Cut::Drop(count) => Cut::Drop(count + 1),
            other => other,
        },
        _ => letter(held),
    }
}

fn whole(held: &[u8], count: usize) -> Cut {
    if held.len() < count { Cut::More } else { Cut::Frame(count) }
}

/// A letter by its first byte; one that breaks off ends before what follows.
fn letter(held: &[u8]) -> Cut {
    let count = match held.first() {
        None => return Cut::More,
        Some(0xC2..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF4) => 4,
        Some(_) => 1,
    };
    let tail = held.get(1..count.min(held.len())).unwrap_or_default();
    match tail.iter().position(|byte| !(0x80..=0xBF).contains(byte)) {
        Some(at) => Cut::Drop(at + 1),
        None => whole(held, count),
    }
}

/// A control sequence; `rest` follows its introducer.
fn control(held: &[u8], rest: &[u8]) -> Cut {
    if held.starts_with(PASTE_BEGIN) {
        return match find(held, PASTE_END) {
            Some(at) => Cut::Paste(at + PASTE_END.len()),
            None => Cut::More,
        };
    }
    match rest.first() {
        // The mouse as old terminals tell it, and function keys as the Linux console does.
        Some(b'M') => return whole(held, 6),
        Some(b'[') => return whole(held, 4),
        _ => {}
    }
    match rest.iter().position(|byte| !(0x20..=0x3F).contains(byte)) {
        None => Cut::More,
        Some(at) if rest.get(at).is_some_and(|byte| (0x40..=0x7E).contains(byte)) => {
            Cut::Frame(at + 3)
        }
        Some(at) => Cut::Drop(at + 2),
    }
}

/// Where a terminal's reply ends: after BEL or `ESC \`.
fn reply_end(held: &[u8]) -> Option<usize> {
    let bell = held.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
    let string = find(held, b"\x1b\\").map(|at| at + 2);
    bell.into_iter().chain(string).min()
}

fn find(held: &[u8], what: &[u8]) -> Option<usize> {
    held.windows(what.len()).position(|window| window == what)
}

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn decode(frame: &[u8]) -> Option<Event> {
    match frame {
        [ESC] => return Some(key(KeyCode::Esc)),
        // As some terminals write Enter and Backspace.
        [b'\n' | b'\r'] => return Some(key(KeyCode::Enter)),
        [0x08 | 0x7F] => return Some(key(KeyCode::Backspace)),
        _ => {}
    }
    let event = terminput::Event::parse_from(frame).ok().flatten()?;
    terminput_crossterm::to_crossterm(event).ok()
}

/// What stands between the marks of a paste, with line breaks of one kind.
fn pasted(frame: &[u8]) -> String {
    let inner = frame.get(PASTE_BEGIN.len()..frame.len() - PASTE_END.len()).unwrap_or_default();
    String::from_utf8_lossy(inner).replace("\r\n", "\n").replace('\r', "\n")
}
