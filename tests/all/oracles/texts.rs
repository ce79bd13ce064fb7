//! Random texts, the same in every run.

use readybell::domain::alphabet::segments;

/// A hundred texts each of plain GSM-7, GSM-7 with its extension, Cyrillic, Chinese, and words with
/// emoji; of one to six parts each.
pub fn five_hundred() -> Vec<String> {
    let mut random = Random(0x5EED_2026);
    let kinds: [&[char]; 5] = [GSM7, EXTENDED, CYRILLIC, CHINESE, EMOJI];
    let mut texts = Vec::new();
    for round in 0..100 {
        for letters in kinds {
            texts.push(random.text(letters, round % 6 + 1));
        }
    }
    texts
}

/// SplitMix64: enough for test data, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % u64::try_from(limit).unwrap()).unwrap()
    }

    /// A text of about so many parts, its end anywhere in the last. The first letter is of the
    /// kind, so that the text is.
    fn text(&mut self, letters: &[char], parts: usize) -> String {
        let mut words = String::from(letters[0]);
        let encoding = segments(&words).encoding;
        let room = if parts == 1 {
            encoding.units_alone()
        } else {
            encoding.units_in_series()
        };
        let most = (parts - 1) * room + self.below(room);
        let mut used = encoding.cost(letters[0]);
        loop {
            let letter = letters[self.below(letters.len())];
            used += encoding.cost(letter);
            if used > most {
                return words;
            }
            words.push(letter);
        }
    }
}

#[rustfmt::skip]
const GSM7: &[char] = &[
    'a', 'b', 'c', 'e', 'h', 'i', 'l', 'n', 'o', 'r', 's', 't', 'u', 'x', 'y', 'z', 'A', 'M', 'Q',
    'Z', '0', '1', '5', '9', ' ', ' ', ' ', '\n', '.', ',', ':', ';', '!', '?', '"', '#', '%', '&',
    '\'', '(', ')', '*', '+', '-', '/', '<', '=', '>', '@', '_', '$', '£', '¥', 'è', 'é', 'ù', 'ì',
    'ò', 'Ç', 'Ø', 'ø', 'Å', 'å', 'Δ', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', 'Æ', 'æ', 'ß',
    'É', '¤', '¡', 'Ä', 'Ö', 'Ñ', 'Ü', '§', '¿', 'ä', 'ö', 'ñ', 'ü', 'à', '\r',
];
#[rustfmt::skip]
const EXTENDED: &[char] = &[
    '€', '^', '{', '}', '\\', '[', '~', ']', '|', 'a', 'e', 'o', 't', 'n', ' ', ' ', '5', '@',
];
#[rustfmt::skip]
const CYRILLIC: &[char] = &[
    'г', 'о', 'т', 'в', 'а', 'м', 'ш', 'и', 'н', 'ё', 'Ж', 'Я', 'ї', 'є', ' ', '7', 'a', '.', '№',
];
const CHINESE: &[char] = &[
    '你', '好', '车', '已', '经', '修', '完', '了', '。', '取', '龍', '1', ' ', 'A',
];
#[rustfmt::skip]
const EMOJI: &[char] = &[
    '🚗', '🔧', '😀', '👍', '\u{1F3FD}', '\u{200D}', '\u{FE0F}', '❤', 'a', 'e', ' ', '€', 'é', '𝄞',
];
