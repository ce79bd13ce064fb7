//! Floor 0: the shop's rules. Pure: no I/O, no clock, no `async`, and no panic on any input.
//!
//! Time is an argument everywhere. Start at [`gate`], which decides whether a text may go, then
//! read [`consent`], which it asks.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod alphabet;
pub mod area;
pub mod attachment;
pub mod bounds;
pub mod classify;
pub mod clock_trust;
pub mod code;
pub mod consent;
pub mod draft;
pub mod evidence;
pub mod follow_up;
pub mod frequency;
pub mod gate;
pub mod head;
pub mod holidays;
pub mod hours;
pub mod job;
pub mod keeping;
pub mod lang;
pub mod ledger;
pub mod lint;
pub mod money;
pub mod phone;
pub mod phrases;
pub mod purpose;
pub mod random;
pub mod receipt;
pub mod reception;
pub mod region;
pub mod retention;
pub mod round_trip;
pub mod route;
pub mod score;
pub mod settings;
pub mod signature;
pub mod slips;
pub mod status;
pub mod template;
pub mod text;
pub mod time;
pub mod tongue;
pub mod vars;
pub mod why;
pub mod wording;
pub mod words;
pub mod zone;
