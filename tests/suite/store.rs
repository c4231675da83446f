//! The store: one suite over a SQLite file and a real PostgreSQL.

mod disk;
mod files;
mod keeping;
pub(crate) mod place;
mod postgres;
mod powercut;
