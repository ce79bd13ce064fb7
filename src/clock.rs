//! Floor 2: the only place that reads a clock.
//!
//! A [`Clock`] gives [`Now`](crate::domain::time::Now), which everything else takes as an argument.
