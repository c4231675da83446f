//! What colleagues do by themselves: what belongs to a role they hold, and no more.

use firedrill::command::{Command, Effect, LookView, Update};
use firedrill::journal::{Actor, Event, InjectForm, InjectShown};
use firedrill::model::cause::CauseKind;
use firedrill::model::id::{LookId, QuestionId, Target};
use firedrill::model::time::{DrillTime, Span};
use firedrill::view::ChannelLine;
use proptest::prelude::*;

use crate::crew::stage::{acts, colleague, view};
use crate::view::table::{Pen, fold};

/// An incident with a worst service, ton as technical lead.
fn incident() -> Pen {
    let mut pen = Pen::default();
    for at in [20, 35, 50] {
        pen.scrape(at, &[("checkout.error_ratio", 0.002), ("checkout.p99", 0.1)]);
    }
    for at in [65, 80, 95] {
        pen.scrape(at, &[("checkout.error_ratio", 0.31), ("checkout.p99", 3.1)]);
    }
    pen.alert(100).declare(110);
    pen
}

fn commands(player: &str, pen: &Pen, seconds: u32) -> Vec<Command> {
    let now = pen.entries.last().map_or(0, |entry| entry.at.0);
    let view = view(player, &pen.entries, now);
    let acted = acts(&mut colleague(player, "senior", 2), &view, seconds);
    acted.into_iter().map(|(_, command)| command).collect()
}

#[test]
fn without_a_role_and_without_a_word_nobody_stirs() {
    let pen = incident();
    for player in ["p2", "p3", "p4"] {
        assert_eq!(commands(player, &pen, 300), [], "{player}");
    }
}

#[test]
fn the_technical_lead_looks_at_the_worst_and_repairs_nothing() {
    let mut pen = incident();
    pen.assigned(115, "technical-lead", "p3");
    let done = commands("p3", &pen, 300);
    let target = Target::from("checkout");
    let look = Command::Look { target, view: LookView::Metrics };
    assert_eq!(done.first(), Some(&Command::Say("on it".into())));
    assert!(done.contains(&look), "{done:?}");
    assert!(!done.iter().any(|own| matches!(own, Command::Do(_))), "{done:?}");
}

/// Plays looks back to ton until he is still: metrics, then a deploy that fits.
fn inquiry(profile: &str, deploy: &str) -> Vec<Command> {
    let mut pen = incident();
    pen.assigned(115, "technical-lead", "p3");
    let mut ton = colleague("p3", profile, 2);
    let mut fold = fold("p3");
    let mut taken = 0;
    let mut done = Vec::new();
    for now in 115..900 {
        for entry in pen.entries.iter().skip(taken) {
            fold.apply(entry);
        }
        taken = pen.entries.len();
        let view = fold.view(DrillTime(now)).clone();
        for command in ton.act(&view, DrillTime(now)) {
            if let Command::Look { target, view } = &command {
                let line = format!("/look {target} {}", format!("{view:?}").to_lowercase());
                let lines: &[&str] = match view {
                    LookView::Deploys => &[deploy, "runs now: v2 on 4"],
                    LookView::Metrics => &["error_ratio 31.0 %"],
                    LookView::Deps => &["calls payments: 10.0/s, 40.0 % fail, p99 900 ms"],
                    _ => &["19:01:10 checkout-1 ERROR no field gift_note"],
                };
                let metric = format!("{target}.error_ratio");
                let readings = [(metric.as_str(), 0.31)];
                pen.looked((now, now + 1), "p3", &line, (lines, &readings));
            }
            done.push(command);
        }
    }
    done
}

#[test]
fn a_deploy_that_fits_in_time_is_stated_and_a_senior_proposes() {
    let done = inquiry("senior", "19:00:50 v2 by beam: gift notes");
    let cause = done.iter().find_map(|own| match own {
        Command::Cause { target, kind, why } => Some((target.to_string(), *kind, why.to_string())),
        _ => None,
    });
    let why = "v2 went out at 19:00, errors began 19:01".to_owned();
    assert_eq!(cause, Some(("checkout".to_owned(), CauseKind::Release, why)));
    let said: Vec<String> = done.iter().map(ToString::to_string).collect();
    let finding = "checkout: deploy v2 by beam: gift notes at 19:00; errors began 19:01";
    assert!(said.iter().any(|own| own == finding), "{said:#?}");
    assert!(said.iter().any(|own| own == "checkout: 31 % errors"), "{said:#?}");
    assert!(said.iter().any(|own| own == "/runbook bad-release"), "{said:#?}");
    assert!(said.iter().any(|own| own.starts_with("I propose /do rollback checkout")), "{said:#?}");
    assert!(!said.iter().any(|own| own.starts_with("/do")), "{said:#?}");
}

