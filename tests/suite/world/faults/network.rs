//! Lines: delay, jitter, loss, damage, bandwidth.

use firedrill::model::fault::{FaultKind, Line};
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::model::time::Span;
use firedrill::world::Effect;

use super::super::build::{call, clients, fault, service, station, system};
use super::super::{give, hit, logs, read, run};

fn line() -> Line {
    let none = Span(0);
    Line { delay: none, jitter: none, loss: 0.0, corrupt: 0.0, bandwidth: None, per_call: 10_000.0 }
}

fn pair(rate: f64) -> System {
    let mut s = system();
    service(&mut s, "back", station(4, 200, 10, 0.5, 400), vec![]);
    service(&mut s, "front", station(4, 200, 5, 0.5, 400), vec![call("back", 1000)]);
    clients(&mut s, "users", rate, 1, vec![call("front", 8000)]);
    s
}

fn network(target: &str, line: Line) -> firedrill::model::fault::Fault {
    fault("f", target, FaultKind::Network(line))
}

#[test]
fn delay_moves_the_whole_and_jitter_the_tail() {
    let late = Line { delay: Span(100), ..line() };
    let steady = hit(pair(50.0), &network("front.calls.back", late), 30);
    let shaky =
        hit(pair(50.0), &network("front.calls.back", Line { jitter: Span(80), ..late }), 30);
    let (p50, p99) = (read(&steady, "front", Metric::P50), read(&steady, "front", Metric::P99));
    assert!((0.105..0.125).contains(&p50), "{p50}");
    assert!(read(&shaky, "front", Metric::P99) > p99 + 0.1);
    assert!((read(&shaky, "front", Metric::P50) - p50).abs() < 0.03);
    for world in [&steady, &shaky] {
        assert!(read(world, "users", Metric::ErrorRatio) < 1e-3);
        assert!(read(world, "back", Metric::P50) < 0.02, "the callee sees nothing of it");
    }
}

#[test]
fn a_line_of_the_callee_is_the_line_of_all_who_call_it() {
    let late = Line { delay: Span(100), ..line() };
    let world = hit(pair(50.0), &network("back", late), 30);
    assert!(read(&world, "front", Metric::P50) > 0.1);
    let mut some = network("back", late);
    some.touches.zone = Some("a".into());
    let world = hit(pair(50.0), &some, 30);
    let p50 = read(&world, "front", Metric::P50);
    assert!((0.03..0.09).contains(&p50), "half of them: {p50}");
}

#[test]
fn what_was_drained_has_no_calls_that_a_line_could_hold_up() {
    let mut some = network("back", Line { loss: 0.8, ..line() });
    some.touches.zone = Some("a".into());
    let mut world = hit(pair(50.0), &some, 30);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.3);
    assert_eq!(give(&mut world, "drain", "back", "a"), Effect::Works);
    run(&mut world, 30);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
}

#[test]
fn lost_packets_are_sent_again_and_many_break_calls() {
    let usual = hit(pair(50.0), &network("front.calls.back", Line { loss: 0.001, ..line() }), 30);
    let some = hit(pair(50.0), &network("front.calls.back", Line { loss: 0.05, ..line() }), 30);
    let half = hit(pair(50.0), &network("front.calls.back", Line { loss: 0.5, ..line() }), 30);
    let p99 = |world| read(world, "front", Metric::P99);
    assert!(p99(&some) > p99(&usual) + 0.15, "{} {}", p99(&some), p99(&usual));
    assert!(read(&some, "users", Metric::ErrorRatio) < 0.02);
    let errors = read(&half, "users", Metric::ErrorRatio);
    assert!(errors > 0.3, "{errors}");
    assert!(
        read(&half, "front", Metric::Saturation) > 3.0 * read(&some, "front", Metric::Saturation)
    );
    assert!(logs(&half, "front", "deadline exceeded"));
}

#[test]
fn damage_costs_as_loss_does_and_breaks_a_few() {
    let world = hit(pair(50.0), &network("front.calls.back", Line { corrupt: 0.3, ..line() }), 30);
    assert!(logs(&world, "front", "bad record mac"));
    assert!(read(&world, "front", Metric::P50) > 0.1);
}

#[test]
fn a_narrow_line_caps_what_goes_through() {
    // 10 kB a call: 60 of 100 calls a second.
    let narrow = Line { bandwidth: Some(600_000.0), ..line() };
    let world = hit(pair(100.0), &network("front.calls.back", narrow), 40);
    let through = read(&world, "back", Metric::Rate);
    assert!((50.0..68.0).contains(&through), "{through}");
    assert!(read(&world, "front", Metric::ErrorRatio) > 0.3);
    assert!(read(&world, "back", Metric::ErrorRatio) < 1e-3);
    let wide = Line { bandwidth: Some(6_000_000.0), ..line() };
    let world = hit(pair(100.0), &network("front.calls.back", wide), 40);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
}
