//! A signature on a page: the surface to draw on, and the drawing as it was made.

use super::say;
use crate::domain::signature::Signature;
use maud::{Markup, html};

/// The surface. `drawn` is what was drawn on it before the page came back.
pub fn surface(drawn: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(why) = error { p.error role="alert" { (why) } }
        noscript { p.ask.soft { (say::sign::no_script()) } }
        input type="hidden" name="drawn" value=(drawn);
        div.sign data-sign hidden {
            span data-hint aria-hidden="true" { (say::sign::sign_here()) }
            svg.ink role="img" aria-label=(say::sign::surface()) preserveAspectRatio="xMinYMin meet" {}
        }
    }
}

/// A signature exactly as it was drawn.
pub fn show(signature: &Signature) -> Markup {
    let view = format!("0 0 {} {}", signature.w, signature.h);
    html! {
        svg.ink.kept viewBox=(view) role="img" aria-label=(say::sign::surface()) {
            @for (width, path) in signature.paths() {
                path d=(path) stroke-width=(width) {}
            }
        }
    }
}
