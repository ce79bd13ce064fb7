//! What several tests need: foreign programs, started and stopped.

pub mod browser;
pub mod phonesim;
pub mod shop;
