//! Whole drills of the shipped scenarios without a screen: scripts, running again, resuming.

mod again;
mod seats;
mod shipped;
mod stage;
