//! Somebody has forgotten the password: `readybell user reset` on the box, while the program runs and
//! while it is down, ends every sign-in of theirs, and its code makes another one.

use crate::support::bench::Bench;
use crate::support::daemon::Daemon;
use readybell::store::Role;
use readybell::web::password;
use std::process::Output;

const FORGOTTEN: &str = "blue amp wiring";
const NEW: &str = "green fuse panel";

/// A shop with an owner, and a colleague.
fn shop() -> Bench {
    let bench = Bench::new();
    let hash = password::hash(FORGOTTEN).unwrap();
    bench.with_store(async |store, now| {
        for (name, role) in [("Ann", Role::Owner), ("Jo", Role::Counter)] {
            let by = "the test".to_owned();
            let added = store.add_staff(name.to_owned(), role, hash.clone(), by, now);
            added.await.unwrap();
        }
    });
    bench
}

fn reset(bench: &Bench, name: &str) -> Output {
    bench.run(&["user", "reset", name])
}

/// The code, which alone goes to standard output.
fn code(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("/sign-in/code"), "{said}");
    let code = String::from_utf8(output.stdout.clone()).unwrap();
    code.trim_end().to_owned()
}

/// Signs in, and gives the cookie; or what was answered.
fn sign_in(daemon: &Daemon, name: &str, password: &str) -> Result<String, String> {
    let password = password.replace(' ', "+");
    cookie(daemon.posts("/sign-in", "", &format!("name={name}&password={password}")))
}

/// Chooses a new password with a code.
fn with_code(daemon: &Daemon, name: &str, code: &str) -> Result<String, String> {
    let new = NEW.replace(' ', "+");
    let form = format!("name={name}&code={code}&password={new}&again={new}");
    cookie(daemon.posts("/sign-in/code", "", &form))
}

fn cookie(answer: String) -> Result<String, String> {
    let set = answer
        .split("set-cookie: readybell=")
        .nth(1)
        .and_then(|rest| rest.split(';').next())
        .filter(|token| !token.is_empty());
    let token = set.map(|token| format!("readybell={token}"));
    token.ok_or(answer)
}

/// Whether that session opens the board.
fn is_in(daemon: &Daemon, cookie: &str) -> bool {
    let board = daemon.gets("/", cookie);
    board.starts_with("HTTP/1.1 200")
}

#[test]
fn a_forgotten_password_is_reset_on_the_box_and_every_sign_in_of_it_ends() {
    let bench = shop();
    let daemon = bench.open();
    let tablet = sign_in(&daemon, "Ann", FORGOTTEN).unwrap();
    let phone = sign_in(&daemon, "Ann", FORGOTTEN).unwrap();
    let jo = sign_in(&daemon, "Jo", FORGOTTEN).unwrap();
    assert!([&tablet, &phone, &jo].iter().all(|one| is_in(&daemon, one)));

    let reset_to = code(&reset(&bench, "Ann"));
    assert!(!is_in(&daemon, &tablet) && !is_in(&daemon, &phone));
    assert!(is_in(&daemon, &jo), "nobody else's");
    sign_in(&daemon, "Ann", FORGOTTEN).expect_err("the old password");
    with_code(&daemon, "Jo", &reset_to).expect_err("another's code");
    let ann = with_code(&daemon, "Ann", &reset_to).unwrap();
    assert!(is_in(&daemon, &ann));
    with_code(&daemon, "Ann", &reset_to).expect_err("once only");
    assert!(sign_in(&daemon, "Ann", NEW).is_ok_and(|cookie| is_in(&daemon, &cookie)));
}

#[test]
fn it_is_reset_as_well_while_the_program_is_down() {
    let bench = shop();
    let daemon = bench.open();
    let ann = sign_in(&daemon, "Ann", FORGOTTEN).unwrap();
    drop(daemon);
    let reset_to = code(&reset(&bench, "Ann"));
    let unknown = reset(&bench, "Nobody");
    assert!(!unknown.status.success());
    assert!(unknown.stdout.is_empty());

    let daemon = bench.open();
    assert!(!is_in(&daemon, &ann));
    assert!(with_code(&daemon, "Ann", &reset_to).is_ok_and(|cookie| is_in(&daemon, &cookie)));
}
