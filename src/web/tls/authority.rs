//! The appliance's own certificate authority: made once, kept in the data directory, trusted by
//! whoever in the shop takes it in.
//!
//! It may vouch for this machine's names, for names of a local network and for private addresses,
//! and for nothing else (RFC 5280 4.2.1.10, name constraints): who trusts it trusts the shop's own
//! page, and gives nobody a key to their bank.

use super::TlsError;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, PublicKeyData, SanType, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Endings of names that are used inside networks only (RFC 6762, RFC 8375, RFC 2606, and what home
/// routers give).
const LOCAL_ENDINGS: [&str; 5] = ["local", "home.arpa", "internal", "lan", "localhost"];
/// Private networks: RFC 1918, RFC 3927, RFC 1122 3.2.1.3.
const PRIVATE_V4: [([u8; 4], u8); 5] = [
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([169, 254, 0, 0], 16),
    ([127, 0, 0, 0], 8),
];
/// Private networks of IPv6: RFC 4193, RFC 4291 2.5.6 and 2.5.3, as first two bytes and length.
const PRIVATE_V6: [([u8; 2], u8); 2] = [([0xfc, 0], 7), ([0xfe, 0x80], 10)];
/// A page's certificate is good for this long: browsers take no more than 398 days, and a short one
/// is made anew without anybody's help.
const LEAF_LIFE: TimeDelta = TimeDelta::days(90);
/// The clock of another machine may be behind ours by this much.
const BEHIND: TimeDelta = TimeDelta::days(2);

/// The authority, with its key.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// The certificate that browsers take in, in PEM.
    pub pem: String,
    der: CertificateDer<'static>,
}

/// A certificate of the page, with its key.
pub struct Leaf {
    /// The certificate, and the authority's behind it.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
    /// When to make another.
    pub renew_at: DateTime<Utc>,
}

impl Authority {
    /// The authority of that data directory; made where there is none. `hosts` are this machine's
    /// names, for which it may vouch.
    ///
    /// # Errors
    /// When its file can't be read or written, or isn't what it was.
    pub fn open(data: &Path, hosts: &[String]) -> Result<Self, TlsError> {
        let directory = data.join("tls");
        let (key_file, certificate_file) = (
            directory.join("authority.key"),
            directory.join("authority.crt"),
        );
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |why| TlsError::Unreadable { path, why }
        };
        if !key_file.exists() {
            fs::create_dir_all(&directory).map_err(unreadable(&directory))?;
            let key = KeyPair::generate()?;
            let pem = params(&key, hosts).self_signed(&key)?.pem();
            write_new(&certificate_file, pem.as_bytes(), 0o644)?;
            write_new(&key_file, key.serialize_pem().as_bytes(), 0o600)?;
        }
        let key = fs::read_to_string(&key_file).map_err(unreadable(&key_file))?;
        let pem = fs::read_to_string(&certificate_file).map_err(unreadable(&certificate_file))?;
        let key = KeyPair::from_pem(&key)?;
        let der = super::certificates(&pem, &certificate_file)?
            .into_iter()
            .next()
            .ok_or(TlsError::Empty(certificate_file))?;
        Ok(Self {
            // The name and the key are what the page's certificates are signed with.
            issuer: Issuer::new(params(&key, hosts), key),
            pem,
            der,
        })
    }

    /// The SHA-256 of the certificate, as systems show it: pairs of hex digits with colons.
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = Sha256::digest(&self.der)
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        pairs.join(":")
    }

    /// A certificate of the page for these names and that address.
    ///
    /// # Errors
    /// When a name is no DNS name.
    pub fn vouch(
        &self,
        hosts: &[String],
        address: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<Leaf, TlsError> {
        let key = KeyPair::generate()?;
        let mut leaf = CertificateParams::new(hosts.to_vec())?;
        leaf.subject_alt_names.push(SanType::IpAddress(address));
        leaf.distinguished_name = name("Readybell");
        lasts(&mut leaf, now - BEHIND, now + LEAF_LIFE);
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let signed = leaf.signed_by(&key, &self.issuer)?;
        Ok(Leaf {
            chain: vec![signed.der().clone(), self.der.clone()],
            key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            renew_at: now + LEAF_LIFE * 2 / 3,
        })
    }
}

fn params(key: &KeyPair, hosts: &[String]) -> CertificateParams {
    let mut params = CertificateParams::default();
    // Two shops' authorities on one tablet have different names.
    let id = Sha256::digest(key.subject_public_key_info());
    let id: String = id
        .iter()
        .take(3)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    params.distinguished_name = name(&format!("Readybell {id}"));
    // The clock may not be right when it is made, and years are not what limits it.
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2066, 1, 1);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let names = LOCAL_ENDINGS
        .iter()
        .map(|ending| (*ending).to_owned())
        .chain(hosts.iter().cloned())
        .map(GeneralSubtree::DnsName);
    let v4 = PRIVATE_V4.map(|(network, bits)| CidrSubnet::from_v4_prefix(network, bits));
    let v6 = PRIVATE_V6.map(|(start, bits)| {
        let mut network = [0; 16];
        network[..2].copy_from_slice(&start);
        CidrSubnet::from_v6_prefix(network, bits)
    });
    let networks = v4.into_iter().chain(v6).map(GeneralSubtree::IpAddress);
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: names.chain(networks).collect(),
        excluded_subtrees: Vec::new(),
    });
    params
}

fn name(common: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    name
}

/// Good from the one day to the other.
fn lasts(params: &mut CertificateParams, from: DateTime<Utc>, to: DateTime<Utc>) {
    let day = |at: DateTime<Utc>| {
        let small = |part: u32| u8::try_from(part).unwrap_or(1);
        date_time_ymd(at.year(), small(at.month()), small(at.day()))
    };
    params.not_before = day(from);
    params.not_after = day(to);
}

/// Writes a file that must not be there yet, down to the disk.
fn write_new(path: &PathBuf, bytes: &[u8], mode: u32) -> Result<(), TlsError> {
    let unwritable = |why| TlsError::Unreadable {
        path: path.clone(),
        why,
    };
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(path)
        .map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)?;
    file.sync_all().map_err(unwritable)
}
