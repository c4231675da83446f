//! Screens of a hosted drill: the lobby, the console of who steers, a seat that is only watched, and
//! the one sentence that stands when a real incident has begun.

use std::sync::{Arc, OnceLock};

use firedrill::journal::Journal;
use firedrill::model::id::PlayerId;
use firedrill::model::text::{DisplayText, Lang, Text};
use firedrill::model::time::DrillTime;
use firedrill::room::outcome;
use firedrill::tui::{
    HostIntent, HostMsg, Intent, Lobby, LobbySeat, LobbyStage, LobbyTable, Msg, ScenarioCard,
    Sitter, TableAsk,
};
use firedrill::view::SeatFold;
use firedrill::view::facilitator::FacilitatorFold;

use super::Desk;
use super::frames::snapshots;
use crate::play::stage;

/// A team that declares, works, says a few things and is refused one, with notes of who steers.
const EVENING: &str = "\
03:30 ann: /ack A-1
04:10 ann: /declare sev2 Checkout errors
04:30 ann: /assign comms bee
05:00 bee: /assign comms nobody
05:20 fac: /observe ann gave the update away at once
06:00 ann: /look checkout deploys
06:30 bee: /update internal scope=checkout effect=many doing=looking next=20m
07:00 fac: /skip bua-guesses
07:30 ann: /witness command 05:10 ann took command on the call
08:00 fac: /rate declared S right, a minute late
08:30 ann: /do rollback checkout
";

type Evening = (Journal, firedrill::play::Loaded);

/// The evening up to its tenth minute, played once for each language.
fn evening(lang: Lang) -> Evening {
    static EVENINGS: [OnceLock<Evening>; 2] = [OnceLock::new(), OnceLock::new()];
    let own = &EVENINGS[usize::from(lang == Lang::Th)];
    own.get_or_init(|| played(lang)).clone()
}

fn played(lang: Lang) -> Evening {
    let files = stage::loaded("first-shift", 7);
    let comer = |name: &str, seat: &str| firedrill::play::table::Comer {
        name: name.into(),
        seat: Some(seat.into()),
        kind: firedrill::journal::PlayerKind::Person,
    };
    let comers = [comer("ann", "lead"), comer("bee", "comms"), comer("fac", "facilitator")];
    let table =
        firedrill::play::table::lay(&files.scenario, &files.process, &comers, Some("mid")).unwrap();
    let mut header = stage::header(&files, 7, &["ann"], None);
    header.envelope.names = table.names;
    (header.recipe.roster, header.recipe.coach, header.recipe.lang) = (table.roster, false, lang);
    let play = firedrill::play::Play::new(header, files.into());
    let loaded = play.loaded().clone();
    let mut journal = stage::scripted(play, EVENING);
    journal.entries.retain(|entry| entry.at <= DrillTime(600));
    (journal, loaded)
}

fn console(columns: u16, rows: u16, lang: Lang) -> Desk {
    let (journal, loaded) = evening(lang);
    let files = (&loaded.scenario, &loaded.story);
    let mut fold = FacilitatorFold::new(&journal.header, files, &loaded.process, &loaded.runbooks);
    journal.entries.iter().for_each(|entry| fold.apply(entry));
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Host(HostMsg::Console(Arc::new(fold.view(DrillTime(600)).clone()))));
    let card = outcome::judge(&journal, &loaded);
    desk.tell(Msg::Host(HostMsg::Judged(Arc::new(card))));
    desk.tell(Msg::Host(HostMsg::Offline(vec![("bee".to_owned(), 35)])));
    desk
}

fn console_after(keys: &str, columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = console(columns, rows, lang);
    desk.press(keys);
    desk
}

fn watching(columns: u16, rows: u16, lang: Lang) -> Desk {
    let (journal, loaded) = evening(lang);
    let process = Arc::clone(&loaded.process);
    let bee = PlayerId::from("p2");
    let mut fold =
        SeatFold::new(&journal.header, &loaded.scenario, process, &loaded.runbooks, &bee);
    journal.entries.iter().for_each(|entry| fold.apply(entry));
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Host(HostMsg::Watching(Arc::new(fold.view(DrillTime(600)).clone()))));
    desk
}

fn seat(id: &str, title: &str, who: Option<(&str, bool, bool)>) -> LobbySeat {
    LobbySeat {
        id: id.to_owned(),
        title: Text::from(title),
        who: who.map(|(name, online, mine)| Sitter { name: name.to_owned(), online, mine }),
        program: id == "tech",
        steers: id == "facilitator",
    }
}

