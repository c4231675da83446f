//! Whether the fluid engine is right: the rows of figures of the simulation's specification, engine
//! F against engine D and both against theory. It prints a table and fails if a figure misses.
//!
//! `cargo bench --bench fidelity --no-default-features [-- ROW… --short --windows --only NAME]`
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints a table")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it found")]

use std::process::ExitCode;

use firedrill_oracle::rows::{Effort, Figure, ROWS, Wish};

fn main() -> ExitCode {
    let mut wish = Wish { effort: Effort::Full, windows: false, only: None };
    let mut rows: Vec<u32> = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--short" => wish.effort = Effort::Short,
            "--windows" => wish.windows = true,
            "--only" => wish.only = args.next(),
            row => {
                let Ok(row) = row.parse() else {
                    eprintln!("fidelity [ROW…] [--short] [--windows] [--only NAME]");
                    return ExitCode::from(2);
                };
                rows.push(row);
            }
        }
    }
    let mut figures: Vec<Figure> = Vec::new();
    for (row, name, measure) in ROWS {
        if rows.is_empty() || rows.contains(row) {
            println!("row {row}: {name}");
            figures.extend(measure(&wish));
        }
    }
    println!("\n| row | figure | target | measured | verdict |\n|---|---|---|---|---|");
    for figure in &figures {
        let verdict = if figure.good { "holds" } else { "MISSES" };
        let Figure { row, what, target, measured, .. } = figure;
        println!("| {row} | {what} | {target} | {measured} | {verdict} |");
    }
    if figures.iter().all(|figure| figure.good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
