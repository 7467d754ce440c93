//! Types that can be decoded from the body of a successful response.
//!
//! A successful response may have no body: 204 for a property that is null, 202 for an operation
//! that continues. So a value is always optional, and an absent collection is an empty page.

use super::page::Page;
use crate::json::{ReadError, ReadErrorKind, ReadFault, without_mark};
use crate::model::{Extra, Field, Item, ValueRef, from_slice};

mod sealed {
    use super::{Content, Item, Page};

    /// Keeps [`Decode`](super::Decode) to the types of this module.
    pub trait Decode {}

    impl Decode for () {}
    impl<T: Item> Decode for Option<T> {}
    impl<T: Item + Clone> Decode for Page<T> {}
    impl Decode for Content {}
}

/// Types that can be decoded from a response body: an optional [`Item`], a [`Page`], [`Content`]
/// and `()`.
pub trait Decode: sealed::Decode + Sized {
    /// The media type to request (`Accept`).
    const ACCEPT: &'static str = "application/json";
    /// Whether a redirect to the content is followed.
    #[doc(hidden)]
    const REDIRECTS: bool = false;

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// If the body is not a value of this type.
    fn decode(body: &[u8]) -> Result<Self, ReadError>;
}

/// No value: the body is ignored.
impl Decode for () {
    fn decode(_: &[u8]) -> Result<Self, ReadError> {
        Ok(())
    }
}

/// A value; `None` if the body is empty or `null`.
impl<T: Item> Decode for Option<T> {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        if is_absent(body) {
            return Ok(None);
        }
        let value: T = from_slice(body)?;
        check_value(&value.view(), body)?;
        Ok(Some(value))
    }
}

/// A page; one without items if the body is empty or `null`.
impl<T: Item + Clone> Decode for Page<T> {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        if is_absent(body) {
            return Ok(Self::default());
        }
        let page: Self = from_slice(body)?;
        match found_instead(&page.extra) {
            Some(found) if page.value.is_none() => Err(mismatch("a collection", found, body)),
            _ => Ok(page),
        }
    }
}

/// The item of a page that has no other; `None` if it has none.
pub(super) fn at_most_one<T: Item + Clone>(body: &[u8]) -> Result<Option<T>, ReadError> {
    let page: Page<T> = Decode::decode(body)?;
    let mut items = page.value.unwrap_or_default();
    match items.len() {
        0 | 1 => Ok(items.pop()),
        many => Err(mismatch(
            "at most one value",
            &format!("{many} values"),
            body,
        )),
    }
}

/// The bytes of a recording, a transcript or a report.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content(pub Vec<u8>);

impl Decode for Content {
    const ACCEPT: &'static str = "*/*";
    const REDIRECTS: bool = true;

    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        Ok(Self(body.to_vec()))
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Content({} bytes)", self.0.len())
    }
}

/// Whether the body holds no value: nothing, whitespace or `null`.
fn is_absent(body: &[u8]) -> bool {
    matches!(without_mark(body).trim_ascii(), b"" | b"null")
}

/// Refuses a collection or an error in the place of a value, of which it would have no property:
/// `{"value":[…]}`, `{"error":{…}}`.
fn check_value(view: &ValueRef<'_>, body: &[u8]) -> Result<(), ReadError> {
    let ValueRef::Object(object, _) = view else {
        return Ok(());
    };
    let (names, extra) = (&object.table().names, object.extra());
    let is_received = |at| {
        let field = object.field(at);
        field.is_some_and(Field::is_set) || extra.is_null(at)
    };
    if (0..names.len()).any(is_received) {
        return Ok(());
    }
    let is_wrapped =
        object.table().type_name.is_empty() && names.find("value").position().is_some();
    match found_instead(extra) {
        // An entity may have nothing but members that its metadata does not declare, and one of an
        // open type may call a list `value`.
        Some(OBJECT) if !is_wrapped => Ok(()),
        Some(COLLECTION) if is_entity(extra) => Ok(()),
        Some(found) => Err(mismatch("one value", found, body)),
        None => Ok(()),
    }
}

const COLLECTION: &str = "a collection";
const OBJECT: &str = "an object without a member `value`";

/// What a body is that has these members and no declared one. Control information, such as
/// `@odata.context`, does not tell.
fn found_instead(extra: &Extra) -> Option<&'static str> {
    let mut members = extra.iter().filter(|(name, _)| !name.contains('@'));
    let (name, value) = members.next()?;
    let is = |known: &str, first| name.eq_ignore_ascii_case(known) && value.starts_with(first);
    Some(match members.next() {
        None if is("error", '{') => "an error",
        None if is("value", '[') => COLLECTION,
        _ => OBJECT,
    })
}

