//! Floor 1: what goes over the air and over the serial line. Pure: bytes in, values out.
//!
//! Nothing here does I/O, knows the time, or panics, whatever the bytes. It must not know jobs,
//! consent or the store: it says what arrived, not what follows from it.
//!
//! Both directions are here, because the simulated network speaks the other half. Start at
//! [`decode_from_network`] and [`Submit`]; [`split`] makes a text's parts, [`at`] is the line to
//! the modem.

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

pub mod address;
pub mod at;
pub mod content;
pub mod dcs;
pub mod deliver;
pub mod error;
pub mod gsm7;
pub mod hex;
pub mod pdu;
mod reader;
pub mod report;
pub mod shift;
pub mod submit;
pub mod timestamp;
pub mod ucs2;
pub mod udh;
pub mod user_data;

pub use address::{Address, TypeOfNumber};
pub use content::{Class, Content, DataKind, Waiting, WaitingKind};
pub use dcs::Coding;
pub use deliver::Deliver;
pub use error::WireError;
pub use pdu::{Incoming, Listed, decode_from_network, decode_from_phone, decode_listed, with_smsc};
pub use report::{Outcome, StatusReport};
pub use submit::{Submit, Validity};
pub use timestamp::Timestamp;
pub use udh::Element;
pub use user_data::{Payload, UserData, join, split};
