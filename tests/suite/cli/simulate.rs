//! `firedrill simulate`: the system alone, as a chart, as rows and as Prometheus reads it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::cli::{Stranger, err, json, out, path};

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
    assert!(drawn.contains("stayed calm"), "{drawn}");
    assert!(drawn.contains("F 03:00 typed-1: error on checkout begins"), "{drawn}");
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

/// What a minute of a scenario with this fault comes to: the exit code and standard error.
fn with_fault(scenario: &str, fault: &str, more: &[&str]) -> (Option<i32>, String) {
    let arguments = ["simulate", scenario, "--for", "1m", "--format", "csv", "--fault", fault];
    let run = Stranger::new().firedrill(&[&arguments[..], more].concat());
    (run.status.code(), err(&run))
}

#[test]
fn a_fault_is_typed_as_a_file_has_it_or_shorter() {
    for fault in [
        "00:10 checkout slow=6",
        "00:10 checkout slow={ factor = 6 }",
        "00:10 checkout slow=6 zone=a",
        "00:10 checkout down",
        "00:10 orders-db lock={ share = 0.1, for = \"3s\" }",
        "00:10 orders-db replication=40s",
        "00:10-00:20 gift-note",
    ] {
        let (code, said) = with_fault("first-shift", fault, &[]);
        assert_eq!(code, Some(0), "{fault}: {said}");
        assert!(said.starts_with("seed 1, variant "), "{said}");
    }
}

#[test]
fn a_fault_that_cannot_be_is_refused_with_what_could() {
    for (fault, says) in [
        ("00:10 checkout slow=abc", "a number"),
        ("00:10 checkout slow=0.5", "1"),
        ("00:10 checkout error=1.5", "1"),
        ("00:10 checkout slaw=6", "did you mean `slow`?"),
        ("00:10 checkout network=3", "delay"),
        ("00:10 checkout slow={ factor = 6", "}"),
        ("00:10 checkout slow=6 zone=q", "zone"),
        ("00:10 checkout poison=2", "queue"),
        ("00:10 nowhere slow=6", "no `nowhere`"),
        ("00:10 nothing", "has no fault `nothing`"),
    ] {
        let (code, said) = with_fault("first-shift", fault, &[]);
        assert_eq!(code, Some(2), "{fault}: {said}");
        assert!(said.contains(says), "{fault}: {said}");
    }
}

#[test]
fn a_fault_of_another_variant_is_named_with_its_variant() {
    let (code, said) = with_fault("up-and-down", "00:10 notes-1", &["--variant", "bulk"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("add `--variant gift`"), "{said}");
    let (code, said) = with_fault("up-and-down", "00:10 notes-1", &["--variant", "gift"]);
    assert_eq!(code, Some(0), "{said}");
}

/// Ten minutes of the first shift, its checkout failing for three.
fn ten_minutes(stranger: &Stranger, format: &str) -> String {
    out(&stranger.firedrill(&[
        "simulate",
        "first-shift",
        "--for",
        "10m",
        "--fault",
        "03:00-06:00 checkout error=0.5",
        "--format",
        format,
    ]))
}

/// Prometheus' own checker.
#[expect(clippy::disallowed_methods, reason = "the test command names what it fetched so")]
fn promtool(arguments: &[&str], input: &str) -> Output {
    let tool = std::env::var("FIREDRILL_TEST_PROMTOOL").unwrap_or_else(|_| "promtool".to_owned());
    let command = Command::new(tool)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut running = command.expect("no promtool here: `tests/run` fetches it and names it");
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    running.wait_with_output().unwrap()
}

#[test]
fn prometheus_own_checker_finds_nothing_to_say_of_names_and_types() {
    let text = ten_minutes(&Stranger::new(), "prometheus");
    let checked = promtool(&["check", "metrics"], &text);
    assert!(checked.status.success(), "{}{}", out(&checked), err(&checked));
    assert_eq!(err(&checked), "", "it lints nothing");
}

#[test]
fn prometheus_can_keep_a_simulation_and_be_asked_about_it() {
    let stranger = Stranger::new();
    let text = ten_minutes(&stranger, "openmetrics");
    let file = stranger.file("simulation.txt", &text);
    let kept = file.with_file_name("kept");
    let blocks = ["tsdb", "create-blocks-from", "openmetrics", path(&file), path(&kept)];
    let made = promtool(&blocks, "");
    assert!(made.status.success(), "{}{}", out(&made), err(&made));
    let listed = promtool(&["tsdb", "list", path(&kept)], "");
    assert!(out(&listed).lines().count() >= 2, "{}", out(&listed));
    // `dump` wants a server's folder: one with a log, however empty.
    std::fs::create_dir(kept.join("wal")).unwrap();
    let told = promtool(&["tsdb", "dump", path(&kept)], "");
    let told = out(&told);
    let kept: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("firedrill_requests_total") && line.contains("\"checkout\""))
        .collect();
    assert_eq!(kept.len(), 40, "a sample each 15 s of 10 minutes");
    let values = kept.iter().map(|line| line.split_whitespace().rev().nth(1).unwrap());
    let values: Vec<f64> = values.map(|value| value.parse().unwrap()).collect();
    assert!(values.is_sorted() && values[39] > values[0], "a counter rises: {values:?}");
}

#[test]
fn what_a_part_does_not_have_is_absent_and_not_zero() {
    let text = ten_minutes(&Stranger::new(), "openmetrics");
    let has = |family: &str, kind: &str| {
        text.lines().any(|line| line.starts_with(family) && line.contains(kind))
    };
    assert!(has("firedrill_slots_used_ratio", "kind=\"service\""));
    assert!(!has("firedrill_slots_used_ratio", "kind=\"clients\""), "clients have no slots");
    assert!(has("firedrill_request_duration_seconds", "quantile=\"0.99\""));
    assert!(text.ends_with("# EOF\n"));
}

#[test]
fn what_json_prints_is_what_its_schema_says() {
    let stranger = Stranger::new();
    let rows = json(&stranger.firedrill(&["simulate", "first-shift", "--for", "1m", "--json"]));
    let schema = json(&stranger.firedrill(&["schema", "simulation"]));
    let said = schema["$defs"]["JsonRow"]["properties"].as_object().unwrap();
    let row = rows[0].as_object().unwrap();
    assert_eq!(row.keys().collect::<Vec<_>>(), said.keys().collect::<Vec<_>>());
    assert!(row["readings"]["shoppers.rate"].as_f64().unwrap() > 0.0, "{row:?}");
}
