//! All faults at once, for hours of the machine's own time: one long random life from a seed. The
//! promises are checked at each step, as in the short lives beside it; and again and again the modem
//! behaves for a while, and everything must come to rest.
//!
//! `READYBELL_STEPS=1000000 READYBELL_SEED=7 cargo test --lib torture` makes a longer one.

use super::*;
use crate::domain::random::Random;

/// So many steps where nobody asks for more.
const STEPS: u64 = 100_000;
/// The modem behaves for a while after so many.
const REST_EVERY: u64 = 200;

/// What happens next.
struct Fate(Random);

impl Fate {
    fn below(&mut self, limit: u64) -> u64 {
        self.0.below(limit)
    }

    /// How badly the modem behaves in the next step.
    fn mood(&mut self) -> Vec<u8> {
        match self.below(20) {
            // Dead silent, or every answer an error.
            0 => vec![1; 200],
            1 => vec![2; 60],
            2 => (0..200).map(|_| self.0.octet()).collect(),
            _ => (0..200)
                .map(|_| {
                    if self.below(8) == 0 {
                        self.0.octet()
                    } else {
                        0
                    }
                })
                .collect(),
        }
    }

    fn act(&mut self) -> Act {
        match self.below(26) {
            0..=6 => Act::Drain,
            7..=13 => Act::Send,
            14..=16 => Act::Text {
                storage: usize::try_from(self.below(3)).unwrap(),
                announced: self.below(2) == 0,
            },
            17 => Act::Direct,
            18 if self.below(3) == 0 => Act::Unplug,
            18..=20 => Act::Plug,
            21 if self.below(3) == 0 => Act::Restart,
            24 if self.below(3) == 0 => {
                let all = Fortune::ALL;
                let which = self.below(all.len() as u64);
                Act::Sim(all[usize::try_from(which).unwrap()])
            }
            25 => Act::Ask,
            _ => Act::Stores(self.below(8) > 0),
        }
    }

    /// Rubbish on the line, half lines too. No `>`: what looks like a prompt can't be told from one.
    fn noise(&mut self) -> String {
        let sign = |fate: &mut Self| match fate.below(12) {
            0 => '\r',
            1 => '\n',
            2 => '+',
            3 => 'C',
            _ => char::from(b'0' + u8::try_from(fate.below(10)).unwrap()),
        };
        (0..self.below(40)).map(|_| sign(self)).collect()
    }

    fn gap(&mut self) -> Duration {
        Duration::from_millis(match self.below(8) {
            0..=4 => self.below(50),
            5..=6 => self.below(3_000),
            _ => self.below(150_000),
        })
    }
}

impl Wild {
    /// The modem behaves; everything that was asked for must be answered, and nothing be left on the
    /// SIM.
    fn comes_to_rest(&mut self) {
        self.choices.clear();
        self.act(Act::Stores(true));
        self.act(Act::Plug);
        self.pass(Duration::from_secs(200));
        self.sim_is_ours();
        self.act(Act::Restart);
        self.pass(Duration::from_secs(400));
        assert!(self.seen.drains.is_empty() && self.seen.sends.is_empty());
        assert!(self.seen.questions.is_empty());
        assert_eq!(self.machine.status().state, State::Ready);
        assert!(self.memories.is_empty(), "{:?} left", self.memories);
        self.next_index = 0;
    }
}

/// Says how to see it again.
struct Replay {
    seed: u64,
    step: u64,
}

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let (seed, steps) = (self.seed, self.step + 1);
            eprintln!(
                "at step {steps}: READYBELL_SEED={seed} READYBELL_STEPS={steps} cargo test --lib torture"
            );
        }
    }
}

fn figure(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|figure| figure.parse().unwrap())
}

#[test]
fn torture() {
    let seed = figure("READYBELL_SEED").unwrap_or(20_261_128);
    let steps = figure("READYBELL_STEPS").unwrap_or(STEPS);
    let mut fate = Fate(Random::new(seed));
    let mut wild = Wild::new(vec![0; 2 + usize::try_from(seed % 2).unwrap()]);
    let mut replay = Replay { seed, step: 0 };
    wild.pass(Duration::from_secs(5));
    for step in 0..steps {
        replay.step = step;
        wild.choices = fate.mood();
        let full = wild.memories.len() >= usize::try_from(PLACES).unwrap();
        match fate.act() {
            Act::Text { .. } if full => {}
            // As the sender does it, and sometimes without.
            Act::Send if fate.below(8) > 0 => {
                wild.act(Act::Drain);
                wild.pass(Duration::from_millis(20));
                wild.act(Act::Send);
            }
            act => wild.act(act),
        }
        if fate.below(10) == 0 {
            let noise = fate.noise();
            wild.say(noise, Duration::ZERO);
        }
        wild.pass(fate.gap());
        if step % REST_EVERY == REST_EVERY - 1 {
            wild.comes_to_rest();
        }
    }
    wild.comes_to_rest();
    // It was no idle life.
    let (sent, all) = (wild.seen.accepted.len(), wild.seen.settled.len());
    assert!(all as u64 > steps / 10, "{all} sends in {steps} steps");
    assert!(sent * 10 > all, "{sent} of {all} sends were taken");
}
