//! The classifier against tables of texts.

use readybell::domain::classify::{Class, classify};

#[test]
fn the_published_texts() {
    check(include_str!("../data/inbound_texts.tsv"));
}

#[test]
fn more_texts_of_our_own() {
    check(include_str!("../data/inbound_texts_more.tsv"));
}

/// Every row must come out as expected; all that don't are shown at once.
fn check(table: &str) {
    let mut wrong = Vec::new();
    for line in table.lines().skip(1).filter(|line| !line.is_empty()) {
        let mut columns = line.split('\t');
        let (text, lang, expected) = (
            columns.next().unwrap(),
            columns.next().unwrap(),
            columns.next().unwrap(),
        );
        let why = columns.next().unwrap_or_default();
        assert!(Class::from_name(expected).is_some(), "{line}");
        let found = classify(&readybell::cli::classify::unescape(text));
        let scope = why.contains("scope=promotional");
        let narrow = found
            .scope
            .is_some_and(|scope| scope.as_str() == "promotional");
        if found.class.as_str() != expected || (scope && !narrow) {
            wrong.push(format!(
                "{lang} {text:?}: {} ({}), expected {expected}: {why}",
                found.class.as_str(),
                found.reason.as_str()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
