//! Why a text ended as it did, why a person must do something, and how that ended.
//!
//! The store keeps a short code, with a detail behind a colon where there is one, so that every page
//! can say it in its own language. What a person typed, or a modem said, is kept as it is.

use super::consent::names;

/// A reason that the program itself gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    // Why a text was called off, or ended otherwise.
    /// A newer text about the same job took its place.
    NewerText,
    /// The job has moved on.
    MovedOn,
    /// The customer was called instead.
    WasCalled,
    /// A person called it off. The detail: who.
    CalledOff,
    /// It was not worth sending any more.
    Outdated,
    /// A person says that it arrived. The detail: who.
    Arrived,
    /// It may have gone, and the customer is called.
    IsCalled,
    /// The customer opted out.
    OptedOut,
    /// The customer wrote again before it could go.
    WroteAgain,
    /// The opt-out that it confirms was taken back.
    OptOutTakenBack,
    /// The person whom it was for was erased.
    Erased,
    /// Its parts would have come too far apart.
    TooFarApart,
    /// The program was stopped before the network's answer.
    Stopped,
    /// Its code was forgotten when the program was started anew.
    CodeForgotten,
    /// The number that its code was for is proved.
    Proved,
    /// The customer wants no texts now.
    NoTextsWanted,
    /// The job has another number now.
    NumberReplaced,
    /// A backup was restored: it may have gone since that was made.
    Restored,

    // What the modem said to a text.
    /// The network or the modem refused it. The detail: the number after `+CMS ERROR:`.
    Cms,
    /// The modem or its SIM refused it. The detail: the number after `+CME ERROR:`.
    Cme,
    /// The modem said ERROR, and no more.
    BareError,
    /// The modem does not know the command.
    UnknownCommand,
    /// The modem gave no answer in time.
    Silence,
    /// The modem said OK, and gave no reference.
    NoReference,
    /// The modem went away before it answered.
    WentAway,

    // What was found out about a text that may not have gone.
    /// A status report names it, so it went.
    Reported,
    /// The SIM's count moved, so it was tried.
    SimCounted,
    /// The reference of the next text shows that it was tried.
    ReferenceUsed,
    /// The SIM's count stood still, so it was not tried.
    SimDidNotCount,
    /// The next text has its reference, so it was not tried.
    ReferenceFree,
    /// The network is still trying to deliver it. The detail: what it said.
    StillTrying,
    /// The network has handed it on, and can't say whether it arrived.
    NotConfirmed,

    // Why a customer is to be called.
    /// The job is ready, and a text may not go. The detail: the gate's refusal.
    Ready,
    /// The job is ready, and there is no number to text.
    ReadyNoNumber,
    /// The job is ready, and the customer wants no texts.
    ReadyNoTexts,
    /// The job is ready, and the customer wants an e-mail.
    ReadyByEmail,
    /// The job is ready, and an unclear text waits for a decision.
    ReadyUnclear,
    /// The job is ready, and the number is to be proved anew.
    ReadyStale,
    /// The job is ready, and texts do not arrive.
    ReadyFailing,
    /// The job is ready, and a restored backup's gap waits for the owner.
    ReadyRestored,
    /// A text had not left when the backup was made that was restored.
    CallAfterRestore,
    /// The job is ready, and the quiet hours are not over.
    ReadyQuiet,
    /// The customer was told "ready", and it is not.
    NotReadyAfterAll,
    /// Opted out before a text could go.
    OptedOutBefore,
    /// A text could not go in time.
    NotInTime,
    /// The modem is down, and "ready" waits.
    ModemDown,
    /// A text may not have arrived.
    MayNotHaveArrived,
    /// Only the beginning of a text went.
    OnlyBeginning,
    /// A text could not be sent.
    NotSent,
    /// The network could not deliver a text. The detail: what it said.
    NotDelivered,
    /// A question about the work has had no answer. The detail: the line of work.
    NoAnswer,
    /// The customer has to be asked about the work, and can't be texted. The detail: the line.
    Ask,
    /// The shop closes, and the job is still here.
    StillHere,
    /// Another time was promised, and no text may say so.
    NewTime,

    // What else a person must do.
    /// Decide what an unclear text means.
    Decide,
    /// Wrote CANCEL: perhaps the visit was meant too.
    CheckVisit,
    /// The number belongs to somebody else.
    WrongNumber,
    /// An opt-out from a number that no customer has.
    UnknownOptOut,
    /// An opt-out from a number that can't be read.
    UnreadableOptOut,
    /// A visit or an order is to be changed.
    ChangeWanted,
    /// The customer has another number now.
    NumberChanged,
    /// Two texts in a row could not be delivered.
    NumberFails,
    /// A sheet was signed on paper, and nobody has attached a picture of it.
    ScanMissing,
    /// Gave a low score. The detail: which.
    LowScore,
    /// Someone called the line. The detail: the number, where no contact point has it.
    MissedCall,
    /// Someone called the line, and withholds the number.
    MissedCallWithheld,
    /// Codes went to numbers that follow one another.
    CodesInARow,
    /// Few codes were ever typed in.
    CodesUnused,

    // How that ended, where no person said so.
    /// "Ready" was taken back.
    TakenBack,
    /// The job is not ready after all.
    NotReady,
    /// The text went after all.
    WentAfterAll,
    /// The customer signed up again.
    SignedUpAgain,
    /// The question was answered.
    Answered,
    /// The number texted, or was proved with a code.
    NumberWorks,
}

