//! Ways in from outside: the hall where drills are hosted and its doors, ssh for people, http for
//! boards and probes, pipes for programs. It draws no screen of its own, formats no frame and
//! decides no rule of play.

mod accept;
pub mod hall;
pub mod http;
mod line;
pub mod program;
pub mod ssh;
pub mod stay;
