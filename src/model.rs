//! The vocabulary every other module speaks. Values only: it never reads a file, a clock or the
//! environment, and holds no rule of play.

pub mod business;
pub mod cause;
pub mod chance;
pub mod character;
pub mod condition;
pub mod exposition;
pub mod fault;
pub mod id;
pub mod metric;
pub mod people;
pub mod quantity;
pub mod remedy;
pub mod system;
pub mod text;
pub mod time;
