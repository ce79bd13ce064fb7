//! A call to the line that nobody could answer.

use super::tasks::{self, NewTask, TaskKind};
use super::{Store, StoreError, inbound, people, settings};
use crate::domain::time::Now;
use crate::domain::why::Why;
use crate::wire::Address;

impl Store {
    /// Someone called; `None`: the number is withheld. Staff are asked to call back, once a caller
    /// until that is done. Nothing else follows: a caller's number can be forged, so it proves nothing.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn missed_call(&self, caller: Option<Address>, now: Now) -> Result<(), StoreError> {
        self.write(move |tx| {
            let shop = settings::settings(tx)?;
            let numbers = caller
                .as_ref()
                .map(|caller| inbound::numbers(caller, shop.country))
                .unwrap_or_default();
            let mut contact = None;
            for number in &numbers {
                contact = contact.or(people::find(tx, number)?);
            }
            // A stranger's number makes no contact point: the text that comes next may tell better
            // which number it is.
            let why = match (contact, numbers.first(), caller) {
                (Some(_), ..) => Why::MissedCall.as_str().to_owned(),
                (None, Some(likeliest), _) => Why::MissedCall.with(likeliest.as_e164()),
                (None, None, Some(caller)) => Why::MissedCall.with(&caller.written()),
                (None, None, None) => Why::MissedCallWithheld.as_str().to_owned(),
            };
            let task = NewTask {
                kind: TaskKind::MissedCall,
                contact,
                job: None,
                outbox: None,
                inbox: None,
                why,
                urgent: false,
                due_at: None,
            };
            tasks::open(tx, &task, now)
        })
        .await
    }
}
