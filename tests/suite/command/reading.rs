//! Lines that read, and what they read as.

use std::collections::BTreeSet;

use firedrill::command::{Command, Effect, Term, Vocabulary, commands};
use firedrill::model::id::IncidentId;
use firedrill::model::time::Span;
use proptest::prelude::*;

use crate::command::strategy::command;

fn read(line: &str) -> Command {
    Command::parse(line).unwrap_or_else(|mistake| panic!("`{line}`: {mistake}"))
}

proptest! {
    #[test]
    fn every_command_prints_a_line_that_reads_back(command in command()) {
        let line = command.to_string();
        prop_assert!(!line.contains('\n'), "{line:?} has two lines");
        prop_assert_eq!(Command::try_from(line.clone()), Ok(command), "{}", line);
    }

    #[test]
    fn no_line_breaks_the_reader(line in "\\PC{0,80}|/[a-z]{2,8}( [\\PC&&[^=]]{0,9}=?\"?){0,6}") {
        if let Ok(command) = Command::parse(&line) {
            prop_assert_eq!(Command::parse(&command.to_string()), Ok(command), "{}", line);
        }
    }

    #[test]
    fn a_mistake_points_into_its_line(line in "/(update|action|do|declare)( [a-z0-9=\"ก]{0,9}){0,6}") {
        if let Err(mistake) = Command::parse(&line) {
            prop_assert!(line.is_char_boundary(mistake.at), "{} of {:?}", mistake.at, line);
        }
    }
}

#[test]
fn every_example_of_the_table_is_a_line_of_its_row() {
    for spec in commands() {
        let command = read(spec.example);
        assert_eq!(command.spec().name, spec.name, "{}", spec.example);
        assert_eq!(command.to_string().as_str(), spec.example, "{}", spec.name);
        assert!(!spec.help().en.is_empty() && spec.help().th.is_some(), "{}", spec.name);
    }
}

#[test]
fn no_word_means_two_commands() {
    let words: Vec<&str> = commands()
        .flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()))
        .collect();
    let distinct: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(words.len(), distinct.len());
}

#[test]
fn incident_and_inc_declare() {
    let declared = read("/declare sev2 Checkout errors");
    assert_eq!(read("/incident sev2 Checkout errors"), declared);
    assert_eq!(read("/INC sev2 Checkout errors"), declared);
}

#[test]
fn a_title_keeps_its_first_word_unless_it_is_written_like_a_severity() {
    let severity = |line: &str| match read(line) {
        Command::Declare { severity, title } => {
            (severity.map(|own| own.to_string()), title.as_str().to_owned())
        }
        other => panic!("{other}"),
    };
    assert_eq!(severity("/declare SEV-1 all down"), (Some("SEV-1".into()), "all down".into()));
    assert_eq!(severity("/declare Critical payments"), (None, "Critical payments".into()));
    assert_eq!(
        severity("/declare severity=critical payments"),
        (Some("critical".into()), "payments".into())
    );
    assert_eq!(severity("/declare \"sev2 it is\""), (None, "sev2 it is".into()));
}

#[test]
fn the_process_s_own_severities_are_known_where_it_is_known() {
    let words = Vocabulary {
        severities: vec![Term::new("critical", "")],
        roles: vec![Term::new("comms", "")],
        ..Vocabulary::default()
    };
    let declared = Command::parse_with("/declare Critical payments down", &words);
    assert_eq!(
        declared.as_ref().map(ToString::to_string),
        Ok("/declare severity=critical payments down".to_owned())
    );
    assert_eq!(
        Command::parse_with("/assign COMMS nok", &words),
        Command::parse("/assign comms nok")
    );
}

#[test]
fn an_update_reads_its_fields_in_any_order() {
    let line = "/update INC-0002 internal,public next=20m text=\"We \\\"look\\\"\" effect=25% \
                doing=\"rolling back\" scope=checkout";
    let Command::Update(update) = read(line) else {
        panic!("no update");
    };
    assert_eq!(update.incident, Some(IncidentId(2)));
    assert_eq!(update.audiences.len(), 2);
    assert_eq!(update.effect, Effect::Percent(25));
    assert_eq!(update.next, Some(Span::from_minutes(20)));
    assert_eq!(update.doing.as_str(), "rolling back");
    assert_eq!(update.text.as_str(), "We \"look\"");
}

#[test]
fn white_space_may_follow_a_comma_between_audiences() {
    let spaced = read("/update internal, public scope=a effect=all doing=x next=none");
    assert_eq!(spaced, read("/update internal,public scope=a effect=all doing=x next=none"));
}

#[test]
fn text_stands_as_it_was_typed_and_fields_follow_it() {
    assert_eq!(read("/note  5 % \"of\"  all ").to_string(), "/note 5 % \"of\"  all");
    assert_eq!(
        read("/decision roll back why=errors began after 18:52").to_string(),
        "/decision roll back why=\"errors began after 18:52\""
    );
    assert_eq!(
        read("/action retry budget due=2026-12-11 owner=ton").to_string(),
        "/action retry budget owner=ton due=2026-12-11 priority=P2"
    );
}

#[test]
fn a_message_is_any_line_without_a_stroke() {
    assert_eq!(read("errors fall").to_string(), "errors fall");
    assert_eq!(read("/say /etc/hosts is full").to_string(), "/say /etc/hosts is full");
    assert_eq!(read("one\ntwo").to_string(), "/say \"one\\ntwo\"");
}

#[test]
fn nothing_that_steers_a_terminal_gets_into_a_command() {
    let line = "/do roll\u{1b}[31mback checkout\u{202e} \u{7}now";
    assert_eq!(read(line).to_string(), "/do roll[31mback checkout now");
}
