//! Of 1,000 texts whose answer never came, how many are settled, and by what: `cargo bench --bench
//! evidence`. A thousand for each kind of modem and each way to lose the answer; half of them after
//! the network took the text, a quarter after it was tried, a quarter before.
//!
//! The store is the real one, with full durability; the modem's counts are the simulator's. There is no
//! line between them: `tests/support/cuts.rs` says what stands for it.

#[path = "../tests/support/cuts.rs"]
#[allow(dead_code)] // The tests use more of it.
mod cuts;
#[path = "../tests/support/seed.rs"]
#[allow(dead_code)] // The tests use more of it.
mod seed;

use cuts::{ALL, COUNTER, EACH, Instead, Kind, NONE, REFERENCE, REPORTS, Rig};

const TIMES: usize = 1_000;

const MODEMS: [(Kind, &str); 5] = [
    (ALL, "all three"),
    (REPORTS, "reports only"),
    (COUNTER, "the SIM's count only"),
    (REFERENCE, "references only"),
    (NONE, "none"),
];

const WAYS: [(Instead, &str); 4] = [
    (Instead::Cut, "the power of everything is cut"),
    (Instead::BoxDies, "only the box dies"),
    (Instead::Error, "ERROR, and no more"),
    (Instead::Silence, "no answer, and later it answers again"),
];

#[tokio::main]
async fn main() {
    println!(
        "| | evidence | went | did not go, sent after all | probably went (and did) | nobody knows | wrong |"
    );
    let trials: Vec<_> = WAYS
        .iter()
        .flat_map(|way| MODEMS.map(|modem| tokio::spawn(line(*way, modem))))
        .collect();
    for trial in trials {
        println!("{}", trial.await.expect("a trial"));
    }
}

async fn line((instead, how): (Instead, &str), (kind, has): (Kind, &str)) -> String {
    let mut rig = Rig::open(kind, 1).await;
    for far in EACH.iter().cycle().take(TIMES) {
        rig.trial(instead, *far).await;
    }
    let told = &rig.tally;
    format!(
        "| {how} | {has} | {} | {} | {} ({}) | {} | {} |",
        told.went,
        told.back,
        told.probably,
        told.probably_did,
        told.unsure,
        told.wrong.len()
    )
}
