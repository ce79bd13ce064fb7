//! Floor 5: builds everything, hands it out, and shuts it down in order.
//!
//! Start at [`run`]. It opens the store first, because it holds the lock, and closes it last. On the
//! way down nothing new is sent, an answer that the network owes is waited for, and only then does
//! the port close.

mod bays;
pub mod config;
pub mod control;
mod stick;
mod trial;
mod watchdog;

use crate::clock::Clock;
use crate::desk::{Desk, round_trip, sender};
use crate::domain::purpose::Purpose;
use crate::health::Health;
use crate::modem::{self, ModemHandle, SignalLog};
use crate::panel::{PanelError, SetUpCode};
use crate::store::{Store, StoreError};
use crate::web::{self, Authority, Hosts, House, Secure, Tls, TlsError, WireTail};
use bays::Bays;
use config::{Config, TlsConfig};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use trial::Trial;

/// Why Readybell could not start.
#[derive(Debug, Error)]
pub enum AppError {
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The buttons can't be used.
    #[error(transparent)]
    Panel(#[from] PanelError),
    /// The page can't be encrypted.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// It is on trial after an upgrade, and does not work.
    #[error("this version does not come up: {0}. The version before is put back in its place")]
    Trial(String),
    /// The page can't listen there.
    #[error(
        "the page can't listen on {address}: {why}. Is another program there? Change web.address in the configuration"
    )]
    Address {
        /// Where it should have listened.
        address: SocketAddr,
        /// What the system said.
        why: std::io::Error,
    },
    /// The control socket can't be made.
    #[error("the control socket {path} can't be made: {why}")]
    Control {
        /// Where it should have been.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
}

/// Browsers that hold the page open are given this long to let go.
const BROWSERS_LET_GO: Duration = Duration::from_secs(2);

/// How often ended sessions and old keys are forgotten.
const FORGETS_EVERY: Duration = Duration::from_secs(3600);
/// How often the machine itself is looked at.
const LOOK_AT_HEALTH_EVERY: Duration = Duration::from_secs(60);
/// How often the disk is looked at. A look costs one system call.
const LOOK_AT_DISK_EVERY: Duration = Duration::from_secs(5);

