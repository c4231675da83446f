//! What colleagues say, in the language of the seat: short, plain, without praise or blame. It
//! knows no rule of what to say when.

use crate::model::metric::{Metric, Unit};
use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::view::SeatView;

/// One of two languages.
pub(super) fn either(lang: Lang, en: String, th: String) -> String {
    match lang {
        Lang::En => en,
        Lang::Th => th,
    }
}

/// `on it: rollback checkout`.
pub(super) fn on_it(lang: Lang, what: &str) -> String {
    either(lang, format!("on it: {what}"), format!("รับทราบ: {what}"))
}

/// A reading as people say it: `31.5 %`, `3.1 s`, `240 ms`, `241/s`.
pub(super) fn reading(metric: Metric, value: f64) -> String {
    match metric.unit() {
        Unit::Ratio => percent(value),
        Unit::Seconds if value < 1.0 => format!("{:.0} ms", value * 1000.0),
        Unit::Seconds => format!("{value:.1} s"),
        Unit::PerSecond => format!("{value:.0}/s"),
        Unit::Count => format!("{value:.0}"),
    }
}

/// `31 %`, `0.4 %`.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 10.0 { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

/// The time of the story, `19:26`.
pub(super) fn story_time(view: &SeatView, at: DrillTime) -> String {
    let seconds = (view.story_start + at.0) % 86_400;
    format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)
}

/// As the beginning of a sentence.
pub(super) fn sentence_of(text: &str) -> String {
    let mut letters = text.trim().chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The first `most` characters, with `…` where more followed.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}
