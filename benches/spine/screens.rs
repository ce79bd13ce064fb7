//! Fifty screens that show the board of a big shop, each with its stream of changes.

use super::big::{FIRST_JOB, JOBS, OPEN};
use super::rig::{Rig, percentile};
use super::shop::NOW;
use super::{big, http, ms, row};
use anyhow::{Context, Result};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const SCREENS: usize = 50;
/// Changes that are timed.
const CHANGES: i64 = 30;
/// One screen is told no more often than once a second; nothing must be left to be told.
const QUIET: Duration = Duration::from_millis(1_600);

/// From a change to the last of fifty screens, and what fifty screens need.
///
/// # Errors
/// When a screen is dropped.
pub async fn screens() -> Result<()> {
    let mut rig = Rig::in_shop(big::shop(NOW, SCREENS).await?, Vec::new())?;
    rig.start().await?;
    rig.wait_for_page()?;
    let address = rig.address;
    let before = rig.resident()?;
    let mut screens = Vec::new();
    for n in 0..SCREENS {
        let cookie = format!("readybell=screen-{n}");
        http::get(address, "/", &cookie)?;
        screens.push((http::listen(address, &cookie)?, cookie));
    }
    let (mut told, mut shown) = (Vec::new(), Vec::new());
    for n in 0..CHANGES {
        std::thread::sleep(QUIET);
        let to = if n % 2 == 0 { "booked" } else { "waiting" };
        let path = format!("/jobs/{}/move", FIRST_JOB + JOBS - OPEN + 5);
        let begun = Instant::now();
        http::post(
            address,
            &path,
            "readybell=screen-0",
            &format!("to={to}&back=/"),
        )?;
        let times = std::thread::scope(|scope| {
            let all: Vec<_> = screens
                .iter_mut()
                .map(|screen| scope.spawn(move || refreshed(screen, address, begun)))
                .collect();
            let times = all
                .into_iter()
                .map(|one| one.join().ok().context("a screen")?);
            times.collect::<Result<Vec<_>>>()
        })?;
        told.extend(times.iter().map(|(told, _)| *told).max());
        shown.extend(times.iter().map(|(_, shown)| *shown).max());
    }
    let with_screens = rig.resident()?;
    row(
        "change told to the last of 50, p50",
        ms(percentile(&mut told, 50)),
        "",
    );
    row(
        "change told to the last of 50, p99",
        ms(percentile(&mut told, 99)),
        "",
    );
    row(
        "board shown on the last of 50, p50",
        ms(percentile(&mut shown, 50)),
        "",
    );
    row(
        "board shown on the last of 50, p99",
        ms(percentile(&mut shown, 99)),
        "",
    );
    row(
        "resident, big shop, one page",
        format!("{:.1} MB", before as f64 / 1e6),
        "",
    );
    row(
        "resident, 50 screens",
        format!("{:.1} MB", with_screens as f64 / 1e6),
        "",
    );
    Ok(())
}

/// When a screen was told, and when it had its board again.
fn refreshed(
    (events, cookie): &mut (TcpStream, String),
    address: std::net::SocketAddr,
    begun: Instant,
) -> Result<(Duration, Duration)> {
    http::until(events, b"event: changed")?;
    let told = begun.elapsed();
    http::get(address, "/", cookie)?;
    Ok((told, begun.elapsed()))
}