#[test]
fn a_junior_proposes_nothing_and_an_old_deploy_is_no_cause() {
    let said = |profile, deploy| {
        let done = inquiry(profile, deploy);
        done.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let junior = said("junior", "19:00:50 v2 by beam: gift notes");
    assert!(junior.iter().any(|own| own.starts_with("/cause checkout release")), "{junior:#?}");
    assert!(!junior.iter().any(|own| own.contains("propose")), "{junior:#?}");
    let old = said("senior", "14:10:00 v2 by beam: gift notes");
    assert!(!old.iter().any(|own| own.starts_with("/cause")), "{old:#?}");
    assert!(
        old.iter().any(|own| own == "/look payments metrics"),
        "the callee comes next: {old:#?}"
    );
}

#[test]
fn who_speaks_sends_what_the_board_shows_and_promises_the_next_word() {
    let mut pen = incident();
    pen.assigned(115, "communications-lead", "p2");
    let done = commands("p2", &pen, 400);
    let updates = done.iter().filter_map(|own| match own {
        Command::Update(update) => Some(update.clone()),
        _ => None,
    });
    let updates: Vec<_> = updates.collect();
    let mut audiences: Vec<String> =
        updates.iter().flat_map(|own| own.audiences.iter().map(ToString::to_string)).collect();
    audiences.sort();
    audiences.dedup();
    assert_eq!(audiences, ["internal", "public"], "again after a while, since neither took");
    for update in &updates {
        assert_eq!((update.scope.as_str(), update.effect), ("checkout", Effect::Many));
        assert_eq!(update.next, Some(Span::from_minutes(30)));
    }
    let to_public = |own: &&Update| own.audiences.iter().any(|id| id.as_str() == "public");
    let public = updates.iter().find(to_public).expect("a public update");
    let words = public.text.as_str();
    assert!(words.starts_with("Many users have trouble with our service. "), "{words}");
}

/// fah asks whoever speaks for what to say.
fn ask(pen: &mut Pen) {
    let says = firedrill::model::text::Text::from("What do I tell them?");
    let form = InjectForm::Message { from: "fah".into(), to: "comms".into(), says: says.clone() };
    let shown = InjectShown { inject: None, form, evidence: std::collections::BTreeMap::new() };
    let (from, to, due) = ("fah".into(), "comms".into(), DrillTime(700));
    let asked = Event::Asked { question: QuestionId(1), from, to, says, due };
    pen.write(120, Actor::Story, Event::Shown(shown)).write(120, Actor::Cast("fah".into()), asked);
}

/// What nok answers to question 1.
fn answer(pen: &Pen) -> String {
    let done = commands("p2", pen, 300);
    let [Command::Answer { question, text }] = done.as_slice() else { panic!("{done:?}") };
    assert_eq!(*question, QuestionId(1));
    text.to_string()
}

#[test]
fn who_sits_to_speak_answers_a_question_to_the_seat() {
    let mut pen = incident();
    ask(&mut pen);
    let text = answer(&pen);
    assert!(text.starts_with("checkout: 31 % errors"), "{text}");
    assert_eq!(commands("p3", &pen, 300), []);
}

#[test]
fn what_alerts_and_shows_neither_errors_nor_times_is_not_as_usual() {
    let mut pen = Pen::default();
    pen.scrape(95, &[("checkout.rate", 4.0)]).alert(100).declare(110);
    ask(&mut pen);
    let text = answer(&pen);
    assert!(text.starts_with("checkout: not as usual"), "{text}");
}

#[test]
fn the_scribe_writes_down_key_moments_and_a_decision_nobody_recorded() {
    let mut pen = incident();
    pen.assigned(115, "scribe", "p4").given(200, "p3", "/cause checkout release it fits");
    let order = || firedrill::model::remedy::Order {
        remedy: "rollback".into(),
        target: "checkout".into(),
        args: None,
    };
    let run = firedrill::model::id::RemedyRun(1);
    let began = Event::RemedyBegan { run, order: order(), ready: DrillTime(400), arm: None };
    pen.given(220, "p3", "/do rollback checkout").write(220, Actor::Player("p3".into()), began);
    let said: Vec<String> = commands("p4", &pen, 400).iter().map(ToString::to_string).collect();
    let expected = [
        "/note 19:01 declared sev2: Checkout errors (ann)",
        "/note 19:03 ton holds checkout: release for the cause",
        "/decision 19:03 rollback checkout (ton) why=\"checkout: release\"",
    ];
    assert_eq!(said, expected);
}

#[test]
fn in_the_seat_of_command_a_colleague_takes_the_page_declares_and_shares_the_work_out() {
    let mut pen = Pen::default();
    for at in [65, 80, 95] {
        pen.scrape(at, &[("checkout.error_ratio", 0.31)]);
    }
    pen.alert(100);
    let said: Vec<String> = commands("p1", &pen, 120).iter().map(ToString::to_string).collect();
    assert_eq!(said, ["/ack A-1"]);
    let (page, by) = (firedrill::model::id::PageId(1), "p1".into());
    pen.write(120, Actor::Player("p1".into()), Event::Acknowledged { page, by });
    let said: Vec<String> = commands("p1", &pen, 120).iter().map(ToString::to_string).collect();
    assert_eq!(said, ["/declare sev2 checkout errors"]);
    let said: Vec<String> =
        commands("p1", &incident(), 300).iter().map(ToString::to_string).collect();
    for expected in ["/assign comms nok", "/assign tech ton", "/assign scribe ploy"] {
        assert!(said.iter().any(|own| own == expected), "{expected}: {said:?}");
    }
}

#[test]
fn a_look_that_is_under_way_is_waited_for() {
    let mut pen = incident();
    let looking = Event::LookBegan {
        look: LookId(1),
        target: "search".into(),
        view: LookView::Logs,
        ready: DrillTime(400),
    };
    pen.write(112, Actor::Player("p3".into()), looking).given(
        113,
        "p1",
        "/ask p3 look at payments",
    );
    let view = view("p3", &pen.entries, 113);
    let acted = acts(&mut colleague("p3", "staff", 1), &view, 250);
    assert!(!acted.iter().any(|(_, own)| matches!(own, Command::Look { .. })), "{acted:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is said to them, colleagues say only what the parser reads back to the same.
    #[test]
    fn no_word_makes_a_colleague_say_what_cannot_be_read(
        text in "[a-zA-Z0-9 /=\"'?.,;:%ก-๙-]{1,80}",
        verb in prop::sample::select(vec!["", "roll back checkout ", "note that ", "/do shed ", "look at ", "page "]),
        seed in 0_u64..50,
    ) {
        let line = format!("{verb}{text}");
        prop_assume!(!line.trim().is_empty());
        let mut pen = incident();
        pen.assigned(115, "technical-lead", "p3");
        let whom = "p3".into();
        let question = line.as_str().into();
        let asks = Event::Given(Command::Ask { whom, question });
        pen.write(120, Actor::Player("p1".into()), asks);
        let view = view("p3", &pen.entries, 120);
        for (_, command) in acts(&mut colleague("p3", "mid", seed), &view, 400) {
            prop_assert_eq!(Command::parse(&command.to_string()), Ok(command));
        }
    }
}

#[test]
fn who_speaks_writes_what_is_dictated_with_its_promise() {
    let mut pen = incident();
    pen.assigned(115, "communications-lead", "p2");
    pen.given(
        118,
        "p1",
        "/ask p2 send a public update: Orders work again, next word in 20 minutes",
    );
    let done = commands("p2", &pen, 200);
    let dictated = done.iter().find_map(|own| match own {
        Command::Update(update) if update.text.as_str().starts_with("Orders work") => Some(update),
        _ => None,
    });
    let update = dictated.expect("the dictated update");
    assert_eq!(update.text.as_str(), "Orders work again, next word in 20 minutes");
    assert_eq!(update.next, Some(Span::from_minutes(20)));
    assert_eq!(update.audiences.iter().map(ToString::to_string).collect::<Vec<_>>(), ["public"]);
}

#[test]
fn people_of_the_story_command_nobody() {
    let mut pen = incident();
    pen.assigned(115, "technical-lead", "p3");
    let does = |story: bool| {
        let mut view = view("p3", &pen.entries, 120);
        let mut line = ChannelLine::clone(view.channel.last().expect("a line"));
        line.text = "ton rollback checkout please".into();
        (line.machine, line.story, line.seq) = (false, story, line.seq + 1);
        view.channel.push(line.into());
        let mut ton = colleague("p3", "senior", 1);
        let done = acts(&mut ton, &view, 200);
        done.iter().any(|(_, own)| matches!(own, Command::Do(_)))
    };
    assert!(does(false), "a player's word");
    assert!(!does(true), "a word of the story");
}
