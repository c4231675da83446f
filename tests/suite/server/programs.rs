//! Programs in seats: the two of the docs, and some that are slow, loud or broken.

use firedrill::server::hall::people::Pass;
use firedrill::view::protocol::Said;
use firedrill_guest::Guest;

use super::house::House;

/// A drill in which `ann` leads and a program has the technical seat.
async fn beside(command: &str) -> (House, Guest) {
    let house = House::beside("first-shift", &[("tech", command)]).await;
    let mut ann = house.guest("ann", Pass::Player).await;
    ann.sees("a program").await;
    ann.types("\r").await;
    ann.sees("ann (you)").await;
    ann.types("s").await;
    ann.sees("no incident declared").await;
    ann.types("5").await;
    (house, ann)
}

/// A program of the docs.
fn example(name: &str) -> String {
    format!("{}/docs/programs/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_is_told_what_its_seat_sees_and_plays_like_anybody() {
    // Views go on while the answer is on its way.
    let says = r#"read hello; read view; echo '{"say":"I am here","id":"1"}'; while read -r line; do
        case "$line" in *'"id":"1","taken":true'*) echo '{"say":"and was heard"}';; esac; done"#;
    let (house, mut ann) = beside(says).await;
    ann.sees("I am here").await;
    ann.sees("and was heard").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_may_not_say_is_refused_with_the_reason() {
    let says = r#"read hello; echo '{"say":"/pause","id":"p"}'; while read -r line; do
        case "$line" in *'"id":"p","taken":false'*) echo '{"say":"refused as it should be"}';; esac
        done"#;
    let (house, mut ann) = beside(says).await;
    // With nobody to steer it a player may pause; then nothing more is taken.
    ann.sees("PAUSED").await;
    house.closes().await;
    let says = r#"read hello; echo '{"say":"/udpate x","id":"p"}'; while read -r line; do
        case "$line" in *'"id":"p","taken":false'*) echo '{"say":"refused as it should be"}';; esac
        done"#;
    let (house, mut ann) = beside(says).await;
    ann.sees("refused as it should be").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_breaks_leaves_its_seat_and_the_drill_goes_on() {
    for command in [
        "exit 3",
        "echo 'not JSON'; echo '{\"say\":1}'; echo '{\"shout\":\"x\"}'; exit 0",
        "no-such-program-anywhere",
        "head -c 300000 /dev/zero; echo; exit 1",
        "yes '{\"say\":\"/note x\"}' >&2",
        "printf '\\377\\376\\n\\033]0;x\\007\\n'; cat >/dev/null",
        "exec 0<&-; sleep 600",
    ] {
        let (house, mut ann) = beside(command).await;
        ann.types("mstill here\r").await;
        ann.sees("still here").await;
        house.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_floods_or_never_reads_delays_nobody() {
    for command in ["yes '{\"say\":\"flood\"}'", "sleep 600"] {
        let (house, mut ann) = beside(command).await;
        for number in 0..10 {
            ann.types(&format!("mline {number}.\r")).await;
            ann.sees(&format!("line {number}.")).await;
        }
        house.closes().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_programs_of_the_docs_do_what_they_say() {
    let (house, mut ann) = beside(&example("looks.py")).await;
    ann.types("/speed 60\r").await;
    // It looks at what looks worst, and tells what it found.
    ann.sees("/look checkout metrics").await;
    house.closes().await;
    let house = House::beside("first-shift", &[("lead", &example("acks.sh"))]).await;
    let mut bee = house.guest("bee", Pass::Player).await;
    bee.types("j\r").await;
    bee.sees("bee (you)").await;
    bee.types("s").await;
    bee.sees("no incident declared").await;
    bee.types("5/speed 60\r").await;
    bee.sees("/ack A-1").await;
    house.closes().await;
}

#[test]
fn a_line_of_a_program_is_read_strictly() {
    let read = |text: &str| serde_json::from_str::<Said>(text);
    assert!(read(r#"{"say":"/ack A-1"}"#).is_ok());
    assert!(read(r#"{"say":"hello","id":"7"}"#).is_ok());
    for bad in ["", "{}", r#"{"say":null}"#, r#"{"say":"x","as":"ann"}"#] {
        assert!(read(bad).is_err(), "{bad}");
    }
}
