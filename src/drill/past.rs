//! What has happened so far, as conditions ask for it: events by kind with the words their
//! filters may name, remedies by phase, faults. Folded from entries alone; it knows no rule.

use std::collections::BTreeMap;

use crate::model::condition::{EventKind, FaultPhase, RemedyPhase};
use crate::model::id::{FaultId, RemedyId, Target};
use crate::model::remedy::Order;

/// A word that a filter may name, such as `("is", "sev2")`.
pub(super) type Word = (&'static str, String);

/// The past, each item with the number of its entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    events: BTreeMap<EventKind, Vec<(u64, Vec<Word>)>>,
    remedies: Vec<(u64, Order, RemedyPhase)>,
    faults: BTreeMap<FaultId, FaultPast>,
}

#[derive(Clone, Debug, Default)]
struct FaultPast {
    active: bool,
    ended: Vec<u64>,
}

impl Past {
    pub(super) fn event(&mut self, seq: u64, kind: EventKind, words: Vec<Word>) {
        self.events.entry(kind).or_default().push((seq, words));
    }

    pub(super) fn remedy(&mut self, seq: u64, order: &Order, phase: RemedyPhase) {
        self.remedies.push((seq, order.clone(), phase));
    }

    pub(super) fn fault_began(&mut self, fault: &FaultId) {
        self.faults.entry(fault.clone()).or_default().active = true;
    }

    pub(super) fn fault_ended(&mut self, seq: u64, fault: &FaultId) {
        let past = self.faults.entry(fault.clone()).or_default();
        past.active = false;
        past.ended.push(seq);
    }

    /// Whether so many such events came after entry `since`.
    pub(super) fn has_event(
        &self,
        since: u64,
        kind: EventKind,
        filters: &BTreeMap<String, String>,
        count: u32,
    ) -> bool {
        let fits = |words: &[Word]| {
            filters.iter().all(|(key, value)| {
                words.iter().any(|(own, word)| own == key && word.eq_ignore_ascii_case(value))
            })
        };
        let events = self.events.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let found = events.iter().filter(|(seq, words)| *seq > since && fits(words));
        found.take(count.max(1) as usize).count() >= count.max(1) as usize
    }

    /// Whether a remedy came to a phase so many times after entry `since`.
    pub(super) fn has_remedy(
        &self,
        since: u64,
        wanted: (&RemedyId, Option<&Target>, Option<&str>),
        phase: RemedyPhase,
        count: u32,
    ) -> bool {
        let (remedy, target, args) = wanted;
        let fits = |order: &Order| {
            order.remedy == *remedy
                && target.is_none_or(|target| order.target == *target)
                && args.is_none_or(|args| order.args.as_deref() == Some(args))
        };
        let found = self
            .remedies
            .iter()
            .filter(|(seq, order, own)| *seq > since && *own == phase && fits(order));
        found.take(count.max(1) as usize).count() >= count.max(1) as usize
    }

    /// How often this very order was begun.
    pub(super) fn times_begun(&self, order: &Order) -> usize {
        let begun = self.remedies.iter().filter(|(_, own, phase)| {
            *phase == RemedyPhase::Begun && own.remedy == order.remedy && own.target == order.target
        });
        begun.count()
    }

    /// Whether a fault acts, or has ended after entry `since`.
    pub(super) fn fault(&self, since: u64, fault: &FaultId, phase: FaultPhase) -> bool {
        let Some(past) = self.faults.get(fault) else { return false };
        match phase {
            FaultPhase::Active => past.active,
            FaultPhase::Over => past.ended.iter().any(|seq| *seq > since),
        }
    }
}
