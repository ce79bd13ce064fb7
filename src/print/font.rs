//! The letters of a PDF: two fonts in the program, and how they go into a file.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use ttf_parser::{Face, GlyphId};

/// For most words.
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
/// For titles and sums.
pub(super) const BOLD: &[u8] = include_bytes!("fonts/DejaVuSans-Bold.ttf");
const SYSTEM: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// Why there is no PDF: the fonts in the program can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the fonts for receipts can't be read: {0}")]
pub struct FontError(#[from] ttf_parser::FaceParsingError);

/// A font, and which of its letters a file uses.
pub(super) struct Font {
    face: Face<'static>,
    bytes: &'static [u8],
    /// The glyphs that are used, and what they stand for.
    used: BTreeMap<u16, char>,
}

impl Font {
    /// A font in the program.
    ///
    /// # Errors
    /// When the program was built with a broken one.
    pub(super) fn of(bytes: &'static [u8]) -> Result<Self, FontError> {
        Ok(Self {
            face: Face::parse(bytes, 0)?,
            bytes,
            used: BTreeMap::new(),
        })
    }

    fn glyph(&self, letter: char) -> GlyphId {
        let letter = if letter == '\u{a0}' { ' ' } else { letter };
        self.face.glyph_index(letter).unwrap_or_default()
    }

    /// In thousandths of the size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        let advance = self.face.glyph_hor_advance(glyph).unwrap_or_default();
        f32::from(advance) * 1_000.0 / f32::from(self.face.units_per_em())
    }

    /// How wide words are, in points.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        words
            .chars()
            .map(|c| self.advance(self.glyph(c)))
            .sum::<f32>()
            * size
            / 1_000.0
    }

    /// Words as the numbers of their glyphs, two bytes each, which are noted as used.
    pub(super) fn encode(&mut self, words: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(words.len() * 2);
        for letter in words.chars() {
            let glyph = self.glyph(letter);
            self.used.insert(glyph.0, letter);
            bytes.extend_from_slice(&glyph.0.to_be_bytes());
        }
        bytes
    }
}

/// Counts the objects of a file.
pub(super) struct Refs(pub(super) i32);

impl Refs {
    /// The next object's number.
    pub(super) fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Puts a font in, with what its glyphs stand for, so that words can be searched and copied
/// (ISO 32000-1 9.7, 9.10.3).
pub(super) fn embed(pdf: &mut Pdf, font: &Font, reference: Ref, refs: &mut Refs) {
    let (cid, descriptor, map, file) = (refs.next(), refs.next(), refs.next(), refs.next());
    let bold = font.face.is_bold();
    let name: Name<'_> = if bold {
        Name(b"READYB+DejaVuSans-Bold")
    } else {
        Name(b"READYB+DejaVuSans")
    };
    pdf.type0_font(reference)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(map);
    let mut described = pdf.cid_font(cid);
    described
        .subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .default_width(0.0)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = described.widths();
    for glyph in font.used.keys() {
        widths.consecutive(*glyph, [font.advance(GlyphId(*glyph))]);
    }
    widths.finish();
    described.finish();
    let scale = 1_000.0 / f32::from(font.face.units_per_em());
    let edge = font.face.global_bounding_box();
    let scaled = |value: i16| f32::from(value) * scale;
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(
            scaled(edge.x_min),
            scaled(edge.y_min),
            scaled(edge.x_max),
            scaled(edge.y_max),
        ))
        .italic_angle(0.0)
        .ascent(scaled(font.face.ascender()))
        .descent(scaled(font.face.descender()))
        .cap_height(scaled(font.face.capital_height().unwrap_or_default()))
        .stem_v(if bold { 140.0 } else { 80.0 })
        .font_file2(file);
    let mut unicode = UnicodeCmap::new(Name(b"Custom"), SYSTEM);
    for (glyph, letter) in &font.used {
        unicode.pair(*glyph, *letter);
    }
    pdf.cmap(map, &unicode.finish());
    pdf.stream(file, font.bytes).pair(
        Name(b"Length1"),
        i32::try_from(font.bytes.len()).unwrap_or_default(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_shops_languages_has_a_glyph() {
        for bytes in [REGULAR, BOLD] {
            let font = Font::of(bytes).unwrap();
            for letter in "AZaz09$€£¥₽₴₸ñÑáéíóúü¿¡АЯаяЁёЙй№«»“”‘’–—…•−zł%#&@".chars()
            {
                assert_ne!(font.glyph(letter), GlyphId(0), "{letter}");
            }
        }
    }
}
