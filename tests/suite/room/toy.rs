//! The smallest drill that a room can play: it samples each second, takes notes, and obeys the
//! clock's commands.

use firedrill::command::Command;
use firedrill::journal::{Actor, Entry, Event, Journal, Refusal, RefusalKind, Truth};
use firedrill::model::id::PlayerId;
use firedrill::model::text::{DisplayText, Text};
use firedrill::model::time::DrillTime;
use firedrill::room::Playing;

#[derive(Debug, Default)]
pub(crate) struct Toy {
    now: DrillTime,
    head: u64,
    paused: bool,
    ended: bool,
}

impl Toy {
    /// The drill of a journal.
    pub(crate) fn resume(journal: &Journal) -> Result<Self, String> {
        let mut toy = Self::default();
        for entry in &journal.entries {
            toy.now = entry.at;
            let again = toy.write(entry.by.clone(), entry.event.clone());
            if again != *entry {
                return Err(format!("entry {} differs.", entry.seq));
            }
        }
        Ok(toy)
    }

    fn write(&mut self, by: Actor, event: Event) -> Entry {
        self.head += 1;
        match event {
            Event::Paused => self.paused = true,
            Event::Resumed => self.paused = false,
            Event::Ended { .. } => self.ended = true,
            _ => {}
        }
        Entry { seq: self.head, at: self.now, by, event }
    }
}

impl Playing for Toy {
    fn take(&mut self, by: &PlayerId, line: &str) -> Vec<Entry> {
        let by = Actor::Player(by.clone());
        let refused = |says| Event::Refused {
            line: DisplayText::from(line),
            refusal: Refusal { kind: RefusalKind::Grammar, says },
        };
        if line == "/flood" {
            return Vec::new();
        }
        let follows = match Command::parse(line) {
            Err(mistake) => return vec![self.write(by, refused(mistake.says))],
            Ok(Command::Hint) => return vec![self.write(by, refused(Text::from("no hints")))],
            Ok(Command::Pause) => Some(Event::Paused),
            Ok(Command::Resume) => Some(Event::Resumed),
            Ok(Command::Speed(speed)) => Some(Event::SpeedSet(speed)),
            Ok(Command::End) => Some(Event::Ended { reason: "end".to_owned() }),
            Ok(_) => None,
        };
        let given = Command::parse(line).map(Event::Given).expect("a line that reads");
        let given = self.write(by, given);
        let follows = follows.map(|event| self.write(Actor::Room, event));
        std::iter::once(given).chain(follows).collect()
    }

    fn advance(&mut self, until: DrillTime) -> Vec<Entry> {
        let mut entries = Vec::new();
        while self.now < until && !self.paused && !self.ended {
            self.now = DrillTime(self.now.0 + 1);
            let truth = Truth { world: u64::from(self.now.0), ..Truth::default() };
            entries.push(self.write(Actor::World, Event::TruthSampled(truth)));
        }
        entries
    }

    fn now(&self) -> DrillTime {
        self.now
    }

    fn ended(&self) -> bool {
        self.ended
    }
}
