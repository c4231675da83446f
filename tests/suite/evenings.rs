//! Whole evenings of the library as people might play them: who reads the evidence ends it in either
//! variant, and what ended the one does not end the other; each tempting move costs what it should.

use crate::playscripts::played;

/// A script, the variant it meets, the score between which it lands, whether the harm ends.
type Evening = (&'static str, &'static str, &'static str, [f64; 2], bool);

macro_rules! script {
    ($scenario:literal, $name:literal) => {
        include_str!(concat!("../data/playscripts/", $scenario, "/", $name, ".txt"))
    };
}

/// Plays evenings of a scenario.
fn come_to(scenario: &str, evenings: &[Evening]) {
    for (name, variant, text, [low, high], ends) in evenings {
        let card = played(scenario, Some(variant), text).card;
        let told = format!("{scenario} {variant}, {name}: {:.1}", card.score);
        assert!((*low..=*high).contains(&card.score), "{told}, not {low} to {high}");
        assert_eq!(card.timings.mitigate_s.is_some(), *ends, "{told}: the harm ends");
    }
}

const WELL: [f64; 2] = [90.0, 100.0];
const BADLY: [f64; 2] = [0.0, 60.0];

#[test]
fn a_record_day_wants_the_release_that_is_to_blame() {
    let (good, wrong) = (script!("record-day", "good"), script!("record-day", "wrong-turns"));
    come_to(
        "record-day",
        &[
            ("edge taken back", "rewrite", good, WELL, true),
            ("edge taken back in vain", "release", good, [55.0, 75.0], false),
            ("wrong turns first", "release", wrong, [70.0, 88.0], true),
            ("wrong turns to the end", "rewrite", wrong, BADLY, false),
        ],
    );
}

#[test]
fn at_night_waiting_for_who_may_costs_and_deleting_blindly_costs_more() {
    let good = script!("nobody-awake", "good");
    let waits = script!("nobody-awake", "waits");
    let wrong = script!("nobody-awake", "wrong-turns");
    come_to(
        "nobody-awake",
        &[
            ("the plan within reach", "indexes", good, WELL, true),
            ("the same", "leftovers", good, [80.0, 95.0], true),
            ("waits for Sanna", "leftovers", waits, [60.0, 80.0], true),
            ("wrong turns", "indexes", wrong, BADLY, true),
        ],
    );
}

#[test]
fn a_lapsed_seal_is_renewed_proved_on_one_and_given_to_all() {
    let good = script!("lapsed-seal", "good");
    come_to(
        "lapsed-seal",
        &[("good", "lapse", good, WELL, true), ("good", "rolled", good, WELL, true)],
    );
}

#[test]
fn draining_the_sound_half_doubles_the_harm() {
    let wrong = script!("lame-leg", "wrong-half");
    come_to(
        "lame-leg",
        &[
            ("the wrong half first", "west", wrong, [50.0, 75.0], true),
            ("it never turns round", "east", wrong, [35.0, 65.0], false),
        ],
    );
}

#[test]
fn of_two_books_the_thinner_one_is_closed() {
    let (line, pause) = (script!("two-books", "line"), script!("two-books", "pause"));
    come_to(
        "two-books",
        &[
            ("fence east", "line", line, WELL, true),
            ("fence west", "pause", pause, WELL, true),
            ("fence the wrong one", "pause", line, [70.0, 89.9], false),
        ],
    );
}

#[test]
fn what_keeps_sending_is_stopped_before_the_queue_is_cleaned() {
    let (bulk, gift) = (script!("up-and-down", "bulk"), script!("up-and-down", "gift"));
    come_to(
        "up-and-down",
        &[
            ("quarantine", "bulk", bulk, WELL, true),
            ("roll back, then quarantine", "gift", gift, WELL, true),
            ("quarantine alone", "gift", bulk, [65.0, 89.0], false),
        ],
    );
}

#[test]
fn what_can_still_be_promoted_is_promoted() {
    let (by_hand, job) = (script!("twin-hosts", "by-hand"), script!("twin-hosts", "job"));
    come_to(
        "twin-hosts",
        &[
            ("from the image", "by-hand", by_hand, WELL, true),
            ("pause the job, promote the twin", "job", job, WELL, true),
            ("promote an empty twin", "by-hand", job, [60.0, 89.0], false),
        ],
    );
}

#[test]
fn through_a_narrow_gate_people_are_let_in_by_and_by() {
    let good = script!("narrow-gate", "good");
    let in_one_go = script!("narrow-gate", "in-one-go");
    come_to(
        "narrow-gate",
        &[
            ("by and by", "gateway", good, WELL, true),
            ("by and by", "one-path", good, WELL, true),
            ("in one go", "gateway", in_one_go, [0.0, 45.0], true),
        ],
    );
}

#[test]
fn a_rule_is_switched_off_and_not_on_again_too_soon() {
    let (good, soon) = (script!("hot-rule", "good"), script!("hot-rule", "too-soon"));
    come_to(
        "hot-rule",
        &[
            ("the switch", "rule", good, WELL, true),
            ("the switch", "header", good, WELL, true),
            ("on again too soon", "rule", soon, [40.0, 70.0], true),
        ],
    );
}

#[test]
fn a_second_knock_is_met_by_what_tells_guests_from_bots() {
    let good = script!("second-knock", "good");
    come_to(
        "second-knock",
        &[("good", "handshakes", good, WELL, true), ("good", "app", good, WELL, true)],
    );
}

#[test]
fn a_key_is_revoked_tried_and_its_use_read_before_anything_is_destroyed() {
    let good = script!("under-the-mat", "good");
    come_to(
        "under-the-mat",
        &[("good", "namesake", good, WELL, true), ("good", "cached", good, WELL, true)],
    );
}
