//! The metric that mattered, as it was and as it was shown.

use crate::journal::Event;
use crate::model::condition::Test;
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef, Unit};
use crate::model::time::DrillTime;
use crate::report::Chart;
use crate::report::words::Word;
use crate::score::case::{Case, part_of};
use crate::score::said::said_in;

/// The chart of a drill; `None` where nothing was sampled.
pub(super) fn chart(case: &Case<'_>) -> Option<Chart> {
    let metric = mattered(case)?;
    let factor = if metric.metric.unit() == Unit::Ratio { 100.0 } else { 1.0 };
    let truth: Vec<_> = (case.truth.iter())
        .filter_map(|own| Some((own.at, own.truth.readings.get(&metric)? * factor)))
        .collect();
    let shown: Vec<_> = (case.scrapes.iter())
        .filter_map(|own| Some((own.at, own.readings.get(&metric)? * factor)))
        .collect();
    Some(Chart {
        metric: metric.to_string(),
        unit: match metric.metric.unit() {
            Unit::Ratio => "%",
            Unit::Seconds => "s",
            Unit::PerSecond => "/s",
            Unit::Count => "",
        },
        truth,
        shown,
        marks: marks(case),
    })
}

/// The metric of the story's `over`; else the errors of the part that was the cause; else of the
/// part with the widest range, among those that serve features.
fn mattered(case: &Case<'_>) -> Option<MetricRef> {
    let sampled =
        |metric: &MetricRef| case.truth.iter().any(|own| own.truth.readings.get(metric).is_some());
    let errors = |part: &str| MetricRef { part: PartId::from(part), metric: Metric::ErrorRatio };
    let truth = case.story_truth();
    let over = truth.and_then(|truth| truth.over.as_ref());
    let over = over.into_iter().flat_map(|over| over.leaves()).find_map(|leaf| match leaf {
        Test::Metric { metric, .. } => Some(metric.clone()),
        _ => None,
    });
    let cause = truth.and_then(|truth| truth.right.first());
    let cause = cause.map(|answer| errors(part_of(&answer.target)));
    [over, cause].into_iter().flatten().find(sampled).or_else(|| {
        let features = case.scenario.system.features.values();
        let served = features.map(|feature| errors(feature.served_by.as_str())).filter(sampled);
        served.max_by(|one, other| highest(case, one).total_cmp(&highest(case, other)))
    })
}

fn highest(case: &Case<'_>, metric: &MetricRef) -> f64 {
    let values = case.truth.iter().filter_map(|own| own.truth.readings.get(metric));
    values.fold(0.0, f64::max)
}

fn marks(case: &Case<'_>) -> Vec<(DrillTime, char, String)> {
    let lang = case.journal.header.recipe.lang;
    let mut marks: Vec<_> = (case.journal.entries.iter())
        .filter_map(|entry| match &entry.event {
            Event::Deployed { part, version } => Some((
                entry.at,
                'D',
                said_in!(lang, "{part} {version} deployed", "deploy {part} {version}"),
            )),
            Event::Declared { incident, .. } => {
                Some((entry.at, 'I', said_in!(lang, "{incident} declared", "ประกาศ {incident}")))
            }
            _ => None,
        })
        .collect();
    for own in case.changes() {
        let name = own.name();
        marks.extend(
            own.ended.map(|(at, ..)| (at, 'F', said_in!(lang, "{name} ended", "{name} เสร็จ"))),
        );
        marks.push((own.began.0, 'R', said_in!(lang, "{name} began", "เริ่ม {name}")));
    }
    let over = |(at, _)| (at, 'E', Word::ImpactOver.get(lang).to_owned());
    marks.extend(case.impact.ended.map(over));
    marks.sort();
    marks
}
