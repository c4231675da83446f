//! Trends as CSV (RFC 4180): a row for each figure of each scenario.

use crate::report::csv::row;
use crate::report::trends::figures::Spread;
use crate::report::trends::{Group, Trends};

/// The rows, after one of names. Times are in seconds.
#[must_use]
pub fn render(trends: &Trends) -> String {
    let head = "scenario,plays,figure,n,median,low_95,high_95,lower_quartile,upper_quartile\r\n";
    let mut out = head.to_owned();
    for own in &trends.scenarios {
        for (plays, group) in [("first", &own.first), ("repeat", &own.repeats)] {
            for (figure, spread) in spreads(group) {
                let cells = [
                    own.id.to_string(),
                    plays.to_owned(),
                    figure.to_owned(),
                    spread.n.to_string(),
                    spread.median.to_string(),
                    spread.low.to_string(),
                    spread.high.to_string(),
                    spread.lower_quartile.to_string(),
                    spread.upper_quartile.to_string(),
                ];
                out.push_str(&row(&cells));
            }
        }
    }
    out
}

fn spreads(group: &Group) -> impl Iterator<Item = (&str, &Spread)> {
    let timings = group.timings.iter().map(|(name, own)| (name.as_str(), own));
    group.score.iter().map(|own| ("score", own)).chain(timings)
}
