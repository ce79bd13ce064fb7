//! The pages, driven in process on a real database: what the front door lets in, what each form
//! says to bad input, and what the pages tell.

mod addresses;
mod board;
mod counter;
mod customers;
mod door;
mod erase;
mod inbox;
mod intake;
mod live;
mod lock;
mod manual;
mod paper;
mod proof;
mod receipt;
mod roles;
mod settings;
mod setup;
mod shop;
mod sign;
mod staff;
mod templates;
mod texts;
mod tls;
mod visit;
mod wording;
