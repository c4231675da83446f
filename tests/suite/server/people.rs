//! Names and codes.

use firedrill::server::hall::people::{BadName, Code, alike, name};
use proptest::prelude::*;

#[test]
fn names_are_what_people_write_and_nothing_that_can_trick_a_reader() {
    for good in ["ann", "Nok", "นก", "ploy-2", "jean.luc", "Åsa"] {
        assert!(name(good).is_ok(), "{good}");
    }
    for bad in ["", " ", "-x", "a b", "a\u{202e}b!", "<b>", "p\x1b[31m", "7of9", &"x".repeat(21)] {
        assert_eq!(name(bad), Err(BadName::Shape), "{bad:?}");
    }
    for own in ["facilitator", "FACILITATOR", "fаcilitator", "system", "All"] {
        assert_eq!(name(own), Err(BadName::Reserved), "{own}");
    }
}

#[test]
fn names_that_look_alike_are_one() {
    for (one, other) in [("ann", "Ann"), ("paypal", "pаypаl"), ("ann", "ａｎｎ"), ("rn", "m")]
    {
        assert_eq!(alike(one), alike(other), "{one} {other}");
    }
    assert_ne!(alike("ann"), alike("ana"));
}

#[test]
fn a_code_is_read_however_it_was_copied() {
    let code = Code::draw();
    let shouted = format!("  {}\r\n", code.written().to_uppercase().replace('-', " "));
    assert_eq!(Code::typed(&shouted), code);
    assert_eq!(Code::typed(&code.written()).digest(), code.digest());
}

#[test]
fn codes_do_not_come_twice_and_are_not_shown_by_accident() {
    let codes: std::collections::BTreeSet<String> =
        (0..2_000).map(|_| Code::draw().written()).collect();
    assert_eq!(codes.len(), 2_000);
    let code = Code::draw();
    assert!(!format!("{code:?}").contains(&code.written()));
    assert!(!code.digest().contains(&code.written().replace('-', "")));
}

proptest! {
    #[test]
    fn no_name_that_is_taken_holds_anything_but_letters(asked in "\\PC{0,30}") {
        if let Ok(name) = name(&asked) {
            prop_assert!(name.chars().count() <= 20);
            prop_assert!(!name.chars().any(|own| own.is_control() || own.is_whitespace()));
        }
    }
}
