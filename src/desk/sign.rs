//! Asking a customer to sign, on a screen or on paper, and keeping what was answered.

use super::{Desk, DeskError};
use crate::domain::attachment::{FileError, kind_of};
use crate::domain::lang::Lang;
use crate::domain::ledger::Hash;
use crate::domain::purpose::Purpose;
use crate::domain::settings::Settings;
use crate::domain::signature::{Signature, SignatureError};
use crate::domain::text::{Horizon, TextKind};
use crate::domain::wording::{ConsentLine, Filling};
use crate::domain::words::Kind;
use crate::store::{
    Answer, Answers, By, Confirmation, LineToSign, Opened, Opening, SigningEvidence, Templates,
    ToSign,
};
use chrono::{DateTime, Utc};

/// What is laid before a customer: the lines, word for word, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose it is.
    pub to_sign: ToSign,
    /// The language of the lines.
    pub lang: Lang,
    /// The shop's name.
    pub shop: String,
    /// The lines.
    pub lines: Vec<SheetLine>,
}

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Which line, and where it stands.
    pub asked: LineToSign,
    /// Which wording.
    pub version: String,
    /// The exact words.
    pub words: String,
}

impl Sheet {
    /// Names what is shown: an answer to other words than these does not count.
    pub fn mark(&self) -> String {
        let mut all = String::new();
        for line in &self.lines {
            all.push_str(&line.version);
            all.push('\n');
            all.push_str(&line.words);
            all.push('\n');
        }
        Hash::of(all.as_bytes()).to_string()
    }

    /// The lines that need an answer; the others stand by the customer's own act already.
    pub fn open_lines(&self) -> impl Iterator<Item = &SheetLine> {
        self.lines.iter().filter(|l| l.asked.own_since.is_none())
    }
}

/// An answer to a sheet.
#[derive(Debug, Clone, Default)]
pub struct Signed {
    /// The lines that were ticked.
    pub ticked: Vec<ConsentLine>,
    /// The initials beside the line for offers.
    pub initials: String,
    /// The signature as the page sends it; empty for none.
    pub drawn: String,
    /// [`Sheet::mark`] of what was shown.
    pub mark: String,
}

