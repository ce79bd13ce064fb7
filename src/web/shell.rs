//! What every page is put into: the bar, what needs a person, and the page itself.
//!
//! The three have fixed ids (`bar`, `asks`, `main`), because the script puts fresh ones in their
//! place. A request with `X-Fragment` gets just them.

use super::asks;
use super::assets;
use super::house::Front;
use super::keys;
use super::say;
use super::session::{self, SignedIn};
use super::when::Wall;
use crate::modem::{ModemStatus, State};
use crate::store::TaskKind;
use crate::store::views::Top;
use maud::{DOCTYPE, Markup, html};

/// Which page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// The board.
    Board,
    /// A form of its own.
    Form,
    /// A step of a form that changes by itself while somebody types.
    Step,
    /// The inbox or a conversation.
    Inbox,
    /// The customers, or one of them.
    Customers,
    /// The call list.
    Calls,
    /// The modem's page.
    Modem,
    /// The settings.
    Settings,
}

/// A page that is about to be shown.
pub struct Shell<'a> {
    /// The pages' shared state.
    pub front: &'a Front,
    /// Who asks.
    pub who: &'a SignedIn,
    /// What every page shows.
    pub top: &'a Top,
    /// Which page it is.
    pub here: Here,
    /// Its title.
    pub title: &'a str,
    /// The classes of its main part.
    pub class: &'static str,
}

impl Shell<'_> {
    /// The whole page, or only what changes, as was asked for.
    pub fn page(&self, main: Markup) -> Markup {
        // What is being typed stays: a form is not replaced while somebody fills it in.
        let still = matches!(self.here, Here::Form | Here::Settings);
        let parts = html! {
            (self.bar())
            (asks::asks(self))
            main id="main" class=(self.class) tabindex="-1" data-still[still] { (main) }
        };
        if self.who.fragment {
            return html! { title { (self.full_title()) } (parts) };
        }
        html! {
            (DOCTYPE)
            html lang=(say::lang().code()) {
                head {
                    (head(&self.full_title()))
                    @if self.here == Here::Board { (assets::board()) }
                    @if self.here == Here::Settings { (assets::settings()) }
                    @if !still && self.here != Here::Step {
                        noscript { meta http-equiv="refresh" content=(self.again()); }
                    }
                }
                body data-live data-lock=[self.locks_after()] {
                    a.skip href="#main" { (say::shell::skip()) }
                    (lost())
                    (parts)
                    footer.foot.bottom { a href="/manual/" { (say::shell::manual()) } }
                    (keys::dialog(self.who))
                }
            }
        }
    }

    /// Asks for the same page again, and says that nobody did.
    fn again(&self) -> String {
        let path = &self.who.path;
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("30;url={path}{joint}{}", session::BY_ITSELF)
    }

    /// Seconds after which a screen that nobody touches locks itself.
    fn locks_after(&self) -> Option<u32> {
        match self.top.shop.lock_minutes {
            0 => None,
            minutes => Some(60 * minutes),
        }
    }

    fn full_title(&self) -> String {
        format!("{} · {}", self.title, self.top.shop.brand)
    }

    /// The clock on the shop's wall.
    pub fn wall(&self) -> Wall {
        Wall::of(self.front, &self.top.shop)
    }

    fn bar(&self) -> Markup {
        let calls = self
            .top
            .tasks
            .iter()
            .filter(|task| task.kind == TaskKind::Call)
            .count();
        let others = self
            .top
            .tasks
            .iter()
            .filter(|task| !matches!(task.kind, TaskKind::Call | TaskKind::Decide))
            .count();
        html! {
            header.bar id="bar" {
                b.cut { (self.top.shop.brand) }
                nav aria-label=(say::shell::main()) {
                    (self.link(Here::Board, "/", say::shell::board(), 0, ""))
                    @if self.who.is_at_counter() {
                        (self.link(Here::Inbox, "/inbox", say::shell::inbox(), self.top.unread, say::shell::unread()))
                        (self.link(Here::Customers, "/customers", say::customers::title(), 0, ""))
                        (self.link(Here::Calls, "/calls", say::shell::calls(), calls + others, say::shell::to_do()))
                    }
                    (self.link(Here::Modem, "/modem", say::shell::modem(), 0, ""))
                    @if self.who.is_owner() {
                        (self.link(Here::Settings, "/settings", say::shell::settings(), 0, ""))
                    }
                }
                @if self.who.is_at_counter() { a.btn.go href="/jobs/new" data-key="n" { (say::shell::new_job()) } }
                (modem(&self.front.modem(), self.top.waiting))
                div.who {
                    a.cut href="/you" aria-current=[(self.who.path == "/you").then_some("page")] { (self.who.name()) }
                    form id="lock" method="post" action="/lock" {
                        input type="hidden" name="back" value=(self.who.path);
                        button.small data-key="l" { (say::shell::lock()) }
                    }
                }
            }
        }
    }

    fn link(&self, to: Here, href: &str, words: &str, count: usize, counted: &str) -> Markup {
        html! {
            a href=(href) data-key=(keys::of(to)) aria-current=[(self.here == to).then_some("page")] {
                (words)
                @if count > 0 {
                    span.badge {
                        @if count > 99 { "99+" } @else { (count) }
                        span.away { " " (counted) }
                    }
                }
            }
        }
    }
}

