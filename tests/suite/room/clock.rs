//! Drill-seconds and real ones.

use std::time::Duration;

use crate::room::memory::{Disk, answer, pass, says, seconds, settle};

#[tokio::test(start_paused = true)]
async fn a_drill_second_passes_each_second() {
    let room = Disk::new().room().await;
    let now = || room.status().borrow().now.0;
    pass(Duration::from_millis(900)).await;
    assert_eq!(now(), 0);
    pass(Duration::from_millis(200)).await;
    assert_eq!(now(), 1);
    pass(seconds(60)).await;
    assert_eq!(now(), 61);
}

#[tokio::test(start_paused = true)]
async fn a_fast_clock_passes_as_many_seconds_in_few_commits() {
    let disk = Disk::new();
    let room = disk.room().await;
    answer(says(&room, "/speed 60")).await.expect("taken");
    pass(Duration::from_millis(10_050)).await;
    let now = room.status().borrow().now.0;
    assert!((600..=606).contains(&now), "{now} drill-seconds");
    let batches = room.join().0.len();
    assert!(batches <= 110, "{batches} commits in ten seconds");
}

#[tokio::test(start_paused = true)]
async fn the_clock_stands_while_paused_and_after_the_end() {
    let room = Disk::new().room().await;
    pass(seconds(5)).await;
    answer(says(&room, "/pause")).await.expect("taken");
    assert!(room.status().borrow().paused);
    pass(seconds(100)).await;
    assert_eq!(room.status().borrow().now.0, 5);
    answer(says(&room, "/resume")).await.expect("taken");
    pass(Duration::from_millis(3_100)).await;
    assert_eq!(room.status().borrow().now.0, 8, "it goes on, and makes nothing up");
    answer(says(&room, "/end")).await.expect("taken");
    pass(seconds(100)).await;
    assert_eq!(room.status().borrow().now.0, 8);
    assert!(room.status().borrow().ended);
    answer(says(&room, "it is over")).await.expect("lines are taken after the end");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_catches_nothing_up() {
    let room = Disk::new().room().await;
    pass(seconds(3)).await;
    // All at once, as if the machine had stood still.
    tokio::time::advance(seconds(3_600)).await;
    settle().await;
    let now = room.status().borrow().now.0;
    assert!((3..=6).contains(&now), "{now}");
}

#[tokio::test(start_paused = true)]
async fn a_resumed_drill_keeps_its_speed_and_its_pause() {
    let disk = Disk::new();
    let room = disk.room().await;
    answer(says(&room, "/speed 10")).await.expect("taken");
    answer(says(&room, "/pause")).await.expect("taken");
    room.stop().await.expect("an end");
    let again = disk.room().await;
    assert!(again.status().borrow().paused);
    answer(says(&again, "/resume")).await.expect("taken");
    pass(Duration::from_millis(1_050)).await;
    assert_eq!(again.status().borrow().now.0, 10);
}
