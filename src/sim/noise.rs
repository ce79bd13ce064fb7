//! A bad line: of what the modem says, bytes are changed, lost or doubled, and lines end half-way.

use crate::domain::random::Random;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// A bit of a byte is turned.
    Flip,
    /// A byte is lost.
    Lose,
    /// A byte comes twice.
    Double,
    /// A line ends half-way.
    Cut,
}

impl Damage {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Flip, Self::Lose, Self::Double, Self::Cut];

    /// The name in the script.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flip => "flip",
            Self::Lose => "lose",
            Self::Double => "double",
            Self::Cut => "cut",
        }
    }
}

/// How much of each: so many of 1,000 bytes, or of 1,000 lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noise {
    flip: u16,
    lose: u16,
    double: u16,
    cut: u16,
}

impl Noise {
    /// From now on so much of it.
    pub fn set(&mut self, damage: Damage, per_thousand: u16) {
        *match damage {
            Damage::Flip => &mut self.flip,
            Damage::Lose => &mut self.lose,
            Damage::Double => &mut self.double,
            Damage::Cut => &mut self.cut,
        } = per_thousand;
    }

    /// What comes out at the other end.
    pub fn worn(&self, said: &str, random: &mut Random) -> Vec<u8> {
        let mut happens =
            |per_thousand: u16| per_thousand > 0 && random.below(1000) < u64::from(per_thousand);
        let mut heard = Vec::with_capacity(said.len());
        for line in said.split_inclusive('\n') {
            let line = line.as_bytes();
            let kept = if happens(self.cut) {
                line.len() / 2
            } else {
                line.len()
            };
            for byte in line.iter().take(kept) {
                if happens(self.lose) {
                    continue;
                }
                let bit = if happens(self.flip) { 0x02 } else { 0 };
                heard.push(byte ^ bit);
                if happens(self.double) {
                    heard.push(byte ^ bit);
                }
            }
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_line_changes_nothing_and_a_bad_one_as_much_as_is_asked() {
        let said = "\r\n+CREG: 1\r\n\r\nOK\r\n";
        let mut random = Random::new(1);
        let mut noise = Noise::default();
        assert_eq!(noise.worn(said, &mut random), said.as_bytes());
        for (damage, length) in [
            (Damage::Flip, said.len()),
            (Damage::Lose, 0),
            (Damage::Double, 2 * said.len()),
            (Damage::Cut, 1 + 5 + 1 + 2),
        ] {
            let mut noise = noise;
            noise.set(damage, 1000);
            let heard = noise.worn(said, &mut random);
            assert_eq!(heard.len(), length, "{damage:?}");
            assert_ne!(heard, said.as_bytes());
        }
        noise.set(Damage::Lose, 100);
        let heard = noise.worn(&said.repeat(200), &mut random);
        let lost = 1.0 - heard.len() as f64 / (200 * said.len()) as f64;
        assert!((0.08..0.12).contains(&lost), "{lost}");
    }
}
