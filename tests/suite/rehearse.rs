//! Many drills without people: what teams of simulated colleagues come to.

mod calibrate;
mod fork;
mod prove;
mod regrade;
mod teams;
mod trial;
