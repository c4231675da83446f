//! Past drills from the command line: proved, judged anew, taken together, and what calibrate keeps.

use crate::cli::{Stranger, err, json, out, path};

const GOOD: &str = include_str!("../../data/playscripts/first-shift/good.txt");
const DEFAULT: &str = include_str!("../../../runbooks/process/default.toml");

/// A stranger who has played one drill.
fn veteran() -> Stranger {
    let stranger = Stranger::new();
    let script = stranger.file("good.txt", GOOD);
    let played =
        stranger.firedrill(&["play", "first-shift", "--script", path(&script), "--seed", "7"]);
    assert!(played.status.success(), "{}", err(&played));
    stranger
}

#[test]
fn a_drill_proves_to_come_out_as_it_was_written() {
    let stranger = veteran();
    let told = stranger.firedrill(&["replay", "last", "--verify"]);
    assert_eq!(told.status.code(), Some(0), "{}", err(&told));
    assert!(out(&told).contains("come out as they were written"), "{}", out(&told));
    let told = json(&stranger.firedrill(&["replay", "last", "--verify", "--json"]));
    assert_eq!(told["same"], true);
}

#[test]
fn a_drill_is_told_in_the_language_asked_for() {
    let stranger = veteran();
    for words in [vec!["report", "last"], vec!["postmortem", "last"]] {
        let told = |lang: &str| out(&stranger.firedrill(&[&words[..], &["--lang", lang]].concat()));
        let is_thai = |letter: char| ('\u{e00}'..='\u{e7f}').contains(&letter);
        assert!(told("th").chars().filter(|own| is_thai(*own)).count() > 200, "{}", told("th"));
        assert!(!told("en").contains(is_thai), "{}", told("en"));
    }
}

