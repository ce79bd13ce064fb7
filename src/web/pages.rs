//! A long list, page by page: the address says how many are on the pages before.

use super::say::shell as say;
use maud::{Markup, html};
use serde::Deserialize;

/// How many are on the pages before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: u32,
}

/// No list of ours is longer.
const FURTHEST: u32 = 1_000_000;

impl From {
    /// So many are left out.
    pub fn skipped(&self) -> usize {
        self.from.min(FURTHEST) as usize
    }
}

/// Cuts a list that was read with one more than a page has. Returns where the next page begins.
pub fn cut<T>(list: &mut Vec<T>, from: usize, most: usize) -> Option<usize> {
    let more = list.len() > most;
    list.truncate(most);
    more.then_some(from + most)
}

/// To the first page and to the next, where there are such.
pub fn turn(path: &str, from: usize, next: Option<usize>) -> Markup {
    html! {
        @if from > 0 || next.is_some() {
            div.row {
                @if from > 0 { a.btn.small href=(path) { (say::first_page()) } }
                @if let Some(next) = next { a.btn.small href={ (path) "?from=" (next) } { (say::next_page()) } }
            }
        }
    }
}
