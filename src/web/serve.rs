//! The connections: how many there may be, and for how long one may say nothing.
//!
//! The LAN is not trusted. A program that connects and says nothing, half a request or a letter a
//! minute is let go, and so is one that does not take its answer. So a flood can't use up the
//! file descriptors that the database and the modem need.
//!
//! What carries the bytes is any stream, and it must not know more: [`converse`] does not mind
//! whether there is TLS below it. Start at [`serve`].

use super::tls::Tls;
use crate::clock::Clock;
use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::ConnectInfo;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

/// The head of a request comes within this time, counted from the connection's first moment or from
/// the answer before. Its body has as long as the page's answer: see `ANSWER_WITHIN` in the two
/// routers.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Some of an answer is taken within this time.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
/// What is read ahead, in bytes: the longest head of a request, too.
const READ_AHEAD: usize = 64 * 1024;
/// Connections at the same time. Far below the 1,024 files that a process may open.
const AT_ONCE: usize = 512;
/// Connections at the same time from one address, so that one machine can't have them all.
const AT_ONCE_FROM_ONE: usize = 256;
/// When the system has no file descriptor left, this long may bring one back.
const BREATH: Duration = Duration::from_secs(1);

/// What each TLS connection begins with: the content type of a handshake record (RFC 8446 5.1). No
/// HTTP request begins so.
const HANDSHAKE: u8 = 22;

/// HTTPS, at the same address as plain HTTP: a browser that comes without TLS is shown the way.
#[derive(Clone)]
pub struct Secure {
    /// Gives the certificates.
    pub tls: Arc<Tls>,
    /// Tells when they are due.
    pub clock: Arc<Clock>,
    /// What is shown without TLS.
    pub plain: Router,
}

/// Serves the pages until `stop`, and then until every answer that was begun is given. With `secure`
/// they are served over TLS alone.
pub async fn serve(
    listener: TcpListener,
    pages: Router,
    secure: Option<Secure>,
    stop: CancellationToken,
) {
    let guests = Guests::default();
    let talks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_the_guest_s(&error) => continue,
            Err(error) => {
                tracing::error!(%error, "nobody can connect to the page");
                sleep(BREATH).await;
                continue;
            }
        };
        // Dropping the stream closes it.
        let Some(guest) = guests.let_in(from.ip()) else {
            continue;
        };
        // An answer is written at once as a whole; a system that can't do this is only slower.
        let _ = stream.set_nodelay(true);
        let (pages, secure, stop) = (pages.clone(), secure.clone(), stop.clone());
        talks.spawn(async move {
            match secure {
                None => converse(stream, from, pages, stop).await,
                Some(secure) => greet(stream, from, pages, secure, stop).await,
            }
            drop(guest);
        });
    }
    drop(listener);
    talks.close();
    talks.wait().await;
}