fn lobby_of(steers: bool) -> Lobby {
    let files = stage::loaded("first-shift", 7);
    let card = Arc::new(ScenarioCard::of(&files.scenario, &files.process));
    let table = |number, stage, seats| LobbyTable {
        number,
        card: Arc::clone(&card),
        seats,
        crew: true,
        graded: number == 1,
        stage,
        decides: steers,
        has_last: number == 1,
    };
    let first = vec![
        seat("lead", "Incident Lead", Some(("ann", true, true))),
        seat("comms", "Communications Lead", Some(("ปลื้ม", false, false))),
        seat("tech", "Technical Lead", None),
        seat("scribe", "Scribe", None),
        seat("facilitator", "Facilitator", Some(("fac", true, false))),
    ];
    let second = vec![
        seat("lead", "Incident Lead", Some(("dan", true, false))),
        seat("comms", "Communications Lead", None),
        seat("facilitator", "Facilitator", None),
    ];
    Lobby {
        me: "ann".to_owned(),
        steers,
        plays: true,
        tables: vec![
            table(1, LobbyStage::Gathering, first),
            table(2, LobbyStage::Playing(DrillTime(754)), second),
        ],
        join: "ssh -p 2222 NAME@drills.example".to_owned(),
        way_back: (!steers).then(|| "8upkq-2e0dd-qtdue-d7v0f-k668b-f".to_owned()),
        codes: if steers {
            vec![("player".to_owned(), "9xe6m-fzfgk-asr73-gfxw8-cutmu-9".to_owned())]
        } else {
            Vec::new()
        },
    }
}

fn lobby(steers: bool, columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = Desk::in_lang(columns, rows, lang);
    desk.tell(Msg::Host(HostMsg::Lobby(Box::new(lobby_of(steers)))));
    desk
}

fn aborted(columns: u16, rows: u16, lang: Lang) -> Desk {
    let mut desk = Desk::in_lang(columns, rows, lang);
    let why = DisplayText::from("production is down, checkout fails for everybody");
    desk.tell(Msg::Aborted { who: "ann".to_owned(), why });
    desk
}

#[test]
fn every_screen_of_a_hosted_drill() {
    snapshots(&[
        ("lobby-player", |c, r, l| lobby(false, c, r, l)),
        ("lobby-facilitator", |c, r, l| lobby(true, c, r, l)),
        ("console", console),
        ("console-truth", |c, r, l| console_after("1z", c, r, l)),
        ("console-seats", |c, r, l| console_after("2", c, r, l)),
        ("console-objectives", |c, r, l| console_after("4z", c, r, l)),
        ("console-notes", |c, r, l| console_after("6", c, r, l)),
        ("console-fire", |c, r, l| console_after("3F", c, r, l)),
        ("console-typing", |c, r, l| console_after("Othe lead waits too long", c, r, l)),
        ("watching", watching),
        ("aborted", aborted),
    ]);
}

#[test]
fn keys_of_the_lobby_ask_the_host_and_decide_nothing() {
    let mut desk = lobby(true, 120, 40, Lang::En);
    desk.press("<Enter>spcnwi");
    let table = |ask| Intent::Host(HostIntent::Table(1, ask));
    let sit = table(TableAsk::Sit("tech".to_owned()));
    let asked = [
        sit,
        table(TableAsk::Start),
        table(TableAsk::Graded),
        table(TableAsk::Crew),
        table(TableAsk::Anew),
        table(TableAsk::Watch),
        Intent::Host(HostIntent::Invite),
    ];
    assert_eq!(desk.asked, asked, "the first free seat is selected");
}

#[test]
fn what_reaches_players_is_asked_first_and_the_rest_is_a_command() {
    let mut desk = console(120, 40, Lang::En);
    desk.press("F");
    assert_eq!(desk.sent(), Vec::<String>::new(), "nothing is sent before it was read");
    desk.press("x");
    assert_eq!(desk.sent(), Vec::<String>::new(), "any other key leaves it");
    desk.press("F<Enter>");
    let fired = desk.sent();
    assert!(fired.len() == 1 && fired[0].starts_with("/fire "), "{fired:?}");
    desk.press(" ");
    assert_eq!(desk.sent(), ["/pause"]);
    desk.press("Omind the clock<Enter>");
    assert_eq!(desk.sent(), ["/observe mind the clock"]);
    desk.press("Ythey all heard it<Enter>");
    assert_eq!(desk.sent(), ["/rule command accept they all heard it"], "the open witness");
    desk.press("E");
    assert_eq!(desk.sent(), Vec::<String>::new());
    desk.press("<Enter>");
    assert_eq!(desk.sent(), ["/end"]);
}

#[test]
fn a_shoulder_is_left_the_way_one_came() {
    let mut desk = console(120, 40, Lang::En);
    desk.press("2o");
    let lead = PlayerId::from("p1");
    assert_eq!(desk.asked, [Intent::Host(HostIntent::Shoulder(lead))]);
    let (journal, loaded) = evening(Lang::En);
    let process = Arc::clone(&loaded.process);
    let lead = PlayerId::from("p1");
    let fold = SeatFold::new(&journal.header, &loaded.scenario, process, &loaded.runbooks, &lead);
    let mut fold = fold;
    desk.tell(Msg::Host(HostMsg::Watching(Arc::new(fold.view(DrillTime(10)).clone()))));
    assert!(desk.frame().contains("WATCHING"));
    desk.press("mhello<Enter>");
    assert_eq!(desk.sent(), Vec::<String>::new(), "nothing can be said from here");
    desk.press("<Esc>");
    assert!(desk.frame().contains("FACILITATOR"), "{}", desk.frame());
}
