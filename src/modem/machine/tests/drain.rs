//! What the modem holds: read whole, stored, then deleted.

use super::*;

fn listing(entries: &[String]) -> String {
    format!("{}\r\n\r\nOK\r\n", entries.concat())
}

/// A modem with one memory, so that logs are short.
fn one_memory() -> Script {
    Script::ec25().with(
        "AT+CPMS=?",
        "\r\n+CPMS: (\"SM\"),(\"SM\"),(\"SM\")\r\n\r\nOK\r\n",
    )
}

#[test]
fn nothing_is_deleted_before_it_is_stored() {
    let mut bench = Bench::ready(one_memory());
    // Index 0 is a place too.
    let both = listing(&[entry(0, TEXT), entry(7, REPORT)]);
    bench.script.set("AT+CMGL=4", &both);
    let ticket = bench.drain();
    bench.assert_log(&[
        "AT+CMGL=4",
        "store SM [0, 7]",
        "AT+CMGD=0",
        "deleted SM 0",
        // A report's mark is cleared with the next listing.
        "AT+CMGD=7",
    ]);
    let drained = bench.drained[&ticket].unwrap();
    assert_eq!(
        (drained.session, drained.received, drained.was_full),
        (1, 1, false)
    );
}

#[test]
fn what_cannot_be_stored_stays_on_the_sim_and_stops_sending() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", &listing(&[entry(1, TEXT)]));
    bench.stores = false;
    let ticket = bench.drain();
    assert_eq!(bench.drained[&ticket], Err(Down::NotStored));
    assert_eq!(bench.machine.status().why, Some(Why::NotStored));
    bench.assert_never("AT+CMGD");
    let part = bench.send();
    assert_eq!(bench.settled[&part], Outcome::NotSent);

    bench.stores = true;
    bench.pass(Duration::from_secs(11));
    bench.assert_in_order(&["store SM [1]", "AT+CMGD=1", "deleted SM 1"]);
    assert_eq!(bench.machine.status().why, None);
}

#[test]
fn an_announcement_is_followed_by_a_drain() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", &listing(&[entry(3, TEXT)]));
    bench.say("\r\n+CMTI: \"SM\",3\r\n");
    bench.assert_log(&["AT+CMGL=4", "store SM [3]", "AT+CMGD=3", "deleted SM 3"]);
    assert!(bench.drained.is_empty());
}

#[test]
fn huawei_has_no_message_right_after_it_announced_one() {
    let mut bench = Bench::ready(one_memory());
    bench.say("\r\n+CMTI: \"SM\",3\r\n");
    bench.script.set("AT+CMGL=4", &listing(&[entry(3, TEXT)]));
    bench.assert_never("AT+CMGD");
    bench.pass(Duration::from_millis(500));
    bench.assert_in_order(&["store SM []", "store SM [3]", "AT+CMGD=3"]);
}

#[test]
fn quectel_announces_a_report_in_sm_that_lies_in_sr() {
    let mut bench = Bench::ready(Script::ec25());
    bench.say("\r\n+CDSI: \"SM\",0\r\n");
    bench.pass(Duration::from_millis(250));
    bench.assert_in_order(&[
        "AT+CPMS=\"SM\"",
        "store SM []",
        "AT+CPMS=\"SR\"",
        "store SR []",
    ]);
}

#[test]
fn lines_that_come_by_themselves_are_cut_out_of_a_listing() {
    let mut bench = Bench::ready(one_memory());
    let rest = TEXT.len() / 2 - 8;
    let talk = format!(
        "\r\n+CMGL: 1,1,,{rest}\r\n^RSSI: 17\r\n{TEXT}\r\n+CMTI: \"SM\",9\r\n+CMGL: 2,1,,{rest}\r\n\
         +CDS: 24\r\n{REPORT}\r\n{TEXT}\r\nRING\r\n\r\nOK\r\n"
    );
    bench.script.set("AT+CMGL=4", &talk);
    let ticket = bench.drain();
    bench.script.set("AT+CMGL=4", &listing(&[entry(9, TEXT)]));
    bench.pass(Duration::from_secs(2));
    bench.assert_in_order(&[
        "store direct 24 octets",
        "store SM [1, 2]",
        "AT+CMGD=1",
        "deleted SM 1",
        "AT+CMGD=2",
        "deleted SM 2",
    ]);
    assert!(bench.drained[&ticket].is_ok());
}

