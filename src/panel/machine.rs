//! One bay's button and light as a state machine. Pure: events and the time go in, at most one
//! action comes out, and the light can be asked what it shows.
//!
//! ```text
//!           press: Announce            Armed                    until / Sent
//!   Idle ───────────────────▶ Asked ──────────▶ Armed ─────────────────────────▶ Idle
//!    ▲                          │                 │ press, 2 s after the first: TakeBack
//!    │◀──── any other answer ───┘                 ▼
//!    └◀────── TakenBack, or any other answer ── Returning
//! ```
//!
//! The desk decides; the machine only asks, and shows what the desk answered. So the light never
//! blinks before the text is committed, and after a restart the desk just sends
//! [`Outcome::Armed`] again for each bay whose undo window is still open.
//!
//! A press means what the light said when the finger was on the button, however late it is heard of:
//! one from before the answer asks for nothing new, and one from before the end of the window takes
//! back.

use super::button::{AGAIN, Button};
use super::light::{Light, Pattern, SetUpCode};
use std::time::Duration;

/// A desk that has not answered by then never will: the light says so and the button works again.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// What happens to a bay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The contact closed, when the line says.
    Close {
        /// When the line changed. It may be heard of late.
        at: Duration,
    },
    /// The contact opened.
    Open {
        /// When the line changed.
        at: Duration,
    },
    /// Time has passed, and every edge until then is known; due when [`Station::next_change`] says.
    Tick,
    /// The desk answered, or something changed without a press (on the page, in the network).
    Outcome(Outcome),
    /// How the box is.
    Health(Health),
}

/// What became of an announcement in this bay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The text is committed and goes at `until` (monotonic, since the run began) unless it is
    /// taken back.
    Armed {
        /// The end of the undo window.
        until: Duration,
    },
    /// The announcement was taken back, by the button or on the page.
    TakenBack,
    /// The network took the text.
    Sent,
    /// There is no job in this bay.
    NoJob,
    /// The job was announced before; or it was too late to take it back.
    AlreadyAnnounced,
    /// The text is committed, but must wait (quiet hours, the clock). The page says until when.
    MustWait,
    /// No text may go, or none could; the customer is on the call list.
    CallCustomer,
    /// The modem can't send now.
    ModemTrouble,
}

/// How the box is, which the lights show at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// All is well.
    Well,
    /// Something needs a person; the page says what.
    Unwell,
    /// Nobody has set the shop up; this code does.
    NotSetUp(SetUpCode),
}

/// What the bay asks of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Announce the job in this bay ready.
    Announce,
    /// Take the announcement back.
    TakeBack,
}

/// One bay: its button, its light, and where its announcement stands.
///
/// Times are monotonic, since the run began, and never go back.
#[derive(Debug, Clone)]
pub struct Station {
    button: Button,
    light: Light,
    standing: Standing,
    /// Since when the light has shown the last answer.
    answered: Duration,
    /// The last undo window that came to its end.
    over: Option<Window>,
}

/// The time in which an announcement can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    /// The press, or the page's tap, that announced it.
    first: Duration,
    /// When the text goes.
    until: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Idle,
    /// The press at `first` asks to announce; the desk was told at `since`.
    Asked {
        first: Duration,
        since: Duration,
    },
    /// The text goes when the window ends.
    Armed(Window),
    /// Asked to take it back, `since` then; `until` then it could still be in time.
    Returning {
        since: Duration,
        until: Duration,
    },
}

impl Station {
    /// A bay of which nothing is known yet: its light is off and its button works. A closing of its
    /// contact counts once it lasts for `hold`.
    pub fn new(hold: Duration) -> Self {
        Self {
            button: Button::new(hold),
            light: Light::dark(),
            standing: Standing::Idle,
            answered: Duration::ZERO,
            over: None,
        }
    }

    /// The contact was closed when it was first looked at.
    pub fn found_closed(&mut self, at: Duration) {
        self.button.found_closed(at);
    }

    /// Takes in what happened, at `at` by the clock, and says what the desk should do about it.
    pub fn apply(&mut self, event: Event, at: Duration) -> Option<Action> {
        self.expire(at);
        let press = match event {
            Event::Close { at } => self.button.close(at),
            Event::Open { at } => self.button.open(at),
            Event::Tick => self.button.settle(at),
            Event::Outcome(outcome) => {
                self.outcome(outcome, at);
                None
            }
            Event::Health(health) => {
                let rest = match health {
                    Health::Well => Pattern::Well,
                    Health::Unwell => Pattern::Unwell,
                    Health::NotSetUp(code) => Pattern::SetUp(code),
                };
                self.light.set_rest(rest, at);
                None
            }
        };
        self.pressed(press?, at)
    }

    /// Whether the button is stuck, or its wire loose.
    pub fn is_stuck(&self, at: Duration) -> bool {
        self.button.is_stuck(at)
    }

