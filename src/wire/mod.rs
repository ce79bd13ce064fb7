//! Floor 1: what goes over the air and over the serial line. Pure: bytes in, values out.
//!
//! Nothing here does I/O, knows the time, or panics, whatever the bytes.

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
