//! The document that says what the API takes and gives.

use axum::http::header;
use axum::response::IntoResponse;

const DOCUMENT: &str = include_str!("openapi.json");

/// The OpenAPI document. It needs no token: it says nothing about this shop.
pub async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}

#[cfg(test)]
mod tests {
    use super::super::problem;
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_document_names_every_reason() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        let listed = document["components"]["schemas"]["Problem"]["properties"]["reason"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap());
        let refusals = problem::REFUSALS.iter().map(|refusal| refusal.as_str());
        let ours = problem::NAMES.iter().copied().chain(refusals);
        assert_eq!(
            listed.collect::<BTreeSet<_>>(),
            ours.collect::<BTreeSet<_>>()
        );
    }
}
