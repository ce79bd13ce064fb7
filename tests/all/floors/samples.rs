//! Shows that the check of the floors can fail: small sources, each with what must be found.

use super::rules::violations;

/// Module, source, and how many violations it holds.
const SAMPLES: &[(&str, &str, usize)] = &[
    // Down is fine, up and sideways are not.
    ("desk", "use crate::store::Outbox;", 0),
    ("store", "use crate::desk::Desk;", 1),
    ("modem", "use crate::panel::Light;", 1),
    ("store::outbox", "use crate::clock::Clock;", 0),
    ("sim::network", "use crate::wire::tpdu;", 0),
    ("sim::network", "use crate::store::Outbox;", 1),
    ("web::board", "use crate::app::run;", 1),
    ("app", "use crate::web;", 0),
    ("app", "use crate::cli;", 1),
    ("main", "fn main() { readybell::cli::run(); }", 0),
    ("web", "use readybell::cli;", 1),
    ("desk", "use crate::attic::Trunk;", 1),
    // Wherever a path can stand.
    ("store", "use crate::{domain::time, desk::{self, Desk}};", 2),
    ("store", "use crate::web as pages;", 1),
    ("store", "fn f(x: crate::desk::Desk) {}", 1),
    ("store", "fn f() { let _ = crate::desk::open(); }", 1),
    (
        "store",
        "fn f() { match 1 { crate::web::ONE => {} _ => {} } }",
        1,
    ),
    (
        "store",
        "struct S { all: Vec<Option<crate::desk::Desk>> }",
        1,
    ),
    ("store", "impl crate::desk::Trait for S {}", 1),
    (
        "store",
        "fn f() { let x = <S as crate::desk::Trait>::new(); }",
        1,
    ),
    (
        "store",
        "fn f<T: crate::desk::Trait>() where T: crate::web::Page {}",
        2,
    ),
    ("store", "#[derive(crate::desk::Derive)] struct S;", 1),
    (
        "store",
        "struct S { #[serde(with = \"crate::web::form\")] x: u8 }",
        1,
    ),
    ("store", "fn f() { let x = vec![crate::desk::open()]; }", 1),
    (
        "store",
        "fn f() { assert!(g(|| { crate::web::page::<u8>() })); }",
        1,
    ),
    (
        "store",
        "macro_rules! m { () => { $crate::desk::open() } }",
        1,
    ),
    (
        "store",
        "macro_rules! m { () => { use crate::{web::a, domain::b}; } }",
        1,
    ),
    (
        "store",
        "thread_local! { static X: crate::desk::Desk = new(); }",
        1,
    ),
    (
        "store",
        "mod inner { mod deep { use super::super::super::desk::Desk; } }",
        1,
    ),
    ("store", "mod inner { use super::super::store::Outbox; }", 0),
    ("store::outbox", "use super::super::desk::Desk;", 1),
    (
        "store::outbox",
        "use super::inbox; use self::parts::Part;",
        0,
    ),
    // Nothing slips past by another name.
    ("store", "use crate::*;", 1),
    ("store", "use super::*;", 1),
    ("store", "use crate as house;", 1),
    ("store", "extern crate self as house;", 1),
    ("store", "#[path = \"../desk/mod.rs\"] mod desk;", 1),
    ("store", "include!(\"../desk/mod.rs\");", 1),
    (
        "store",
        "#[cfg(test)] #[path = \"open_tests.rs\"] mod tests;",
        0,
    ),
    (
        "store",
        "#[cfg(test)] #[path = \"../tests/open.rs\"] mod tests;",
        0,
    ),
    (
        "store",
        "#[cfg(test)] #[path = \"../desk/mod.rs\"] mod desk;",
        1,
    ),
    ("store::outbox", "use super::*;", 0),
    ("store", "#[cfg(test)] mod tests { use super::*; }", 0),
    (
        "store",
        "#[cfg(test)] mod tests { use crate::desk::Desk; }",
        1,
    ),
    (
        "store",
        "pub(crate) fn f() {} pub(in crate::store) fn g() {}",
        0,
    ),
    // Foreign crates stay in their rooms.
    ("store::open", "use rusqlite::Connection;", 0),
    ("web", "use rusqlite::Connection;", 1),
    ("web", "fn f() -> ::rusqlite::Result<()> { g() }", 1),
    ("web", "use crate::store::rusqlite::Connection;", 1),
    ("web", "use rusqlite;", 1),
    ("desk", "#[derive(axum::FromRequest)] struct S;", 1),
    ("desk", "fn f() { maud::html! { p { \"x\" } } }", 1),
    (
        "web::board",
        "use maud::{html, Markup}; use axum::Router;",
        0,
    ),
    ("demo::page", "use maud::html;", 0),
    ("web::board", "use crate::demo::page;", 1),
    ("sim::network", "use maud::html;", 1),
    ("cli::doctor", "use tokio_serial::available_ports;", 1),
    ("modem::port", "use tokio_serial::SerialStream;", 0),
    ("cli::doctor", "fn f() { gpiocdev::chips(); }", 1),
    (
        "panel::gpio",
        "use gpiocdev::Request; use rppal::gpio::Gpio;",
        0,
    ),
    // Pure rooms are pure, but for their tests.
    (
        "domain::gate",
        "use chrono::{DateTime, Utc}; use std::time::Duration;",
        0,
    ),
    ("domain::gate", "fn f() { let now = Utc::now(); }", 1),
    (
        "domain::gate",
        "fn f() { let now = chrono::Local::now(); }",
        1,
    ),
    ("domain::gate", "use std::{collections::BTreeMap, fs};", 1),
    ("domain::gate", "use std::fs::{self, File};", 2),
    ("domain::gate", "use std::time::{Duration, SystemTime};", 1),
    ("domain::gate", "fn f() { Instant::now(); }", 1),
    (
        "domain::gate",
        "fn f() { vec![std::time::Instant::now()]; }",
        1,
    ),
    ("wire::at", "use tokio::sync::mpsc;", 1),
    ("wire::at", "async fn f() {}", 1),
    ("wire::at", "fn f() { let x = async { 1 }; }", 1),
    ("wire::at", "fn f() { m!(async { x.await }); }", 2),
    ("wire::at", "trait T { async fn f(); }", 1),
    ("wire::at", "use std::net::IpAddr;", 1),
    ("wire::at", "#[cfg(test)] mod tests { use std::fs; }", 0),
    ("wire::at", "#[test] fn t() { std::fs::read(\"x\"); }", 0),
    ("wire::at", "#[cfg(not(test))] mod real { use std::fs; }", 1),
    ("wire::tests::at", "use std::fs;", 0),
    ("wire::at_tests", "use std::fs;", 0),
    ("wire::tests_of_faith", "use std::fs;", 1),
];

#[test]
fn each_planted_fault_is_found_and_nothing_else() {
    for (module, source, expected) in SAMPLES {
        let module: Vec<_> = module.split("::").collect();
        let found = violations(source, &module);
        assert_eq!(found.len(), *expected, "{module:?}: {source}\n{found:#?}");
    }
}
