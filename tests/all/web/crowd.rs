//! Fifty screens at once, each with as many connections as a browser opens: over real connections,
//! from fifty addresses as on a LAN.

use super::shop::Shop;
use crate::support::browser::PATIENCE;
use axum::http::StatusCode;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

const SCREENS: u8 = 50;
/// Browsers open six connections to one host at most. One of them listens.
const MORE: usize = 5;

/// A browser with a page of ours.
struct Screen {
    from: Ipv4Addr,
    site: SocketAddr,
    cookie: String,
    events: BufReader<TcpStream>,
    others: Vec<TcpStream>,
}

/// A connection from an address of the machine's own, and a request over it.
async fn ask(from: Ipv4Addr, site: SocketAddr, path: &str, head: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    let mut stream = socket.connect(site).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: readybell.local\r\n{head}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

impl Screen {
    async fn open(n: u8, site: SocketAddr, cookie: String) -> Self {
        let from = Ipv4Addr::new(127, 0, 1, n + 1);
        let head = format!("Cookie: {cookie}\r\n");
        let mut others = Vec::new();
        for _ in 0..MORE {
            let mut stream = ask(from, site, "/manifest.webmanifest", &head).await;
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).await.unwrap();
            assert_eq!(&answer, b"HTTP/1.1 200");
            others.push(stream);
        }
        let events = BufReader::new(ask(from, site, "/events", &head).await);
        let mut screen = Self {
            from,
            site,
            cookie,
            events,
            others,
        };
        screen.hears("listening").await;
        screen
    }

    /// Waits until the stream says that.
    async fn hears(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            let read = self.events.read_line(&mut line).await.unwrap();
            assert!(read > 0, "screen {} was dropped", self.from);
        }
    }

    /// What its page shows now.
    async fn looks(&self) -> String {
        let head = format!(
            "Cookie: {}\r\nX-Fragment: 1\r\nConnection: close\r\n",
            self.cookie
        );
        let mut page = String::new();
        let mut stream = ask(self.from, self.site, "/inbox", &head).await;
        stream.read_to_string(&mut page).await.unwrap();
        page
    }
}

/// All that happens to fifty screens, at once.
async fn all<T: Send + 'static>(work: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let work: Vec<_> = work.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::new();
    for one in work {
        done.push(timeout(PATIENCE, one).await.expect("it hangs").unwrap());
    }
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_screens_are_told_and_none_is_dropped() {
    let shop = Shop::open().await;
    let jo = shop.cookie("Jo").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = listener.local_addr().unwrap();
    let pages = (shop.router.clone(), shop.closing.clone());
    tokio::spawn(readybell::web::serve(listener, pages.0, None, pages.1));
    // The second time there would be no places left if the first had not given them back.
    for round in 0..2 {
        let idle = shop.modem.receiver_count();
        let mut opening = Vec::new();
        for n in 0..SCREENS {
            opening.push(Screen::open(n, site, shop.cookie("Jo").await));
        }
        let mut screens = all(opening).await;
        assert!(shop.modem.receiver_count() >= idle + usize::from(SCREENS));

        for n in 0..3 {
            let words = format!("Is it ready? {round}-{n}");
            shop.receives("+15550134477", &words).await;
            // Somebody works meanwhile.
            let work = [("name", "Ed"), ("where", "waiting"), ("vehicle", "Ram")];
            let answer = shop.post("/jobs/new", &jo, &work).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            let looking = screens.into_iter().map(|mut screen| {
                let words = words.clone();
                async move {
                    screen.hears("event: changed").await;
                    let page = screen.looks().await;
                    (screen, page.contains(&words), page)
                }
            });
            let looked = all(looking.collect()).await;
            assert!(looked.iter().all(|(_, shows, _)| *shows), "{}", looked[0].2);
            screens = looked.into_iter().map(|(screen, ..)| screen).collect();
            assert!(screens.iter().all(|screen| screen.others.len() == MORE));
        }
        drop(screens);
        let freed = async {
            while shop.modem.receiver_count() > idle {
                tokio::task::yield_now().await;
            }
        };
        let is_free = timeout(PATIENCE, freed).await.is_ok();
        assert!(is_free, "{} still listen", shop.modem.receiver_count());
    }
}
