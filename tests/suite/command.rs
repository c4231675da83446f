//! The command language: every line reads, prints and reads back; what cannot be read says why.

mod completing;
mod mistakes;
mod playscripts;
mod reading;
pub(crate) mod strategy;
