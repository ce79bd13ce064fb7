//! The tests that go in by the front door, in one binary.

mod floors;
mod oracles;
mod panel;
mod pdu_vectors;
