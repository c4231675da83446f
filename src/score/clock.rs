//! When the process began to count, and what it wanted by when. Starts at declaring, or a while
//! after the evidence met a severity's test, at the graver of declared and evident severity: to
//! declare late or low never buys time.

use crate::model::id::SeverityId;
use crate::model::time::{DrillTime, Span};
use crate::score::case::Case;

/// The clock of the process.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Since when it runs.
    pub start: DrillTime,
    /// The entry that started it.
    pub cause: Option<u64>,
    /// Since when evidence met a severity's test; `None` if only declaring started the clock.
    pub evident: Option<(DrillTime, Option<u64>)>,
    /// The severity it counts at, each time it may have changed.
    marks: Vec<(DrillTime, SeverityId)>,
}

/// Something wanted by a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// From when.
    pub from: DrillTime,
    /// Until when.
    pub due: DrillTime,
}

impl Clock {
    /// The clock of a drill; `None` when nothing was declared and nothing evident.
    pub(super) fn of(case: &Case<'_>) -> Option<Self> {
        let knowledge = &case.state.knowledge;
        let incident = case.incident();
        let evident = knowledge.evident.iter().find(|(_, severity)| severity.is_some());
        let evident = evident.map(|(at, _)| (*at, case.showed_at(*at)));
        let declared = incident.map(|own| (own.declared.at, Some(own.declared.seq)));
        let lapsed = evident.map(|(at, seq)| (at + case.process.evident_after, seq));
        let (start, cause) = [declared, lapsed].into_iter().flatten().min_by_key(|(at, _)| *at)?;
        let mut moments: Vec<DrillTime> = vec![start];
        moments.extend(knowledge.evident.iter().map(|(at, _)| *at));
        moments.extend(incident.iter().flat_map(|own| own.severities.iter().map(|m| m.at)));
        moments.retain(|at| *at >= start);
        moments.sort();
        moments.dedup();
        // What was evident before the start counts, even if it has gone by then.
        let so_far = knowledge.evident.iter().filter(|(at, _)| *at <= start);
        let gravest = so_far.filter_map(|(_, severity)| severity.as_ref());
        let gravest = gravest.min_by_key(|severity| case.process.rank(severity));
        let marks = moments.into_iter().filter_map(|at| {
            let declared = incident.and_then(|own| own.severity_at(at));
            let evident = knowledge.evident_at(at).or(gravest.filter(|_| at == start));
            let severity = match (declared, evident) {
                (Some(one), Some(other)) => case.process.graver(one, other),
                (one, other) => one.or(other)?,
            };
            Some((at, severity.clone()))
        });
        Some(Self { start, cause, evident, marks: marks.collect() })
    }

    /// The severity it counts at.
    #[must_use]
    pub fn severity_at(&self, at: DrillTime) -> Option<&SeverityId> {
        let before = self.marks.iter().rev().find(|(since, _)| *since <= at);
        before.or_else(|| self.marks.first()).map(|(_, severity)| severity)
    }

    /// The first moment by which something is due that each severity wants within its own span,
    /// counted from when that severity held and not before `from`.
    #[must_use]
    pub fn due(
        &self,
        from: DrillTime,
        within: impl Fn(&SeverityId) -> Option<Span>,
    ) -> Option<Term> {
        let terms = self.marks.iter().filter_map(|(at, severity)| {
            let from = from.max(*at);
            Some(Term { from, due: from + within(severity)? })
        });
        terms.min_by_key(|term| term.due)
    }
}

/// Share of the points for something done after `elapsed` seconds: all until `full`, none from
/// `none` on, linear between.
#[must_use]
pub fn fade(elapsed: u32, full: u32, none: u32) -> f64 {
    if elapsed <= full {
        1.0
    } else if elapsed >= none {
        0.0
    } else {
        f64::from(none - elapsed) / f64::from(none - full)
    }
}

impl Term {
    /// Share of the points for something done at `at`. Where the rule names no end, twice the
    /// time that was given earns nothing (ours).
    #[must_use]
    pub fn share(self, at: DrillTime, none: Option<Span>) -> f64 {
        let full = self.due.since(self.from);
        let none = none.map_or(full.saturating_mul(2), Span::seconds);
        fade(at.since(self.from), full, none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_fade_linearly_between_full_and_none() {
        assert!((fade(120, 120, 720) - 1.0).abs() < 1e-9);
        assert!((fade(420, 120, 720) - 0.5).abs() < 1e-9);
        assert!(fade(720, 120, 720).abs() < 1e-9);
        assert!(fade(5, 4, 4).abs() < 1e-9, "an empty slope is a cliff");
    }

    #[test]
    fn twice_the_time_given_earns_nothing() {
        let term = Term { from: DrillTime(60), due: DrillTime(360) };
        assert!((term.share(DrillTime(510), None) - 0.5).abs() < 1e-9);
        assert!(term.share(DrillTime(660), None).abs() < 1e-9);
    }
}
