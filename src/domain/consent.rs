//! What a contact point has agreed to, folded from its ledger rows.
//!
//! The fold goes in ledger order. Times are evidence and never order: the clock may have been wrong.

use super::purpose::Purpose;

/// What a consent event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every automatic text.
    All,
    /// Texts about the customer's job, and the one question how it went.
    Service,
    /// Texts about the job other than "ready".
    Progress,
    /// Offers.
    Promotional,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentEvent {
    /// Agreed.
    Grant,
    /// Ended.
    Revoke,
    /// An unclear text: nothing automatic goes until a person has decided.
    Hold,
    /// The person decided that a hold can end.
    Release,
    /// A staff-made or timer-made opt-out was taken back within its undo window.
    Undo,
    /// The owner corrected a staff-made or timer-made opt-out later.
    Correct,
}

/// Whose act it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The customer, with the phone or a signature.
    Customer,
    /// Someone who works here.
    Staff,
    /// The owner.
    Owner,
    /// A rule with a time limit.
    Timer,
}

/// By which means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// A keyword texted from the number itself.
    SmsKeyword,
    /// Other words texted from the number itself.
    SmsWords,
    /// A signature on the screen.
    ScreenSignature,
    /// A signature on paper.
    PaperSignature,
    /// The consent lines answered at the counter, attested by staff.
    InPerson,
    /// Agreed or refused on the phone, attested by staff.
    Verbal,
    /// Refused on the voicemail, as staff heard it.
    Voicemail,
    /// Refused by e-mail, as staff read it.
    Email,
    /// The shop has erased the person.
    Erasure,
    /// Staff decided on an unclear text.
    Decision,
    /// Nobody decided in time.
    Timeout,
    /// Refused on a web page of the shop, or by way of another program of its own.
    Web,
}

/// The names in the store: `as_str` and `from_name` for a plain enum.
macro_rules! names {
    ($type:ty { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// The name in the store and in the ledger's canonical form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use names;

names!(Scope { All = "all", Service = "service", Progress = "progress", Promotional = "promotional" });
names!(ConsentEvent {
    Grant = "grant", Revoke = "revoke", Hold = "hold", Release = "release", Undo = "undo", Correct = "correct",
});
names!(Actor { Customer = "customer", Staff = "staff", Owner = "owner", Timer = "timer" });
names!(Method {
    SmsKeyword = "sms_keyword", SmsWords = "sms_words", ScreenSignature = "screen_signature",
    PaperSignature = "paper_signature", InPerson = "in_person", Verbal = "verbal",
    Voicemail = "voicemail", Email = "email", Erasure = "erasure",
    Decision = "decision", Timeout = "timeout", Web = "web",
});

impl Method {
    /// Whether the customer alone can have done it: the phone itself, or a signature. Only such a
    /// grant lifts a revocation, and only such a grant allows offers.
    pub fn is_the_customers_own(self) -> bool {
        matches!(
            self,
            Self::SmsKeyword | Self::ScreenSignature | Self::PaperSignature
        )
    }
}

/// The consent of one contact point for one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    /// Never asked, or never answered.
    None,
    /// Agreed, and it stands.
    Granted,
    /// Ended.
    Revoked,
    /// Agreed, but an unclear text waits for a decision.
    Held,
}

/// One row of the ledger, as far as the fold needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its place in the chain.
    pub id: i64,
    /// What happened.
    pub event: ConsentEvent,
    /// About what.
    pub scope: Scope,
    /// By which means.
    pub method: Method,
    /// Whose act it was.
    pub actor: Actor,
    /// The row that it is about.
    pub about: Option<i64>,
}

/// The standing of one contact point: the fold of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    service: Line,
    promotional: Line,
    progress_ended: bool,
    holds: Vec<i64>,
    last_revocation: Option<i64>,
}

/// One line of consent: where it stands, and the row that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Line {
    granted: Option<bool>,
    row: Option<i64>,
}

