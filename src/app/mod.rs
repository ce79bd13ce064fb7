//! Floor 5: builds everything, hands it out, and shuts it down in order.
//!
//! Start at [`run`]. It opens the store first, because it holds the lock, and closes it last. On the
//! way down nothing new is sent, an answer that the network owes is waited for, and only then does
//! the port close.

pub mod config;
pub mod control;

use crate::clock::Clock;
use crate::desk::{Desk, buttons, sender};
use crate::modem::{self, ModemHandle};
use crate::panel::{self, PanelError};
use crate::store::{Store, StoreError};
use crate::web::{self, Hosts, House, WireTail};
use config::Config;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Why Readybell could not start.
#[derive(Debug, Error)]
pub enum AppError {
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The buttons can't be used.
    #[error(transparent)]
    Panel(#[from] PanelError),
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
    let rig = config.panel.as_ref().map(panel::open).transpose()?;
    let address = config.web.address;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|why| AppError::Address { address, why })?;
    let control_path = config.data.join(control::SOCKET);
    let control = control::listen(&control_path).map_err(|why| AppError::Control {
        path: control_path.clone(),
        why,
    })?;

    let modem = modem::start(config.modem.clone(), store.clone(), Arc::clone(&clock));
    let mut desk = Desk::new(store.clone(), Arc::clone(&clock));
    let mut tasks = JoinSet::new();
    if let Some(rig) = rig {
        let (notices, noticed) = mpsc::channel(16);
        let (events, presses) = mpsc::channel(16);
        desk = desk.with_panel(notices);
        let began = clock.began();
        let stop_all = stop.clone();
        tasks.spawn(async move {
            if let Err(error) = panel::run(rig, began, noticed, events).await {
                tracing::error!(%error, "the panel has stopped");
                stop_all.cancel();
            }
        });
        tasks.spawn(buttons::run(
            desk.clone(),
            presses,
            modem.status(),
            stop.clone(),
        ));
    }
    tasks.spawn(sender::run(desk.clone(), modem.clone(), stop.clone()));
    tasks.spawn(control::serve(
        control,
        store.clone(),
        Arc::clone(&clock),
        stop.clone(),
    ));

    let wire = WireTail::default();
    tasks.spawn(wire.clone().follow(modem.wire()));
    let house = House {
        desk: Arc::new(desk),
        modem: modem.status(),
        wire,
        hosts: Hosts::new(config.web.hosts.clone()),
        tls: false,
        closing: stop.clone(),
    };
    let page = listener.local_addr().unwrap_or(address);
    announce(&store, &clock, page).await?;
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    serve(listener, house, stop.clone()).await;

    shut_down(tasks, modem).await;
    let _ = std::fs::remove_file(control_path);
    Ok(())
}

/// Says where the page is, and at the first start the one-time link that opens it.
async fn announce(store: &Store, clock: &Clock, page: SocketAddr) -> Result<(), StoreError> {
    let page = if page.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], page.port()))
    } else {
        page
    };
    match web::make_setup_code(store, clock.now()).await? {
        Some(code) => {
            tracing::info!(%page, "first start: open http://{page}/setup?code={code}");
            println!("First start. Open http://{page}/setup?code={code} to set Readybell up.");
        }
        None => {
            tracing::info!(%page, "the page is open");
            println!("The page is at http://{page}/");
        }
    }
    Ok(())
}

async fn serve(listener: TcpListener, house: House, stop: CancellationToken) {
    let stopped = stop.clone();
    let server = axum::serve(
        listener,
        web::router(house).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move { stopped.cancelled().await });
    tokio::select! {
        done = async { server.await } => if let Err(error) = done {
            tracing::error!(%error, "the page has stopped");
        },
        () = async { stop.cancelled().await; tokio::time::sleep(BROWSERS_LET_GO).await } => {}
    }
    stop.cancel();
}

async fn shut_down(mut tasks: JoinSet<()>, modem: ModemHandle) {
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
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
