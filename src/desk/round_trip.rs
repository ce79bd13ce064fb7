//! Whether the line can send and receive: one text to itself, once in a day of silence, or when a person
//! asks. A line can look registered and still not receive; then a STOP would never come in.

use super::{Desk, DeskError};
use crate::domain::phone::PhoneNumber;
use crate::modem::{ModemHandle, ModemStatus, Reports};
use crate::store::{RoundTrip, StoreError};
use crate::wire::at::{Question, own_number};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether the line has been silent for too long.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// A report that comes this long after the text is not waited for.
const REPORT_WITHIN: Duration = Duration::from_secs(30);
/// Between two looks at a text that is on its way, where nothing else wakes.
const AT_LEAST_EVERY: Duration = Duration::from_secs(5);

/// Checks a line that is silent, until `stop`.
pub async fn run(desk: Desk, modem: ModemHandle, stop: CancellationToken) {
    let mut status = modem.status();
    let mut asked = 0;
    while !stop.is_cancelled() {
        let seen = status.borrow_and_update().clone();
        if let Err(error) = look(&desk, &modem, &seen, &mut asked).await {
            tracing::error!(%error, "whether the line receives can't be looked at");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
            // Not at each text that goes: only when the line comes, goes, or is another.
            Ok(_) = status.wait_for(|now| {
                (now.session, &now.sim, now.can_send()) != (seen.session, &seen.sim, seen.can_send())
            }) => {}
        }
    }
}

async fn look(
    desk: &Desk,
    modem: &ModemHandle,
    status: &ModemStatus,
    asked: &mut u64,
) -> Result<(), StoreError> {
    desk.judge_round_trip().await?;
    if !status.can_send() {
        return Ok(());
    }
    // Each session may have another SIM.
    if *asked != status.session
        && let Ok(question) = Question::of("AT+CNUM")
        && let Ok(told) = modem.ask(question).await
    {
        *asked = status.session;
        let number = told.lines.iter().find_map(|line| own_number(line));
        let number = number.and_then(|number| PhoneNumber::from_e164(&number).ok());
        let (sim, now) = (status.sim.clone(), desk.clock.now());
        desk.store.sim_tells_number(sim, number, now).await?;
    }
    let now = desk.clock.now();
    let sim = status.sim.clone();
    if desk.store.line_check_is_due(sim.clone(), now).await? {
        tracing::info!("nothing has come in for a day: the line texts itself");
        desk.store.start_round_trip(sim, String::new(), now).await?;
    }
    Ok(())
}

impl Desk {
    /// Texts the line itself, because a person wants to know. `None`: its number is not known.
    ///
    /// # Errors
    /// When the store can't do it.
    pub async fn try_round_trip(
        &self,
        status: &ModemStatus,
        by: &str,
    ) -> Result<Option<i64>, DeskError> {
        let (sim, now) = (status.sim.clone(), self.clock.now());
        let started = self.store.start_round_trip(sim, by.to_owned(), now);
        Ok(started.await?)
    }

    /// Waits until nobody need wait for the last one any more: it is back, with its report where one is
    /// due, or it is given up.
    ///
    /// # Errors
    /// When the store can't do it.
    pub async fn round_trip_over(
        &self,
        status: &ModemStatus,
    ) -> Result<Option<RoundTrip>, DeskError> {
        let mut changes = self.store.changes();
        loop {
            changes.mark_unchanged();
            self.judge_round_trip().await?;
            let Some(trip) = self.store.last_round_trip().await? else {
                return Ok(None);
            };
            let waited = trip.arrived_at.map(|at| self.clock.now().wall - at);
            let waited = waited.and_then(|waited| waited.to_std().ok());
            let reported = trip.reported_at.is_some() || status.reports == Reports::None;
            let over = trip.failed_at.is_some()
                || trip.arrived_at.is_some()
                    && trip.taken_at.is_some()
                    && (reported || waited.is_some_and(|waited| waited >= REPORT_WITHIN));
            if over {
                return Ok(Some(trip));
            }
            tokio::select! {
                _ = changes.changed() => {}
                () = tokio::time::sleep(AT_LEAST_EVERY) => {}
            }
        }
    }

    async fn judge_round_trip(&self) -> Result<(), StoreError> {
        if let Some(failed) = self.store.judge_round_trip(self.clock.now()).await? {
            tracing::error!(
                why = %failed.why,
                "the line's text to itself did not come back: replies and STOPs may not arrive. Look at the modem's page"
            );
        }
        Ok(())
    }
}
