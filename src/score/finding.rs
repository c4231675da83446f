//! What was found about one objective. Points come only with entries: a share above nothing
//! without evidence is shown as not judged.

use crate::model::time::{DrillTime, Span};
use crate::score::clock::Term;
use crate::score::said::{Said, says};

/// What was found about an objective.
#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// It was judged.
    Judged(Judged),
    /// It could not be judged, with why.
    NotJudged(Said),
    /// Its occasion never came, with why.
    NoOccasion(Said),
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
    pub why: Said,
    /// What would have been better, where points were lost.
    pub better: Option<Said>,
    /// The occasions it was judged by, where there are such.
    pub occasions: Vec<Occasion>,
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
    pub says: Said,
    /// What would have been better.
    pub better: Said,
    /// What was wanted by when, and after how long it earns nothing.
    pub term: Option<(Term, Option<Span>)>,
}

impl Finding {
    /// Judged by several occasions that count alike; the one that cost most says why.
    pub(super) fn over(occasions: Vec<Occasion>, never: Said) -> Self {
        if occasions.is_empty() {
            return Self::NoOccasion(never);
        }
        let count = occasions.len();
        let share = occasions.iter().map(|own| own.share).sum::<f64>() / count as f64;
        let kept = occasions.iter().filter(|own| own.share >= 1.0).count();
        let evidence = occasions.iter().flat_map(|own| own.evidence.clone()).collect();
        let worst =
            occasions.iter().reduce(|worst, own| if own.share < worst.share { own } else { worst });
        let Some(worst) = worst.cloned() else {
            return Self::NoOccasion(never);
        };
        let lost = worst.share < 1.0;
        let why = match (count, lost) {
            (1, _) => worst.says,
            (_, true) => says!("{kept} of {count}", "{kept} จาก {count}").and(&worst.says),
            (_, false) => says!("{count} of {count}", "{count} จาก {count}").and(&worst.says),
        };
        let better = lost.then_some(worst.better);
        let at = Some(worst.at);
        Self::Judged(Judged { share, restraint: false, evidence, at, why, better, occasions })
    }

    /// Judged as one thing, not by occasions.
    pub(super) fn whole(
        share: f64,
        evidence: Vec<u64>,
        at: Option<DrillTime>,
        why: Said,
        better: Option<Said>,
    ) -> Self {
        let occasions = Vec::new();
        Self::Judged(Judged { share, restraint: false, evidence, at, why, better, occasions })
    }

    /// All points lost.
    pub(super) fn lost(at: DrillTime, evidence: Vec<u64>, why: Said, better: Said) -> Self {
        Self::over(
            vec![Occasion { share: 0.0, evidence, at, says: why, better, term: None }],
            Said::default(),
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

impl Judged {
    /// The same, with what a witness says in the place of the occasion they speak of: the one that
    /// their words name, else the first that lost. Nothing where that would earn no more.
    pub(super) fn with(&self, at: DrillTime, what: &str, evidence: &[u64]) -> Option<Self> {
        let what = what.to_lowercase();
        let named = |own: &Occasion| {
            own.says.en.split(' ').next().is_some_and(|who| what.contains(&who.to_lowercase()))
        };
        let lost = || self.occasions.iter().enumerate().filter(|(_, own)| own.share < 1.0);
        let (index, own) = lost().find(|(_, own)| named(own)).or_else(|| lost().next())?;
        let share = own.term.map_or(1.0, |(term, none)| term.share(at, none));
        if share <= own.share {
            return None;
        }
        let mut occasions = self.occasions.clone();
        let place = occasions.get_mut(index)?;
        let mut shown = place.evidence.clone();
        shown.extend_from_slice(evidence);
        let says = says!("witnessed at {at}, accepted: {what}", "มีผู้เห็นเมื่อ {at} รับรองแล้ว: {what}");
        *place = Occasion { share, at, says: says.clone(), evidence: shown, ..place.clone() };
        let Finding::Judged(judged) = Finding::over(occasions, Said::default()) else {
            return None;
        };
        let told =
            if judged.why.en.contains(&says.en) { judged.why } else { judged.why.and(&says) };
        Some(Self { restraint: self.restraint, why: told, ..judged })
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
