//! Floor 5: builds everything, hands it out, and shuts it down in order.
