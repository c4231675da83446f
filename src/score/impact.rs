//! What users felt, by the truth alone: when it began, which severity it amounted to, when it had
//! ended for good.

use crate::model::condition::Watch;
use crate::model::id::SeverityId;
use crate::model::time::DrillTime;
use crate::score::case::{Case, SeverityInTime};
use crate::score::replay::{Replay, watched};

/// The impact of a drill's incident.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    /// Since when the truth met a severity's test, and the sample that shows that it lasted.
    pub began: Option<(DrillTime, u64)>,
    /// Since when it was over until the drill ended, and the sample that shows it.
    pub ended: Option<(DrillTime, u64)>,
    /// The severity that the truth amounted to.
    pub severity: SeverityInTime,
}

impl Impact {
    /// Reads it from the samples of the truth. It is over when the story's `over` holds, else when
    /// no severity's test does; what came back was not over.
    pub(super) fn of(case: &Case<'_>) -> Self {
        let mut replay = Replay::new(case);
        let tests = &case.process.severities;
        let mut severities: Vec<_> = (tests.iter())
            .filter_map(|severity| Some((severity.id.clone(), Watch::new(severity.when.as_ref()?))))
            .collect();
        let over = case.story_truth().and_then(|truth| truth.over.as_ref());
        let mut over = over.map(Watch::new);
        let lowest = tests.len();
        let rank = |id: Option<&SeverityId>| id.map_or(lowest, |id| case.process.rank(id));
        let mut impact = Self::default();
        for entry in &case.journal.entries {
            replay.apply(entry);
            if !matches!(entry.event, crate::journal::Event::TruthSampled(_)) {
                watched(&mut over, entry.at, &replay);
                continue;
            }
            let (mut now, mut from) = (None, entry.at);
            for (id, watch) in &mut severities {
                if watch.look(entry.at, &replay) && now.is_none() {
                    now = Some(id.clone());
                    // It was so before it had lasted long enough to be sure.
                    from = watch.began(entry.at).unwrap_or(entry.at);
                }
            }
            if now.is_some() && impact.began.is_none() {
                impact.began = Some((from, entry.seq));
            }
            let calm = now.is_none();
            if impact.severity.last().is_none_or(|(_, last)| *last != now) {
                let last = impact.severity.last();
                let graver = rank(now.as_ref()) < rank(last.and_then(|(_, own)| own.as_ref()));
                // A graver one was so before it was sure; a lesser one only takes over now.
                let since = last.map_or(DrillTime::START, |(at, _)| *at);
                let from = if graver { from.max(since) } else { entry.at };
                impact.severity.push((from, now));
            }
            let ended = match &mut over {
                Some(watch) => watch.look(entry.at, &replay),
                None => calm,
            };
            let since = over.as_ref().and_then(Watch::since).unwrap_or(entry.at);
            impact.ended = match impact.ended {
                before @ Some(_) if ended => before,
                None if ended && impact.began.is_some() => Some((since, entry.seq)),
                _ => None,
            };
        }
        impact
    }

    /// The severity that the truth amounted to at a moment.
    #[must_use]
    pub fn severity_at(&self, at: DrillTime) -> Option<&SeverityId> {
        self.severity.iter().rev().find(|(since, _)| *since <= at)?.1.as_ref()
    }

    /// Whether users were still hit.
    #[must_use]
    pub fn lasts_at(&self, at: DrillTime) -> bool {
        self.began.is_some_and(|(began, _)| began <= at)
            && self.ended.is_none_or(|(ended, _)| ended > at)
    }
}
