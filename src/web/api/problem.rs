//! What a program is told when something can't be done: RFC 9457, `application/problem+json`.

use crate::domain::gate::Refusal;
use crate::store::StoreError;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A kind of problem: its status, the name in `reason` and `type`, and its title.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    status: StatusCode,
    reason: &'static str,
    title: &'static str,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $reason:literal, $title:literal;)+) => {
        $(
            $(#[$doc])*
            pub const $name: Kind = Kind { status: StatusCode::$status, reason: $reason, title: $title };
        )+
        /// The name of every kind that is no refusal of the gate.
        #[cfg(test)]
        pub const NAMES: &[&str] = &[$($reason),+];
    };
}

kinds! {
    /// The body is no JSON, or did not come whole.
    BAD_JSON = BAD_REQUEST, "bad_json", "The body is no JSON";
    /// The Idempotency-Key can't be used.
    BAD_KEY = BAD_REQUEST, "bad_key", "The Idempotency-Key can't be used";
    /// A parameter in the address is missing, unknown or wrong.
    BAD_QUERY = BAD_REQUEST, "bad_query", "A query parameter is wrong";
    /// No token came with the request.
    NO_TOKEN = UNAUTHORIZED, "no_token", "A token is needed";
    /// The token is not known, or was revoked.
    UNKNOWN_TOKEN = UNAUTHORIZED, "unknown_token", "The token is not known";
    /// The token may not do this.
    NO_SCOPE = FORBIDDEN, "no_scope", "The token may not do this";
    /// There is nothing here, or nothing that this token may see.
    NOT_FOUND = NOT_FOUND, "not_found", "There is nothing here";
    /// The path is there, and can't be used like this.
    NO_SUCH_METHOD = METHOD_NOT_ALLOWED, "no_such_method", "Not with this method";
    /// The body is too large.
    TOO_LARGE = PAYLOAD_TOO_LARGE, "too_large", "The body is too large";
    /// The body is not said to be JSON.
    NOT_JSON = UNSUPPORTED_MEDIA_TYPE, "not_json", "The body must be JSON";
    /// A field is missing, unknown or of the wrong type.
    BAD_FIELD = UNPROCESSABLE_ENTITY, "bad_field", "A field is wrong";
    /// Programs may not send texts of this purpose.
    PURPOSE_NOT_ALLOWED = UNPROCESSABLE_ENTITY, "purpose_not_allowed", "Not for this purpose";
    /// What is to be texted is no phone number.
    NOT_A_NUMBER = UNPROCESSABLE_ENTITY, "not_a_number", "That is no phone number";
    /// The times can't be right.
    BAD_TIME = UNPROCESSABLE_ENTITY, "bad_time", "The times can't be right";
    /// The words can't be sent.
    BAD_WORDS = UNPROCESSABLE_ENTITY, "bad_words", "The words can't be sent";
    /// The Idempotency-Key came with another request before.
    KEY_REUSED = UNPROCESSABLE_ENTITY, "key_reused", "The Idempotency-Key was used before";
    /// The same request is being carried out.
    IN_PROGRESS = CONFLICT, "in_progress", "The same request is being carried out";
    /// One token makes too many requests.
    TOO_MANY = TOO_MANY_REQUESTS, "too_many", "Too many requests";
    /// Something of ours is broken.
    BROKEN = INTERNAL_SERVER_ERROR, "broken", "Something is broken";
    /// There is too much to do just now.
    BUSY = SERVICE_UNAVAILABLE, "busy", "Too busy";
    /// The disk is full.
    DISK_FULL = SERVICE_UNAVAILABLE, "disk_full", "The disk is full";
}

/// Every refusal of the gate; each is a kind of problem too.
#[cfg(test)]
pub const REFUSALS: [Refusal; 7] = [
    Refusal::NoConsent,
    Refusal::OptedOut,
    Refusal::OnlyReady,
    Refusal::CallOnly,
    Refusal::Expired,
    Refusal::TooLate,
    Refusal::NothingToAnswer,
];

impl Kind {
    /// The name that programs see.
    pub fn name(self) -> &'static str {
        self.reason
    }

    /// A problem of this kind, and what to do about it.
    pub fn because(self, detail: impl Into<String>) -> Problem {
        Problem {
            kind: self,
            detail: detail.into(),
        }
    }
}

/// What can't be done, and why.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    detail: String,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Kind {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            reason: refusal.as_str(),
            title: "The text may not go",
        }
        .because(refusal.words())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => refusal.into(),
            StoreError::Words(why) => BAD_WORDS.because(why.to_string()),
            StoreError::KeyReused => KEY_REUSED.because(error.to_string()),
            StoreError::DiskFull => DISK_FULL.because(error.to_string()),
            other => {
                tracing::error!(error = %other, "a program's request could not be answered");
                BROKEN.because("Nothing has been changed. The reason is in Readybell's journal.")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Kind {
            status,
            reason,
            title,
        } = self.kind;
        let body = json!({
            "type": format!("urn:readybell:problem:{reason}"),
            "title": title,
            "status": status.as_u16(),
            "detail": self.detail,
            "reason": reason,
        });
        let mut response = (status, body.to_string()).into_response();
        let headers = response.headers_mut();
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, "application/problem+json");
        // RFC 6750 section 3.
        match reason {
            "no_token" => set(header::WWW_AUTHENTICATE, "Bearer realm=\"readybell\""),
            "unknown_token" => set(
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"readybell\", error=\"invalid_token\"",
            ),
            "no_scope" => set(
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"readybell\", error=\"insufficient_scope\"",
            ),
            "busy" => set(header::RETRY_AFTER, "5"),
            "in_progress" | "too_many" => set(header::RETRY_AFTER, "1"),
            "disk_full" => set(header::RETRY_AFTER, "60"),
            _ => None,
        };
        response
    }
}

/// The API has no such path.
pub async fn no_such_path() -> Problem {
    NOT_FOUND.because("The API has no such path; openapi.json names them all.")
}

/// The path is there, and the method is not.
pub async fn no_such_method() -> Problem {
    NO_SUCH_METHOD.because("The Allow header names the methods of this path.")
}

/// A handler of ours panicked. What it said is in the log.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    tracing::error!("a handler of the API panicked");
    BROKEN
        .because("The reason is in Readybell's journal.")
        .into_response()
}