impl Standing {
    /// Folds the rows of one contact point, which must be in ledger order.
    pub fn fold(rows: &[Row]) -> Self {
        let taken_back: Vec<i64> = rows
            .iter()
            .filter(|r| matches!(r.event, ConsentEvent::Undo | ConsentEvent::Correct))
            .filter_map(|r| r.about)
            .collect();
        let mut standing = Self::default();
        for row in rows {
            let shops_own = matches!(row.actor, Actor::Staff | Actor::Owner | Actor::Timer);
            if !(shops_own && taken_back.contains(&row.id)) {
                standing.apply(row);
            }
        }
        standing
    }

    fn apply(&mut self, row: &Row) {
        match row.event {
            ConsentEvent::Grant => {
                match row.scope {
                    // A "yes" to offers that only staff attest is kept as evidence and allows none.
                    Scope::Promotional => {
                        row.method.is_the_customers_own() && self.promotional.grant(row)
                    }
                    Scope::All | Scope::Service | Scope::Progress => {
                        if self.service.grant(row) {
                            self.progress_ended = false;
                        }
                        false
                    }
                };
                if row.actor == Actor::Customer {
                    self.holds.clear();
                }
            }
            ConsentEvent::Revoke => {
                match row.scope {
                    Scope::All => {
                        self.service.revoke(row);
                        self.promotional.revoke(row);
                        self.holds.clear();
                    }
                    Scope::Service => self.service.revoke(row),
                    Scope::Progress => self.progress_ended = true,
                    Scope::Promotional => self.promotional.revoke(row),
                }
                self.last_revocation = Some(row.id);
            }
            ConsentEvent::Hold => self.holds.push(row.id),
            ConsentEvent::Release => match row.about {
                Some(about) => self.holds.retain(|hold| *hold != about),
                None => self.holds.clear(),
            },
            ConsentEvent::Undo | ConsentEvent::Correct => {}
        }
    }

    /// The consent for a purpose. Compliance, verification, conversation and staff texts have
    /// rules of their own in the gate; for them this is the standing of service texts.
    pub fn consent(&self, purpose: Purpose) -> Consent {
        let line = match purpose {
            Purpose::Promotional => self.promotional,
            _ => self.service,
        };
        match line.granted {
            None => Consent::None,
            Some(false) => Consent::Revoked,
            Some(true) if self.is_held() => Consent::Held,
            Some(true) => Consent::Granted,
        }
    }

    /// The ledger row that granted or ended the consent for a purpose.
    pub fn row(&self, purpose: Purpose) -> Option<i64> {
        match purpose {
            Purpose::Promotional => self.promotional.row,
            _ => self.service.row,
        }
    }

    /// Whether an unclear text waits for a decision.
    pub fn is_held(&self) -> bool {
        !self.holds.is_empty()
    }

    /// The rows that hold it.
    pub fn holds(&self) -> &[i64] {
        &self.holds
    }

    /// Whether the customer wants "ready" and no other text about the job.
    pub fn only_ready(&self) -> bool {
        self.progress_ended
    }

    /// Whether offers were ever agreed to or refused: the confirmation of a STOP then names both.
    pub fn knows_offers(&self) -> bool {
        self.promotional.row.is_some()
    }

    /// The newest revocation, of any scope.
    pub fn last_revocation(&self) -> Option<i64> {
        self.last_revocation
    }
}

impl Line {
    fn grant(&mut self, row: &Row) -> bool {
        let stands = self.granted != Some(false) || row.method.is_the_customers_own();
        if stands {
            *self = Self {
                granted: Some(true),
                row: Some(row.id),
            };
        }
        stands
    }

