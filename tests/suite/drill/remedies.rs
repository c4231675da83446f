//! Remedies and looks: how long, how they end, what is printed, what they cost.

use firedrill::content::truth::{Arm, ArmResult, Look};
use firedrill::journal::{Event, Outcome, RefusalKind};
use firedrill::model::condition::{Condition, RemedyPhase, Test};
use firedrill::model::fault::{Acts, FaultKind};

use super::stage::{Stage, Told, fault, seconds};

fn arm(result: ArmResult) -> Arm {
    Arm {
        target: "checkout".into(),
        args: None,
        when: None,
        needs: None,
        takes: Some(seconds(40)),
        result,
        chance: 1.0,
        says: None,
        why: None,
        irreversible: false,
    }
}

fn with(arms: Vec<Arm>) -> Stage {
    Stage::new().with(|setup| {
        setup.story.remedies.insert("restart".into(), arms);
    })
}

fn ended(told: &Told) -> Vec<(String, Outcome, String)> {
    let ended = told.times(|event| match event {
        Event::RemedyEnded { outcome, says, .. } => Some((*outcome, says.en.to_string())),
        _ => None,
    });
    ended.into_iter().map(|(at, (outcome, says))| (at, outcome, says)).collect()
}

fn done(remedy: &str, target: &str) -> Condition {
    Condition::now(Test::Remedy {
        remedy: remedy.into(),
        target: Some(target.into()),
        is: RemedyPhase::Done,
        args: None,
        count: 1,
    })
}

#[test]
fn a_rollback_ends_when_the_version_before_runs_everywhere() {
    let told =
        Stage::new().begin().until("02:30").say("ann", "/do rollback checkout").until("06:00");
    let ended = ended(&told);
    let [(at, Outcome::Worked, says)] = ended.as_slice() else { panic!("{ended:?}") };
    assert_eq!((at.as_str(), says.as_str()), ("04:31", "rollback checkout: done, v1.0.0 on 2"));
}

#[test]
fn a_remedy_may_work_do_nothing_or_fail_as_the_scenario_says() {
    for (result, outcome, says) in [
        (ArmResult::Works, Outcome::Worked, "restart checkout: done"),
        (ArmResult::Nothing, Outcome::Nothing, "restart checkout: done"),
        (ArmResult::Fails, Outcome::Failed, "restart checkout: failed"),
    ] {
        let told = with(vec![arm(result)]).begin().say("ann", "/do restart checkout");
        let expected = ("00:40".to_owned(), outcome, says.to_owned());
        assert_eq!(ended(&told.until("02:00")), [expected]);
    }
}

#[test]
fn the_first_arm_that_fits_as_it_begins_is_taken() {
    let after_shed = Arm { when: Some(done("shed", "edge")), ..arm(ArmResult::Works) };
    let stage = || with(vec![after_shed.clone(), arm(ArmResult::Fails)]);
    let told = stage().begin().say("ann", "/do restart checkout").until("02:00");
    assert_eq!(ended(&told)[0].1, Outcome::Failed);
    let told = stage().begin().say("ann", "/do shed edge 0.5").until("01:00");
    let told = told.say("ann", "/do restart checkout").until("02:00");
    assert_eq!(ended(&told)[1].1, Outcome::Worked);
    // It was chosen at its beginning: shedding meanwhile changes nothing.
    let told = stage().begin().say("ann", "/do restart checkout").say("ann", "/do shed edge 0.5");
    assert_eq!(ended(&told.until("02:00"))[1].1, Outcome::Failed);
}

#[test]
fn chance_is_drawn_by_a_stream_of_its_own() {
    let mostly = Arm { chance: 0.7, ..arm(ArmResult::Works) };
    let outcomes = |seed: u64| {
        let arms = vec![mostly.clone(), arm(ArmResult::Fails)];
        let told = with(arms).with(|setup| setup.seed = seed).begin();
        ended(&told.say("ann", "/do restart checkout").until("01:00"))[0].1
    };
    let worked = (0..60).filter(|seed| outcomes(*seed) == Outcome::Worked).count();
    assert!((30..=54).contains(&worked), "{worked} of 60 at 70 %");
    assert_eq!(outcomes(3), outcomes(3));
}

#[test]
fn a_permission_may_be_somebodys_who_has_joined() {
    let needs = Arm { needs: Some("dba".into()), ..arm(ArmResult::Works) };
    let stage = with(vec![needs]).system(|system| {
        system.people.get_mut("mek").unwrap().permissions = vec!["dba".into()];
    });
    let mut told = stage.begin();
    let refused = told.refusal("ann", "/do restart checkout");
    assert_eq!(
        (refused.kind, refused.says.en.as_str()),
        (
            RefusalKind::Permission,
            "`restart checkout` needs the permission dba, which nobody here has. \
         `/page mek WHY` brings in who has it."
        )
    );
    let told = told.say("ann", "/page mek dba").until("05:00");
    let told = told.say("ann", "/do restart checkout").until("06:00");
    assert_eq!(ended(&told).len(), 1);
}

#[test]
fn the_same_is_not_begun_twice_at_once() {
    let mut told = Stage::new().begin().say("ann", "/do restart checkout");
    let refused = told.refusal("bo", "/do restart checkout");
    assert_eq!(
        refused.says.en.as_str(),
        "restart checkout is under way already; it prints when it has ended."
    );
    let told = told.say("bo", "/do restart search").until("03:00");
    assert_eq!(ended(&told).len(), 2);
}

