//! Whole drills of the shipped scenarios without a screen: scripts, running again, resuming.

mod again;
mod processes;
mod seats;
mod shipped;
pub(crate) mod stage;
