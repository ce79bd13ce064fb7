//! Floor 5: the pages, for browsers on the shop's LAN.
//!
//! One file a screen, and each works without JavaScript: forms that post, and an answer that sends
//! the browser back to a page. `static/live.js` only saves the reloading. The pages know the desk,
//! which does things, and the store's views, which show things; they must not know a serial port
//! or SQLite.
//!
//! Start at [`router`], then read `shell`, which every page is put into, and `guard`, which every
//! request comes through: the LAN is not trusted.

mod address;
mod api;
mod asks;
mod assets;
mod backups;
mod board;
mod calls;
mod card;
mod care;
mod chip;
mod clock_ask;
mod count;
mod customers;
mod decide;
mod errors;
mod events;
mod fields;
mod gap;
mod guard;
mod health;
mod heard;
mod house;
mod inbox;
mod ink;
mod intake;
mod jobs;
mod keys;
mod line;
mod manual;
mod over_day;
mod pages;
mod paper;
pub mod password;
mod phones;
mod place;
mod qr;
mod receipt;
mod redeem;
mod round_trip;
mod say;
mod serve;
mod session;
mod settings;
mod setup;
mod shell;
mod sign;
mod sign_in;
mod sim_card;
mod talk;
mod taps;
mod thread;
mod throttle;
mod tls;
mod tried;
mod trust;
mod unlock;
mod week;
mod welcome;
mod when;
mod wire_tail;
mod wording;
mod you;

