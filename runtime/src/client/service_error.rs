//! The error that a service describes in the body of its response.
//!
//! Reading it never fails: whatever is malformed is left out.

use std::fmt;

use serde_json::Value;

use crate::json::without_mark;

/// The error that the service describes (OData JSON Format 4.01, section 21.1; error
/// responses page of the documentation).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The code, such as `Request_ResourceNotFound`.
    pub code: String,
    /// The message, for developers.
    pub message: String,
    /// The part of the request that is at fault.
    pub target: Option<String>,
    /// Details, where the service reports several errors at once.
    pub details: Vec<ErrorDetail>,
    /// The codes of the inner errors, from the outermost inwards: each is more specific than
    /// the one before.
    pub inner_codes: Vec<String>,
    /// The time of the error as the service writes it; without an offset it is UTC.
    pub date: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
}

/// One of several errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: String,
    /// The message.
    pub message: String,
    /// The part of the request that is at fault.
    pub target: Option<String>,
}

/// The depth up to which inner errors are read.
const DEPTH: usize = 16;

impl ServiceError {
    /// The error in a body, if the body is JSON with a member `error`.
    pub fn read(body: &[u8]) -> Option<Self> {
        Self::from_value(&read_json(without_mark(body))?)
    }

    /// The error in a JSON value, if it has a member `error`.
    pub(crate) fn from_value(body: &Value) -> Option<Self> {
        let error = member(body, "error")?;
        // Token endpoints and gateways: `"error": "code", "error_description": "…"`.
        if let Some(code) = error.as_str() {
            return Some(Self {
                code: code.to_owned(),
                message: text(body, "error_description").unwrap_or_default(),
                ..Self::default()
            });
        }
        error.as_object()?;
        let mut out = Self {
            code: text(error, "code").unwrap_or_default(),
            message: message(error),
            target: text(error, "target"),
            ..Self::default()
        };
        for detail in member(error, "details")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            out.details.push(ErrorDetail {
                code: text(detail, "code").unwrap_or_default(),
                message: message(detail),
                target: text(detail, "target"),
            });
        }
        let mut at = member(error, "innererror");
        for _ in 0..DEPTH {
            let Some(inner) = at else { break };
            out.inner_codes
                .extend(text(inner, "code").filter(|code| !code.is_empty()));
            for (name, to) in [
                ("request-id", &mut out.request_id),
                ("client-request-id", &mut out.client_request_id),
                ("date", &mut out.date),
            ] {
                if to.is_none() {
                    *to = text(inner, name);
                }
            }
            at = member(inner, "innererror");
        }
        Some(out)
    }

    /// All codes, from the outermost error inwards.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let inner = self.inner_codes.iter().map(String::as_str);
        std::iter::once(self.code.as_str()).chain(inner)
    }

    /// The id that the service assigned to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id that the client assigned to the request, as the service received it.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if !self.message.is_empty() {
            let mut lines = self.message.split(['\r', '\n']).map(str::trim);
            let line: Vec<&str> = lines.by_ref().filter(|line| !line.is_empty()).collect();
            write!(f, ": {}", line.join(" "))?;
        }
        match self.inner_codes.last() {
            Some(inner) if *inner != self.code => write!(f, " ({inner})"),
            _ => Ok(()),
        }
    }
}

/// Reads JSON; if that fails, once more without what no string may hold: a code must not be
/// lost because the message next to it is cut inside a character.
fn read_json(body: &[u8]) -> Option<Value> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Some(value);
    }
    let mended = mend(&String::from_utf8_lossy(body));
    let mut values = serde_json::Deserializer::from_str(&mended).into_iter();
    values.next()?.ok()
}

/// Replaces halves of surrogate pairs and control characters in strings by U+FFFD, and takes
/// the backslash of an unknown escape sequence as itself.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_string = false;
    while let Some(char) = rest.chars().next() {
        let (done, instead) = match (in_string, char) {
            (true, '\\') => escape(rest),
            (true, '\0'..='\u{1f}') => (1, Some("\u{fffd}")),
            (_, '"') => {
                in_string = !in_string;
                (1, None)
            }
            _ => (char.len_utf8(), None),
        };
        let (same, behind) = rest.split_at_checked(done).unwrap_or((rest, ""));
        out.push_str(instead.unwrap_or(same));
        rest = behind;
    }
    out
}

/// The length of the escape sequence that `text` starts with, and what stands for it if it is
/// not sound.
fn escape(text: &str) -> (usize, Option<&'static str>) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| hex)
    };
    match (text.as_bytes().get(1), unit(0)) {
        (_, Some(0xd800..0xdc00)) => match unit(6) {
            Some(0xdc00..0xe000) => (12, None),
            _ => (6, Some("\u{fffd}")),
        },
        (_, Some(0xdc00..0xe000)) => (6, Some("\u{fffd}")),
        (_, Some(_)) => (6, None),
        (Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'), None) => (2, None),
        _ => (1, Some("\\\\")),
    }
}

