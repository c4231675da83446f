//! The fold of entries: what is owed, by whom, met by which entry; what the team could know.

mod knowing;
mod owing;
