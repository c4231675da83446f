//! What can happen in the oracle, and in which order.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ref(pub(super) u32, pub(super) u32);

#[derive(Clone, Copy)]
pub(super) enum Event {
    Visit(usize),
    Served(Ref),
    Answered(Ref, bool),
    Timeout(Ref),
    Again(Ref, u32),
    Goes(Ref),
    Trouble(usize, bool),
}

pub(super) struct At(pub(super) f64, pub(super) u64, pub(super) Event);
impl PartialEq for At {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for At {}
impl PartialOrd for At {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for At {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// What goes wrong, and right again.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// Service time times this.
    Slow(f64),
    /// Slots times one minus this.
    Cpu(f64),
    /// This share of calls fails at once.
    Error(f64),
    /// A class's traffic times this.
    Flood(f64),
    /// A cache loses this share.
    Cold(f64),
}
