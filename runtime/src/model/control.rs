//! Control information of OData: which annotations a request body leaves out, and the
//! spelling of version 4.01.
//!
//! Control information describes a response, such as `@odata.etag` or
//! `members@odata.nextLink`; 4.01 allows `@etag` and `members@nextLink`. In the body of a
//! request it has no meaning, and services refuse some of it. Annotations that say something
//! about what is sent stay: `@odata.type`, `@odata.id`, `owner@odata.bind`, and the terms of
//! other vocabularies, such as `@com.contoso.note`.

use std::borrow::Cow;

use crate::json::{Reader, Writer};

/// The control information of responses, without `@` and `odata.`.
const OF_RESPONSES: [&str; 14] = [
    "associationLink",
    "context",
    "count",
    "deltaLink",
    "editLink",
    "etag",
    "mediaEditLink",
    "mediaEtag",
    "mediaReadLink",
    "metadataEtag",
    "navigationLink",
    "nextLink",
    "readLink",
    "removed",
];

/// Whether request bodies leave out the member with this name: control information of a
/// response, or an operation that the response offers (`#ns.action`).
pub(super) fn describes_response(name: &str) -> bool {
    if name.starts_with('#') {
        return true;
    }
    name.split_once('@').is_some_and(|(_, term)| {
        let term = without_odata(term);
        OF_RESPONSES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(term))
    })
}

fn without_odata(term: &str) -> &str {
    match term.split_at_checked("odata.".len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("odata.") => rest,
        _ => term,
    }
}

/// The spelling of version 4.0 of control information that is spelled as in 4.01:
/// `@odata.nextLink` of `@nextLink`.
#[cold]
pub(super) fn longer_spelling(name: &str) -> Option<String> {
    let (property, term) = name.split_once('@')?;
    // A term of a vocabulary has a namespace.
    (!term.contains('.')).then(|| format!("{property}@odata.{term}"))
}

/// Appends a JSON value without the control information of responses, at any depth.
///
/// What a member `…@delta` holds is left as it is: there `@removed` is a request.
pub(super) fn write_body_value(value: &str, to: &mut Writer) {
    if !value.contains(['@', '#', '\\']) {
        return to.raw(value);
    }
    let mut out = Body {
        reader: Reader::new(value),
        copied: 0,
        value,
        to,
    };
    let start = out.to.out.len();
    match out.value() {
        Some(()) => out.copy(value.len()),
        // Never: the value was read as JSON before.
        None => {
            out.to.out.truncate(start);
            out.to.raw(value);
        }
    }
}

/// Whether request bodies leave out the member with this raw name, without its quotes.
pub(super) fn is_left_out(raw_name: &str) -> bool {
    describes_response(&decoded(raw_name))
}

/// Whether the member with this raw name holds changes to a collection.
pub(super) fn holds_changes(raw_name: &str) -> bool {
    let name = decoded(raw_name);
    let term = name.split_once('@').map(|(_, term)| without_odata(term));
    term.is_some_and(|term| term.eq_ignore_ascii_case("delta"))
}

fn decoded(raw_name: &str) -> Cow<'_, str> {
    if !raw_name.contains('\\') {
        return raw_name.into();
    }
    let quoted = format!("\"{raw_name}\"");
    let mut reader = Reader::new(&quoted);
    match reader.string() {
        Ok(name) => name.into_owned().into(),
        Err(_) => raw_name.into(),
    }
}

/// A JSON value on its way into a request body.
struct Body<'a, 'w> {
    reader: Reader<'a>,
    value: &'a str,
    /// Everything before this position is copied or left out.
    copied: usize,
    to: &'w mut Writer,
}

impl Body<'_, '_> {
    fn copy(&mut self, end: usize) {
        self.to.raw(self.value.get(self.copied..end).unwrap_or(""));
        self.copied = end;
    }

