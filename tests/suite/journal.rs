//! The journal on the wire: what is written reads back, and what was tampered with is told.

mod forgetting;
pub(crate) mod sample;
mod wire;
