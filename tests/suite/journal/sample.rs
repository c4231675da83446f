//! A small journal with every kind of thing that is awkward to keep.

use std::collections::BTreeMap;

use firedrill::command::Command;
use firedrill::journal::{
    Actor, Entry, Envelope, Event, FORMAT, Header, Journal, Place, PlayerKind, Recipe, Refusal,
    RefusalKind, Truth,
};
use firedrill::model::id::{FaultId, IncidentId, PlayerId, SeatId};
use firedrill::model::text::{DisplayText, Lang, Text};
use firedrill::model::time::DrillTime;

/// The head of a drill called `id`.
pub(crate) fn header(id: &str) -> Header {
    let player = PlayerId::from("p1");
    Header {
        envelope: Envelope {
            id: id.to_owned(),
            started: "2026-11-24T12:00:00+07:00".to_owned(),
            names: BTreeMap::from([(player.clone(), DisplayText::from("แอน"))]),
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: 1,
            seed: u64::MAX,
            scenario: "first-shift".into(),
            variant: "main".into(),
            files: BTreeMap::from([("scenario".to_owned(), "format = 1\n\t# tab\n".to_owned())]),
            process: "default".into(),
            system: "lantern-lane".into(),
            roster: vec![Place {
                player,
                seats: vec![SeatId::from("lead"), SeatId::from("comms")],
                plays: None,
                kind: PlayerKind::Person,
            }],
            graded: true,
            coach: false,
            lang: Lang::Th,
            bot_pars: BTreeMap::new(),
        },
    }
}

/// An entry by `p1`.
pub(crate) fn entry(seq: u64, at: u32, event: Event) -> Entry {
    let by = Actor::Player(PlayerId::from("p1"));
    Entry { seq, at: DrillTime(at), by, event }
}

/// A note of `p1`.
pub(crate) fn note(seq: u64, at: u32, text: &str) -> Entry {
    entry(seq, at, Event::Given(Command::Note(DisplayText::from(text))))
}

/// A journal of six entries.
pub(crate) fn journal(id: &str) -> Journal {
    let declared = Command::parse("/declare sev2 ลูกค้าจ่ายเงินไม่ได้ \"บางส่วน\"");
    let refused = Event::Refused {
        line: DisplayText::from("/udpate \\ \"x\"\ny"),
        refusal: Refusal { kind: RefusalKind::Grammar, says: Text::from("no command") },
    };
    let truth = Truth { money: -5, world: u64::MAX, ..Truth::default() };
    let entries = vec![
        Entry { by: Actor::World, ..entry(1, 0, Event::FaultBegan(FaultId::from("bad"))) },
        entry(2, 3, Event::Given(declared.expect("a line that reads"))),
        Entry { by: Actor::Process, ..entry(3, 3, declared_event()) },
        entry(4, 9, refused),
        Entry { by: Actor::World, ..entry(5, 10, Event::TruthSampled(truth)) },
        Entry { by: Actor::Room, ..entry(6, 12, Event::Ended { reason: "end".to_owned() }) },
    ];
    Journal { header: header(id), entries }
}

fn declared_event() -> Event {
    Event::Declared {
        incident: IncidentId(1),
        severity: "sev2".into(),
        title: DisplayText::from("ลูกค้าจ่ายเงินไม่ได้"),
        channel: "#inc-2026-11-24-1".to_owned(),
        alert: None,
    }
}
