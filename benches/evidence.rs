//! Of 1,000 texts whose answer never came, how many are settled, and by what: `cargo bench --bench
//! evidence`. A thousand for each kind of modem and each way to lose the answer; half of them after
//! the network took the text, a quarter after it was tried, a quarter before.
//!
//! The store is the real one, with full durability; the modem's counts are the simulator's. There is no
//! line between them: `tests/support/cuts.rs` says what stands for it.

#[path = "../tests/support/cuts.rs"]
mod cuts;
#[path = "../tests/support/seed.rs"]
#[allow(dead_code)] // The tests use more of it.
mod seed;

use cuts::{ALL, COUNTER, EACH, Instead, NONE, REFERENCE, REPORTS, Rig};

const TIMES: usize = 1_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    for (instead, how) in [
        (Instead::Cut, "the power of everything is cut"),
        (Instead::BoxDies, "only the box dies, and the modem goes on"),
        (Instead::Error, "the modem says ERROR, and no more"),
        (
            Instead::Silence,
            "the modem is silent, and answers again later",
        ),
    ] {
        println!(
            "| {how} | went | did not go, sent after all | probably went (and did) | nobody knows | wrong |"
        );
        for (kind, has) in [
            (ALL, "all three"),
            (REPORTS, "reports only"),
            (COUNTER, "the SIM's count only"),
            (REFERENCE, "references only"),
            (NONE, "none"),
        ] {
            let mut rig = Rig::open(kind, 1).await;
            for far in EACH.iter().cycle().take(TIMES) {
                rig.trial(instead, *far).await;
            }
            let told = &rig.tally;
            println!(
                "| {has} | {} | {} | {} ({}) | {} | {} |",
                told.went,
                told.back,
                told.probably,
                told.probably_did,
                told.unsure,
                told.wrong.len()
            );
            for wrong in &told.wrong {
                println!("{wrong}");
            }
        }
    }
}
