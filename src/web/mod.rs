//! Floor 5: the pages and the JSON API.
