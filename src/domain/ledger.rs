//! The chain of consent events: its canonical form and its hashes.
//!
//! Anyone with SHA-256 can verify a ledger; ARCHITECTURE.md writes the form down for them.

use super::consent::{Actor, ConsentEvent, Method, Scope};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first row names as the row before it.
    pub const GENESIS: Self = Self([0; 32]);

    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A row before its hash is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the chain, from 1.
    pub id: i64,
    /// The contact point, as a number that means nothing outside this appliance.
    pub contact: i64,
    /// What happened.
    pub event: ConsentEvent,
    /// About what.
    pub scope: Scope,
    /// By which means.
    pub method: Method,
    /// Whose act it was.
    pub actor: Actor,
    /// The row that it is about.
    pub about: Option<i64>,
    /// When the person acted, as far as is known.
    pub occurred_at: DateTime<Utc>,
    /// When the row was written.
    pub recorded_at: DateTime<Utc>,
    /// Whether the clock was known to be right.
    pub clock_trusted: bool,
    /// What the row commits to: see [`commitment`].
    pub commitment: Hash,
    /// The hash of the row before it.
    pub prev: Hash,
}

impl Entry {
    /// The canonical form: one `name=value` a line, in this order, each line ended by a line feed.
    /// Times are milliseconds since 1970 in UTC; hashes are lower-case hexadecimal.
    pub fn canonical(&self) -> String {
        format!(
            "readybell ledger 1\nid={}\ncontact={}\nevent={}\nscope={}\nmethod={}\nactor={}\nabout={}\n\
             occurred_at={}\nrecorded_at={}\nclock_trusted={}\ncommitment={}\nprev={}\n",
            self.id,
            self.contact,
            self.event.as_str(),
            self.scope.as_str(),
            self.method.as_str(),
            self.actor.as_str(),
            self.about.map(|row| row.to_string()).unwrap_or_default(),
            self.occurred_at.timestamp_millis(),
            self.recorded_at.timestamp_millis(),
            u8::from(self.clock_trusted),
            self.commitment,
            self.prev,
        )
    }

    /// The hash of the row: SHA-256 over the canonical form.
    pub fn hash(&self) -> Hash {
        Hash::of(self.canonical().as_bytes())
    }
}

/// What a row commits to: SHA-256 over the 32 random bytes of salt, then the evidence as it is kept.
/// Without the salt nobody can guess the evidence from the hash, not even a phone number.
pub fn commitment(salt: &[u8; 32], evidence: &str) -> Hash {
    let mut digest = Sha256::new();
    digest.update(salt);
    digest.update(evidence.as_bytes());
    Hash(digest.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            id: 1,
            contact: 7,
            event: ConsentEvent::Grant,
            scope: Scope::Service,
            method: Method::InPerson,
            actor: Actor::Staff,
            about: None,
            occurred_at: DateTime::from_timestamp_millis(1_790_000_000_000).unwrap(),
            recorded_at: DateTime::from_timestamp_millis(1_790_000_000_123).unwrap(),
            clock_trusted: true,
            commitment: commitment(&[9; 32], "{}"),
            prev: Hash::GENESIS,
        }
    }

    /// The canonical form is a contract with whoever verifies a ledger without us.
    #[test]
    fn the_canonical_form_stays_as_it_is() {
        assert_eq!(
            entry().canonical(),
            "readybell ledger 1\nid=1\ncontact=7\nevent=grant\nscope=service\nmethod=in_person\n\
             actor=staff\nabout=\noccurred_at=1790000000000\nrecorded_at=1790000000123\n\
             clock_trusted=1\n\
             commitment=ccfffbede1288ef7add7a668b9b2d68dbdf300793b88faf4f61c8b61d917e485\n\
             prev=0000000000000000000000000000000000000000000000000000000000000000\n"
        );
    }

    #[test]
    fn every_field_is_in_the_hash() {
        let first = entry();
        let changed = [
            Entry {
                id: 2,
                ..first.clone()
            },
            Entry {
                contact: 8,
                ..first.clone()
            },
            Entry {
                event: ConsentEvent::Revoke,
                ..first.clone()
            },
            Entry {
                scope: Scope::All,
                ..first.clone()
            },
            Entry {
                method: Method::Verbal,
                ..first.clone()
            },
            Entry {
                actor: Actor::Owner,
                ..first.clone()
            },
            Entry {
                about: Some(1),
                ..first.clone()
            },
            Entry {
                occurred_at: first.recorded_at,
                ..first.clone()
            },
            Entry {
                recorded_at: first.occurred_at,
                ..first.clone()
            },
            Entry {
                clock_trusted: false,
                ..first.clone()
            },
            Entry {
                commitment: Hash::GENESIS,
                ..first.clone()
            },
            Entry {
                prev: first.hash(),
                ..first.clone()
            },
        ];
        for other in changed {
            assert_ne!(other.hash(), first.hash(), "{other:?}");
        }
    }
}
