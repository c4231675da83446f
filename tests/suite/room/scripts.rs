//! Lines that come at their time, also when the room died on the way.

use firedrill::journal::{Entry, Event};
use firedrill::model::id::PlayerId;
use firedrill::model::time::DrillTime;
use firedrill::room::{Room, Scheduled};
use proptest::prelude::*;

use crate::room::memory::{Disk, runtime, seconds};

fn script() -> Vec<Scheduled> {
    let lines = [
        (3, "/note three"),
        (3, "/udpate"),
        (7, "/speed 4"),
        (20, "/pause"),
        (25, "/resume"),
        (30, "/end"),
        (40, "after the end"),
    ];
    let scheduled = |(row, (at, line)): (usize, (u32, &str))| Scheduled {
        at: DrillTime(at),
        by: PlayerId::from("p1"),
        line: line.to_owned(),
        id: Scheduled::id_of("d1", row),
    };
    lines.into_iter().enumerate().map(scheduled).collect()
}

/// Follows the script to its end and gives the number of answers.
async fn follow(room: &mut Room) -> usize {
    let mut answers = 0;
    while answers < script().len() {
        let (_, answer) = room.told().await.expect("an answer");
        answer.expect("stored");
        answers += 1;
    }
    answers
}

fn lines(entries: &[Entry]) -> Vec<(u32, String)> {
    let said = |entry: &Entry| match &entry.event {
        Event::Given(command) => Some((entry.at.0, command.to_string())),
        Event::Refused { line, .. } => Some((entry.at.0, line.to_string())),
        _ => None,
    };
    entries.iter().filter_map(said).collect()
}

async fn undisturbed() -> Vec<Entry> {
    let disk = Disk::new();
    let mut room = disk.room_with(script()).await;
    follow(&mut room).await;
    room.stop().await.expect("an end");
    disk.entries()
}

#[tokio::test(start_paused = true)]
async fn lines_of_a_script_are_taken_at_their_second() {
    let said = lines(&undisturbed().await);
    let at: Vec<u32> = said.iter().map(|(at, _)| *at).collect();
    // The clock stands at 20 and at the end: what comes next comes at once.
    assert_eq!(at, [3, 3, 7, 20, 20, 30, 30], "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_room_killed_at_any_moment_ends_as_if_it_had_not_been(
        deaths in prop::collection::vec((0_u64..9, 0_usize..30), 0..6)
    ) {
        let disk = Disk::new();
        for (after, turns) in deaths {
            let life = runtime();
            life.block_on(async {
                let _room = disk.room_with(script()).await;
                tokio::time::sleep(seconds(after)).await;
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
            });
            // All that was under way dies with it.
            drop(life);
        }
        runtime().block_on(async {
            let mut room = disk.room_with(script()).await;
            follow(&mut room).await;
            room.stop().await.expect("an end");
            prop_assert_eq!(disk.entries(), undisturbed().await);
            Ok(())
        })?;
    }
}