/// Whether the body says of itself that it is one entity: the fragment of its context URL ends so.
fn is_entity(extra: &Extra) -> bool {
    let mut members = extra.iter();
    members.any(|(name, value)| {
        matches!(&*name, "@odata.context" | "@context") && value.ends_with("/$entity\"")
    })
}

fn mismatch(expected: &str, found: &str, body: &[u8]) -> ReadError {
    let fault = ReadFault {
        kind: ReadErrorKind::Type,
        at: 0,
        expected: expected.to_owned(),
        found: found.to_owned(),
        type_name: "",
        path: Vec::new(),
    };
    ReadError::new(fault, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::RawJson;
    use crate::model::UnknownObject;
    use crate::request::Scalar;

    #[test]
    fn a_body_may_hold_nothing() {
        for body in ["", " \r\n", "null", " null\n", "\u{feff}", "\u{feff}null"] {
            let body = body.as_bytes();
            assert_eq!(Option::<RawJson>::decode(body), Ok(None));
            assert_eq!(Option::<Scalar<i64>>::decode(body), Ok(None));
            assert_eq!(Page::<RawJson>::decode(body), Ok(Page::default()));
        }
        for odd in ["nul", "null null", "{"] {
            assert!(Option::<RawJson>::decode(odd.as_bytes()).is_err(), "{odd}");
            assert!(Page::<RawJson>::decode(odd.as_bytes()).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_lookup_gives_the_only_item_or_none() {
        let found = |body: &str| at_most_one::<RawJson>(body.as_bytes());
        for body in ["", "null", r#"{"value":[]}"#] {
            assert_eq!(found(body), Ok(None), "{body}");
        }
        let one = found(r#"{"value":[{"a":1}]}"#).unwrap();
        assert_eq!(one.as_ref().map(RawJson::as_str), Some(r#"{"a":1}"#));
        let many = found(r#"{"value":[1,2,3]}"#).unwrap_err();
        assert_eq!(many.found(), "3 values");
        assert!(found(r#"{"error":{"code":"x"}}"#).is_err());
    }

    #[test]
    fn content_is_the_body_and_is_not_printed() {
        let content = Content::decode(b"\xff{").unwrap();
        assert_eq!(content.0, b"\xff{");
        assert_eq!(format!("{content:?}"), "Content(2 bytes)");
        assert_eq!((Content::ACCEPT, Content::REDIRECTS), ("*/*", true));
        assert_eq!((<()>::ACCEPT, <()>::REDIRECTS), ("application/json", false));
    }

    #[test]
    fn one_is_not_many_and_an_error_is_neither() {
        let value = |body: &str| {
            let value = Option::<Scalar<RawJson>>::decode(body.as_bytes());
            value.err().map(|error| error.found().to_owned())
        };
        let object = |body: &str| {
            let value = Option::<UnknownObject<0>>::decode(body.as_bytes());
            value.err().map(|error| error.found().to_owned())
        };
        let page = |body: &str| {
            let page = Page::<RawJson>::decode(body.as_bytes());
            page.err().map(|error| error.found().to_owned())
        };
        let (error, collection, other) = ("an error", "a collection", OBJECT);
        for (body, of_value, of_object, of_page) in [
            (r#"{"value":[]}"#, "", collection, ""),
            (
                r#"{"@odata.context":"c","value":[{"a":1}]}"#,
                "",
                collection,
                "",
            ),
            (
                r#"{"@odata.count":1,"value":[],"@odata.context":"c#Things"}"#,
                "",
                collection,
                "",
            ),
            (
                r#"{"@odata.context":"c#Things/$entity","value":[1]}"#,
                "",
                "",
                "",
            ),
            (r#"{"value":[1],"@context":"c#Things/$entity"}"#, "", "", ""),
            (r#"{"value":1}"#, "", "", "the number 1"),
            (r#"{"value":[],"id":"1"}"#, "", "", ""),
            (r#"{"value":null}"#, "", "", ""),
            (r#"{"value":null,"error":{}}"#, "", "", error),
            (r#"{"error":{"code":"a"}}"#, error, error, error),
            (r#"{"Error":{},"@odata.context":"c"}"#, error, error, error),
            (r#"{"error":"text"}"#, other, "", other),
            (r#"{"error":{},"id":"1"}"#, other, "", other),
            (r#"{"id":"1"}"#, other, "", other),
            ("{}", "", "", ""),
            (r#"{"@odata.context":"c"}"#, "", "", ""),
        ] {
            assert_eq!(value(body).unwrap_or_default(), of_value, "{body}");
            assert_eq!(object(body).unwrap_or_default(), of_object, "{body}");
            assert_eq!(page(body).unwrap_or_default(), of_page, "{body}");
        }
    }
}
