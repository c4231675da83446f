//! What colleagues understand, in English and in Thai: confirmed in the channel, then done.

use firedrill::command::Command;

use crate::crew::stage::{acts, asked, colleague, view};
use crate::view::table::Pen;

/// The commands besides what is said.
fn done(question: &str) -> Vec<String> {
    asked(question).into_iter().filter(|line| line.starts_with('/')).collect()
}

#[test]
fn a_remedy_that_is_asked_for_is_confirmed_and_then_carried_out() {
    let said = asked("roll back checkout please");
    assert_eq!(said, ["on it: rollback checkout", "/do rollback checkout"]);
}

#[test]
fn verbs_of_remedies_are_understood() {
    let table: &[(&str, &[&str])] = &[
        ("please revert checkout", &["/do rollback checkout"]),
        ("can you take back checkout?", &["/do rollback checkout"]),
        ("restart payments", &["/do restart payments"]),
        ("scale checkout to 8", &["/do scale checkout 8"]),
        ("scale checkout x2", &["/do scale checkout x2"]),
        ("double checkout, scale it", &["/do scale checkout x2"]),
        ("shed 30 % at checkout", &["/do shed checkout 0.3"]),
        ("shed checkout 0.9", &["/do shed checkout 0.9"]),
        ("fail over payments", &["/do failover payments"]),
        ("verify checkout", &["/do verify checkout"]),
        ("raise timeout on payments", &["/do raise-timeout payments"]),
        ("/do raise-timeout payments", &["/do raise-timeout payments"]),
        ("ย้อน checkout ให้หน่อย", &["/do rollback checkout"]),
        ("ช่วย restart payments ที", &["/do restart payments"]),
        ("ตัดโหลด checkout 50%", &["/do shed checkout 0.5"]),
        ("ตรวจยืนยัน checkout", &["/do verify checkout"]),
    ];
    for (question, expected) in table {
        assert_eq!(done(question), *expected, "{question}");
    }
}

#[test]
fn looks_are_understood_with_their_sides() {
    let table: &[(&str, &[&str])] = &[
        ("look at payments logs", &["/look payments logs"]),
        ("check checkout", &["/look checkout metrics"]),
        ("what did the last release of checkout change?", &["/look checkout deploys"]),
        ("how are the checkout dependencies?", &["/look checkout deps"]),
        ("ช่วยดู payments logs หน่อย", &["/look payments logs"]),
        ("open the runbook bad-release", &["/runbook bad-release"]),
        ("please follow the runbook bad-release", &["/runbook bad-release"]),
        ("ทำตาม runbook bad-release ได้เลย", &["/runbook bad-release"]),
        ("note that ann is on the call", &["/note ann is on the call"]),
        ("please note that ann is on the call", &["/note ann is on the call"]),
        ("page payments, cards hang", &["/page payments checkout errors 31 %"]),
    ];
    for (question, expected) in table {
        assert_eq!(done(question), *expected, "{question}");
    }
}

#[test]
fn two_wishes_are_two_tasks_and_the_part_carries_over() {
    let both = done("look at checkout deploys, then roll back");
    assert_eq!(both, ["/look checkout deploys", "/do rollback checkout"]);
}

#[test]
fn nothing_is_done_that_was_not_asked_for() {
    for question in [
        "don't restart payments",
        "should we roll back checkout?",
        "did you roll back checkout?",
        "do not roll back yet",
        "roll back",
        "scale checkout",
        "อย่าเพิ่ง restart checkout",
        "thanks",
    ] {
        let repaired = done(question).iter().any(|line| line.starts_with("/do"));
        assert!(!repaired, "{question}: {:?}", asked(question));
        assert!(!asked(question).is_empty(), "{question} was left without an answer");
    }
}

#[test]
fn a_wish_that_is_taken_back_in_time_is_not_carried_out() {
    let mut pen = Pen::default();
    pen.given(30, "p1", "/ask p3 restart payments");
    let mut ton = colleague("p3", "junior", 3);
    let before = acts(&mut ton, &view("p3", &pen.entries, 30), 1);
    pen.given(31, "p1", "/tell p3 stop, do not restart it");
    let after = acts(&mut ton, &view("p3", &pen.entries, 31), 300);
    let said: Vec<Command> = before.into_iter().chain(after).map(|(_, own)| own).collect();
    assert!(!said.iter().any(|own| matches!(own, Command::Do(_))), "{said:?}");
}

#[test]
fn in_the_channel_only_who_is_spoken_to_listens() {
    let mut pen = Pen::default();
    pen.given(30, "p1", "ton, roll back checkout");
    let done = |player| {
        let acted = acts(&mut colleague(player, "senior", 1), &view(player, &pen.entries, 30), 300);
        acted.iter().any(|(_, own)| matches!(own, Command::Do(_)))
    };
    assert!(done("p3"));
    assert!(!done("p4"));
}

/// What nok does in 300 s when ann asks this of her in an incident nobody was told of.
fn in_an_incident(question: &str) -> Vec<String> {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.31)]).alert(25).declare(28);
    pen.given(30, "p1", &format!("/ask p2 {question}"));
    let view = view("p2", &pen.entries, 30);
    let acted = acts(&mut colleague("p2", "senior", 1), &view, 300);
    acted.into_iter().map(|(_, command)| command.to_string()).collect()
}

#[test]
fn whom_to_tell_what_is_understood() {
    for question in
        ["tell the public it works again, we watch", "please tell public: it works again, we watch"]
    {
        let said = in_an_incident(question).join("\n");
        assert!(said.contains("/update public"), "{said}");
        assert!(said.contains("\"It works again, we watch\""), "{said}");
    }
    assert_eq!(in_an_incident("what have you told the public?"), ["nobody was told anything yet"]);
    assert_eq!(
        in_an_incident("what is on record?"),
        ["on record: declared sev2: Checkout errors; lead: ann"]
    );
}

#[test]
fn what_is_found_is_said_when_asked() {
    let said = asked("what do you see?");
    assert_eq!(said, ["checkout: 31 % errors, p99 3.1 s since 19:00"]);
}

#[test]
fn an_update_needs_an_incident() {
    assert_eq!(asked("send an update"), ["no incident is declared; an update needs one"]);
}
