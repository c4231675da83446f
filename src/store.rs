//! Journals and scorecards at rest, by the same statements over SQLite and PostgreSQL. It never
//! interprets what an entry says, and never acknowledges what is not on disk.

pub mod address;
pub mod error;
pub mod follow_ups;
pub mod hosting;
mod opening;
mod rows;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sqlx::AnyPool;
use uuid::Uuid;

use crate::journal::{Entry, Header, Journal};
use crate::model::id::{DrillId, PlayerId, ScenarioId};
use crate::model::time::DrillTime;
pub use crate::store::error::{StoreError, StoreErrorKind};

/// A store of drills. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    pool: AnyPool,
    /// Its URL, which may hold a password.
    url: Arc<str>,
    /// Its URL without a password.
    place: String,
    /// Who appends through it.
    holder: String,
}

/// A drill as it stands in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillRow {
    /// Its id.
    pub id: DrillId,
    /// What was drilled.
    pub scenario: ScenarioId,
    /// When it began, RFC 3339.
    pub started: String,
    /// The number of its last entry.
    pub head: u64,
    /// Whether it came to its end.
    pub ended: bool,
    /// The score of its scorecard, 0 to 100, where one was saved that has one.
    pub score: Option<f64>,
    /// Whether that scorecard counts; practice does not.
    pub graded: bool,
    /// How far it came: when its last entry was made.
    pub at: DrillTime,
}

/// A drill that has a scorecard, as trends read it.
#[derive(Clone, Debug, PartialEq)]
pub struct PastRow {
    /// Its id.
    pub drill: DrillId,
    /// When it began, RFC 3339.
    pub started: String,
    /// Names of the people who played.
    pub players: BTreeMap<PlayerId, String>,
    /// Its scorecard, as text.
    pub card: String,
}

/// A batch of entries and the commands that caused some of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Batch<'a> {
    /// The entries, numbered on from the head.
    pub entries: &'a [Entry],
    /// Ids of commands, each with the entry that records it, 0 where none does.
    pub commands: &'a [(Uuid, u64)],
}

impl Store {
    /// Opens the store at `url` (`sqlite:///PATH`, `postgres://…`), making a SQLite file and its
    /// tables where there are none.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = opening::open(url).await?;
        let holder = format!("{}/{}", std::process::id(), Uuid::now_v7());
        Ok(Self { pool, url: url.into(), place: address::shown(url), holder })
    }

    /// Opens it anew. After an error of the disk no connection from before may be trusted: what it
    /// believes to be written may not be.
    pub async fn reopen(&mut self) -> Result<(), StoreError> {
        let pool = opening::open(&self.url).await?;
        std::mem::replace(&mut self.pool, pool).close().await;
        Ok(())
    }

    /// Where it is, without a password.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Closes all connections; what is under way ends first.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Begins a drill and gives the epoch in which its maker may append.
    pub async fn create(&self, header: &Header) -> Result<u64, StoreError> {
        self.import(&Journal::new(header.clone())).await?;
        Ok(FIRST_EPOCH)
    }

    /// Takes in a whole journal. Its id must be new.
    pub async fn import(&self, journal: &Journal) -> Result<DrillId, StoreError> {
        rows::import(self, journal).await
    }

    /// Appends to a drill behind entry `head`, all or nothing. When this returns, the batch is on
    /// disk.
    pub async fn append(
        &self,
        drill: &DrillId,
        epoch: u64,
        head: u64,
        batch: Batch<'_>,
    ) -> Result<(), StoreError> {
        rows::append(self, drill, (epoch, head), batch).await
    }

    /// Takes a drill over: from now on only the epoch given may append.
    pub async fn take_over(&self, drill: &DrillId) -> Result<u64, StoreError> {
        rows::take_over(self, drill).await
    }

    /// The journal of a drill, its chain of hashes checked.
    pub async fn load(&self, drill: &DrillId) -> Result<Journal, StoreError> {
        rows::load(self, drill).await
    }

    /// The commands of a drill that came with an id, each with the entry that records it.
    pub async fn commands(&self, drill: &DrillId) -> Result<BTreeMap<Uuid, u64>, StoreError> {
        rows::commands(self, drill).await
    }

    /// Puts a journal in the place of the one of the same id: a person was taken out of it.
    pub async fn rewrite(&self, journal: &Journal) -> Result<(), StoreError> {
        rows::rewrite(self, journal).await
    }

    /// All drills, the latest first.
    pub async fn list(&self) -> Result<Vec<DrillRow>, StoreError> {
        rows::list(self).await
    }

    /// The drill whose id is `name` or begins so; `last` is the one begun last.
    pub async fn find(&self, name: &str) -> Result<DrillRow, StoreError> {
        let all = self.list().await?;
        if name == "last" {
            return all.into_iter().next().ok_or_else(|| no_such(name));
        }
        if let Some(exact) = all.iter().find(|row| row.id.as_str() == name) {
            return Ok(exact.clone());
        }
        let mut fit: Vec<DrillRow> = all
            .into_iter()
            .filter(|row| !name.is_empty() && row.id.as_str().starts_with(name))
            .collect();
        match (fit.len(), fit.pop()) {
            (1, Some(row)) => Ok(row),
            (0, _) | (_, None) => Err(no_such(name)),
            (count, Some(one)) => {
                let some = fit.iter().take(2).chain([&one]).map(|row| row.id.as_str());
                let some = some.collect::<Vec<_>>().join(", ");
                Err(StoreError::Ambiguous { name: name.to_owned(), count, some })
            }
        }
    }

    /// Saves the scorecard of a drill in place of the one before; its `score` is listed.
    pub async fn save_scorecard(&self, drill: &DrillId, card: &str) -> Result<(), StoreError> {
        rows::save_scorecard(self, drill, card).await
    }

    /// The scorecard of a drill, if one was saved.
    pub async fn scorecard(&self, drill: &DrillId) -> Result<Option<String>, StoreError> {
        rows::scorecard(self, drill).await
    }

    /// Every drill that has a scorecard.
    pub async fn past(&self) -> Result<Vec<PastRow>, StoreError> {
        rows::past(self).await
    }

    fn failed(&self, doing: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
        move |error| StoreError::of(&self.place, doing, error)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.place)
    }
}

/// The epoch of a drill that nobody took over yet.
pub const FIRST_EPOCH: u64 = 1;

fn no_such(name: &str) -> StoreError {
    StoreError::NoSuchDrill { name: name.to_owned() }
}
