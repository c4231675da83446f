//! Calls that wait for an answer, by the step they were born in, and who waits for them. Ids grow
//! old: what still refers to an entry that is gone serves nobody, without anything being searched.

use crate::world::quantile::Moments;

/// Names an entry; stale once the entry is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Id {
    slot: u32,
    age: u32,
}

/// A share of executions and the call each of them serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    /// The call.
    pub(crate) id: Id,
    /// How many executions.
    pub(crate) mass: f64,
    /// When the call began; kept here because the entry may be gone.
    pub(crate) birth: f64,
}

/// Calls of one stage and attempt, born in one step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    age: u32,
    live: bool,
    /// The caller's stage.
    pub(crate) stage: usize,
    /// Which attempt, 0 for the first.
    pub(crate) attempt: usize,
    /// The step it was born in.
    pub(crate) step: u64,
    /// When, on average.
    pub(crate) birth: f64,
    /// Caller executions that still wait for it.
    pub(crate) waiting: f64,
    /// Of these in the queue of the caller's pool.
    pub(crate) pooled: f64,
    /// Of these lost on the way: only the timeout will end them.
    pub(crate) lost: f64,
    /// Of these with a connection of the pool.
    pub(crate) connected: f64,
    /// Mass inside the callee, callers that are gone included.
    pub(crate) inside: f64,
    /// The calls that the waiting executions serve themselves.
    pub(crate) owners: Vec<Owner>,
    /// Answers of this step: good ones.
    pub(crate) good: Moments,
    /// Answers of this step: bad ones.
    pub(crate) bad: Moments,
}

/// All entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    slots: Vec<Entry>,
    free: Vec<u32>,
}

impl Entries {
    /// Makes an entry.
    pub(crate) fn open(&mut self, stage: usize, attempt: usize, step: u64, birth: f64) -> Id {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Entry::default());
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let entry = &mut self.slots[slot as usize];
        entry.live = true;
        entry.stage = stage;
        entry.attempt = attempt;
        entry.step = step;
        entry.birth = birth;
        Id { slot, age: entry.age }
    }

    /// The entry, unless it is gone.
    pub(crate) fn get(&self, id: Id) -> Option<&Entry> {
        self.slots.get(id.slot as usize).filter(|entry| entry.live && entry.age == id.age)
    }

    /// The entry, unless it is gone.
    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut Entry> {
        self.slots.get_mut(id.slot as usize).filter(|entry| entry.live && entry.age == id.age)
    }

    /// Ends an entry; what refers to it serves nobody from now on. Its owners are given back.
    pub(crate) fn close(&mut self, id: Id) -> Vec<Owner> {
        let Some(entry) = self.get_mut(id) else {
            return Vec::new();
        };
        let owners = std::mem::take(&mut entry.owners);
        *entry = Entry { age: entry.age.wrapping_add(1), ..Entry::default() };
        self.free.push(id.slot);
        owners
    }

    /// How many executions wait, per stage: for the books.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().filter(|entry| entry.live)
    }
}

/// Puts together owners of the same call and drops shares too small to matter.
pub(crate) fn tidy(owners: &mut Vec<Owner>) {
    if owners.len() < 2 {
        return;
    }
    owners.sort_unstable_by_key(|owner| (owner.id.slot, owner.id.age));
    owners.dedup_by(|next, kept| {
        let same = next.id == kept.id;
        if same {
            kept.mass += next.mass;
        }
        same
    });
    let mass: f64 = owners.iter().map(|owner| owner.mass).sum();
    owners.retain(|owner| owner.mass > 1e-9 * mass);
    let kept: f64 = owners.iter().map(|owner| owner.mass).sum();
    if kept > 0.0 && kept < mass {
        for owner in owners {
            owner.mass *= mass / kept;
        }
    }
}
