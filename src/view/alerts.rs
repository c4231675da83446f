//! The alerts pane: what waits for this seat, what fires, what has just resolved. It never says
//! whether an alert is right.

use crate::incident::{Alert, Incidents, Page};
use crate::model::id::PlayerId;
use crate::model::metric::MetricRef;
use crate::model::time::{DrillTime, Span};
use crate::view::AlertRow;
use crate::view::board::Board;
use crate::view::names::Names;

/// How long a resolved alert stays.
const STAYS: Span = Span::from_minutes(10);

/// The rows: waiting for me, firing, resolved; the oldest first in each.
pub(super) fn rows(
    incidents: &Incidents,
    board: &Board,
    names: &Names,
    me: &PlayerId,
) -> Vec<AlertRow> {
    let mut rows: Vec<AlertRow> =
        incidents.alerts.values().map(|alert| row(alert, incidents, board, names, me)).collect();
    rows.sort_by_key(|row| (row.resolved.is_some(), !row.waits_for_me, row.fired, row.id));
    rows
}

fn row(
    alert: &Alert,
    incidents: &Incidents,
    board: &Board,
    names: &Names,
    me: &PlayerId,
) -> AlertRow {
    let pages = incidents.pages.values().filter(|page| page.alert == Some(alert.id));
    let waits = |page: &Page| {
        let open = page.acknowledged.is_none() && page.closed.is_none();
        open && page.whom.as_str() == me.as_str()
    };
    let reading = |metric: &MetricRef| Some((metric.clone(), board.reading(metric)?));
    AlertRow {
        id: alert.id,
        target: alert.target.clone(),
        says: alert.says.clone(),
        value: alert.metric.as_ref().and_then(reading),
        fired: alert.fired.at,
        resolved: alert.resolved.as_ref().map(|mark| mark.at),
        waits_for_me: pages.clone().any(waits),
        pages: pages
            .map(|page| {
                let acked = page.acknowledged.as_ref().map(|mark| mark.at);
                (page.id, names.of(&page.whom), page.sent.at, acked)
            })
            .collect(),
    }
}

/// Whether a row is still shown.
pub(super) fn stays(row: &AlertRow, now: DrillTime) -> bool {
    row.resolved.is_none_or(|at| now < at + STAYS)
}
