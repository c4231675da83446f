//! The rules of play: given a drill at some point, when somebody says something or the clock runs,
//! then these entries follow.

mod alerts;
mod clock;
mod commands;
mod faults;
mod impaired;
mod injects;
mod pages;
mod people;
mod remedies;
pub(crate) mod stage;
