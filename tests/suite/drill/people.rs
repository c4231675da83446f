//! Asking people: who can be asked, which of their answers comes, and when.

use firedrill::content::truth::{CastMember, Reply};
use firedrill::journal::{Event, RefusalKind};
use firedrill::model::condition::{Condition, EventKind};

use super::stage::{Stage, Told, event, seconds};

fn reply(about: &[&str], when: Option<Condition>, takes: u32, says: &str) -> Reply {
    Reply {
        about: about.iter().map(ToString::to_string).collect(),
        when,
        takes: seconds(takes),
        says: says.into(),
        wrong: false,
    }
}

fn mek() -> Stage {
    let looked = event(EventKind::Looked, &[("target", "orders-db")]);
    let replies = vec![
        reply(&["db", "ฐานข้อมูล"], Some(looked), 30, "You are right, the database is slow."),
        reply(&["orders-db"], None, 40, "The database looks fine."),
        reply(&["pay"], None, 50, "Payments are quiet."),
        reply(&[], None, 60, "I am on the train."),
    ];
    Stage::calm().cast("mek", CastMember { replies, ..CastMember::default() })
}

fn replies(told: &Told) -> Vec<(String, String)> {
    told.times(|event| match event {
        Event::Replied { from, says, .. } => Some(format!("{from}: {}", says.en)),
        _ => None,
    })
}

fn with_mek_here() -> Told {
    mek().begin().say("ann", "/page mek come").until("05:00")
}

#[test]
fn who_has_not_joined_cannot_be_asked() {
    let mut told = mek().begin();
    let refused = told.refusal("ann", "/ask mek what is up?");
    assert_eq!(
        (refused.kind, refused.says.en.as_str()),
        (RefusalKind::State, "mek is not here. `/page mek WHY` brings them in.")
    );
    assert_eq!(refused.says.th.unwrap().as_str(), "mek ยังไม่อยู่ที่นี่ เรียกด้วย `/page mek เหตุผล`");
}

#[test]
fn who_is_paged_and_on_the_way_is_not_to_be_paged_again() {
    let mut told = mek().begin().say("ann", "/page mek come");
    let says = told.refusal("ann", "/ask mek what is up?").says.en;
    assert_eq!(
        says.as_str(),
        "mek is not here yet: paged at 00:00, mek has not taken the page yet."
    );
}

#[test]
fn the_longest_word_of_the_question_chooses_the_answer() {
    let told = with_mek_here().say("ann", "/ask mek Is orders-db slow?").until("06:00");
    let told = told.say("ann", "/ask mek can people pay?").until("07:00");
    let told = told.say("ann", "/ask mek hello?").until("08:30");
    let expected = [
        ("05:40", "mek: The database looks fine."),
        ("06:50", "mek: Payments are quiet."),
        ("08:00", "mek: I am on the train."),
    ];
    assert_eq!(replies(&told), expected.map(|(at, says)| (at.to_owned(), says.to_owned())));
}

#[test]
fn an_answer_may_wait_for_what_was_seen_and_is_fixed_as_the_question_comes() {
    let told = with_mek_here().say("ann", "/look orders-db metrics").until("06:00");
    let told = told.say("ann", "/ask mek the db?").until("07:00");
    assert_eq!(
        replies(&told),
        [("06:30".to_owned(), "mek: You are right, the database is slow.".to_owned())]
    );
    let early = with_mek_here().say("bo", "/look orders-db metrics").until("05:10");
    let early = early.say("ann", "/ask mek the db?").until("07:00");
    assert_eq!(replies(&early)[0].1, "mek: I am on the train.", "asked before the look returned");
}

#[test]
fn thai_questions_find_their_words() {
    let told = with_mek_here().say("ann", "/look orders-db metrics").until("06:00");
    let told = told.say("ann", "/ask mek ฐานข้อมูลเป็นอย่างไรบ้าง").until("07:00");
    assert_eq!(replies(&told)[0].1, "mek: You are right, the database is slow.");
}

#[test]
fn colleagues_and_people_with_a_duty_can_be_written_to_without_a_page() {
    let told = Stage::calm().begin().say("ann", "/ask jum may I roll back?");
    let told = told.say("ann", "/ask vp-engineering ok?").until("02:00");
    let told = replies(&told);
    let who: Vec<&str> = told.iter().map(|(_, line)| line.split(':').next().unwrap()).collect();
    assert_eq!(who, ["jum", "vee"], "they know nothing, and say so");
}

#[test]
fn a_colleague_who_is_played_is_only_asked() {
    let mut told = Stage::calm().begin();
    let events = told.leads_to("ann", "/ask Bo what do customers say?");
    let [Event::Given(command)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(command.to_string(), "/ask p2 what do customers say?", "names stand as ids");
    assert_eq!(
        told.refusal("bo", "/ask bo hm?").says.en.as_str(),
        "That is you. `/note …` keeps a thought."
    );
}
