//! Authored files as values, and their reading: text in, value and diagnostics out. It opens no
//! file, plays nothing, and never says how a scenario ends but in the closed room `truth`.

pub mod calibration;
pub mod coaching;
mod conditions;
pub mod diagnostic;
mod form;
pub mod ladder;
pub mod library;
mod measured;
mod names;
pub mod process;
mod process_file;
mod quantity;
mod reader;
pub mod runbook;
mod runbook_file;
pub mod scenario;
mod scenario_file;
pub mod schema;
mod shape;
mod sort;
mod system_file;
mod table;
mod tree;
pub mod truth;

pub use crate::content::diagnostic::{Diagnostic, Source};
pub use crate::content::library::{Kept, Library, Loaded};
pub use crate::content::process_file::read_process;
pub use crate::content::runbook_file::read_runbook;
pub use crate::content::scenario_file::{Choice, Told, read_scenario, variants};
pub use crate::content::system_file::read_system;
