//! Slows down whoever guesses passwords: by the address it comes from, and, more gently, by the name
//! it guesses for, so that nobody can lock the owner out for long from another machine.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Wrong tries that are forgiven, by address and by name.
const FREE: [u32; 2] = [5, 20];
/// The longest wait, by address and by name.
const LONGEST: [Duration; 2] = [Duration::from_secs(900), Duration::from_secs(60)];
/// Wrong tries are forgotten after this long without another.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(3_600);
/// No more addresses and names than this are remembered.
const REMEMBERED: usize = 2_000;

/// Wrong tries by address and by name. Forgotten at a restart, which takes longer than a wait.
#[derive(Debug, Default)]
pub struct Throttle {
    tries: Mutex<HashMap<Key, Tries>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(Option<IpAddr>),
    Name(String),
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    wrong: u32,
    /// When the last one was, on the monotonic clock.
    last: Duration,
}

impl Throttle {
    /// How long this address and name must wait before the next try; zero for not at all. The try
    /// that is let through counts as wrong until [`Throttle::right`] is called.
    pub fn wait(&self, address: Option<IpAddr>, name: &str, mono: Duration) -> Duration {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, tries| mono.saturating_sub(tries.last) < FORGOTTEN_AFTER);
        let keys = keys(address, name);
        let waits = keys
            .iter()
            .zip(FREE)
            .zip(LONGEST)
            .map(|((key, free), longest)| {
                let known = tries.get(key).copied().unwrap_or_default();
                known.wait(free, longest, mono)
            });
        let wait = waits.max().unwrap_or_default();
        if wait.is_zero() {
            for key in keys {
                if tries.len() < REMEMBERED || tries.contains_key(&key) {
                    let known = tries.entry(key).or_default();
                    known.wrong = known.wrong.saturating_add(1);
                    known.last = mono;
                }
            }
        }
        wait
    }

    /// It was right: nothing is held against them.
    pub fn right(&self, address: Option<IpAddr>, name: &str) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys(address, name) {
            tries.remove(&key);
        }
    }
}

impl Tries {
    fn wait(self, free: u32, longest: Duration, mono: Duration) -> Duration {
        if self.wrong < free {
            return Duration::ZERO;
        }
        let doublings = (self.wrong - free).min(16);
        let pause = Duration::from_secs(2_u64 << doublings).min(longest);
        (self.last + pause).saturating_sub(mono)
    }
}

fn keys(address: Option<IpAddr>, name: &str) -> [Key; 2] {
    [
        Key::Address(address),
        Key::Name(name.trim().to_lowercase().chars().take(64).collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1)));
    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_grow_and_end() {
        let throttle = Throttle::default();
        for _ in 0..FREE[0] {
            assert_eq!(throttle.wait(ME, "jo", Duration::ZERO), Duration::ZERO);
        }
        assert_eq!(throttle.wait(ME, "jo", Duration::ZERO), 2 * SECOND);
        assert_eq!(
            throttle.wait(ME, "sam", SECOND),
            SECOND,
            "another name, the same machine"
        );
        assert_eq!(throttle.wait(ME, "jo", 2 * SECOND), Duration::ZERO);
        assert_eq!(throttle.wait(ME, "jo", 2 * SECOND), 4 * SECOND);
        throttle.right(ME, "jo");
        assert_eq!(throttle.wait(ME, "jo", 2 * SECOND), Duration::ZERO);
    }

    #[test]
    fn another_machine_is_slowed_but_not_shut_out() {
        let throttle = Throttle::default();
        for host in 0..200 {
            let guess = Some(IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 1, host)));
            throttle.wait(guess, "jo", Duration::ZERO);
        }
        assert!(throttle.wait(ME, "jo", Duration::ZERO) <= LONGEST[1]);
        assert_eq!(throttle.wait(ME, "sam", Duration::ZERO), Duration::ZERO);
    }
}