/// Finds out whether a connection begins with TLS, and goes on accordingly.
async fn greet(
    stream: TcpStream,
    from: SocketAddr,
    pages: Router,
    secure: Secure,
    stop: CancellationToken,
) {
    let mut first = [0_u8];
    match timeout(HEAD_WITHIN, stream.peek(&mut first)).await {
        Ok(Ok(1..)) if first == [HANDSHAKE] => {}
        Ok(Ok(1..)) => return converse(stream, from, secure.plain, stop).await,
        _ => return,
    }
    let Ok(here) = stream.local_addr() else {
        return;
    };
    let now = secure.clock.now().wall;
    let acceptor = match secure.tls.for_address(here.ip().to_canonical(), now) {
        Ok(acceptor) => acceptor,
        Err(error) => return tracing::error!(%error, "the page has no certificate to show"),
    };
    match timeout(HEAD_WITHIN, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => converse(stream, from, pages, stop).await,
        // Often a browser that does not trust us yet, and says so by hanging up.
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake broke off"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
}

/// Answers what comes over one connection, until either side ends it.
async fn converse<S>(stream: S, from: SocketAddr, pages: Router, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let answer = service_fn(move |request: Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        pages.clone().call(request)
    });
    let talk = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(READ_AHEAD)
        .serve_connection(TokioIo::new(Impatient::new(stream)), answer);
    let mut talk = std::pin::pin!(talk);
    let ended = tokio::select! {
        ended = talk.as_mut() => ended,
        () = stop.cancelled() => {
            talk.as_mut().graceful_shutdown();
            talk.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

/// Whether only this one connection is lost.
fn is_the_guest_s(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// Who is connected: how many from each address.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's place; it is free again when this is dropped.
struct Guest {
    guests: Guests,
    from: IpAddr,
}

impl Guests {
    fn let_in(&self, from: IpAddr) -> Option<Guest> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = counts.values().sum();
        let theirs = counts.get(&from).copied().unwrap_or_default();
        if all >= AT_ONCE || theirs >= AT_ONCE_FROM_ONE {
            return None;
        }
        if all + 1 == AT_ONCE || theirs + 1 == AT_ONCE_FROM_ONE {
            tracing::warn!(%from, all = all + 1, "too many connections to the page; more are closed");
        }
        counts.insert(from, theirs + 1);
        Some(Guest {
            guests: self.clone(),
            from,
        })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut counts = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = counts.get_mut(&self.from) {
            *theirs -= 1;
            if *theirs == 0 {
                counts.remove(&self.from);
            }
        }
    }
}

/// A stream that breaks when nothing of what is written is taken for [`TAKEN_WITHIN`].
struct Impatient<S> {
    stream: S,
    /// Runs while a write waits.
    waits: Option<Pin<Box<Sleep>>>,
}

impl<S> Impatient<S> {
    fn new(stream: S) -> Self {
        Self {
            stream,
            waits: None,
        }
    }

    fn within<T>(
        &mut self,
        cx: &mut Context<'_>,
        done: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.waits = None;
            return done;
        }
        let waits = self
            .waits
            .get_or_insert_with(|| Box::pin(sleep(TAKEN_WITHIN)));
        ready!(waits.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.within(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.within(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(cx);
        self.within(cx, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.within(cx, done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Uri;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    use tokio::task::JoinHandle;
    use tokio::time::Instant;

    const FROM: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 1);

    fn pages() -> Router {
        let ticks = || {
            futures_util::stream::unfold((), |()| async {
                sleep(Duration::from_secs(15)).await;
                Some((Ok::<_, io::Error>(":\n\n"), ()))
            })
        };
        let answer = async move |address: Uri| match address.path() {
            "/long" => Body::from("a".repeat(1_000_000)),
            "/events" => Body::from_stream(ticks()),
            _ => Body::from("here"),
        };
        Router::new().fallback(answer)
    }

    fn connect() -> (DuplexStream, JoinHandle<()>, CancellationToken) {
        let (browser, stream) = tokio::io::duplex(1024);
        let stop = CancellationToken::new();
        let talk = tokio::spawn(converse(stream, FROM, pages(), stop.clone()));
        (browser, talk, stop)
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_or_half_a_head_is_let_go() {
        for begun in ["", "GET / HTTP/1.1\r\nHost: loc"] {
            let (mut browser, talk, _stop) = connect();
            let since = Instant::now();
            browser.write_all(begun.as_bytes()).await.unwrap();
            talk.await.unwrap();
            assert_eq!(
                since.elapsed().as_secs(),
                HEAD_WITHIN.as_secs(),
                "{begun:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_drips_is_let_go() {
        let (mut browser, talk, _stop) = connect();
        let since = Instant::now();
        for letter in "GET / HTTP/1.1\r\nHost: localhost\r\n".bytes() {
            // Fails once the other side has closed.
            let _ = browser.write_all(&[letter]).await;
            sleep(Duration::from_secs(1)).await;
        }
        assert!(talk.is_finished());
        assert!(since.elapsed() > HEAD_WITHIN);
    }

    #[tokio::test(start_paused = true)]
    async fn who_was_answered_and_says_nothing_more_is_let_go() {
        let (mut browser, talk, _stop) = connect();
        let request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        browser.write_all(request).await.unwrap();
        let mut answer = String::new();
        browser.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("here"), "{answer}");
        talk.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_take_the_answer_is_let_go() {
        let (mut browser, talk, _stop) = connect();
        let since = Instant::now();
        let request = b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n";
        browser.write_all(request).await.unwrap();
        talk.await.unwrap();
        assert_eq!(since.elapsed().as_secs(), TAKEN_WITHIN.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn who_listens_for_changes_may_stay() {
        let (mut browser, talk, stop) = connect();
        let request = b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        browser.write_all(request).await.unwrap();
        let mut heard = [0; 512];
        for _ in 0..50 {
            assert!(browser.read(&mut heard).await.unwrap() > 0);
        }
        assert!(!talk.is_finished());
        stop.cancel();
        drop(browser);
        talk.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_ends_with_the_program() {
        let (_browser, talk, stop) = connect();
        stop.cancel();
        talk.await.unwrap();
    }

    #[test]
    fn one_address_can_not_have_all_places_and_gives_them_back() {
        let guests = Guests::default();
        let address = |last: u8| IpAddr::from([192, 168, 1, last]);
        let many =
            |last| -> Vec<Guest> { std::iter::from_fn(|| guests.let_in(address(last))).collect() };
        let first = many(1);
        assert_eq!(first.len(), AT_ONCE_FROM_ONE);
        let second = many(2);
        assert_eq!(first.len() + second.len(), AT_ONCE);
        assert!(guests.let_in(address(3)).is_none());
        drop(first);
        assert!(guests.let_in(address(3)).is_some());
        drop(second);
        assert!(guests.0.lock().unwrap().is_empty());
    }
}
