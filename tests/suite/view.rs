//! What a seat sees, and above all what it does not.

mod board;
mod hidden;
mod inbox;
mod seen;
mod strip;
pub(crate) mod table;
mod work;
