//! A live drill as this terminal holds it: the room and what the seat sees.

use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::journal::Header;
use crate::model::id::{DrillId, PlayerId};
use crate::play::Loaded;
use crate::room::sitting::{News, Sitting};
use crate::room::{Room, RoomError, Settings};
use crate::store::Store;
use crate::view::{SeatFold, SeatView};

/// Opens the room of a stored drill.
pub(crate) async fn open(
    store: Store,
    drill: DrillId,
    loaded: Loaded,
    settings: Settings,
) -> Result<Room, Failure> {
    Room::of_store(store, drill, loaded, settings).await.map_err(|error| match error {
        RoomError::Store(error) => Failure::from(error),
        RoomError::Play(says) => {
            Failure::engine(says, "`firedrill report` still reads and scores it")
        }
    })
}

/// A drill on this terminal.
pub(crate) struct Live {
    /// Its id.
    pub(crate) drill: DrillId,
    sitting: Sitting,
    fold: SeatFold,
}

impl Live {
    /// Sits down at a room, in the first person's place.
    pub(crate) fn sit(room: Arc<Room>, header: &Header, loaded: &Loaded) -> Self {
        let person = header.envelope.names.keys().next().cloned();
        let me = person.unwrap_or_else(|| PlayerId::from("p1"));
        let process = Arc::clone(&loaded.process);
        let mut fold = SeatFold::new(header, &loaded.scenario, process, &loaded.runbooks, &me);
        let sitting = Sitting::new(room, me, |entry| fold.apply(entry));
        let drill = DrillId::from(header.envelope.id.as_str());
        Self { drill, sitting, fold }
    }

    /// Sends a line; one at a time.
    pub(crate) fn send(&mut self, line: String) {
        self.sitting.send(line);
    }

    /// What the seat sees now.
    pub(crate) fn view(&mut self) -> Arc<SeatView> {
        let now = self.sitting.status().now;
        Arc::new(self.fold.view(now).clone())
    }

    /// Waits for the next thing. May be dropped while it waits: nothing is lost.
    pub(crate) async fn next(&mut self) -> News {
        let fold = &mut self.fold;
        self.sitting.next(|entry| fold.apply(entry)).await
    }

    /// Closes the room; what was answered is stored.
    pub(crate) async fn close(self) {
        self.sitting.room().close();
        self.sitting.room().closed().await;
    }
}
