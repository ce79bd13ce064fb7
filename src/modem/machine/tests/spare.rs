//! What a drain spares, and what it never does.

use super::*;

/// Each memory is said to hold so many, and lists these.
fn holding(script: &mut Script, counted: usize, listed: &[String]) {
    for name in ["SM", "ME", "SR"] {
        let reply = format!("\r\n+CPMS: {counted},20,{counted},20,{counted},20{OK}");
        script.set(&format!("AT+CPMS=\"{name}\""), &reply);
    }
    let reply = format!("{}\r\n\r\nOK\r\n", listed.concat());
    script.set("AT+CMGL=4", &reply);
}

/// A modem that was seen to count right.
fn proven() -> Bench {
    let mut bench = Bench::ready(Script::ec25());
    holding(&mut bench.script, 1, &[entry(1, TEXT)]);
    bench.drain();
    holding(&mut bench.script, 0, &[]);
    bench.log.clear();
    bench
}

const SELECTED: [&str; 3] = ["AT+CPMS=\"SM\"", "AT+CPMS=\"ME\"", "AT+CPMS=\"SR\""];

#[test]
fn a_memory_that_is_surely_empty_is_not_listed() {
    let mut bench = proven();
    let ticket = bench.drain();
    bench.assert_log(&SELECTED);
    assert!(bench.drained[&ticket].is_ok());
}

#[test]
fn a_modem_that_never_counted_anything_is_listed() {
    // phonesim says 0 whatever there is.
    let mut bench = Bench::ready(Script::ec25());
    bench.drain();
    let listings = bench.log.iter().filter(|line| *line == "AT+CMGL=4").count();
    assert_eq!(listings, 3);
}

#[test]
fn one_that_was_wrong_once_is_never_believed_again() {
    let mut bench = proven();
    // It says nothing is there, and the minute's poll finds something.
    holding(&mut bench.script, 0, &[entry(4, TEXT)]);
    bench.pass(Duration::from_secs(61));
    bench.assert_in_order(&["store SM [4]", "AT+CMGD=4"]);
    // Now it counts right again.
    holding(&mut bench.script, 1, &[entry(5, TEXT)]);
    bench.drain();
    holding(&mut bench.script, 0, &[]);
    bench.log.clear();
    bench.drain();
    let listings = bench.log.iter().filter(|line| *line == "AT+CMGL=4").count();
    assert_eq!(listings, 3);
}

#[test]
fn what_was_announced_is_looked_for_whatever_is_counted() {
    let mut bench = proven();
    holding(&mut bench.script, 0, &[entry(4, TEXT)]);
    bench.say("\r\n+CMTI: \"ME\",4\r\n");
    bench.assert_in_order(&["AT+CMGL=4", "store SM [4]", "store ME [4]", "store SR [4]"]);
}

#[test]
fn reports_lie_for_a_moment_and_are_stored_together() {
    let mut bench = proven();
    bench
        .script
        .set("AT+CPMS=\"SR\"", "\r\n+CPMS: 1,10,0,20,0,20\r\n\r\nOK\r\n");
    bench
        .script
        .set("AT+CMGL=4", &format!("{}{OK}", entry(1, REPORT)));
    bench.say("\r\n+CDSI: \"SR\",1\r\n");
    let part = bench.drain_and_send();
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
    bench.assert_never("store");
    assert!(
        bench.log.iter().any(|line| line == "AT+CMGL=4"),
        "it was read"
    );
    bench.pass(Duration::from_millis(250));
    bench.assert_in_order(&["AT+CMGS=9", "store SR [1]", "AT+CMGD=1"]);
}

#[test]
fn as_many_reports_as_fill_half_of_the_memory_are_stored_at_once() {
    let mut bench = proven();
    bench
        .script
        .set("AT+CPMS=\"SR\"", "\r\n+CPMS: 2,4,0,20,0,20\r\n\r\nOK\r\n");
    let both = format!("{}{}{OK}", entry(1, REPORT), entry(2, REPORT));
    bench.script.set("AT+CMGL=4", &both);
    bench.drain();
    bench.assert_in_order(&["store SR [1, 2]", "AT+CMGD=1", "AT+CMGD=2"]);
}

#[test]
fn a_text_among_the_reports_is_stored_at_once() {
    let mut bench = proven();
    bench
        .script
        .set("AT+CPMS=\"SR\"", "\r\n+CPMS: 2,20,0,20,0,20\r\n\r\nOK\r\n");
    let both = format!("{}{}{OK}", entry(1, REPORT), entry(2, TEXT));
    bench.script.set("AT+CMGL=4", &both);
    let ticket = bench.drain();
    bench.assert_in_order(&["store SR [1, 2]", "AT+CMGD=2", "deleted SR 2"]);
    assert_eq!(bench.drained[&ticket].unwrap().received, 1);
}

#[test]
fn reports_that_cannot_be_stored_are_left_to_the_poll() {
    let mut bench = proven();
    holding(&mut bench.script, 1, &[entry(1, REPORT)]);
    bench.stores = false;
    bench.say("\r\n+CDSI: \"SR\",1\r\n");
    bench.pass(Duration::from_secs(5));
    let tries = bench
        .log
        .iter()
        .filter(|line| line.starts_with("store"))
        .count();
    assert_eq!(tries, 1);
    bench.stores = true;
    bench.pass(Duration::from_secs(10));
    bench.assert_in_order(&["store SR [1]", "AT+CMGD=1"]);
}
