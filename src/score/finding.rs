//! What was found about one objective. Points come only with entries: a share above nothing
//! without evidence is shown as not judged.

use crate::model::time::{DrillTime, Span};

/// What was found about an objective.
#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// It was judged.
    Judged(Judged),
    /// It could not be judged, with why.
    NotJudged(String),
    /// Its occasion never came, with why.
    NoOccasion(String),
}

/// A judged objective.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    /// Share of its points, 0 to 1.
    pub share: f64,
    /// Whether it is an objective of restraint: it pays in proportion to what the active ones of
    /// its capability earned.
    pub restraint: bool,
    /// Entries that earned or lost it.
    pub evidence: Vec<u64>,
    /// The moment that decided it.
    pub at: Option<DrillTime>,
    /// Why.
    pub why: String,
    /// What would have been better, where points were lost.
    pub better: Option<String>,
}

/// One of the occasions that an objective is judged by.
#[derive(Clone, Debug)]
pub(super) struct Occasion {
    /// Share of its points, 0 to 1.
    pub share: f64,
    /// Entries.
    pub evidence: Vec<u64>,
    /// The moment that decided it.
    pub at: DrillTime,
    /// What happened.
    pub says: String,
    /// What would have been better.
    pub better: String,
}

impl Finding {
    /// Judged by several occasions that count alike; the one that cost most says why.
    pub(super) fn over(occasions: Vec<Occasion>, never: &str) -> Self {
        if occasions.is_empty() {
            return Self::NoOccasion(never.to_owned());
        }
        let count = occasions.len();
        let share = occasions.iter().map(|own| own.share).sum::<f64>() / count as f64;
        let kept = occasions.iter().filter(|own| own.share >= 1.0).count();
        let evidence = occasions.iter().flat_map(|own| own.evidence.clone()).collect();
        let worst = occasions.into_iter().reduce(
            |worst, own| {
                if own.share < worst.share { own } else { worst }
            },
        );
        let Some(worst) = worst else {
            return Self::NoOccasion(never.to_owned());
        };
        let lost = worst.share < 1.0;
        let why = match (count, lost) {
            (1, _) => worst.says,
            (_, true) => format!("{kept} of {count}; {}", worst.says),
            (_, false) => format!("{count} of {count}; {}", worst.says),
        };
        let better = lost.then_some(worst.better);
        let at = Some(worst.at);
        Self::Judged(Judged { share, restraint: false, evidence, at, why, better })
    }

    /// All points lost.
    pub(super) fn lost(at: DrillTime, evidence: Vec<u64>, why: &str, better: &str) -> Self {
        Self::over(
            vec![Occasion {
                share: 0.0,
                evidence,
                at,
                says: why.to_owned(),
                better: better.to_owned(),
            }],
            "",
        )
    }

    /// The same, as an objective of restraint.
    pub(super) fn restraint(self) -> Self {
        match self {
            Self::Judged(judged) => Self::Judged(Judged { restraint: true, ..judged }),
            other => other,
        }
    }
}

/// `m:ss` of a span.
pub(super) fn clock(span: Span) -> String {
    crate::model::time::clock(span.seconds())
}

/// `m:ss` between two moments.
pub(super) fn between(from: DrillTime, to: DrillTime) -> String {
    crate::model::time::clock(to.since(from))
}
