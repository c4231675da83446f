//! The home screen end to end: what keys and clicks on its pages ask for.

use std::sync::Arc;

use firedrill::model::text::Lang;
use firedrill::tui::{Intent, Msg, Settings};

use crate::tui::{Desk, story};

#[test]
fn home_plays_resumes_and_reviews() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Library(story::library()));
    desk.tell(Msg::Drills(story::drills()));
    desk.press("<Enter>g<Enter>");
    let graded = Intent::Play {
        scenario: "first-shift".to_owned(),
        graded: true,
        coach: false,
        lang: Lang::En,
    };
    assert_eq!(desk.asked(), [graded]);
    desk.press("<Esc>j<Enter>");
    assert_eq!(desk.asked(), [Intent::Resume("D-7F3K".to_owned())]);
    desk.press("3<Enter>");
    assert_eq!(desk.asked(), [Intent::Open("D-51QA".to_owned())]);
    desk.press("q");
    assert_eq!(desk.asked(), [Intent::Quit]);
}

#[test]
fn what_is_looked_for_at_home_is_all_that_stands_there() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Library(story::library()));
    desk.press("fnever cold");
    assert!(desk.frame().contains("Nothing holds \"never cold\""), "{}", desk.frame());
    desk.press("<C-u>cold 81<Enter>n");
    assert!(desk.frame().contains("briefing"), "the one that was found is chosen");
    desk.press("<Esc><Esc>");
    assert!(desk.frame().contains("First shift"), "Esc takes the search back");
}

#[test]
fn a_follow_up_is_closed_with_a_word_on_what_was_done() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::FollowUps(story::follow_ups()));
    desk.press("4jcsecond pool ordered<Enter>");
    assert_eq!(desk.asked(), [Intent::CloseFollowUp(7, "second pool ordered".to_owned())]);
    desk.press("c<Esc>");
    assert_eq!(desk.asked(), [], "Esc closes nothing");
}

#[test]
fn trends_and_ladder_are_worked_out_when_they_are_wanted() {
    let mut desk = Desk::new(80, 24);
    desk.press("5");
    assert_eq!(desk.asked(), [Intent::Trends]);
    desk.tell(Msg::Trends(Box::new(story::trends())));
    desk.press("65");
    assert_eq!(desk.asked(), [Intent::Standing], "trends are there already");
    desk.tell(Msg::Drills(story::drills()));
    assert_eq!(
        desk.asked(),
        [Intent::Trends],
        "drills have come to it since, and it is on the screen"
    );
}

#[test]
fn what_a_player_likes_is_kept() {
    let mut desk = Desk::new(80, 24);
    desk.press("l");
    let thai = Settings { lang: Lang::Th, ..Settings::default() };
    assert_eq!(desk.asked(), [Intent::Keep(thai)]);
    desk.press(",jjj <Esc>");
    let quiet = Settings { bell: false, ..thai };
    assert_eq!(desk.asked(), [Intent::Keep(quiet)]);
    desk.tell(Msg::View(Arc::new(story::calm(Lang::Th))));
    desk.tell(Msg::View(Arc::new(story::ringing(Lang::Th))));
    assert_eq!(desk.asked(), [], "no bell rings");
}

#[test]
fn a_click_at_home_selects_and_a_second_one_opens() {
    let mut desk = Desk::new(80, 24);
    desk.tell(Msg::Library(story::library()));
    desk.click(10, 6);
    assert!(desk.frame().contains("> Cold shelves"), "{}", desk.frame());
    desk.click(10, 6);
    assert!(desk.frame().contains("briefing"));
    desk.press("<Esc>");
    let tabs = desk.frame().lines().nth(1).unwrap().to_owned();
    let at = tabs.split("5 Trends").next().unwrap().chars().count();
    desk.click(at + 1, 1);
    assert_eq!(desk.asked(), [Intent::Trends]);
}
