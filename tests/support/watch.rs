//! Waiting for other programs by what they write: no look again before there is something new.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
use rustix::io::Errno;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

/// Looks at once, and again whenever something was written in one of these files or directories.
/// False: it was not so in time.
pub fn comes_true(places: &[&Path], patience: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let writes = init(CreateFlags::CLOEXEC).expect("inotify");
    for place in places {
        let kinds =
            WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::MOVED_TO;
        add_watch(&writes, *place, kinds)
            .unwrap_or_else(|why| panic!("{} can't be watched: {why}", place.display()));
    }
    let end = Instant::now() + patience;
    let mut seen = [0; 8192];
    while !is_so() {
        if !is_ready(&writes, end) {
            return false;
        }
        rustix::io::read(&writes, &mut seen).expect("what was written");
    }
    true
}

/// Waits until there is something to be read. False: there is nothing in time.
pub fn is_ready(descriptor: impl AsFd, end: Instant) -> bool {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).expect("it is short");
        match poll(&mut [PollFd::new(&descriptor, PollFlags::IN)], Some(&left)) {
            Err(Errno::INTR) => {}
            ready => return ready.expect("a descriptor") > 0,
        }
    }
}
