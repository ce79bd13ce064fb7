//! Any bytes on the line give items without a panic, the same however they arrive, and no parser of
//! a line panics on any of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use readybell::wire::at::{Digest, Item, Urc, listing, reply};

fuzz_target!(|bytes: &[u8]| {
    let Some((cut, said)) = bytes.split_first() else {
        return;
    };
    let whole = items([said]);
    let cut = usize::from(*cut) % (said.len() + 1);
    let (first, second) = said.split_at(cut);
    assert_eq!(whole, items([first, second]));
    assert_eq!(whole, items(said.chunks(1)));
    for item in whole {
        match item {
            Item::Line(line) => parse(&line),
            Item::WithPdu { head, .. } => parse(&head),
            Item::Final(end) => drop((end.refusal(), end.reason(), end.is_busy())),
            Item::Prompt | Item::Overlong => {}
        }
    }
});

fn items<'a>(reads: impl IntoIterator<Item = &'a [u8]>) -> Vec<Item> {
    let mut digest = Digest::new();
    let mut items = Vec::new();
    for bytes in reads {
        digest.push(bytes);
        items.extend(std::iter::from_fn(|| digest.next_item()));
    }
    items
}

fn parse(line: &str) {
    let _ = (Urc::of(line), listing::entry(line), reply::reference(line));
    let _ = (reply::memories(line), reply::memory_choices(line));
    let _ = listing::announced_length(line);
    let _ = (reply::registration(line, true), reply::registration(line, false));
    let _ = (reply::signal(line), reply::pin_state(line), reply::operator(line));
    let _ = (reply::service_centre(line), reply::clock(line));
    let _ = reply::numbers(line, "+CNMI:");
}