#[test]
fn listings_in_other_shapes() {
    let octets = TEXT.len() / 2 - 8;
    let all = TEXT.len() / 2;
    for (modem, talk) in [
        (
            "no alpha, Nokia",
            format!("\r\n+CMGL: 17,3,{octets}\r\n{TEXT}\r\n\r\nOK\r\n").replace(",3,", ",1,"),
        ),
        (
            "length with the service center",
            format!("\r\n+CMGL: 17,1,,{all}\r\n{TEXT}\r\n\r\nOK\r\n"),
        ),
        (
            "trailing zero, Huawei",
            format!("\r\n+CMGL: 17,1,,{octets},0\r\n{TEXT}\r\n\r\nOK\r\n"),
        ),
        (
            "a newline is missing",
            format!("\r\n+CMGL: 17,1,,{octets}\r\n{TEXT}OK\r\n"),
        ),
        (
            "padded with FF",
            format!("\r\n+CMGL: 17,1,,{octets}\r\n{TEXT}FFFFFF\r\n\r\nOK\r\n"),
        ),
    ] {
        let mut bench = Bench::ready(one_memory());
        bench.script.set("AT+CMGL=4", &talk);
        let ticket = bench.drain();
        bench.assert_log(&["AT+CMGL=4", "store SM [17]", "AT+CMGD=17", "deleted SM 17"]);
        assert_eq!(bench.drained[&ticket].unwrap().received, 1, "{modem}");
    }
}

#[test]
fn octets_lost_on_the_line_are_read_again_before_anything_is_deleted() {
    let mut bench = Bench::ready(one_memory());
    let whole = listing(&[entry(1, TEXT)]);
    for cut in [TEXT.len() - 1, TEXT.len() - 6] {
        bench.log.clear();
        let damaged = whole.replace(TEXT, TEXT.get(..cut).unwrap());
        bench.script.set("AT+CMGL=4", &damaged);
        let ticket = bench.drain();
        bench.assert_log(&["AT+CMGL=4"]);
        bench.script.set("AT+CMGL=4", &whole);
        bench.pass(Duration::from_secs(1));
        bench.assert_log(&[
            "AT+CMGL=4",
            "AT+CMGF=0",
            "AT+CMGL=4",
            "store SM [1]",
            "AT+CMGD=1",
            "deleted SM 1",
        ]);
        assert!(bench.drained[&ticket].is_ok());
    }
}

#[test]
fn a_modem_that_is_back_in_text_mode_is_told_again() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set(
        "AT+CMGL=4",
        "\r\n+CMGL: 1,\"REC UNREAD\",\"+12065550100\",,\"26/11/21,14:00:00-24\"\r\nSTOP\r\n\r\nOK\r\n",
    );
    let ticket = bench.drain();
    bench.script.set("AT+CMGL=4", &listing(&[entry(1, TEXT)]));
    bench.pass(Duration::from_secs(1));
    bench.assert_in_order(&["AT+CMGF=0", "AT+CMGL=4", "store SM [1]"]);
    assert_eq!(bench.drained[&ticket].unwrap().received, 1);
}

#[test]
fn drafts_and_copies_of_sent_texts_are_left_alone() {
    let mut bench = Bench::ready(one_memory());
    let draft = "\r\n+CMGL: 4,2,,13\r\n0001000B916407281553F80000\r\n";
    bench.script.set(
        "AT+CMGL=4",
        &format!("{draft}{}", listing(&[entry(5, TEXT)])),
    );
    bench.drain();
    bench.assert_in_order(&["store SM [5]", "AT+CMGD=5"]);
    bench.assert_never("AT+CMGD=4");
}

