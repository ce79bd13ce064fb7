//! Readybell texts a workshop's customers from its own GSM modem.
//!
//! The rooms, from the ground up. A room uses only rooms on lower floors; `tests/all/floors.rs`
//! checks every path.
//!
//! | floor | room | what it is for |
//! |---|---|---|
//! | 0 | [`domain`] | the shop's rules, pure: contact, consent, gate, job, classify, schedule |
//! | 1 | [`wire`] | what goes over the air and the line, pure: GSM-7, TPDUs, the AT protocol |
//! | 2 | [`clock`], [`health`], [`store`] | the only places that know the time of day, the machine's health, and SQLite |
//! | 3 | [`modem`], [`panel`], [`print`], [`sim`] | the serial port, the buttons and lights, receipts and their printer, a simulated modem |
//! | 4 | [`desk`] | what the shop does |
//! | 5 | [`web`], [`app`], [`demo`], [`cli`] | how people and programs reach it, and what puts it together |

pub mod app;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod health;
pub mod modem;
pub mod panel;
pub mod print;
pub mod sim;
pub mod store;
pub mod web;
pub mod wire;
