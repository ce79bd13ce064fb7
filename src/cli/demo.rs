//! `readybell demo`: everything on one machine, with a simulated modem and simulated phones.

use crate::demo::{self, Options};
use anyhow::{Context, Result};
use clap::Args as ClapArgs;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// What `demo` takes.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Keep the demo's data here; without it, a directory that is removed at the end
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where the board listens
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// Where the customer's phone, the button and the troubles are
    #[arg(long, default_value = "127.0.0.1:8081")]
    demo_address: SocketAddr,
}

/// Runs the demo until Ctrl-C.
///
/// # Errors
/// When it can't start.
pub fn run(args: &Args) -> Result<()> {
    let program = std::env::current_exe().context("this program can't find itself")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let kept = args.data.is_some();
    let data = match &args.data {
        Some(data) => data.clone(),
        None => std::env::temp_dir().join(format!("readybell-demo-{}", std::process::id())),
    };
    std::fs::create_dir_all(&data).with_context(|| format!("{} can't be made", data.display()))?;
    let data = data.canonicalize()?;
    let options = Options {
        data: data.clone(),
        board: args.address,
        demo: args.demo_address,
        program,
    };
    let done = runtime.block_on(async {
        let stop = CancellationToken::new();
        tokio::spawn(super::serve::stop_on_signal(stop.clone()));
        demo::run(options, stop).await
    });
    if !kept {
        std::fs::remove_dir_all(&data)
            .with_context(|| format!("{} can't be removed", data.display()))?;
    }
    Ok(done?)
}