#[test]
fn a_modem_that_cannot_list_is_read_place_by_place() {
    let empty_places = [
        "\r\n+CMS ERROR: 321\r\n",
        "\r\nERROR\r\n",
        "\r\nOK\r\n",
        "\r\n+CMGR: 0,,0\r\n\r\nOK\r\n",
        "\r\nERROR\r\n\r\nOK\r\n",
    ];
    for empty in empty_places {
        let mut script = one_memory()
            .with(
                "AT+CPMS?",
                "\r\n+CPMS: \"SM\",1,4,\"SM\",1,4,\"SM\",1,4\r\n\r\nOK\r\n",
            )
            .with("AT+CMGL=4", "\r\n+CMS ERROR: 303\r\n")
            .with("AT+CMGR=*", empty);
        let octets = TEXT.len() / 2 - 8;
        script.set(
            "AT+CMGR=3",
            &format!("\r\n+CMGR: 1,,{octets}\r\n{TEXT}\r\n\r\nOK\r\n"),
        );
        let mut bench = Bench::new(script);
        bench.pass(Duration::from_secs(5));
        bench.assert_in_order(&[
            "AT+CMGR=0",
            "AT+CMGR=4",
            "store SM [3]",
            "AT+CMGD=3",
            "deleted SM 3",
        ]);
    }
}

#[test]
fn places_that_hold_less_than_the_modem_counts_are_read_twice() {
    let counted = |used| format!("\r\n+CPMS: {used},4,0,20,0,20\r\n\r\nOK\r\n");
    let rounds = |bench: &Bench| bench.log.iter().filter(|line| *line == "AT+CMGR=4").count();
    for (used, expected) in [(0, 1), (1, 2)] {
        let mut bench = Bench::ready(Script::ec25());
        bench.script.set("AT+CPMS=\"SM\"", &counted(used));
        bench.script.set("AT+CMGL=4", "\r\nERROR\r\n");
        bench.log.clear();
        let ticket = bench.drain();
        bench.pass(Duration::from_secs(30));
        assert!(bench.drained[&ticket].is_ok());
        bench.log.truncate(
            bench
                .log
                .iter()
                .position(|line| line.contains("ME"))
                .unwrap(),
        );
        assert_eq!(rounds(&bench), expected, "{used} counted: {:?}", bench.log);
    }
}

#[test]
fn phonesim_lists_an_empty_memory_as_an_error() {
    let place_by_place = ["AT+CMGL=4", "AT+CMGF=0", "AT+CMGL=4", "AT+CMGR=0"];
    for (used, error, then) in [
        (0, "+CMS ERROR: 321", &["AT+CMGL=4"][..]),
        // It counts a text, so it is not believed.
        (1, "+CMS ERROR: 321", &place_by_place),
        // Another error says nothing about what is there.
        (0, "+CMS ERROR: 303", &place_by_place),
        (0, "ERROR", &place_by_place),
    ] {
        let memories = format!("\"SM\",{used},4");
        let all = format!("\r\n+CPMS: {memories},{memories},{memories}\r\n\r\nOK\r\n");
        let mut bench = Bench::ready(one_memory().with("AT+CPMS?", &all));
        bench.script.set("AT+CMGL=4", &format!("\r\n{error}\r\n"));
        bench.log.clear();
        let ticket = bench.drain();
        bench.pass(Duration::from_secs(5));
        let seen = &bench.log[..then.len().min(bench.log.len())];
        assert_eq!(seen, then, "{used} texts, {error}");
        if then.len() == 1 {
            bench.assert_never("AT+CMGR");
        }
        assert!(bench.drained[&ticket].is_ok());
    }
}

#[test]
fn a_full_memory_is_trouble_until_it_is_emptied() {
    let script = one_memory().with(
        "AT+CPMS?",
        "\r\n+CPMS: \"SM\",2,2,\"SM\",2,2,\"SM\",2,2\r\n\r\nOK\r\n",
    );
    let mut bench = Bench::ready(script);
    assert_eq!(bench.machine.status().why, Some(Why::StorageFull));
    bench
        .script
        .set("AT+CMGL=4", &listing(&[entry(1, TEXT), entry(2, TEXT)]));
    let ticket = bench.drain();
    assert!(bench.drained[&ticket].unwrap().was_full);
    assert_eq!(bench.machine.status().why, None);

    bench.script.set("AT+CMGL=4", OK);
    let ticket = bench.drain();
    assert!(!bench.drained[&ticket].unwrap().was_full);
}

