//! Constructors of requests, by the kind of their response.

use super::filter::Filter;
use super::literal::Literal;
use super::method::Method;
use super::path::PropertyPath;
use super::target::Target;
use super::{Request, response_kind};
use crate::model::{Item, Purpose};

impl<T> Request<response_kind::One<T>> {
    /// Reads what is at `target`.
    pub fn of(target: &Target) -> Self {
        Self::new(Method::Get, target.clone())
    }
}

impl<T> Request<response_kind::Many<T>> {
    /// Reads the collection at `target`.
    pub fn of(target: &Target) -> Self {
        Self::new(Method::Get, target.clone())
    }
}

impl<T> Request<response_kind::AtMostOne<T>> {
    /// Looks up the entity of the collection at `target` whose property has this value.
    pub fn by(
        target: &Target,
        property: impl Into<PropertyPath>,
        value: impl Into<Literal>,
    ) -> Self {
        let mut request = Self::new(Method::Get, target.clone());
        request.query_mut().filter(Filter::eq(property, value));
        request
    }
}

impl<T> Request<response_kind::Created<T>> {
    /// Adds an entity to the collection at `target`.
    pub fn of(target: &Target, body: &impl Item) -> Self {
        Self::new(Method::Post, target.clone()).with_item(body, Purpose::RequestBody)
    }
}

impl<T> Request<response_kind::Updated<T>> {
    /// Changes what is set in `body` of the entity at `target`.
    pub fn of(target: &Target, body: &impl Item) -> Self {
        Self::new(Method::Patch, target.clone()).with_item(body, Purpose::UpdateBody)
    }
}

impl<T> Request<response_kind::Replaced<T>> {
    /// Puts `body` in the place of the entity at `target`.
    pub fn of(target: &Target, body: &impl Item) -> Self {
        Self::new(Method::Put, target.clone()).with_item(body, Purpose::RequestBody)
    }
}

impl Request<response_kind::Number> {
    /// Counts the collection at `target`.
    pub fn of(target: &Target) -> Self {
        Self::new(Method::Get, target.system("$count"))
    }
}

impl Request<response_kind::Bytes> {
    /// Reads the stream at `target`.
    pub fn of(target: Target) -> Self {
        Self::new(Method::Get, target)
    }
}

impl Request<response_kind::Deleted> {
    /// Deletes what is at `target`.
    pub fn of(target: &Target) -> Self {
        Self::new(Method::Delete, target.clone())
    }
}

impl Request<response_kind::Referenced> {
    /// Adds the entity with this address to the collection of references at `target`.
    pub fn add(target: &Target, address: &str) -> Self {
        Self::new(Method::Post, target.system("$ref")).with_body(reference(address))
    }

    /// Lets the reference at `target` lead to the entity with this address.
    pub fn set(target: &Target, address: &str) -> Self {
        Self::new(Method::Put, target.system("$ref")).with_body(reference(address))
    }
}

impl Request<response_kind::Dereferenced> {
    /// Removes the reference at `target`; the entity stays.
    pub fn of(target: &Target) -> Self {
        Self::new(Method::Delete, target.system("$ref"))
    }

    /// Removes the reference to the entity with this address from the collection of references at
    /// `target`.
    pub fn to(target: &Target, address: &str) -> Self {
        let mut request = Self::of(target);
        request.query_mut().set("$id", address);
        request
    }
}

impl Request<response_kind::Uploaded> {
    /// Puts these bytes, of this media type, in the place of the stream at `target`.
    pub fn of(target: Target, content_type: &str, bytes: Vec<u8>) -> Self {
        let request = Self::new(Method::Put, target).with_body(bytes);
        request.header("Content-Type", content_type)
    }
}

/// An entity reference (OData JSON Format, section 14).
fn reference(address: &str) -> Vec<u8> {
    let address = serde_json::Value::from(address);
    format!("{{\"@odata.id\":{address}}}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{RemoveReference, SetReference, Upload};

    #[test]
    fn references_are_objects_behind_a_segment_of_the_system() {
        let target = Target::root("groups").key("a b").segment("owners");
        let add = SetReference::add(&target, "https://x/users/\"1");
        assert_eq!(add.method(), Method::Post);
        assert_eq!(add.path().unwrap(), "/groups/a%20b/owners/$ref");
        assert_eq!(
            add.body().unwrap(),
            br#"{"@odata.id":"https://x/users/\"1"}"#
        );
        let remove = RemoveReference::of(&target.key("1"));
        assert_eq!(remove.path().unwrap(), "/groups/a%20b/owners/1/$ref");
        assert_eq!(remove.body(), None);
    }

    #[test]
    fn an_upload_names_its_media_type() {
        let upload = Upload::of(Target::root("photo").system("$value"), "image/png", vec![1]);
        assert_eq!(upload.method(), Method::Put);
        assert_eq!(upload.path().unwrap(), "/photo/$value");
        let headers: Vec<_> = upload.headers().collect();
        assert_eq!(headers, [("Content-Type", "image/png")]);
    }
}
