//! A documented example: one line of a file, reduced to what decides how its body is read.

use crate::json::{self, Json};

/// A documented example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// A stable name, such as `call-transfer/5/request`.
    pub id: String,
    /// `request`, `response`, `notification` or something else.
    pub kind: String,
    /// The method of a request.
    pub method: Option<String>,
    /// The path of a request, from the root of the API version.
    pub path: Option<String>,
    /// The method of the request that a response answers.
    pub for_method: Option<String>,
    /// The path of the request that a response answers.
    pub for_path: Option<String>,
    /// The OData type that the documentation names.
    pub declared_type: Option<String>,
    /// Whether the documentation says that the body is a page of that type.
    pub is_collection: bool,
    /// The operation, such as `microsoft.graph.call/transfer`.
    pub operation: Option<String>,
    /// The body, if it is meant to be JSON.
    pub body: Option<String>,
    /// The body as JSON, if it was printed with faults and somebody mended it.
    pub repaired: Option<String>,
}

impl Record {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// If the line is not a JSON object with an `id`.
    pub fn read(line: &str) -> Result<Self, String> {
        let json = json::parse(line).map_err(|error| error.to_string())?;
        let text = |name: &str| json.text(name).map(str::to_owned);
        let is_json = json.text("body_kind").is_none_or(|kind| kind == "json");
        Ok(Self {
            id: text("id").ok_or("no `id`")?,
            kind: text("kind").unwrap_or_default(),
            method: text("method"),
            path: text("path").or_else(|| text("url").map(|url| path_of(&url))),
            for_method: text("for_method"),
            for_path: text("for_path").or_else(|| text("for_url").map(|url| path_of(&url))),
            declared_type: text("declared_type"),
            is_collection: json.get("isCollection").is_some_and(is_true),
            operation: text("operation"),
            body: text("body").filter(|_| is_json),
            repaired: text("json_repaired"),
        })
    }

    /// The body of a notification, a response or a request with the fields that
    /// tests need, for examples that are stored as files.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

/// Documentation writes `true` and `"true"`.
fn is_true(value: &Json) -> bool {
    *value == Json::Bool(true) || value.as_str() == Some("true")
}

/// What follows the host and the version of the API.
fn path_of(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = url.find('/').and_then(|at| url.get(at..)).unwrap_or(url);
    for version in ["/beta/", "/v1.0/"] {
        if let Some(rest) = path.strip_prefix(version) {
            return format!("/{rest}");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_needs() {
        let record = Record::read(
            r#"{"id":"a#1","kind":"request","method":"POST","url":"https://graph.microsoft.com/beta/app/calls","body":"{}","isCollection":"true","json_error":null}"#,
        )
        .unwrap();
        assert_eq!(record.path.as_deref(), Some("/app/calls"));
        assert_eq!(record.body.as_deref(), Some("{}"));
        assert!(record.is_collection);
        assert_eq!(record.declared_type, None);
    }

    #[test]
    fn a_body_of_another_kind_is_none() {
        let line = r#"{"id":"a","kind":"response","body":"<b>","body_kind":"non-json"}"#;
        assert_eq!(Record::read(line).unwrap().body, None);
        assert!(Record::read("[]").is_err());
        assert!(Record::read("{").is_err());
    }
}
