//! HTTPS: where the page's certificate comes from.
//!
//! Either from files that somebody else keeps fresh, or from an authority of the appliance's own.
//! That one makes a certificate for the very address that a browser came to, so nobody has to tell
//! it which addresses the machine has, and makes another in time. Start at [`Tls::for_address`].

mod authority;

pub use authority::Authority;

use chrono::{DateTime, TimeDelta, Utc};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;
use tokio_rustls::TlsAcceptor;

/// Files of a certificate are looked at again after this long: they may have been made anew.
const FILES_STAY: TimeDelta = TimeDelta::hours(1);
/// Addresses for which a certificate is kept. A machine has a handful.
const MOST_ADDRESSES: usize = 16;

/// Why there is no HTTPS.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file can't be read or written.
    #[error("{path} can't be used: {why}. Check that it is there and that Readybell may use it")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path} can't be understood: {why}. It must be PEM")]
    Wrong {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// A file has no certificate in it.
    #[error("{0} has no certificate in it")]
    Empty(PathBuf),
    /// The certificate and the key can't be used.
    #[error("the certificate can't be used: {0}")]
    Unfit(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("no certificate could be made: {0}")]
    Unmade(#[from] rcgen::Error),
}

/// Gives each connection its certificate.
pub struct Tls {
    source: Source,
    ready: Mutex<HashMap<IpAddr, Ready>>,
}

enum Source {
    Files {
        certificate: PathBuf,
        key: PathBuf,
    },
    Internal {
        authority: Box<Authority>,
        hosts: Vec<String>,
    },
}

#[derive(Clone)]
struct Ready {
    acceptor: TlsAcceptor,
    made_at: DateTime<Utc>,
    renew_at: DateTime<Utc>,
}

impl Tls {
    /// With a certificate from files. They are read again now and then.
    ///
    /// # Errors
    /// When they are not there or don't belong together.
    pub fn from_files(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        read_files(&certificate, &key)?;
        Ok(Self::new(Source::Files { certificate, key }))
    }

    /// With certificates of an authority of our own, for these names.
    pub fn internal(authority: Authority, hosts: Vec<String>) -> Self {
        Self::new(Source::Internal {
            authority: Box::new(authority),
            hosts,
        })
    }

    /// The authority of our own, where there is one.
    pub fn authority(&self) -> Option<&Authority> {
        match &self.source {
            Source::Internal { authority, .. } => Some(authority),
            Source::Files { .. } => None,
        }
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            ready: Mutex::default(),
        }
    }

    /// What greets browsers that came to that address.
    ///
    /// # Errors
    /// When there was never a good certificate.
    pub fn for_address(
        &self,
        address: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<TlsAcceptor, TlsError> {
        let mut all = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back makes what was made "later" worthless too.
        let good = |ready: &&Ready| ready.made_at <= now && now < ready.renew_at;
        if let Some(ready) = all.get(&address).filter(good) {
            return Ok(ready.acceptor.clone());
        }
        let made = match self.make(address, now) {
            Ok(made) => made,
            Err(error) => {
                let old = all.get(&address).ok_or(error)?;
                tracing::error!("the page's certificate can't be made anew; the old one stays");
                return Ok(old.acceptor.clone());
            }
        };
        if all.len() >= MOST_ADDRESSES {
            all.clear();
        }
        all.insert(address, made.clone());
        Ok(made.acceptor)
    }

    fn make(&self, address: IpAddr, now: DateTime<Utc>) -> Result<Ready, TlsError> {
        let (config, renew_at) = match &self.source {
            Source::Files { certificate, key } => (read_files(certificate, key)?, now + FILES_STAY),
            Source::Internal { authority, hosts } => {
                let leaf = authority.vouch(hosts, address, now)?;
                (config(leaf.chain, leaf.key)?, leaf.renew_at)
            }
        };
        Ok(Ready {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            made_at: now,
            renew_at,
        })
    }
}

fn read_files(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|why| TlsError::Unreadable {
            path: path.to_owned(),
            why,
        })
    };
    let chain = certificates(&read(certificate)?, certificate)?;
    if chain.is_empty() {
        return Err(TlsError::Empty(certificate.to_owned()));
    }
    let key =
        PrivateKeyDer::from_pem_slice(read(key)?.as_bytes()).map_err(|error| TlsError::Wrong {
            path: key.to_owned(),
            why: error.to_string(),
        })?;
    config(chain, key)
}

/// The certificates in a PEM file.
fn certificates(pem: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| TlsError::Wrong {
            path: path.to_owned(),
            why: error.to_string(),
        })
}

fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, TlsError> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(config)
}
