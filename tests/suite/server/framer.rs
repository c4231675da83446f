//! Bytes of a far terminal become the same keys however the network cuts them.

use crossterm::event::{Event, KeyCode, KeyModifiers};
use firedrill::server::ssh::framer::{Framer, PASTE_MAX, SEQUENCE_MAX};
use proptest::prelude::*;

/// Events of a stream that comes in pieces, then silence.
fn events(pieces: &[&[u8]]) -> Vec<Event> {
    let mut framer = Framer::default();
    let mut events = Vec::new();
    for piece in pieces {
        framer.feed(piece, |event| events.push(event));
    }
    framer.silence(|event| events.push(event));
    events
}

fn keys(events: &[Event]) -> Vec<KeyCode> {
    let key = |event: &Event| match event {
        Event::Key(key) => Some(key.code),
        _ => None,
    };
    events.iter().filter_map(key).collect()
}

#[test]
fn keys_come_out_as_they_were_pressed() {
    let given = "aก/\r\x1b[A\x1bOP\x1b[3~\t\x7f".as_bytes();
    let found = keys(&events(&[given]));
    let wanted = [
        KeyCode::Char('a'),
        KeyCode::Char('ก'),
        KeyCode::Char('/'),
        KeyCode::Enter,
        KeyCode::Up,
        KeyCode::F(1),
        KeyCode::Delete,
        KeyCode::Tab,
        KeyCode::Backspace,
    ];
    assert_eq!(found, wanted);
}

#[test]
fn line_feed_is_enter_and_the_other_backspace_too() {
    assert_eq!(keys(&events(&[b"\n\x08"])), [KeyCode::Enter, KeyCode::Backspace]);
}

#[test]
fn a_lone_escape_is_a_key_once_the_line_is_silent() {
    assert_eq!(keys(&events(&[b"\x1b"])), [KeyCode::Esc]);
    assert_eq!(keys(&events(&[b"\x1b\x1b[B"])), [KeyCode::Esc, KeyCode::Down]);
    let Some(Event::Key(alt)) = events(&[b"\x1ba"]).pop() else { panic!("no key") };
    assert_eq!((alt.code, alt.modifiers), (KeyCode::Char('a'), KeyModifiers::ALT));
}

#[test]
fn what_a_terminal_answers_unasked_is_no_key() {
    let given = b"\x1b]52;c;aGVsbG8=\x07\x1bP1$r0m\x1b\\\x1b_x\x1b\\q";
    assert_eq!(keys(&events(&[given])), [KeyCode::Char('q')]);
}

#[test]
fn a_paste_is_one_text_and_its_line_breaks_are_of_one_kind() {
    let given = "\x1b[200~สองบรรทัด\rtwo\r\nlines\x1b[201~!";
    let found = events(&[given.as_bytes()]);
    assert_eq!(found.first(), Some(&Event::Paste("สองบรรทัด\ntwo\nlines".to_owned())));
    assert_eq!(keys(&found), [KeyCode::Char('!')]);
}

#[test]
fn a_paste_that_is_too_long_types_nothing() {
    let mut given = b"\x1b[200~".to_vec();
    given.extend(std::iter::repeat_n(b'/', PASTE_MAX + 500));
    given.extend_from_slice(b"\rend\r\x1b[201~q");
    for size in [1_000, 7, 65_536] {
        let pieces: Vec<&[u8]> = given.chunks(size).collect();
        assert_eq!(keys(&events(&pieces)), [KeyCode::Char('q')], "in pieces of {size}");
    }
}

#[test]
fn a_thai_letter_split_over_two_packets_survives_silence() {
    let mut framer = Framer::default();
    let mut found = Vec::new();
    let letter = "ก".as_bytes();
    framer.feed(&letter[..1], |event| found.push(event));
    framer.silence(|event| found.push(event));
    framer.feed(&letter[1..], |event| found.push(event));
    assert_eq!(keys(&found), [KeyCode::Char('ก')]);
}

/// Whole frames as terminals send them.
fn frame() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[a-zก-๙ -~]".prop_map(String::into_bytes),
        Just(b"\x1b[A".to_vec()),
        Just(b"\x1b[1;5C".to_vec()),
        Just(b"\x1bOQ".to_vec()),
        Just(b"\x1b[15~".to_vec()),
        Just(b"\x1b[<0;12;7M".to_vec()),
        Just(b"\x1b]11;rgb:0/0/0\x07".to_vec()),
        "[ -~ก-๙]{0,40}".prop_map(|text| format!("\x1b[200~{text}\x1b[201~").into_bytes()),
    ]
}

proptest! {
    #[test]
    fn any_cutting_of_a_stream_gives_the_same_events(
        frames in prop::collection::vec(frame(), 1..20),
        cuts in prop::collection::vec(1_usize..9, 1..60),
    ) {
        let whole: Vec<u8> = frames.concat();
        let mut pieces: Vec<&[u8]> = Vec::new();
        let mut rest = whole.as_slice();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        prop_assert_eq!(events(&pieces), events(&[&whole]));
    }

    #[test]
    fn no_bytes_wedge_it_or_pass_its_limits(bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
        let mut framer = Framer::default();
        for piece in bytes.chunks(97) {
            framer.feed(piece, drop);
            prop_assert!(framer.held() <= PASTE_MAX + SEQUENCE_MAX);
        }
        // Whatever came before: silence, the end of a paste, silence; then a plain key arrives.
        framer.silence(drop);
        framer.feed(b"\x1b[201~", drop);
        framer.silence(drop);
        framer.feed(&[0x80, 0x80, 0x80], drop);
        let mut found = Vec::new();
        framer.feed(b"q", |event| found.push(event));
        prop_assert_eq!(keys(&found).last().copied(), Some(KeyCode::Char('q')));
    }
}
