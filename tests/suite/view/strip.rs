//! The due strip: what is owed, by whom, in the words of the screen.

use firedrill::journal::{Actor, Event};
use firedrill::model::id::{PageId, QuestionId};
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::view::{DueState, SeatView};

use crate::view::table::{Pen, view_of};

fn strip(view: &SeatView, lang: Lang) -> Vec<(String, DueState, bool)> {
    view.due.iter().map(|own| (own.label.get(lang).to_owned(), own.state, own.mine)).collect()
}

#[test]
fn a_page_is_mine_then_soon_then_late_then_met_for_five_seconds() {
    let mut pen = Pen::default();
    pen.alert(20);
    let ack = |state, mine| vec![("ack A-1".to_owned(), state, mine)];
    let at = |now| strip(&view_of("p1", &pen.entries, now), Lang::En);
    assert_eq!(at(30), ack(DueState::Open(290), true));
    assert_eq!(at(260), ack(DueState::Soon(60), true));
    assert_eq!(at(330), ack(DueState::Late(10), true));
    let others = strip(&view_of("p3", &pen.entries, 30), Lang::En);
    assert_eq!(others, ack(DueState::Open(290), false));
    let acked = Event::Acknowledged { page: PageId(1), by: "p1".into() };
    pen.given(60, "p1", "/ack A-1").write(60, Actor::Player("p1".into()), acked);
    let at = |now| strip(&view_of("p1", &pen.entries, now), Lang::En);
    assert_eq!(at(64), ack(DueState::MetEarly(260), true));
    assert_eq!(at(65), []);
}

#[test]
fn the_words_are_those_of_the_screen_in_both_languages() {
    let mut pen = Pen::default();
    pen.scrape(15, &[("search.p99", 0.1)]).alert(20).declare(100);
    pen.write(130, Actor::Cast("fah".into()), asked());
    let words = |lang| {
        let view = view_of("p1", &pen.entries, 140);
        strip(&view, lang).into_iter().map(|(label, ..)| label).collect::<Vec<_>>()
    };
    let english = ["ack A-1", "fill comms", "fill tech", "internal update", "answer fah"];
    assert_eq!(words(Lang::En), english);
    let thai = ["รับเรื่อง A-1", "มอบหมาย comms", "มอบหมาย tech", "อัปเดตภายใน", "ตอบ fah"];
    assert_eq!(words(Lang::Th), thai);
}

fn asked() -> Event {
    Event::Asked {
        question: QuestionId(1),
        from: "fah".into(),
        to: "lead".into(),
        says: "What do I say?".into(),
        due: DrillTime(730),
    }
}

#[test]
fn an_update_moves_to_who_takes_over_and_names_its_owner() {
    let mut pen = Pen::default();
    pen.scrape(90, &[("checkout.error_ratio", 0.4)]).declare(100);
    let public = |player: &str, entries: &[firedrill::journal::Entry]| {
        let view = view_of(player, entries, 200);
        let item = view.due.iter().find(|own| own.label.en.as_str() == "public update").cloned();
        item.map(|own| (own.mine, own.owner))
    };
    assert_eq!(public("p1", &pen.entries), Some((true, "ann".to_owned())));
    pen.assigned(150, "communications-lead", "p2");
    assert_eq!(public("p1", &pen.entries), Some((false, "nok".to_owned())));
    assert_eq!(public("p2", &pen.entries), Some((true, "nok".to_owned())));
}

#[test]
fn mine_stand_before_others() {
    let mut pen = Pen::default();
    pen.scrape(90, &[("checkout.error_ratio", 0.4)]).declare(100);
    pen.assigned(150, "communications-lead", "p2");
    let view = view_of("p2", &pen.entries, 160);
    let mine: Vec<bool> = view.due.iter().map(|own| own.mine).collect();
    assert_eq!(mine, [true, false, false]);
}
