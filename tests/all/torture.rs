//! Torture: the real program on a real pty, while everything goes wrong at once, again and again.
//!
//! `fate` says what happens next, from a seed: programs ask for texts, phones write (STOP too) and call,
//! the modem is silent, deaf, dark or unplugged, the line is bad, the network refuses or lies, the memory is
//! full, and SIGKILL falls at any moment. `shop` has it happen, and `judge` looks after each step at
//! what the network took; again and again everything behaves, comes to rest, and is compared with the
//! database.
//!
//! `READYBELL_TORTURE=2000 READYBELL_SEED=7 cargo test --test all torture::` takes so many steps in all,
//! and others. A shop whose promises broke says with which figures it is seen again; what happens is the same
//! then, but how far the program is when it does is up to the machine.

mod fate;
mod judge;
mod shop;

use shop::Shop;
use std::io::Write;

/// So many steps in all, where nobody asks for more.
const STEPS: u64 = 320;
/// Shops at a time. They wait most of the time.
const SHOPS: u64 = 8;
/// Everything comes to rest after so many steps of a shop.
const REST_EVERY: u64 = 50;

/// What came of one shop.
struct Outcome {
    shop: Shop,
    steps: u64,
}

#[test]
fn whatever_goes_wrong_at_once_nothing_goes_twice_and_nothing_is_lost() {
    let steps = figure("READYBELL_TORTURE").unwrap_or(STEPS);
    let seed = figure("READYBELL_SEED").unwrap_or(20_261_129);
    let each = steps.div_ceil(SHOPS);
    let shops: Vec<Outcome> = std::thread::scope(|scope| {
        let shops: Vec<_> = (seed..seed + SHOPS)
            .map(|seed| scope.spawn(move || lives(seed, each, steps)))
            .collect();
        shops.into_iter().map(|shop| shop.join().unwrap()).collect()
    });

    let sum = |of: fn(&Outcome) -> usize| shops.iter().map(of).sum::<usize>();
    let accepted = sum(|one| one.shop.judge.accepted);
    say(&format!(
        "\nTorture, seed {seed}: {} steps, {} kills; {accepted} parts accepted, {} refused, {} texts came in; \
         of {} texts that ended, {} are unsure",
        shops.iter().map(|one| one.steps).sum::<u64>(),
        sum(|one| one.shop.kills),
        sum(|one| one.shop.judge.refused),
        shops.iter().map(|one| one.shop.judge.texted).sum::<i64>(),
        sum(|one| one.shop.judge.ended),
        sum(|one| one.shop.judge.unsure),
    ));
    let broken: Vec<String> = shops
        .into_iter()
        .flat_map(|one| one.shop.judge.broken)
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    // It was no idle life.
    let steps = usize::try_from(steps).unwrap();
    assert!(accepted * 8 > steps, "{accepted} parts in {steps} steps");
}

/// One shop, from its opening to the end, or to the first promise that is broken.
fn lives(seed: u64, steps: u64, all: u64) -> Outcome {
    let mut replay = Replay {
        seed,
        all,
        acts: Vec::new(),
    };
    let mut shop = Shop::open(seed, steps);
    let mut taken = 0;
    while taken < steps && shop.judge.broken.is_empty() {
        replay.acts.push(shop.step());
        taken += 1;
        if taken % REST_EVERY == 0 || taken == steps {
            shop.rests();
        }
    }
    if shop.judge.broken.is_empty() {
        shop.closes();
    }
    if !shop.judge.broken.is_empty() {
        replay.say();
        say(&format!("what is left of it is in {}", shop.keep()));
    }
    Outcome { shop, steps: taken }
}

/// Says how to see it again.
struct Replay {
    seed: u64,
    all: u64,
    acts: Vec<String>,
}

impl Replay {
    fn say(&self) {
        let (seed, all, step) = (self.seed, self.all, self.acts.len());
        let last = self.acts.iter().rev().take(20).rev();
        let last: Vec<&str> = last.map(String::as_str).collect();
        say(&format!(
            "step {step} of this shop; again: READYBELL_SEED={seed} READYBELL_TORTURE={all} \
             cargo test --test all torture::\nthe last steps:\n  {}",
            last.join("\n  ")
        ));
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.say();
        }
    }
}

/// Says it even where the test's output is captured.
fn say(what: &str) {
    let _ = writeln!(std::io::stdout(), "{what}");
}

fn figure(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number")),
    )
}
