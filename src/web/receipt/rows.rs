//! A receipt as rows, in the customer's language: the page, the PDF and the printer all show these.

use crate::domain::head::Head;
use crate::domain::money::Currency;
use crate::domain::receipt::{Receipt, ReceiptConsent, ReceiptLine, Sums};
use crate::domain::wording::ConsentLine;
use crate::print::Row;
use crate::store::MadeReceipt;
use crate::web::when::Wall;
use crate::web::{say, sign};
use chrono::{DateTime, Utc};

/// The rows of a receipt. Made within the customer's language.
pub fn rows(made: &MadeReceipt, wall: &Wall) -> Vec<Row> {
    let receipt = &made.receipt;
    let mut rows = vec![Row::Title(receipt.shop.clone())];
    let reach = joined(&[&receipt.phone, &receipt.site]);
    if !reach.is_empty() {
        rows.push(Row::Words(reach));
    }
    rows.push(Row::Pair(
        format!(
            "{} · {}",
            say::receipt::title(),
            say::receipt::job(receipt.job)
        ),
        dated(receipt, made.made_at, wall),
    ));
    rows.push(Row::Words(joined(&[&receipt.customer, &receipt.vehicle])));
    if let Some(at) = receipt.promised_at {
        // Never "tomorrow": it is read on other days.
        rows.push(Row::Words(say::receipt::promised(&dated(
            receipt, at, wall,
        ))));
    }
    rows.push(Row::Rule);
    rows.extend(work(
        &receipt.lines,
        receipt.currency,
        receipt.tax,
        &receipt.tax_name,
    ));
    if !receipt.consents.is_empty() {
        rows.push(Row::Heading(say::receipt::agreed().to_owned()));
        for answer in &receipt.consents {
            rows.push(consent(answer));
            rows.extend(stands(answer, made, wall));
        }
        rows.push(Row::Small(if receipt.phone.is_empty() {
            say::receipt::how_here().to_owned()
        } else {
            say::receipt::how(&receipt.phone)
        }));
    }
    if !matches!(rows.last(), Some(Row::Rule)) {
        rows.push(Row::Rule);
    }
    rows.push(Row::Small(say::receipt::head(&short_head(made))));
    rows.push(Row::Qr(full_head(made)));
    rows
}

/// Those words that there are.
pub fn joined(words: &[&str]) -> String {
    let said: Vec<&str> = words.iter().copied().filter(|w| !w.is_empty()).collect();
    said.join(" · ")
}

fn dated(receipt: &Receipt, at: DateTime<Utc>, wall: &Wall) -> String {
    format!("{} {}", day(receipt, at, wall), wall.time(at))
}

fn day(receipt: &Receipt, at: DateTime<Utc>, wall: &Wall) -> String {
    let day = wall.date(at);
    let day = match receipt_is_american(receipt) {
        true => day.format("%-m/%-d/%Y"),
        false => day.format("%d.%m.%Y"),
    };
    day.to_string()
}

/// Numbers of a date as they are read there: the month first, where dollars are paid.
fn receipt_is_american(receipt: &Receipt) -> bool {
    receipt.currency == Currency::USD
}

/// The lines of work with their prices, and what they come to.
pub fn work(lines: &[ReceiptLine], currency: Currency, tax: u32, tax_name: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = lines.iter().map(|line| one(line, currency)).collect();
    let sums = sums(lines, currency, tax, tax_name);
    if !sums.is_empty() {
        rows.push(Row::Rule);
        rows.extend(sums);
    }
    rows
}

/// A line of work with its price.
pub fn one(line: &ReceiptLine, currency: Currency) -> Row {
    let words = match line.asked {
        true => say::receipt::asked(&line.words),
        false => line.words.clone(),
    };
    let price = line.price.map_or_else(
        || say::receipt::no_price().to_owned(),
        |minor| currency.show(minor),
    );
    Row::Pair(words, price)
}

/// What lines of work come to, with the tax; nothing while no price is known.
pub fn sums(lines: &[ReceiptLine], currency: Currency, tax: u32, tax_name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    if lines.iter().all(|line| line.price.is_none()) {
        return rows;
    }
    let sums = Sums::of(lines, tax);
    let show = |minor| currency.show(minor);
    if tax > 0 {
        rows.push(Row::Pair(
            say::receipt::subtotal().to_owned(),
            show(sums.sum),
        ));
        let name = match tax_name {
            "" => say::receipt::tax(),
            name => name,
        };
        rows.push(Row::Pair(
            format!("{name} {}", percent(tax)),
            show(sums.tax),
        ));
    }
    let total = match sums.is_open {
        true => say::receipt::total_so_far(),
        false => say::receipt::total(),
    };
    rows.push(Row::Sum(total.to_owned(), show(sums.total())));
    rows
}

/// Basis points as people read them: 825 is 8.25 %.
fn percent(basis_points: u32) -> String {
    let words = format!("{}.{:02}", basis_points / 100, basis_points % 100);
    let words = words.trim_end_matches('0').trim_end_matches('.');
    format!("{words}\u{a0}%")
}

fn consent(consent: &ReceiptConsent) -> Row {
    let title = ConsentLine::from_name(&consent.line).map_or("", sign::title);
    let words = if consent.words.is_empty() {
        format!("{title}: {}", say::receipt::not_agreed())
    } else {
        format!("{title}: {} ({})", consent.words, consent.version)
    };
    Row::Check(consent.yes, words)
}

/// What the number has from another visit, whatever was answered on this one.
fn stands(consent: &ReceiptConsent, made: &MadeReceipt, wall: &Wall) -> Option<Row> {
    let stands = consent.stands?;
    let since = day(&made.receipt, stands.since, wall);
    Some(Row::Small(match (stands.by_another, consent.yes) {
        (true, _) => say::receipt::stands_by_another(&since),
        (false, true) => say::receipt::stands(&since),
        (false, false) => say::receipt::stands_still(&since),
    }))
}

/// The head as people can read it out.
pub fn short_head(made: &MadeReceipt) -> String {
    Head::short(made.head_row, &made.head)
}

/// The head as `readybell ledger verify --head` takes it.
fn full_head(made: &MadeReceipt) -> String {
    made.head.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_is_read_as_people_write_it() {
        for (points, words) in [(825, "8.25"), (700, "7"), (2_050, "20.5"), (5, "0.05")] {
            assert_eq!(percent(points), format!("{words}\u{a0}%"));
        }
    }
}
