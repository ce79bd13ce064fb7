//! Someone calls the line.

use super::*;

const RING: &str = "\r\nRING\r\n";
const LUIS: &str = "\r\n+CLIP: \"+15550134477\",145,\"\",0,\"\",0\r\n";
const ANN: &str = "\r\n+CLIP: \"5550139921\",161\r\n";
const WITHHELD: &str = "\r\n+CLIP: \"\",128,,,,1\r\n";

impl Bench {
    /// Rings so often, five seconds apart, and says nothing else.
    fn rings(&mut self, times: u32, caller: &str) {
        for ring in 0..times {
            if ring > 0 {
                self.pass(Duration::from_secs(5));
            }
            self.say(RING);
            self.say(caller);
        }
    }

    fn missed(&self) -> Vec<&str> {
        let missed = self
            .log
            .iter()
            .filter_map(|line| line.strip_prefix("missed "));
        missed.collect()
    }
}

#[test]
fn many_rings_are_one_call_and_it_is_missed_when_they_end() {
    let mut bench = Bench::ready(Script::ec25());
    bench.rings(4, LUIS);
    bench.say("\r\nNO CARRIER\r\n");
    bench.pass(Duration::from_millis(7999));
    assert!(bench.missed().is_empty(), "it may ring on");
    bench.pass(Duration::from_millis(1));
    assert_eq!(bench.missed(), ["+15550134477"]);
    bench.pass(Duration::from_secs(120));
    assert_eq!(bench.missed().len(), 1, "it is told once");
    bench.rings(1, LUIS);
    bench.pass(Duration::from_secs(8));
    assert_eq!(bench.missed().len(), 2, "that was another call");
}

#[test]
fn who_calls_may_be_told_late_or_never() {
    for (says, missed) in [
        (vec![RING, RING, LUIS, RING], vec!["+15550134477"]),
        (vec![RING, WITHHELD, RING, WITHHELD], vec!["nobody"]),
        (vec![RING], vec!["nobody"]),
        (vec!["\r\n+CRING: VOICE\r\n", ANN], vec!["5550139921"]),
        // The second began before the first was over.
        (
            vec![RING, LUIS, RING, ANN],
            vec!["+15550134477", "5550139921"],
        ),
    ] {
        let mut bench = Bench::ready(Script::ec25());
        for line in &says {
            bench.say(line);
            bench.pass(Duration::from_secs(1));
        }
        bench.pass(Duration::from_secs(10));
        assert_eq!(bench.missed(), missed, "{says:?}");
    }
}

#[test]
fn a_call_disturbs_no_text_and_no_question() {
    let mut bench = Bench::ready(Script::ec25().with("PDU", ""));
    let part = bench.drain_and_send();
    bench.rings(3, LUIS);
    bench.pass(Duration::from_secs(30));
    assert_eq!(
        bench.missed(),
        ["+15550134477"],
        "while the answer is awaited"
    );
    bench.say("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    assert_eq!(bench.settled[&part], Outcome::Sent { mr: 17 });
}

#[test]
fn a_call_is_not_lost_with_the_modem_or_the_program() {
    for end in [Event::Closed, Event::Stop] {
        let mut bench = Bench::ready(Script::ec25());
        bench.rings(1, LUIS);
        bench.event(end.clone());
        assert_eq!(bench.missed(), ["+15550134477"], "{end:?}");
        bench.pass(Duration::from_secs(20));
        assert_eq!(bench.missed().len(), 1, "{end:?}");
    }
}

#[test]
fn a_modem_that_does_not_tell_who_calls_is_no_trouble() {
    for refusal in [
        "\r\nERROR\r\n",
        "\r\n+CME ERROR: 10\r\n",
        "\r\n+CME ERROR: 14\r\n",
        "\r\n+CME ERROR: 30\r\n",
        "\r\nCOMMAND NOT SUPPORT\r\n",
        // It says nothing at all; it is not asked that again.
        "",
    ] {
        let mut bench = Bench::new(Script::ec25().with("AT+CLIP=1", refusal));
        bench.pass(Duration::from_secs(20));
        let status = bench.machine.status();
        assert_eq!(
            (status.state, &status.why),
            (State::Ready, &None),
            "{refusal:?}"
        );
        let asked = bench.log.iter().filter(|line| *line == "AT+CLIP=1");
        assert_eq!(asked.count(), 1, "{refusal:?}");
        bench.say(RING);
        bench.pass(Duration::from_secs(8));
        assert_eq!(bench.missed(), ["nobody"], "{refusal:?}");
    }
}

#[test]
fn whoever_only_looks_tells_of_no_call() {
    let mut bench = Bench::new(Script::ec25());
    bench.machine = Machine::new(Purpose::Look, None, LineRules::default(), Jitter::none());
    bench.pass(Duration::from_secs(3));
    bench.rings(2, LUIS);
    bench.pass(Duration::from_secs(20));
    assert!(bench.missed().is_empty());
}
