//! What the spine can do, measured on the real program: `cargo bench --bench spine`.
//!
//! The appliance runs as it does in a shop, with full durability, on the disk that holds `target/`.
//! The modem is simulated and answers at once; pacing is off. Each figure is printed beside its aim.
//! `cargo bench --bench spine -- NAME …` runs some of them.

mod big;
mod http;
mod pages;
mod rig;
mod screens;
#[path = "../support/shop.rs"]
mod shop;

use readybell::sim::Event;
use rig::{Rig, percentile};
use shop::CUSTOMERS;
use std::time::{Duration, Instant};

/// Texts in the run that measures the rate.
const TEXTS: usize = 2_000;
/// Inbound texts whose way is timed.
const INBOUND: usize = 300;
/// Presses that are timed.
const PRESSES: usize = 40;
/// Starts that are timed.
const STARTS: usize = 20;
/// How long the appliance is watched at rest.
const REST: Duration = Duration::from_secs(60);

fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    println!("{:<34} {:>14} {:>14}", "", "measured", "aim");
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    runtime.block_on(async {
        if is_wanted("texts") {
            texts().await?;
        }
        if is_wanted("inbound") {
            inbound().await?;
        }
        if is_wanted("button") {
            button().await?;
        }
        if is_wanted("start") {
            start().await?;
        }
        if is_wanted("rest") {
            rest().await?;
        }
        if is_wanted("pages") {
            pages::pages().await?;
        }
        if is_wanted("screens") {
            screens::screens().await?;
        }
        Ok(())
    })
}

fn row(what: &str, measured: String, aim: &str) {
    println!("{what:<34} {measured:>14} {aim:>14}");
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// How many texts leave in a second, and what each costs on the disk.
async fn texts() -> anyhow::Result<()> {
    let mut rig = Rig::seeded(0).await?;
    rig.queue(TEXTS).await?;
    rig.start().await?;
    let mut first = None;
    let mut last = Duration::ZERO;
    let mut accepted = 0;
    while accepted < TEXTS {
        let event = rig.next().await?;
        if matches!(event.event, Event::Accepted { .. }) {
            let at = Duration::from_micros(event.mono_us);
            first.get_or_insert(at);
            last = at;
            accepted += 1;
        }
    }
    let seconds = (last - first.unwrap_or_default()).as_secs_f64();
    row(
        "texts a second",
        format!("{:.0}", (TEXTS - 1) as f64 / seconds),
        "400",
    );
    let written = rig.written()?;
    row(
        "bytes written a text",
        format!("{:.1} KB", written as f64 / TEXTS as f64 / 1024.0),
        "16 KB",
    );
    Ok(())
}

/// From `+CMTI` to stored (the modem is told to delete its copy) and to applied.
async fn inbound() -> anyhow::Result<()> {
    let mut rig = Rig::seeded(0).await?;
    rig.start().await?;
    let (mut stored, mut applied) = (Vec::new(), Vec::new());
    for n in 0..INBOUND {
        let said = Instant::now();
        rig.sim
            .phone_texts(&shop::number(n % CUSTOMERS), &format!("Is it ready? {n}"))
            .await?;
        let (mut announced, mut kept) = (None, None);
        while kept.is_none() {
            let event = rig.next().await?;
            let at = Duration::from_micros(event.mono_us);
            match event.event {
                Event::LineOut { text, .. } if text.starts_with("+CMTI") => announced = Some(at),
                Event::LineIn { text } if text.starts_with("AT+CMGD") && announced.is_some() => {
                    kept = Some(at);
                }
                _ => {}
            }
        }
        let announced = announced.unwrap_or_default();
        stored.push(kept.unwrap_or_default() - announced);
        rig.wait_for_applied(n + 1)?;
        applied.push(said.elapsed());
    }
    row(
        "+CMTI to stored, p50",
        ms(percentile(&mut stored, 50)),
        "10 ms",
    );
    row(
        "+CMTI to stored, p99",
        ms(percentile(&mut stored, 99)),
        "10 ms",
    );
    row(
        "sent to applied, p50",
        ms(percentile(&mut applied, 50)),
        "20 ms",
    );
    row(
        "sent to applied, p99",
        ms(percentile(&mut applied, 99)),
        "20 ms",
    );
    Ok(())
}

/// From a press to `AT+CMGS`, with no undo window.
async fn button() -> anyhow::Result<()> {
    let mut rig = Rig::seeded(PRESSES).await?;
    rig.start().await?;
    let mut times = Vec::new();
    for _ in 0..PRESSES {
        rig.put_next_job_into_the_bay().await?;
        let pressed = Instant::now();
        rig.press().await?;
        loop {
            let event = rig.next().await?;
            if matches!(&event.event, Event::LineIn { text } if text.starts_with("AT+CMGS")) {
                times.push(pressed.elapsed());
                break;
            }
        }
        rig.release().await?;
    }
    row(
        "button to AT+CMGS, p50",
        ms(percentile(&mut times, 50)),
        "20 ms",
    );
    row(
        "button to AT+CMGS, p99",
        ms(percentile(&mut times, 99)),
        "20 ms",
    );
    Ok(())
}

/// From the start of the process to the first page.
async fn start() -> anyhow::Result<()> {
    let mut rig = Rig::seeded(0).await?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        rig.spawn().await?;
        rig.wait_for_page()?;
        times.push(begun.elapsed());
        rig.kill().await?;
    }
    row(
        "start to first page, p50",
        ms(percentile(&mut times, 50)),
        "50 ms",
    );
    Ok(())
}

/// Memory and processor time when nothing happens.
async fn rest() -> anyhow::Result<()> {
    let mut rig = Rig::seeded(0).await?;
    rig.start().await?;
    rig.wait_for_page()?;
    let before = rig.processor_time()?;
    tokio::time::sleep(REST).await;
    let used = rig.processor_time()? - before;
    row(
        "resident at rest",
        format!("{:.1} MB", rig.resident()? as f64 / 1e6),
        "12 MB",
    );
    row(
        "processor at rest",
        format!("{:.3} %", used.as_secs_f64() / REST.as_secs_f64() * 100.0),
        "0.1 %",
    );
    Ok(())
}