#[test]
fn a_changed_process_is_tried_on_the_past_and_nothing_is_kept() {
    let stranger = veteran();
    let points = "objective.final = { capability = \"communicate\", points = 2,";
    assert!(DEFAULT.contains(points));
    let changed = DEFAULT.replace(
        "weights = { detect = 15, organise = 15,",
        "weights = { detect = 20, organise = 10,",
    );
    let file = stranger.file("ours.toml", &changed);
    let told = out(&stranger.firedrill(&["regrade", "last", "--process", path(&file)]));
    assert!(told.contains("score"), "{told}");
    let before = json(&stranger.firedrill(&["report", "last", "--format", "json"]));
    let after = json(&stranger.firedrill(&["regrade", "last", "--process", path(&file), "--json"]));
    assert_eq!(
        (before["process"].as_str(), after["process"].as_str()),
        (Some("default"), Some("ours"))
    );
    let refused = stranger.firedrill(&["regrade", "last", "--process", "google-imag"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("severity `sev2`"), "{}", err(&refused));
}

#[test]
fn trends_of_practice_alone_say_that_there_is_nothing_to_tell() {
    let stranger = veteran();
    let told = out(&stranger.firedrill(&["trends"]));
    assert!(told.contains("0 graded drills; 1 of practice"), "{told}");
    let told = json(&stranger.firedrill(&["trends", "--json"]));
    assert_eq!((told["drills"].as_u64(), told["practice"].as_u64()), (Some(0), Some(1)));
    let wrong = stranger.firedrill(&["trends", "--since", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("90d"), "{}", err(&wrong));
}

#[test]
fn calibrate_keeps_its_figures_beside_the_scenario() {
    let stranger = Stranger::new();
    let kept = stranger.file("figures.json", "");
    let told = stranger.firedrill(&[
        "calibrate",
        "first-shift",
        "--teams",
        "4",
        "--seed",
        "9",
        "--out",
        path(&kept),
    ]);
    assert_eq!(told.status.code(), Some(0), "{}", err(&told));
    assert!(out(&told).contains("difficulty"), "{}", out(&told));
    let text = std::fs::read_to_string(&kept).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((value["seed"].as_u64(), value["teams"].as_u64()), (Some(9), Some(4)));
}

#[test]
fn a_drill_is_judged_by_pars_measured_with_its_own_files_only() {
    let stranger = Stranger::new();
    let scenario = include_str!("../../../scenarios/first-shift.toml");
    let file = stranger.file("first-shift.toml", scenario);
    let told = stranger.firedrill(&["calibrate", path(&file), "--teams", "8", "--json"]);
    let par = json(&told)["bot_pars"]["impact"].as_u64().expect("a par");
    let script = stranger.file("good.txt", GOOD);
    let pars = || {
        let play = ["play", path(&file), "--script", path(&script), "--seed", "7"];
        assert!(stranger.firedrill(&play).status.success());
        let journal = out(&stranger.firedrill(&["export", "last"]));
        let head: serde_json::Value =
            serde_json::from_str(journal.lines().next().unwrap()).unwrap();
        head["recipe"]["bot_pars"].clone()
    };
    assert_eq!(pars(), serde_json::json!({ "impact": par }));
    std::fs::write(&file, format!("{scenario}\n# edited since\n")).unwrap();
    assert_eq!(pars(), serde_json::json!({}));
}

#[test]
fn json_of_other_programs_in_a_folder_is_nobody_s_calibration() {
    let stranger = Stranger::new();
    stranger.file("first-shift.toml", include_str!("../../../scenarios/first-shift.toml"));
    stranger.file("package.json", "{}");
    let told = stranger.firedrill(&["check", path(stranger.home.path())]);
    assert_eq!(told.status.code(), Some(0), "{}{}", out(&told), err(&told));
    assert!(!out(&told).contains("package.json"), "{}", out(&told));
}

#[test]
fn follow_ups_of_a_drill_are_listed_closed_and_exported() {
    let stranger = veteran();
    let open = json(&stranger.firedrill(&["actions", "list", "--json"]));
    assert_eq!(open.as_array().map(Vec::len), Some(2), "{open}");
    let closed = stranger.firedrill(&["actions", "close", "1", "--note", "done in 12"]);
    assert_eq!(closed.status.code(), Some(0), "{}", err(&closed));
    let left = out(&stranger.firedrill(&["actions", "list"]));
    assert!(left.contains("Release checkout") && !left.contains("Try a new checkout"), "{left}");
    let all = out(&stranger.firedrill(&["actions", "export"]));
    assert!(all.starts_with("number,drill,priority,task,owner,due,closed,note\r\n"), "{all}");
    assert!(all.contains("done in 12"), "{all}");
    let again = stranger.firedrill(&["actions", "close", "1"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("no open follow-up has the number 1"), "{}", err(&again));
}

#[test]
fn a_drill_is_played_on_another_way() {
    let stranger = veteran();
    let told =
        json(&stranger.firedrill(&["fork", "last", "--at", "05:00", "--crew", "senior", "--json"]));
    assert_eq!(told["at_s"], 300);
    assert!(told["forked"]["customer_minutes"].as_u64() > Some(0), "{told}");
    assert_ne!(told["forked"], told["as_played"]);
    let drills = json(&stranger.firedrill(&["drills", "--json"]));
    assert_eq!(drills.as_array().map(Vec::len), Some(1), "what is compared is not kept");
    for (wrong, says) in [
        (["fork", "last", "--at", "99:00", "--crew", "mid"], "not further"),
        (["fork", "last", "--at", "05:00", "--crew", "wizard"], "no crew is called"),
        (["fork", "last", "--at", "five", "--crew", "mid"], "12:30"),
    ] {
        let refused = stranger.firedrill(&wrong);
        assert_eq!(refused.status.code(), Some(2), "{wrong:?}");
        assert!(err(&refused).contains(says), "{wrong:?}: {}", err(&refused));
    }
    let screens = stranger.firedrill(&["fork", "last", "--at", "05:00"]);
    assert_eq!(screens.status.code(), Some(2), "without a terminal nobody can play on");
    let drills = json(&stranger.firedrill(&["drills", "--json"]));
    assert_eq!(drills.as_array().map(Vec::len), Some(1), "and nothing is left behind");
}

#[test]
fn a_person_is_taken_out_of_every_drill() {
    let stranger = Stranger::new();
    let script = stranger.file("good.txt", &GOOD.replace("ann:", "noi:"));
    let play = ["play", "first-shift", "--script", path(&script), "--as", "noi"];
    assert!(stranger.firedrill(&play).status.success());
    let before = json(&stranger.firedrill(&["report", "last", "--format", "json"]));

    let tried = out(&stranger.firedrill(&["forget", "noi", "--dry-run"]));
    assert!(tried.contains("would be taken out of 1 drill"), "{tried}");
    assert!(out(&stranger.firedrill(&["export", "last"])).contains("\"noi\""));
    let done = stranger.firedrill(&["forget", "Noi"]);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));

    let journal = out(&stranger.firedrill(&["export", "last"]));
    assert!(!journal.contains("\"noi\""), "the name is left");
    let after = json(&stranger.firedrill(&["report", "last", "--format", "json"]));
    assert_eq!(before["score"], after["score"]);
    let run = stranger.firedrill(&["replay", "last", "--verify"]);
    assert_eq!(run.status.code(), Some(3), "{}", err(&run));
    assert!(err(&run).contains("somebody was taken out"), "{}", err(&run));
    let again = stranger.firedrill(&["forget", "noi"]);
    assert_eq!(again.status.code(), Some(2));
}
