//! What a reply will cost to send, as it is typed.

use super::fields::Typed;
use super::say;
use super::session::AtCounter;
use crate::domain::alphabet::{Encoding, segments};
use crate::domain::lint::offer_in;
use maud::{Markup, html};

/// The counter for what has been typed so far.
pub async fn count(_: AtCounter, typed: Typed) -> Markup {
    typed_counter(typed.get("words"))
}

/// The counter for what staff type, and what in it looks like an offer.
pub fn typed_counter(words: &str) -> Markup {
    html! {
        (counter(words))
        @if let Some(offer) = offer_in(words) { span.over { (say::count::offer(&offer)) } }
    }
}

/// How many parts these words travel as, and which characters make them cost more.
pub fn counter(words: &str) -> Markup {
    let counted = segments(words);
    let room = counted.units_per_part * counted.parts;
    let letters = match counted.encoding {
        Encoding::Gsm7 => say::count::plain(),
        Encoding::Ucs2 => say::count::any(),
    };
    let costly: Vec<String> = counted.costly.iter().take(8).map(char::to_string).collect();
    html! {
        span class=[(counted.parts > 1).then_some("over")] {
            (say::count::travels(counted.parts)) " · "
            (say::count::used(counted.units_used, room)) " · " (letters)
        }
        @if !costly.is_empty() {
            span {
                @for sign in &costly { mark { (sign) } " " }
                @match counted.encoding {
                    Encoding::Gsm7 => { (say::count::double()) }
                    Encoding::Ucs2 => { (say::count::only_70()) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_says_what_it_costs_and_why() {
        let plain = counter("See you at 5.").into_string();
        assert!(
            plain.contains("1 text · 13 of 160 · plain letters (GSM-7)"),
            "{plain}"
        );
        let wide = counter("Готово <b>").into_string();
        assert!(wide.contains("10 of 70"), "{wide}");
        assert!(wide.contains("<mark>Г</mark>"), "{wide}");
        assert!(counter("5 €").into_string().contains("counts double"));
        assert!(
            counter(&"a".repeat(161))
                .into_string()
                .contains("2 parts · 161 of 306")
        );
    }
}