/// Runs the appliance until `stop`, and shuts it down in order.
///
/// # Errors
/// When something that it can't do without can't be had. Nothing has been sent then.
pub async fn run(
    config: Config,
    clock: Arc<Clock>,
    stop: CancellationToken,
) -> Result<(), AppError> {
    let store = Store::open(&config.data, clock.now()).await?;
    store.set_bays(config.bay_numbers()).await?;
    let setup_code = web::make_setup_code(&store, clock.now()).await?;
    let open = |panel| bays::open(panel, &clock);
    let rig = config.panel.as_ref().map(open).transpose()?;
    let address = config.web.address;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|why| AppError::Address { address, why })?;
    let hosts = hosts(&config);
    let tls = tls(&config, &hosts)?;
    let control_path = config.data.join(control::SOCKET);
    let control = control::listen(&control_path).map_err(|why| AppError::Control {
        path: control_path.clone(),
        why,
    })?;

    let trial = Trial::of(&config.data);
    let opens = CancellationToken::new();
    let modem = modem::start(
        opens.clone(),
        config.modem.clone(),
        store.clone(),
        Arc::clone(&clock),
    );
    let mut desk = Desk::new(store.clone(), Arc::clone(&clock));
    let mut tasks = JoinSet::new();
    let (healths, health) = watch::channel(Health::look(Some(&config.data)));
    if let (Some(panel), Some(rig)) = (config.panel.clone(), rig) {
        let (notices, noticed) = mpsc::channel(16);
        desk = desk.with_panel(notices);
        let bays = Bays {
            config: panel,
            rig,
            desk: desk.clone(),
            clock: Arc::clone(&clock),
            modem: modem.status(),
            healths: healths.clone(),
            setup_code: setup_code.as_deref().and_then(SetUpCode::parse),
        };
        tasks.spawn(bays.run(noticed, stop.clone()));
    }
    tasks.spawn(sender::run(desk.clone(), modem.clone(), stop.clone()));
    tasks.spawn(round_trip::run(desk.clone(), modem.clone(), stop.clone()));
    tasks.spawn(watch_health(healths, config.data.clone(), stop.clone()));
    tasks.spawn(watch_disk(store.clone(), stop.clone()));
    tasks.spawn(forget(store.clone(), Arc::clone(&clock), stop.clone()));
    tasks.spawn(stick::run(
        store.clone(),
        config.backup.clone(),
        stop.clone(),
    ));
    let signals = SignalLog::default();
    tasks.spawn(signals.clone().follow(modem.status(), Arc::clone(&clock)));
    let running = control::Running {
        desk: Desk::new(store.clone(), Arc::clone(&clock)),
        store: store.clone(),
        clock: Arc::clone(&clock),
        modem: modem.clone(),
        signals: signals.clone(),
        pin: config.modem.pin.clone(),
    };
    tasks.spawn(control::serve(control, running, stop.clone()));

    let wire = WireTail::default();
    tasks.spawn(wire.clone().follow(modem.wire()));
    let house = House {
        desk: Arc::new(desk),
        modem: modem.status(),
        signals,
        health,
        wire,
        hosts: Hosts::new(hosts),
        tls: tls.clone(),
        // Not the stick: one that has died may never answer, and a page must.
        backups: vec![config.backup.directory.clone()],
        recipient: config.backup.recipient.clone(),
        closing: stop.clone(),
    };
    let page = listener.local_addr().unwrap_or(address);
    announce(page, tls.as_deref(), setup_code);
    let watched = watchdog::Watched {
        store: store.clone(),
        modem: modem.clone(),
        page,
    };
    tasks.spawn(watchdog::run(watched, stop.clone()));
    let secure = tls.map(|tls| Secure {
        tls,
        clock: Arc::clone(&clock),
        plain: web::plain_router(house.clone()),
    });
    let (came_up, ()) = tokio::join!(
        come_up(trial, &store, page, opens, stop.clone()),
        serve(listener, house, secure, stop),
    );

    shut_down(tasks, modem).await;
    let _ = std::fs::remove_file(control_path);
    came_up
}

/// Opens the modem and tells systemd, once whatever is on trial has stood it; otherwise everything stops.
async fn come_up(
    trial: Option<Trial>,
    store: &Store,
    page: SocketAddr,
    opens: CancellationToken,
    stop: CancellationToken,
) -> Result<(), AppError> {
    if let Some(trial) = trial {
        let stood = tokio::select! {
            stood = trial.stand(store, page) => stood,
            // The trial begins anew with the next start.
            () = stop.cancelled() => return Ok(()),
        };
        if let Err(error) = stood {
            stop.cancel();
            return Err(error);
        }
    }
    opens.cancel();
    watchdog::ready();
    Ok(())
}

/// Looks at the machine itself, and says in the log when something is newly wrong with it.
async fn watch_health(seen: watch::Sender<Health>, data: PathBuf, stop: CancellationToken) {
    let mut known = Vec::new();
    while !stop.is_cancelled() {
        let health = Health::look(Some(&data));
        let ailments = health.ailments();
        for ailment in &ailments {
            if !known.contains(&std::mem::discriminant(ailment)) {
                tracing::warn!("{ailment}");
            }
        }
        known = ailments.iter().map(std::mem::discriminant).collect();
        seen.send_modify(|seen| {
            let stuck_buttons = std::mem::take(&mut seen.stuck_buttons);
            *seen = Health {
                stuck_buttons,
                ..health
            };
        });
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_AT_HEALTH_EVERY) => {}
        }
    }
}