/// The modem in a few words, in the bar.
fn modem(status: &ModemStatus, waiting: usize) -> Markup {
    let down = !matches!(status.state, State::Ready | State::Starting);
    let words = match status.state {
        State::Down => say::shell::modem_down().to_owned(),
        State::Starting => say::shell::modem_starting().to_owned(),
        State::NotRegistered => say::shell::no_network().to_owned(),
        State::OnHold => say::shell::on_hold().to_owned(),
        State::Ready => {
            let operator = if status.operator.is_empty() {
                say::shell::modem()
            } else {
                &status.operator
            };
            format!("{operator} · {}", signal(status))
        }
    };
    let waiting = match waiting {
        0 => String::new(),
        n => format!(" · {}", say::shell::waiting(n)),
    };
    html! {
        a class={ "modem" @if down { " down" } } href="/modem" {
            @if let (Some(bars), false) = (status.bars(), down) {
                span class={ "bars b" (bars) } aria-hidden="true" { i {} i {} i {} i {} }
            }
            span { (words) (waiting) }
        }
    }
}

/// The signal in words.
pub fn signal(status: &ModemStatus) -> &'static str {
    match status.bars() {
        None => say::shell::signal_unknown(),
        Some(0) => say::shell::no_signal(),
        Some(1) => say::shell::weak_signal(),
        Some(2) => say::shell::fair_signal(),
        Some(3) => say::shell::good_signal(),
        Some(_) => say::shell::strong_signal(),
    }
}

/// A page for nobody in particular: sign-in, setup, errors.
pub fn bare(title: &str, brand: &str, main: Markup) -> Markup {
    sheet(title, brand, "sheet narrow", main)
}

/// The same with more room, for a long form.
pub fn roomy(title: &str, brand: &str, main: Markup) -> Markup {
    sheet(title, brand, "sheet", main)
}

/// What says that the line is lost.
fn lost() -> Markup {
    html! {
        div.ask.lost id="lost" role="alert" data-failed=(say::errors::did_not_work()) hidden {
            p { b { (say::shell::lost()) } (say::shell::lost_means()) }
        }
    }
}

/// A page for a customer: nothing of the shop's is around it but its name.
pub fn customer(title: &str, brand: &str, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(say::lang().code()) {
            head {
                (head(&format!("{title} · {brand}")))
                (assets::sheet())
            }
            body.customer {
                (lost())
                main id="main" class="sheet" {
                    p.brand { (brand) }
                    (main)
                }
            }
        }
    }
}

fn sheet(title: &str, brand: &str, class: &str, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(say::lang().code()) {
            head { (head(&format!("{title} · {brand}"))) }
            body {
                header.bar id="bar" { b.cut { (brand) } }
                div id="asks" {}
                main id="main" class=(class) { (main) }
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) }
        (assets::links())
    }
}
