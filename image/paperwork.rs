//! Writes the man pages and the shell completions, from the commands as the program knows them.
//!
//! `cargo run --example paperwork -- DIRECTORY`

use clap::CommandFactory;
use clap_complete::Shell;
use readybell::cli::Cli;
use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let directory = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("name the directory to write to"))?;
    let pages = directory.join("man");
    std::fs::create_dir_all(&pages)?;
    clap_mangen::generate_to(Cli::command(), &pages)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut Cli::command(), "readybell", &directory)?;
    }
    Ok(())
}
