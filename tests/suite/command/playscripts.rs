//! Playscripts: read, printed, and all their faults at once.

use firedrill::command::playscript::{ScriptLine, parse, print};
use firedrill::model::time::DrillTime;
use proptest::prelude::*;

use crate::command::strategy::command;

#[test]
fn a_script_reads_with_comments_and_rows() {
    let text = "# the good one\n\n02:10 ann: /ack A-1\n02:40 ann: /declare sev2 Checkout: errors\n02:40 nok: on it\n";
    let lines = parse(text, None).expect("a script");
    let rows: Vec<(u32, &str, usize)> =
        lines.iter().map(|line| (line.at.0, line.who.as_str(), line.row)).collect();
    assert_eq!(rows, [(130, "ann", 3), (160, "ann", 4), (160, "nok", 5)]);
    assert_eq!(lines[1].line.to_string(), "/declare sev2 Checkout: errors");
}

#[test]
fn every_fault_is_told_with_its_row_and_column() {
    let text = "02:10 ann: /ack A-1\n02:00 ann: /hint\nann: /hint\n03:00 /hint\n  04:00 ann: /ack x\n05:00 ann:";
    let faults = parse(text, None).expect_err("five faults in six rows");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    line 2, column 1: 02:00 lies before 02:10 of a line above. Times do not go back: put lines in order.
    line 3, column 1: `ann:` is not a drill time like `02:40`. Write `mm:ss who: line`, such as `02:10 ann: /ack A-1`.
    line 4, column 7: Nobody says this line. Write `mm:ss who: line`, such as `02:10 ann: /ack A-1`.
    line 5, column 19: `x` is not the number of an alert: write `A-1`.
    line 6, column 11: An empty line says nothing. Type a message, or `/` for a command.
    ");
}

#[test]
fn a_hostile_script_leaves_no_control_character() {
    let lines = parse("00:01 a\u{1b}nn: hel\u{1b}[2Jlo", None).expect("a script");
    assert_eq!(print(&lines), "00:01 ann: hel[2Jlo\n");
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(commands in prop::collection::vec((0_u32..90_000, command()), 0..12)) {
        let mut lines: Vec<ScriptLine> = commands
            .into_iter()
            .map(|(at, line)| ScriptLine { at: DrillTime(at), who: "p1".to_owned(), line, row: 0 })
            .filter(|line| line.line.to_string().chars().count() <= firedrill::command::LINE_MAX)
            .collect();
        lines.sort_by_key(|line| line.at);
        let text = print(&lines);
        lines.iter_mut().zip(1..).for_each(|(line, row)| line.row = row);
        prop_assert_eq!(parse(&text, None), Ok(lines), "{}", text);
    }
}
