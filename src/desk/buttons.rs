//! Ties the bays to the board: a press announces the job in its bay, and the light shows what
//! becomes of the text.

use super::{Desk, DeskError};
use crate::domain::text::TextState;
use crate::health;
use crate::modem::ModemStatus;
use crate::panel::{Bay, Health, Notice, Outcome, PanelEvent, SetUpCode};
use crate::store::{Armed, Deed, StoreError, Thing};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

/// Answers the panel's questions, notes which buttons are stuck, and follows each announced text until its
/// light has shown how it ended. Before the shop is set up the lights tell the code for it. Runs until `stop`.
pub async fn run(
    desk: Desk,
    mut code: Option<SetUpCode>,
    mut presses: mpsc::Receiver<PanelEvent>,
    mut modem: watch::Receiver<ModemStatus>,
    healths: watch::Sender<health::Health>,
    stop: CancellationToken,
) {
    let mut changes = desk.store.changes();
    let mut health = healths.subscribe();
    let mut followed = Followed::default();
    let mut told = None;
    loop {
        if let Err(error) = followed.look(&desk, &modem).await {
            tracing::error!(%error, "the lights can't follow the texts");
        }
        if code.is_some() && !desk.store.has_no_staff().await.unwrap_or(true) {
            code = None;
        }
        let is_well = modem.borrow_and_update().can_send()
            && desk.clock.is_trusted()
            && health.borrow_and_update().ailments().is_empty();
        let rest = match code {
            Some(code) => Health::NotSetUp(code),
            None if is_well => Health::Well,
            None => Health::Unwell,
        };
        if told.replace(rest) != Some(rest) {
            desk.tell_health(rest).await;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            press = presses.recv() => match press {
                Some(PanelEvent::Pressed { bay }) => {
                    let bay = i64::from(bay.0);
                    let done = desk.announce_bay(bay).await.map(drop);
                    desk.answer(bay, done).await;
                }
                Some(PanelEvent::TakenBack { bay }) => {
                    let bay = i64::from(bay.0);
                    let done = desk.take_back_bay(bay).await;
                    desk.answer(bay, done).await;
                }
                Some(PanelEvent::Stuck { bay, is_stuck }) => note_stuck(&healths, bay, is_stuck),
                None => return,
            },
            _ = changes.changed() => {}
            _ = modem.changed() => {}
            Ok(()) = health.changed() => {}
            () = tokio::time::sleep(followed.next_look()) => {}
        }
    }
}

/// A button that is stuck makes the machine unwell, and is said on the page as long as it lasts.
fn note_stuck(healths: &watch::Sender<health::Health>, bay: Bay, is_stuck: bool) {
    healths.send_modify(|health| {
        if is_stuck {
            health.stuck_buttons.insert(bay.0);
        } else {
            health.stuck_buttons.remove(&bay.0);
        }
    });
    if is_stuck {
        tracing::warn!("{}", health::Ailment::StuckButton(bay.0));
    } else {
        tracing::info!(%bay, "the button is free again");
    }
}

/// How long after its undo window a text that has not gone makes the light say so.
const SHOULD_HAVE_GONE: Duration = Duration::from_secs(5);

/// The announced texts whose end the lights have not shown yet, by bay.
#[derive(Default)]
struct Followed {
    texts: BTreeMap<i64, Announced>,
    wait: Option<Duration>,
}

/// An announced text, and what its light has said of it so far.
struct Announced {
    armed: Armed,
    told: Option<Outcome>,
}

impl Followed {
    async fn look(
        &mut self,
        desk: &Desk,
        modem: &watch::Receiver<ModemStatus>,
    ) -> Result<(), StoreError> {
        let now = desk.clock.now();
        for armed in desk.store.armed(now).await? {
            // Also after a start: what was armed before it is shown again.
            if !self.texts.contains_key(&armed.bay) {
                desk.tell(armed.bay, Outcome::Armed { until: armed.until })
                    .await;
            }
            let announced = Announced { armed, told: None };
            self.texts.insert(announced.armed.bay, announced);
        }
        self.wait = None;
        for (bay, mut announced) in std::mem::take(&mut self.texts) {
            let due = announced.armed.until + SHOULD_HAVE_GONE;
            let state = desk.store.text_state(announced.armed.text).await?;
            let outcome = match state {
                Some(TextState::Queued | TextState::Sending) if now.mono < due => None,
                // The modem has it, and says within minutes what became of it; nobody knows before.
                Some(TextState::Sending) => None,
                Some(TextState::Queued) if modem.borrow().can_send() => Some(Outcome::MustWait),
                Some(TextState::Queued | TextState::Unsure) => Some(Outcome::ModemTrouble),
                Some(TextState::Sent | TextState::Delivered | TextState::CutShort) => {
                    Some(Outcome::Sent)
                }
                Some(TextState::Cancelled) => Some(Outcome::TakenBack),
                _ => Some(Outcome::CallCustomer),
            };
            if let Some(outcome) = outcome.filter(|_| announced.told != outcome) {
                desk.tell(bay, outcome).await;
                announced.told = Some(outcome);
            }
            // What still waits may go yet, and the light says so then.
            if matches!(state, Some(TextState::Queued | TextState::Sending)) {
                let left = due.saturating_sub(now.mono);
                if !left.is_zero() {
                    self.wait = Some(self.wait.map_or(left, |wait| wait.min(left)));
                }
                self.texts.insert(bay, announced);
            }
        }
        Ok(())
    }

    fn next_look(&self) -> Duration {
        self.wait.unwrap_or(Duration::from_secs(3600))
    }
}

impl Desk {
    /// Whether this machine has buttons and lights.
    pub fn has_panel(&self) -> bool {
        self.panel.is_some()
    }

    /// Flashes the light of a bay, for whoever looks whether it is wired up. False: a "ready" counts
    /// down there, and its light must go on showing that.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such bay.
    pub async fn try_light(&self, bay: i64, by: &str) -> Result<bool, DeskError> {
        let now = self.clock.now();
        let bays = self.store.bays(now).await?;
        if !bays.iter().any(|known| known.id == bay) {
            return Err(StoreError::Missing(Thing::Bay).into());
        }
        let armed = self.store.armed(now).await?;
        if armed.iter().any(|armed| armed.bay == bay) {
            return Ok(false);
        }
        self.store
            .note(by.to_owned(), Deed::TriedLight { bay }, now)
            .await?;
        self.tell(bay, Outcome::AlreadyAnnounced).await;
        Ok(true)
    }

    /// Shows why a press could not be carried out, if it could not.
    async fn answer(&self, bay: i64, done: Result<(), DeskError>) {
        if let Err(error) = done {
            tracing::warn!(bay, %error, "a press could not be carried out");
            let outcome = match error {
                DeskError::Store(StoreError::TooLate) => Outcome::AlreadyAnnounced,
                _ => Outcome::CallCustomer,
            };
            self.tell(bay, outcome).await;
        }
    }

    async fn take_back_bay(&self, bay: i64) -> Result<(), DeskError> {
        let job = self
            .store
            .job_in_bay(bay)
            .await?
            .ok_or(StoreError::TooLate)?;
        self.take_back(job.id, &format!("the button in bay {bay}"))
            .await
    }

    async fn tell_health(&self, health: Health) {
        if let Some(panel) = &self.panel {
            // The panel has stopped only when the whole house is stopping.
            let _ = panel.send(Notice::Health(health)).await;
        }
    }
}
