//! A signature as it was drawn: strokes of points with time and pressure, kept as numbers so that it
//! can be shown again exactly.

use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A drawing has at most so many strokes.
const MOST_STROKES: usize = 200;
/// And at most so many points in all.
const MOST_POINTS: usize = 6_000;
/// A surface is at most so wide and so high, in tenths of a pixel.
const LARGEST: u32 = 40_000;
/// A stroke may leave the surface by so much; a finger slips.
const MARGIN: i32 = 2_000;
/// A signature that took longer than this, in milliseconds, is none.
const LONGEST: u32 = 10 * 60 * 1_000;
/// Pressure at its highest. A finger or a mouse that has none counts as half.
pub const FULL_PRESSURE: u16 = 1_000;
/// Less ink than this, in tenths of a pixel, is a slip of the finger.
const LEAST_INK: f64 = 400.0;
/// How many widths of line a pressure is shown as.
const WIDTHS: u16 = 8;

/// A point: milliseconds since the first one, tenths of a pixel from the left and from the top, and
/// the pressure up to [`FULL_PRESSURE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point(pub u32, pub i32, pub i32, pub u16);

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The width of the surface, in tenths of a pixel.
    pub w: u32,
    /// Its height.
    pub h: u32,
    /// The strokes, each from pen down to pen up.
    pub strokes: Vec<Vec<Point>>,
}

/// Why a drawing can't be a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Nothing was drawn, or next to nothing.
    #[error("there is no signature yet")]
    Empty,
    /// More than anybody draws.
    #[error("that is more than a signature; clear it and sign again")]
    TooMuch,
    /// It is no drawing of ours.
    #[error("the signature could not be read; clear it and sign again")]
    Unreadable,
}

impl Signature {
    /// Reads what the page sends.
    ///
    /// # Errors
    /// When it is no drawing, too large, or too little to be a signature.
    pub fn read(json: &str) -> Result<Self, SignatureError> {
        if json.trim().is_empty() {
            return Err(SignatureError::Empty);
        }
        let drawn: Self = serde_json::from_str(json).map_err(|_| SignatureError::Unreadable)?;
        drawn.check()?;
        Ok(drawn)
    }

    fn check(&self) -> Result<(), SignatureError> {
        if !(1..=LARGEST).contains(&self.w) || !(1..=LARGEST).contains(&self.h) {
            return Err(SignatureError::Unreadable);
        }
        let points: usize = self.strokes.iter().map(Vec::len).sum();
        if self.strokes.len() > MOST_STROKES || points > MOST_POINTS {
            return Err(SignatureError::TooMuch);
        }
        let inside = |at: i32, size: u32| {
            at >= -MARGIN && i64::from(at) <= i64::from(size) + i64::from(MARGIN)
        };
        let mut last = 0;
        for Point(t, x, y, pressure) in self.strokes.iter().flatten().copied() {
            if t < last || !inside(x, self.w) || !inside(y, self.h) || pressure > FULL_PRESSURE {
                return Err(SignatureError::Unreadable);
            }
            if t > LONGEST {
                return Err(SignatureError::TooMuch);
            }
            last = t;
        }
        if self.ink() < LEAST_INK {
            return Err(SignatureError::Empty);
        }
        Ok(())
    }

    /// The length of all strokes, in tenths of a pixel.
    fn ink(&self) -> f64 {
        let pairs = self
            .strokes
            .iter()
            .flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1)));
        pairs
            .map(|(a, b)| (f64::from(a.1 - b.1), f64::from(a.2 - b.2)))
            // Not `hypot`: its name in glibc is newer than the systems that the program runs on (2.35).
            .map(|(across, down)| (across * across + down * down).sqrt())
            .sum()
    }

    /// As it is kept: the same drawing always gives the same words.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The lines to draw, each with its width in tenths of a pixel and its path for an SVG whose
    /// view box is `0 0 w h`.
    pub fn paths(&self) -> Vec<(u16, String)> {
        let mut paths = Vec::new();
        for stroke in &self.strokes {
            let mut points = stroke.iter().copied();
            let Some(mut from) = points.next() else {
                continue;
            };
            let mut width = width(from.3);
            let mut path = start(from);
            let mut is_dot = true;
            for to in points {
                let next = self::width(to.3);
                if next != width && !is_dot {
                    paths.push((width, std::mem::replace(&mut path, start(from))));
                }
                width = next;
                is_dot = false;
                let _ = write!(path, "L{} {}", to.1, to.2);
                from = to;
            }
            if is_dot {
                path.push_str("h0");
            }
            paths.push((width, path));
        }
        paths
    }
}

