//! What the lines of work come to, with the tax, while they are typed.

use super::read;
use crate::domain::job::LineStanding;
use crate::domain::receipt::ReceiptLine;
use crate::domain::settings::Settings;
use crate::print::Row;
use crate::store::StoreError;
use crate::web::errors::WebError;
use crate::web::fields::Typed;
use crate::web::house::Front;
use crate::web::receipt;
use crate::web::say;
use crate::web::session::AtCounter;
use axum::extract::State;
use maud::Markup;

/// The part of the first step that shows them: what the script asks for.
pub async fn sums(
    State(front): State<Front>,
    AtCounter(_): AtCounter,
    typed: Typed,
) -> Result<Markup, WebError> {
    let shop = front.store().settings().await?;
    let job = typed.get("job").parse().ok();
    Ok(shown(&front, &shop, job, &typed).await?)
}

/// The sums. Above them stands what the customer of a job was asked about: it counts, and what was
/// answered can't be typed anew.
pub(super) async fn shown(
    front: &Front,
    shop: &Settings,
    job: Option<i64>,
    typed: &Typed,
) -> Result<Markup, StoreError> {
    let mut lines = read::so_far(typed, shop.currency);
    let mut rows = Vec::new();
    if let Some(job) = job {
        let rest = front.store().lines(job).await?.into_iter();
        let rest = rest.filter(|line| !line.is_typed() && line.standing != LineStanding::Declined);
        let asked: Vec<ReceiptLine> = rest.map(ReceiptLine::from).collect();
        if !asked.is_empty() {
            rows.push(Row::Small(say::intake::asked_about().to_owned()));
            rows.extend(asked.iter().map(|line| receipt::one(line, shop.currency)));
        }
        lines.extend(asked);
    }
    rows.extend(receipt::sums(
        &lines,
        shop.currency,
        shop.tax,
        &shop.tax_name,
    ));
    Ok(receipt::show_rows(&rows))
}