#[test]
fn verify_tells_what_is_so() {
    let told = Stage::new().begin().until("02:30").say("ann", "/do verify checkout").until("03:00");
    assert_eq!(ended(&told)[0].1, Outcome::Failed, "{:?}", ended(&told));
    let told = told.say("ann", "/do rollback checkout").until("06:30");
    let told = told.say("ann", "/do verify checkout").until("07:00");
    assert_eq!(ended(&told)[2].1, Outcome::Worked, "{:?}", ended(&told));
}

#[test]
fn what_shedding_costs_people_is_charged_to_it() {
    let told = Stage::calm().begin().until("01:00").say("ann", "/do shed edge 0.9").until("04:00");
    let told = told.say("ann", "/end");
    let harm = told.times(|event| match event {
        Event::HarmAttributed { run, customer_seconds } => {
            Some((run.to_string(), *customer_seconds))
        }
        _ => None,
    });
    let (at, (run, cost)) = harm.last().expect("shedding nine of ten costs people");
    assert_eq!((at.as_str(), run.as_str()), ("04:00", "R-1"));
    assert!(*cost > 100_000, "{cost}");
    assert!(matches!(told.entries.last().unwrap().event, Event::Ended { .. }));
}

#[test]
fn unknown_remedies_and_targets_are_named() {
    let mut told = Stage::calm().begin();
    let refused = told.refusal("ann", "/do rolback checkout");
    assert_eq!(refused.says.en.as_str(), "`rolback` is no remedy. Did you mean `rollback`?");
    let refused = told.refusal("ann", "/do rollback chekout");
    assert_eq!(
        refused.says.en.as_str(),
        "`chekout` is no part of the system. Did you mean `checkout`?"
    );
    let pointless = told.leads_to("ann", "/do rollback search");
    assert!(
        matches!(pointless.last(), Some(Event::RemedyBegan { .. })),
        "a mistake is not refused"
    );
}

#[test]
fn a_look_takes_its_time_and_returns_lines_and_readings() {
    let told = Stage::new().begin().until("03:00").say("ann", "/look checkout");
    let mut told = told;
    let busy = told.refusal("ann", "/look search logs");
    assert_eq!(busy.says.en.as_str(), "One look at a time: checkout metrics returns in 0:20.");
    let told = told.say("bo", "/look checkout deploys").until("04:00");
    let looks = told.times(|event| match event {
        Event::LookReturned { who, lines, readings, .. } => {
            Some((who.to_string(), lines.clone(), readings.clone()))
        }
        _ => None,
    });
    let [(first, deploys), (second, metrics)] = looks.as_slice() else { panic!("{looks:?}") };
    assert_eq!((first.as_str(), deploys.0.as_str()), ("03:15", "p2"));
    assert_eq!((second.as_str(), metrics.0.as_str()), ("03:20", "p1"));
    let lines: Vec<&str> =
        deploys.1.iter().map(firedrill::model::text::DisplayText::as_str).collect();
    assert_eq!(
        lines,
        [
            "18:51:00 v1.1.0 by ploy: Gift notes",
            "2026-11-23 18:50 v0.9.0 by ploy: Gift notes",
            "runs now: v1.1.0 on 2",
        ]
    );
    assert!(metrics.1.iter().any(|line| line.as_str().starts_with("error_ratio ")), "{metrics:?}");
    assert!(metrics.2.0["checkout.error_ratio"].0 > 300_000);
}

#[test]
fn the_story_adds_to_looks_what_no_simulation_knows() {
    let look = Look {
        target: "search".into(),
        view: "config".into(),
        when: None,
        takes: Some(seconds(50)),
        says: "maxmemory-policy noeviction".into(),
    };
    let told = Stage::calm().with(|setup| setup.story.looks.push(look)).begin();
    let told = told.say("ann", "/look search config").until("02:00");
    let looks = told.times(|event| match event {
        Event::LookReturned { lines, .. } => lines.last().map(ToString::to_string),
        _ => None,
    });
    assert_eq!(looks, [("00:50".to_owned(), "maxmemory-policy noeviction".to_owned())]);
}

#[test]
fn a_tool_that_is_gone_says_so() {
    let mut gone = fault("gone", FaultKind::Absent, Acts::Always);
    gone.target = "tools.logs".into();
    let told = Stage::new().with(|setup| setup.story.faults.push(gone)).begin().until("02:00");
    let told = told.say("ann", "/look checkout logs").until("03:00");
    let looks = told.times(|event| match event {
        Event::LookReturned { lines, .. } => Some(lines.clone()),
        _ => None,
    });
    assert_eq!(looks[0].1[0].as_str(), "logs: no answer, nothing is shown");
}

#[test]
fn nobody_who_cannot_log_in_mends_anything() {
    let stage = Stage::new().system(|system| {
        system.tools.through.insert("login".into(), vec!["checkout".into()]);
    });
    let told = stage.begin().until("03:00").say("ann", "/do rollback checkout").until("06:00");
    let expected = "rollback checkout: no answer from the console".to_owned();
    assert_eq!(ended(&told), [("05:01".to_owned(), Outcome::Failed, expected)]);
}

#[test]
fn a_machine_acts_by_itself_and_again() {
    use firedrill::content::truth::Automation;
    use firedrill::model::fault::Again;
    use firedrill::model::remedy::Order;
    let order = Order { remedy: "restart".into(), target: "search".into(), args: None };
    let acts = Acts::While(super::stage::after(60));
    let again = Some(Again { after: seconds(120), times: Some(1), unless: None });
    let stage = Stage::calm().with(|setup| {
        setup.story.automation.insert("janitor".into(), Automation { acts, order, again });
    });
    let began = stage.begin().until("08:00").times(|event| match event {
        Event::RemedyBegan { order, .. } => Some(order.target.to_string()),
        _ => None,
    });
    let expected = ["01:00", "03:00"].map(|at| (at.to_owned(), "search".to_owned()));
    assert_eq!(began, expected);
}
