//! The hall: the tables at which drills are hosted, the people in the house, and what becomes of
//! both when the host starts anew. Doors bring people in and show them what stands here; it knows
//! no socket and decides no rule of play.

pub mod keys;
pub mod people;
mod start;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::Instant;

use crate::model::id::SeatId;
use crate::model::text::{DisplayText, Text};
use crate::play::table::FACILITATOR;
use crate::server::hall::people::{Code, Named, Pass, Person};
use crate::server::hall::table::{Stage, Table, plays};
use crate::store::Store;
use crate::tui::{Lobby, LobbySeat, LobbyStage, LobbyTable, Sitter};

pub use crate::server::hall::keys::{Keys, NotIn};
pub use crate::server::hall::start::Unstarted;
pub use crate::server::hall::table::{Chair, Hosted, Layout, Offer, Party};

/// The hall of a host. Clones are the same hall.
#[derive(Clone, Debug)]
pub struct Hall(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// What this host is called in its store.
    host: String,
    /// How people join, as the lobby says.
    join: String,
    store: Store,
    keys: Keys,
    tables: Mutex<Vec<Table>>,
    present: Mutex<BTreeMap<Named, Presence>>,
    /// Codes that are shown to a person until they leave.
    shown: Mutex<BTreeMap<String, Vec<(Pass, String)>>>,
    changed: watch::Sender<u64>,
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug)]
struct Presence {
    connections: usize,
    since: Instant,
    /// Numbers connections, so that the newest one stays.
    newest: u64,
}

/// What somebody asks of a table in the lobby.
pub use crate::tui::TableAsk as Ask;

/// Somebody in the house, for as long as it is held.
#[derive(Debug)]
pub struct Guest {
    hall: Hall,
    /// Who.
    pub person: Person,
    number: u64,
}

impl Hall {
    /// A hall with these offers, one table each.
    #[must_use]
    pub fn new(host: &str, join: &str, store: Store, offers: Vec<Offer>, keys: Keys) -> Self {
        let tables = (1..).zip(offers).map(|(number, offer)| Table::new(number, offer)).collect();
        Self(Arc::new(Inner {
            host: host.to_owned(),
            join: join.to_owned(),
            store,
            keys,
            tables: Mutex::new(tables),
            present: Mutex::default(),
            shown: Mutex::default(),
            changed: watch::Sender::new(0),
        }))
    }

