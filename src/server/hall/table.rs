//! One table of the hall: who wants which seat before the drill, and the drill once it is played.
//! It opens nothing and waits for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::command::Command;
use crate::content::process::Process;
use crate::content::scenario::Scenario;
use crate::journal::{Actor, Event, Header, Place, PlayerKind, aborted};
use crate::model::id::{DrillId, PlayerId, SeatId};
use crate::model::text::{DisplayText, Lang, Text};
use crate::model::time::DrillTime;
use crate::play::Loaded;
use crate::play::table::{self as seating, Comer, FACILITATOR, OBSERVER};
use crate::room::Room;
use crate::server::hall::people::{Named, Pass, Person, alike};
use crate::tui::{Debriefing, ScenarioCard};

/// Who comes to a table, and how it is to be played.
#[derive(Clone, Debug)]
pub struct Party {
    /// Who sits where.
    pub comers: Vec<Comer>,
    /// The skill of colleagues in seats that stay empty; nobody where left out.
    pub crew: Option<String>,
    /// Whether it counts.
    pub graded: bool,
    /// The language of the drill.
    pub lang: Lang,
}

/// Lays out a drill for a party: its header and its files, or a sentence on why it cannot.
pub type Layout = Arc<dyn Fn(&Party) -> Result<(Header, Loaded), String> + Send + Sync>;

/// What is offered at a table.
#[derive(Clone)]
pub struct Offer {
    /// What players may know before they play.
    pub card: Arc<ScenarioCard>,
    /// Seats, the one in command first, with what they are called.
    pub seats: Vec<(SeatId, Text)>,
    /// Names that mean somebody of the story, as names are compared.
    pub story: BTreeSet<String>,
    /// Makes a drill of it.
    pub layout: Layout,
    /// The skill of colleagues; nobody where left out.
    pub crew: Option<String>,
    /// Whether drills count.
    pub graded: bool,
    /// The language of drills.
    pub lang: Lang,
    /// Seats that programs hold, each with its command.
    pub programs: BTreeMap<SeatId, String>,
}

impl Offer {
    /// The offer of a scenario under a process.
    #[must_use]
    pub fn of(scenario: &Scenario, process: &Process, layout: Layout) -> Self {
        let title = |seat: &SeatId| {
            let role = process.roles.iter().find(|role| role.short == seat.as_str());
            role.map_or_else(|| Text::from(seat.as_str()), |role| role.name.clone())
        };
        let seats = seating::seats(scenario, process);
        Self {
            card: Arc::new(ScenarioCard::of(scenario, process)),
            story: names_of_story(scenario, process),
            seats: seats.into_iter().map(|seat| (seat.clone(), title(&seat))).collect(),
            layout,
            crew: Some("mid".to_owned()),
            graded: true,
            lang: Lang::default(),
            programs: BTreeMap::new(),
        }
    }
}

/// Names that mean somebody or something of the story, or a seat, as names are compared.
fn names_of_story(scenario: &Scenario, process: &Process) -> BTreeSet<String> {
    let system = &scenario.system;
    let people = system.people.iter().flat_map(|(id, person)| {
        let thai = person.name.th.iter().map(ToString::to_string);
        [id.to_string(), person.name.en.to_string()].into_iter().chain(thai)
    });
    let teams = system.teams.keys().map(ToString::to_string);
    let duties = system.duties.keys().map(ToString::to_string);
    let seats = seating::seats(scenario, process).into_iter().map(|seat| seat.to_string());
    people.chain(teams).chain(duties).chain(seats).map(|name| alike(&name)).collect()
}

/// The name somebody goes by in a drill: their own, or another where the story has that name.
fn in_story(person: &Named, story: &BTreeSet<String>) -> String {
    let name = &person.name;
    if story.contains(&person.alike) { format!("{name}-2") } else { name.clone() }
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Offer({})", self.card.id)
    }
}

