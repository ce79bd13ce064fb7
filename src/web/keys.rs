//! What the keyboard can do on every page, told by `?`. The script clicks whatever carries the key in
//! `data-key`; without it, Tab and Enter do the same.

use super::say::customers;
use super::say::{board as cards, shell as words};
use super::session::SignedIn;
use super::shell::Here;
use maud::{Markup, html};

/// The key that goes to a page.
pub fn of(page: Here) -> &'static str {
    match page {
        Here::Board => "b",
        Here::Inbox => "i",
        Here::Customers => "u",
        Here::Calls => "c",
        Here::Modem => "m",
        Here::Settings => "s",
        Here::Form | Here::Step => "n",
    }
}

/// Whether the page of that key is one of theirs.
fn may(who: &SignedIn, key: &str) -> bool {
    match key {
        "n" | "i" | "c" => who.is_at_counter(),
        "s" => who.is_owner(),
        _ => true,
    }
}

/// The box that tells them. One key can be struck by accident, so they can be turned off
/// (WCAG 2.2, 2.1.4).
pub fn dialog(who: &SignedIn) -> Markup {
    let keys = [
        (of(Here::Form), words::new_job()),
        (of(Here::Board), words::board()),
        (of(Here::Inbox), words::inbox()),
        (of(Here::Customers), customers::title()),
        ("/", customers::find()),
        (of(Here::Calls), words::calls()),
        (of(Here::Modem), words::modem()),
        (of(Here::Settings), words::settings()),
        ("l", words::lock()),
        ("← ↑ ↓ →", cards::keys_arrows()),
        ("Enter", cards::keys_enter()),
        ("?", words::show_keys()),
    ];
    html! {
        dialog.keys id="keys" aria-labelledby="keys-title" data-mine {
            h2 id="keys-title" { (words::keys()) }
            dl.facts {
                @for (key, what) in keys.into_iter().filter(|(key, _)| may(who, key)) { dt { kbd { (key) } } dd { (what) } }
            }
            label.check { input type="checkbox" name="keys" data-no-draft; span { (words::keys_on()) } }
            form method="dialog" { button { (words::close()) } }
        }
    }
}