fn start(Point(_, x, y, _): Point) -> String {
    format!("M{x} {y}")
}

/// 1.2 to 4.7 pixels; the script on the page draws the same.
fn width(pressure: u16) -> u16 {
    let step = u32::from(pressure.min(FULL_PRESSURE)) * u32::from(WIDTHS - 1);
    let step = (step + u32::from(FULL_PRESSURE) / 2) / u32::from(FULL_PRESSURE);
    12 + 5 * u16::try_from(step).unwrap_or(WIDTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DRAWN: &str = r#"{"w":6000,"h":2000,"strokes":[[[0,100,100,500],[16,900,700,500],[32,1500,200,900]],[[400,50,50,500]]]}"#;

    #[test]
    fn a_drawing_comes_back_as_it_was() {
        let signature = Signature::read(DRAWN).unwrap();
        assert_eq!(signature.json(), DRAWN);
        assert_eq!(
            signature.paths(),
            [
                (32, "M100 100L900 700".to_owned()),
                (42, "M900 700L1500 200".to_owned()),
                (32, "M50 50h0".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        use SignatureError::{Empty, TooMuch, Unreadable};
        let many = "[0,1,1,1],".repeat(MOST_POINTS + 1);
        let many = format!(
            r#"{{"w":9,"h":9,"strokes":[[{}]]}}"#,
            many.trim_end_matches(',')
        );
        for (drawn, why) in [
            ("", Empty),
            (r#"{"w":6000,"h":2000,"strokes":[]}"#, Empty),
            (r#"{"w":6000,"h":2000,"strokes":[[[0,5,5,500]]]}"#, Empty),
            (
                r#"{"w":6000,"h":2000,"strokes":[[[0,5,5,500],[9,90,90,500]]]}"#,
                Empty,
            ),
            ("x", Unreadable),
            ("[]", Unreadable),
            (r#"{"w":0,"h":2000,"strokes":[]}"#, Unreadable),
            (
                r#"{"w":6000,"h":2000,"strokes":[[[0,-9000,5,500]]]}"#,
                Unreadable,
            ),
            (
                r#"{"w":6000,"h":2000,"strokes":[[[0,5,5,1001]]]}"#,
                Unreadable,
            ),
            (
                r#"{"w":6000,"h":2000,"strokes":[[[9,5,5,1],[8,900,900,1]]]}"#,
                Unreadable,
            ),
            (r#"{"w":6000,"h":2000,"strokes":[],"x":1}"#, Unreadable),
            (many.as_str(), TooMuch),
        ] {
            assert_eq!(Signature::read(drawn), Err(why), "{drawn:.80}");
        }
    }

    proptest! {
        #[test]
        fn no_words_make_it_panic(words in ".{0,200}") {
            let _ = Signature::read(&words);
        }

        #[test]
        fn whatever_is_drawn_has_a_path_for_each_stroke(
            strokes in prop::collection::vec(prop::collection::vec((0_i32..6_000, 0_i32..2_000, 0_u16..=1_000), 1..20), 1..9)
        ) {
            let strokes: Vec<Vec<Point>> = strokes
                .into_iter()
                .map(|s| s.into_iter().map(|(x, y, p)| Point(0, x, y, p)).collect())
                .collect();
            let drawn = Signature { w: 6_000, h: 2_000, strokes };
            prop_assert!(drawn.paths().len() >= drawn.strokes.len());
            if let Ok(read) = Signature::read(&drawn.json()) {
                prop_assert_eq!(read, drawn);
            }
        }
    }
}
