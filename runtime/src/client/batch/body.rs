//! Bodies of requests as members of a batch.

use bytes::Bytes;

use crate::client::PreparedRequest;
use crate::edm::Binary;
use crate::json::RawJson;

/// A body as a JSON value: JSON as it is, text as a string, anything else as base64url (OData JSON
/// Format 4.01, section 19.1). Or why it cannot be sent in a batch.
pub fn as_json(prepared: &PreparedRequest, body: &Bytes) -> Result<RawJson, String> {
    let mut headers = prepared.headers.iter();
    let content_type = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type = content_type.map_or("application/json", |(_, value)| value.as_str());
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let media_type = media_type.to_ascii_lowercase();
    let text = || std::str::from_utf8(body);
    if media_type == "application/json" || media_type.ends_with("+json") {
        let json = text().map_err(|error| error.to_string())?;
        let json = RawJson::parse(json).map_err(|error| error.without_quotes().to_string());
        return json.map_err(|error| format!("the body is not JSON: {error}"));
    }
    let value = match media_type.starts_with("text/") {
        true => {
            let text = text().map_err(|error| format!("the body is text, but not UTF-8: {error}"));
            RawJson::from(text?)
        }
        false => {
            let base64 = Binary::from(body.as_ref()).to_string();
            let url_safe = base64.replace('+', "-").replace('/', "_");
            RawJson::from(url_safe.trim_end_matches('='))
        }
    };
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::canned::{json, list};
    use crate::request::Method;

    fn sent(content_type: Option<&str>, body: &[u8]) -> Result<String, String> {
        let (client, _) = list(vec![json("{}")]);
        let url = client.endpoint().clone();
        let mut prepared = PreparedRequest::new(Method::Put, url, "/x");
        let header = content_type.map(|value| ("content-TYPE".to_owned(), value.to_owned()));
        prepared.headers.extend(header);
        let sent = as_json(&prepared, &Bytes::copy_from_slice(body));
        sent.map(|json| json.as_str().to_owned())
    }

    #[test]
    fn the_media_type_decides() {
        for (content_type, body, expected) in [
            (None, &b"{ \"a\": 1.0 }"[..], "{ \"a\": 1.0 }"),
            (Some("application/json; charset=utf-8"), b"12", "12"),
            (Some("application/merge-patch+JSON"), b"{}", "{}"),
            (Some("text/csv"), b"12", "\"12\""),
            (Some("Text/Plain;charset=utf-8"), b"a\"b\n", "\"a\\\"b\\n\""),
            (Some("text/plain"), b"", "\"\""),
            (Some("image/png"), b"\xfb\xff\x00", "\"-_8A\""),
            (Some("application/octet-stream"), b"\x00", "\"AA\""),
            (Some("application/xml"), b"<a/>", "\"PGEvPg\""),
            (Some("image/png"), b"", "\"\""),
        ] {
            assert_eq!(
                sent(content_type, body).as_deref(),
                Ok(expected),
                "{content_type:?}"
            );
        }
        for (content_type, body) in [
            (None, &b"<a/>"[..]),
            (None, b""),
            (Some("application/json"), b"\xff"),
            (Some("text/plain"), b"\xff"),
        ] {
            assert!(sent(content_type, body).is_err(), "{content_type:?}");
        }
    }
}