    fn revoke(&mut self, row: &Row) {
        *self = Self {
            granted: Some(false),
            row: Some(row.id),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentEvent::{Correct, Grant, Hold, Release, Revoke, Undo};

    fn row(id: i64, event: ConsentEvent, scope: Scope, method: Method, actor: Actor) -> Row {
        Row {
            id,
            event,
            scope,
            method,
            actor,
            about: None,
        }
    }
    fn agreed(id: i64) -> Row {
        row(id, Grant, Scope::Service, Method::InPerson, Actor::Staff)
    }
    fn stop(id: i64) -> Row {
        row(id, Revoke, Scope::All, Method::SmsKeyword, Actor::Customer)
    }
    fn service(rows: &[Row]) -> Consent {
        Standing::fold(rows).consent(Purpose::Service)
    }

    #[test]
    fn a_stop_ends_everything_and_staff_cannot_lift_it() {
        assert_eq!(service(&[]), Consent::None);
        assert_eq!(service(&[agreed(1)]), Consent::Granted);
        assert_eq!(service(&[agreed(1), stop(2)]), Consent::Revoked);
        assert_eq!(service(&[agreed(1), stop(2), agreed(3)]), Consent::Revoked);
        let start = row(
            3,
            Grant,
            Scope::Service,
            Method::SmsKeyword,
            Actor::Customer,
        );
        let standing = Standing::fold(&[agreed(1), stop(2), start]);
        assert_eq!(standing.consent(Purpose::Service), Consent::Granted);
        assert_eq!(standing.consent(Purpose::Promotional), Consent::Revoked);
        let signed = row(
            3,
            Grant,
            Scope::Service,
            Method::ScreenSignature,
            Actor::Customer,
        );
        assert_eq!(service(&[agreed(1), stop(2), signed]), Consent::Granted);
    }

    #[test]
    fn an_undo_takes_back_what_staff_did_and_never_a_customers_stop() {
        let by_staff = row(2, Revoke, Scope::All, Method::Verbal, Actor::Staff);
        let undo = Row {
            about: Some(2),
            ..row(3, Undo, Scope::All, Method::Verbal, Actor::Staff)
        };
        assert_eq!(service(&[agreed(1), by_staff]), Consent::Revoked);
        assert_eq!(service(&[agreed(1), by_staff, undo]), Consent::Granted);
        assert_eq!(service(&[agreed(1), stop(2), undo]), Consent::Revoked);
        let correct = Row {
            event: Correct,
            ..undo
        };
        assert_eq!(service(&[agreed(1), by_staff, correct]), Consent::Granted);
        assert_eq!(
            service(&[agreed(1), by_staff, stop(4), Row { id: 5, ..undo }]),
            Consent::Revoked
        );
    }

    #[test]
    fn offers_need_a_signature_or_the_phones_own_word() {
        let offers = |method| {
            let yes = row(2, Grant, Scope::Promotional, method, Actor::Staff);
            Standing::fold(&[agreed(1), yes]).consent(Purpose::Promotional)
        };
        assert_eq!(offers(Method::InPerson), Consent::None);
        assert_eq!(offers(Method::Verbal), Consent::None);
        assert_eq!(offers(Method::PaperSignature), Consent::Granted);
        assert_eq!(offers(Method::SmsKeyword), Consent::Granted);
    }

    #[test]
    fn a_hold_lasts_until_each_unclear_text_is_decided() {
        let hold = |id| row(id, Hold, Scope::All, Method::SmsWords, Actor::Customer);
        let release = |id, about| Row {
            about: Some(about),
            ..row(id, Release, Scope::All, Method::Decision, Actor::Staff)
        };
        assert_eq!(service(&[agreed(1), hold(2)]), Consent::Held);
        assert_eq!(
            service(&[agreed(1), hold(2), hold(3), release(4, 2)]),
            Consent::Held
        );
        assert_eq!(
            service(&[agreed(1), hold(2), hold(3), release(4, 2), release(5, 3)]),
            Consent::Granted
        );
        assert_eq!(service(&[agreed(1), hold(2), stop(3)]), Consent::Revoked);
    }

    #[test]
    fn no_offers_and_only_ready_leave_ready_alone() {
        let no_offers = row(
            2,
            Revoke,
            Scope::Promotional,
            Method::SmsKeyword,
            Actor::Customer,
        );
        assert_eq!(service(&[agreed(1), no_offers]), Consent::Granted);
        let only_ready = row(2, Revoke, Scope::Progress, Method::Decision, Actor::Staff);
        let standing = Standing::fold(&[agreed(1), only_ready]);
        assert_eq!(standing.consent(Purpose::Service), Consent::Granted);
        assert!(standing.only_ready());
    }
}