    fn tables(&self) -> MutexGuard<'_, Vec<Table>> {
        self.0.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn present(&self) -> MutexGuard<'_, BTreeMap<Named, Presence>> {
        self.0.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shown(&self) -> MutexGuard<'_, BTreeMap<String, Vec<(Pass, String)>>> {
        self.0.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.0.changed.send_modify(|count| *count += 1);
    }

    /// Tells whenever something in the hall changes.
    #[must_use]
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    /// Who is let in.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Its store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Somebody comes in, and stays until what is given back is dropped. Whoever was in by that
    /// name before has to go: see [`Guest::is_newest`].
    #[must_use]
    pub fn enter(&self, person: Person) -> Guest {
        let number = {
            let mut present = self.present();
            let fresh = Presence { connections: 0, since: Instant::now(), newest: 0 };
            let own = present.entry(person.named.clone()).or_insert(fresh);
            own.connections += 1;
            own.newest += 1;
            own.newest
        };
        self.tell();
        Guest { hall: self.clone(), person, number }
    }

    /// What stands in the lobby, as a person sees it.
    #[must_use]
    pub fn lobby(&self, person: &Person) -> Lobby {
        let present = self.present().clone();
        let tables = self.tables();
        let codes = self.shown().get(person.name()).cloned().unwrap_or_default();
        let (back, handed): (Vec<_>, Vec<_>) =
            codes.into_iter().partition(|(_, code)| code.starts_with('='));
        Lobby {
            me: person.name().to_owned(),
            steers: person.pass == Pass::Facilitator,
            plays: person.pass != Pass::Observer,
            tables: tables.iter().map(|table| seen(table, person, &present)).collect(),
            join: self.0.join.clone(),
            way_back: back.last().map(|(_, code)| code.trim_start_matches('=').to_owned()),
            codes: handed.into_iter().map(|(pass, code)| (pass.name().to_owned(), code)).collect(),
        }
    }

    /// Where a person belongs now: the drill at whose table they sit.
    #[must_use]
    pub fn place(&self, person: &Person) -> Option<Arc<Hosted>> {
        let tables = self.tables();
        let hosted = tables.iter().filter_map(Table::hosted);
        let mut mine = hosted.filter(|own| own.chair(&person.named) != Chair::Observer);
        mine.find(|own| !own.ended()).cloned()
    }

    /// The drill at a table, or the one that was there last.
    #[must_use]
    pub fn drill_at(&self, number: u32) -> Option<Arc<Hosted>> {
        let tables = self.tables();
        let table = tables.iter().find(|table| table.number == number)?;
        table.hosted().or(table.last.as_ref()).cloned()
    }

    /// How many people are in.
    #[must_use]
    pub fn people(&self) -> usize {
        self.present().values().filter(|own| own.connections > 0).count()
    }

    /// Every drill that is at a table, with the table's number.
    #[must_use]
    pub fn drills(&self) -> Vec<(u32, Arc<Hosted>)> {
        let tables = self.tables();
        let own = |table: &Table| Some((table.number, Arc::clone(table.hosted()?)));
        tables.iter().filter_map(own).collect()
    }

    /// Takes a seat at a table, and leaves every other; a facilitator's seat only with their pass.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn sit(&self, person: &Person, number: u32, seat: &SeatId) -> Result<(), Text> {
        let mut tables = self.tables();
        let Some(at) = tables.iter().position(|table| table.number == number) else {
            return Err(said("There is no such table.", "ไม่มีโต๊ะนั้น"));
        };
        let table = &tables[at];
        if !matches!(table.stage, Stage::Gathering) {
            return Err(said("That drill has begun. w watches it.", "การซ้อมนี้เริ่มไปแล้ว กด w เพื่อดู"));
        }
        let known = table.seats().any(|(own, _)| own == *seat);
        if !known || person.pass == Pass::Observer {
            return Err(said("That seat is not yours to take.", "ที่นั่งนี้ไม่ใช่ของคุณ"));
        }
        if !plays(seat.as_str()) && person.pass != Pass::Facilitator {
            return Err(said(
                "The facilitator's seat needs a facilitator's code.",
                "ที่นั่งผู้ดำเนินการซ้อมต้องใช้รหัสของผู้ดำเนินการซ้อม",
            ));
        }
        if let Some(other) = table.chosen.get(seat).filter(|own| own.named != person.named) {
            let name = other.name();
            return Err(said(&format!("{name} sits there."), &format!("{name} นั่งอยู่แล้ว")));
        }
        let name = table.name_of(&person.named);
        if table.chosen.values().any(|own| own.name() == name && own.named != person.named) {
            return Err(said(
                &format!("You would be {name} in this story, and somebody is."),
                &format!("ในเรื่องนี้คุณต้องใช้ชื่อ {name} ซึ่งมีคนใช้แล้ว"),
            ));
        }
        for table in tables.iter_mut() {
            table.chosen.retain(|_, own| own.named != person.named);
        }
        if let Some(table) = tables.get_mut(at) {
            table.chosen.insert(seat.clone(), person.clone());
        }
        drop(tables);
        self.tell();
        Ok(())
    }

    /// Whether a person sits in that very seat of a table that has not begun.
    #[must_use]
    pub fn sits(&self, person: &Person, number: u32, seat: &SeatId) -> bool {
        let tables = self.tables();
        let table = tables.iter().find(|table| table.number == number);
        let held = table.and_then(|table| table.chosen.get(seat));
        held.is_some_and(|own| own.named == person.named)
    }

    /// Gets up from a table that has not begun.
    pub fn stand(&self, person: &Person) {
        for table in self.tables().iter_mut() {
            table.chosen.retain(|_, own| own.named != person.named);
        }
        self.tell();
    }

    /// Whether crew sits in empty seats, or whether it counts: turned by who decides for the table.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn turn(&self, person: &Person, number: u32, crew: bool) -> Result<(), Text> {
        {
            let mut tables = self.tables();
            let table = tables.iter_mut().find(|table| table.number == number);
            let may = |table: &&mut Table| {
                matches!(table.stage, Stage::Gathering) && table.may_decide(person)
            };
            let Some(table) = table.filter(may) else { return Err(not_yours()) };
            if crew {
                table.with_crew = !table.with_crew;
                table.offer.crew.get_or_insert_with(|| "mid".to_owned());
            } else {
                table.graded = !table.graded;
            }
        }
        self.tell();
        Ok(())
    }

    /// Opens a table anew once its drill is over; who looks back on it goes on doing so.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub fn anew(&self, person: &Person, number: u32) -> Result<(), Text> {
        {
            let mut tables = self.tables();
            let table = tables.iter_mut().find(|table| table.number == number);
            let Some(table) = table else { return Err(not_yours()) };
            let Some(hosted) = table.hosted() else { return Ok(()) };
            let theirs = match hosted.chair(&person.named) {
                Chair::Facilitator(_) => true,
                // Where somebody steers, they say when the debrief is over.
                Chair::Seat(_) => !hosted.is_steered(),
                Chair::Observer => false,
            };
            if !hosted.ended() || !(theirs || person.pass == Pass::Facilitator) {
                return Err(not_yours());
            }
            table.gathers_anew();
        }
        self.tell();
        Ok(())
    }

    /// A new code to hand out, shown to who asked for it until they leave.
    ///
    /// # Errors
    /// The store cannot be written, or it is not theirs to ask for.
    pub async fn code(&self, person: &Person, pass: Pass) -> Result<(), Text> {
        if person.pass != Pass::Facilitator {
            return Err(not_yours());
        }
        let code = self.0.keys.new_code(&self.0.store, pass, None).await;
        let code = code.map_err(|error| Text::from(error.to_string().as_str()))?;
        self.shown().entry(person.name().to_owned()).or_default().push((pass, code.written()));
        self.tell();
        Ok(())
    }

    /// Shows a code no more: it was used.
    pub fn no_longer_shows(&self, typed: &str) {
        let used = Code::typed(typed);
        for codes in self.shown().values_mut() {
            codes.retain(|(_, code)| Code::typed(code) != used);
        }
    }

    /// Shows a person the code by which they come in again.
    pub fn shows_way_back(&self, person: &Person, code: &str) {
        let mut shown = self.shown();
        shown.entry(person.name().to_owned()).or_default().push((person.pass, format!("={code}")));
    }

    /// People of a drill who are not there, and for how many seconds.
    #[must_use]
    pub fn offline(&self, hosted: &Hosted) -> Vec<(String, u32)> {
        let present = self.present();
        let names = hosted.header.envelope.names.values();
        let people = names.filter(|name| hosted.is_person(name.as_str()));
        let away = |name: &DisplayText| {
            let own = present.iter().find(|(own, _)| hosted.name_of(own) == name.as_str());
            match own.map(|(_, own)| own) {
                Some(own) if own.connections > 0 => None,
                Some(own) => {
                    let gone = own.since.elapsed().as_secs();
                    Some((name.to_string(), u32::try_from(gone).unwrap_or(u32::MAX)))
                }
                None => Some((name.to_string(), 0)),
            }
        };
        people.filter_map(away).collect()
    }

    /// Closes every room; what was answered is stored.
    pub async fn close(&self) {
        let drills = self.drills();
        for (_, hosted) in &drills {
            hosted.room.close();
        }
        for (_, hosted) in drills {
            hosted.room.closed().await;
        }
    }
}

