//! Taking a job in step by step, and the consent that is agreed to on the phone.

use super::{Desk, DeskError};
use crate::domain::consent::{Method, Scope};
use crate::domain::lang::Lang;
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::text::{Horizon, TextKind};
use crate::domain::time::Now;
use crate::domain::wording::{ConsentLine, Filling};
use crate::domain::words::Kind;
use crate::store::{By, Confirmation, Grant, Known, Reaching, StoreError, Templates, Thing};

impl Desk {
    /// The second step: how the customer is reached. Where the number belongs to others as well and
    /// nobody has said who it is, nothing is changed and they are returned.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn reach(&self, job: i64, reaching: Reaching) -> Result<Vec<Known>, DeskError> {
        Ok(self.store.reach(job, reaching, self.clock.now()).await?)
    }

    /// The sentence that staff read out on the phone to ask for texts about the vehicle, in that
    /// language, word for word as it will be kept.
    ///
    /// # Errors
    /// When there is no such job, or it has no number.
    pub async fn phone_script(&self, job: i64, lang: Lang) -> Result<Grant, DeskError> {
        let visit = self.store.visit(job).await?;
        let number = visit.number.ok_or(StoreError::Missing(Thing::Number))?;
        let shop = self.store.settings().await?;
        let wordings = self.store.wordings().await?;
        let wording = wordings
            .of(ConsentLine::Phone, lang)
            .ok_or(StoreError::Missing(Thing::PhoneWording))?;
        Ok(Grant {
            scope: Scope::Service,
            method: Method::Verbal,
            version: wording.label(),
            lang: wording.lang.code().to_owned(),
            words: wording.words(Filling {
                shop: &shop.brand,
                number: &number.national(shop.country),
                email: "",
                terms: &shop.terms,
            }),
            staff: By::default(),
        })
    }

    /// The customer heard that sentence and said yes: consent to texts about the vehicle, never to
    /// offers. Its confirmation goes at once. False: a STOP of theirs stands, which only they lift.
    ///
    /// # Errors
    /// When there is no such job, or it has no number.
    pub async fn agreed_by_phone(
        &self,
        job: i64,
        lang: Lang,
        by: impl Into<By>,
    ) -> Result<bool, DeskError> {
        let now = self.clock.now();
        let mut grant = self.phone_script(job, lang).await?;
        grant.staff = by.into();
        let shop = self.store.settings().await?;
        let templates = self.store.templates().await?;
        let confirmation = confirmation(&shop, &templates, lang, now)?;
        let rows = self
            .store
            .agree(job, vec![grant], confirmation, now)
            .await?;
        Ok(!rows.is_empty())
    }
}

/// The text that confirms consent to texts about the vehicle.
pub(super) fn confirmation(
    shop: &Settings,
    templates: &Templates,
    lang: Lang,
    now: Now,
) -> Result<Confirmation, DeskError> {
    let kind = Kind::VehicleOptIn;
    let words = templates
        .of(kind, lang)
        .render(&super::words::shop_vars(shop))
        .map_err(DeskError::Missing)?;
    let horizon = Horizon {
        now: now.wall,
        closing: now.wall,
        promised: None,
    };
    Ok(Confirmation {
        words,
        template: templates.label(kind, lang),
        before: TextKind::ServiceConfirmation.send_before(Purpose::Compliance, horizon),
    })
}
