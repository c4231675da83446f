//! A store that fails under a live drill.

use firedrill::room::{Answer, Health, Unsent};
use proptest::prelude::*;
use proptest::sample::select;

use crate::room::memory::{Disk, Fate, answer, pass, runtime, says, seconds, settle};

#[tokio::test(start_paused = true)]
async fn a_full_disk_stops_the_clock_until_there_is_room() {
    let disk = Disk::new();
    let room = disk.room().await;
    answer(says(&room, "/note kept")).await.expect("taken");
    disk.will(&[Fate::Full, Fate::Full, Fate::Full, Fate::Kept]);
    let waiting = says(&room, "/note lost");
    settle().await;
    let Health::Stalled { says: told, hint } = room.status().borrow().health.clone() else {
        panic!("well");
    };
    assert!(told.as_str().contains("disk full") && hint.contains("Free space"), "{told}");
    assert_eq!(answer(waiting).await, Err(Unsent::NotStored));
    settle().await;
    assert_eq!(room.status().borrow().health, Health::Well);
    assert_eq!(disk.entries().len(), 1);
    answer(says(&room, "/note again")).await.expect("taken");
    assert_eq!(disk.entries().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_commit_that_went_through_unsaid_is_answered_and_shown() {
    let disk = Disk::new();
    let room = disk.room().await;
    let (_, mut reader) = room.join();
    disk.will(&[Fate::Unsaid]);
    let Ok(Answer::Taken(taken)) = answer(says(&room, "/note one")).await else {
        panic!("not taken");
    };
    assert_eq!(reader.recv().await.expect("a batch"), taken);
    assert_eq!(disk.entries()[..], taken[..]);
}

#[tokio::test(start_paused = true)]
async fn a_drill_taken_over_elsewhere_is_closed_here() {
    let disk = Disk::new();
    let room = disk.room().await;
    disk.will(&[Fate::Lost]);
    assert_eq!(answer(says(&room, "/note one")).await, Err(Unsent::NotStored));
    settle().await;
    let Health::Closed { says: Some(why) } = room.status().borrow().health.clone() else {
        panic!("open");
    };
    assert!(why.as_str().contains("played elsewhere"), "{why}");
    assert_eq!(answer(says(&room, "/note two")).await, Err(Unsent::Closed));
}

#[tokio::test(start_paused = true)]
async fn a_stalled_room_can_be_stopped() {
    let disk = Disk::new();
    let room = disk.room().await;
    disk.will(&[Fate::Full; 1_000]);
    let waiting = says(&room, "/note one");
    settle().await;
    room.stop().await.expect("an end");
    assert_eq!(answer(waiting).await, Err(Unsent::NotStored));
}

/// A minute of a drill over a store of these fates: what was answered is stored, what was shown is
/// what is stored, and who was told that nothing was sent may believe it.
async fn play_over(fates: Vec<Fate>) -> Result<(), TestCaseError> {
    let disk = Disk::new();
    let room = disk.room().await;
    let (before, mut reader) = room.join();
    let mut seen: Vec<_> = before.iter().flat_map(|batch| batch.iter().cloned()).collect();
    disk.will(&fates);
    let mut answers = Vec::new();
    for number in 0..30 {
        answers.push(answer(says(&room, &format!("/note {number}"))).await);
        pass(seconds(2)).await;
    }
    room.stop().await.expect("an end");
    while let Ok(batch) = reader.try_recv() {
        seen.extend(batch.iter().cloned());
    }
    let stored = disk.entries();
    prop_assert_eq!(&seen, &stored);
    for (number, answer) in answers.into_iter().enumerate() {
        let line = format!("/note {number}");
        let kept = stored.iter().any(|entry| match &entry.event {
            firedrill::journal::Event::Given(command) => command.to_string() == line,
            _ => false,
        });
        prop_assert_eq!(kept, answer.is_ok(), "{}", line);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_the_store_does_nobody_sees_what_is_not_stored(
        fates in prop::collection::vec(select(vec![Fate::Kept, Fate::Kept, Fate::Full, Fate::Unsaid]), 0..60)
    ) {
        runtime().block_on(play_over(fates))?;
    }
}
