//! What an inbound text asks for.
//!
//! Rules only: no model, no network, no memory. The same words always give the same class; what
//! follows from it (which question is open, what this phone agreed to) is the router's business.
//!
//! Rules catch every keyword in any dress, and most free wording. They don't catch all of it, and
//! no rules would: so nothing that is an offer goes to a phone whose text nobody has read, and staff
//! can mark any text as an opt-out.

mod fold;
mod mend;
mod pattern;
mod quote;
mod steps;
mod tables;
mod whole;

#[cfg(test)]
mod tests;

use super::lang::Lang;

/// What a text is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Wants no more texts.
    OptOut,
    /// Wants texts (again).
    OptIn,
    /// Asks who this is, or for help.
    Help,
    /// Yes, to whatever was asked.
    ConfirmYes,
    /// No, to whatever was asked. Never an opt-out.
    ConfirmNo,
    /// May be an opt-out or a complaint: automatic texts are held until staff have read it.
    AmbiguousReview,
    /// Anything else that people say to a shop.
    Conversation,
}

impl Class {
    /// The name in the store and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptOut => "opt_out",
            Self::OptIn => "opt_in",
            Self::Help => "help",
            Self::ConfirmYes => "confirm_yes",
            Self::ConfirmNo => "confirm_no",
            Self::AmbiguousReview => "ambiguous_review",
            Self::Conversation => "conversation",
        }
    }

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::OptOut,
            Self::OptIn,
            Self::Help,
            Self::ConfirmYes,
            Self::ConfirmNo,
            Self::AmbiguousReview,
            Self::Conversation,
        ]
        .into_iter()
        .find(|class| class.as_str() == name)
    }
}

/// What an opt-out ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every kind of text.
    All,
    /// Offers only.
    Promotional,
}

impl Scope {
    /// The name in the store and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Promotional => "promotional",
        }
    }
}

/// A word that stands for a command, in whatever language it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// STOP and its kin.
    Stop,
    /// START, UNSTOP and their kin.
    Start,
    /// Offers, please; counts only soon after START.
    Promo,
    /// Only the vehicle's texts, please; counts only soon after a STOP.
    Updates,
    /// Offers, please; from the sign in the lobby.
    Join,
    /// HELP and its kin.
    Help,
    /// How is my job?
    Status,
    /// The code of the key box.
    Key,
    /// A visit, please.
    Book,
    /// A bid at an auction; the number is in the words.
    Bid,
}

/// Which rule decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing but blanks.
    Empty,
    /// A phone's reaction, which quotes our own text.
    Reaction,
    /// A phone's answering machine.
    AutoReply,
    /// The whole text is a keyword.
    Keyword,
    /// The whole text is a keyword that may mean the visit as well.
    WeakKeyword,
    /// One slip away from a keyword, and not a word of its own.
    Typo,
    /// One slip away from a keyword, but a word of its own.
    NearKeyword,
    /// The whole text is a yes, a no or a sign for one.
    Answer,
    /// One clause is a keyword.
    Clause,
    /// The phone belongs to somebody else.
    WrongNumber,
    /// "Don't text me".
    DoNotText,
    /// "Don't text me" at a time, a place or on a condition.
    DoNotTextWhen,
    /// A phrase that asks for no more texts.
    Phrase,
    /// A yes or a no with harmless words behind it.
    AnswerWithTail,
    /// Annoyed, but asks for nothing.
    Complaint,
    /// Has, or gave, another number.
    NumberChanged,
    /// Wants texts again, but not by the keyword.
    SignUpAgain,
    /// Wants the work stopped, not the texts.
    StopTheWork,
    /// A "stop" that is about something else.
    StopElsewhere,
    /// A "stop" that may be about texts.
    StopUnclear,
    /// A visit or an order is to be cancelled or moved.
    ChangeRequest,
    /// A "cancel" that may be about texts.
    CancelUnclear,
    /// Words that smell of leaving.
    ExitWords,
    /// A word that the router answers, such as STATUS.
    ServiceWord,
    /// No rule: people talking.
    Plain,
}

impl Reason {
    /// The name in the store and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Reaction => "reaction",
            Self::AutoReply => "auto_reply",
            Self::Keyword => "keyword",
            Self::WeakKeyword => "weak_keyword",
            Self::Typo => "typo",
            Self::NearKeyword => "near_keyword",
            Self::Answer => "answer",
            Self::Clause => "clause",
            Self::WrongNumber => "wrong_number",
            Self::DoNotText => "do_not_text",
            Self::DoNotTextWhen => "do_not_text_when",
            Self::Phrase => "phrase",
            Self::AnswerWithTail => "answer_with_tail",
            Self::Complaint => "complaint",
            Self::NumberChanged => "number_changed",
            Self::SignUpAgain => "sign_up_again",
            Self::StopTheWork => "stop_the_work",
            Self::StopElsewhere => "stop_elsewhere",
            Self::StopUnclear => "stop_unclear",
            Self::ChangeRequest => "change_request",
            Self::CancelUnclear => "cancel_unclear",
            Self::ExitWords => "exit_words",
            Self::ServiceWord => "service_word",
            Self::Plain => "plain",
        }
    }
}

/// What staff should look at besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Notes {
    /// Did they mean the visit? Ask by phone.
    pub check_appointment: bool,
    /// The phone belongs to somebody else.
    pub wrong_number: bool,
    /// Threatens, or accuses: look at it first.
    pub urgent: bool,
    /// The customer has, or gave, another number.
    pub number_changed: bool,
    /// The work is to be stopped.
    pub stop_the_work: bool,
    /// One automatic "reply START" is due.
    pub asks_to_be_signed_up_again: bool,
    /// A visit or an order is to be cancelled or moved.
    pub change_request: bool,
}

/// What a text was taken for, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Classification {
    /// What it is.
    pub class: Class,
    /// What it ends; only for an opt-out.
    pub scope: Option<Scope>,
    /// The rule that decided.
    pub reason: Reason,
    /// The command, if it was one.
    pub keyword: Option<Keyword>,
    /// The language of the words that decided, if they have one.
    pub lang: Option<Lang>,
    /// What staff should look at besides.
    pub notes: Notes,
}

/// Says what a text asks for. `words` is the whole text, all parts joined.
pub fn classify(words: &str) -> Classification {
    steps::decide(words)
}

impl Classification {
    fn new(class: Class, reason: Reason) -> Self {
        Self {
            class,
            scope: None,
            reason,
            keyword: None,
            lang: None,
            notes: Notes::default(),
        }
    }

    fn with_keyword(mut self, keyword: Keyword) -> Self {
        self.keyword = Some(keyword);
        self
    }

    fn without_keyword(mut self) -> Self {
        self.keyword = None;
        self
    }

    fn in_lang(mut self, lang: Lang) -> Self {
        self.lang = Some(lang);
        self
    }

    fn without_lang(mut self) -> Self {
        self.lang = None;
        self
    }

    fn because_of_typo(mut self, typo: bool) -> Self {
        if typo {
            self.reason = Reason::Typo;
        }
        self
    }
}
