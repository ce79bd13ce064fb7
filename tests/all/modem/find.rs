//! Finding the modem in a tree of ports that a test makes: what hangs where is written as the kernel
//! writes it under `/sys`, and behind the names in `dev` are ptys.

use super::PATIENCE;
use crate::support::bench::Bench as Machine;
use readybell::clock::Clock;
use readybell::modem::{self, ModemConfig, PortSeen, State, Verdict, Why};
use readybell::sim::{Sim, SimConfig, SimHandle};
use readybell::store::{LineRules, Store};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::time::timeout;

/// Class, subclass and protocol of most makers' interfaces.
const VENDORS: [u8; 3] = [0xff, 0xff, 0xff];

/// A `dev` and a `sys`.
struct Tree(TempDir);

impl Tree {
    fn new() -> Self {
        let tree = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(tree.at("dev/serial/by-id")).unwrap();
        tree
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn config(&self) -> ModemConfig {
        ModemConfig {
            root: self.0.path().to_owned(),
            ..ModemConfig::auto()
        }
    }

    /// Writes down on which interface of which device a port hangs.
    fn usb(&self, tty: &str, place: &str, ids: (u16, u16), interface: u8, protocol: [u8; 3]) {
        let device = self.at(&format!("sys/devices/usb1/{place}"));
        let port = device.join(format!("{place}:1.{interface}/{tty}"));
        fs::create_dir_all(&port).unwrap();
        let write = |folder: &Path, file: &str, text: String| {
            fs::write(folder.join(file), text + "\n").unwrap();
        };
        write(&device, "idVendor", format!("{:04x}", ids.0));
        write(&device, "idProduct", format!("{:04x}", ids.1));
        write(&device, "manufacturer", "Maker".to_owned());
        write(&device, "product", "Model".to_owned());
        let folder = port.parent().unwrap();
        write(folder, "bInterfaceNumber", format!("{interface:02x}"));
        let names = [
            "bInterfaceClass",
            "bInterfaceSubClass",
            "bInterfaceProtocol",
        ];
        for (name, octet) in names.into_iter().zip(protocol) {
            write(folder, name, format!("{octet:02x}"));
        }
        let about = self.at(&format!("sys/class/tty/{tty}"));
        fs::create_dir_all(&about).unwrap();
        symlink(&port, about.join("device")).unwrap();
    }

    /// A port with somebody behind it who only listens, and has said this before.
    fn listener(&self, tty: &str, said: &[u8]) -> Listener {
        // No other program gets one of them but by `held`.
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let port = ioctl_tiocgptpeer(&master, flags).unwrap();
        let mut line = tcgetattr(&port).unwrap();
        line.make_raw();
        tcsetattr(&port, OptionalActions::Now, &line).unwrap();
        rustix::io::ioctl_fionbio(&master, true).unwrap();
        let device = rustix::termios::ttyname(&port, Vec::new()).unwrap();
        let device = PathBuf::from(device.into_string().unwrap());
        symlink(&device, self.at("dev").join(tty)).unwrap();
        rustix::io::write(&master, said).unwrap();
        Listener { master, port }
    }

    /// A simulated modem at that name.
    fn modem(&self, tty: &str) -> SimHandle {
        Sim::start(SimConfig {
            link: Some(self.at("dev").join(tty)),
            ..SimConfig::default()
        })
        .unwrap()
    }

    async fn verdicts(&self) -> Vec<(String, Verdict)> {
        let seen = modem::ports(&self.config()).await;
        let name = |port: &PortSeen| port.path.file_name().unwrap().to_str().unwrap().to_owned();
        seen.into_iter()
            .map(|port| (name(&port), port.verdict))
            .collect()
    }
}

/// Both ends of a pty.
struct Listener {
    master: OwnedFd,
    port: OwnedFd,
}

impl Listener {
    /// All that was written to it.
    fn heard(&self) -> String {
        let mut buffer = [0; 256];
        let count = rustix::io::read(&self.master, &mut buffer).unwrap_or(0);
        String::from_utf8_lossy(&buffer[..count]).into_owned()
    }

