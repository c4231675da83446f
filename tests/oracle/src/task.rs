//! Calls and the executions that serve them, kept in one place each: forty-eight bytes that live as
//! long as the caller waits or the callee works.

use crate::events::AGES;

/// No task, no edge.
pub(crate) const NONE: u32 = u32::MAX;
pub(crate) const NO_EDGE: u16 = u16::MAX;

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// Nowhere: the place is free.
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
#[derive(Clone, Copy, Debug)]
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
    /// One that nothing is known of.
    pub(crate) const AT_REST: Self = Self {
        birth: 0.0,
        arrived: 0.0,
        age: 0,
        parent: NONE,
        child: NONE,
        sibling: NONE,
        batch: NONE,
        edge: NO_EDGE,
        node: 0,
        stage: 0,
        open: 0,
        attempt: 0,
        place: Where::Free,
        waiting: false,
        connected: false,
    };

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
    /// A new one, all but its generation as given.
    #[inline(always)]
    pub(crate) fn open(&mut self, task: Task) -> u32 {
        let Some(place) = self.free.pop() else {
            self.all.push(task);
            return self.all.len() as u32 - 1;
        };
        let own = &mut self.all[place as usize];
        *own = Task { age: own.age, ..task };
        place
    }

    /// A new call of an execution.
    #[inline(always)]
    pub(crate) fn open_call(&mut self, parent: u32, edge: u16, attempt: u8) -> u32 {
        let sibling = self[parent].child;
        let call = self.open(Task { parent, sibling, edge, attempt, ..Task::AT_REST });
        self[parent].child = call;
        call
    }

    /// Frees one; whatever still refers to it is told apart by its generation.
    #[inline]
    pub(crate) fn close(&mut self, place: u32) {
        let task = &mut self.all[place as usize];
        task.age = (task.age + 1) & AGES;
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

    /// The parent of a call, which no longer knows of it.
    #[inline]
    pub(crate) fn unlink(&mut self, child: u32) -> u32 {
        let Task { parent, sibling: next, .. } = self[child];
        let first = &mut self[parent].child;
        if *first == child {
            *first = next;
            return parent;
        }
        let mut at = *first;
        while at != NONE {
            if self[at].sibling == child {
                self[at].sibling = next;
                break;
            }
            at = self[at].sibling;
        }
        parent
    }
}
