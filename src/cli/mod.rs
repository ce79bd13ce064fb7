//! Floor 5: the commands.

pub mod pdu;
