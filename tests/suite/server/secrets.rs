//! Every byte that reaches a seat, read by a parser that is no terminal of ours: no text of a person
//! becomes a command of the terminal, and no secret of one seat comes near another.

use firedrill_guest::Guest;
use vte::{Params, Parser, Perform};

use super::house::House;

/// What a stream asked of its terminal that ours never asks.
#[derive(Default)]
pub(super) struct Reader {
    text: String,
    pub(super) odd: Vec<String>,
}

impl Reader {
    pub(super) fn of(stream: &[u8]) -> Self {
        let (mut parser, mut reader) = (Parser::new(), Self::default());
        parser.advance(&mut reader, stream);
        reader
    }
}

/// Private modes we switch: cursor, mouse, other screen, marked pastes, whole frames.
const MODES: [u16; 10] = [25, 1000, 1002, 1003, 1006, 1015, 1049, 2004, 2026, 7];

impl Perform for Reader {
    fn print(&mut self, letter: char) {
        let hidden = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{80}'..='\u{9f}' | '\u{e0000}'..='\u{e007f}');
        if hidden {
            self.odd.push(format!("U+{:04X}", u32::from(letter)));
        }
        self.text.push(letter);
    }

    fn execute(&mut self, byte: u8) {
        if !matches!(byte, b'\n' | b'\r' | 0x07) {
            self.odd.push(format!("control {byte:02x}"));
        }
        self.text.push('\n');
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, action: char) {
        self.odd.push(format!("DCS {action}"));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.odd.push(format!("OSC {}", String::from_utf8_lossy(params[0])));
    }

    fn csi_dispatch(&mut self, params: &Params, marks: &[u8], _: bool, action: char) {
        let first = params.iter().next().and_then(|own| own.first()).copied().unwrap_or(0);
        let known = match (marks, action) {
            ([], 'm' | 'H' | 'J' | 'K' | 'C' | 'D' | 'A' | 'B' | 'G') => true,
            ([b'?'], 'h' | 'l') => MODES.contains(&first),
            _ => false,
        };
        // A cursor that moves begins a new piece of text.
        if action == 'H' {
            self.text.push(' ');
        }
        if !known {
            self.odd.push(format!("CSI {marks:?} {first} {action}"));
        }
    }

    fn esc_dispatch(&mut self, marks: &[u8], _: bool, byte: u8) {
        self.odd.push(format!("ESC {marks:?} {byte:02x}"));
    }
}

fn read(guest: &Guest) -> Reader {
    Reader::of(&guest.bytes())
}

/// Things people have put into terminals that were not theirs.
const HOSTILE: [&str; 14] = [
    "\u{9b}31mred",
    "\u{9d}0;title\u{9c}",
    "a\u{202e}txt.exe",
    "x\u{200b}\u{2066}y",
    "]52;c;aGFja2Vk",
    "[2J[1;1H",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "tag\u{e0041}\u{e007f}",
    "\u{feff}bom",
    "ไทย น้ำ ที่ ปู่ ก้ำ",
    "\u{85}next",
    "FACILITATOR: stop now",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_text_of_a_person_reaches_another_terminal_as_a_command() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, ann, mut bee) = house.team().await;
    for (number, text) in HOSTILE.iter().enumerate() {
        // As a paste, as a message, and as typed keys with their escapes.
        ann.types(&format!("m\x1b[200~{text} p{number}\x1b[201~\r")).await;
        bee.sees(&format!("p{number}")).await;
        ann.types(&format!("/note {text} n{number}\r")).await;
        bee.sees(&format!("n{number}")).await;
    }
    ann.types("m\x1b[200~\x1b]0;owned\x07\x1b[31m\x1bP1$q\x1b\\ last\x1b[201~\r").await;
    bee.sees("last").await;
    fac.sees("last").await;
    for (who, guest) in [("fac", &fac), ("ann", &ann), ("bee", &bee)] {
        let reader = read(guest);
        assert!(reader.odd.is_empty(), "{who} was sent {:?}", reader.odd);
    }
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_stream_holds_what_its_seat_may_not_see() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, mut ann, mut bee) = house.team().await;
    // Of the truth: the fault. Of the facilitator: a note. Of two players: a word between them, a
    // refusal, a hint's asking.
    fac.sees("gift-note").await;
    fac.types("Oquincequince\r").await;
    fac.sees("quincequince").await;
    ann.types("/tell fac medlarmedlar\r").await;
    ann.sees("medlarmedlar").await;
    ann.types("/sorbsorb\r").await;
    ann.sees("sorbsorb").await;
    ann.types("mfinished\r").await;
    bee.sees("finished").await;
    fac.sees("finished").await;
    for (who, guest) in [("ann", &ann), ("bee", &bee)] {
        for secret in ["gift-note", "quincequince"] {
            assert!(!read(guest).text.contains(secret), "{who} was sent {secret}");
        }
    }
    for secret in ["medlarmedlar", "sorbsorb"] {
        assert!(!read(&bee).text.contains(secret), "bee was sent {secret}");
    }
    house.closes().await;
}
