//! Systems written in code, for tests that need a shape rather than a story: the oracle's crate has
//! them, since its rows need the same.

pub(crate) use firedrill_oracle::shapes::*;
