//! Files that authors write: every shipped one is clean, every refused one says why, hostile ones
//! do no harm, and the schema says what is read.

mod choices;
mod format;
mod hostile;
mod kinds;
mod refused;
mod schema;
mod shipped;
