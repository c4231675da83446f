//! Simulated colleagues: what they understand, what they say, how long they take.

mod asked;
mod evening;
mod evenings;
mod pace;
mod roles;
mod stage;