pub use house::{Hosts, House};
pub use serve::{Secure, serve};
pub use setup::make_setup_code;
pub use tls::{Authority, Tls, TlsError};
pub use wire_tail::WireTail;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use board::{ask, gone, sheet, sweep};
use house::Front;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// No form of ours is bigger.
const LARGEST_FORM: usize = 64 * 1024;
/// A page that takes longer than this is given up.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Everything that is served on the LAN.
///
/// [`serve`] serves it: sign-in is throttled by the address that it comes from, which comes with each
/// request.
pub fn router(house: House) -> Router {
    let api = api::router(&house);
    let front = Front::new(house);
    let pages = Router::new()
        .route("/", get(board::page))
        .route("/jobs/new", get(intake::page).post(intake::save))
        .route("/jobs/new/find", post(intake::find))
        .route("/jobs/new/sums", post(intake::sums))
        .route(
            "/jobs/new/express",
            get(intake::express_page).post(intake::express),
        )
        .route(
            "/jobs/{id}/work",
            get(intake::change_page).post(intake::change),
        )
        .route(
            "/jobs/{id}/number",
            get(intake::number_page).post(intake::number),
        )
        .route("/jobs/{id}/consent", get(intake::consent_page))
        .route("/jobs/{id}/code", post(intake::send_code))
        .route("/jobs/{id}/code/check", post(intake::check))
        .route("/jobs/{id}/agreed", post(intake::agreed))
        .route("/jobs/{id}/no-texts", post(intake::no_texts))
        .route("/jobs/{id}/to-receipt", post(intake::to_receipt))
        .route("/jobs/{id}/move", post(jobs::move_job))
        .route("/jobs/{id}/ready", post(jobs::ready))
        .route("/jobs/{id}/undo", post(jobs::undo))
        .route("/jobs/{id}/not-ready", post(jobs::not_ready))
        .route("/jobs/{id}/tell", post(jobs::tell))
        .route("/jobs/{id}/late", get(jobs::late_page).post(jobs::late))
        .route("/jobs/{id}/late/preview", post(jobs::late_preview))
        .route("/jobs/{id}/ask", get(ask::page).post(ask::ask))
        .route("/jobs/{id}/ask/preview", post(ask::preview))
        .route("/jobs/{id}/lines/{seq}/answer", post(ask::answer))
        .route("/jobs/{id}/back", post(gone::bring_back))
        .route("/jobs/{id}/sweep", post(sweep::say))
        .route("/sweep", get(sweep::page))
        .route("/day-sheet", get(sheet::page))
        .route("/jobs/{id}/sign/open", post(sign::open))
        .route("/jobs/{id}/paper", get(paper::page).post(paper::open))
        .route("/paper/{id}", get(paper::sheet).post(paper::attest_it))
        .route("/paper/{id}/again", post(paper::read_again))
        .route("/jobs/{id}/receipt", get(receipt::page).post(receipt::make))
        .route("/jobs/{id}/receipt.pdf", get(receipt::as_pdf))
        .route("/jobs/{id}/receipt/print", post(receipt::print))
        .route("/jobs/{id}/receipt/done", post(receipt::done))
        .route(
            "/settings/printer",
            get(receipt::printer_page).post(receipt::save_printer),
        )
        .route("/attachments/{id}", get(paper::file))
        .route("/texts/{id}/unsure", post(jobs::settle_unsure))
        .route("/texts/{id}/cancel", post(jobs::cancel_text))
        .route("/taps/{id}/undo", post(taps::take_back))
        .route("/calls", get(calls::page))
        .route("/tasks/{id}", post(calls::close))
        .route("/inbox", get(inbox::page))
        .route("/inbox/other", get(inbox::others).post(inbox::others_read))
        .route("/inbox/{contact}", get(thread::page).post(thread::reply))
        .route("/inbox/{contact}/decide", post(decide::decide))
        .route("/inbox/{contact}/opt-out", post(thread::opt_out))
        .route("/inbox/{contact}/undo", post(thread::undo_opt_out))
        .route("/inbox/release", post(inbox::release_all))
        .route("/inbox/{contact}/done", post(care::done))
        .route("/inbox/{contact}/take", post(care::take))
        .route("/inbox/{contact}/release", post(care::release))
        .route("/inbox/{contact}/lang", post(care::set_lang))
        .route("/inbox/{contact}/heard", post(heard::opt_out))
        .route("/count", post(count::count))
        .route("/customers", get(customers::page))
        .route(
            "/customers/{id}",
            get(customers::person::page).post(customers::person::change),
        )
        .route("/customers/{id}/texts", get(customers::texts::page))
        .route("/customers/{id}/consent", get(customers::proof::page))
        .route("/customers/{id}/consent/{row}", get(customers::proof::row))
        .route(
            "/customers/{id}/consent/{row}/correct",
            get(customers::correct::page).post(customers::correct::correct),
        )
        .route(
            "/customers/{id}/email/{contact}/opt-out",
            post(customers::email::opt_out),
        )
        .route(
            "/customers/{id}/email/{contact}/undo",
            post(customers::email::undo),
        )
        .route("/customers/{id}/export", post(customers::person::export))
        .route(
            "/customers/{id}/merge",
            get(customers::merge::page).post(customers::merge::merge),
        )
        .route(
            "/customers/{id}/erase",
            get(customers::erase::page).post(customers::erase::erase),
        )
        .route("/redeem", get(redeem::page).post(redeem::redeem))
        .route("/redeem/{id}/undo", post(redeem::take_back))
        .route("/modem", get(line::page))
        .route("/modem/sim", post(sim_card::accept))
        .route("/modem/pin", post(sim_card::try_pin))
        .route("/modem/round-trip", post(round_trip::try_it))
        .route("/modem/backup", post(backups::make))
        .route("/modem/gap", get(gap::page).post(gap::confirm))
        .route("/modem/roaming", post(sim_card::set_roaming))
        .route("/clock", post(clock_ask::confirm))
        .merge(settings::routes())
        .route("/settings/wording", get(wording::page).post(wording::save))
        .route("/setup", get(setup::page).post(setup::make_owner))
        .route("/setup/shop", get(setup::shop_page).post(setup::save_shop))
        .route("/setup/phones", get(phones::page).post(phones::save))
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-in/code", get(welcome::page).post(welcome::choose))
        .route("/language", post(sign_in::language))
        .route("/you", get(you::page))
        .route("/you/language", post(you::save_language))
        .route("/you/pin", post(you::save_pin))
        .route("/you/password", post(you::save_password))
        .route("/you/screens/{id}", post(you::end))
        .route("/you/here", post(you::here))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/lock", post(unlock::lock))
        .route("/unlock", get(unlock::page).post(unlock::unlock))
        .route("/trust", get(trust::page))
        .route("/trust/readybell.crt", get(trust::certificate))
        .route("/manual", get(manual::first))
        .route("/manual/", get(manual::index))
        .route("/manual/{file}", get(manual::file))
        .route("/manifest.webmanifest", get(assets::manifest))
        .route("/favicon.ico", get(assets::favicon))
        .route("/static/{file}", get(assets::file))
        .fallback(errors::no_such_page)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(guard::refuse_large))
        // A signature and a scan are larger than any other form.
        .route(
            "/jobs/{id}/sign",
            get(sign::page)
                .post(sign::sign)
                .layer(DefaultBodyLimit::max(sign::LARGEST)),
        )
        .route(
            "/paper/{id}/scan",
            post(paper::attach).layer(DefaultBodyLimit::max(paper::LARGEST)),
        )
        .layer(middleware::from_fn(in_time))
        .route("/events", get(events::stream))
        .method_not_allowed_fallback(errors::no_such_method)
        .layer(middleware::from_fn(guard::refuse_foreign_writes))
        .layer(guard::csrf());
    pages
        .with_state(front.clone())
        .layer(CatchPanicLayer::custom(errors::panicked))
        // Programs bring tokens and no cookies: what guards forms does not concern them.
        .nest_service(api::PATH, api)
        // Live updates are left as they are. No page holds a secret beside words of a stranger, so
        // its compressed size tells nothing.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn(guard::add_headers))
        .layer(middleware::from_fn(say::speak))
        .layer(middleware::from_fn_with_state(
            front.clone(),
            guard::ask_for_tls,
        ))
        .layer(middleware::from_fn_with_state(front, guard::check_host))
}

/// What is served to browsers that come without TLS where there is TLS.
pub fn plain_router(house: House) -> Router {
    trust::plain(Front::new(house))
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => errors::WebError::TooSlow.into_response(),
    }
}
