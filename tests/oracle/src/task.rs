//! Calls and the executions that serve them, kept in one place each: forty-eight bytes that live as
//! long as the caller waits or the callee works.

use crate::events::AGES;

/// No task, no edge.
pub(crate) const NONE: u32 = u32::MAX;
pub(crate) const NO_EDGE: u16 = u16::MAX;

/// Where a call is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Where {
    /// Nowhere: the place is free.
    #[default]
    Free,
    /// With the caller: it pauses, asks a cache, or gives itself a plain answer.
    Caller,
    /// In the queue of the caller's pool.
    Pool,
    /// On its way, there or back.
    Way,
    /// Lost on the way.
    Lost,
    /// In the callee's line.
    Line,
    /// In a slot, the own service going on.
    Serving,
    /// In a slot, waiting for its own calls.
    Calling,
}

/// A call, and the execution that serves it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Task {
    /// When the attempt was made.
    pub(crate) birth: f64,
    /// When it came to the callee.
    pub(crate) arrived: f64,
    /// How often its place has been used.
    pub(crate) age: u32,
    /// The execution that makes the call.
    pub(crate) parent: u32,
    /// The first of its own calls under way, and the next one of its parent.
    pub(crate) child: u32,
    pub(crate) sibling: u32,
    /// The messages it works on.
    pub(crate) batch: u32,
    pub(crate) edge: u16,
    pub(crate) node: u16,
    /// The stage that comes next.
    pub(crate) stage: u16,
    /// Calls that it waits for.
    pub(crate) open: u16,
    pub(crate) attempt: u8,
    pub(crate) place: Where,
    /// Whether the caller still waits.
    pub(crate) waiting: bool,
    /// Whether it has a connection of the caller's pool.
    pub(crate) connected: bool,
}

impl Task {
    /// Whether it is in the callee, in line or in a slot.
    pub(crate) fn inside(&self) -> bool {
        matches!(self.place, Where::Line | Where::Serving | Where::Calling)
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Tasks {
    all: Vec<Task>,
    free: Vec<u32>,
}

impl std::ops::Index<u32> for Tasks {
    type Output = Task;
    #[inline]
    fn index(&self, place: u32) -> &Task {
        &self.all[place as usize]
    }
}

impl std::ops::IndexMut<u32> for Tasks {
    #[inline]
    fn index_mut(&mut self, place: u32) -> &mut Task {
        &mut self.all[place as usize]
    }
}

impl Tasks {
    /// A new one, all but its generation at rest.
    #[inline]
    pub(crate) fn open(&mut self) -> u32 {
        let place = self.free.pop().unwrap_or_else(|| {
            self.all.push(Task::default());
            self.all.len() as u32 - 1
        });
        let task = &mut self.all[place as usize];
        let age = task.age;
        *task = Task {
            age,
            parent: NONE,
            child: NONE,
            sibling: NONE,
            batch: NONE,
            edge: NO_EDGE,
            ..Task::default()
        };
        place
    }

    /// Frees one; whatever still refers to it is told apart by its generation.
    #[inline]
    pub(crate) fn close(&mut self, place: u32) {
        self.renew(place);
        let task = &mut self.all[place as usize];
        task.place = Where::Free;
        task.waiting = false;
        self.free.push(place);
    }

    /// Makes everything that was planned for one void.
    #[inline]
    pub(crate) fn renew(&mut self, place: u32) {
        let task = &mut self.all[place as usize];
        task.age = (task.age + 1) & AGES;
    }

    /// Whether the place still holds what it held then.
    #[inline]
    pub(crate) fn is(&self, place: u32, age: u32) -> bool {
        self.all[place as usize].age == age
    }

    /// Places of all that are in use.
    pub(crate) fn used(&self) -> Vec<u32> {
        (0..self.all.len() as u32).filter(|&place| self[place].place != Where::Free).collect()
    }

    /// Makes a call one of its parent's.
    #[inline]
    pub(crate) fn link(&mut self, child: u32, parent: u32) {
        let first = self[parent].child;
        self[child].parent = parent;
        self[child].sibling = first;
        self[parent].child = child;
    }

    /// Its parent no longer knows of it.
    #[inline]
    pub(crate) fn unlink(&mut self, child: u32) {
        let (parent, next) = (self[child].parent, self[child].sibling);
        if self[parent].child == child {
            self[parent].child = next;
            return;
        }
        let mut at = self[parent].child;
        while at != NONE {
            if self[at].sibling == child {
                self[at].sibling = next;
                return;
            }
            at = self[at].sibling;
        }
    }
}
