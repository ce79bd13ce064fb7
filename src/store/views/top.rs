//! What every page shows: the shop's name, the counts, and what needs a person.

use super::super::{Store, StoreError, codec, gap, left_over, round_trip, settings};
use super::calls::Task;
use super::{Look, Outbound};
use crate::domain::settings::Settings;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};
use rusqlite::params_from_iter;
use std::sync::Arc;

/// What every page shows.
#[derive(Debug, Clone)]
pub struct Top {
    /// The shop's settings.
    pub shop: Arc<Settings>,
    /// Numbers whose texts nobody has read, as far as 100.
    pub unread: usize,
    /// What a person must do, the urgent first, then the oldest.
    pub tasks: Vec<Task>,
    /// Texts that wait for their turn, as far as 1000.
    pub waiting: usize,
    /// Since when the line may not receive.
    pub deaf_since: Option<DateTime<Utc>>,
    /// Whether a backup was restored, and the owner has not seen what it does not know.
    pub restored: bool,
    /// When this shop's database was made.
    pub installed: Option<DateTime<Utc>>,
    /// Texts that may not have gone, and about which staff are asked.
    pub doubts: Vec<Doubt>,
}

/// A text that may or may not have gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The text.
    pub text: Outbound,
    /// Who it was for.
    pub name: String,
    /// Whether the page shows its job's card, and with it the question.
    pub on_the_board: bool,
}

impl Look<'_> {
    pub(super) fn top(&self) -> Result<Top, StoreError> {
        let count = |sql: &str, values: &[i64]| -> Result<usize, StoreError> {
            let mut statement = self.tx.prepare_cached(sql)?;
            let found: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(usize::try_from(found).unwrap_or(0))
        };
        Ok(Top {
            shop: settings::settings(self.tx)?,
            unread: count(
                "SELECT count(*) FROM (SELECT DISTINCT contact_id FROM inbox
                     WHERE applied_at IS NOT NULL AND reviewed_at IS NULL LIMIT 100)",
                &[],
            )?,
            tasks: self.tasks()?,
            // What follows a pick-up lies there for days, and holds nothing up.
            waiting: count(
                "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state IN ('queued', 'sending')
                     AND not_before <= ?1 LIMIT 1000)",
                &[codec::ms(self.now.wall)],
            )?,
            deaf_since: round_trip::deaf_since(self.tx)?,
            restored: gap::is_open(self.tx)?,
            installed: left_over::installed(self.tx)?,
            doubts: self.doubts()?,
        })
    }

    fn doubts(&self) -> Result<Vec<Doubt>, StoreError> {
        let texts = self.outbound("WHERE state = 'unsure' ORDER BY id DESC LIMIT 20", [])?;
        let mut doubts = Vec::new();
        for text in texts
            .into_iter()
            .filter(|text| text.purpose.is_asked_about())
        {
            let name = self.names(text.contact)?.into_iter().next();
            doubts.push(Doubt {
                text,
                name: name.unwrap_or_default(),
                on_the_board: false,
            });
        }
        Ok(doubts)
    }
}

impl Store {
    /// What every page shows, for pages that show nothing else from here.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn top(&self, now: Now) -> Result<Top, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| Look { tx, run: &run, now }.top()).await
    }
}
