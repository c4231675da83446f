//! The incident by commands: declaring, roles, statuses, updates, runbooks, causes, hints, ends.

use firedrill::content::process::OnDeclare;
use firedrill::content::truth::{CoachLine, Hint, Jump};
use firedrill::journal::{Actor, Event, RefusalKind, Verdict};
use firedrill::model::condition::EventKind;

use super::stage::{Stage, Told, after, event, seconds};

fn declared() -> Told {
    Stage::new().begin().until("03:00").say("ann", "/declare sev2 Checkout errors")
}

/// The refusal's sentence.
fn refused(told: &mut Told, player: &str, line: &str) -> String {
    told.refusal(player, line).says.en.to_string()
}

#[test]
fn declaring_opens_a_channel_runs_the_automation_and_puts_somebody_in_command() {
    let all = vec![OnDeclare::Channel, OnDeclare::Announce, OnDeclare::Page, OnDeclare::Ticket];
    let stage = Stage::new().with(|setup| {
        let process = std::sync::Arc::make_mut(&mut setup.process);
        process.on_declare.insert("sev1".into(), all);
    });
    let mut told = stage.begin().until("03:00").say("ann", "/ack A-1");
    let events = told.leads_to("bo", "/declare sev1 Checkout errors!");
    let Event::Declared { incident, channel, alert, .. } = &events[1] else { panic!("{events:?}") };
    assert_eq!(incident.to_string(), "INC-0001");
    assert_eq!(channel, "#inc-2026-11-24-checkout-errors");
    assert_eq!(alert.unwrap().to_string(), "A-1");
    let automated: Vec<String> = (events.iter())
        .filter_map(|event| match event {
            Event::Automated { says, .. } => Some(says.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(
        automated,
        [
            "channel #inc-2026-11-24-checkout-errors opened",
            "posted in #incidents: #inc-2026-11-24-checkout-errors",
            "on-call has the page: Ann",
            "ticket 4471",
        ]
    );
    let Some(Event::Assigned { role, holder, .. }) = events.last() else { panic!("{events:?}") };
    assert_eq!(
        (role.as_str(), holder.as_str()),
        ("incident-lead", "p1"),
        "who sits in the lead's seat"
    );
    let process = told.by(|event| matches!(event, Event::Automated { .. }));
    assert!(process.iter().all(|by| *by == Actor::Process));
}

#[test]
fn a_thai_title_gets_a_channel_by_number_and_a_second_title_one_of_its_own() {
    let mut told = Stage::calm().begin();
    let channel = |events: &[Event]| match &events[1] {
        Event::Declared { channel, .. } => channel.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(channel(&told.leads_to("ann", "/declare sev2 สั่งซื้อไม่ได้")), "#inc-2026-11-24-1");
    assert_eq!(channel(&told.leads_to("ann", "/declare sev3 Slow")), "#inc-2026-11-24-slow");
    assert_eq!(channel(&told.leads_to("ann", "/declare sev3 Slow")), "#inc-2026-11-24-slow-3");
}

#[test]
fn the_severity_left_out_is_what_was_shown_and_in_doubt_the_higher() {
    let severity = |told: &Told| {
        told.times(|event| match event {
            Event::Declared { severity, .. } => Some(severity.to_string()),
            _ => None,
        })
    };
    let told = Stage::calm().begin().until("01:00").say("ann", "/declare Something odd");
    assert_eq!(severity(&told)[0].1, "sev2", "the severity of what is undeclared");
}

#[test]
fn without_an_incident_there_is_none_to_change() {
    let mut told = Stage::calm().begin();
    for line in
        ["/status resolved", "/severity sev1 worse", "/close false alarm", "/assign comms bo"]
    {
        let word = line.trim_start_matches('/').split(' ').next().unwrap();
        let says = refused(&mut told, "ann", line);
        assert_eq!(says, format!("`/{word}` needs an incident; none is declared. d declares one."));
    }
}

#[test]
fn with_two_open_a_command_says_which() {
    let mut told = declared().say("ann", "/declare sev3 Search is odd");
    assert_eq!(
        refused(&mut told, "ann", "/status identified it is the release"),
        "Two incidents are open. Say which: `INC-0001` or `INC-0002`."
    );
    let events = told.leads_to("ann", "/status INC-0002 identified it is the release");
    assert!(
        matches!(events.last(), Some(Event::StatusChanged { incident, .. }) if incident.0 == 2)
    );
}

#[test]
fn a_step_back_needs_a_reason_and_an_early_end_is_accepted() {
    let mut told = declared().say("ann", "/status monitoring rolled back");
    assert_eq!(
        refused(&mut told, "ann", "/status investigating"),
        "From monitoring back to investigating needs a reason. Write it after: `/status investigating WHY`."
    );
    let told = told
        .say("ann", "/status resolved all good")
        .say("ann", "/status investigating it came back");
    let statuses = told.times(|event| match event {
        Event::StatusChanged { status, .. } => Some(status.to_string()),
        _ => None,
    });
    let statuses: Vec<&str> = statuses.iter().map(|(_, status)| status.as_str()).collect();
    assert_eq!(statuses, ["monitoring", "resolved", "investigating"]);
    assert_eq!(told.drill.incidents().open().count(), 1);
}

#[test]
fn a_closed_incident_changes_no_more() {
    let mut told = declared().say("ann", "/close false alarm");
    assert_eq!(
        refused(&mut told, "ann", "/status identified x"),
        "INC-0001 is closed; nothing of it changes any more. d declares another."
    );
}

#[test]
fn roles_go_to_players_and_colleagues_and_to_others_once_they_have_joined() {
    let mut told = declared();
    let events = told.leads_to("ann", "/assign comms bo");
    let Some(Event::Assigned { role, holder, .. }) = events.last() else { panic!("{events:?}") };
    assert_eq!((role.as_str(), holder.as_str()), ("communications-lead", "p2"));
    assert_eq!(refused(&mut told, "ann", "/assign comms bo"), "bo holds comms already.");
    let says = refused(&mut told, "ann", "/assign tech mek");
    assert_eq!(says, "mek is not here. `/page mek WHY` brings them in.");
    assert_eq!(
        refused(&mut told, "ann", "/handover scribe ton all of it"),
        "Nobody holds scribe yet, so there is nothing to hand over. `/assign scribe ton` fills it."
    );
    assert_eq!(
        refused(&mut told, "ann", "/assign coms bo"),
        "`coms` is no role of this process. Did you mean `comms`?"
    );
    let events = told.leads_to("ann", "/handover lead bo checkout is being rolled back");
    assert!(matches!(events.last(), Some(Event::Assigned { brief: Some(_), .. })), "{events:?}");
    assert!(matches!(
        told.leads_to("ann", "/assign tech ton").last(),
        Some(Event::Assigned { .. })
    ));
}

#[test]
fn public_updates_are_their_roles_alone_once_a_player_holds_it() {
    let update = "/update public scope=checkout effect=many doing=\"looking\" next=20m";
    let mut told = declared();
    assert!(matches!(told.leads_to("ann", update).last(), Some(Event::Updated { .. })));
    let mut told = told.say("ann", "/assign comms bo");
    let refusal = told.refusal("ann", update);
    assert_eq!(
        (refusal.kind, refusal.says.en.as_str()),
        (
            RefusalKind::Permission,
            "A public update is the Communications Lead's (bo). `/ask bo …`, or w moves the role."
        )
    );
    assert!(matches!(told.leads_to("bo", update).last(), Some(Event::Updated { .. })));
    let internal = update.replace("public", "internal");
    assert!(matches!(told.leads_to("ann", &internal).last(), Some(Event::Updated { .. })));
    assert_eq!(
        refused(&mut told, "ann", &update.replace("public", "pubic")),
        "`pubic` is no audience of this process. Did you mean `public`?"
    );
}

#[test]
fn no_next_word_is_promised_only_once_resolved() {
    let last = "/update internal scope=checkout effect=none doing=\"it is over\" next=none";
    let mut told = declared();
    assert_eq!(
        refused(&mut told, "ann", last),
        "`next=none` comes only once the incident is resolved. Add `next=20m`, or u opens the form."
    );
    let mut told = told.say("ann", "/status resolved rolled back");
    assert!(matches!(told.leads_to("ann", last).last(), Some(Event::Updated { .. })));
}

#[test]
fn a_cause_is_taken_without_a_word_on_how_good_it_is() {
    let verdict = |line: &str| match declared().leads_to("ann", line).last() {
        Some(Event::CauseStated { verdict }) => *verdict,
        other => panic!("{other:?}"),
    };
    assert_eq!(verdict("/cause checkout release began after it"), Verdict::Right);
    assert_eq!(verdict("/cause checkout deploy began after it"), Verdict::Right);
    assert_eq!(verdict("/cause checkout data"), Verdict::Acceptable);
    assert_eq!(verdict("/cause search release"), Verdict::Wrong);
}

#[test]
fn runbook_steps_are_marked_by_hand_or_by_doing_what_they_say() {
    let mut told = declared();
    assert_eq!(
        refused(&mut told, "ann", "/step 1 done"),
        "`/step` needs a runbook; none is open. b opens one."
    );
    let mut told = told.say("ann", "/runbook bad-release");
    assert_eq!(
        refused(&mut told, "ann", "/step 4 done"),
        "`4` is no step of bad-release. It has steps 1 to 3."
    );
    let told = told.say("ann", "/look checkout deploys").until("04:00");
    let told = told.say("ann", "/do rollback checkout").until("09:00");
    let marks = told.times(|event| match event {
        Event::StepMarked { number, .. } => Some(*number),
        _ => None,
    });
    let at = |number: u32| marks.iter().find(|(_, own)| *own == number).map(|(at, _)| at.clone());
    assert_eq!(at(1).as_deref(), Some("03:15"));
    assert_eq!(at(2).as_deref(), Some("06:01"));
    let checked = at(3).expect("the check holds for a minute after the rollback");
    assert!(("07:00".."08:30").contains(&checked.as_str()), "{checked}");
    assert!(
        told.by(|e| matches!(e, Event::StepMarked { .. })).iter().all(|by| *by == Actor::Process)
    );
}

#[test]
fn hints_come_in_order_each_at_its_price() {
    let stage = Stage::calm().with(|setup| {
        let hint = |says: &str, when| Hint { says: says.into(), when };
        setup.story.hints = vec![
            hint("one", None),
            hint("two", Some(event(EventKind::Looked, &[]))),
            hint("three", None),
            hint("four", None),
        ];
    });
    let told = stage.begin().say("ann", "/hint");
    let mut told = told;
    assert_eq!(
        refused(&mut told, "ann", "/hint"),
        "The next hint is not ready yet; what is on the screens comes first."
    );
    let told = told.say("ann", "/look search").until("01:00");
    let mut told = told.say("ann", "/hint").say("bo", "/hint").say("ann", "/hint");
    let hints = told.times(|event| match event {
        Event::Hinted { level, price, .. } => Some((*level, *price)),
        _ => None,
    });
    let hints: Vec<_> = hints.into_iter().map(|(_, hint)| hint).collect();
    assert_eq!(hints, [(1, 0), (2, 3), (3, 8), (4, 8)]);
    assert_eq!(refused(&mut told, "ann", "/hint"), "There is no further hint.");
}

#[test]
fn a_jump_stops_before_each_promise_and_goes_on_once_it_is_met() {
    let stage = Stage::calm().with(|setup| {
        let when = event(EventKind::Declared, &[]);
        setup.story.jumps = vec![Jump { when, over: seconds(20 * 60) }];
    });
    let mut told = stage.begin();
    assert_eq!(
        refused(&mut told, "ann", "/jump"),
        "The clock jumps only where the scenario offers it, and it does not now."
    );
    let told = told.until("01:00").say("ann", "/declare sev3 Slow").until("01:10");
    let told =
        told.say("ann", "/update internal scope=search effect=some doing=\"waiting\" next=10m");
    let mut told = told.say("ann", "/jump");
    while told.drill.jumping() {
        let next = firedrill::model::time::DrillTime(told.drill.now().0 + 1);
        told = told.until(&next.to_string());
    }
    assert_eq!(told.drill.now().to_string(), "10:10", "a minute before the promise");
    let mut told = told.until("10:11");
    let jumped = |told: &Told| {
        told.times(|event| match event {
            Event::Jumped { from, to } => Some(format!("{from} to {to}")),
            _ => None,
        })
    };
    assert_eq!(jumped(&told), [("10:10".to_owned(), "01:10 to 10:10".to_owned())]);
    told = told.say("ann", "/update internal scope=search effect=some doing=\"waiting\" next=30m");
    assert!(told.drill.jumping(), "met, so it goes on");
    let told = told.until("21:30");
    assert_eq!(jumped(&told)[1], ("21:10".to_owned(), "10:11 to 21:10".to_owned()));
    assert!(!told.drill.jumping());
}

#[test]
fn the_coach_says_one_thing_at_a_time_and_never_what_is_done_already() {
    let line = |when, until, says: &str| CoachLine { when, until, says: says.into() };
    let stage = Stage::calm().with(|setup| {
        setup.coach = true;
        setup.story.coach = vec![
            line(after(0), Some(after(40)), "look around"),
            line(after(5), Some(event(EventKind::Declared, &[])), "declare"),
            line(after(6), Some(event(EventKind::Looked, &[])), "look"),
        ];
    });
    let told = stage.begin().until("00:10").say("ann", "/look search").until("01:00");
    let told = told.say("ann", "/declare sev4 x").until("02:00");
    let coached = told.times(|event| match event {
        Event::Coached { line, .. } => Some((*line, "said")),
        Event::CoachDone(line) => Some((*line, "done")),
        _ => None,
    });
    let expected = [
        ("00:00", (0, "said")),
        ("00:40", (0, "done")),
        ("00:40", (1, "said")),
        ("01:00", (1, "done")),
    ];
    assert_eq!(coached, expected.map(|(at, what)| (at.to_owned(), what)));
}

#[test]
fn a_graded_drill_keeps_speed_one() {
    let mut told = Stage::calm().with(|setup| setup.graded = true).begin();
    assert_eq!(
        refused(&mut told, "ann", "/speed 4"),
        "The clock of a graded drill keeps speed 1. Practice has `>`; it is not in trends."
    );
    let mut told = Stage::calm().begin();
    assert_eq!(told.leads_to("ann", "/speed 4").last(), Some(&Event::SpeedSet(4)));
    assert_eq!(told.drill.speed(), 4);
}

#[test]
fn after_the_end_only_the_review_goes_on_record() {
    let mut told = declared();
    assert_eq!(
        refused(&mut told, "ann", "/self detect S"),
        "`/self` comes after the drill. `/end` ends it."
    );
    let mut told = told.say("ann", "/end");
    assert!(told.drill.ended());
    assert_eq!(
        refused(&mut told, "ann", "/look checkout"),
        "The drill is over. `/self`, `/dispute`, `/witness` and `/action` still count."
    );
    for line in [
        "/self detect S",
        "/dispute declared it was in time",
        "/action Try it owner=ton due=2026-12-11",
    ] {
        assert!(matches!(told.leads_to("ann", line).as_slice(), [Event::Given(_)]), "{line}");
    }
    assert_eq!(
        refused(&mut told, "ann", "/self detct S"),
        "`detct` is no capability. Did you mean `detect`?"
    );
}

#[test]
fn anybody_may_stop_everything_for_a_real_incident() {
    let told = declared().say("bo", "/abort the real shop is down");
    assert_eq!(told.entries.last().unwrap().event, Event::Ended { reason: "abort".into() });
}

#[test]
fn a_line_that_is_no_command_is_kept_as_refused_so_many_times() {
    let mut told = Stage::calm().begin();
    let refusal = told.refusal("ann", "/udpate internal");
    assert_eq!(refusal.kind, RefusalKind::Grammar);
    for _ in 1..firedrill::drill::REFUSALS_MAX {
        told = told.say("ann", "/udpate internal");
    }
    assert!(told.leads_to("ann", "/udpate internal").is_empty(), "further ones are dropped");
    assert_eq!(told.refusal("bo", "/udpate internal").kind, RefusalKind::Grammar);
}

#[test]
fn who_does_not_sit_at_the_table_says_nothing() {
    let mut told = Stage::calm().begin();
    assert_eq!(told.refusal("p9", "hello").kind, RefusalKind::Permission);
}