    /// Passes over a value. The depth is that of JSON which was read before.
    fn value(&mut self) -> Option<()> {
        match self.reader.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            _ => self.reader.skip_value().ok(),
        }
    }

    fn list(&mut self) -> Option<()> {
        self.reader.enter().ok()?;
        self.reader.at += 1;
        while self.reader.peek()? != b']' {
            if self.reader.peek()? == b',' {
                self.reader.at += 1;
            }
            self.value()?;
        }
        self.reader.at += 1;
        self.reader.leave();
        Some(())
    }

    fn object(&mut self) -> Option<()> {
        self.reader.enter().ok()?;
        self.reader.at += 1;
        let mut first = true;
        while self.reader.peek()? != b'}' {
            let before = self.reader.at;
            if self.reader.peek()? == b',' {
                self.reader.at += 1;
            }
            self.reader.peek();
            let start = self.reader.at;
            self.reader.skip_name().ok()?;
            let name = self.reader.since(start);
            let name = name.get(1..name.rfind('"')?)?;
            if is_left_out(name) {
                // With the comma before it.
                self.copy(before);
                self.reader.skip_value().ok()?;
                self.copied = self.reader.at;
                continue;
            }
            if first {
                // If anything was before, it is left out, and its comma goes, too.
                self.copy(before);
                self.copied = start;
            }
            first = false;
            match holds_changes(name) {
                true => self.reader.skip_value().ok()?,
                false => self.value()?,
            }
        }
        self.reader.at += 1;
        self.reader.leave();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(value: &str) -> String {
        let mut to = Writer::default();
        write_body_value(value, &mut to);
        to.out
    }

    #[test]
    fn control_information_of_responses_is_known_in_both_spellings() {
        for term in OF_RESPONSES {
            for name in [
                format!("@odata.{term}"),
                format!("@{term}"),
                format!("members@odata.{term}"),
                format!("members@{term}"),
                format!("@odata.{}", term.to_lowercase()),
                format!("members@ODATA.{}", term.to_uppercase()),
            ] {
                assert!(describes_response(&name), "{name}");
            }
        }
        assert!(describes_response("#microsoft.graph.transfer"));
        for name in [
            "@odata.type",
            "@type",
            "@odata.id",
            "@id",
            "owner@odata.bind",
            "owner@bind",
            "birthday@odata.type",
            "members@delta",
            "@com.contoso.note",
            "@com.contoso.count",
            "@com.contoso.odata.etag",
            "@\u{e9}data.etag",
            "count",
            "odata.etag",
            "",
            "@",
        ] {
            assert!(!describes_response(name), "{name}");
        }
    }

    #[test]
    fn lists_are_passed_over_whole() {
        for (value, expected) in [
            (r#"{"a":[1],"@odata.count":2}"#, r#"{"a":[1]}"#),
            (r#"{"a":[],"@odata.count":2}"#, r#"{"a":[]}"#),
            (r#"[[1],{"@odata.etag":2}]"#, "[[1],{}]"),
            (r#"[{"@odata.etag":1}, {"@odata.etag":2}]"#, "[{}, {}]"),
        ] {
            assert_eq!(body(value), expected);
        }
    }

    #[test]
    fn a_value_goes_without_it_at_every_depth() {
        for (value, sent) in [
            (r#"{"@odata.etag":"x","a":1}"#, r#"{"a":1}"#),
            (r#"{"a":1 , "@etag":"x"}"#, r#"{"a":1 }"#),
            (r##"{"@count":1,"@etag":"x","#n.a":{}}"##, "{}"),
            (
                r#"{ "@count":1, "a":1,"b@nextLink":"l","c":2}"#,
                r#"{ "a":1,"c":2}"#,
            ),
            (
                r#"[1,{"a":[{"@odata.type":"t","@odata.readLink":"r"}]},"@etag"]"#,
                r#"[1,{"a":[{"@odata.type":"t"}]},"@etag"]"#,
            ),
            (
                r#"{"\u0040etag":"x","a":"\u0040etag"}"#,
                r#"{"a":"\u0040etag"}"#,
            ),
            (
                r#"{"m@delta":[{"@removed":{},"@id":"1"}],"@removed":{}}"#,
                r#"{"m@delta":[{"@removed":{},"@id":"1"}]}"#,
            ),
            ("\"@odata.etag\"", "\"@odata.etag\""),
            ("[]", "[]"),
        ] {
            assert_eq!(body(value), sent, "{value}");
        }
    }

    #[test]
    fn only_control_information_has_a_longer_spelling() {
        let longer = |name| longer_spelling(name);
        assert_eq!(longer("@nextLink").as_deref(), Some("@odata.nextLink"));
        assert_eq!(longer("a@count").as_deref(), Some("a@odata.count"));
        assert_eq!(longer("@odata.nextLink"), None);
        assert_eq!(longer("@com.contoso.note"), None);
        assert_eq!(longer("count"), None);
    }
}
