//! What had been shown up to a moment, to the team and to each of them.

use firedrill::model::id::PlayerId;
use firedrill::model::time::DrillTime;
use firedrill::view::Seen;

use crate::view::table::{Pen, metric};

fn seen() -> Seen {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.1)]);
    pen.looked((25, 45), "p3", "/look checkout metrics", (&[], &[("checkout.error_ratio", 0.4)]));
    pen.scrape(48, &[("checkout.error_ratio", 0.3)]);
    pen.scrape(65, &[("checkout.error_ratio", 0.5)]);
    Seen::of(&pen.entries)
}

#[test]
fn nothing_is_shown_before_it_comes() {
    let errors = metric("checkout.error_ratio");
    assert_eq!(seen().shown(&errors, DrillTime(19)), None);
    assert_eq!(seen().shown(&errors, DrillTime(20)), Some((0.1, DrillTime(15))));
    assert_eq!(seen().shown(&metric("search.p99"), DrillTime(90)), None);
}

#[test]
fn a_look_is_newer_than_a_scrape_that_comes_after_it_and_was_true_before() {
    let errors = metric("checkout.error_ratio");
    assert_eq!(seen().shown(&errors, DrillTime(50)), Some((0.4, DrillTime(45))));
    assert_eq!(seen().shown(&errors, DrillTime(70)), Some((0.5, DrillTime(60))));
}

#[test]
fn a_look_is_shown_to_who_looked() {
    let (seen, errors) = (seen(), metric("checkout.error_ratio"));
    let (ton, ann) = (PlayerId::from("p3"), PlayerId::from("p1"));
    assert_eq!(seen.at(&ton, DrillTime(46)).shown(&errors), Some((0.4, DrillTime(45))));
    assert_eq!(seen.at(&ann, DrillTime(46)).shown(&errors), Some((0.1, DrillTime(15))));
    assert_eq!(seen.at(&ann, DrillTime(46)).age(&errors), Some(31));
    assert_eq!(seen.at(&ann, DrillTime(46)).entry(&errors), Some(1));
    assert_eq!(seen.by_team(DrillTime(46)).readings().count(), 1);
}
