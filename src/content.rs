//! Authored files as values, and their reading: text in, value and diagnostics out. It opens no
//! file, plays nothing, and never says how a scenario ends but in the closed room `truth`.

pub mod process;
pub mod runbook;
pub mod scenario;
pub mod truth;