/// A member by its name, ignoring ASCII case.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let object = value.as_object()?;
    let exact = object.get(name);
    exact.or_else(|| {
        let mut all = object.iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

/// The text of a string or a number.
fn text(value: &Value, name: &str) -> Option<String> {
    match member(value, name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The message: a text or, as in OData 3, an object with a member `value`.
fn message(value: &Value) -> String {
    let plain = text(value, "message");
    let wrapped = || text(member(value, "message")?, "value");
    plain.or_else(wrapped).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_spelling_and_any_depth() {
        let body = br#"{"error":{"code":"Forbidden","message":"No\nway.","details":[{"code":"a"}],
            "innerError":{"code":"x","date":"2024-01-15T10:00:00","request-id":"r",
            "innererror":{"code":"7505"},"client-request-id":"c"}}}"#;
        let error = ServiceError::read(body).unwrap();
        assert_eq!(error.to_string(), "Forbidden: No way. (7505)");
        assert_eq!(
            error.codes().collect::<Vec<_>>(),
            ["Forbidden", "x", "7505"]
        );
        assert_eq!(error.request_id(), Some("r"));
        assert_eq!(error.client_request_id(), Some("c"));
        assert_eq!(error.date.as_deref(), Some("2024-01-15T10:00:00"));
        assert_eq!(error.details.len(), 1);
    }

    #[test]
    fn every_member_is_read_where_it_stands() {
        let body = br#"{"error":{"code":"a","message":"m","target":"t",
            "details":[{"code":"b","message":"n","target":"u"},{"message":{"value":"o"}}],
            "innererror":{"code":"","innererror":{"code":"a","date":"inner"},"date":"outer"}}}"#;
        let error = ServiceError::read(body).unwrap();
        assert_eq!(error.target.as_deref(), Some("t"));
        let detail = |code: &str, message: &str, target: Option<&str>| ErrorDetail {
            code: code.to_owned(),
            message: message.to_owned(),
            target: target.map(str::to_owned),
        };
        let details = [detail("b", "n", Some("u")), detail("", "o", None)];
        assert_eq!(error.details, details);
        assert_eq!(error.date.as_deref(), Some("outer"));
        assert_eq!(
            (error.request_id(), error.client_request_id()),
            (None, None)
        );
        // The same code is not said twice.
        assert_eq!(error.inner_codes, ["a"]);
        assert_eq!(error.to_string(), "a: m");
        let plain = ServiceError::read(br#"{"error":{"code":"a"}}"#).unwrap();
        assert_eq!(plain.to_string(), "a");
    }

    #[test]
    fn the_code_is_never_lost_because_of_the_message() {
        for (message, read) in [
            (&br"Ann \ud83d"[..], "Ann \u{fffd}"),
            (br"\ude00\ud83d\ud83d\ude00", "\u{fffd}\u{fffd}\u{1f600}"),
            (br"\ud83dx\u0041", "\u{fffd}xA"),
            (b"two\nlines", "two\u{fffd}lines"),
            (b"cut \xf0\x9f", "cut \u{fffd}"),
            (br"C:\Users\x", r"C:\Users\x"),
            (br"a \u12 b", r"a \u12 b"),
            (br"a \u+123 b \/ \t", "a \\u+123 b / \t"),
            (
                br"a \ud83d\u0041 \ude00\ud83d",
                "a \u{fffd}A \u{fffd}\u{fffd}",
            ),
            (br#"say \"no\" \ud800"#, "say \"no\" \u{fffd}"),
        ] {
            let start = &b"\xEF\xBB\xBF{\"error\":{\"message\":\""[..];
            let body = [start, message, b"\",\"code\":\"7505\"}}"].concat();
            let error = ServiceError::read(&body).unwrap();
            assert_eq!(
                (error.code.as_str(), error.message.as_str()),
                ("7505", read)
            );
        }
        // Behind the object, anything.
        let error = ServiceError::read(b"{\"error\":{\"code\":\"a\"}}\0\0").unwrap();
        assert_eq!(error.code, "a");
    }

    #[test]
    fn what_is_no_error_is_none_and_nothing_fails() {
        for body in [
            &b""[..],
            b"<html>",
            b"[]",
            b"{}",
            b"{\"error\":",
            b"{\"value\":1}",
        ] {
            assert_eq!(ServiceError::read(body), None);
        }
        let odd = ServiceError::read(br#"{"Error":{"code":7505,"message":{"value":"m"}}}"#);
        assert_eq!(odd.unwrap().to_string(), "7505: m");
        let token = ServiceError::read(br#"{"error":"invalid","error_description":"d"}"#);
        assert_eq!(token.unwrap().to_string(), "invalid: d");
    }
}
