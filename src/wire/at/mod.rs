//! The AT line protocol.
