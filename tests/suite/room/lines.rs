//! Lines that come in, answers that go out.

use std::time::Duration;

use firedrill::model::id::PlayerId;
use firedrill::room::{Answer, Health, Unsent};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::room::memory::{Disk, answer, pass, says, seconds, settle};

#[tokio::test(start_paused = true)]
async fn a_line_is_answered_at_once_and_shown_to_all() {
    let disk = Disk::new();
    let room = disk.room().await;
    let (before, mut reader) = room.join();
    assert_eq!(before.iter().map(|batch| batch.len()).sum::<usize>(), 0);
    let Ok(Answer::Taken(taken)) = answer(says(&room, "/note errors fall")).await else {
        panic!("refused");
    };
    assert_eq!(taken[..], disk.entries()[..]);
    assert_eq!(reader.recv().await.expect("a batch"), taken);
    assert_eq!(room.status().borrow().now.0, 0, "no second had to pass");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_answered_or_shown_before_it_is_stored() {
    let disk = Disk::new();
    let room = disk.room().await;
    let (_, mut reader) = room.join();
    disk.gate.forget_permits(usize::MAX);
    let mut waiting = says(&room, "/note one");
    pass(seconds(30)).await;
    assert!(waiting.try_recv().is_err() && reader.try_recv().is_err());
    assert_eq!(room.status().borrow().now.0, 0);
    disk.gate.add_permits(1);
    assert!(matches!(waiting.await.expect("an answer"), Ok(Answer::Taken(_))));
    assert_eq!(reader.recv().await.expect("a batch").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_line_comes_back_with_the_refusal() {
    let room = Disk::new().room().await;
    for (line, says_so) in
        [("/udpate", "is no command"), ("/hint", "no hints"), ("/flood", "Too many")]
    {
        let Ok(Answer::Refused(refusal)) = answer(says(&room, line)).await else {
            panic!("{line} was taken");
        };
        assert!(refusal.says.en.as_str().contains(says_so), "{}", refusal.says.en);
    }
}

#[tokio::test(start_paused = true)]
async fn lines_that_come_together_are_stored_together() {
    let disk = Disk::new();
    let room = disk.room().await;
    let waiting: Vec<_> = (0..20).map(|n| says(&room, &format!("/note {n}"))).collect();
    for waiting in waiting {
        answer(waiting).await.expect("taken");
    }
    let (batches, _) = room.join();
    let sizes: Vec<usize> = batches.iter().map(|batch| batch.len()).collect();
    assert_eq!(sizes, [0, 20]);
}

#[tokio::test(start_paused = true)]
async fn a_line_sent_again_is_answered_again_and_taken_once() {
    let disk = Disk::new();
    let room = disk.room().await;
    let id = Uuid::now_v7();
    let send = |room: &firedrill::room::Room| {
        room.send_as(PlayerId::from("p1"), "/note one".to_owned(), id)
    };
    let (first, twin) = (send(&room), send(&room));
    let first = answer(first).await;
    assert_eq!(answer(twin).await, first);
    assert_eq!(answer(send(&room)).await, first);
    room.stop().await.expect("an end");

    let again = disk.room().await;
    assert_eq!(answer(send(&again)).await, first);
    assert_eq!(disk.entries().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_room_that_cannot_keep_up_says_so() {
    let disk = Disk::new();
    let room = disk.room().await;
    disk.gate.forget_permits(usize::MAX);
    let first = says(&room, "/note first");
    settle().await;
    let waiting: Vec<_> = (0..64).map(|n| says(&room, &format!("/note {n}"))).collect();
    assert_eq!(answer(says(&room, "/note too much")).await, Err(Unsent::Full));
    disk.gate.add_permits(1_000);
    for waiting in std::iter::once(first).chain(waiting) {
        answer(waiting).await.expect("taken");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stopped_room_takes_what_waits_and_nothing_more() {
    let disk = Disk::new();
    let room = disk.room().await;
    let mut status = room.status();
    let waiting: Vec<_> = (0..3).map(|n| says(&room, &format!("/note {n}"))).collect();
    room.stop().await.expect("an end");
    for waiting in waiting {
        answer(waiting).await.expect("taken");
    }
    assert_eq!(disk.entries().len(), 3);
    assert_eq!(status.borrow_and_update().health, Health::Closed { says: None });
}

#[tokio::test(start_paused = true)]
async fn a_reader_who_fell_behind_joins_anew_and_misses_nothing() {
    let disk = Disk::new();
    let room = disk.room().await;
    let (_, mut slow) = room.join();
    pass(seconds(1_100)).await;
    let behind = slow.recv().await;
    assert!(matches!(behind, Err(RecvError::Lagged(_))), "{behind:?}");
    let (all, mut reader) = room.join();
    pass(Duration::from_secs(2)).await;
    let mut seen: Vec<_> = all.iter().flat_map(|batch| batch.iter().cloned()).collect();
    while let Ok(batch) = reader.try_recv() {
        seen.extend(batch.iter().cloned());
    }
    assert_eq!(seen, disk.entries());
}
