//! One request at a time, over a plain socket: no client's time is measured with the server's.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// `GET path`, as a browser asks; the time until the whole answer was there.
///
/// # Errors
/// When the page does not answer with 200.
pub fn get(address: SocketAddr, path: &str, cookie: &str) -> Result<Duration> {
    timed(address, cookie, &format!("GET {path} HTTP/1.1"), "", "200")
}

/// `POST path` with a form; the time until the browser is sent on.
///
/// # Errors
/// When the form is refused.
pub fn post(address: SocketAddr, path: &str, cookie: &str, form: &str) -> Result<Duration> {
    timed(
        address,
        cookie,
        &format!("POST {path} HTTP/1.1"),
        form,
        "303",
    )
}

/// `POST path` with a form that answers with a part of a page.
///
/// # Errors
/// When it does not.
pub fn look_up(address: SocketAddr, path: &str, cookie: &str, form: &str) -> Result<Duration> {
    timed(
        address,
        cookie,
        &format!("POST {path} HTTP/1.1"),
        form,
        "200",
    )
}

/// Opens the stream of changes, as far as its first words.
///
/// # Errors
/// When nobody may listen.
pub fn listen(address: SocketAddr, cookie: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
    )?;
    until(&mut stream, b"listening")?;
    Ok(stream)
}

/// Waits until the stream has said that.
///
/// # Errors
/// When it ends before.
pub fn until(stream: &mut TcpStream, words: &[u8]) -> Result<()> {
    let mut heard = Vec::new();
    let mut more = [0; 4096];
    while !heard.windows(words.len()).any(|here| here == words) {
        let read = stream.read(&mut more)?;
        anyhow::ensure!(read > 0, "the stream has ended");
        heard.extend_from_slice(more.get(..read).unwrap_or_default());
    }
    Ok(())
}

fn timed(
    address: SocketAddr,
    cookie: &str,
    first: &str,
    form: &str,
    status: &str,
) -> Result<Duration> {
    let mut stream = TcpStream::connect(address)?;
    let request = format!(
        "{first}\r\nHost: localhost\r\nOrigin: http://localhost\r\nCookie: {cookie}\r\n\
         Accept-Encoding: gzip\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let begun = Instant::now();
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let took = begun.elapsed();
    let head = answer.get(..12).context("no answer")?;
    if !head.ends_with(status.as_bytes()) {
        bail!("{first}: {}", String::from_utf8_lossy(&answer));
    }
    Ok(took)
}
