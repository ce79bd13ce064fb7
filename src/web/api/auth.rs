//! Which program is asking, and what it may do.

use super::Api;
use super::problem::{self, Problem};
use crate::store::Token;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

/// A program that showed a good token. A handler that takes this is not reached by anyone else.
pub struct Caller(pub Token);

impl Caller {
    /// Refuses a token that lacks a scope.
    ///
    /// # Errors
    /// When it lacks it.
    pub fn needs(&self, scope: &str) -> Result<(), Problem> {
        if self.0.scopes.iter().any(|has| has == scope) {
            return Ok(());
        }
        Err(problem::NO_SCOPE.because(format!(
            "This needs the scope \"{scope}\". The owner can make a token that has it."
        )))
    }
}

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
        let (value, more) = (values.next(), values.next());
        let secret = value
            .filter(|_| more.is_none())
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim().to_owned());
        let Some(secret) = secret else {
            return Err(problem::NO_TOKEN
                .because("Send one header \"Authorization: Bearer\" with a token of the shop's."));
        };
        match api.store().token(secret).await? {
            Some(token) => {
                api.pace.take(token.id, api.now().mono)?;
                Ok(Self(token))
            }
            None => Err(problem::UNKNOWN_TOKEN
                .because("No such token, or it was revoked. Ask the owner for another.")),
        }
    }
}
