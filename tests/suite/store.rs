//! The store: one suite over a SQLite file and a real PostgreSQL.

mod files;
mod keeping;
pub(crate) mod place;
mod postgres;