/// A drill that is played, or was, at a table.
#[derive(Debug)]
pub struct Hosted {
    /// Its id.
    pub drill: DrillId,
    /// The head of its journal.
    pub header: Header,
    /// Its files.
    pub loaded: Loaded,
    /// Its room.
    pub room: Arc<Room>,
    /// Names that mean somebody of the story, as names are compared.
    pub(super) story: BTreeSet<String>,
    /// What it came to, and after which entry that was worked out.
    pub(super) outcome: Mutex<Option<(u64, Arc<Debriefing>)>>,
}

/// What somebody does at a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chair {
    /// They play.
    Seat(PlayerId),
    /// They steer.
    Facilitator(PlayerId),
    /// They watch.
    Observer,
}

impl Hosted {
    pub(super) fn new(header: Header, loaded: Loaded, room: Arc<Room>) -> Self {
        Self {
            drill: DrillId::from(header.envelope.id.as_str()),
            story: names_of_story(&loaded.scenario, &loaded.process),
            header,
            loaded,
            room,
            outcome: Mutex::new(None),
        }
    }

    /// The chair of a person by name; who has none may watch.
    #[must_use]
    pub fn chair(&self, named: &Named) -> Chair {
        self.chair_by(&in_story(named, &self.story))
    }

    fn chair_by(&self, name: &str) -> Chair {
        let names = &self.header.envelope.names;
        let player = names.iter().find(|(_, own)| own.as_str() == name).map(|(id, _)| id);
        let roster = &self.header.recipe.roster;
        let place = player.and_then(|id| roster.iter().find(|place| place.player == *id));
        match place {
            Some(place) if place.seats.iter().any(|seat| seat.as_str() == FACILITATOR) => {
                Chair::Facilitator(place.player.clone())
            }
            Some(place) if place.kind == PlayerKind::Person => Chair::Seat(place.player.clone()),
            _ => Chair::Observer,
        }
    }

    /// The name somebody goes by in it.
    pub(super) fn name_of(&self, named: &Named) -> String {
        in_story(named, &self.story)
    }

    /// Whether that name of the drill is a person's, and not a program's.
    pub(super) fn is_person(&self, name: &str) -> bool {
        self.chair_by(name) != Chair::Observer
    }

    /// The chair of a player; crew and programs have one that nobody sits in.
    #[must_use]
    pub fn chair_of(&self, player: &PlayerId) -> Chair {
        let name = self.header.envelope.names.get(player);
        name.map_or(Chair::Observer, |name| self.chair_by(name.as_str()))
    }

    /// The places that programs hold, each with its command.
    pub(super) fn places_of<'a>(
        &'a self,
        programs: &'a BTreeMap<SeatId, String>,
    ) -> impl Iterator<Item = (&'a Place, &'a str)> {
        let roster = self.header.recipe.roster.iter();
        roster.filter(|place| place.kind == PlayerKind::Program).filter_map(|place| {
            let command = place.seats.iter().find_map(|seat| programs.get(seat))?;
            Some((place, command.as_str()))
        })
    }

    /// Who stopped it for a real incident, and their words, where somebody has.
    #[must_use]
    pub fn aborted(&self) -> Option<(String, DisplayText)> {
        let (batches, _) = self.room.join();
        let (player, why) = aborted(batches.iter().flat_map(|batch| batch.iter()))?;
        let name = self.header.envelope.names.get(player);
        Some((name.map_or_else(|| player.to_string(), ToString::to_string), why.clone()))
    }

    /// Whether somebody steers it.
    #[must_use]
    pub fn is_steered(&self) -> bool {
        let mut places = self.header.recipe.roster.iter();
        places.any(|place| place.seats.iter().any(|seat| seat.as_str() == FACILITATOR))
    }

    /// Whether a player has rated the own team.
    #[must_use]
    pub fn has_rated(&self, player: &PlayerId) -> bool {
        let by = Actor::Player(player.clone());
        let (batches, _) = self.room.join();
        let mut entries = batches.iter().flat_map(|batch| batch.iter());
        entries.any(|entry| {
            entry.by == by && matches!(entry.event, Event::Given(Command::SelfRate { .. }))
        })
    }

    /// Whether it is over.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.room.status().borrow().ended
    }
}

