//! What is held, thrown away or put back: messages, cached entries, files, databases from backups.
//! It counts what is lost, it cannot bring it back.

use crate::model::id::{PartId, RemedyRun};
use crate::model::system::{Backup, PartKind};
use crate::world::World;
use crate::world::remedies::{Effect, failed};

impl World {
    /// Throws away what a part holds: a queue's messages, good ones too; a cache's entries; what
    /// came onto a disk since the drill began.
    pub(super) fn purge(&mut self, part: &PartId) -> Effect {
        match self.current.parts.get(part).map(|own| &own.kind) {
            Some(PartKind::Cache(_)) => {
                self.chill(part, 1.0);
                Effect::Works
            }
            Some(PartKind::Queue(_)) => self.purge_messages(part),
            Some(PartKind::Service(_) | PartKind::Database(_)) => self.purge_files(part),
            _ => failed(format!("{part} holds nothing that could be thrown away")),
        }
    }

    fn purge_messages(&mut self, part: &PartId) -> Effect {
        let Some(node) = self.node_of(part) else {
            return failed(format!("there is no {part}"));
        };
        let state = &mut self.engine.nodes[node];
        let held: f64 = state.messages.iter().sum::<f64>()
            + state.again.iter().map(|(_, _, mass)| mass).sum::<f64>()
            + std::mem::take(&mut state.parked);
        state.messages.clear();
        state.again.clear();
        let bad = self.poisons.remove(&node).map_or(0.0, |poison| poison.left);
        // Those that crash their consumer are no loss; they do not count among the others.
        self.data.lost += held;
        if held + bad < 0.5 {
            return Effect::Nothing { why: format!("{part} held no messages") };
        }
        Effect::Works
    }

    fn purge_files(&mut self, part: &PartId) -> Effect {
        let Some(node) = self.node_of(part) else {
            return failed(format!("there is no {part}"));
        };
        if self.disk_used(node).is_none() {
            return failed(format!("{part} keeps nothing on a disk of its own"));
        }
        let now = self.seconds();
        let grown = match self.kind_of(node) {
            Some(PartKind::Service(service)) => service.disk.map_or(0.0, |disk| disk.grows * now),
            Some(PartKind::Database(own)) => own.disk.map_or(0.0, |disk| disk.grows * now),
            _ => 0.0,
        };
        self.fleets[node].freed = Some((grown, now));
        self.fleets[node].tell(now, 0, "old files removed, space is free again");
        Effect::Works
    }

    /// Puts a database back to what a backup holds: `restore orders-db nightly`; the first backup
    /// when none is named. What was written since is gone; what was corrupt or on one side only is
    /// as it was.
    pub(super) fn restore(&mut self, run: RemedyRun, part: &PartId, args: &str) -> Effect {
        let Some(PartKind::Database(database)) = self.current.parts.get(part).map(|own| &own.kind)
        else {
            return failed(format!("{part} is no database: there is nothing to restore"));
        };
        let Some(backup) = chosen(&database.backups, args).cloned() else {
            let names: Vec<&str> = database.backups.iter().map(|own| own.name.as_str()).collect();
            return failed(if names.is_empty() {
                format!("{part} has no backup")
            } else {
                format!("{part} has no backup `{args}`: there is {}", names.join(", "))
            });
        };
        if !backup.works {
            return failed(format!(
                "backup {}: not a valid archive, nothing restored",
                backup.name
            ));
        }
        let pauses = database.failover.map_or(30.0, |rule| rule.pauses.as_f64());
        let Some(node) = self.node_of(part) else {
            return failed(format!("there is no {part}"));
        };
        let since = self.backup_age(&backup);
        self.fleets[node].behind = 0.0;
        self.data.lost += self.writing(node) * since - self.data.corrupted;
        self.data.corrupted = 0.0;
        self.data.at_risk = 0.0;
        let lost = self.promote(node, pauses);
        self.blame(run, lost);
        self.guilty_while_down.insert(node, run);
        Effect::Works
    }

    /// Seconds since a backup was made: they are made by the story's clock, from midnight on.
    pub(crate) fn backup_age(&self, backup: &Backup) -> f64 {
        let time = f64::from(self.time_of_day) + self.seconds();
        time.rem_euclid(backup.every.as_f64().max(1.0))
    }
}

/// The backup an order names: the first when it names none.
pub(crate) fn chosen<'a>(backups: &'a [Backup], name: &str) -> Option<&'a Backup> {
    if name.is_empty() { backups.first() } else { backups.iter().find(|own| own.name == name) }
}
