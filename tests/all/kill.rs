//! SIGKILL at any moment loses nothing, and hands nothing to the network twice.
//!
//! The real program runs against the simulator, which is a process of its own and keeps the record.
//! `trial` runs the lives and kills them at the moments of `moment`, `watch` kills inside commits,
//! and `judge` compares the record and the database with the promises. `READYBELL_KILLS=5000` makes
//! more of them, `READYBELL_SEED` other ones.

pub mod judge;
pub mod moment;
mod seed;
pub mod trial;
pub mod watch;

use crate::support::bench::READYBELL;
use judge::Verdict;
use moment::Moment;
use readybell::domain::random::Random;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use trial::Trial;

/// Each moment so often, at least.
const EACH: usize = 20;
/// Shops at a time.
const SHOPS: usize = 4;
/// A moment that did not come is tried again so often.
const TRIES: usize = 4;

/// How often the kill fell into each moment.
type Histogram = BTreeMap<Moment, usize>;

#[test]
fn a_kill_at_any_moment_loses_nothing_and_sends_nothing_twice() {
    let moments = Moment::all();
    let asked = number_from("READYBELL_KILLS").unwrap_or(0);
    let each = EACH.max(usize::try_from(asked).unwrap().div_ceil(moments.len()));
    let seed = number_from("READYBELL_SEED").unwrap_or(20_261_121);
    let mut plan: Vec<Moment> = moments
        .iter()
        .flat_map(|moment| vec![*moment; each])
        .collect();
    shuffle(&mut plan, &mut Random::new(seed));

    let shops: Vec<(Histogram, Verdict)> = std::thread::scope(|scope| {
        let shares = plan.chunks(plan.len().div_ceil(SHOPS)).zip(seed..);
        let shops: Vec<_> = shares
            .map(|(share, seed)| scope.spawn(move || shop(Path::new(READYBELL), share, seed)))
            .collect();
        shops.into_iter().map(|shop| shop.join().unwrap()).collect()
    });

    let mut histogram = Histogram::new();
    let mut all = Verdict::default();
    for (counts, verdict) in shops {
        for (moment, count) in counts {
            *histogram.entry(moment).or_default() += count;
        }
        all.accepted += verdict.accepted;
        all.unsure += verdict.unsure;
        all.inbound += verdict.inbound;
        all.races += verdict.races;
        all.broken.extend(verdict.broken);
    }
    print(&histogram, &all, seed);
    assert!(
        all.broken.is_empty(),
        "seed {seed}:\n{}",
        all.broken.join("\n")
    );
    for moment in moments {
        let count = histogram.get(&moment).copied().unwrap_or_default();
        assert!(count >= EACH, "seed {seed}: {count} kills at {moment}");
    }
    // Some of these STOPs come just before a text that may go all the same, as a confirmation.
    assert!(
        all.races >= EACH / 2,
        "seed {seed}: the race was seen {} times",
        all.races
    );
}

/// One shop that lives through its share of the moments.
fn shop(program: &Path, share: &[Moment], seed: u64) -> (Histogram, Verdict) {
    let mut trial = Trial::new(program, share.len() * 2, seed);
    let mut histogram = Histogram::new();
    let mut spare = share.len();
    for moment in share {
        for _ in 0..TRIES {
            if trial.live(*moment) {
                *histogram.entry(*moment).or_default() += 1;
                break;
            }
            if spare == 0 {
                break;
            }
            spare -= 1;
        }
    }
    let verdict = trial.end();
    if !verdict.broken.is_empty() {
        let kept = trial.bench.keep();
        say(&format!(
            "seed {seed}: what is left of this shop is in {}",
            kept.display()
        ));
    }
    (histogram, verdict)
}

fn shuffle(plan: &mut [Moment], random: &mut Random) {
    for last in (1..plan.len()).rev() {
        let other = random.below(u64::try_from(last).unwrap() + 1);
        plan.swap(last, usize::try_from(other).unwrap());
    }
}

fn print(histogram: &Histogram, all: &Verdict, seed: u64) {
    let mut lines = vec![format!("\nKilled with SIGKILL, seed {seed}:")];
    for (moment, count) in histogram {
        lines.push(format!("{count:6}  {moment}"));
    }
    lines.push(format!("{:6}  in all", histogram.values().sum::<usize>()));
    lines.push(format!(
        "{} parts accepted, {} texts unsure, {} kinds of texts came in; a STOP came too late to be \
         read {} times",
        all.accepted, all.unsure, all.inbound, all.races
    ));
    say(&lines.join("\n"));
}

/// Says it even where the test's output is captured.
fn say(what: &str) {
    let _ = writeln!(std::io::stdout(), "{what}");
}

fn number_from(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number")),
    )
}
