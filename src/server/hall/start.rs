//! Drills begun at a table, taken up again after the host started anew, and what they come to. It
//! waits for the store and the room; who may ask is the hall's affair.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::journal::{Entry, Header, Journal};
use crate::model::id::{DrillId, SeatId};
use crate::model::text::Text;
use crate::play::{Loaded, Play};
use crate::room::{Room, Settings, outcome};
use crate::server::hall::people::Person;
use crate::server::hall::table::{Hosted, Stage};
use crate::server::hall::{Hall, not_yours, said};
use crate::server::program::{self, Chair};
use crate::tui::Debriefing;

/// Programs by the seat they hold.
type Programs = BTreeMap<SeatId, String>;

/// A drill that could not be taken up again.
#[derive(Debug)]
pub struct Unstarted {
    /// Which.
    pub drill: DrillId,
    /// Why.
    pub why: String,
}

impl Hall {
    /// Begins the drill of a table.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub async fn start(&self, person: &Person, number: u32) -> Result<(), Text> {
        let (party, layout, programs) = {
            let mut tables = self.tables();
            let table = tables.iter_mut().find(|table| table.number == number);
            let Some(table) = table else { return Err(not_yours()) };
            if !matches!(table.stage, Stage::Gathering) || !table.may_decide(person) {
                return Err(not_yours());
            }
            let party = table.party();
            let anybody = table.chosen.keys().any(|seat| super::plays(seat.as_str()))
                || !table.offer.programs.is_empty();
            if !anybody {
                return Err(said("Nobody has taken a playing seat.", "ยังไม่มีใครนั่งที่นั่งผู้เล่น"));
            }
            table.stage = Stage::Starting;
            (party, Arc::clone(&table.offer.layout), table.offer.programs.clone())
        };
        self.tell();
        let begun = async {
            // Reading a scenario is work for a thread that may take its time.
            let laid = tokio::task::spawn_blocking(move || layout(&party)).await;
            let (header, loaded) = laid.map_err(|error| error.to_string())??;
            let drill = DrillId::from(header.envelope.id.as_str());
            self.store().create(&header).await.map_err(|error| error.to_string())?;
            let put = self.store().put_at_table(&self.0.host, number, &drill).await;
            put.map_err(|error| error.to_string())?;
            self.open(header, loaded, &programs).await
        };
        let begun = begun.await;
        let failed = begun.as_ref().err().map(|says| Text::from(says.as_str()));
        self.set(number, begun.map_or(Stage::Gathering, Stage::Playing));
        failed.map_or(Ok(()), Err)
    }

    /// Takes up every drill that stood at a table when the host stopped and is not over.
    ///
    /// # Errors
    /// The store cannot be read. Drills that cannot be taken up are given back; their table gathers.
    pub async fn resume(&self) -> Result<Vec<Unstarted>, crate::store::StoreError> {
        let mut unstarted = Vec::new();
        for (number, drill) in self.store().tables(&self.0.host).await? {
            let programs = {
                let tables = self.tables();
                let table = tables.iter().find(|table| table.number == number);
                table.map(|table| table.offer.programs.clone())
            };
            let journal = self.store().load(&drill).await;
            let journal = match journal {
                Ok(journal) if programs.is_some() && !journal.ended() => journal,
                Ok(_) => continue,
                Err(error) => {
                    unstarted.push(Unstarted { drill, why: error.to_string() });
                    continue;
                }
            };
            match self.take_up(journal.header, &programs.unwrap_or_default()).await {
                Ok(hosted) => self.set(number, Stage::Playing(hosted)),
                Err(why) => unstarted.push(Unstarted { drill, why }),
            }
        }
        Ok(unstarted)
    }

    async fn take_up(&self, header: Header, programs: &Programs) -> Result<Arc<Hosted>, String> {
        let files = Play::load(&header);
        let loaded = files.map_err(|_| "its files cannot be read any more".to_owned())?;
        self.open(header, loaded, programs).await
    }

    async fn open(
        &self,
        header: Header,
        loaded: Loaded,
        programs: &Programs,
    ) -> Result<Arc<Hosted>, String> {
        let drill = DrillId::from(header.envelope.id.as_str());
        let store = self.store().clone();
        let room = Room::of_store(store, drill.clone(), loaded.clone(), Settings::default()).await;
        let room = Arc::new(room.map_err(|error| error.to_string())?);
        let hosted = Arc::new(Hosted::new(header, loaded, room));
        for (place, command) in hosted.places_of(programs) {
            let (room, header) = (Arc::clone(&hosted.room), hosted.header.clone());
            let loaded = hosted.loaded.clone();
            let chair = Chair { room, header, loaded, player: place.player.clone() };
            program::seat(chair, command);
        }
        Ok(hosted)
    }

    fn set(&self, number: u32, stage: Stage) {
        if let Some(table) = self.tables().iter_mut().find(|table| table.number == number) {
            table.stage = stage;
        }
        self.tell();
    }

    /// What a drill that is over came to, as of now, kept in the store. Worked out once for all who
    /// ask.
    ///
    /// # Errors
    /// The store cannot be written, in a sentence.
    pub async fn debrief(&self, hosted: &Hosted) -> Result<Arc<Debriefing>, String> {
        let mut known = hosted.outcome.lock().await;
        let (batches, _) = hosted.room.join();
        let entries: Vec<Entry> = batches.iter().flat_map(|batch| batch.iter().cloned()).collect();
        let journal = Journal { header: hosted.header.clone(), entries };
        let head = journal.head();
        if let Some((_, told)) = known.as_ref().filter(|(own, _)| *own == head) {
            return Ok(Arc::clone(told));
        }
        let loaded = hosted.loaded.clone();
        let worked = tokio::task::spawn_blocking(move || {
            let card = outcome::judge(&journal, &loaded);
            let told = Debriefing::new(outcome::debrief(&journal, &card, &loaded));
            (outcome::follow_ups(&journal, &loaded), card, Arc::new(told))
        });
        let (follow_ups, card, told) = worked.await.map_err(|error| error.to_string())?;
        let saved = outcome::save(self.store(), &hosted.drill, &card, &follow_ups).await;
        saved.map_err(|error| error.to_string())?;
        *known = Some((head, Arc::clone(&told)));
        Ok(told)
    }
}