    /// What the light shows, and whether it is on.
    pub fn light(&self, at: Duration) -> (Pattern, bool) {
        (self.light.pattern(at), self.light.is_on(at))
    }

    /// When the button, the light or the standing changes next by itself, if ever.
    pub fn next_change(&self, at: Duration) -> Option<Duration> {
        let due = match self.standing {
            Standing::Idle => None,
            Standing::Asked { since, .. } => Some(since.saturating_add(ANSWER_WITHIN)),
            Standing::Armed(window) => Some(window.until),
            Standing::Returning { since, until } => {
                let unheard = since.saturating_add(ANSWER_WITHIN);
                Some(if at < until {
                    unheard.min(until)
                } else {
                    unheard
                })
            }
        };
        let button = [self.button.settles(), self.button.sticks(at)];
        [due, self.light.next_change(at)]
            .into_iter()
            .chain(button)
            .flatten()
            .min()
    }

    /// The question did not reach the desk, or has no answer: forgets it. A text that could not be
    /// taken back still goes, so its light blinks on; otherwise the light shows that something is
    /// wrong.
    pub fn unheard(&mut self, at: Duration) {
        self.standing = match self.standing {
            Standing::Returning { since, until } if at < until => Standing::Armed(Window {
                first: since,
                until,
            }),
            _ => {
                self.light.show(Pattern::ModemTrouble, at);
                Standing::Idle
            }
        };
        self.answered = at;
    }

    /// The button was pressed at `press`, which is heard of at `at`.
    fn pressed(&mut self, press: Duration, at: Duration) -> Option<Action> {
        if press < self.answered {
            return None;
        }
        let window = match self.standing {
            Standing::Armed(window) => Some(window),
            Standing::Idle => self.over.filter(|over| press < over.until),
            Standing::Asked { .. } | Standing::Returning { .. } => return None,
        };
        let Some(Window { first, until }) = window else {
            self.standing = Standing::Asked {
                first: press,
                since: at,
            };
            return Some(Action::Announce);
        };
        if press.saturating_sub(first) < AGAIN {
            return None;
        }
        self.over = None;
        self.standing = Standing::Returning { since: at, until };
        Some(Action::TakeBack)
    }

    fn outcome(&mut self, outcome: Outcome, at: Duration) {
        match (self.standing, outcome) {
            // What became of an earlier text says nothing about the question that is open now.
            (Standing::Asked { .. }, Outcome::Sent | Outcome::TakenBack) => return,
            // Asked twice, because the first answer took so long. It still goes, and can be taken back.
            (Standing::Armed(_), Outcome::AlreadyAnnounced) => return,
            (Standing::Asked { .. } | Standing::Returning { .. }, Outcome::Armed { .. }) => {}
            (Standing::Asked { .. } | Standing::Returning { .. }, _) => self.answered = at,
            _ => {}
        }
        let pattern = match outcome {
            Outcome::Armed { until } => return self.arm(until, at),
            Outcome::TakenBack => None,
            Outcome::Sent => Some(Pattern::Sent),
            Outcome::NoJob => Some(Pattern::NoJob),
            Outcome::AlreadyAnnounced => Some(Pattern::AlreadyAnnounced),
            Outcome::MustWait => Some(Pattern::MustWait),
            Outcome::CallCustomer => Some(Pattern::CallCustomer),
            Outcome::ModemTrouble => Some(Pattern::ModemTrouble),
        };
        self.standing = Standing::Idle;
        self.over = None;
        match pattern {
            Some(pattern) => self.light.show(pattern, at),
            None => self.light.clear(),
        }
    }

    fn arm(&mut self, until: Duration, at: Duration) {
        let first = match self.standing {
            Standing::Armed(window) => window.first,
            // A button that was just pressed to take something back keeps waiting for that answer.
            Standing::Returning { .. } => return,
            Standing::Asked { first, .. } => {
                self.answered = at;
                first
            }
            // Armed on the page, or before a restart.
            Standing::Idle => {
                self.answered = at;
                at
            }
        };
        if until <= at {
            self.standing = Standing::Idle;
            return self.light.clear();
        }
        self.standing = Standing::Armed(Window { first, until });
        if self.light.pattern(at) != Pattern::Armed {
            self.light.show(Pattern::Armed, at);
        }
    }

    /// Lets go of what is over at `at`.
    fn expire(&mut self, at: Duration) {
        match self.standing {
            Standing::Armed(window) if at >= window.until => {
                self.over = Some(window);
                self.standing = Standing::Idle;
                self.light.clear();
            }
            Standing::Asked { since, .. } | Standing::Returning { since, .. }
                if at.saturating_sub(since) >= ANSWER_WITHIN =>
            {
                self.unheard(at);
            }
            Standing::Returning { until, .. } if at >= until => self.light.clear(),
            _ => {}
        }
    }
}