    /// Another program has it open, until it is dropped.
    fn held(&self) -> Holder {
        let input = self.port.try_clone().unwrap();
        let mut command = Command::new("cat");
        command
            .stdin(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Holder(command.spawn().unwrap())
    }
}

/// A program.
struct Holder(Child);

impl Holder {
    fn name(&self) -> String {
        format!("cat ({})", self.0.id())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn port(name: &str, verdict: Verdict) -> (String, Verdict) {
    (name.to_owned(), verdict)
}

#[tokio::test]
async fn of_the_four_ports_of_a_modem_the_one_for_commands_is_opened() {
    let tree = Tree::new();
    for number in 0..4 {
        let tty = format!("ttyUSB{number}");
        tree.usb(&tty, "1-1", (0x2c7c, 0x0125), number, VENDORS);
    }
    let diagnostics = tree.listener("ttyUSB0", b"");
    let positions = tree.listener("ttyUSB1", b"$GPGGA,,,\r\n");
    let sim = tree.modem("ttyUSB2");
    let second = tree.listener("ttyUSB3", b"");
    let stable = tree.at("dev/serial/by-id/usb-Quectel-if02-port0");
    symlink("../../ttyUSB2", &stable).unwrap();

    let expected = [
        port("usb-Quectel-if02-port0", Verdict::Answers(115_200)),
        port("ttyUSB3", Verdict::NotTried),
        port("ttyUSB0", Verdict::LeftAlone("for diagnostics")),
        port("ttyUSB1", Verdict::LeftAlone("for positions (GPS)")),
    ];
    assert_eq!(tree.verdicts().await, expected);

    let clock = Arc::new(Clock::starting_at("2026-11-21T20:00:00Z".parse().unwrap()));
    let store = Store::open(&tree.at("data"), clock.now()).await.unwrap();
    let modem = modem::start(super::at_once(), tree.config(), store, clock);
    let mut status = modem.status();
    let ready = status.wait_for(|status| status.state == State::Ready);
    assert!(
        timeout(PATIENCE, ready).await.is_ok(),
        "{:?}",
        status.borrow()
    );
    assert_eq!(status.borrow().port, stable);
    modem.shutdown().await;
    sim.stop().await;
    let written = [diagnostics, positions, second].map(|listener| listener.heard());
    assert_eq!(written, ["", "", ""]);
}

#[tokio::test]
async fn of_many_ports_each_gets_one_at_or_is_left_alone_and_the_modem_is_found() {
    let tree = Tree::new();
    tree.usb("ttyUSB0", "1-1", (0x19d2, 0x0031), 3, VENDORS);
    tree.usb("ttyUSB1", "1-1", (0x19d2, 0x0031), 1, VENDORS);
    tree.usb("ttyUSB2", "1-2", (0x2c7c, 0x0125), 2, VENDORS);
    tree.usb("ttyUSB3", "1-3", (0x12d1, 0x1001), 0, VENDORS);
    tree.usb("ttyACM0", "1-4", (0x1546, 0x01a8), 0, [2, 2, 1]);
    tree.usb("ttyACM1", "1-5", (0x0403, 0x6001), 0, [2, 2, 1]);
    let beside = tree.listener("ttyUSB0", b"");
    let held = tree.listener("ttyUSB1", b"");
    let silent = tree.listener("ttyUSB2", b"");
    let garbage = tree.listener("ttyUSB3", b"\xff\x01~garbage\r\n\x00\xfe");
    let receiver = tree.listener("ttyACM0", b"");
    let positions = tree.listener("ttyACM1", b"$GPGGA,,,\r\n");
    let console = tree.listener("ttyS0", b"");
    fs::create_dir_all(tree.at("sys/class/tty/ttyS0")).unwrap();
    fs::write(tree.at("sys/class/tty/ttyS0/console"), "Y\n").unwrap();
    let locked = tree.listener("ttyAMA1", b"");
    fs::create_dir_all(tree.at("run/lock")).unwrap();
    let me = std::process::id();
    fs::write(tree.at("run/lock/LCK..ttyAMA1"), format!("{me:10}\n")).unwrap();
    let bluetooth = tree.listener("ttyAMA2", b"");
    symlink("ttyAMA2", tree.at("dev/serial1")).unwrap();
    // What ended long ago holds nothing.
    fs::write(tree.at("run/lock/LCK..ttyAMA0"), "4000000000\n").unwrap();
    let sim = tree.modem("ttyAMA0");
    symlink("ttyAMA0", tree.at("dev/serial0")).unwrap();
    let holder = held.held();

    let seen = tree.verdicts().await;
    let name = fs::read_to_string("/proc/self/comm").unwrap();
    let expected = [
        port("ttyUSB2", Verdict::Silent),
        port("ttyUSB0", Verdict::Held(holder.name())),
        port("ttyUSB1", Verdict::Held(holder.name())),
        port("ttyUSB3", Verdict::NoModem),
        port("serial0", Verdict::Answers(115_200)),
        port("ttyS0", Verdict::Console),
        port("ttyACM1", Verdict::NotTried),
        port("ttyAMA1", Verdict::NotTried),
        port("ttyACM0", Verdict::LeftAlone("no modem")),
    ];
    assert_eq!(seen, expected);

    // Without the modem the others are asked too, at each speed where that may matter.
    sim.stop().await;
    let seen = tree.verdicts().await;
    assert!(
        seen.contains(&port("ttyACM1", Verdict::Positions)),
        "{seen:?}"
    );
    let locked_by = format!("{} ({me})", name.trim());
    assert!(
        seen.contains(&port("ttyAMA1", Verdict::Held(locked_by))),
        "{seen:?}"
    );

    let alone = [held, beside, receiver, console, locked, bluetooth];
    assert_eq!(alone.map(|listener| listener.heard()), [""; 6]);
    assert_eq!(positions.heard(), "AT\r");
    // Twice by the first search, as the first AT after a sleep is lost, and twice by the second.
    for asked in [silent, garbage] {
        assert_eq!(asked.heard(), "AT\r\x1bAT\r".repeat(2));
    }
}

#[tokio::test]
async fn a_huawei_that_answers_on_several_ports_says_which_one_is_for_commands() {
    let tree = Tree::new();
    for number in 0..3 {
        let tty = format!("ttyUSB{number}");
        tree.usb(&tty, "1-1", (0x12d1, 0x1001), number, VENDORS);
    }
    let first = tree.modem("ttyUSB0");
    let diagnostics = tree.listener("ttyUSB1", b"");
    let commands = tree.modem("ttyUSB2");
    for port in [&first, &commands] {
        port.run_line("profile huawei").await.unwrap();
    }
    let expected = [
        port("ttyUSB0", Verdict::NamesAnother),
        port("ttyUSB1", Verdict::NotTried),
        port("ttyUSB2", Verdict::Answers(115_200)),
    ];
    assert_eq!(tree.verdicts().await, expected);
    assert_eq!(diagnostics.heard(), "");

    // The one that it names is not there: it will do.
    commands.stop().await;
    let seen = tree.verdicts().await;
    assert_eq!(seen[0], port("ttyUSB0", Verdict::Answers(115_200)));
    first.stop().await;
}

#[tokio::test]
async fn without_a_modem_the_reason_is_the_one_that_helps() {
    let tree = Tree::new();
    let clock = Clock::starting_at("2026-11-21T20:00:00Z".parse().unwrap());
    let why = async || {
        modem::look(&tree.config(), &clock, LineRules::default(), PATIENCE * 3)
            .await
            .why
    };
    assert_eq!(why().await, Some(Why::NoModemFound));
    // Somebody uses something that is a modem or not.
    tree.usb("ttyACM0", "1-2", (0x0403, 0x6001), 0, VENDORS);
    let stranger = tree.listener("ttyACM0", b"");
    let user = stranger.held();
    assert_eq!(why().await, Some(Why::NoModemFound));

    tree.usb("ttyUSB0", "1-1", (0x19d2, 0x0031), 3, VENDORS);
    let listener = tree.listener("ttyUSB0", b"");
    let holder = listener.held();
    assert_eq!(why().await, Some(Why::PortBusy));
    drop(holder);
    assert_eq!(stranger.heard(), "");
    drop(user);

    // A modem that hangs is silent: its port is taken, and what frees it is tried.
    assert_eq!(why().await, Some(Why::NoAnswer));
    assert!(listener.heard().contains("\x1b\r"));
}

#[tokio::test]
async fn what_is_no_modem_is_asked_once_and_not_at_each_search() {
    let tree = Tree::new();
    tree.usb("ttyUSB0", "1-1", (0x0403, 0x6001), 0, VENDORS);
    let printer = tree.listener("ttyUSB0", b"");
    let clock = Arc::new(Clock::starting_at("2026-11-21T20:00:00Z".parse().unwrap()));
    let store = Store::open(&tree.at("data"), clock.now()).await.unwrap();
    let modem = modem::start(super::at_once(), tree.config(), store, clock);
    let mut status = modem.status();
    let again = status.wait_for(|status| status.steps.all().len() >= 3);
    assert!(timeout(PATIENCE * 3, again).await.is_ok());
    assert_eq!(status.borrow().why, Some(Why::NoModemFound));
    // Twice at the usual speed, and once at each of the other four.
    assert_eq!(printer.heard(), format!("AT\r\x1b{}", "AT\r".repeat(5)));

    // What comes later is asked.
    tree.usb("ttyUSB1", "1-2", (0x0403, 0x6001), 0, VENDORS);
    let sim = tree.modem("ttyUSB1");
    let ready = status.wait_for(|status| status.state == State::Ready);
    assert!(timeout(PATIENCE * 3, ready).await.is_ok());
    modem.shutdown().await;
    sim.stop().await;
    assert_eq!(printer.heard(), "");
}

#[test]
fn the_doctor_says_of_each_port_what_came_of_it() {
    let shop = Machine::new();
    let tree = Tree::new();
    tree.usb("ttyUSB0", "1-1", (0x1e0e, 0x9001), 0, VENDORS);
    tree.usb("ttyUSB2", "1-1", (0x1e0e, 0x9001), 2, VENDORS);
    let _diagnostics = tree.listener("ttyUSB0", b"");
    symlink(shop.file("modem"), tree.at("dev/ttyUSB2")).unwrap();
    let mut sim = shop.simulator(1);
    shop.write_config(format!(
        "data = {:?}\n[web]\naddress = \"127.0.0.1:0\"\n[modem]\nport = \"auto\"\nroot = {:?}\n",
        shop.data(),
        tree.0.path()
    ));
    let said = shop.run(&["doctor"]);
    let said = String::from_utf8_lossy(&said.stdout);
    for line in [
        "good  ports     {dev}/ttyUSB2, Maker Model (1e0e:9001, interface 02): answers as a modem does\n",
        "note  ports     {dev}/ttyUSB0, Maker Model (1e0e:9001, interface 00): left alone: it is for diagnostics\n",
        "good  modem ",
        "good  network   Simulated\n",
    ] {
        let line = line.replace("{dev}", tree.at("dev").to_str().unwrap());
        assert!(said.contains(&line), "{line:?} is not in {said}");
    }
    sim.terminate();
}

#[tokio::test]
async fn a_modem_that_waits_for_the_rest_of_a_pdu_is_found() {
    let tree = Tree::new();
    tree.usb("ttyUSB0", "1-1", (0x0403, 0x6001), 0, VENDORS);
    let _sim = tree.modem("ttyUSB0");
    let path = tree.at("dev/ttyUSB0");
    // A program that dies in the middle of a part leaves it so. The line stays open, as a USB cable does.
    let dies = tokio::task::spawn_blocking(move || {
        let mut port = fs::File::options()
            .read(true)
            .write(true)
            .open(path)
            .unwrap();
        port.write_all(b"AT+CMGF=0\rAT+CMGS=20\r").unwrap();
        let (mut said, mut byte) = (Vec::new(), [0]);
        while !said.ends_with(b"> ") {
            port.read_exact(&mut byte).unwrap();
            said.push(byte[0]);
        }
        port.write_all(b"0011").unwrap();
        port
    });
    let _port = timeout(PATIENCE, dies).await.expect("a prompt").unwrap();
    let found = Verdict::Answers(115_200);
    assert_eq!(tree.verdicts().await, [("ttyUSB0".to_owned(), found)]);
}
