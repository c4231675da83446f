//! Tools of the responders that lie, cut short, or take orders and do nothing; machines that rest.

use firedrill::content::truth::Automation;
use firedrill::journal::{Event, Outcome, RefusalKind};
use firedrill::model::fault::{Acts, Again, Fault, FaultKind};
use firedrill::model::remedy::Order;
use firedrill::model::system::{Backup, Certificate, Database, Part, PartKind, Station, Time};
use firedrill::model::time::Span;

use super::stage::{Stage, Told, error_ratio, fault, seconds};

fn of_tool(tool: &str, kind: FaultKind) -> Fault {
    Fault { target: format!("tools.{tool}").as_str().into(), ..fault("tool", kind, Acts::Always) }
}

/// The shop with its bad release, and a tool that is not well.
fn with(tool: &str, kind: FaultKind) -> Stage {
    Stage::new().with(|setup| setup.story.faults.push(of_tool(tool, kind)))
}

fn looked(told: &Told) -> Vec<String> {
    let looks = told.times(|event| match event {
        Event::LookReturned { lines, .. } => {
            Some(lines.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        _ => None,
    });
    looks.into_iter().flat_map(|(_, lines)| lines).collect()
}

fn ended(told: &Told) -> Vec<(String, Outcome, String)> {
    let ended = told.times(|event| match event {
        Event::RemedyEnded { outcome, says, .. } => Some((*outcome, says.en.to_string())),
        _ => None,
    });
    ended.into_iter().map(|(at, (outcome, says))| (at, outcome, says)).collect()
}

fn fired(told: &Told) -> usize {
    told.times(|event| matches!(event, Event::AlertFired { .. }).then_some(())).len()
}

#[test]
fn logs_that_are_cut_short_lose_lines_and_the_ends_of_lines() {
    let look = |stage: Stage| {
        let told = stage.begin().until("03:30").say("ann", "/look checkout logs").until("05:00");
        looked(&told)
    };
    let whole = look(Stage::new());
    let cut = look(with("logs", FaultKind::Truncated { lines: Some(3), share: 0.6 }));
    assert!(whole.len() > 8, "{whole:?}");
    assert_eq!(cut.len(), 4, "{cut:?}");
    assert!(cut[0].contains("lines dropped"), "{cut:?}");
    assert!(cut[1..].iter().all(|line| line.ends_with("…[truncated]")), "{cut:?}");
    assert!(!cut[1..].iter().any(|line| line.contains("version=")), "{cut:?}");
}

#[test]
fn metrics_that_are_wrong_keep_alerts_quiet_and_mislead_who_looks() {
    let shown = with("metrics", FaultKind::Wrong { ratio: 1.0, factor: 0.05 });
    let told = shown.begin().until("04:00").say("ann", "/look checkout metrics").until("06:00");
    assert_eq!(fired(&told), 0, "three in a hundred is below the bound");
    let lines = looked(&told);
    let errors = lines.iter().find(|line| line.starts_with("error_ratio")).unwrap();
    assert!(errors.contains("error_ratio 3.") || errors.contains("error_ratio 2."), "{lines:?}");
    assert!(fired(&Stage::new().begin().until("06:00")) > 0);
}

#[test]
fn alerts_that_stand_still_fire_no_more() {
    let told = with("alerts", FaultKind::Stalled).begin().until("06:00");
    assert_eq!(fired(&told), 0);
}

#[test]
fn a_console_that_stands_still_takes_orders_and_does_nothing() {
    let told = with("console", FaultKind::Stalled).begin().until("03:00");
    let told = told.say("ann", "/do restart checkout").until("05:00");
    let all = ended(&told);
    let [(_, Outcome::Nothing, says)] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(says, "restart checkout: accepted");
}

#[test]
fn a_rollout_tool_that_stands_still_rolls_nothing_back() {
    let told = with("deploys", FaultKind::Stalled).begin().until("03:00");
    let told = told.say("ann", "/do rollback checkout").until("08:00");
    assert_eq!(ended(&told)[0].1, Outcome::Nothing);
    assert!(
        looked(&told.say("ann", "/look checkout deploys").until("09:00"))
            .iter()
            .any(|line| line.contains("runs now: v1.1.0"))
    );
}

#[test]
fn a_status_page_that_is_gone_publishes_nothing() {
    let stage = with("status_page", FaultKind::Absent);
    let mut told =
        stage.begin().until("03:00").say("ann", "/declare sev2 Checkout fails").until("03:05");
    let update = "/update public scope=checkout effect=many doing=\"looking\" next=20m";
    let refusal = told.refusal("bo", update);
    assert_eq!(refusal.kind, RefusalKind::State);
    let internal = "/update internal scope=checkout effect=many doing=\"looking\" next=20m";
    assert!(
        told.leads_to("bo", internal).iter().any(|event| matches!(event, Event::Updated { .. }))
    );
}

#[test]
fn a_machine_of_the_scenario_rests_while_people_have_paused_it() {
    let stage = || {
        Stage::new().with(|setup| {
            let order = Order { remedy: "restart".into(), target: "checkout".into(), args: None };
            let acts = Acts::While(error_ratio("checkout", 0.3));
            let again = Again { after: seconds(60), times: None, unless: None };
            let machine = Automation { acts, order, again: Some(again) };
            setup.story.automation.insert("janitor".into(), machine);
        })
    };
    let restarts = |told: &Told| {
        let all = ended(told);
        all.iter().filter(|own| own.2.starts_with("restart")).count()
    };
    assert!(restarts(&stage().begin().until("06:00")) >= 2);
    let told = stage().begin().say("ann", "/do pause-automation checkout").until("06:00");
    assert_eq!(ended(&told)[0].1, Outcome::Worked);
    assert_eq!(restarts(&told), 0);
    let told = told.say("ann", "/do pause-automation checkout off").until("09:00");
    assert!(restarts(&told) >= 1, "and goes on when told");
}

fn add(stage: Stage, id: &str, kind: PartKind) -> Stage {
    let part = Part { id: id.into(), team: None, kind };
    stage.system(|system| {
        system.parts.insert(id.into(), part);
    })
}

#[test]
fn a_restore_takes_as_long_as_its_backup_says() {
    let backup = |name: &str, minutes, works| Backup {
        name: name.into(),
        every: Span::from_minutes(60),
        tested: None,
        restores_in: Span::from_minutes(minutes),
        works,
    };
    let database = Database {
        station: Station {
            instances: 1,
            slots: 10,
            time: Time { mean: Span(5), spread: 1.0 },
            queue: 10,
        },
        connections: 50,
        disk: None,
        replicas: Vec::new(),
        failover: None,
        backups: vec![backup("hourly", 9, true), backup("dumps", 4, false)],
    };
    let stage = add(Stage::calm(), "ledger-db", PartKind::Database(database));
    let told = stage.begin().say("ann", "/do restore ledger-db dumps").until("05:30");
    let told = told.say("ann", "/do restore ledger-db hourly").until("20:00");
    let expected = [("05:00", Outcome::Failed), ("15:30", Outcome::Worked)];
    let found = ended(&told);
    let found: Vec<(&str, Outcome)> = found.iter().map(|own| (own.0.as_str(), own.1)).collect();
    assert_eq!(found, expected);
    let says = &ended(&told)[0].2;
    assert!(says.contains("not a valid archive"), "{says}");
}

#[test]
fn renewing_says_how_many_hosts_use_the_new_one() {
    let stage = add(
        Stage::calm(),
        "cert",
        PartKind::Certificate(Certificate {
            expires: Span::from_minutes(2),
            manual: true,
            reloads: None,
        }),
    );
    let stage = stage.system(|system| {
        if let Some(PartKind::Service(edge)) =
            system.parts.get_mut("edge").map(|part| &mut part.kind)
        {
            edge.certificate = Some("cert".into());
        }
    });
    let told = stage.begin().until("03:00").say("ann", "/do renew cert").until("05:00");
    let says = &ended(&told)[0].2;
    assert_eq!(says, "renew cert: issued; 0 of 2 hosts use the new one");
    let told = told.say("ann", "/do verify cert").until("06:00");
    assert_eq!(ended(&told)[1].1, Outcome::Failed);
    let told = told.say("ann", "/do restart edge").until("08:00").say("ann", "/do verify cert");
    let told = told.until("09:00");
    assert_eq!(ended(&told)[3].1, Outcome::Worked, "{:?}", ended(&told));
}