impl Guest {
    /// The hall they are in.
    #[must_use]
    pub const fn hall(&self) -> &Hall {
        &self.hall
    }

    /// Whether they have not come in anew from elsewhere meanwhile.
    #[must_use]
    pub fn is_newest(&self) -> bool {
        let present = self.hall.present();
        present.get(&self.person.named).is_some_and(|own| own.newest == self.number)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut gone = false;
        if let Some(own) = self.hall.present().get_mut(&self.person.named) {
            own.connections = own.connections.saturating_sub(1);
            own.since = Instant::now();
            gone = own.connections == 0;
        }
        if gone {
            // Codes are for who asked for them, while they are there.
            self.hall.shown().remove(self.person.name());
        }
        self.hall.tell();
    }
}

/// A table as a person sees it.
fn seen(table: &Table, person: &Person, present: &BTreeMap<Named, Presence>) -> LobbyTable {
    let hosted = table.hosted();
    let held = |seat: &SeatId| match hosted {
        Some(hosted) => {
            let roster = &hosted.header.recipe.roster;
            let place = roster.iter().find(|place| place.seats.contains(seat))?;
            hosted.header.envelope.names.get(&place.player).map(ToString::to_string)
        }
        None => table.chosen.get(seat).map(|own| table.name_of(&own.named)),
    };
    let mine = table.name_of(&person.named);
    let there: BTreeSet<String> = present
        .iter()
        .filter(|(_, own)| own.connections > 0)
        .map(|(named, _)| table.name_of(named))
        .collect();
    let seat = |(seat, title): (SeatId, Text)| {
        let sitter =
            |name: String| Sitter { online: there.contains(&name), mine: name == mine, name };
        LobbySeat {
            who: held(&seat).map(sitter),
            program: table.offer.programs.contains_key(&seat),
            steers: seat.as_str() == FACILITATOR,
            id: seat.to_string(),
            title,
        }
    };
    LobbyTable {
        number: table.number,
        card: Arc::clone(&table.offer.card),
        seats: table.seats().map(seat).collect(),
        crew: table.with_crew,
        graded: table.graded,
        stage: match &table.stage {
            Stage::Gathering => LobbyStage::Gathering,
            Stage::Starting => LobbyStage::Starting,
            Stage::Playing(own) if own.ended() => LobbyStage::Over,
            Stage::Playing(_) => LobbyStage::Playing(table.now()),
        },
        decides: table.may_decide(person),
        has_last: table.last.is_some(),
    }
}

fn said(en: &str, th: &str) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}

fn not_yours() -> Text {
    said(
        "That is for who steers the table, while it gathers.",
        "ทำได้เฉพาะผู้ดำเนินการซ้อมของโต๊ะ ก่อนเริ่มซ้อม",
    )
}
