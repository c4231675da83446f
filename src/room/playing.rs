//! The drill as a room plays it: lines at the second it stands at, then the clock.

use crate::drill::Said;
use crate::journal::{Entry, Journal};
use crate::model::id::{DrillId, PlayerId};
use crate::model::time::DrillTime;
use crate::play::{Input, Loaded, Play};
use crate::room::{Playing, Room, RoomError, Settings, StoreKeeper};
use crate::store::Store;

impl Playing for Play {
    fn take(&mut self, by: &PlayerId, line: &str) -> Vec<Entry> {
        let said = Said::Line(line.to_owned());
        self.step(self.drill().now(), vec![Input { by: by.clone(), said }])
    }

    fn advance(&mut self, until: DrillTime) -> Vec<Entry> {
        self.step(until, Vec::new())
    }

    fn now(&self) -> DrillTime {
        self.drill().now()
    }

    fn ended(&self) -> bool {
        self.drill().ended()
    }
}

impl Room {
    /// Opens the room of a drill in a store, taking it over from whoever wrote it before. One that
    /// has ended is opened for what is said after the end.
    ///
    /// # Errors
    /// It cannot be read, or this engine cannot run it again.
    pub async fn of_store(
        store: Store,
        drill: DrillId,
        loaded: Loaded,
        settings: Settings,
    ) -> Result<Self, RoomError> {
        let keeper = StoreKeeper::take_over(store, drill).await?;
        let resume = move |journal: &Journal| match Play::reopen(journal, loaded.clone()) {
            Some(over) => Ok(over),
            None => Play::resume(journal, loaded.clone()).map_err(|cannot| cannot.to_string()),
        };
        Self::open(keeper, resume, settings).await
    }
}
