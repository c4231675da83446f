//! Journals written and read.

use firedrill::journal::wire::{LINE_MAX, read, write};
use firedrill::journal::{Cause, Entry, Event, Journal};
use proptest::prelude::*;

use crate::command::strategy::command;
use crate::journal::sample;

fn text() -> String {
    write(&sample::journal("d1"))
}

/// The trouble of `text`, with the number of entries before it.
#[track_caller]
fn trouble(text: &str) -> (usize, usize, Cause) {
    let read = read(text).expect("a header");
    let trouble = read.trouble.clone().expect("trouble");
    assert!(!read.sound() && !trouble.hint().is_empty());
    (read.journal.entries.len(), trouble.line, trouble.cause)
}

fn without_line(text: &str, number: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(at, _)| at + 1 != number).map(|(_, line)| line).collect()
}

#[test]
fn what_is_written_reads_back() {
    let read = read(&text()).expect("a journal");
    assert!(read.sound());
    assert_eq!(read.journal, sample::journal("d1"));
    assert_eq!(write(&read.journal), text());
    assert!(read.journal.ended() && read.journal.head() == 6);
}

#[test]
fn the_bytes_never_change() {
    // A journal of today must read for ever: a change here needs a new format. The last hash stands
    // for all the bytes before it.
    let last = text().lines().last().unwrap_or_default().to_owned();
    insta::assert_snapshot!(last, @r#"{"seq":6,"at":12,"by":"room","event":{"ended":{"reason":"end"}},"hash":"7910b9d5a83f0a22fd4e522820760dbce4b585358e40b0a021e1915d743bd707"}"#);
}

proptest! {
    #[test]
    fn every_command_survives_the_wire(commands in prop::collection::vec(command(), 0..8)) {
        let entries = (1..).zip(commands);
        let entries: Vec<Entry> =
            entries.map(|(seq, said)| sample::entry(seq, 0, Event::Given(said))).collect();
        let journal = Journal { header: sample::header("d1"), entries };
        prop_assert_eq!(read(&write(&journal)).map(|read| read.journal), Ok(journal));
    }

    #[test]
    fn a_changed_byte_never_passes(place in any::<prop::sample::Index>(), byte in 32_u8..127) {
        let whole = text();
        let mut bytes = whole.clone().into_bytes();
        // The envelope is covered by no digest: who drilled may be forgotten.
        let recipe = whole.find("\"recipe\"").expect("a recipe");
        let place = recipe + place.index(bytes.len() - recipe);
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        let changed = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(found) = read(&changed) {
            prop_assert!(!found.sound() || found.journal == sample::journal("d1"), "{}", changed);
        }
    }

    #[test]
    fn a_journal_cut_anywhere_reads_up_to_the_cut(place in any::<prop::sample::Index>()) {
        let whole = text();
        let mut cut = place.index(whole.len());
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        let lines = whole[..cut].matches('\n').count();
        match read(&whole[..cut]) {
            Err(trouble) => prop_assert!(lines == 0 && trouble.line == 1),
            Ok(read) => {
                let kept = &sample::journal("d1").entries[..read.journal.entries.len()];
                prop_assert_eq!(&read.journal.entries[..], kept);
                prop_assert!(read.journal.entries.len() + 1 >= lines);
                prop_assert!(read.sound() || read.trouble.map(|own| own.cause) == Some(Cause::Cut));
            }
        }
    }
}

#[test]
fn an_edited_line_is_named() {
    let edited = text().replace("udpate", "update");
    assert_eq!(trouble(&edited), (3, 5, Cause::Edited));
}

#[test]
fn a_line_that_is_missing_or_moved_is_named() {
    let cause = Cause::OutOfOrder { expected: 3, found: 4 };
    assert_eq!(trouble(&without_line(&text(), 4)), (2, 4, cause));
    let renumbered = without_line(&text(), 4).replace("\"seq\":4", "\"seq\":3");
    assert_eq!(trouble(&renumbered), (2, 4, Cause::Edited));
}

#[test]
fn a_torn_last_line_is_named() {
    let whole = text();
    assert_eq!(trouble(&whole[..whole.len() - 20]), (5, 7, Cause::Cut));
}

#[test]
fn an_entry_this_engine_does_not_know_is_named() {
    let head = sample::journal("d1").header.recipe.digest();
    let entry = "{\"at\":0,\"by\":\"world\",\"event\":{\"dreamt\":1},\"seq\":1}";
    let hash = firedrill::journal::chain::link(&head, entry);
    let first = text().lines().next().expect("a header").to_owned();
    let line = entry.replace("\"seq\":1}", &format!("\"seq\":1,\"hash\":\"{hash}\"}}"));
    let (entries, row, cause) = trouble(&format!("{first}\n{line}\n"));
    assert!(matches!((entries, row, &cause), (0, 2, Cause::Garbled(_))), "{cause}");
}

#[test]
fn foreign_files_and_later_formats_are_refused() {
    let cause = |text: &str| read(text).expect_err("no header").cause;
    assert_eq!(cause(""), Cause::Foreign);
    assert_eq!(cause("{\"events\":[]}\n"), Cause::Foreign);
    assert_eq!(cause("SQLite format 3\0"), Cause::Foreign);
    assert_eq!(cause(&text().replacen("\"format\":1", "\"format\":2", 1)), Cause::Newer(2));
    assert_eq!(cause(&text().replacen("first-shift", "last-shift", 1)), Cause::Edited);
}

#[test]
fn the_envelope_may_change_without_breaking_the_chain() {
    let forgotten = text().replace("แอน", "");
    assert!(read(&forgotten).expect("a journal").sound());
}

#[test]
fn white_space_and_the_order_of_keys_do_not_count() {
    let spaced = text().replace("\"seq\":", "\"seq\" : ");
    assert!(read(&spaced).expect("a journal").sound());
}

#[test]
fn a_line_beyond_the_cap_is_not_read() {
    let long = format!("{}{{\"seq\":1,\"x\":\"{}\"}}\n", first_line(), "a".repeat(LINE_MAX));
    assert_eq!(trouble(&long), (0, 2, Cause::TooLong(LINE_MAX)));
}

fn first_line() -> String {
    text().lines().next().expect("a header").to_owned() + "\n"
}

#[test]
fn nothing_that_steers_a_terminal_comes_in_with_a_journal() {
    let mut journal = sample::journal("d\u{1b}]0;1");
    journal.entries.truncate(2);
    journal.entries.push(sample::entry(3, 4, Event::Ended { reason: "e\u{1b}[2Jnd".to_owned() }));
    let read = read(&write(&journal)).expect("a journal");
    assert!(read.sound(), "{:?}", read.trouble);
    assert_eq!(read.journal.header.envelope.id, "d]0;1");
    let last = read.journal.entries.last().map(|entry| entry.event.clone());
    assert_eq!(last, Some(Event::Ended { reason: "e[2Jnd".to_owned() }));
}
