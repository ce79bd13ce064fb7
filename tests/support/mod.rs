//! What several tests need: foreign programs, started and stopped.

pub mod phonesim;
