//! The command line: rubbish in, a clear error and an exit code out.

use super::shop::{Ended, count, plant, run, run_on, serve_ends};
use crate::support::bench::Bench;
use crate::support::process::PATIENCE;

#[test]
fn a_wrong_configuration_is_named_by_its_line() {
    let least = "data = \"d\"\n[web]\naddress = \"127.0.0.1:0\"\n[modem]\nport = \"/dev/x\"\n";
    let with = |from: &str, to: &str| least.replace(from, to).into_bytes();
    let and = |more: &str| format!("{least}{more}").into_bytes();
    let shop = Bench::new();
    for (config, said) in [
        (with("port", "prot"), ["line 5", "prot"]),
        (with("\"d\"", "5"), ["line 1", "data"]),
        (with("\"d\"", "\"\""), ["line 1", "no directory"]),
        (with("\"/dev/x\"", "\"\""), ["line 5", "no serial port"]),
        (with("127.0.0.1:0", "hello"), ["line 3", "address"]),
        (with("[modem]", "[modem"), ["line 4", "[modem"]),
        (
            with("\"d\"", "\"d\"\ndata = \"e\""),
            ["line 2", "duplicate key"],
        ),
        (with("\"d\"", "\"\u{1}\""), ["line 1", "string"]),
        (and("baud = -1\n"), ["line 6", "-1"]),
        (and("[panel]\n"), ["line 6", "no bay is given"]),
        (
            and("[panel]\n[[panel.bay]]\nbay = 1\nbutton = 3\nlight = 3\n"),
            ["line 6", "used twice"],
        ),
        (b"data = \"d\"\n# \xff\n".to_vec(), ["line 2", "UTF-8"]),
        (Vec::new(), ["config.toml", "data"]),
    ] {
        shop.write_config(&config);
        let shown = String::from_utf8_lossy(&config).into_owned();
        for ended in [serve_ends(&shop), run_on(&shop, &["ledger", "verify"], b"")] {
            assert_eq!(ended.code, Some(78), "{shown}\n{ended:?}");
            for words in said {
                assert!(ended.err.contains(words), "{shown}\n{words:?}\n{ended:?}");
            }
        }
    }
    run(&["serve", "--config", "/no/such"], b"").is(78, &["/no/such", "--config", "README"]);
    run(&["serve", "--config", "/"], b"").is(78, &["directory"]);
}

#[test]
fn a_pdu_that_is_none_is_said_to_be_none() {
    let long = "F".repeat(5000);
    for pdu in [
        "", "z", "zz", "0", "00", "07", "0791", "FFFFFFFF", "👍👍", &long,
    ] {
        run(&["pdu", "decode", pdu], b"").is(65, &["the PDU cannot be read"]);
    }
    let to = |to: &str, text: &str| run(&["pdu", "encode", "--to", to, "--text", text], b"");
    to("Ann", "x").is(65, &["--to"]);
    to("1", &"x".repeat(60_000)).is(65, &["--text"]);
    run(&["pdu", "encode", "--to", "1"], b"").is(2, &["--text"]);
}

#[test]
fn classify_takes_any_bytes() {
    let lines: &[u8] = b"\xff\xfe\0\nSTOP\n\n\\ud83d\n\xf0\x9f\nSTOP";
    let ended = run(&["classify"], lines);
    ended.is(0, &[]);
    assert_eq!(ended.out.lines().count(), 6, "{ended:?}");
    assert_eq!(ended.out.lines().last(), Some("opt_out\tall\tkeyword"));
    let long = vec![b'a'; 3_000_000];
    run(&["classify"], &long).is(0, &[]);
}

