//! Services and charts show what monitoring has, as old as it is.

use firedrill::journal::Actor;
use firedrill::journal::Event;
use firedrill::model::id::AlertId;
use firedrill::model::time::DrillTime;

use crate::view::table::{ERRORS, Pen, metric, view_of};

#[test]
fn readings_stand_at_the_time_they_were_true() {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.1)]).scrape(35, &[("checkout.error_ratio", 0.3)]);
    let view = view_of("p3", &pen.entries, 40);
    let errors = view.history.get(&metric("checkout.error_ratio"));
    assert_eq!(errors, Some(&vec![(DrillTime(15), 0.1), (DrillTime(30), 0.3)]));
    assert_eq!(view.scrape_age, Some(10));
}

#[test]
fn what_a_scrape_lacks_is_missing_and_never_zero() {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.1), ("checkout.p99", 0.2)]);
    pen.scrape(35, &[("checkout.p99", 0.2)]);
    let view = view_of("p3", &pen.entries, 40);
    let checkout = view.services.iter().find(|row| row.part.as_str() == "checkout");
    let checkout = checkout.expect("a row");
    assert_eq!(checkout.readings.get(&ERRORS), None);
    assert_eq!(checkout.trend, [0.1]);
}

#[test]
fn the_worst_service_stands_on_top_and_an_alert_is_worse_than_a_number() {
    let mut pen = Pen::default();
    let readings =
        [("checkout.error_ratio", 0.06), ("payments.error_ratio", 0.3), ("search.p99", 0.1)];
    pen.scrape(20, &readings).alert(21);
    let view = view_of("p3", &pen.entries, 25);
    let order: Vec<(&str, u8)> =
        view.services.iter().map(|row| (row.part.as_str(), row.badness)).collect();
    assert_eq!(order, [("checkout", 2), ("payments", 1), ("search", 0)]);
    pen.write(90, Actor::World, Event::AlertResolved(AlertId(1)));
    let view = view_of("p3", &pen.entries, 90);
    assert_eq!(view.services.first().map(|row| row.part.as_str()), Some("payments"));
}

#[test]
fn a_stale_board_adds_no_points_and_grows_old() {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.1)]);
    let mut again = pen.entries.first().cloned().expect("a scrape");
    again.at = DrillTime(80);
    again.seq = 2;
    pen.entries.push(again);
    let view = view_of("p3", &pen.entries, 80);
    assert_eq!(view.history.get(&metric("checkout.error_ratio")).map(Vec::len), Some(1));
    assert_eq!(view.scrape_age, Some(65));
}

#[test]
fn history_reaches_back_seventy_five_minutes() {
    let mut pen = Pen::default();
    for scrape in 1..=400_u32 {
        pen.scrape(scrape * 15, &[("business.orders", f64::from(scrape))]);
    }
    let view = view_of("p1", &pen.entries, 6000);
    let kept = view.history.get(&metric("business.orders")).map_or(0, Vec::len);
    assert!((300..=305).contains(&kept), "{kept}");
    assert!(view.services.iter().all(|row| row.part.as_str() != "orders"), "orders is no part");
}

#[test]
fn alerts_wait_for_whom_they_page_and_leave_ten_minutes_after_they_resolve() {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.1)]).alert(21);
    let row = |player, now| {
        let view = view_of(player, &pen.entries, now);
        view.alerts.first().cloned()
    };
    let mine = row("p1", 30).expect("an alert");
    assert!(mine.waits_for_me);
    assert_eq!(mine.value, Some((metric("checkout.error_ratio"), 0.1)));
    let page = mine.pages.first().map(|(_, name, at, acked)| (name.as_str(), at.0, *acked));
    assert_eq!(page, Some(("ann", 21, None)));
    assert!(!row("p3", 30).expect("an alert").waits_for_me);
    pen.write(100, Actor::World, Event::AlertResolved(AlertId(1)));
    assert_eq!(view_of("p1", &pen.entries, 699).alerts.len(), 1);
    assert_eq!(view_of("p1", &pen.entries, 700).alerts.len(), 0);
}
