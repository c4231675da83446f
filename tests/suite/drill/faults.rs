//! Faults: when they begin and end, grow and fade, come and go, come back.

use firedrill::journal::Event;
use firedrill::model::condition::{Condition, FaultPhase, RemedyPhase, Test};
use firedrill::model::fault::{Acts, Again, Fault, FaultKind, Flap};

use super::stage::{Stage, Told, after, error_ratio, fault, seconds};

fn errors() -> FaultKind {
    FaultKind::Error { ratio: 0.5 }
}

fn with(fault: Fault) -> Stage {
    Stage::calm().with(|setup| setup.story.faults.push(fault))
}

/// Times at which a fault began and ended.
fn course(told: &Told, id: &str) -> Vec<(String, &'static str)> {
    told.times(|event| match event {
        Event::FaultBegan(own) if own.as_str() == id => Some("began"),
        Event::FaultEnded(own) if own.as_str() == id => Some("ended"),
        _ => None,
    })
}

fn times(expected: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    expected.iter().map(|(at, what)| ((*at).to_owned(), *what)).collect()
}

#[test]
fn when_starts_it_and_until_counts_from_its_beginning() {
    let acts = Acts::From { when: after(30), until: Some(after(40)) };
    let told = with(fault("x", errors(), acts)).begin().until("03:00");
    assert_eq!(course(&told, "x"), times(&[("00:30", "began"), ("01:10", "ended")]));
}

#[test]
fn until_waits_for_a_remedy_ordered_after_its_beginning() {
    let scaled = |phase| {
        Condition::now(Test::Remedy {
            remedy: "scale".into(),
            target: Some("checkout".into()),
            is: phase,
            args: None,
            count: 1,
        })
    };
    let until = Some(scaled(RemedyPhase::Begun));
    let acts = Acts::From { when: after(60), until };
    let told = with(fault("x", errors(), acts)).begin().until("00:30");
    let told = told.say("ann", "/do scale checkout x2").until("03:00");
    assert_eq!(course(&told, "x"), times(&[("01:00", "began")]));
    let told = told.say("ann", "/do scale checkout x3").until("04:00");
    assert_eq!(course(&told, "x"), times(&[("01:00", "began"), ("03:00", "ended")]));
}

#[test]
fn while_follows_its_condition() {
    let cause = fault("cause", errors(), Acts::From { when: after(20), until: Some(after(30)) });
    let follows = Condition::now(Test::Fault { fault: "cause".into(), is: FaultPhase::Active });
    let mut shadow = fault("shadow", FaultKind::Slow { factor: 2.0 }, Acts::While(follows));
    shadow.target = "search".into();
    let told = with(cause).with(|setup| setup.story.faults.push(shadow)).begin().until("02:00");
    assert_eq!(course(&told, "shadow"), times(&[("00:20", "began"), ("00:50", "ended")]));
}

#[test]
fn a_fault_of_a_version_acts_while_an_instance_runs_it() {
    let told = Stage::new().begin().until("02:30").say("ann", "/do rollback checkout");
    let told = told.until("06:00");
    let course = course(&told, "gift-note");
    let [(began, "began"), (ended, "ended")] = course.as_slice() else { panic!("{course:?}") };
    assert!(("01:00".."01:35").contains(&began.as_str()), "{began}");
    // Ordered at 02:30; a rollback takes a minute and then rolls for one.
    assert!(("03:30".."04:32").contains(&ended.as_str()), "{ended}");
}

#[test]
fn it_comes_again_so_many_times_unless_barred() {
    let mut comes = fault("x", errors(), Acts::From { when: after(10), until: Some(after(20)) });
    comes.again = Some(Again { after: seconds(30), times: Some(2), unless: None });
    let told = with(comes.clone()).begin().until("05:00");
    let expected = [
        ("00:10", "began"),
        ("00:30", "ended"),
        ("01:00", "began"),
        ("01:20", "ended"),
        ("01:50", "began"),
        ("02:10", "ended"),
    ];
    assert_eq!(course(&told, "x"), times(&expected));
    comes.again = Some(Again { after: seconds(30), times: None, unless: Some(after(50)) });
    let told = with(comes).begin().until("05:00");
    assert_eq!(course(&told, "x"), times(&expected[..2]));
}

#[test]
fn its_strength_ramps_up_and_fades_away() {
    let ratio = |told: &Told| {
        told.times(|event| match event {
            Event::TruthSampled(truth) => Some(truth.readings.0["checkout.error_ratio"].0),
            _ => None,
        })
    };
    let mut slow = fault("x", errors(), Acts::From { when: after(10), until: Some(after(60)) });
    slow.ramp = seconds(60);
    slow.fade = seconds(60);
    let told = with(slow).begin().until("03:20");
    let ratio = ratio(&told);
    let at = |time: &str| ratio.iter().find(|(at, _)| at == time).unwrap().1;
    assert!(at("00:25") < at("00:45") && at("00:45") < at("01:10"), "{ratio:?}");
    assert!(at("01:10") > at("01:40") && at("01:40") > at("02:00"), "{ratio:?}");
    assert_eq!(at("03:00"), 0, "{ratio:?}");
}

#[test]
fn it_comes_and_goes_while_it_acts() {
    let mut flaps = fault("x", errors(), Acts::Always);
    flaps.flap = Some(Flap { on: seconds(30), off: seconds(30) });
    let told = with(flaps).begin().until("02:00");
    assert_eq!(course(&told, "x"), times(&[("00:00", "began")]));
    let samples = told.times(|event| match event {
        Event::TruthSampled(truth) => Some(truth.readings.0["checkout.error_ratio"].0),
        _ => None,
    });
    let at = |time: &str| samples.iter().find(|(at, _)| at == time).unwrap().1;
    assert!(at("00:30") > 400_000 && at("00:55") < 50_000 && at("01:25") > 400_000, "{samples:?}");
}

#[test]
fn a_fault_may_outlive_its_trigger() {
    let trigger =
        fault("trigger", errors(), Acts::From { when: after(10), until: Some(after(30)) });
    let when = Condition { hold: seconds(10), ..error_ratio("checkout", 0.3) };
    let mut stays =
        fault("stays", FaultKind::Slow { factor: 2.0 }, Acts::From { when, until: None });
    stays.target = "search".into();
    let told = with(trigger).with(|setup| setup.story.faults.push(stays)).begin().until("03:00");
    let course = course(&told, "stays");
    assert_eq!(course.len(), 1, "{course:?}");
    assert_eq!(course[0].1, "began");
}
