//! Which room may name what.

use super::paths::{Kind, Named, named_in};

/// The rooms from the ground up. A room may use those before it; rooms of one row may not use each
/// other, but for those in [`NEIGHBORS`].
///
/// The top floor of house and table has an order of its own: pages know nothing of how they are
/// served, and only `main` knows everything.
const ROOMS: &[&[&str]] = &[
    &["domain"],
    &["wire"],
    &["clock", "health", "store"],
    &["modem", "panel", "print", "sim"],
    &["desk"],
    &["web"],
    &["app"],
    &["demo"],
    &["cli"],
    &["main"],
];

/// Same floor, and yet allowed: the store stamps rows with the clock's types.
const NEIGHBORS: &[(&str, &str)] = &[("store", "clock"), ("clock", "store")];

/// Lower, and yet forbidden: the simulator judges what the store does, so it must not know it.
const STRANGERS: &[(&str, &str)] = &[("sim", "store")];

/// Foreign crates that only some modules may name.
const KEPT: &[(&[&str], &[&str])] = &[
    (&["rusqlite", "rusqlite_migration"], &["store"]),
    (&["tokio_serial", "serialport"], &["modem", "sim"]),
    (&["gpiocdev", "rppal"], &["panel"]),
    (
        &["axum", "axum_extra", "tower", "tower_http", "maud"],
        &["web", "app", "demo"],
    ),
    (&["rustls", "tokio_rustls", "rcgen"], &["web"]),
];

/// Rooms that do no I/O, read no clock, and have no `async`.
const PURE: &[&str] = &["domain", "wire"];

/// What a pure room must not name, as consecutive segments anywhere in a path.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "os"],
    &["std", "process"],
    &["std", "env"],
    &["std", "thread"],
    &["std", "io"],
    &["std", "time", "Instant"],
    &["SystemTime"],
    &["Instant", "now"],
    &["Utc", "now"],
    &["Local"],
    &["tokio"],
    &["tokio_util"],
    &["futures_util"],
    &["rustix"],
    &["getrandom"],
];

/// Reads `source` as the module `module` and says what it names and must not.
pub fn violations(source: &str, module: &[&str]) -> Vec<String> {
    let mut found: Vec<_> = named_in(source, module)
        .iter()
        .filter_map(violation)
        .collect();
    found.dedup();
    found
}

fn violation(named: &Named) -> Option<String> {
    let here = named.module.join("::");
    let room = named.module.first().map_or("lib", String::as_str);
    let written = named.segments.join("::");
    match named.kind {
        Kind::Escape => Some(format!("{here}: {written} hides paths from this check")),
        Kind::Async => (PURE.contains(&room) && !named.in_test)
            .then(|| format!("{here}: {written} in a pure room")),
        Kind::Path => wrong_room(named, room)
            .or_else(|| wrong_crate(named))
            .or_else(|| impure(named, room))
            .map(|why| format!("{here}: {written}: {why}")),
    }
}

fn wrong_room(named: &Named, from: &str) -> Option<String> {
    let target = from_the_root(named)?;
    let to = match target.first().map(String::as_str) {
        None | Some("*") => return Some("names the crate's root, and with it every room".into()),
        Some(to) => to,
    };
    if to == from {
        return None;
    }
    let floor = |room: &str| ROOMS.iter().position(|rooms| rooms.contains(&room));
    let Some(theirs) = floor(to) else {
        return Some(format!("there is no room `{to}`"));
    };
    let Some(ours) = floor(from) else {
        return Some(format!("`{from}` is on no floor"));
    };
    let allowed =
        (theirs < ours || NEIGHBORS.contains(&(from, to))) && !STRANGERS.contains(&(from, to));
    (!allowed).then(|| format!("`{from}` must not know `{to}`"))
}

/// The path from the crate's root, or `None` when it starts with a local name or a foreign crate.
fn from_the_root(named: &Named) -> Option<Vec<String>> {
    let mut rest = named.segments.as_slice();
    let mut base = match rest.first().map(String::as_str)? {
        "crate" | "readybell" => {
            rest = rest.get(1..)?;
            Vec::new()
        }
        "self" => {
            rest = rest.get(1..)?;
            named.module.clone()
        }
        "super" => named.module.clone(),
        _ => return None,
    };
    while rest.first().is_some_and(|segment| segment == "super") {
        base.pop();
        rest = &rest[1..];
    }
    base.extend_from_slice(rest);
    Some(base)
}

fn wrong_crate(named: &Named) -> Option<String> {
    let (_, owners) = KEPT.iter().find(|(crates, _)| {
        named
            .segments
            .iter()
            .any(|segment| crates.contains(&segment.as_str()))
    })?;
    let here = named.module.join("::");
    let at_home = owners
        .iter()
        .any(|owner| here == *owner || here.starts_with(&format!("{owner}::")));
    (!at_home).then(|| format!("only {} may name it", owners.join(", ")))
}

fn impure(named: &Named, room: &str) -> Option<String> {
    if named.in_test || !PURE.contains(&room) {
        return None;
    }
    IMPURE
        .iter()
        .any(|names| named.segments.windows(names.len()).any(|w| w == *names))
        .then(|| format!("`{room}` is pure"))
}