/// How far a table is.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// People choose seats.
    Gathering,
    /// A drill is being laid out.
    Starting,
    /// A drill is played, or was.
    Playing(Arc<Hosted>),
}

/// One table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) number: u32,
    pub(super) offer: Offer,
    pub(super) stage: Stage,
    /// Who wants which seat.
    pub(super) chosen: BTreeMap<SeatId, Person>,
    pub(super) with_crew: bool,
    pub(super) graded: bool,
    /// The drill that was here before; it can still be looked back on.
    pub(super) last: Option<Arc<Hosted>>,
}

impl Table {
    pub(super) fn new(number: u32, offer: Offer) -> Self {
        let (with_crew, graded) = (offer.crew.is_some(), offer.graded);
        let (stage, chosen) = (Stage::Gathering, BTreeMap::new());
        Self { number, offer, stage, chosen, with_crew, graded, last: None }
    }

    /// People choose seats again; what was played can still be looked back on.
    pub(super) fn gathers_anew(&mut self) {
        if let Stage::Playing(hosted) = std::mem::replace(&mut self.stage, Stage::Gathering) {
            self.last = Some(hosted);
        }
        self.chosen.clear();
    }

    /// The drill at it.
    pub(super) fn hosted(&self) -> Option<&Arc<Hosted>> {
        match &self.stage {
            Stage::Playing(hosted) => Some(hosted),
            _ => None,
        }
    }

    /// Its seats: those that play, then the one that steers.
    pub(super) fn seats(&self) -> impl Iterator<Item = (SeatId, Text)> + '_ {
        let steers = Text {
            en: DisplayText::from("Facilitator"),
            th: Some(DisplayText::from("ผู้ดำเนินการซ้อม")),
        };
        self.offer.seats.iter().cloned().chain([(SeatId::from(FACILITATOR), steers)])
    }

    /// Who sits where, in the order of the seats; programs where nobody does.
    pub(super) fn party(&self) -> Party {
        let comer = |seat: &SeatId| {
            let person = self.chosen.get(seat).map(|own| (&own.named, PlayerKind::Person));
            let program = self.offer.programs.get(seat);
            let named = format!("program-{seat}");
            let (name, kind) = match (person, program) {
                (Some((name, kind)), _) => (in_story(name, &self.offer.story), kind),
                (None, Some(_)) => (named, PlayerKind::Program),
                (None, None) => return None,
            };
            let name = DisplayText::one_line(&name);
            Some(Comer { name, seat: Some(seat.clone()), kind })
        };
        let seats: Vec<SeatId> = self.seats().map(|(seat, _)| seat).collect();
        Party {
            comers: seats.iter().filter_map(comer).collect(),
            crew: self.offer.crew.clone().filter(|_| self.with_crew),
            graded: self.graded,
            lang: self.offer.lang,
        }
    }

    /// The name somebody would go by here.
    pub(super) fn name_of(&self, named: &Named) -> String {
        in_story(named, &self.offer.story)
    }

    /// The drill's time.
    pub(super) fn now(&self) -> DrillTime {
        self.hosted().map_or(DrillTime::START, |own| own.room.status().borrow().now)
    }

    /// Whether somebody may decide for the table: who steers it, or any player where nobody does.
    pub(super) fn may_decide(&self, person: &Person) -> bool {
        let steers = self.chosen.get(FACILITATOR);
        let sits = self.chosen.values().any(|own| own.named == person.named);
        match steers {
            Some(own) => own.named == person.named,
            None => sits || person.pass == Pass::Facilitator,
        }
    }
}

/// Whether a seat is one that plays.
pub(super) fn plays(seat: &str) -> bool {
    !matches!(seat, FACILITATOR | OBSERVER)
}
