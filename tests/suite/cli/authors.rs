//! What an author types: a draft, a look at it, the pack.

use crate::cli::{Stranger, err, out};

#[test]
fn a_draft_is_written_beside_its_runbook_and_never_over_a_file() {
    let stranger = Stranger::new();
    let folder = stranger.home.path().to_string_lossy().into_owned();
    let words = ["new", "scenario", "late-orders", "--class", "release", "--out", &folder];
    let written = stranger.firedrill(&words);
    assert!(written.status.success(), "{}", err(&written));
    let files: Vec<String> = out(&written).lines().map(str::to_owned).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let scenario = std::fs::read_to_string(&files[0]).expect("a scenario");
    assert!(scenario.contains("title = \"Late orders\""), "{scenario}");

    let again = stranger.firedrill(&words);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("late-orders.toml is there already"), "{}", err(&again));

    let watched = stranger.firedrill(&["watch", &files[0], "--seeds", "1", "--once"]);
    assert!(watched.status.success(), "{}", err(&watched));
    let text = out(&watched);
    for seen in [
        "this is still to be written",
        "left alone for 40 minutes",
        "evident severity: sev",
        "play first with 1",
    ] {
        assert!(text.contains(seen), "{seen}\n{text}");
    }
    assert!(text.lines().any(|line| line.starts_with("ideal ")), "{text}");
}

#[test]
fn a_shipped_file_is_printed_as_it_stands_to_copy_from() {
    let stranger = Stranger::new();
    let printed = |name: &str| stranger.firedrill(&["print", name, "--source"]);
    for (name, begins) in [
        ("default", include_str!("../../../runbooks/process/default.toml")),
        ("lantern-lane", include_str!("../../../scenarios/systems/lantern-lane.toml")),
        ("first-shift", include_str!("../../../scenarios/first-shift.toml")),
    ] {
        assert_eq!(out(&printed(name)), begins, "{name}");
    }
    let none = printed("lantern-lan");
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("did you mean `lantern-lane`?"), "{}", err(&none));
}

#[test]
fn a_system_of_ones_own_is_found_by_its_id_where_it_stands() {
    let stranger = Stranger::new();
    let folder = stranger.home.path().to_string_lossy().into_owned();
    let system = include_str!("../../../scenarios/systems/lantern-lane.toml");
    let systems = stranger.home.path().join("scenarios/systems");
    std::fs::create_dir_all(&systems).expect("a folder");
    std::fs::write(systems.join("elsewhere.toml"), system).expect("a file");
    let words = ["new", "scenario", "late", "--system", "elsewhere", "--out", &folder];
    let written = stranger.firedrill(&words);
    assert!(written.status.success(), "{}", err(&written));
    let scenario = std::fs::read_to_string(stranger.home.path().join("scenarios/late.toml"));
    assert!(scenario.expect("a scenario").contains("system = \"elsewhere\""));
}

#[test]
fn what_cannot_be_drafted_is_refused_with_what_there_is() {
    let stranger = Stranger::new();
    for (words, says) in [
        (vec!["Late Orders"], "`Late Orders` is no id"),
        (vec!["a", "--class", "fire"], "no failure class is called `fire`"),
        (vec!["a", "--system", "nowhere"], "no system is called `nowhere`"),
        (vec!["a", "--class", "cache", "--part", "orders"], "`orders` is no cache"),
    ] {
        let refused = stranger.firedrill(&[&["new", "scenario"], words.as_slice()].concat());
        assert_eq!(refused.status.code(), Some(2), "{words:?}");
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }
}

#[test]
fn a_post_mortem_says_what_was_guessed() {
    let stranger = Stranger::new();
    let folder = stranger.home.path().to_string_lossy().into_owned();
    let text = "# Slow evening\n\n- 20:00 deploy of web\n- 20:10 customers complain\n";
    let file = stranger.file("2026-04-01 Slow evening.md", text);
    let file = file.to_string_lossy();
    let written = stranger.firedrill(&["new", "from-postmortem", &file, "--out", &folder]);
    assert!(written.status.success(), "{}", err(&written));
    assert!(out(&written).contains("2026-04-01-slow-evening.toml"), "{}", out(&written));
    let said = err(&written);
    assert!(said.contains("2 moments with a time of day"), "{said}");
    assert!(said.contains("failure class `release`: guessed by its words"), "{said}");
}

#[test]
fn a_pack_is_printed_for_one_variant_or_all() {
    let stranger = Stranger::new();
    let all = out(&stranger.firedrill(&["print", "record-day"]));
    let one = out(&stranger.firedrill(&["print", "record-day", "--variant", "release"]));
    assert!(all.contains("# Variant `rewrite`") && !one.contains("rewrite"), "{one}");
    let none = stranger.firedrill(&["print", "record-day", "--variant", "other"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("no variant `other`"), "{}", err(&none));
}
