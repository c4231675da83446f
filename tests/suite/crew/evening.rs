//! A whole drill of a shipped scenario, with crew in some seats and a script in the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::command::Command;
use firedrill::content::Choice;
use firedrill::content::library::Library;
use firedrill::content::process::Process;
use firedrill::crew::Crew;
use firedrill::crew::profile::Profile;
use firedrill::drill::Said;
use firedrill::journal::{ENGINE, Entry, Envelope, Event, FORMAT, Header, PlayerKind, Recipe};
use firedrill::model::id::{PlayerId, ProcessId, ScenarioId};
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::play::table::{Comer, lay};
use firedrill::play::{Input, Loaded, Play};

/// The table: name and seat, in the order of `p1`, `p2` …
const TABLE: [(&str, &str); 4] =
    [("ann", "lead"), ("nok", "comms"), ("ton", "tech"), ("ploy", "scribe")];

/// A drill with the seats that crew holds driven by hand.
pub(crate) struct Evening {
    pub(crate) play: Play,
    crew: Vec<Crew>,
    /// Every command a colleague gave.
    pub(crate) given: Vec<(DrillTime, PlayerId, Command)>,
}

impl Evening {
    /// `scenario` with crew of a profile in these seats.
    pub(crate) fn new(
        scenario: &str,
        seats: &[&str],
        profile: &str,
        seed: u64,
        lang: Lang,
    ) -> Self {
        let library = Library::built_in();
        let choice = Choice { seed, variant: None };
        let read = library.load(&ScenarioId::from(scenario), &choice, &ProcessId::from("default"));
        let read = read.expect("a shipped scenario");
        let process: Arc<Process> = Arc::new(read.process);
        let comer = |(name, seat): &(&str, &str)| Comer {
            name: (*name).into(),
            seat: Some((*seat).into()),
            kind: PlayerKind::Program,
        };
        let comers: Vec<Comer> = TABLE.iter().map(comer).collect();
        let table = lay(&read.scenario, &process, &comers, None).expect("a table");
        let header = Header {
            envelope: Envelope {
                id: "evening".to_owned(),
                started: "2026-11-25T11:50:00Z".to_owned(),
                names: table.names,
                ..Envelope::default()
            },
            recipe: Recipe {
                format: FORMAT,
                engine: ENGINE,
                seed,
                scenario: read.scenario.id.clone(),
                variant: read.scenario.variant.clone(),
                files: BTreeMap::new(),
                process: process.id.clone(),
                system: read.scenario.system.id.clone(),
                roster: table.roster,
                graded: true,
                coach: false,
                lang,
                bot_pars: BTreeMap::new(),
            },
        };
        let own = Profile::named(profile).expect("a profile");
        let number = |seat: &&str| TABLE.iter().position(|(_, own)| own == seat).expect("a seat");
        let player = |seat: &&str| PlayerId::from(format!("p{}", number(seat) + 1));
        let crew = seats
            .iter()
            .map(|seat| Crew::new(own, &player(seat), seed, Arc::clone(&process)))
            .collect();
        let loaded =
            Loaded { scenario: read.scenario, story: read.story, process, runbooks: read.runbooks };
        Self { play: Play::new(header, loaded), crew, given: Vec::new() }
    }

    /// Plays up to a time; `lines` are `mm:ss name: line` of those who are not crew.
    pub(crate) fn until(&mut self, minutes: u32, lines: &[(u32, &str, &str)]) {
        while self.play.drill().now().0 < minutes * 60 && !self.play.drill().ended() {
            let now = self.play.drill().now();
            for (at, name, line) in lines {
                if *at == now.0 {
                    let place = TABLE.iter().position(|(own, _)| own == name).expect("a player");
                    let by = PlayerId::from(format!("p{}", place + 1));
                    self.play.take(&by, Said::Line((*line).to_owned()));
                }
            }
            for colleague in &mut self.crew {
                let by = colleague.player().clone();
                let view = self.play.view(&by).expect("a seat");
                for command in colleague.act(view, now) {
                    self.given.push((now, by.clone(), command.clone()));
                    self.play
                        .step(now, vec![Input { by: by.clone(), said: Said::Command(command) }]);
                }
            }
            self.play.step(DrillTime(now.0 + 1), Vec::new());
        }
    }

    /// Lines that were refused, with whose they were.
    pub(crate) fn refused(&self) -> Vec<String> {
        let refused = |entry: &Entry| match &entry.event {
            Event::Refused { line, refusal } => {
                Some(format!("{} {:?} {line}: {}", entry.at, entry.by, refusal.says.en))
            }
            _ => None,
        };
        self.play.entries().iter().filter_map(refused).collect()
    }

    /// What a player's channel reads at the end.
    pub(crate) fn channel(&mut self, player: &str) -> Vec<String> {
        let view = self.play.view(&player.into()).expect("a seat");
        let line = |own: &std::sync::Arc<firedrill::view::ChannelLine>| {
            format!("{} {} {}", own.at, own.who, own.text.get(view.lang))
        };
        view.channel.iter().map(line).collect()
    }
}
