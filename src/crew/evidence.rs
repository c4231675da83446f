//! What a careful reader makes of what was shown: which service is worst, since when, which
//! deploy fits that in time, which callee fails most. It reads a view and nothing else.

use crate::command::{Effect, LookView};
use crate::model::fault::part_of;
use crate::model::id::{PartId, Target};
use crate::model::metric::{Metric, MetricRef};
use crate::model::time::DrillTime;
use crate::view::{LookItem, SeatView, ServiceRow};

/// A share of errors below which a part is calm (our own choice).
pub(super) const CALM: f64 = 0.01;
/// A deploy may have gone out so long before the errors began, in seconds.
const BEFORE_S: i64 = 20 * 60;
/// Or so long after their first sign: readings are late and rounded.
const AFTER_S: i64 = 60;
/// A callee fails often from here on.
const FAILS: f64 = 0.02;
/// Where the words of effect end: none, some, many.
const WORDS: [f64; 3] = [0.005, 0.2, 0.9];

/// A deploy as a look showed it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Deployed {
    /// When, in seconds from the drill's start.
    pub(super) at: i64,
    /// The time as it was written.
    pub(super) clock: String,
    /// Version, who, what, as it was written.
    pub(super) what: String,
}

impl Deployed {
    /// The version alone.
    pub(super) fn version(&self) -> &str {
        self.what.split([' ', ':']).next().unwrap_or_default()
    }
}

/// The worst service that is not calm.
pub(super) fn worst(view: &SeatView) -> Option<&ServiceRow> {
    view.services.first().filter(|row| row.badness > 0)
}

/// The share of errors of a part, as last scraped.
pub(super) fn errors(view: &SeatView, part: &PartId) -> Option<f64> {
    let row = view.services.iter().find(|row| row.part == *part)?;
    row.readings.get(&Metric::ErrorRatio).copied()
}

/// The largest share of errors on the board.
pub(super) fn most_errors(view: &SeatView) -> Option<f64> {
    let all = view.services.iter().filter_map(|row| row.readings.get(&Metric::ErrorRatio));
    all.copied().max_by(f64::total_cmp)
}

/// The word for a share of users.
pub(super) fn effect_of(share: f64) -> Effect {
    let [none, some, many] = WORDS;
    match share {
        share if share <= none => Effect::None,
        share if share <= some => Effect::Some,
        share if share <= many => Effect::Many,
        _ => Effect::All,
    }
}

/// When the errors of a part began that have not ended: the first point after the last calm one.
fn onset_of(view: &SeatView, part: &PartId) -> Option<DrillTime> {
    let metric = MetricRef { part: part.clone(), metric: Metric::ErrorRatio };
    let past = view.history.get(&metric)?;
    let calm = past.iter().rposition(|(_, value)| *value < CALM);
    let first = calm.map_or(0, |calm| calm + 1);
    past.get(first).map(|(at, _)| *at)
}

/// Since when things go wrong: at the part itself, else anywhere.
pub(super) fn onset(view: &SeatView, part: &PartId) -> Option<DrillTime> {
    let anywhere = || {
        let bad = view.services.iter().filter(|row| row.badness > 0);
        bad.filter_map(|row| onset_of(view, &row.part)).min()
    };
    onset_of(view, part).or_else(anywhere)
}

/// Deploys of today as a look at deploys showed them, the newest first.
pub(super) fn deploys(view: &SeatView, look: &LookItem) -> Vec<Deployed> {
    let lines = look.lines.iter().flatten();
    let read = |line: &crate::model::text::DisplayText| {
        let (clock, what) = line.as_str().split_once(' ')?;
        let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
        let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
        let at = hours * 3600 + minutes * 60 + seconds - i64::from(view.story_start);
        let what = what.to_owned();
        Some(Deployed { at, clock: format!("{hours:02}:{minutes:02}"), what })
    };
    lines.filter_map(read).filter(|own| !own.what.starts_with("rollback")).collect()
}

/// The deploy of a part that fits in time with the errors, as a look showed it.
pub(super) fn suspect(view: &SeatView, look: &LookItem) -> Option<Deployed> {
    if look.view != LookView::Deploys {
        return None;
    }
    let part = part_of(&look.target);
    let began = i64::from(onset(view, &part)?.0);
    let fits = |own: &Deployed| (began - BEFORE_S..=began + AFTER_S).contains(&own.at);
    deploys(view, look).into_iter().find(fits)
}

/// The part that fails its caller most, as a look at dependencies showed it.
pub(super) fn failing_callee(look: &LookItem) -> Option<Target> {
    let mut worst: Option<(f64, String)> = None;
    for line in look.lines.iter().flatten() {
        let Some((name, rest)) =
            line.as_str().strip_prefix("calls ").and_then(|l| l.split_once(':'))
        else {
            continue;
        };
        let fails = rest.split(',').find(|own| own.trim_end().ends_with("% fail"));
        let share = fails.and_then(|own| own.split_whitespace().next()?.parse::<f64>().ok());
        let share = share.unwrap_or(0.0) / 100.0;
        if share > FAILS && worst.as_ref().is_none_or(|(most, _)| share > *most) {
            worst = Some((share, name.to_owned()));
        }
    }
    worst.map(|(_, name)| Target::from(name))
}

/// The share of people that a remedy of the team's own keeps out, while one does.
pub(super) fn held_back(view: &SeatView) -> Option<f64> {
    let mut sheds = view.remedies.iter().rev().filter(|row| row.ended_well());
    let last = sheds.find_map(|row| row.what.strip_prefix("shed "))?;
    let share = last.split(' ').nth(1)?.parse::<f64>().ok()?;
    (share > 0.0).then_some(share)
}

/// Whether nothing on the board is worse than calm, and nobody is kept out.
pub(super) fn is_calm(view: &SeatView) -> bool {
    if held_back(view).is_some() {
        return false;
    }
    let fires = view.alerts.iter().any(|row| row.resolved.is_none());
    !fires && most_errors(view).is_none_or(|errors| errors < CALM)
}
