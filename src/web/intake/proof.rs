//! What proves the number on the third step: the code and its ways out, or a text of the phone's own.

use super::consent::Sheet;
use super::number::first_name;
use crate::domain::code::{self, NoCode};
use crate::domain::consent::Consent;
use crate::store::views::CodeView;
use crate::web::say::intake as say;
use crate::web::{chip, qr};
use maud::{Markup, html};

impl Sheet<'_> {
    /// What proves the number, or that it is proved.
    pub(super) fn proof(&self, code: &CodeView) -> Markup {
        let number = self.number();
        if let Some(proof) = self.view.proof {
            let when = self.wall.soon(proof.at);
            return html! {
                section.panel {
                    h2.state.ok { (say::number_proved(&number)) }
                    p.muted {
                        @if proof.by_code { (say::proved_by_code(&when)) }
                        @else { (say::proved_by_text(&when)) }
                    }
                }
            };
        }
        html! {
            section.panel {
                @match self.barred() {
                    Some(why) => {
                        h2 { (say::prove_number()) }
                        p { (why) }
                    }
                    None => (self.code(code, &number)),
                }
            }
            (self.other_ways(code))
        }
    }

    /// The ways beside the code, folded away: one thing at a time. Where the code comes first, that
    /// goes for the consent, too.
    fn other_ways(&self, code: &CodeView) -> Markup {
        let first = self.asks_for_proof();
        let is_out = code.now.is_some() && code.locked.is_none();
        if !is_out && !first && self.view.top.shop.text_number().is_none() {
            return html! {};
        }
        let summary = match (is_out, first) {
            (true, _) => say::nothing_came(),
            (false, true) => say::no_code_here(),
            (false, false) => say::proves_itself(),
        };
        html! {
            details.more.panel.ways id="ways" open[matches!(self.said, "not-read" | "stands")] {
                summary { (summary) }
                div {
                    @if is_out { (self.once_more(code)) }
                    (self.by_itself(is_out || first))
                    @if first { (self.consent(false)) }
                }
            }
        }
    }

    /// Whether the code is the next thing to do: then it has the one loud button, and the rest waits.
    pub(super) fn asks_for_proof(&self) -> bool {
        let code = self.view.code.as_ref();
        let open =
            code.is_some_and(|code| code.locked.is_none() && (code.now.is_some() || self.is_up));
        let agreed = matches!(self.consent_stands(), Consent::Granted | Consent::Held);
        let wanted = self.said != "without";
        open && wanted && !agreed && self.view.proof.is_none() && self.barred().is_none()
    }

    /// Why this number can't be texted a code at all.
    fn barred(&self) -> Option<&'static str> {
        let number = &self.view.reach.as_ref()?.number;
        let countries = self.view.top.shop.texts_codes_to();
        Some(match code::may_get_code(number, &countries).err()? {
            NoCode::CallOnly => say::cannot_be_texted(),
            NoCode::Costly => say::costly(),
            NoCode::Country => say::other_country(),
        })
    }

    fn code(&self, code: &CodeView, number: &str) -> Markup {
        let job = self.view.visit.job;
        let first = first_name(&self.view.visit);
        html! {
            @match (&code.now, code.locked) {
                (_, Some(wait)) => {
                    h2 { (say::prove_number()) }
                    p.error { (say::locked(&say::wait(wait))) }
                }
                (Some(now), None) => {
                    h2 { (say::ask_for_code(first)) }
                    p.muted.fate {
                        (say::texted_to(number)) " "
                        @if let Some(text) = &code.text { (chip::chip(text, &self.wall, self.is_up)) " " }
                        span { (say::good_for(&say::wait(now.left))) }
                        span.away aria-hidden="true" data-left=(now.left.as_secs()) { (now.left.as_secs()) }
                    }
                    form.check-code method="post" action={ "/jobs/" (job) "/code/check" } {
                        input.code id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7"
                            pattern="[0-9 ]*" aria-label=(say::six_digits()) data-full="6" required autofocus;
                        button.go[self.asks_for_proof()] { (say::check_code()) }
                    }
                    (self.code_said(now.tries))
                }
                (None, None) => {
                    h2 { (say::prove_number()) }
                    @if let Some(text) = &code.text {
                        p.fate { (chip::chip(text, &self.wall, self.is_up)) }
                        p { (say::old_code()) }
                    } @else {
                        p.muted { (say::why_code(first)) }
                        br;
                    }
                    (self.code_said(0))
                    @if self.is_up {
                        @let class = if self.asks_for_proof() { "go" } else { "" };
                        div.row.space { (self.send_form(code, say::text_code(), class)) }
                    }
                    @else { p.error.soft { (say::modem_is_down()) } }
                }
            }
        }
    }

    fn code_said(&self, tries: u32) -> Markup {
        let words = match self.said {
            "wrong" => say::wrong_code(tries),
            "used-up" => say::used_up().to_owned(),
            "expired" => say::expired().to_owned(),
            "no-code" => say::not_six_digits().to_owned(),
            _ => return html! {},
        };
        html! { p.error id="code-error" role="alert" { (words) } }
    }

    fn once_more(&self, code: &CodeView) -> Markup {
        let job = self.view.visit.job;
        html! {
            div.row {
                @if self.is_up { (self.send_form(code, say::send_again(), "small")) }
                a.btn.small href={ "/jobs/" (job) "/number" } { (say::change_number()) }
                form method="post" action={ "/jobs/" (job) "/no-texts" } {
                    button.small { (say::without_texts()) }
                }
            }
        }
    }

    /// The button that texts a code, or how long it must wait.
    fn send_form(&self, code: &CodeView, words: &str, class: &str) -> Markup {
        let job = self.view.visit.job;
        let opted_out = self.consent_stands() == Consent::Revoked;
        html! {
            form method="post" action={ "/jobs/" (job) "/code" } {
                @if opted_out {
                    label.check {
                        input type="checkbox" name="present" value="yes" required;
                        span { (say::present_and_asked(first_name(&self.view.visit))) }
                    }
                }
                @match code.next {
                    Ok(()) => button class=(class) { (words) },
                    Err(reached) => {
                        @let wait = reached.wait.as_secs() + 1;
                        @if wait <= 120 {
                            button class=(class) disabled {
                                span { (words) " · " span.num data-left=(wait) { (wait) } " s" }
                            }
                        } @else {
                            button class=(class) disabled { (words) }
                            small { (say::limit(reached.limit, &say::wait(reached.wait))) }
                        }
                    }
                }
            }
        }
    }

    /// The QR code that opens the customer's own messages with START typed in.
    fn by_itself(&self, with_title: bool) -> Markup {
        let shop = &self.view.top.shop;
        let first = first_name(&self.view.visit);
        let Some(line) = shop.text_number() else {
            return html! {
                @if self.who.is_owner() { p.muted { (say::no_line_number()) } }
            };
        };
        // RFC 5724: the sms URI with the body filled in.
        let address = format!("sms:{}?body=START", line.as_e164());
        let said = line.national(shop.country);
        html! {
            section {
                @if with_title { h2 { (say::proves_itself()) } }
                p.muted { (say::proves_itself_how(first)) }
                (qr::qr(&address, &say::qr_name(&said)))
                p.muted { (say::or_text_start(&said)) }
            }
        }
    }
}
