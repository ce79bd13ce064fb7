//! How the line to the network stands, as far as the database knows.

use super::super::{RoundTrip, Store, StoreError, line_rules, round_trip, settings};
use super::{Look, Outbound, Top};
use crate::domain::phone::PhoneNumber;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};

/// What the modem page reads from the database.
#[derive(Debug, Clone)]
pub struct Line {
    /// What every page shows.
    pub top: Top,
    /// When the modem was last read to the end, as far as was noted.
    pub last_read: Option<DateTime<Utc>>,
    /// The line's own number, where it is known.
    pub own_number: Option<PhoneNumber>,
    /// The line's last text to itself.
    pub round_trip: Option<RoundTrip>,
    /// Whether texts go while the SIM is in another network.
    pub may_roam: bool,
    /// The texts that wait, in the order in which they leave, each with whom it is for.
    pub waiting: Vec<(Outbound, String)>,
}

impl Store {
    /// What the modem page reads.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn line(&self, now: Now) -> Result<Line, StoreError> {
        let run = self.shared.run.clone();
        self.read(move |tx| {
            let look = Look { tx, run: &run, now };
            let texts = look.outbound(
                "WHERE state IN ('queued', 'sending') ORDER BY priority, id LIMIT 30",
                [],
            )?;
            let mut waiting = Vec::new();
            for text in texts {
                let name = look.names(text.contact)?.into_iter().next();
                waiting.push((text, name.unwrap_or_default()));
            }
            let top = look.top()?;
            Ok(Line {
                own_number: round_trip::own_number(tx, &top.shop)?,
                round_trip: round_trip::last(tx)?,
                top,
                last_read: settings::last_read(tx)?,
                may_roam: line_rules::may_roam(tx)?,
                waiting,
            })
        })
        .await
    }
}
