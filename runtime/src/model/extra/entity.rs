//! The control information that tells of an entity: its version and its addresses.

use std::borrow::Cow;

use super::Extra;
use super::more::decoded;

impl Extra {
    /// The version of the entity (`@odata.etag`), as `if_match` takes it; `@etag` in the spelling of
    /// OData 4.01.
    ///
    /// ```
    /// use msgraph_runtime::request::{Delete, Target};
    /// use msgraph_runtime::{UnknownObject, from_str};
    ///
    /// let book: UnknownObject = from_str(r#"{"@odata.etag": "W/\"7\"", "title": "Emma"}"#)?;
    /// let mut delete = Delete::of(&Target::root("books").key("1"));
    /// if let Some(etag) = book.extra.etag() {
    ///     delete = delete.if_match(etag);
    /// }
    /// assert_eq!(delete.headers().next(), Some(("If-Match", "W/\"7\"")));
    /// # Ok::<(), msgraph_runtime::ReadError>(())
    /// ```
    pub fn etag(&self) -> Option<Cow<'_, str>> {
        self.control_text("etag")
    }

    /// The address that identifies the entity (`@odata.id`), for references to it.
    pub fn odata_id(&self) -> Option<Cow<'_, str>> {
        self.control_text("id")
    }

    /// The address at which the entity is read (`@odata.readLink`).
    pub fn read_link(&self) -> Option<Cow<'_, str>> {
        self.control_text("readLink")
    }

    /// The address at which the entity is changed and deleted (`@odata.editLink`).
    pub fn edit_link(&self) -> Option<Cow<'_, str>> {
        self.control_text("editLink")
    }

    /// The version of the stream of a media entity (`@odata.mediaEtag`). That of a stream property
    /// is an [`annotation`](Self::annotation) of the property.
    pub fn media_etag(&self) -> Option<Cow<'_, str>> {
        self.control_text("mediaEtag")
    }

    /// Control information that is a text, decoded.
    fn control_text(&self, name: &str) -> Option<Cow<'_, str>> {
        let text = self.control(name)?.strip_prefix('"')?.strip_suffix('"')?;
        Some(match text.contains('\\') {
            true => decoded(text).into(),
            false => text.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{UnknownObject, from_str};

    #[test]
    fn versions_and_addresses_are_decoded_in_both_spellings() {
        for (text, etag, id) in [
            (r#"{"@odata.etag":"W/\"1\""}"#, Some("W/\"1\""), None),
            (
                r#"{"@etag":"\u0022a\u0022","@id":"Books(1)"}"#,
                Some("\"a\""),
                Some("Books(1)"),
            ),
            (r#"{"@odata.etag":null,"@odata.id":7}"#, None, None),
            (r#"{"etag":"x","id":"y"}"#, None, None),
            ("{}", None, None),
        ] {
            let value: UnknownObject = from_str(text).unwrap();
            assert_eq!(value.extra.etag().as_deref(), etag, "{text}");
            assert_eq!(value.extra.odata_id().as_deref(), id, "{text}");
        }
        let text = r#"{"@odata.readLink":"a","@odata.editLink":"b","@odata.mediaEtag":"c"}"#;
        let value: UnknownObject = from_str(text).unwrap();
        assert_eq!(value.extra.read_link().as_deref(), Some("a"));
        assert_eq!(value.extra.edit_link().as_deref(), Some("b"));
        assert_eq!(value.extra.media_etag().as_deref(), Some("c"));
    }
}
