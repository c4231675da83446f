//! Many drills without people: scripts played headless, the system alone. It shows nothing and
//! keeps nothing.

pub mod script;
pub mod severity;
pub mod simulate;
