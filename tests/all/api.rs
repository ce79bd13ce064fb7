//! The JSON API, by its front door: the real router on a loopback port.

mod door;
mod keys;
mod reading;
mod shop;
mod suppressions;
mod tester;
mod texts;

use serde_json::{Value, json};

fn about_the_car(to: &str) -> Value {
    json!({ "to": to, "purpose": "service", "body": "The part is here." })
}
