//! Arguments in, exit code out.

use clap::Parser;
use readybell::cli::exit::{Exit, words};
use readybell::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("readybell: {}", words(&error));
            ExitCode::from(Exit::of(&error) as u8)
        }
    }
}
