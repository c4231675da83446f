//! Files that authors write: every shipped one is clean, every refused one says why, hostile ones
//! do no harm.

mod hostile;
mod kinds;
mod refused;
mod shipped;
