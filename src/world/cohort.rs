//! Calls that wait for an answer, by the step they were born in, and who waits for them. Ids grow
//! old: what still refers to an entry that is gone serves nobody, without anything being searched.

use crate::world::times::Times;

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
    /// When it came to the callee; kept here because the entry may be gone.
    pub(crate) birth: f64,
}

impl Owner {
    /// More executions that serve the same call.
    pub(crate) fn join(&mut self, more: &Self) {
        let mass = self.mass + more.mass;
        if mass > 0.0 {
            self.birth += (more.birth - self.birth) * more.mass / mass;
        }
        self.mass = mass;
    }
}

/// Calls of one stage and attempt, born within a small part of their timeout.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    age: u32,
    live: bool,
    /// The caller's stage.
    pub(crate) stage: usize,
    /// Which attempt, 0 for the first.
    pub(crate) attempt: usize,
    /// The middle of the step it was made in.
    pub(crate) made: f64,
    /// When its calls were born, on average.
    pub(crate) birth: f64,
    /// When the first and the last of them were.
    pub(crate) births: (f64, f64),
    /// How many there ever were.
    pub(crate) total: f64,
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
    /// How many owners there were when they were last put together.
    pub(crate) tidied: usize,
    /// Answers of this step: good ones.
    pub(crate) good: Times,
    /// Answers of this step: bad ones.
    pub(crate) bad: Times,
}

/// More owners than this, and the smallest shares are given to others: what they serve times out.
const CROWD: usize = 400;

/// All entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    slots: Vec<Entry>,
    free: Vec<u32>,
}

impl Entry {
    /// `mass` more executions serve these calls, in shares of theirs.
    pub(crate) fn serve(&mut self, owners: &[Owner], mass: f64) {
        let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
        if whole <= 0.0 {
            return;
        }
        let factor = mass / whole;
        for owner in owners {
            let owner = Owner { mass: owner.mass * factor, ..*owner };
            match self.owners.iter_mut().rev().take(4).find(|known| known.id == owner.id) {
                Some(known) => known.join(&owner),
                None => self.owners.push(owner),
            }
        }
    }

    /// When those calls were born, on average, of which `taken` are answered now: answers come in
    /// the order of birth.
    pub(crate) fn birth_of(&self, taken: f64) -> f64 {
        let (first, last) = self.births;
        if self.total <= 0.0 {
            return self.birth;
        }
        let before = (self.total - self.waiting).max(0.0);
        let share = ((before + taken / 2.0) / self.total).clamp(0.0, 1.0);
        self.birth + (share - 0.5) * (last - first)
    }
}

impl Entries {
    /// Makes an entry.
    pub(crate) fn open(&mut self, stage: usize, attempt: usize, made: f64, birth: f64) -> Id {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Entry::default());
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let entry = &mut self.slots[slot as usize];
        entry.live = true;
        entry.stage = stage;
        entry.attempt = attempt;
        entry.made = made;
        entry.birth = birth;
        entry.births = (birth, birth);
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

/// Puts owners of the same call together without sorting: it remembers where in a list it saw
/// which call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joiner {
    round: u32,
    /// By slot: in which round it was seen, of what age, and where it stands.
    seen: Vec<(u32, u32, u32)>,
}

impl Joiner {
    /// Puts together owners of the same call, in the order they first came in; shares too small
    /// to matter go to who stands before them.
    pub(crate) fn tidy(&mut self, owners: &mut Vec<Owner>) {
        if owners.len() < 2 {
            return;
        }
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.seen.clear();
            self.round = 1;
        }
        let mass: f64 = owners.iter().map(|owner| owner.mass).sum();
        let mut kept = 0;
        for place in 0..owners.len() {
            let owner = owners[place];
            let slot = owner.id.slot as usize;
            if slot >= self.seen.len() {
                self.seen.resize(slot + 64, (0, 0, 0));
            }
            let (round, age, at) = self.seen[slot];
            if round == self.round && age == owner.id.age {
                owners[at as usize].join(&owner);
                continue;
            }
            if owner.mass <= 1e-9 * mass && kept > 0 {
                owners[kept - 1].join(&owner);
                continue;
            }
            self.seen[slot] = (self.round, owner.id.age, u32::try_from(kept).unwrap_or(u32::MAX));
            owners[kept] = owner;
            kept += 1;
        }
        owners.truncate(kept);
        if kept > CROWD {
            thin(owners, mass / (CROWD as f64 * 4.0));
        }
    }
}

/// Brings the owners' mass to `mass` in all.
pub(crate) fn scale(owners: &mut Vec<Owner>, mass: f64) {
    let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
    if whole <= 0.0 {
        owners.clear();
        return;
    }
    let factor = mass / whole;
    for owner in owners {
        owner.mass *= factor;
    }
}

/// The same owners with `mass` in all.
pub(crate) fn scaled(owners: &[Owner], mass: f64) -> impl Iterator<Item = Owner> {
    let whole: f64 = owners.iter().map(|owner| owner.mass).sum();
    let (owners, factor) = if whole > 0.0 { (owners, mass / whole) } else { (&[][..], 0.0) };
    owners.iter().map(move |owner| Owner { mass: owner.mass * factor, ..*owner })
}

/// Gives shares smaller than `least` to who stands before them, so that neither mass nor age of the
/// whole changes.
fn thin(owners: &mut Vec<Owner>, least: f64) {
    let mut kept = 1;
    for place in 1..owners.len() {
        let owner = owners[place];
        if owner.mass > least {
            owners[kept] = owner;
            kept += 1;
        } else {
            owners[kept - 1].join(&owner);
        }
    }
    owners.truncate(kept);
}
