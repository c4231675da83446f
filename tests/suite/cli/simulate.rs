//! `firedrill simulate`: the system alone, as a chart and as rows.

use crate::cli::{Stranger, out};

#[test]
fn a_chart_shows_what_moved_and_leaves_out_what_stayed_calm() {
    let drawn = out(&Stranger::new().firedrill(&[
        "simulate",
        "first-shift",
        "--for",
        "10m",
        "--fault",
        "03:00-06:00 checkout error=0.5",
        "--format",
        "chart",
    ]));
    let line = |name: &str| drawn.lines().find(|line| line.starts_with(name));
    let errors = line("checkout.error_ratio").unwrap();
    assert!(errors.contains('█') && errors.contains("0.0 % … 50"), "{errors}");
    assert_eq!(line("search.error_ratio"), None, "{drawn}");
    let marks = drawn.lines().next().unwrap();
    assert!(marks.contains('F') && marks.contains('E'), "{drawn}");
    assert!(drawn.contains("more stayed calm"), "{drawn}");
}

#[test]
fn a_metric_asked_for_is_drawn_though_it_stays_calm() {
    let drawn = out(&Stranger::new().firedrill(&[
        "simulate",
        "first-shift",
        "--for",
        "5m",
        "--metric",
        "search.error_ratio",
        "--format",
        "chart",
    ]));
    assert!(drawn.starts_with("search.error_ratio"), "{drawn}");
}