/// Why an answer does not count yet. Nothing has been kept.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// Something was ticked and not signed for.
    #[error("{0}")]
    Signature(#[from] SignatureError),
    /// Offers were ticked without initials.
    #[error("the initials beside the offers are missing")]
    Initials,
    /// The words have changed since they were shown.
    #[error("the words have changed; please read them again")]
    Changed,
    /// The photo or the scan can't be taken.
    #[error("{0}")]
    File(#[from] FileError),
    /// The desk could not do it.
    #[error("{0}")]
    Desk(#[from] DeskError),
}

impl From<crate::store::StoreError> for SignError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

/// Nobody's initials are longer.
const LONGEST_INITIALS: usize = 12;

impl Desk {
    /// What is laid before the customer of a job, in that language.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn sheet(&self, job: i64, lang: Lang) -> Result<Sheet, DeskError> {
        let to_sign = self.store.to_sign(job).await?;
        let shop = self.store.settings().await?;
        let wordings = self.store.wordings().await?;
        let number = to_sign.number.as_ref();
        let number = number.map(|n| n.national(shop.country)).unwrap_or_default();
        let filling = Filling {
            shop: &shop.brand,
            number: &number,
            email: to_sign.email.as_deref().unwrap_or_default(),
            terms: &shop.terms,
        };
        let lines = to_sign.lines.iter().filter_map(|asked| {
            let wording = wordings.of(asked.line, lang)?;
            Some(SheetLine {
                asked: *asked,
                version: wording.label(),
                words: wording.words(filling),
            })
        });
        Ok(Sheet {
            lines: lines.collect(),
            lang: lang.spoken(),
            shop: shop.brand,
            to_sign,
        })
    }

    /// Hands the screen of that session to the customer of a job.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn hand_over(&self, job: i64, by: &str, token: String) -> Result<i64, DeskError> {
        let lang = self.store.to_sign(job).await?.lang;
        let now = self.clock.now();
        let by = by.to_owned();
        let signing = self
            .store
            .open_signing(job, Opening::Screen(token), lang, by, now);
        Ok(signing.await?)
    }

    /// Opens a sheet of paper for a job, in that language, with the lines as they are printed.
    ///
    /// # Errors
    /// When there is no such job.
    pub async fn print_sheet(&self, job: i64, lang: Lang, by: &str) -> Result<i64, DeskError> {
        let lines = unanswered(&self.sheet(job, lang).await?);
        let (by, now) = (by.to_owned(), self.clock.now());
        let signing = self
            .store
            .open_signing(job, Opening::Paper(lines), lang, by, now);
        Ok(signing.await?)
    }

    /// Keeps what the customer answered on the screen, and locks it. Returns the lines that a STOP
    /// forbids which came after the screen was handed over.
    ///
    /// # Errors
    /// When the signature or the initials are missing, or the words have changed since: nothing is
    /// kept then.
    pub async fn sign(
        &self,
        opened: &Opened,
        lang: Lang,
        signed: Signed,
        token: String,
    ) -> Result<Vec<ConsentLine>, SignError> {
        let sheet = self.sheet(opened.job, lang).await?;
        if sheet.mark() != signed.mark {
            return Err(SignError::Changed);
        }
        let answers = Answers {
            lang: sheet.lang,
            ..answers(unanswered(&sheet), opened, &signed)?
        };
        let signature = match signed.ticked.is_empty() {
            true => None,
            false => Some(Signature::read(&signed.drawn)?),
        };
        let answers = Answers {
            signature,
            ..self.with_confirmations(answers).await?
        };
        Ok(self
            .store
            .sign(answers, Some(token), self.clock.now())
            .await?)
    }

    /// Staff attest what was ticked on a sheet of paper. Texts about the vehicle count at once;
    /// offers once the scan is attached. The words are those that were printed.
    ///
    /// # Errors
    /// When the initials are missing.
    pub async fn attest(
        &self,
        sheet: &SigningEvidence,
        signed: Signed,
        by: impl Into<By>,
    ) -> Result<Vec<ConsentLine>, SignError> {
        let answers = self.on_the_sheet(sheet, &signed, by.into()).await?;
        Ok(self.store.sign(answers, None, self.clock.now()).await?)
    }

    /// What is ticked on a sheet of paper, by the word of whoever reads it.
    async fn on_the_sheet(
        &self,
        sheet: &SigningEvidence,
        signed: &Signed,
        by: By,
    ) -> Result<Answers, SignError> {
        let answers = Answers {
            taken_by: by.name,
            terminal: by.terminal,
            ..answers(sheet.answers.clone(), &sheet.opened, signed)?
        };
        Ok(self.with_confirmations(answers).await?)
    }

    /// The sheet says something else than what was attested: what is ticked on it really. Returns the
    /// sheet that this counts as.
    ///
    /// # Errors
    /// When the initials are missing, or a newer sheet of the job was signed.
    pub async fn attest_again(
        &self,
        sheet: &SigningEvidence,
        signed: Signed,
        by: impl Into<By>,
    ) -> Result<i64, SignError> {
        let answers = self.on_the_sheet(sheet, &signed, by.into()).await?;
        Ok(self.store.read_again(answers, self.clock.now()).await?)
    }

    /// Attaches a photo or a scan of a signed sheet. What it is, is told by what is in it.
    ///
    /// # Errors
    /// When it is no JPEG, PNG or PDF, is damaged or too large, or the sheet was not answered yet.
    pub async fn attach(
        &self,
        signing: i64,
        bytes: Vec<u8>,
        by: impl Into<By>,
    ) -> Result<Vec<ConsentLine>, SignError> {
        let kind = kind_of(&bytes)?;
        let shop = self.store.settings().await?;
        let lang = self.store.signing(signing).await?.opened.lang;
        let now = self.clock.now();
        let templates = self.store.templates().await?;
        let texts = confirmations(&shop, &templates, lang, now.wall)?;
        let refused = self.store.attach(signing, kind, bytes, texts, by, now);
        Ok(refused.await?)
    }

    async fn with_confirmations(&self, answers: Answers) -> Result<Answers, DeskError> {
        let shop = self.store.settings().await?;
        let templates = self.store.templates().await?;
        let now = self.clock.now().wall;
        Ok(Answers {
            confirmations: confirmations(&shop, &templates, answers.lang, now)?,
            ..answers
        })
    }
}

/// The lines that are asked, before they are answered.
fn unanswered(sheet: &Sheet) -> Vec<Answer> {
    let lines = sheet.open_lines().map(|line| Answer {
        line: line.asked.line.as_str().to_owned(),
        version: line.version.clone(),
        words: line.words.clone(),
        yes: false,
    });
    lines.collect()
}

/// The lines as they were shown, with what was ticked.
fn answers(lines: Vec<Answer>, opened: &Opened, signed: &Signed) -> Result<Answers, SignError> {
    let initials: String = signed.initials.chars().take(LONGEST_INITIALS).collect();
    let ticked = |name: &str| signed.ticked.iter().any(|line| line.as_str() == name);
    let lines: Vec<Answer> = lines
        .into_iter()
        .map(|line| Answer {
            yes: ticked(&line.line),
            ..line
        })
        .collect();
    let offers = lines
        .iter()
        .any(|line| line.yes && line.line == ConsentLine::Offers.as_str());
    if offers && !initials.chars().any(char::is_alphabetic) {
        return Err(SignError::Initials);
    }
    Ok(Answers {
        signing: opened.id,
        lang: opened.lang,
        lines,
        initials,
        signature: None,
        taken_by: String::new(),
        terminal: None,
        confirmations: Vec::new(),
    })
}

/// The texts that confirm a consent, in the language in which it was given.
fn confirmations(
    shop: &Settings,
    templates: &Templates,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Vec<(TextKind, Confirmation)>, DeskError> {
    let horizon = Horizon {
        now,
        closing: now,
        promised: None,
    };
    [Kind::VehicleOptIn, Kind::OffersOptIn]
        .into_iter()
        .map(|kind| {
            let words = templates
                .of(kind, lang)
                .render(&super::words::shop_vars(shop))
                .map_err(DeskError::Missing)?;
            let template = templates.label(kind, lang);
            let kind = TextKind::from(kind);
            let before = kind.send_before(Purpose::Compliance, horizon);
            let confirmation = Confirmation {
                words,
                template,
                before,
            };
            Ok((kind, confirmation))
        })
        .collect()
}
