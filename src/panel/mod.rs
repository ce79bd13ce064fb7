//! Floor 3: the only place that knows GPIO: the buttons and the lights.
