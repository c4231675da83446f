//! The suite: one binary, one module a room. Its files speak the domain's words.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod architecture;
mod arguments;
mod cli;
mod command;
mod content;
mod crew;
mod drill;
mod evenings;
mod floors;
mod incident;
mod journal;
mod oracle;
mod play;
mod playscripts;
mod rehearse;
mod report;
mod room;
mod score;
mod server;
mod store;
mod tui;
mod view;
mod workshop;
mod world;
