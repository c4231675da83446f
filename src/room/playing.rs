//! The drill as a room plays it: lines at the second it stands at, then the clock.

use crate::drill::Said;
use crate::journal::Entry;
use crate::model::id::PlayerId;
use crate::model::time::DrillTime;
use crate::play::{Input, Play};
use crate::room::Playing;

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
