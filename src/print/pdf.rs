//! Rows as a PDF, with fonts of our own inside: it looks the same everywhere, in every language of
//! the shop.

pub use super::font::FontError;
use super::font::{BOLD, Font, REGULAR, Refs, embed};
use super::{Paper, Row};
use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str, TextStr};
use qrcode::{Color, EcLevel, QrCode};

/// Points a millimeter.
const MM: f32 = 72.0 / 25.4;
/// The font's names inside the file.
const FONTS: [Name<'static>; 2] = [Name(b"R"), Name(b"B")];
/// Makes a PDF of these rows. `title` is what a reader shows in its bar.
///
/// # Errors
/// When the program was built with broken fonts.
pub fn pdf(rows: &[Row], paper: Paper, title: &str) -> Result<Vec<u8>, FontError> {
    let mut sheet = Sheet {
        fonts: [Font::of(REGULAR)?, Font::of(BOLD)?],
        look: Look::of(paper),
        pages: Vec::new(),
        content: Content::new(),
        at: 0.0,
    };
    sheet.at = sheet.look.margin;
    for row in rows {
        sheet.row(row);
    }
    Ok(sheet.finish(title))
}

/// The measures of a paper, in points.
struct Look {
    width: f32,
    /// None: as long as it needs to be.
    height: Option<f32>,
    margin: f32,
    size: f32,
}

impl Look {
    fn of(paper: Paper) -> Self {
        let (width, height, margin, size) = match paper {
            Paper::Letter => (612.0, Some(792.0), 60.0, 10.5),
            Paper::A4 => (595.28, Some(841.89), 60.0, 10.5),
            Paper::Roll => (80.0 * MM, None, 4.0 * MM, 8.0),
        };
        Self {
            width,
            height,
            margin,
            size,
        }
    }
}

struct Sheet {
    fonts: [Font; 2],
    look: Look,
    /// Each page's drawing.
    pages: Vec<Content>,
    content: Content,
    /// How far down the page is used, from its top.
    at: f32,
}

/// One of the two fonts.
#[derive(Clone, Copy)]
enum Weight {
    Regular,
    Bold,
}

impl Sheet {
    fn row(&mut self, row: &Row) {
        let size = self.look.size;
        let inner = self.look.width - 2.0 * self.look.margin;
        match row {
            Row::Title(words) => {
                for line in self.wrap(words, Weight::Bold, size * 1.5, inner) {
                    let wide = self.font(Weight::Bold).width(&line, size * 1.5);
                    let x = self.look.margin + (inner - wide).max(0.0) / 2.0;
                    self.line(&line, Weight::Bold, size * 1.5, x);
                }
                self.at += size * 0.4;
            }
            Row::Heading(words) => {
                self.at += size * 0.5;
                self.paragraph(words, Weight::Bold, size * 1.1, 0.0);
            }
            Row::Words(words) => self.paragraph(words, Weight::Regular, size, 0.0),
            Row::Small(words) => self.paragraph(words, Weight::Regular, size * 0.82, 0.0),
            Row::Pair(left, right) => self.pair(left, right, Weight::Regular),
            Row::Sum(left, right) => self.pair(left, right, Weight::Bold),
            Row::Check(ticked, words) => self.check(*ticked, words),
            Row::Rule => {
                self.at += size * 0.35;
                self.need(size * 0.5);
                let (x, y) = (self.look.margin, -self.at);
                self.content
                    .set_line_width(0.6)
                    .move_to(x, y)
                    .line_to(x + inner, y)
                    .stroke();
                self.at += size * 0.5;
            }
            Row::Qr(words) => self.qr(words),
        }
    }

    fn font(&mut self, weight: Weight) -> &mut Font {
        let [regular, bold] = &mut self.fonts;
        match weight {
            Weight::Regular => regular,
            Weight::Bold => bold,
        }
    }

    fn paragraph(&mut self, words: &str, weight: Weight, size: f32, indent: f32) {
        let inner = self.look.width - 2.0 * self.look.margin - indent;
        for line in self.wrap(words, weight, size, inner) {
            self.line(&line, weight, size, self.look.margin + indent);
        }
    }

    fn pair(&mut self, left: &str, right: &str, weight: Weight) {
        let size = self.look.size;
        let inner = self.look.width - 2.0 * self.look.margin;
        let wide = self.font(weight).width(right, size);
        let lines = self.wrap(left, weight, size, (inner - wide - size).max(size * 4.0));
        for (index, line) in lines.iter().enumerate() {
            self.line(line, weight, size, self.look.margin);
            if index == 0 {
                self.at -= size * 1.4;
                self.line(right, weight, size, self.look.margin + inner - wide);
            }
        }
    }

    fn check(&mut self, ticked: bool, words: &str) {
        let size = self.look.size;
        self.at += size * 0.3;
        self.need(size * 1.4);
        let side = size * 0.85;
        let (x, y) = (self.look.margin, -(self.at + size * 1.1));
        self.content
            .set_line_width(0.7)
            .rect(x, y, side, side)
            .stroke();
        if ticked {
            self.content
                .set_line_width(1.3)
                .move_to(x + side * 0.2, y + side * 0.5)
                .line_to(x + side * 0.42, y + side * 0.25)
                .line_to(x + side * 0.82, y + side * 0.8)
                .stroke();
        }
        self.paragraph(words, Weight::Regular, size, size * 1.6);
    }

    fn qr(&mut self, words: &str) {
        let Ok(code) = QrCode::with_error_correction_level(words, EcLevel::M) else {
            return;
        };
        let across = code.width();
        let side = 28.0 * MM;
        self.at += self.look.size * 0.6;
        self.need(side);
        #[allow(clippy::cast_precision_loss)]
        let cell = side / across as f32;
        let (left, top) = (self.look.margin, -self.at);
        for (row, line) in code.to_colors().chunks(across.max(1)).enumerate() {
            for (column, color) in line.iter().enumerate() {
                if *color == Color::Dark {
                    #[allow(clippy::cast_precision_loss)]
                    let (x, y) = (column as f32 * cell, (row + 1) as f32 * cell);
                    self.content.rect(left + x, top - y, cell, cell);
                }
            }
        }
        self.content.fill_nonzero();
        self.at += side + self.look.size * 0.6;
    }

    /// Words broken into lines that fit; a word that is too long is broken anywhere.
    fn wrap(&mut self, words: &str, weight: Weight, size: f32, wide: f32) -> Vec<String> {
        let font = self.font(weight);
        let mut lines = Vec::new();
        for part in words.split('\n') {
            let mut line = String::new();
            for word in part.split(' ').filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() {
                    word.to_owned()
                } else {
                    format!("{line} {word}")
                };
                if font.width(&longer, size) <= wide {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for letter in word.chars() {
                    line.push(letter);
                    if font.width(&line, size) > wide && line.chars().count() > 1 {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, letter.to_string()));
                    }
                }
            }
            lines.push(line);
        }
        lines
    }

    fn line(&mut self, words: &str, weight: Weight, size: f32, x: f32) {
        self.need(size * 1.4);
        let bytes = self.font(weight).encode(words);
        let [regular, bold] = FONTS;
        let name = match weight {
            Weight::Regular => regular,
            Weight::Bold => bold,
        };
        self.content
            .begin_text()
            .set_font(name, size)
            .next_line(x, -(self.at + size * 1.05))
            .show(Str(&bytes))
            .end_text();
        self.at += size * 1.4;
    }

    /// Begins another page where this one has too little room.
    fn need(&mut self, room: f32) {
        if let Some(height) = self.look.height
            && self.at + room > height - self.look.margin
        {
            self.pages
                .push(std::mem::replace(&mut self.content, Content::new()));
            self.at = self.look.margin;
        }
    }

    fn finish(mut self, title: &str) -> Vec<u8> {
        self.pages
            .push(std::mem::replace(&mut self.content, Content::new()));
        let height = self.look.height.unwrap_or(self.at + self.look.margin);
        let mut refs = Refs(0);
        let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
        let fonts: Vec<Ref> = self.fonts.iter().map(|_| refs.next()).collect();
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        pdf.document_info(info).title(TextStr(title));
        let pages: Vec<(Ref, Ref)> = self
            .pages
            .iter()
            .map(|_| (refs.next(), refs.next()))
            .collect();
        pdf.pages(tree)
            .kids(pages.iter().map(|(page, _)| *page))
            .count(i32::try_from(pages.len()).unwrap_or(i32::MAX));
        for ((page_ref, content_ref), content) in pages.iter().zip(self.pages) {
            // Everything is drawn downward from the top of the page.
            let mut moved = Content::new();
            moved.transform([1.0, 0.0, 0.0, 1.0, 0.0, height]);
            let mut bytes = moved.finish().to_vec();
            bytes.push(b'\n');
            bytes.extend_from_slice(&content.finish());
            pdf.stream(*content_ref, &bytes);
            let mut page = pdf.page(*page_ref);
            page.parent(tree)
                .media_box(Rect::new(0.0, 0.0, self.look.width, height))
                .contents(*content_ref);
            let mut resources = page.resources();
            let mut named = resources.fonts();
            for (name, font) in FONTS.iter().zip(&fonts) {
                named.pair(*name, *font);
            }
        }
        for (font, reference) in self.fonts.iter().zip(fonts) {
            embed(&mut pdf, font, reference, &mut refs);
        }
        pdf.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        vec![
            Row::Title("House of Hardknocks".to_owned()),
            Row::Pair("Субвуфер и усилитель".to_owned(), "$1,299.00".to_owned()),
            Row::Sum(
                "Total con impuestos ñ á ü".to_owned(),
                "1 299,00 ₽".to_owned(),
            ),
            Row::Check(true, "word ".repeat(60)),
            Row::Rule,
            Row::Small("x".repeat(300)),
            Row::Qr("a".repeat(64)),
        ]
    }

    #[test]
    fn a_pdf_has_pages_of_the_size_that_was_asked_for() {
        for (paper, size) in [
            (Paper::Letter, "[0 0 612 792]"),
            (Paper::A4, "[0 0 595.28 841.89]"),
            (Paper::Roll, "[0 0 226.77"),
        ] {
            let made = pdf(&rows(), paper, "Receipt").unwrap();
            assert!(
                made.starts_with(b"%PDF-") && made.ends_with(b"%%EOF"),
                "{paper:?}"
            );
            let words = String::from_utf8_lossy(&made);
            assert!(words.contains(size), "{paper:?}");
            assert!(crate::domain::attachment::kind_of(&made).is_ok());
        }
        let many: Vec<Row> = std::iter::repeat_with(rows).take(30).flatten().collect();
        let long = pdf(&many, Paper::A4, "Receipt").unwrap();
        let long = String::from_utf8_lossy(&long);
        assert!(!long.contains("/Count 1\n"), "more than one page");
        assert!(
            String::from_utf8_lossy(&pdf(&many, Paper::Roll, "").unwrap()).contains("/Count 1")
        );
    }

    #[test]
    fn words_break_where_they_must() {
        let mut sheet = Sheet {
            fonts: [Font::of(REGULAR).unwrap(), Font::of(BOLD).unwrap()],
            look: Look::of(Paper::Roll),
            pages: Vec::new(),
            content: Content::new(),
            at: 0.0,
        };
        let words = format!("one two {} three\nfour", "y".repeat(80));
        let lines = sheet.wrap(&words, Weight::Regular, 8.0, 200.0);
        assert_eq!(lines.first().map(String::as_str), Some("one two"));
        assert_eq!(lines.last().map(String::as_str), Some("four"));
        let font = sheet.font(Weight::Regular);
        assert!(
            lines.iter().all(|line| font.width(line, 8.0) <= 200.0),
            "{lines:?}"
        );
    }
}
