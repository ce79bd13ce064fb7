//! Floor 6: the demo: the real program, with a simulated modem and simulated phones beside it.
//!
//! The appliance runs as a process of its own, `readybell serve` on a pty, so that "cut the power"
//! is a real SIGKILL. This process plays everything else: the modem, the network, the customers'
//! phones, the button and the light, and the time of day. Start at [`run`].

mod appliance;
mod page;
mod panel;
mod seed;
mod trouble;
mod view;

use crate::clock::{self, Clock};
use crate::sim::{Bubble, Sim, SimConfig, SimError, SimHandle};
use crate::store::StoreError;
use crate::web;
use appliance::Appliance;
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc, Weekday};
use panel::Buttons;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where the demo's shop stands.
const ZONE: &str = "America/Chicago";
/// The shop's line, as the simulated network knows it.
const SHOP_LINE: &str = "+15555550100";
/// The bays of the demo's shop.
const BAYS: [u16; 2] = [1, 2];

/// Why the demo could not start.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The simulator.
    #[error(transparent)]
    Sim(#[from] SimError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The seeded day.
    #[error("the demo's day can't be made: {0}")]
    Seed(String),
    /// The time zone.
    #[error(transparent)]
    Zone(#[from] clock::ZoneMissing),
    /// An address.
    #[error("can't listen on {address}: {why}. Choose another with --address or --demo-address")]
    Address {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        why: std::io::Error,
    },
    /// A file or a process.
    #[error("{what}: {why}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        why: std::io::Error,
    },
}

/// What the demo is given.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data directory.
    pub data: PathBuf,
    /// Where the board listens.
    pub board: SocketAddr,
    /// Where the demo's own page listens.
    pub demo: SocketAddr,
    /// The program that is the appliance: this one.
    pub program: PathBuf,
}

/// Everything the demo's page can reach.
pub(crate) struct Stage {
    sim: SimHandle,
    clock: Arc<Clock>,
    appliance: Appliance,
    buttons: Buttons,
    wire: view::WireTail,
    board: SocketAddr,
    password: String,
    /// What the phones showed before the demo began, by number.
    morning: Vec<(String, Bubble)>,
}

/// Runs the demo until `stop`.
///
/// # Errors
/// When something that it can't do without can't be had.
pub async fn run(options: Options, stop: CancellationToken) -> Result<(), DemoError> {
    let zone = clock::zone(ZONE)?;
    let clock = Arc::new(Clock::starting_at(two_on_a_working_day(&zone, Utc::now())));
    let listener = bind(options.demo).await?;
    // Found before the appliance starts, so that a taken port is said in plain words.
    drop(bind(options.board).await?);
    let planted = seed::plant(&options.data, &clock).await?;
    let port = options.data.join("modem");
    let wall = Arc::clone(&clock);
    let sim = Sim::start(SimConfig {
        link: Some(port.clone()),
        wall: Box::new(move || wall.now().wall),
        own_number: SHOP_LINE.to_owned(),
        operator: "Demo Mobile".to_owned(),
        zone_minutes: zone.local(clock.now().wall).offset / 60,
        ..SimConfig::default()
    })?;
    for pace in [
        "delay prompt 60",
        "delay submit 700",
        "delay report 1500",
        "delay deliver 400",
    ] {
        sim.run_line(pace).await?;
    }
    let socket = options.data.join("panel.sock");
    write_config(&options, &port, &socket)?;
    let appliance =
        Appliance::start(&options.program, &options.data.join("config.toml"), &clock).await?;
    let wire = view::WireTail::default();
    tokio::spawn(wire.clone().follow(sim.wire()));
    let stage = Arc::new(Stage {
        buttons: Buttons::follow(socket, stop.clone()),
        appliance,
        wire,
        sim,
        clock,
        board: options.board,
        password: planted.password,
        morning: planted.morning,
    });
    let page = listener.local_addr().unwrap_or(options.demo);
    let told = format!(
        "\nThe demo is ready.
  Customer's phone, button and troubles:  http://{page}/
  The board:                              http://{}/   (Jo, password {})
  Everything is kept in {}. Ctrl-C ends it.\n",
        options.board,
        stage.password,
        options.data.display()
    );
    // Whoever started it may have stopped listening.
    let _ = std::io::stdout().write_all(told.as_bytes());
    tokio::select! {
        () = web::serve(listener, page::router(Arc::clone(&stage)), None, stop.clone()) => {}
        () = stop.cancelled() => {}
    }
    stage.appliance.stop().await;
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, DemoError> {
    TcpListener::bind(address)
        .await
        .map_err(|why| DemoError::Address { address, why })
}

/// Two in the afternoon of today, or of Monday when today is a weekend.
fn two_on_a_working_day(zone: &crate::domain::zone::Zone, now: DateTime<Utc>) -> DateTime<Utc> {
    let mut day = zone.local(now).wall.date();
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        day = day.checked_add_signed(TimeDelta::days(1)).unwrap_or(day);
    }
    let two = NaiveTime::from_hms_opt(14, 0, 0).unwrap_or(NaiveTime::MIN);
    zone.instants(day.and_time(two)).earliest()
}

fn write_config(options: &Options, port: &Path, socket: &Path) -> Result<(), DemoError> {
    let bays: String = BAYS
        .iter()
        .zip([17, 22])
        .map(|(bay, line)| {
            format!(
                "[[panel.bay]]\nbay = {bay}\nbutton = {line}\nlight = {}\n",
                line + 1
            )
        })
        .collect();
    let config = format!(
        "data = {:?}\n[backup]\ndirectory = {:?}\n[web]\naddress = \"{}\"\n[modem]\nport = {port:?}\n[panel]\ndriver = \"simulated\"\nsocket = {socket:?}\n{bays}",
        options.data,
        options.data.join("backups"),
        options.board,
    );
    let path = options.data.join("config.toml");
    std::fs::write(&path, config).map_err(|why| DemoError::Io {
        what: path.display().to_string(),
        why,
    })
}
