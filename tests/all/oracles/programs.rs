//! How to ask each oracle: one run for all PDUs.

use readybell::wire::hex;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A PDU with its service center in front, and where it comes from.
#[derive(Debug)]
pub struct Pdu {
    pub pdu: Vec<u8>,
    pub from_phone: bool,
}

impl Pdu {
    fn tpdu(&self) -> &[u8] {
        &self.pdu[usize::from(self.pdu[0]) + 1..]
    }
}

/// The words that tshark's dissector reads, a PDU at a time.
pub fn tshark(pdus: &[&Pdu]) -> Vec<Option<String>> {
    dissect(pdus)
        .iter()
        .map(|packet| find(packet, "gsm_sms.sms_text").map(str::to_owned))
        .collect()
}

/// All that tshark's dissector reads, a PDU at a time.
pub fn dissect(pdus: &[&Pdu]) -> Vec<Value> {
    let mut dump = String::new();
    for pdu in pdus {
        // The dissector takes what comes "in" as sent by the phone.
        let direction = if pdu.from_phone { 'I' } else { 'O' };
        write!(dump, "{direction}\n000000").unwrap();
        for octet in pdu.tpdu() {
            write!(dump, " {octet:02x}").unwrap();
        }
        dump.push_str("\n\n");
    }
    let capture = run(
        Command::new("text2pcap").args(["-q", "-n", "-D", "-l", "147", "-", "-"]),
        dump.as_bytes(),
        "tshark",
    );
    let dissected = run(
        Command::new("tshark").args([
            "-r",
            "-",
            "-o",
            r#"uat:user_dlts:"User 0 (DLT=147)","gsm_sms","0","","0","""#,
            "-o",
            "gsm_sms.reassemble:FALSE",
            "-T",
            "json",
        ]),
        &capture,
        "tshark",
    );
    serde_json::from_slice(&dissected).unwrap()
}

/// The first field of that name, however deep it lies.
pub fn find<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    match value {
        Value::Object(fields) => fields
            .get(key)
            .and_then(Value::as_str)
            .or_else(|| fields.values().find_map(|value| find(value, key))),
        Value::Array(values) => values.iter().find_map(|value| find(value, key)),
        _ => None,
    }
}

/// The small program around libgammu in `tests/oracles/gammu.c`.
pub struct Gammu(PathBuf);

impl Gammu {
    /// Compiles it.
    pub fn build() -> Self {
        let flags = run(
            Command::new("pkg-config").args(["--cflags", "--libs", "gammu"]),
            b"",
            "libgammu-dev and pkg-config",
        );
        let flags = String::from_utf8(flags).unwrap();
        let directory = tempdir();
        let program = directory.join("gammu");
        run(
            Command::new("cc")
                .arg("-o")
                .arg(&program)
                .arg(root().join("tests/oracles/gammu.c"))
                .args(flags.split_whitespace()),
            b"",
            "gcc and libgammu-dev",
        );
        Self(program)
    }

    /// What libgammu reads, a PDU at a time; `None` where it refuses.
    pub fn decode(&self, pdus: &[&Pdu]) -> Vec<Option<String>> {
        let lines: String = pdus
            .iter()
            .map(|pdu| hex::encode(&pdu.pdu) + "\n")
            .collect();
        let out = run(Command::new(&self.0).arg("decode"), lines.as_bytes(), "gcc");
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| hex::decode(line).ok().map(|octets| from_utf16(&octets)))
            .collect()
    }

    /// The SUBMIT parts that libgammu makes of each text, in hex.
    pub fn encode(&self, texts: &[String]) -> Vec<Vec<String>> {
        let lines: String = texts
            .iter()
            .map(|words| {
                let wide = readybell::wire::gsm7::encode(words).is_none();
                let coding = if wide { "16" } else { "7" };
                format!("{coding} {}\n", to_utf16(words))
            })
            .collect();
        let out = run(Command::new(&self.0).arg("encode"), lines.as_bytes(), "gcc");
        lists(&out)
    }
}

/// The SUBMIT parts that python-gsmmodem-new makes of each text, in hex.
pub fn gsmmodem_encode(texts: &[String]) -> Vec<Vec<String>> {
    let lines: String = texts.iter().map(|words| to_utf16(words) + "\n").collect();
    lists(&python("gsmmodem_encode.py", lines.as_bytes()))
}

/// The national language shift tables as gsmcodecs has them: language, kind, 128 code points.
pub fn shift_tables() -> Vec<Vec<String>> {
    lists(&python("shift_tables.py", b""))
}

/// What python-escpos makes of the bytes for a receipt printer: the lines of paper.
pub fn escpos(bytes: &[u8]) -> Vec<Value> {
    let read = String::from_utf8(python("escpos_read.py", bytes)).unwrap();
    let lines = read.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Runs one of our scripts with the packages that the tests need.
fn python(script: &str, input: &[u8]) -> Vec<u8> {
    let python = root().join("tests/.cache/venv/bin/python");
    let script = root().join("tests/oracles").join(script);
    let needs = "what tests/needs-python.txt names";
    run(Command::new(python).arg(script), input, needs)
}

/// Runs a program to its end, all input given at once, and gives its output.
fn run(command: &mut Command, input: &[u8], needs: &str) -> Vec<u8> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{command:?}: {error}. Install {needs}: tests/run --needs does")
        });
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let written = writer.join().unwrap();
    assert!(
        output.status.success() && written.is_ok(),
        "{command:?} failed ({}). It needs {needs}: tests/run --needs installs it.\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn lists(out: &[u8]) -> Vec<Vec<String>> {
    String::from_utf8_lossy(out)
        .lines()
        .map(|line| line.split(' ').map(str::to_owned).collect())
        .collect()
}

fn to_utf16(words: &str) -> String {
    let octets: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    hex::encode(&octets)
}

fn from_utf16(octets: &[u8]) -> String {
    let units: Vec<u16> = octets
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A directory for one build, because tests run side by side.
fn tempdir() -> PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gammu-{count}"));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}
