//! Lines that do not read: where, and in which words (SCREENS.md §10).

use firedrill::command::{Command, LINE_MAX, Mistake};
use firedrill::model::text::Lang;

#[track_caller]
fn mistake(line: &str) -> Mistake {
    match Command::parse(line) {
        Err(mistake) => mistake,
        Ok(command) => panic!("`{line}` reads as `{command}`"),
    }
}

#[track_caller]
fn check(line: &str, at: &str, says: &str) {
    let mistake = mistake(line);
    assert_eq!(mistake.says.get(Lang::En), says);
    assert_eq!(&line[mistake.at..], at, "place in `{line}`");
    assert!(mistake.says.th.is_some());
    for forbidden in ["invalid", "illegal", "error:", "oops", "please", "sorry", "!", " you "] {
        assert!(!says.contains(forbidden), "{says}");
    }
}

#[test]
fn an_unknown_word_names_the_one_that_works() {
    check("/udpate internal", "/udpate internal", "`/udpate` is no command. Tab takes `/update`.");
    check("/decl", "/decl", "`/decl` is no command. Tab takes `/declare`.");
    let far = "`/etc/hosts` is no command. ? lists them; `/say` sends it as a message.";
    check("/etc/hosts is full", "/etc/hosts is full", far);
}

#[test]
fn a_missing_field_is_named_with_how_to_write_it() {
    check(
        "/update internal scope=checkout effect=many doing=looking",
        "",
        "`/update` promises no next word. Add `next=20m`, or u opens the form.",
    );
    check(
        "/update",
        "",
        "`/update` names no audience. Write `/update internal scope=checkout effect=many doing=\"rolling back\" next=20m`, or u opens the form.",
    );
    check("/ack", "", "`/ack` names no alert. Write `/ack A-1`, or a opens the form.");
    check(
        "/action retries owner=ton",
        "",
        "`/action` has no due date. Add `due=2026-12-11`, or A opens the form.",
    );
    check(
        "/page ",
        "",
        "`/page` names nobody. Write `/page payments cards time out since 19:01`, or p opens the form.",
    );
}

#[test]
fn a_value_that_does_not_fit_names_those_that_do() {
    check(
        "/update internal scope=checkout effect=lots doing=x next=20m",
        "lots doing=x next=20m",
        "`effect=lots` is not a measure: unknown, none, some, many, all, or a number.",
    );
    check(
        "/look checkout charts",
        "charts",
        "`charts` is not a view: metrics, logs, deploys, config or deps.",
    );
    check("/speed 90", "90", "`90` is not a speed of the clock: 1 to 60.");
    check(
        "/witness first-update 4:1 said so",
        "4:1 said so",
        "`4:1` is not a drill time: minutes and seconds, like `02:40`.",
    );
    check(
        "/update public scope=a effect=101 doing=x next=20m",
        "101 doing=x next=20m",
        "`effect=101` is not a measure: unknown, none, some, many, all, or a number.",
    );
}

#[test]
fn what_is_too_much_or_torn_is_pointed_at() {
    check("/jump now", "now", "`now` is more than `/jump` takes. It reads `/jump`.");
    check(
        "/update public scope=a b",
        "b",
        "`b` stands alone in `/update`. Several words go in quotes: `key=\"…\"`.",
    );
    check("/update public scop=a", "scop=a", "`/update` has no field `scop=`. Write `scope=`.");
    check(
        "/update public scope=a scope=b",
        "scope=b",
        "`scope=` stands here a second time. One of them goes.",
    );
    check(
        "/update public scope=\"a",
        "\"a",
        "The quote opened here is not closed. Put `\"` after the last word.",
    );
}

#[test]
fn thai_says_the_same() {
    let thai = |line: &str| mistake(line).says.get(Lang::Th).to_owned();
    assert_eq!(thai("/udpate"), "ไม่มีคำสั่ง `/udpate` กด Tab เพื่อใช้ `/update`");
    assert_eq!(
        thai("/update internal scope=checkout effect=many doing=looking"),
        "`/update` ยังไม่บอกเวลาแจ้งครั้งถัดไป เพิ่ม `next=20m` หรือกด u"
    );
    assert_eq!(
        thai("/update internal scope=checkout effect=lots"),
        "`effect=lots` ใช้ไม่ได้: unknown, none, some, many, all หรือตัวเลข"
    );
}

#[test]
fn an_empty_line_and_one_too_long_are_refused() {
    check("  ", "  ", "An empty line says nothing. Type a message, or `/` for a command.");
    let long = "ก".repeat(LINE_MAX + 1);
    assert_eq!(&long[mistake(&long).at..], "ก");
    assert!(Command::parse(&"ก".repeat(LINE_MAX)).is_ok());
}

#[test]
fn hostile_text_is_repeated_short_and_clean() {
    let says = mistake(&format!("/\u{1b}]52;c;{}", "A".repeat(500))).says.en;
    assert!(says.as_str().chars().count() < 100 && !says.as_str().contains('\u{1b}'), "{says}");
}
