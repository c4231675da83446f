//! The rows of figures that decide (SIMULATION.md §4), each in a short and a full version. A row
//! measures and says what is to be reached; it judges nothing else.
#![expect(
    clippy::print_stdout,
    reason = "who reads the figures wants to see the cases behind them"
)]

mod causality;
mod conservation;
mod determinism;
mod grid;
mod known;
mod quantiles;
mod queueing;
mod whole;

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A few seconds, on every change.
    Short,
    /// As long as the figures need.
    Full,
}

/// What the caller wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// How much is run.
    pub effort: Effort,
    /// Print every case window by window, both engines side by side.
    pub windows: bool,
    /// Only cases whose names contain this.
    pub only: Option<String>,
}

impl Wish {
    /// The short version, without details.
    pub fn short() -> Self {
        Self { effort: Effort::Short, windows: false, only: None }
    }

    fn full(&self) -> bool {
        self.effort == Effort::Full
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|part| name.contains(part.as_str()))
    }
}

/// A measured figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The row.
    pub row: u32,
    /// What was measured.
    pub what: String,
    /// What is to be reached.
    pub target: String,
    /// What was reached.
    pub measured: String,
    /// Whether that is enough.
    pub good: bool,
}

/// A row's number, its name, and what measures it.
pub type Row = (u32, &'static str, fn(&Wish) -> Vec<Figure>);

/// All rows.
pub const ROWS: &[Row] = &[
    (1, "the oracle against theory", queueing::measure),
    (2, "nothing is lost", conservation::measure),
    (3, "recovers or stays down", grid::measure),
    (4, "published failures", known::measure),
    (5, "whole systems, window by window", whole::measure),
    (6, "determinism", determinism::measure),
    (7, "causality", causality::measure),
    (8, "quantiles", quantiles::measure),
];
