//! Floor 3: the only place that knows a serial port, and the only one that takes a
//! permit from the store.
//!
//! It brings the modem up, reads what it holds into the store, hands it parts, and notices when it
//! is gone. It must not know what a text is for, or who may be texted: the store decided that when
//! it minted the permit.
//!
//! Start at [`ModemHandle`], which is all that the desk sees.

mod config;
mod find;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod handle;
mod look;
mod machine;
mod port;
mod signal;
mod status;
mod steps;
mod task;

pub use config::ModemConfig;
pub use find::{PortSeen, Verdict, list, ports};
pub use handle::{Direction, Down, Drained, ModemHandle, Told, WireLine};
pub use look::{Looked, look, look_and_ask};
pub use signal::{Hour, Range, Sample, SignalLog};
pub use status::{ModemStatus, Registration, Reports, State, StorageUse, Why};
pub use steps::{Rung, Steps, Tried};
pub use task::start;
