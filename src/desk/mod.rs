//! Floor 4: what the shop does.
