//! QR codes, drawn into the page: no file, no script, and as sharp on paper as on the screen.

use maud::{Markup, PreEscaped, html};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// A QR code of these words, with a name for those who can't see it. Nothing where the words are too
/// long for one (2,331 bytes with medium error correction, ISO/IEC 18004 table 7).
///
/// Black on white in dark mode too: cameras want it so.
pub fn qr(words: &str, name: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(words, EcLevel::M) else {
        return html! {};
    };
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(160, 160)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    let svg = drawn
        .split_once("?>")
        .map_or(drawn.as_str(), |(_, svg)| svg);
    html! { div.qr role="img" aria-label=(name) { (PreEscaped(svg)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_picture_without_scripts_or_files() {
        let drawn = qr("sms:+15555550100?body=START", "<Text START>").into_string();
        assert!(
            drawn.starts_with(
                "<div class=\"qr\" role=\"img\" aria-label=\"&lt;Text START&gt;\"><svg"
            )
        );
        assert!(!drawn.contains("<?xml"));
        assert!(qr(&"x".repeat(3000), "").into_string().is_empty());
    }
}
