//! Readybell beside gammu-smsd and smstools, on the same simulated modem, in one run:
//! `cargo bench --bench peers`. Each has its default settings; pacing is off in Readybell.
//!
//! `-- speed` or `-- faults` does one of the two; a word more picks the faults whose names hold it.

mod faults;
mod gateway;
#[path = "../../tests/support/gateways.rs"]
mod gateways;
mod run;
#[path = "../support/shop.rs"]
mod shop;
mod speed;

use anyhow::Result;
use faults::FAULTS;
use gateway::Gateway;

fn main() -> Result<()> {
    let mut wanted = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    let (what, only) = (wanted.next(), wanted.next());
    let is_wanted = |name: &str| what.as_deref().is_none_or(|what| what == name);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        if is_wanted("speed") {
            speed().await?;
        }
        if is_wanted("faults") {
            faults(only.as_deref().unwrap_or_default()).await?;
        }
        Ok(())
    })
}

/// One after the other: nothing else runs while one is timed.
async fn speed() -> Result<()> {
    println!(
        "{:<12} {:>14} {:>14} {:>15} {:>12} {:>30} {:>10} {:>10} {:>10}",
        "",
        "texts a second",
        "syncs a text",
        "written a text",
        "modem idle",
        "arrived to AT+CMGD, p50 / max",
        "first text",
        "resident",
        "at rest"
    );
    for gateway in Gateway::ALL {
        let speed = speed::speed(gateway).await?;
        let (median, longest) = speed.inbound;
        println!(
            "{:<12} {:>14.2} {:>14.1} {:>12.1} KB {:>10.1} % {:>20.3} / {:.3} s {:>8.2} s {:>7.1} MB {:>8.3} %",
            gateway.name(),
            speed.rate,
            speed.syncs,
            speed.written / 1e3,
            speed.idle * 100.0,
            median.as_secs_f64(),
            longest.as_secs_f64(),
            speed.first.as_secs_f64(),
            speed.resident as f64 / 1e6,
            speed.rest * 100.0,
        );
    }
    Ok(())
}

/// All at once, each on a modem of its own: most of the time they wait.
async fn faults(only: &str) -> Result<()> {
    let mut rows = Vec::new();
    for fault in FAULTS.iter().filter(|fault| fault.name.contains(only)) {
        let runs = Gateway::ALL.map(|gateway| tokio::spawn(faults::outcome(fault, gateway)));
        rows.push((fault, runs));
    }
    println!(
        "{:<33} {:<32} {:<32} {:<32}",
        "", "gammu-smsd", "smstools", "readybell"
    );
    for (fault, runs) in rows {
        let mut cells = Vec::new();
        for run in runs {
            cells.push(match run.await? {
                Ok(outcome) => outcome.cell(),
                Err(error) => format!("({error})"),
            });
        }
        let [gammu, smstools, ours] = cells.try_into().unwrap_or_default();
        println!("{:<33} {gammu:<32} {smstools:<32} {ours:<32}", fault.name);
    }
    Ok(())
}
