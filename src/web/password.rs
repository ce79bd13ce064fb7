//! Passwords: hashed with Argon2id, off the async threads, one at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use thiserror::Error;

/// A password has at least so many letters. Length is what makes it hard to guess.
pub const SHORTEST: usize = 8;
/// And at most so many: more only costs time to hash.
pub const LONGEST: usize = 200;

/// Why a password can't be used, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Too short.
    #[error("Use at least {SHORTEST} letters; three words in a row are easy to keep in mind.")]
    TooShort,
    /// Too long.
    #[error("Use at most {LONGEST} letters.")]
    TooLong,
    /// It is the name, or the same letter over and over.
    #[error("That would be guessed at once. Three words in a row are easy to keep in mind.")]
    TooPlain,
    /// The machine could not hash it.
    #[error("The password could not be stored: there is too little memory. Try again.")]
    NotHashed,
}

/// Whether this password will do for whoever is called `name`.
///
/// # Errors
/// Says what to change.
pub fn check(password: &str, name: &str) -> Result<(), PasswordError> {
    let letters = password.chars().count();
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    match letters {
        0..SHORTEST => Err(PasswordError::TooShort),
        _ if letters > LONGEST => Err(PasswordError::TooLong),
        _ if distinct.len() < 3 || password.eq_ignore_ascii_case(name) => {
            Err(PasswordError::TooPlain)
        }
        _ => Ok(()),
    }
}

/// Hashes a password with a fresh salt, as an Argon2id PHC string. Takes some 50 ms and 19 MB.
///
/// # Errors
/// When there is no memory or no randomness.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|_| PasswordError::NotHashed)
}

/// Whether the password is the one that was hashed. Takes as long as [`hash`].
pub fn is_right(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Takes as long as [`is_right`]: for a name that nobody has, so that the time doesn't tell.
pub fn waste_time(password: &str) {
    let mut out = [0_u8; 32];
    let hashed = Argon2::default().hash_password_into(password.as_bytes(), &[7; 16], &mut out);
    std::hint::black_box((hashed.is_ok(), out));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let phc = hash("correct horse battery").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(is_right("correct horse battery", &phc));
        assert!(!is_right("correct horse batterz", &phc));
        assert!(!is_right("", &phc));
        assert!(!is_right("x", "no hash at all"));
    }

    #[test]
    fn what_is_guessed_at_once_is_refused() {
        assert_eq!(check("short", "Jo"), Err(PasswordError::TooShort));
        assert_eq!(check("aaaaaaaaaaaa", "Jo"), Err(PasswordError::TooPlain));
        assert_eq!(
            check("josephine", "Josephine"),
            Err(PasswordError::TooPlain)
        );
        assert_eq!(check(&"ab c".repeat(60), "Jo"), Err(PasswordError::TooLong));
        assert_eq!(check("blue amp wiring", "Jo"), Ok(()));
    }
}
