//! Where a room keeps its drill. The trait is all that the room knows of a store.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::journal::Journal;
use crate::model::id::DrillId;
use crate::store::{Batch, Store, StoreError};

/// A drill as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its journal.
    pub journal: Journal,
    /// Lines that came with an id, each with the entry that records it, 0 where none does.
    pub commands: BTreeMap<Uuid, u64>,
}

/// Keeps one drill.
pub trait Keeper: Send + 'static {
    /// Appends behind entry `head`, all or nothing; when it returns, the entries are on disk.
    fn append(
        &mut self,
        head: u64,
        batch: Batch<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Reads what is stored, trusting nothing from before.
    fn load(&mut self) -> impl Future<Output = Result<Stored, StoreError>> + Send;
}

/// A drill in a [`Store`], in the epoch in which it may be written.
#[derive(Debug)]
pub struct StoreKeeper {
    store: Store,
    drill: DrillId,
    epoch: u64,
    /// Whether an append failed since the store was opened.
    failed: bool,
}

impl StoreKeeper {
    /// Takes the drill over: whoever wrote it before may not go on.
    pub async fn take_over(store: Store, drill: DrillId) -> Result<Self, StoreError> {
        let epoch = store.take_over(&drill).await?;
        Ok(Self { store, drill, epoch, failed: false })
    }
}

impl Keeper for StoreKeeper {
    async fn append(&mut self, head: u64, batch: Batch<'_>) -> Result<(), StoreError> {
        let appended = self.store.append(&self.drill, self.epoch, head, batch).await;
        self.failed |= appended.is_err();
        appended
    }

    async fn load(&mut self) -> Result<Stored, StoreError> {
        if self.failed {
            self.store.reopen().await?;
            self.failed = false;
        }
        let journal = self.store.load(&self.drill).await?;
        let commands = self.store.commands(&self.drill).await?;
        Ok(Stored { journal, commands })
    }
}