names!(Why {
    NewerText = "newer_text", MovedOn = "moved_on", WasCalled = "was_called",
    CalledOff = "called_off", Outdated = "outdated", Arrived = "arrived", IsCalled = "is_called",
    OptedOut = "customer_opted_out", WroteAgain = "wrote_again",
    OptOutTakenBack = "opt_out_taken_back", Erased = "erased", TooFarApart = "too_far_apart", Stopped = "stopped",
    CodeForgotten = "code_forgotten", Proved = "proved", NoTextsWanted = "no_texts_wanted", NumberReplaced = "number_replaced",
    Cms = "cms", Cme = "cme", BareError = "bare_error", UnknownCommand = "unknown_command",
    Silence = "silence", NoReference = "no_reference", WentAway = "went_away",
    Reported = "reported", SimCounted = "sim_counted", ReferenceUsed = "reference_used",
    SimDidNotCount = "sim_did_not_count", ReferenceFree = "reference_free", StillTrying = "still_trying",
    NotConfirmed = "not_confirmed",
    Ready = "ready", ReadyNoNumber = "ready_no_number", ReadyNoTexts = "ready_no_texts", ReadyByEmail = "ready_by_email", ReadyUnclear = "ready_unclear",
    ReadyQuiet = "ready_quiet", NotReadyAfterAll = "not_ready_after_all",
    OptedOutBefore = "opted_out_before", NotInTime = "not_in_time", ModemDown = "modem_down",
    MayNotHaveArrived = "may_not_have_arrived", OnlyBeginning = "only_beginning",
    NotSent = "not_sent", NotDelivered = "not_delivered", NoAnswer = "no_reply", Ask = "ask",
    StillHere = "still_here", NewTime = "new_time", Decide = "is_it_a_no", CheckVisit = "check_visit",
    WrongNumber = "wrong_number", UnknownOptOut = "unknown_opt_out",
    UnreadableOptOut = "unreadable_opt_out", ChangeWanted = "change_wanted",
    NumberChanged = "number_changed", ScanMissing = "scan_missing", CodesInARow = "codes_in_a_row", CodesUnused = "codes_unused", TakenBack = "taken_back", NotReady = "not_ready",
    WentAfterAll = "went_after_all", SignedUpAgain = "signed_up_again", Answered = "answered",
    ReadyStale = "ready_stale", ReadyFailing = "ready_failing", NumberFails = "number_fails",
    NumberWorks = "number_works", LowScore = "low_score",
    Restored = "restored", ReadyRestored = "ready_restored", CallAfterRestore = "call_after_restore",
    MissedCall = "missed_call", MissedCallWithheld = "missed_call_withheld",
});

impl Why {
    /// As it is kept, with its detail.
    pub fn with(self, detail: &str) -> String {
        format!("{}:{detail}", self.as_str())
    }

    /// The reason that was kept, and its detail. None: these are a person's or a modem's words.
    pub fn read(kept: &str) -> Option<(Self, &str)> {
        let (code, detail) = kept.split_once(':').unwrap_or((kept, ""));
        Self::from_name(code).map(|why| (why, detail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_with_their_detail_and_words_stay_words() {
        assert_eq!(Why::read("moved_on"), Some((Why::MovedOn, "")));
        let kept = Why::CalledOff.with("Jo: the second");
        assert_eq!(Why::read(&kept), Some((Why::CalledOff, "Jo: the second")));
        for words in ["", "+CMS ERROR: 38", "no route: ready", "Ready. It waits."] {
            assert_eq!(Why::read(words), None, "{words}");
        }
    }
}
