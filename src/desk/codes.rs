//! Proving a number with a code, while the customer stands there.

use super::{Desk, DeskError, Slip};
use crate::domain::code::{self, Check};
use crate::domain::job::JobState;
use crate::domain::template::Variable;
use crate::domain::words::Kind;
use crate::store::{CodeAsked, CodeRefused, GAP, StoreError, Thing};

impl Desk {
    /// Texts the customer of a job a code: the one that is still good, or a new one. `terminal` is
    /// the session of the screen that asks; `present_and_asked`: the number opted out, and staff
    /// attest that its owner stands there and asks for the code.
    ///
    /// # Errors
    /// [`DeskError::Code`] when no code may go.
    pub async fn send_code(
        &self,
        job: i64,
        terminal: &str,
        present_and_asked: bool,
        by: &str,
    ) -> Result<i64, DeskError> {
        let now = self.clock.now();
        let found = self.store.job(job).await?;
        if found.state == JobState::Booked {
            return Err(Slip::NotHereYet.into());
        }
        let contact = found.contact.ok_or(StoreError::Missing(Thing::Number))?;
        let shop = self.store.settings().await?;
        let mut vars = super::words::shop_vars(&shop);
        vars.set(Variable::Code, GAP);
        let templates = self.store.templates().await?;
        let template = templates.of(Kind::Code, found.lang);
        let words = template.render(&vars).map_err(DeskError::Missing)?;
        let asked = CodeAsked {
            contact,
            job,
            terminal: terminal.to_owned(),
            words,
            template: templates.label(Kind::Code, found.lang),
            present_and_asked,
            by: by.to_owned(),
        };
        self.store
            .send_code(asked, now)
            .await?
            .map_err(|refused: CodeRefused| DeskError::Code(refused))
    }

    /// Tries what the customer read out. None: it can't be a code, so it counts as no try.
    ///
    /// # Errors
    /// When the job has no number.
    pub async fn check_code(
        &self,
        job: i64,
        typed: &str,
        by: &str,
    ) -> Result<Option<Check>, DeskError> {
        let Some(code) = code::typed(typed) else {
            return Ok(None);
        };
        let contact = self.store.job(job).await?.contact;
        let contact = contact.ok_or(StoreError::Missing(Thing::Number))?;
        let by = by.to_owned();
        let check = self
            .store
            .check_code(contact, code, by, self.clock.now())
            .await?;
        Ok(Some(check))
    }
}
