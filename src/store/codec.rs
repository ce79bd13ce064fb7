//! How values lie in the database.

use super::staff::Role;
use crate::domain::attachment::FileKind;
use crate::domain::consent::{Actor, ConsentEvent, Method, Scope};
use crate::domain::job::{IntakeStep, JobState, LineStanding, Tell, WaitsFor};
use crate::domain::lang::Lang;
use crate::domain::ledger::Hash;
use crate::domain::phone::PhoneNumber;
use crate::domain::purpose::Purpose;
use crate::domain::text::{TextKind, TextState};
use crate::domain::wording::ConsentLine;
use crate::domain::words::Kind;
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Error, Row, RowIndex};
use std::time::Duration;

/// An instant as milliseconds since 1970.
pub(super) fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// Milliseconds since 1970 as an instant; what lies beyond chrono's years becomes its last.
pub(super) fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(if ms < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// A monotonic time as milliseconds of its run.
pub(super) fn mono_ms(mono: Duration) -> i64 {
    i64::try_from(mono.as_millis()).unwrap_or(i64::MAX)
}

/// A column, by its name or its place, that holds one of a few names.
pub(super) fn named<T>(
    row: &Row<'_>,
    column: impl RowIndex,
    from_name: fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let index = column.idx(row.as_ref())?;
    let name = row.get_ref(index)?.as_str()?;
    from_name(name).ok_or_else(|| {
        let why = format!("unknown name {name:?}");
        Error::FromSqlConversionFailure(index, Type::Text, why.into())
    })
}

/// A column with an instant.
pub(super) fn at(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<DateTime<Utc>> {
    row.get(column).map(instant)
}

/// A column that may hold an instant.
pub(super) fn maybe_at(
    row: &Row<'_>,
    column: impl RowIndex,
) -> rusqlite::Result<Option<DateTime<Utc>>> {
    row.get::<_, Option<i64>>(column)
        .map(|value| value.map(instant))
}

/// A column with 32 bytes.
pub(super) fn hash(row: &Row<'_>, column: &str) -> rusqlite::Result<Hash> {
    let index = row.as_ref().column_index(column)?;
    let bytes = row.get_ref(index)?.as_blob()?;
    Hash::from_bytes(bytes)
        .ok_or_else(|| Error::FromSqlConversionFailure(index, Type::Blob, "not 32 bytes".into()))
}

/// A number as it lies in a row.
pub(super) fn number(e164: String) -> rusqlite::Result<PhoneNumber> {
    PhoneNumber::from_e164(&e164)
        .map_err(|error| Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

macro_rules! columns {
    ($($function:ident: $type:ty),+ $(,)?) => {
        $(
            pub(super) fn $function(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<$type> {
                named(row, column, <$type>::from_name)
            }
        )+
    };
}

columns! {
    purpose: Purpose, text_kind: TextKind, text_state: TextState, job_state: JobState,
    waits_for: WaitsFor, scope: Scope, event: ConsentEvent, method: Method, actor: Actor, role: Role,
    intake_step: IntakeStep, tell: Tell, line_standing: LineStanding, consent_line: ConsentLine,
    file_kind: FileKind,
    words_kind: Kind,
}

/// A column with a language; one that is not known reads as English.
pub(super) fn lang(row: &Row<'_>, column: impl RowIndex) -> rusqlite::Result<Lang> {
    row.get::<_, String>(column)
        .map(|code| Lang::from_code(&code).unwrap_or_default())
}
