//! The one list of routes, as the source has it: a test that tries every route takes it from here,
//! so that no new one is left out.

use axum::http::Method;
use std::path::Path;

/// An address that the router knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// As it is written there, as in `/jobs/{id}/ready`.
    pub path: String,
    pub gets: bool,
    pub posts: bool,
}

/// What anybody on the LAN may ask for without a session.
pub const OPEN: &[&str] = &[
    "/sign-in",
    "/sign-in/code",
    "/sign-out",
    "/language",
    "/setup",
    "/trust",
    "/trust/readybell.crt",
    "/manifest.webmanifest",
    "/manual",
    "/manual/",
    "/manual/{file}",
    "/favicon.ico",
    "/static/{file}",
];

/// What answers a GET and is no page: documents that somebody brought or takes away, what pages
/// consist of, what only leads on, the live updates, and what belongs to TLS (see `tls.rs`).
pub const NO_PAGE: &[&str] = &[
    "/attachments/{id}",
    "/jobs/{id}/receipt.pdf",
    "/static/{file}",
    "/manifest.webmanifest",
    "/favicon.ico",
    "/manual",
    "/manual/{file}",
    "/events",
    "/trust",
    "/trust/readybell.crt",
];

impl Route {
    /// The address with something in the place of what varies.
    pub fn with(&self, value: &str) -> String {
        let part = |part: &str| match part.starts_with('{') {
            true => value.to_owned(),
            false => part.to_owned(),
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// The methods that it has.
    pub fn methods(&self) -> impl Iterator<Item = Method> {
        let methods = [(self.gets, Method::GET), (self.posts, Method::POST)];
        methods
            .into_iter()
            .filter_map(|(has, method)| has.then_some(method))
    }

    pub fn is_open(&self) -> bool {
        OPEN.contains(&self.path.as_str())
    }
}

/// Every route of the pages.
pub fn pages() -> Vec<Route> {
    let mut found = Vec::new();
    look(&source(""), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup();
    assert!(
        found.len() > 80,
        "the routes are written in another way now"
    );
    found
}

/// Every route of the API.
pub fn api() -> Vec<Route> {
    let file = std::fs::read_to_string(source("api/mod.rs")).unwrap();
    let mut found = Vec::new();
    read(&file, &mut found);
    for route in &mut found {
        route.path.insert_str(0, "/api/v1");
    }
    assert!(found.len() > 5, "the routes are written in another way now");
    found
}

fn source(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/web")
        .join(path)
}

fn look(folder: &Path, found: &mut Vec<Route>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("api") {
            look(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            read(&std::fs::read_to_string(&path).unwrap(), found);
        }
    }
}

fn read(source: &str, found: &mut Vec<Route>) {
    let source = source.split("#[cfg(test)]").next().unwrap();
    for rest in source.split(".route(").skip(1) {
        let Some(rest) = rest.trim_start().strip_prefix('"') else {
            continue;
        };
        let (path, handlers) = rest.split_once('"').unwrap();
        // Up to the end of what `route` is called with.
        let mut depth = 1_i32;
        let end = handlers.find(|letter| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            depth == 0
        });
        let handlers = &handlers[..end.unwrap_or(handlers.len())];
        found.push(Route {
            path: path.to_owned(),
            gets: handlers.contains("get("),
            posts: handlers.contains("post("),
        });
    }
}

#[test]
fn the_list_is_whole() {
    let pages = pages();
    let one = |path: &str| pages.iter().find(|route| route.path == path).unwrap();
    assert!(one("/jobs/{id}/sign").gets && one("/jobs/{id}/sign").posts);
    assert!(!one("/jobs/{id}/sign/open").gets && one("/jobs/{id}/sign/open").posts);
    assert!(one("/settings/staff").gets && one("/settings/staff").posts);
    assert!(one("/").gets && !one("/").posts);
    assert_eq!(
        one("/jobs/{id}/lines/{seq}/answer").with("7"),
        "/jobs/7/lines/7/answer"
    );
    assert!(
        pages.iter().all(|route| route.gets || route.posts),
        "{pages:?}"
    );
    let open = OPEN
        .iter()
        .filter(|path| !pages.iter().any(|r| r.path == **path));
    assert_eq!(open.count(), 0);
}
