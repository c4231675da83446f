//! Numbers as people read them: readings with their unit, bars, ages. It never rounds what is
//! kept.

use crate::model::metric::{Metric, MetricRef, Unit};
use crate::model::quantity::rounded;
use crate::model::text::Lang;
use crate::tui::words::Word;

/// A reading with its unit: `18.4 %`, `240 ms`, `212/s`.
pub(crate) fn reading(metric: Metric, value: f64) -> String {
    match metric.unit() {
        Unit::Ratio => format!("{} %", percent(value)),
        Unit::Seconds => seconds(value),
        Unit::PerSecond => format!("{}/s", count(value)),
        Unit::Count => count(value),
    }
}

/// A share as a percentage of one decimal, none from a hundred on.
pub(crate) fn percent(value: f64) -> String {
    let value = value * 100.0;
    if value >= 99.95 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// Seconds below one in milliseconds: `95ms`, `2.1s`.
pub(crate) fn seconds(value: f64) -> String {
    if value < 0.9995 {
        format!("{}ms", rounded(value * 1000.0))
    } else if value < 99.95 {
        format!("{value:.1}s")
    } else {
        format!("{value:.0}s")
    }
}

/// A count in at most four figures: `388`, `1.2k`, `4.1M`.
pub(crate) fn count(value: f64) -> String {
    let size = value.abs();
    if size >= 999_950.0 {
        format!("{:.1}M", value / 1e6)
    } else if size >= 9_999.5 {
        format!("{:.0}k", value / 1e3)
    } else if size >= 999.5 {
        format!("{:.1}k", value / 1e3)
    } else if size >= 9.95 || (value - libm::round(value)).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// What a metric is called on a chart, its unit with it.
pub(crate) fn metric_title(metric: &MetricRef, lang: Lang) -> String {
    let name = match metric.metric {
        Metric::ErrorRatio => Word::MErrorRatio.get(lang).to_owned(),
        Metric::Rate => Word::MRate.get(lang).to_owned(),
        Metric::Value => return metric.part.to_string(),
        other => {
            let unit = match other.unit() {
                Unit::Ratio => ", %",
                Unit::Seconds => ", s",
                Unit::PerSecond => ", /s",
                Unit::Count => "",
            };
            format!("{}{unit}", other.name().replace('_', " "))
        }
    };
    format!("{} {name}", metric.part)
}

/// What a chart's axis counts in: ratios as percentages.
pub(crate) fn on_axis(metric: Metric, value: f64) -> f64 {
    if metric.unit() == Unit::Ratio { value * 100.0 } else { value }
}

/// A number on an axis, as short as it goes.
pub(crate) fn tick(value: f64) -> String {
    if value >= 999.5 || (value - libm::round(value)).abs() < 1e-6 {
        count(value)
    } else {
        let text = format!("{value:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The next of 1, 2, 5, 10, 20 … at or above a value.
pub(crate) fn round_top(value: f64) -> f64 {
    let mut top = 0.001;
    while top < 1e12 {
        for factor in [1.0, 2.0, 4.0, 5.0] {
            if top * factor >= value {
                return top * factor;
            }
        }
        top *= 10.0;
    }
    top
}

/// A whole number of steps, never negative.
pub(crate) fn steps(value: f64) -> usize {
    usize::try_from(rounded(value)).unwrap_or(0)
}

/// Bars of eighths for values between 0 and `top`, one a column; the newest at the right.
pub(crate) fn bars(values: &[f64], top: f64, columns: usize) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if values.is_empty() || columns == 0 {
        return " ".repeat(columns);
    }
    let bar = |value: f64| {
        let level = if top > 0.0 { (value / top).clamp(0.0, 1.0) * 7.0 } else { 0.0 };
        BARS.get(steps(level)).copied().unwrap_or('█')
    };
    let count = values.len();
    if count <= columns {
        let blank = " ".repeat(columns - count);
        return blank.chars().chain(values.iter().map(|value| bar(*value))).collect();
    }
    // More values than columns: each column shows the worst of its share.
    let share = |column: usize| {
        let (from, to) = (column * count / columns, (column + 1) * count / columns);
        let of = values.get(from..to.max(from + 1)).unwrap_or_default();
        bar(of.iter().copied().fold(0.0, f64::max))
    };
    (0..columns).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_carry_their_unit_and_stay_short() {
        assert_eq!(reading(Metric::ErrorRatio, 0.1843), "18.4 %");
        assert_eq!(reading(Metric::P99, 0.24), "240ms");
        assert_eq!(reading(Metric::P99, 3.12), "3.1s");
        assert_eq!(count(1140.0), "1.1k");
        assert_eq!(count(0.25), "0.2");
        assert_eq!(percent(1.0), "100");
    }

    #[test]
    fn axes_end_on_round_numbers() {
        assert!((round_top(33.0) - 40.0).abs() < 1e-9);
        assert!((round_top(0.3) - 0.4).abs() < 1e-9);
        assert_eq!(tick(0.4), "0.4");
        assert_eq!(tick(40.0), "40");
    }

    #[test]
    fn bars_keep_the_worst_of_what_they_fold() {
        assert_eq!(bars(&[0.0, 1.0], 1.0, 3), " ▁█");
        assert_eq!(bars(&[0.0, 1.0, 0.0, 0.0], 1.0, 2), "█▁");
    }
}
