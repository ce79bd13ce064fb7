//! The tests that go in by the front door, in one binary.

#[path = "../support/mod.rs"]
mod support;

mod api;
mod browser;
mod classify;
mod evidence;
mod fake_modems;
mod floors;
mod foreign_drivers;
mod foreign_modem;
mod hostile;
mod kill;
mod model;
mod modem;
mod oracles;
mod panel;
mod pdu_vectors;
mod phonesim;
mod planted;
mod recovery;
mod restore;
mod torture;
mod trial;
mod unit;
mod watchdog;
mod web;
