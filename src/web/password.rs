//! Passwords: hashed with Argon2id, off the async threads, one at a time.

use crate::store::Member;
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
    /// A PIN that isn't one.
    #[error("A PIN is 4 to 8 digits.")]
    NoPin,
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

/// Whether this will do as a PIN: 4 to 8 digits that are not the first that one would try. It opens
/// a screen on which somebody has signed in; guessing is throttled as for passwords.
///
/// # Errors
/// Says what to change.
pub fn check_pin(pin: &str) -> Result<(), PasswordError> {
    if !looks_like_pin(pin) {
        return Err(PasswordError::NoPin);
    }
    let steps = |by: u8| {
        pin.as_bytes()
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if b.wrapping_sub(*a) == by))
    };
    if steps(0) || steps(1) || steps(u8::MAX) {
        return Err(PasswordError::TooPlain);
    }
    Ok(())
}

/// Whether this could be a PIN, rather than a password.
pub fn looks_like_pin(typed: &str) -> bool {
    (4..=8).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit())
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

/// Whether this is the PIN or the password of that person. Hashes at most twice.
pub fn is_theirs(member: &Member, secret: &str) -> bool {
    if secret.chars().count() > LONGEST {
        return false;
    }
    let pin = !member.pin_hash.is_empty() && looks_like_pin(secret);
    (pin && is_right(secret, &member.pin_hash))
        || (secret.chars().count() >= SHORTEST && is_right(secret, &member.password_hash))
}

/// Takes as long as [`is_right`]: for a name that nobody has, so that the time doesn't tell.
pub fn waste_time(password: &str) {
    let mut out = [0_u8; 32];
    let hashed = Argon2::default().hash_password_into(password.as_bytes(), &[7; 16], &mut out);
    std::hint::black_box((hashed.is_ok(), out));
}

/// A code that is good once: 12 letters and digits, 59 bits, none of which is easily taken for
/// another, because it may have to be typed.
///
/// # Errors
/// When the machine has no randomness.
pub fn one_time_code() -> Result<String, getrandom::Error> {
    let letters = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes)?;
    Ok(bytes
        .iter()
        .filter_map(|byte| letters.get(usize::from(byte % 31)))
        .map(|letter| char::from(*letter))
        .collect())
}

/// The code of a first start: six digits, none of them 0, so that a light can blink it. Guesses are slowed down
/// whoever makes them, to one a minute.
///
/// # Errors
/// When the machine has no randomness.
pub fn set_up_code() -> Result<String, getrandom::Error> {
    let mut code = String::new();
    while code.len() < 6 {
        let mut byte = [0_u8];
        getrandom::fill(&mut byte)?;
        // 252 is a multiple of 9: every digit is as likely.
        if byte[0] < 252 {
            code.push(char::from(b'1' + byte[0] % 9));
        }
    }
    Ok(code)
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
    fn a_pin_is_a_few_digits_and_not_the_first_ones_to_try() {
        for pin in ["2580", "40718", "19770305", "1212"] {
            assert_eq!(check_pin(pin), Ok(()), "{pin}");
        }
        for pin in ["", "123", "123456789", "12a4", "１２３４"] {
            assert_eq!(check_pin(pin), Err(PasswordError::NoPin), "{pin}");
        }
        for pin in ["0000", "1234", "87654321", "5678"] {
            assert_eq!(check_pin(pin), Err(PasswordError::TooPlain), "{pin}");
        }
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
