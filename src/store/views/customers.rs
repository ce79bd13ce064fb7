//! Customers, found by any part of a name, a number, a plate, a vehicle or an e-mail address.
//!
//! The index holds every three letters in a row (SQLite's FTS5 with its trigram tokenizer). Measured
//! 2026-11-22 with 100,000 customers, most of them with one area code: what many have is found in
//! under 1 ms, because the newest come first and the search stops there; the slowest, a number typed
//! from its country code on, takes 4 ms; the index adds 0.3 KB a customer. One or two letters are too
//! few for it, and find beginnings of names.

use super::super::{Store, StoreError, codec, erased};
use super::{Look, Top};
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// A page of customers.
#[derive(Debug, Clone)]
pub struct Customers {
    /// What every page shows.
    pub top: Top,
    /// Those who were found, the newest first.
    pub found: Vec<Found>,
    /// From which customer on older ones follow; None where these are all.
    pub older: Option<i64>,
}

/// A customer in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The customer.
    pub customer: i64,
    /// The name.
    pub name: String,
    /// The phone numbers.
    pub numbers: Vec<PhoneNumber>,
    /// The vehicles, each with its plate, the newest first.
    pub vehicles: Vec<String>,
    /// When they were here last. Who has only booked was not yet.
    pub seen_at: Option<DateTime<Utc>>,
    /// They have booked a visit.
    pub booked: bool,
}

/// Customers a page.
const SHOWN: usize = 25;
/// The index knows three letters in a row, and no fewer.
const GRAM: usize = 3;

impl Store {
    /// The customers whom `typed` finds, or all of them, from the one numbered `before` backwards.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn customers(
        &self,
        typed: String,
        before: Option<i64>,
        now: Now,
    ) -> Result<Customers, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let (found, older) = look.found(&typed, before)?;
            Ok(Customers {
                top: look.top()?,
                found,
                older,
            })
        })
        .await
    }
}

