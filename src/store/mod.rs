//! Floor 2: the only place that knows SQLite. One function a transaction.
