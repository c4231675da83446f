//! Who reads what: the channel, private words, questions to a role.

use std::collections::BTreeMap;

use firedrill::journal::{Actor, Event, InjectForm, InjectShown};
use firedrill::model::id::QuestionId;
use firedrill::model::text::Text;
use firedrill::model::time::DrillTime;
use firedrill::view::SeatView;

use crate::view::table::{Pen, view_of};

fn channel(view: &SeatView) -> Vec<String> {
    view.channel.iter().map(|own| format!("{} {}", own.who, own.text.en)).collect()
}

fn inbox(view: &SeatView) -> Vec<String> {
    view.inbox.iter().map(|own| format!("{} {}", own.from, own.text.en)).collect()
}

fn shown(form: InjectForm) -> Event {
    Event::Shown(InjectShown { inject: Some("x".into()), form, evidence: BTreeMap::default() })
}

/// Support asks the speaker something, in the channel.
fn fah_asks(pen: &mut Pen) {
    let says: Text = "What do I tell them?".into();
    let form = InjectForm::Message { from: "fah".into(), to: "comms".into(), says: says.clone() };
    let asked = Event::Asked {
        question: QuestionId(1),
        from: "fah".into(),
        to: "comms".into(),
        says,
        due: DrillTime(700),
    };
    pen.write(100, Actor::Story, shown(form)).write(100, Actor::Cast("fah".into()), asked);
}

#[test]
fn commands_read_as_they_are_with_people_by_their_names() {
    let mut pen = Pen::default();
    pen.declare(10).given(20, "p1", "/assign technical-lead p3").given(30, "p3", "on it");
    let lines = channel(&view_of("p2", &pen.entries, 40));
    let expected = ["ann /declare sev2 Checkout errors", "ann /assign tech ton", "ton on it"];
    assert_eq!(lines, expected);
}

#[test]
fn a_question_to_a_role_waits_in_its_inbox_once_and_leaves_when_answered() {
    let mut pen = Pen::default();
    fah_asks(&mut pen);
    let nok = view_of("p2", &pen.entries, 110);
    assert_eq!(inbox(&nok), ["fah What do I tell them?"]);
    let item = nok.inbox.first().expect("an item");
    assert_eq!(item.question, Some(QuestionId(1)));
    assert_eq!((item.due, item.title.as_str()), (Some(DrillTime(700)), "support"));
    assert_eq!(inbox(&view_of("p3", &pen.entries, 110)), Vec::<String>::new());
    assert_eq!(channel(&view_of("p3", &pen.entries, 110)), ["fah What do I tell them?"]);
    pen.given(120, "p2", "/answer Q-1 cards fail").write(
        120,
        Actor::Player("p2".into()),
        Event::Answered(QuestionId(1)),
    );
    let nok = view_of("p2", &pen.entries, 130);
    assert_eq!(nok.inbox.first().and_then(|own| own.answered), Some(DrillTime(120)));
}

#[test]
fn a_question_follows_its_role() {
    let mut pen = Pen::default();
    fah_asks(&mut pen);
    pen.declare(110).assigned(120, "communications-lead", "p4");
    assert_eq!(inbox(&view_of("p4", &pen.entries, 130)), ["fah What do I tell them?"]);
}

#[test]
fn an_answer_goes_to_who_asked() {
    let mut pen = Pen::default();
    pen.given(100, "p3", "/ask mek how many?");
    let reply = Event::Replied { from: "mek".into(), to: "p3".into(), says: "About forty.".into() };
    pen.write(160, Actor::Cast("mek".into()), reply);
    let ton = view_of("p3", &pen.entries, 170);
    assert_eq!(inbox(&ton), ["mek About forty."]);
    assert_eq!(channel(&ton), ["ton /ask mek how many?", "mek About forty."]);
    let ann = view_of("p1", &pen.entries, 170);
    assert_eq!((inbox(&ann), channel(&ann)), (Vec::new(), Vec::new()));
}

#[test]
fn a_word_to_a_colleague_reaches_them_alone() {
    let mut pen = Pen::default();
    pen.given(100, "p1", "/tell p3 look at payments");
    let ton = view_of("p3", &pen.entries, 101);
    assert_eq!(inbox(&ton), ["ann look at payments"]);
    assert_eq!(channel(&ton), ["ann /tell ton look at payments"]);
    assert_eq!(channel(&view_of("p2", &pen.entries, 101)), Vec::<String>::new());
}

#[test]
fn like_tickets_fold_and_a_call_rings_only_whom_it_is_for() {
    let mut pen = Pen::default();
    for (at, count) in [(100, 12), (200, 30)] {
        let says = "I cannot pay".into();
        let form = InjectForm::Ticket { from: "shoppers".to_owned(), count, says };
        pen.write(at, Actor::Story, shown(form));
    }
    let says = "Who is on it?".into();
    let form = InjectForm::Call { from: "vee".into(), to: "lead".into(), says };
    pen.write(300, Actor::Story, shown(form));
    let ploy = view_of("p4", &pen.entries, 310);
    assert_eq!(ploy.inbox.iter().map(|own| own.count).collect::<Vec<_>>(), [42]);
    assert_eq!(
        inbox(&view_of("p1", &pen.entries, 310)).first().map(String::as_str),
        Some("vee Who is on it?")
    );
    assert_eq!(channel(&ploy), Vec::<String>::new());
}
