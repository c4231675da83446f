//! Many drills without people: scripts played headless, teams of simulated colleagues, the system
//! alone. It shows nothing and keeps nothing.

pub mod calibrate;
pub mod fork;
pub mod prove;
pub mod regrade;
pub mod script;
pub mod severity;
pub mod simulate;
pub mod team;
pub mod trial;
