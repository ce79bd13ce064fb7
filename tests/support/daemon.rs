//! The program at work: a process, its page, and the API.

use super::process::{PATIENCE, Process};
use super::watch::comes_true;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

/// A `serve` that runs. Dropping it kills it.
pub struct Daemon {
    /// The process.
    pub process: Process,
    /// Where its page is.
    pub address: SocketAddr,
    log: PathBuf,
}

impl Daemon {
    /// Waits until it has said where its page is. `log`: the file that it logs to.
    pub fn at_its_page(mut process: Process, log: PathBuf) -> Self {
        let line = process.next_line();
        let address = line.split("http://").nth(1).and_then(|url| {
            let (address, _) = url.split_once('/')?;
            address.parse().ok()
        });
        Self {
            address: address.unwrap_or_else(|| panic!("no page in {line:?}")),
            process,
            log,
        }
    }

    /// Sends bytes, and gives what comes back until the other side closes or falls silent.
    pub fn talk(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // It may have answered and closed before all of it was sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a form as a browser does, and gives the whole answer.
    pub fn posts(&self, path: &str, cookie: &str, form: &str) -> String {
        self.talk(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n\
                 Connection: close\r\nCookie: {cookie}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {}\r\n\r\n{form}",
                form.len()
            )
            .as_bytes(),
        )
    }

    /// Asks for a page, and gives the whole answer.
    pub fn gets(&self, path: &str, cookie: &str) -> String {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
        );
        self.talk(request.as_bytes())
    }

    /// A connection to its page.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        let limit = Some(Duration::from_secs(5));
        stream.set_read_timeout(limit).unwrap();
        stream.set_write_timeout(limit).unwrap();
        stream
    }

    /// Asks the API, with a token; gives the status and the answer.
    #[track_caller]
    pub fn ask(&self, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let length = body.len();
        let answer = self.talk(
            format!(
                "{method} /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            )
            .as_bytes(),
        );
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
        let said = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        match (status, serde_json::from_str(said)) {
            (Some(status), Ok(said)) => (status, said),
            _ => panic!("{method} {path}: {answer:?}"),
        }
    }

    /// What `/api/v1/health` says.
    #[track_caller]
    pub fn health(&self) -> Value {
        self.ask("none", "GET", "/health", &Value::Null).1
    }

    /// Asks for the health until it is so: at once, and after each line of the log.
    #[track_caller]
    pub fn becomes(&self, what: &str, is_so: impl Fn(&Value) -> bool) {
        let came = comes_true(&[&self.log], PATIENCE, || is_so(&self.health()));
        assert!(came, "it never came to this: {what}; {}", self.health());
    }

    /// How often its log has these words.
    pub fn said(&self, words: &str) -> usize {
        let log = std::fs::read_to_string(&self.log).expect("its log");
        log.matches(words).count()
    }

    /// Waits until its log has these words so often.
    #[track_caller]
    pub fn says(&self, words: &str, times: usize) {
        let came = comes_true(&[&self.log], PATIENCE, || self.said(words) >= times);
        assert!(came, "it never logged {words:?} {times} times");
    }

    /// Waits until the modem is set up.
    #[track_caller]
    pub fn is_ready(&self) {
        self.becomes("the modem is ready", |now| now["modem"]["state"] == "ready");
    }
}
