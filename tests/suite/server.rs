//! A host, from outside: who gets in, what they see and may do, what happens to everybody else.

mod admission;
mod framer;
mod house;
mod killed;
mod lobby;
mod openssh;
mod people;
mod programs;
mod refused;
mod secrets;
mod streams;
mod web;
