//! Bad input and bad luck, by the front door: the real program with a wrong configuration, a damaged
//! database, a full disk, a modem that babbles and a network that shouts. Each ends in a clear error
//! and an exit code, or the program runs on; and nothing is lost.

mod commands;
mod data;
mod disk;
mod line;
mod logs;
mod requests;
pub mod shop;
