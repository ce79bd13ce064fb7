//! The pages, driven in process on a real database: what the front door lets in, what each form
//! says to bad input, and what the pages tell.

mod addresses;
mod board;
mod contents;
mod counter;
mod customers;
mod door;
mod erase;
mod guesses;
mod headers;
mod inbox;
mod intake;
mod live;
mod lock;
mod malformed;
mod manual;
mod others;
mod outputs;
mod paper;
mod proof;
mod receipt;
mod roles;
pub mod routes;
mod scans;
mod settings;
mod setup;
pub mod shop;
mod sign;
mod staff;
mod strangers;
mod templates;
mod texts;
mod tls;
mod visit;
mod wording;
mod writes;
