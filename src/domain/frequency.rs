//! How many offers a month somebody agreed to: the number that stood in the line, whatever the shop's
//! limit is by now.

/// Words between a number and its month, as in "2 texts at most in a month".
const BETWEEN: usize = 5;

/// The number before the first mention of a month: "up to 2 a month", "hasta 2 al mes", "не чаще 2 в
/// месяц", "up to 2/mo". None where a line gives none.
pub fn a_month(line: &str) -> Option<u32> {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || c == '/')
        .map(|word| word.trim_end_matches([',', '.', ';', ':', ')', '!']))
        .collect();
    let mut months = words.iter().enumerate().filter(|(_, word)| is_month(word));
    months.find_map(|(at, _)| {
        let before = words.get(at.saturating_sub(BETWEEN)..at)?;
        before.iter().rev().find_map(|word| word.parse().ok())
    })
}

fn is_month(word: &str) -> bool {
    matches!(word, "mo" | "mes" | "meses")
        || ["month", "mensual", "месяц", "ежемесячн"]
            .iter()
            .any(|begins| word.starts_with(begins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::wording::{ConsentLine, Filling, SHIPPED, Wording};

    #[test]
    fn the_number_before_the_month_counts() {
        for (line, count) in [
            ("At most 1 text a month.", Some(1)),
            ("up to 4 msgs/mo. STOP to end", Some(4)),
            ("at 013-9921, up to 3 times per month", Some(3)),
            ("al +34 600 123 456, hasta 2 al mes.", Some(2)),
            ("на номер 8 905 123 45 67, не чаще 1 в месяц", Some(1)),
            ("2 mensajes mensuales", Some(2)),
            ("Now and then.", None),
            ("up to 2 a week", None),
            ("2", None),
            ("month", None),
            ("", None),
        ] {
            assert_eq!(a_month(line), count, "{line}");
        }
    }

    #[test]
    fn every_offers_line_that_is_shipped_says_two() {
        let offers = SHIPPED
            .iter()
            .filter(|(line, ..)| *line == ConsentLine::Offers);
        for (line, lang, template) in offers {
            let wording = Wording {
                line: *line,
                lang: *lang,
                version: 1,
                template: (*template).to_owned(),
            };
            let words = wording.words(Filling {
                shop: "24 Hour Audio",
                number: "+1 555 013 9921",
                email: "",
                terms: "",
            });
            assert_eq!(a_month(&words), Some(2), "{words}");
        }
    }
}