#[test]
fn people_and_programs_need_a_name_of_their_own() {
    let shop = Bench::new();
    let add = |name: &str, password: &[u8]| run_on(&shop, &["user", "add", name], password);
    add("Jo", b"short\n").is(1, &["8 letters"]);
    add("Jo", b"").is(1, &["8 letters"]);
    add(" ", b"three words in a row\n").is(2, &["a name is"]);
    add("J\no", b"three words in a row\n").is(2, &["a name is"]);
    add("Jo", b"three words in a row\n").is(0, &[]);
    add("jo", b"three words in a row\n").is(1, &["taken"]);
    // While it runs, the same goes by the control socket.
    let daemon = shop.open();
    add("JO", b"three words in a row\n").is(1, &["taken"]);
    add("Sam", b"three words in a row\n").is(0, &[]);
    let token =
        |name: &str, scope: &str| run_on(&shop, &["token", "create", name, "--scope", scope], b"");
    token("", "inbox").is(2, &["a name is"]);
    token("till", "everything").is(2, &["possible values", "service"]);
    token("till", "inbox").is(0, &["shown only now"]);
    token("till", "inbox").is(1, &["taken"]);
    let secret = token("clock", "inbox").out;
    let inbox = || {
        let get = "GET /api/v1/inbox HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        let request = format!("{get}Authorization: Bearer {}\r\n\r\n", secret.trim());
        let answer = daemon.talk(request.as_bytes());
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(inbox(), "200");
    let revoke = |name: &str| run_on(&shop, &["token", "revoke", name], b"");
    revoke("nobody").is(1, &["no such token", "token list"]);
    revoke("clock").is(0, &[]);
    assert_eq!(inbox(), "401");
    let running = run_on(&shop, &["token", "list"], b"");
    running.is(0, &[]);
    let lines: Vec<_> = running.out.lines().collect();
    assert!(lines[0].starts_with("till\tinbox\t20") && lines[0].ends_with("\t-"));
    assert!(lines[1].starts_with("clock\tinbox\t20") && lines[1].ends_with('Z'));
    assert!(!running.out.contains("rb_"), "{}", running.out);
    drop(daemon);
    assert_eq!(run_on(&shop, &["token", "list"], b"").out, running.out);
    revoke("till").is(0, &[]);
    revoke("till").is(0, &[]);
    let audited = "SELECT count(*) FROM audit WHERE what = 'token-revoked' AND detail = 'till'";
    assert_eq!(count(shop.data(), audited), 1);
    token("till", "inbox").is(1, &["taken"]);
}

#[test]
fn a_ledger_that_was_changed_does_not_hold() {
    let shop = Bench::new();
    let verify = |head: &str| run_on(&shop, &["ledger", "verify", "--head", head], b"");
    run_on(&shop, &["ledger", "verify"], b"").is(66, &["no database", "data"]);
    assert!(!shop.data().exists(), "looking makes no database");
    plant(shop.data());
    let head_of = |ended: &Ended| ended.out.split("Head: ").nth(1).unwrap()[..64].to_owned();
    let rows_of = |ended: &Ended| -> i64 { ended.out.split(' ').next().unwrap().parse().unwrap() };
    let first = run_on(&shop, &["ledger", "verify"], b"");
    first.is(0, &[]);
    let head = head_of(&first);
    verify(&head).is(0, &[]);
    verify(&"0".repeat(64)).is(0, &[]);
    let hex = head.to_uppercase();
    let digits: Vec<&str> = (0..4).map(|n| &hex[4 * n..4 * n + 4]).collect();
    let row = rows_of(&first);
    let printed = format!("{row}-{}", digits.join("-"));
    let short = verify(&printed);
    short.is(0, &[]);
    assert!(short.out.contains("64 of 256 bits"), "{short:?}");
    verify(&format!("{}-{}", row + 1, digits.join("-"))).is(65, &["does not hold"]);
    verify(&printed[..printed.len() - 1]).is(2, &["at least 16"]);
    verify("12").is(2, &["64 hexadecimal digits"]);
    verify(&"a".repeat(64)).is(65, &["does not hold"]);
    let database = rusqlite::Connection::open(shop.data().join("readybell.db")).unwrap();
    let triggers: Vec<String> = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'ledger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(!triggers.is_empty());
    for trigger in triggers {
        database
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    database
        .execute(
            "UPDATE ledger SET occurred_at = occurred_at - 1 WHERE id = 1",
            [],
        )
        .unwrap();
    let changed = verify(&head);
    changed.is(65, &["does not hold", "Keep this database"]);
    assert!(
        changed.out.contains("PROBLEM: row 1 was changed"),
        "{changed:?}"
    );
}

#[test]
fn the_doctor_has_something_to_say_of_an_empty_machine() {
    let nothing = run(&["doctor", "--config", "/no/such"], b"");
    nothing.is(1, &["need a person"]);
    for words in ["BAD   config", "--config", "ports", "clock", "zones"] {
        assert!(nothing.out.contains(words), "{words}: {nothing:?}");
    }
    let shop = Bench::new();
    let ended = run_on(&shop, &["doctor", "--patience", "1"], b"");
    ended.is(1, &[]);
    for words in [
        "Check its cable",
        "the first start makes it",
        "no buttons are configured",
    ] {
        assert!(ended.out.contains(words), "{words}: {ended:?}");
    }
    assert!(!shop.data().exists(), "the doctor only looks");
}

#[test]
fn every_command_teaches_by_an_example() {
    for command in [
        &["serve"][..],
        &["demo"],
        &["doctor"],
        &["modem"],
        &["modem", "ask"],
        &["ledger"],
        &["ledger", "verify"],
        &["ledger", "export"],
        &["user"],
        &["user", "add"],
        &["token"],
        &["token", "create"],
        &["token", "list"],
        &["token", "revoke"],
        &["classify"],
        &["pdu"],
        &["pdu", "decode"],
        &["pdu", "encode"],
        &["sim"],
    ] {
        let help = run(&[command, &["--help"]].concat(), b"");
        help.is(0, &[]);
        assert!(help.out.contains("Example: "), "{command:?}: {}", help.out);
    }
    let help = run(&["--help"], b"").out;
    assert!(
        help.contains("Exit codes:") && help.contains("  78  "),
        "{help}"
    );
    run(&["nonsense"], b"").is(2, &["--help"]);
}

/// A demo that was killed must not leave an appliance behind that looks for its modem for ever.
#[test]
fn a_program_stops_when_whoever_started_it_is_gone() {
    let bench = Bench::new();
    let mut daemon = bench.open();
    daemon.process.end_input();
    let ended = daemon.process.ended_within(PATIENCE);
    assert!(ended.expect("it ends").success());
}