impl Look<'_> {
    fn found(
        &self,
        typed: &str,
        before: Option<i64>,
    ) -> Result<(Vec<Found>, Option<i64>), StoreError> {
        let query = Query::of(typed);
        let before = before.unwrap_or(i64::MAX);
        let mut ids = match (&query.phrases, query.short.is_empty()) {
            (Some(phrases), _) => self.by_index(phrases, &query.short, before)?,
            (None, false) => self.by_beginning(typed.trim())?,
            (None, true) => self.newest_customers(before)?,
        };
        let more = ids.len() > SHOWN;
        ids.truncate(SHOWN);
        let older = ids.last().copied().filter(|_| more);
        let found = ids.into_iter().map(|id| self.one_found(id));
        Ok((found.collect::<Result<_, _>>()?, older))
    }

    fn by_index(
        &self,
        phrases: &str,
        short: &[String],
        before: i64,
    ) -> Result<Vec<i64>, StoreError> {
        let too = " AND words LIKE ? ESCAPE '\\'".repeat(short.len());
        let mut statement = self.tx.prepare(&format!(
            "SELECT rowid FROM customer_words WHERE customer_words MATCH ? AND rowid < ?{too}
             ORDER BY rowid DESC LIMIT {}",
            SHOWN + 1
        ))?;
        let like = short
            .iter()
            .map(|term| Value::Text(format!("%{}%", escaped(term))));
        let first = [Value::Text(phrases.to_owned()), Value::Integer(before)];
        let rows = statement.query_map(params_from_iter(first.into_iter().chain(like)), |row| {
            row.get(0)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Names that begin so. The index of names folds Latin letters only, so both cases are tried.
    fn by_beginning(&self, typed: &str) -> Result<Vec<i64>, StoreError> {
        let mut letters = typed.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        let capital = format!("{}{}", first.unwrap_or_default(), letters.as_str());
        let mut found = Vec::new();
        for beginning in [typed.to_lowercase(), capital] {
            let mut statement = self.tx.prepare_cached(
                "SELECT id FROM customer WHERE name COLLATE NOCASE >= ?1 AND name COLLATE NOCASE < ?2
                     AND erased_at IS NULL LIMIT ?3",
            )?;
            let after = format!("{beginning}\u{10ffff}");
            let most = i64::try_from(SHOWN).unwrap_or(i64::MAX);
            let rows = statement.query_map((beginning, after, most), |row| row.get(0))?;
            found.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        found.truncate(SHOWN);
        Ok(found)
    }

    fn newest_customers(&self, before: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.tx.prepare_cached(
            "SELECT id FROM customer WHERE id < ?1 AND erased_at IS NULL ORDER BY id DESC LIMIT ?2",
        )?;
        let most = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let rows = statement.query_map((before, most), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn one_found(&self, customer: i64) -> Result<Found, StoreError> {
        let addresses: Vec<String> = self
            .tx
            .prepare_cached(
                "SELECT address FROM customer_contact JOIN contact_point ON contact_point.id = contact_id
                 WHERE customer_id = ?1 AND kind = 'number' ORDER BY contact_id DESC LIMIT 3",
            )?
            .query_map([customer], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let vehicles: Vec<String> = self
            .tx
            .prepare_cached(
                "SELECT trim(name || ' ' || plate) AS vehicle FROM vehicle
                 WHERE customer_id = ?1 ORDER BY id DESC LIMIT 3",
            )?
            .query_map([customer], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(self
            .tx
            .prepare_cached(
                "SELECT name, (SELECT max(created_at) FROM job WHERE customer_id = customer.id
                         AND state <> 'booked' AND NOT (state = 'cancelled' AND was_state = 'booked')) AS seen_at,
                     EXISTS (SELECT 1 FROM job WHERE customer_id = customer.id AND state = 'booked') AS booked
                 FROM customer WHERE id = ?1",
            )?
            .query_row([customer], |row| {
                Ok(Found {
                    customer,
                    name: row.get("name")?,
                    numbers: addresses
                        .iter()
                        .filter(|address| !address.starts_with(erased::PREFIX))
                        .filter_map(|address| PhoneNumber::from_e164(address).ok())
                        .collect(),
                    vehicles,
                    seen_at: codec::maybe_at(row, "seen_at")?,
                    booked: row.get("booked")?,
                })
            })?)
    }
}

/// What was typed, as the index understands it.
struct Query {
    /// Everything that is long enough for it; None where nothing is.
    phrases: Option<String>,
    /// What is too short for it.
    short: Vec<String>,
}

impl Query {
    /// Every word must be there, in any order; with or without what people put between letters and
    /// digits.
    fn of(typed: &str) -> Self {
        let mut phrases = Vec::new();
        let mut short = Vec::new();
        for term in typed.split_whitespace() {
            let plain: String = term.chars().filter(|c| c.is_alphanumeric()).collect();
            let mut ways = Vec::new();
            for way in [term, plain.as_str()] {
                let quoted = format!("\"{}\"", way.replace('"', "\"\""));
                if way.chars().count() >= GRAM && !ways.contains(&quoted) {
                    ways.push(quoted);
                }
            }
            if plain.is_empty() {
                continue;
            } else if ways.is_empty() {
                short.push(plain);
            } else {
                phrases.push(format!("({})", ways.join(" OR ")));
            }
        }
        Self {
            phrases: (!phrases.is_empty()).then(|| phrases.join(" AND ")),
            short,
        }
    }
}

/// Words as LIKE takes them by the letter.
fn escaped(words: &str) -> String {
    words
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_phrases_and_can_never_be_syntax() {
        let of = |typed| {
            let query = Query::of(typed);
            (query.phrases.unwrap_or_default(), query.short.join(" "))
        };
        assert_eq!(of("ortega"), ("(\"ortega\")".to_owned(), String::new()));
        assert_eq!(
            of("(555) 013-4477"),
            (
                "(\"(555)\" OR \"555\") AND (\"013-4477\" OR \"0134477\")".to_owned(),
                String::new()
            )
        );
        assert_eq!(of("li 44"), (String::new(), "li 44".to_owned()));
        assert_eq!(
            of("a\"b OR NEAR(").0,
            "(\"a\"\"b\") AND (\"NEAR(\" OR \"NEAR\")"
        );
        assert_eq!(of(" - -- *"), (String::new(), String::new()));
    }
}