#[test]
fn huawei_says_that_its_memory_is_full() {
    let mut bench = Bench::ready(one_memory());
    bench.say("\r\n^SMMEMFULL: \"SM\"\r\n");
    bench.pass(Duration::from_secs(1));
    bench.assert_in_order(&["AT+CMGL=4", "store SM []"]);
    let ticket = bench.drain();
    assert!(bench.drained[&ticket].unwrap().was_full);
}

#[test]
fn a_text_that_comes_straight_over_the_line_is_acknowledged_once_it_is_stored() {
    let script = one_memory()
        .with("AT+CSMS?", "\r\n+CSMS: 1,1,1,1\r\n\r\nOK\r\n")
        // ZTE puts a comma before the length.
        .with("AT+CNMA", OK);
    let mut bench = Bench::ready(script);
    let octets = TEXT.len() / 2 - 8;
    bench.say(&format!("\r\n+CMT: ,{octets}\r\n{TEXT}\r\n"));
    bench.assert_log(&["store direct 30 octets", "AT+CNMA"]);
    let octets = REPORT.len() / 2 - 8;
    bench.say(&format!("\r\n+CDS: ,{octets}\r\n{REPORT}\r\n"));
    bench.stores = false;
    bench.log.clear();
    bench.say(&format!("\r\n+CDS: {octets}\r\n{REPORT}\r\n"));
    bench.assert_log(&["store direct 24 octets"]);
}

#[test]
fn simcom_with_the_old_service_gets_no_acknowledgement() {
    let mut bench = Bench::ready(one_memory());
    let octets = REPORT.len() / 2 - 8;
    bench.say(&format!("\r\n+CDS: {octets}\r\n{REPORT}\r\n"));
    bench.assert_log(&["store direct 24 octets"]);
}

#[test]
fn what_cannot_be_deleted_is_no_news_the_next_time() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGD=*", "\r\n+CMS ERROR: 320\r\n"));
    bench.script.set("AT+CMGL=4", &listing(&[entry(1, TEXT)]));
    for received in [1, 0] {
        bench.log.clear();
        let ticket = bench.drain();
        bench.assert_log(&["AT+CMGL=4", "store SM [1]", "AT+CMGD=1"]);
        assert_eq!(bench.drained[&ticket].unwrap().received, received);
    }
}

#[test]
fn a_busy_sim_is_asked_again() {
    let mut bench = Bench::ready(one_memory().with("AT+CMGL=4", OK));
    bench.script.set("AT+CMGL=4", "\r\n+CMS ERROR: 314\r\n");
    let ticket = bench.drain();
    bench.script.set("AT+CMGL=4", OK);
    bench.pass(Duration::from_secs(1));
    assert!(bench.drained[&ticket].is_ok());
    bench.assert_log(&["AT+CMGL=4", "AT+CMGL=4"]);
}

#[test]
fn a_memory_that_is_advertised_and_never_allowed_is_left_out() {
    let mut bench = Bench::new(
        Script::ec25()
            .with("AT+CPMS=\"ME\"", "\r\n+CMS ERROR: 302\r\n")
            .with("AT+CPMS=\"ME\",\"SM\",\"SM\"", "\r\n+CMS ERROR: 302\r\n")
            .with(
                "AT+CPMS=\"SM\",\"SM\",\"SM\"",
                "\r\n+CPMS: 0,20,0,20,0,20\r\n\r\nOK\r\n",
            )
            .with(
                "AT+CPMS=\"SR\",\"SM\",\"SM\"",
                "\r\n+CPMS: 0,10,0,20,0,20\r\n\r\nOK\r\n",
            ),
    );
    bench.pass(Duration::from_secs(2));
    bench.assert_in_order(&["store SM []", "store SR []"]);
    assert_eq!(bench.machine.status().state, State::Ready);
}

#[test]
fn two_drains_asked_for_at_once_are_one_after_the_other() {
    let mut bench = Bench::ready(one_memory());
    bench.script.set("AT+CMGL=4", "");
    let first = bench.drain();
    let second = bench.drain();
    bench.script.set("AT+CMGL=4", OK);
    bench.say(OK);
    assert!(bench.drained[&first].is_ok() && bench.drained[&second].is_ok());
    let listings = bench.log.iter().filter(|line| *line == "AT+CMGL=4").count();
    assert_eq!(listings, 2);
}
