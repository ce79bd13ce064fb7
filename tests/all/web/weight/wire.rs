//! Pages as a browser fetches them: over a connection, compressed, with everything that they name,
//! and the second time with what it has kept.

use super::super::shop::Shop;
use std::collections::HashMap;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// The pages of a shop, served.
pub struct Site {
    address: SocketAddr,
    /// What everything but the pages weighs, by its address: at first, and again later.
    known: HashMap<String, Part>,
}

/// What was fetched.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
    /// Everything that came over the wire, heads too.
    bytes: usize,
}

/// Something that a page consists of.
#[derive(Clone)]
struct Part {
    first: usize,
    again: usize,
    names: Vec<Url>,
}

/// What a page weighs.
pub struct Weight {
    /// With an empty cache.
    pub first: usize,
    /// When it is loaded again.
    pub again: usize,
    /// Its pictures, which are judged by themselves.
    pub pictures: Vec<(String, usize)>,
    pub parts: Vec<(String, usize)>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Site {
    pub async fn of(shop: &Shop) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (pages, stop) = (shop.router.clone(), shop.closing.clone());
        tokio::spawn(readybell::web::serve(listener, pages, None, stop));
        Self {
            address,
            known: HashMap::new(),
        }
    }

    /// One request, with more lines in its head.
    pub async fn fetch(&self, path: &str, cookie: &str, more: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: readybell.local\r\nCookie: {cookie}\r\nConnection: close\r\n{more}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        let end = all
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(all[..end].to_vec()).unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            body: String::from_utf8_lossy(&all[end + 4..]).into_owned(),
            bytes: all.len(),
            head,
        }
    }

    /// What it weighs over the wire at first and again, and what it names. None: it is not there.
    async fn part(&self, path: &str, cookie: &str) -> Option<Part> {
        let plain = self.fetch(path, cookie, "").await;
        if plain.status != 200 {
            return None;
        }
        let packed = self.fetch(path, cookie, "Accept-Encoding: gzip\r\n").await;
        let kept = packed.header("cache-control").unwrap_or_default();
        let again = match packed.header("etag") {
            _ if kept.contains("immutable") => 0,
            Some(tag) if !kept.contains("no-store") => {
                let ask = format!("Accept-Encoding: gzip\r\nIf-None-Match: {tag}\r\n");
                let answer = self.fetch(path, cookie, &ask).await;
                assert_eq!(answer.status, 304, "{path} has a tag and does not know it");
                answer.bytes
            }
            _ => packed.bytes,
        };
        let base = Url::parse("http://readybell.local").unwrap();
        let here = base.join(path).unwrap();
        Some(Part {
            first: packed.bytes,
            again,
            names: named(&plain, &here),
        })
    }

    /// A page with all that it consists of. None: it is none for this cookie.
    pub async fn weigh(&mut self, path: &str, cookie: &str) -> Option<Weight> {
        let page = self.part(path, cookie).await?;
        let mut weight = Weight {
            first: page.first,
            again: page.again,
            pictures: Vec::new(),
            parts: vec![(path.to_owned(), page.first)],
        };
        let mut seen = Vec::new();
        let mut to_see = page.names;
        while let Some(address) = to_see.pop() {
            if seen.contains(&address) {
                continue;
            }
            assert_eq!(address.host_str(), Some("readybell.local"), "in {path}");
            let name = address.path().to_owned();
            let part = match self.known.get(&name) {
                Some(part) => part.clone(),
                None => {
                    let part = self.part(&name, cookie).await;
                    part.unwrap_or_else(|| panic!("{path} names {name}, and there is none"))
                }
            };
            self.known.insert(name.clone(), part.clone());
            // The pictures of the manual are looked at one by one, as somebody scrolls.
            if name.starts_with("/manual/") && name.ends_with(".webp") {
                weight.pictures.push((name, part.first));
            } else {
                weight.first += part.first;
                weight.again += part.again;
                weight.parts.push((name, part.first));
            }
            seen.push(address);
            to_see.extend(part.names);
        }
        Some(weight)
    }
}

/// What a page, a stylesheet or the manifest names and a browser then fetches by itself.
fn named(answer: &Answer, here: &Url) -> Vec<Url> {
    let kind = answer.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let mut found: Vec<&str> = Vec::new();
    match kind {
        "text/html" => {
            for tag in answer.body.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let value = |name: &str| {
                    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
                    Some(rest.split_once('"')?.0)
                };
                if tag.starts_with("link ") {
                    found.extend(value("href"));
                } else if tag.starts_with("script") || tag.starts_with("img ") {
                    found.extend(value("src"));
                }
            }
        }
        "text/css" => {
            let addresses = answer.body.split("url(").skip(1);
            found.extend(addresses.filter_map(|rest| Some(rest.split_once(')')?.0)));
            found.retain(|address| !address.trim_matches('"').starts_with("data:"));
        }
        "application/manifest+json" => {
            let icons = answer.body.split("\"src\":\"").skip(1);
            found.extend(icons.filter_map(|rest| Some(rest.split_once('"')?.0)));
        }
        _ => {}
    }
    let found = found.iter().map(|address| address.trim_matches('"'));
    found.map(|address| here.join(address).unwrap()).collect()
}
