//! Taking in a job: the customer, the vehicle, and the two consent lines as answered.

use super::{Desk, DeskError, Slip};
use crate::domain::consent::{Method, Scope};
use crate::domain::job::JobState;
use crate::domain::lang::Lang;
use crate::domain::phone::PhoneNumber;
use crate::domain::settings::Settings;
use crate::domain::wording::{ConsentLine, Filling};
use crate::store::{By, Grant, NewJob, Wordings};
use chrono::{DateTime, Utc};

/// What is written down when a job is taken in. A first name is all that is needed; a number makes
/// the customer reachable.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// The customer's name.
    pub name: String,
    /// The phone number as it was typed; empty for none.
    pub phone: String,
    /// The language that the customer reads.
    pub lang: Lang,
    /// The vehicle as people call it.
    pub vehicle: String,
    /// Its colour.
    pub colour: String,
    /// Its plate.
    pub plate: String,
    /// What is to be done.
    pub work: String,
    /// What staff should know.
    pub note: String,
    /// When it is promised.
    pub promised_at: Option<DateTime<Utc>>,
    /// Expected later, not here yet.
    pub booked: bool,
    /// The bay it goes into at once.
    pub bay: Option<i64>,
    /// Said yes to texts about the vehicle.
    pub service: bool,
    /// Said yes to offers.
    pub offers: bool,
}

/// Nobody's name, vehicle or plate is longer.
const LONGEST_FIELD: usize = 200;
/// Work and notes may be longer.
const LONGEST_NOTE: usize = 2_000;

impl Desk {
    /// Takes a job in. The wording of the consent lines, who attests the answers, and when, are
    /// kept as evidence. A "yes" to offers is kept too, but offers go only after a signature or the
    /// phone's own word.
    ///
    /// # Errors
    /// When a field can't be right: nothing is kept then, and the form can be corrected.
    pub async fn take_in(&self, intake: Intake, by: impl Into<By>) -> Result<i64, DeskError> {
        let by = by.into();
        let now = self.clock.now();
        check(&intake)?;
        let shop = self.store.settings().await?;
        let number = match intake.phone.trim() {
            "" => None,
            typed => Some(PhoneNumber::parse(typed, shop.country)?),
        };
        if number.is_none() && (intake.service || intake.offers) {
            return Err(Slip::NumberNeeded.into());
        }
        let grants = match &number {
            Some(number) => grants(&intake, &shop, number, &self.store.wordings().await?, &by),
            None => Vec::new(),
        };
        let lang = intake.lang.spoken();
        let templates = self.store.templates().await?;
        let confirmation = super::visits::confirmation(&shop, &templates, intake.lang, now)?;
        let new = NewJob {
            name: intake.name.trim().to_owned(),
            number,
            lang,
            vehicle: intake.vehicle.trim().to_owned(),
            colour: intake.colour.trim().to_owned(),
            plate: intake.plate.trim().to_owned(),
            work: intake.work.trim().to_owned(),
            note: intake.note.trim().to_owned(),
            promised_at: intake.promised_at,
            state: if intake.booked {
                JobState::Booked
            } else {
                JobState::Waiting
            },
            bay: intake.bay,
            grants,
            confirm_before: confirmation.before,
            confirmation: confirmation.words,
            by: by.name,
        };
        Ok(self.store.take_in(new, now).await?)
    }
}

fn check(intake: &Intake) -> Result<(), DeskError> {
    if intake.name.trim().is_empty() {
        return Err(Slip::NameNeeded.into());
    }
    let short = [
        &intake.name,
        &intake.phone,
        &intake.vehicle,
        &intake.colour,
        &intake.plate,
    ];
    if short
        .iter()
        .any(|field| field.chars().count() > LONGEST_FIELD)
    {
        return Err(Slip::FieldTooLong {
            most: LONGEST_FIELD,
        }
        .into());
    }
    if [&intake.work, &intake.note]
        .iter()
        .any(|field| field.chars().count() > LONGEST_NOTE)
    {
        return Err(Slip::NoteTooLong { most: LONGEST_NOTE }.into());
    }
    if intake.booked && intake.bay.is_some() {
        return Err(Slip::BookedInBay.into());
    }
    Ok(())
}

fn grants(
    intake: &Intake,
    shop: &Settings,
    number: &PhoneNumber,
    wordings: &Wordings,
    by: &By,
) -> Vec<Grant> {
    let lines = [
        (intake.service, Scope::Service, ConsentLine::Service),
        (intake.offers, Scope::Promotional, ConsentLine::Offers),
    ];
    let answered = lines.into_iter().filter(|(yes, _, _)| *yes);
    let filling = Filling {
        shop: &shop.brand,
        number: &number.national(shop.country),
        email: "",
        terms: &shop.terms,
    };
    answered
        .filter_map(|(_, scope, line)| {
            let wording = wordings.of(line, intake.lang)?;
            Some(Grant {
                scope,
                method: Method::InPerson,
                version: wording.label(),
                lang: wording.lang.code().to_owned(),
                words: wording.words(filling),
                staff: by.clone(),
            })
        })
        .collect()
}
