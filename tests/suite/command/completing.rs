//! What Tab offers.

use firedrill::command::vocabulary::RemedyTerm;
use firedrill::command::{Term, Vocabulary, completions};
use firedrill::model::cause::CauseKind;

fn words() -> Vocabulary {
    let terms =
        |words: &[&str]| words.iter().map(|word| Term::new(*word, "note")).collect::<Vec<_>>();
    Vocabulary {
        services: terms(&["checkout", "catalog", "payments"]),
        people: terms(&["ann", "nok"]),
        roles: terms(&["lead", "comms"]),
        severities: terms(&["sev1", "sev2"]),
        audiences: terms(&["internal", "public"]),
        incidents: terms(&["INC-0001"]),
        remedies: vec![
            RemedyTerm { term: Term::new("rollback", ""), ..RemedyTerm::default() },
            RemedyTerm {
                term: Term::new("flag", ""),
                targets: terms(&["new-ranking"]),
                args: terms(&["on", "off"]),
            },
        ],
        ..Vocabulary::default()
    }
}

/// The line with each offer in place, for a cursor at its end.
fn offers(line: &str) -> Vec<String> {
    completions(line, line.len(), &words())
        .into_iter()
        .map(|offer| format!("{}{}", &line[..offer.start], offer.text))
        .collect()
}

#[test]
fn commands_are_offered_by_their_beginning_or_by_the_nearest() {
    assert_eq!(offers("/st"), ["/status", "/step"]);
    assert_eq!(offers("/inc"), ["/declare"]);
    assert_eq!(offers("/udpate"), ["/update"]);
    assert!(offers("").is_empty() && offers("hello").is_empty());
    assert!(offers("/").len() > 35);
}

#[test]
fn each_place_offers_what_fits_there() {
    assert_eq!(offers("/look c"), ["/look checkout", "/look catalog"]);
    assert_eq!(offers("/look checkout d"), ["/look checkout deploys", "/look checkout deps"]);
    assert_eq!(offers("/assign "), ["/assign INC-0001", "/assign lead", "/assign comms"]);
    assert_eq!(offers("/assign INC-0001 co"), ["/assign INC-0001 comms"]);
    assert_eq!(offers("/assign comms "), ["/assign comms ann", "/assign comms nok"]);
    assert_eq!(offers("/declare "), ["/declare sev1", "/declare sev2"]);
    assert!(offers("/declare sev2 Check").is_empty());
    assert_eq!(offers("/look chekout"), ["/look checkout"]);
    assert_eq!(
        offers("/cause checkout re"),
        ["/cause checkout release", "/cause checkout retries"]
    );
}

#[test]
fn every_kind_of_cause_is_offered() {
    let all = CauseKind::ALL.iter().map(|kind| format!("/cause checkout {kind}"));
    assert_eq!(offers("/cause checkout "), all.collect::<Vec<_>>());
}

#[test]
fn a_remedy_s_targets_and_arguments_are_its_own() {
    assert_eq!(offers("/do f"), ["/do flag"]);
    assert_eq!(offers("/do flag "), ["/do flag new-ranking"]);
    assert_eq!(
        offers("/do flag new-ranking o"),
        ["/do flag new-ranking on", "/do flag new-ranking off"]
    );
    assert_eq!(offers("/do rollback pay"), ["/do rollback payments"]);
}

#[test]
fn fields_are_offered_until_they_are_there() {
    assert_eq!(offers("/update internal,pu"), ["/update internal,public"]);
    assert_eq!(
        offers("/update internal scope=checkout "),
        ["effect=", "doing=", "next=", "text="]
            .map(|key| format!("/update internal scope=checkout {key}"))
    );
    assert_eq!(offers("/update internal effect=ma"), ["/update internal effect=many"]);
    assert_eq!(
        offers("/update internal doing=\"rolling back\" n"),
        ["/update internal doing=\"rolling back\" next="]
    );
    assert_eq!(offers("/action retry budget ow"), ["/action retry budget owner="]);
    assert_eq!(offers("/action retry budget owner=a"), ["/action retry budget owner=ann"]);
}

#[test]
fn a_cursor_inside_the_line_completes_what_is_before_it() {
    let offers = completions("/look che deploys", 9, &words());
    assert_eq!((offers[0].text.as_str(), offers[0].start), ("checkout", 6));
    assert!(completions("/กก", 2, &words()).len() <= 1, "a cursor inside a letter harms nothing");
}
