//! How many slips of a finger lie between two words.

/// The optimal string alignment distance: letters changed, missing, added, or two neighbors
/// swapped. Words longer than 32 letters count as far apart.
pub fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len() > 32 || b.len() > 32 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut above: Option<char> = None;
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut left: Option<char> = None;
        for (j, &y) in b.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut best = (cell(&last, j) + usize::from(x != y))
                .min(cell(&last, j + 1) + 1)
                .min(cell(&row, j) + 1);
            if above == Some(y) && left == Some(x) && j > 0 {
                best = best.min(cell(&before, j - 1).saturating_add(1));
            }
            row.push(best);
            left = Some(y);
        }
        before = std::mem::replace(&mut last, row);
        above = Some(x);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn one_slip_is_one() {
        for (a, b, slips) in [
            ("stop", "stop", 0),
            ("stpo", "stop", 1),
            ("stp", "stop", 1),
            ("stopp", "stop", 1),
            ("stip", "stop", 1),
            ("cancle", "cancel", 1),
            ("unsuscribe", "unsubscribe", 1),
            ("", "stop", 4),
            ("стпо", "стоп", 1),
            ("fist", "first", 1),
        ] {
            assert_eq!(distance(a, b), slips, "{a} {b}");
            assert_eq!(distance(b, a), slips, "{b} {a}");
        }
        assert_eq!(distance(&"a".repeat(40), "stop"), usize::MAX);
    }
}
