//! The simulated panel by its front door: a Unix socket in, events and lights out.

use crate::support::bench::Bench;
use readybell::panel::{
    self, Bay, Health, Notice, Outcome, PanelConfig, PanelEvent, machine::ANSWER_WITHIN,
};
use std::path::PathBuf;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

/// A program that plays the buttons and sees the lights.
pub struct Program {
    lines: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
}

impl Program {
    pub async fn connect(path: &PathBuf) -> Self {
        let (reader, writer) = UnixStream::connect(path).await.unwrap().into_split();
        Self {
            lines: BufReader::new(reader).lines(),
            writer,
        }
    }

    async fn say(&mut self, line: &str) {
        self.writer.write_all(line.as_bytes()).await.unwrap();
    }

    pub async fn hears(&mut self, wanted: &str) {
        let heard = timeout(ANSWER_WITHIN, async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                if line == wanted {
                    return true;
                }
            }
            false
        });
        assert!(heard.await.unwrap_or(false), "never heard {wanted:?}");
    }
}

fn socket(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("readybell-{}-{name}.sock", std::process::id()))
}

#[tokio::test]
async fn a_press_goes_in_and_the_light_comes_out() {
    let path = socket("press");
    let began = Instant::now();
    let config = PanelConfig::simulated(path.clone(), [Bay(1), Bay(2)]);
    let rig = panel::open(&config, began).unwrap();
    let (notices, notices_out) = mpsc::channel(8);
    let (events_in, mut events) = mpsc::channel(4);
    let task = tokio::spawn(panel::run(rig, began, notices_out, events_in));

    let mut program = Program::connect(&path).await;
    program.hears("light 2 off dark").await;
    notices.send(Notice::Health(Health::Well)).await.unwrap();
    program.hears("light 2 on well").await;

    program.say("press 2\nrelease 2\n").await;
    assert_eq!(
        events.recv().await,
        Some(PanelEvent::Pressed { bay: Bay(2) })
    );
    let outcome = Outcome::Armed {
        until: began.elapsed() + ANSWER_WITHIN,
    };
    notices
        .send(Notice::Outcome {
            bay: Bay(2),
            outcome,
        })
        .await
        .unwrap();
    program.hears("light 2 on armed").await;

    let mut late = Program::connect(&path).await;
    late.hears("light 2 on armed").await;

    drop(notices);
    program.hears("light 2 off dark").await;
    task.await.unwrap().unwrap();
    assert!(!path.exists(), "the socket is left behind");
}

#[tokio::test]
async fn nonsense_is_answered_in_words() {
    let path = socket("nonsense");
    let _rig = panel::open(
        &PanelConfig::simulated(path.clone(), [Bay(1)]),
        Instant::now(),
    )
    .unwrap();
    let mut program = Program::connect(&path).await;
    for (line, answer) in [
        ("hello\n", "error say: press BAY or release BAY"),
        ("push 1\n", "error say: press BAY or release BAY"),
        ("press one\n", "error the bay is a number"),
        ("press 7\n", "error there is no such bay"),
        ("press 99999999\n", "error the bay is a number"),
    ] {
        program.say(line).await;
        program.hears(answer).await;
    }
    program.writer.write_all(b"\xff\xfe 1\n").await.unwrap();
    program.hears("error not UTF-8").await;
}

#[tokio::test]
async fn two_panels_do_not_share_a_socket_and_a_dead_one_is_no_obstacle() {
    let path = socket("shared");
    let config = PanelConfig::simulated(path.clone(), [Bay(1)]);
    let first = panel::open(&config, Instant::now()).unwrap();
    let why = panel::open(&config, Instant::now())
        .err()
        .expect("the socket is in use")
        .to_string();
    assert!(why.contains("is another one running"), "{why}");
    drop(first);

    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    panel::open(&config, Instant::now()).unwrap();
}

#[test]
fn a_machine_without_the_chip_has_its_page_all_the_same_and_ends_in_order() {
    let bench = Bench::new();
    let known = std::fs::read_to_string(bench.config()).unwrap();
    let panel = "[panel]\nchip = \"/dev/no-such-gpiochip\"\n[[panel.bay]]\nbay = 1\nbutton = 17\n";
    bench.write_config(format!("bays = 1\n{known}{panel}"));
    let mut daemon = bench.open();
    assert_eq!(daemon.health()["ready"], true);
    daemon.says("there are no buttons and lights", 1);
    assert!(daemon.process.terminate().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_light_tells_the_code_until_somebody_has_set_the_shop_up() {
    let bench = Bench::new();
    let known = std::fs::read_to_string(bench.config()).unwrap();
    let path = bench.file("panel");
    let panel =
        format!("[panel]\ndriver = \"simulated\"\nsocket = {path:?}\n[[panel.bay]]\nbay = 1\n");
    bench.write_config(format!("bays = 1\n{known}{panel}"));
    let _sim = bench.simulator(1);
    let daemon = bench.open();
    let mut program = Program::connect(&path).await;
    program.hears("light 1 on set-up").await;

    let began = bench.log();
    let code = began.split("setup?code=").nth(1).expect("the link");
    let code: String = code.chars().take_while(char::is_ascii_digit).collect();
    let owner = format!("code={code}&name=Ann&password=blue+amp+wiring&again=blue+amp+wiring");
    let made = daemon.posts("/setup", "", &owner);
    assert!(made.starts_with("HTTP/1.1 303"), "{made}");
    program.hears("light 1 on well").await;
}
