//! firedrill, a flight simulator for incident response: the house and its floors.
//!
//! Imports go down only, never sideways within a floor. `tests/suite/architecture.rs` reads the
//! table below and every `use crate::` in `src`, and fails on an edge the table does not allow.
//!
//! | floor | module | what lives here | may import |
//! | --- | --- | --- | --- |
//! | 0 | `model` | the vocabulary: ids, drill time, quantities, text, system, fault, remedy, condition; named random streams and digests | – |
//! | 1 | `command` | the command language: type, grammar, completions, help and hints from one table; playscripts | model |
//! | 2 | `journal` | events, refusals, entries, the header, the wire format. The waist of the hourglass | model, command |
//! | 2 | `content` | text to value and diagnostics for scenario, system, process, runbook; JSON Schema; the library | model, command |
//! | 3 | `incident` | a pure fold of entries and process to the incident's state and its obligations | model, command, journal, content |
//! | 3 | `world` | the simulated system: load, queues, dependencies, faults, remedies, metrics, logs | model |
//! | 4 | `drill` | the rules of play: decide, apply, advance | model, command, journal, content, content::truth, incident, world |
//! | 5 | `view` | what one seat may see, as plain data in the player's words | model, command, journal, content, incident |
//! | 5 | `view::facilitator` | what who steers a drill sees, truth included; a type of its own | model, command, journal, content, content::truth, incident, view |
//! | 6 | `score` | journal to scorecard, every line with the entries that earned or lost it | model, command, journal, content, content::truth, incident, view |
//! | 6 | `crew` | simulated players: a seat's view in, commands out | model, command, content, incident, view |
//! | 7 | `report` | scorecard and journal to text, Markdown, HTML, JSON, CSV; the post-mortem | model, command, journal, content, content::truth, incident, view, score |
//! | 7 | `play` | one drill being played, without I/O: drill, views and crew | model, command, journal, content, content::truth, incident, world, drill, view, crew |
//! | 8 | `rehearse` | many drills without people: scripts, calibration, proofs, forks, simulation, the runs `check` needs | model, command, journal, content, content::truth, incident, world, drill, view, score, crew, report, play |
//! | 8 | `store` | journals, scorecards and follow-ups at rest, over SQLite and PostgreSQL | model, journal |
//! | 9 | `workshop` | what authors need beside an editor: drafts, the pack to run a drill by hand | model, journal, content, content::truth, rehearse, report |
//! | 9 | `room` | one live drill: single writer, clock, commit, fan-out | model, command, journal, content, content::truth, incident, world, drill, view, score, crew, report, play, rehearse, store |
//! | 9 | `tui` | screens: `update` and `draw`, keys by one table | model, command, journal, content, incident, view, score, report |
//! | 10 | `server` | ways in from outside: the hall of hosted drills, its ssh and http doors, programs as players | model, command, journal, content, content::truth, incident, world, drill, view, score, crew, report, play, rehearse, store, room, tui |
//! | 11 | `cli` | clap, files, environment, wiring; one file per command | any |

#[cfg(feature = "shells")]
pub mod cli;
pub mod command;
pub mod content;
pub mod crew;
pub mod drill;
pub mod incident;
pub mod journal;
pub mod model;
pub mod play;
pub mod rehearse;
pub mod report;
#[cfg(feature = "shells")]
pub mod room;
pub mod score;
#[cfg(feature = "shells")]
pub mod server;
#[cfg(feature = "shells")]
pub mod store;
#[cfg(feature = "shells")]
pub mod tui;
pub mod view;
pub mod workshop;
pub mod world;
