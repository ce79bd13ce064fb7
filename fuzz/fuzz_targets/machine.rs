//! The modem machine stands whatever the modem says and whenever: no panic, no hang, no growth without
//! bound.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readybell::modem::fuzz::play;

fuzz_target!(|input: &[u8]| play(input));
