//! A live drill is killed at random moments, again and again: nothing acknowledged is lost, and
//! what comes out in the end is what comes out without a kill.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use firedrill::model::chance::Stream;

use super::{Stranger, err, json, out, script};

/// How many times a drill is killed on every change; `FIREDRILL_KILLS=200` for the full figure.
const KILLS: u64 = 12;
/// How many times one drill is killed before it may end.
const KILLS_A_DRILL: u64 = 4;

/// One run of a live script that is killed after so many lines of its output, or not at all.
struct Run {
    drill: String,
    /// Rows and entries that were acknowledged.
    acked: Vec<(usize, u64)>,
    finished: bool,
}

fn live(stranger: &Stranger, resume: Option<&str>, kill_after: Option<u64>) -> Run {
    let good = script("first-shift", "good");
    let mut arguments =
        vec!["play", "first-shift", "--script", &good, "--seed", "11", "--live", "0", "--json"];
    if let Some(drill) = resume {
        arguments.extend(["--resume", drill]);
    }
    let mut child = stranger
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    read(&mut child, kill_after)
}

fn read(child: &mut Child, kill_after: Option<u64>) -> Run {
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut run = Run { drill: String::new(), acked: Vec::new(), finished: false };
    for (seen, line) in (1..).zip(lines.map_while(Result::ok)) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["drill", id] => (*id).clone_into(&mut run.drill),
            ["ack", row, seq] => {
                run.acked.push((row.parse().expect("a row"), seq.parse().expect("an entry")));
            }
            ["{"] => run.finished = true,
            _ => {}
        }
        if !run.drill.is_empty() && kill_after.is_some_and(|after| seen > after) {
            // SIGKILL: nothing is flushed, nothing is said.
            child.kill().expect("a child to kill");
            break;
        }
    }
    child.wait().expect("an ended child");
    run
}

/// The entries of the drill played last, without the header.
fn entries(stranger: &Stranger) -> Vec<String> {
    let exported = stranger.firedrill(&["export", "last"]);
    assert!(exported.status.success(), "{}", err(&exported));
    out(&exported).lines().skip(1).map(str::to_owned).collect()
}

/// `FIREDRILL_KILLS`, else [`KILLS`].
fn kills() -> u64 {
    let asked = std::env::vars().find(|(name, _)| name == "FIREDRILL_KILLS");
    asked.and_then(|(_, value)| value.parse().ok()).unwrap_or(KILLS)
}

#[test]
fn nothing_acknowledged_is_lost_and_the_end_is_the_same() {
    let whole = Stranger::new();
    let unhurt = live(&whole, None, None);
    assert!(unhurt.finished, "a live script plays to its end");
    let expected = entries(&whole);
    let card = json(&whole.firedrill(&["report", "last", "--format", "json"]));
    let lines = unhurt.acked.len() as u64;
    assert!(lines > 10, "{lines}");

    let mut chance = Stream::named(11, "kills");
    let mut killed = 0;
    while killed < kills() {
        let stranger = Stranger::new();
        let mut acked = Vec::new();
        let mut resume = None;
        for round in 0..=KILLS_A_DRILL {
            let after = (round < KILLS_A_DRILL).then(|| chance.below(lines + 2));
            let run = live(&stranger, resume.as_deref(), after);
            acked.extend(run.acked);
            resume = Some(run.drill).filter(|drill| !drill.is_empty()).or(resume);
            if run.finished {
                break;
            }
            killed += 1;
            let kept = entries(&stranger);
            let written =
                |seq: u64| kept.iter().any(|line| line.contains(&format!("\"seq\":{seq},")));
            let lost: Vec<_> = acked.iter().filter(|(_, seq)| !written(*seq)).collect();
            assert!(lost.is_empty(), "acknowledged and lost after {killed} kills: {lost:?}");
            assert_eq!(kept, expected[..kept.len()], "what is kept is a beginning of the whole");
        }
        assert_eq!(entries(&stranger), expected, "after {killed} kills");
        let again = json(&stranger.firedrill(&["report", "last", "--format", "json"]));
        assert_eq!(again["score"], card["score"]);
    }
}
