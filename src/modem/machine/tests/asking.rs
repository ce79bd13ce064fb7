//! Questions that a person asks by hand.

use super::*;
use crate::wire::at::Question;

impl Bench {
    /// Asks, and gives the answer if there was one at once.
    fn asks(&mut self, ticket: u64, command: &str) -> Option<Result<Told, Down>> {
        let question = Question::of(command).unwrap();
        self.event(Event::Ask(Ticket(ticket), question));
        self.told.remove(&ticket)
    }
}

fn told(lines: &[&str], end: &str) -> Option<Result<Told, Down>> {
    Some(Ok(Told {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        end: end.to_owned(),
    }))
}

#[test]
fn a_question_goes_when_the_line_is_free_and_changes_nothing() {
    let script = Script::ec25()
        .with("ATI", "\r\nQuectel\r\nEC25\r\nRevision: X\r\n\r\nOK\r\n")
        .with("AT+CPINR", "\r\n+CME ERROR: 4\r\n");
    let mut bench = Bench::ready(script);
    let answer = bench.asks(1, "ATI");
    assert_eq!(answer, told(&["Quectel", "EC25", "Revision: X"], "OK"));
    assert_eq!(bench.asks(2, "AT+CPINR"), told(&[], "+CME ERROR: 4"));
    assert_eq!(bench.log, ["ATI", "AT+CPINR"]);
    assert_eq!(bench.machine.status().state, State::Ready);

    // What was read for a part stays read, and one that waits for its answer is not disturbed.
    let ticket = bench.drain();
    assert!(bench.drained[&ticket].is_ok());
    bench.asks(3, "AT+CSQ");
    bench.script.set("PDU", "");
    let part = bench.send();
    assert_eq!(bench.asks(4, "AT+CSQ"), None);
    assert_eq!(bench.log.last().unwrap(), "Ctrl-Z");
    bench.say("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    assert!(matches!(bench.settled[&part], Outcome::Sent { mr: 17 }));
    assert_eq!(bench.told.remove(&4), told(&["+CSQ: 20,99"], "OK"));
}

#[test]
fn a_modem_that_cannot_be_set_up_can_be_asked_and_is_tried_again_all_the_same() {
    let script = Script::ec25()
        .with("AT+CPIN?", "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n")
        .with("AT+CPINR", "\r\n+CPINR: SIM PUK,10,10\r\n\r\nOK\r\n");
    let mut bench = Bench::new(script);
    bench.pass(Duration::from_secs(2));
    assert_eq!(bench.machine.status().why, Some(Why::SimLocked));
    bench.log.clear();
    let answer = bench.asks(1, "AT+CPINR");
    assert_eq!(answer, told(&["+CPINR: SIM PUK,10,10"], "OK"));
    assert_eq!(bench.log, ["AT+CPINR"]);
    bench
        .script
        .set("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n");
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn a_question_without_an_answer_is_told_and_the_line_is_put_right() {
    let mut bench = Bench::ready(Script::ec25().with("AT+CBC", ""));
    assert_eq!(bench.asks(1, "AT+CBC"), None);
    bench.pass(Duration::from_secs(20));
    assert_eq!(bench.told.remove(&1), told(&[], "no answer"));
    assert_eq!(bench.log[..3], ["AT+CBC", "ESC", "AT"]);
    assert_eq!(bench.asks(2, "AT+CSQ"), told(&["+CSQ: 20,99"], "OK"));
}

#[test]
fn without_a_modem_a_question_is_refused() {
    let mut bench = Bench::ready(Script::ec25().with("AT+CBC", ""));
    bench.asks(1, "AT+CBC");
    bench.asks(2, "AT+CSQ");
    bench.plugged = false;
    bench.event(Event::Closed);
    assert_eq!(bench.told.remove(&1), Some(Err(Down::Away)));
    assert_eq!(bench.told.remove(&2), Some(Err(Down::Away)));
    assert_eq!(bench.asks(3, "AT+CSQ"), Some(Err(Down::Away)));
    bench.event(Event::Stop);
    assert_eq!(bench.asks(4, "AT+CSQ"), Some(Err(Down::Stopping)));
}