/// Says in the log when the disk stops the sending, and lets the texts go when there is room again.
async fn watch_disk(store: Store, stop: CancellationToken) {
    let mut was_full = false;
    while !stop.is_cancelled() {
        let disk = store.disk();
        let is_full = disk.is_too_full_for(Purpose::Service);
        if is_full && !was_full {
            let free = disk.free;
            tracing::error!(
                free,
                "the disk is too full: nothing is sent. Free some space"
            );
        }
        if !is_full && (was_full || disk.ballast_gone) {
            let filler = store.clone();
            // The reserve is written at leisure; when it can't be, the store says so.
            let _ = tokio::task::spawn_blocking(move || filler.fill_ballast()).await;
        }
        if was_full && !is_full {
            match store.look_again().await {
                Ok(()) => tracing::info!("the disk has room again"),
                Err(error) => tracing::error!(%error, "what waited for room still waits"),
            }
        }
        was_full = is_full;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_AT_DISK_EVERY) => {}
        }
    }
}

/// Forgets what is over, now and then.
async fn forget(store: Store, clock: Arc<Clock>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = store.forget(clock.now()).await {
            tracing::warn!(%error, "what is over is kept for now");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(FORGETS_EVERY) => {}
        }
    }
}

/// So many machines of one name may be in a network: avahi calls the others NAME-2.local and so on.
const NAMESAKES: u32 = 9;

/// The names under which browsers may ask: those of the configuration, and the machine's own, plain and
/// as its neighbours find it by multicast DNS (RFC 6762).
fn hosts(config: &Config) -> Vec<String> {
    let mut hosts = config.web.hosts.clone();
    let machine = rustix::system::uname();
    if let Ok(name) = machine.nodename().to_str()
        && !name.is_empty()
    {
        hosts.extend([name.to_owned(), format!("{name}.local")]);
        hosts.extend((2..=NAMESAKES).map(|nth| format!("{name}-{nth}.local")));
    }
    hosts
}

/// The page's certificates, where it has any.
fn tls(config: &Config, hosts: &[String]) -> Result<Option<Arc<Tls>>, TlsError> {
    let web = &config.web;
    Ok(match web.tls {
        TlsConfig::Off => None,
        TlsConfig::Internal => {
            let authority = Authority::open(&config.data, hosts)?;
            Some(Arc::new(Tls::internal(authority, hosts.to_vec())))
        }
        TlsConfig::Files => Some(Arc::new(Tls::from_files(
            web.certificate.clone(),
            web.key.clone(),
        )?)),
    })
}

/// Says where the page is, and at the first start the one-time link that opens it.
fn announce(page: SocketAddr, tls: Option<&Tls>, setup_code: Option<String>) {
    let page = if page.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], page.port()))
    } else {
        page
    };
    let page = match tls {
        Some(_) => format!("https://{page}/"),
        None => format!("http://{page}/"),
    };
    if let Some(authority) = tls.and_then(Tls::authority) {
        let fingerprint = authority.fingerprint();
        tracing::info!(
            fingerprint,
            "browsers trust the page once they have taken in its certificate, from {page}trust"
        );
    }
    match setup_code {
        Some(code) => {
            tracing::info!(page, "first start: open {page}setup?code={code}");
            println!("First start. Open {page}setup?code={code} to set Readybell up.");
        }
        None => {
            tracing::info!(page, "the page is open");
            println!("The page is at {page}");
        }
    }
}

async fn serve(
    listener: TcpListener,
    house: House,
    secure: Option<Secure>,
    stop: CancellationToken,
) {
    tokio::select! {
        () = web::serve(listener, web::router(house), secure, stop.clone()) => {}
        () = async { stop.cancelled().await; tokio::time::sleep(BROWSERS_LET_GO).await } => {}
    }
    stop.cancel();
}

async fn shut_down(mut tasks: JoinSet<()>, modem: ModemHandle) {
    watchdog::stopping();
    tracing::info!("stopping: nothing new is sent, and an answer that is due is waited for");
    modem.shutdown().await;
    // Whoever follows its line does so until the last handle is gone.
    drop(modem);
    while let Some(done) = tasks.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "a task failed");
        }
    }
}
