//! Rooms over a real store.

use firedrill::model::id::DrillId;
use firedrill::room::{Answer, Health, Room, Settings, StoreKeeper, Unsent};

use crate::journal::sample;
use crate::room::memory::{answer, says};
use crate::room::toy::Toy;
use crate::store::place::{Place, on_both};

on_both! {
    a_drill_is_left_and_resumed;
    a_drill_taken_over_is_closed_where_it_was;
}

async fn room(place: &Place) -> Room {
    let store = place.open().await;
    let keeper = StoreKeeper::take_over(store, DrillId::from("d1")).await.expect("a keeper");
    Room::open(keeper, Toy::resume, Settings::default()).await.expect("a room")
}

async fn a_drill_is_left_and_resumed(place: &Place) {
    let store = place.open().await;
    store.create(&sample::header("d1")).await.expect("a drill");
    let first = room(place).await;
    let taken = answer(says(&first, "/note one")).await;
    assert!(matches!(taken, Ok(Answer::Taken(_))), "{taken:?}");
    first.stop().await.expect("an end");

    let again = room(place).await;
    answer(says(&again, "/end")).await.expect("taken");
    again.stop().await.expect("an end");
    let journal = store.load(&DrillId::from("d1")).await.expect("a journal");
    assert!(journal.ended() && journal.head() >= 3);
    assert_eq!(store.commands(&DrillId::from("d1")).await.expect("commands").len(), 2);
}

async fn a_drill_taken_over_is_closed_where_it_was(place: &Place) {
    let store = place.open().await;
    store.create(&sample::header("d1")).await.expect("a drill");
    let here = room(place).await;
    let there = room(place).await;
    answer(says(&there, "/pause")).await.expect("taken");
    let late = answer(says(&here, "/note late")).await;
    assert!(matches!(late, Err(Unsent::NotStored | Unsent::Closed)), "{late:?}");
    let mut status = here.status();
    let closed = status.wait_for(|status| matches!(status.health, Health::Closed { .. })).await;
    assert!(closed.is_ok());
    there.stop().await.expect("an end");
}
