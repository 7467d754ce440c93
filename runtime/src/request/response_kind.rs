//! Kinds of responses, each with the type that the body is decoded to.

use std::marker::PhantomData;

use super::decode::{Content, Decode, at_most_one};
use super::page::Page;
use crate::json::ReadError;
use crate::model::{Item, from_slice};

mod sealed {
    /// Keeps [`ResponseKind`](super::ResponseKind) to the kinds of this module.
    pub trait Kind {}
}

/// The kind of the response to a request, and how its body is decoded.
///
/// A value is an `Option`, because a successful response may have no body: 204 for a property
/// that is null, 202 for an operation that continues. An absent collection is an empty page.
pub trait ResponseKind: sealed::Kind {
    /// The value.
    type Output;
    /// The media type to request (`Accept`).
    const ACCEPT: &'static str = "application/json";
    /// Whether a redirect to the content is followed.
    #[doc(hidden)]
    const REDIRECTS: bool = false;
    /// Decodes the body of a successful response.
    ///
    /// # Errors
    ///
    /// If the body is not a value of the type.
    fn decode(body: &[u8]) -> Result<Self::Output, ReadError>;
}

/// Kinds of responses that `$select` and `$expand` apply to.
pub trait Shaped: ResponseKind {}

impl<T: Item> Shaped for One<T> {}
impl<T: Item + Clone> Shaped for Many<T> {}
impl<T: Item + Clone> Shaped for AtMostOne<T> {}
impl<T: Item> Shaped for Called<Option<T>> {}
impl<T: Item + Clone> Shaped for Called<Page<T>> {}

/// Kinds of responses that `$filter` and `$search` apply to: collections, and the number of their
/// items.
pub trait Filtered: ResponseKind {}

impl<T: Item + Clone> Filtered for Many<T> {}
impl<T: Item + Clone> Filtered for Called<Page<T>> {}
impl Filtered for Number {}

/// Kinds of responses that are a page of a collection.
pub trait Listed: Shaped<Output = Page<Self::Item>> + Filtered {
    /// An item of the collection.
    type Item: Item + Clone;
}

impl<T: Item + Clone> Listed for Many<T> {
    type Item = T;
}

impl<T: Item + Clone> Listed for Called<Page<T>> {
    type Item = T;
}

/// One entity or value; `None` if the response has no body (204: it is null).
#[derive(Debug)]
pub struct One<T>(PhantomData<T>);

impl<T> sealed::Kind for One<T> {}

impl<T: Item> ResponseKind for One<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        Decode::decode(body)
    }
}

/// A page of a collection; an empty one if the response has no body.
#[derive(Debug)]
pub struct Many<T>(PhantomData<T>);

impl<T> sealed::Kind for Many<T> {}

impl<T: Item + Clone> ResponseKind for Many<T> {
    type Output = Page<T>;
    fn decode(body: &[u8]) -> Result<Page<T>, ReadError> {
        Decode::decode(body)
    }
}

/// The one entity of a collection that matches a filter; `None` if none does.
///
/// A collection of several is an error: the property that was compared identifies nothing.
#[derive(Debug)]
pub struct AtMostOne<T>(PhantomData<T>);

impl<T> sealed::Kind for AtMostOne<T> {}

impl<T: Item + Clone> ResponseKind for AtMostOne<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        at_most_one(body)
    }
}

/// The entity that was created; `None` if the response has no body (201, 202, 204).
#[derive(Debug)]
pub struct Created<T>(PhantomData<T>);

impl<T> sealed::Kind for Created<T> {}

impl<T: Item> ResponseKind for Created<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        Decode::decode(body)
    }
}

/// The entity that was changed; `None` if the response has no body (204).
#[derive(Debug)]
pub struct Updated<T>(PhantomData<T>);

impl<T> sealed::Kind for Updated<T> {}

impl<T: Item> ResponseKind for Updated<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        Decode::decode(body)
    }
}

/// The entity that was replaced, or created; `None` if the response has no body.
#[derive(Debug)]
pub struct Replaced<T>(PhantomData<T>);

impl<T> sealed::Kind for Replaced<T> {}

impl<T: Item> ResponseKind for Replaced<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        Decode::decode(body)
    }
}

/// Kinds of responses without a value, each named after what the request did.
macro_rules! without_value {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl sealed::Kind for $name {}

        impl ResponseKind for $name {
            type Output = ();
            fn decode(_: &[u8]) -> Result<(), ReadError> {
                Ok(())
            }
        }
    )*};
}
without_value! {
    /// An entity, or the bytes of a stream, were deleted.
    Deleted
    /// A reference to an entity was added or set.
    Referenced
    /// A reference to an entity was removed; the entity stays.
    Dereferenced
    /// The bytes of a stream were replaced.
    Uploaded
}

/// A number as plain text (OData URL Conventions, section 4.8).
#[derive(Debug)]
pub enum Number {}

impl sealed::Kind for Number {}

impl ResponseKind for Number {
    type Output = i64;
    const ACCEPT: &'static str = "text/plain";
    fn decode(body: &[u8]) -> Result<i64, ReadError> {
        from_slice(body)
    }
}

/// The bytes of a stream.
#[derive(Debug)]
pub enum Bytes {}

impl sealed::Kind for Bytes {}

impl ResponseKind for Bytes {
    type Output = Content;
    const ACCEPT: &'static str = Content::ACCEPT;
    const REDIRECTS: bool = Content::REDIRECTS;
    fn decode(body: &[u8]) -> Result<Content, ReadError> {
        Content::decode(body)
    }
}

/// The result of an action or function.
#[derive(Debug)]
pub struct Called<R>(PhantomData<R>);

impl<R> sealed::Kind for Called<R> {}

impl<R: Decode> ResponseKind for Called<R> {
    type Output = R;
    const ACCEPT: &'static str = R::ACCEPT;
    const REDIRECTS: bool = R::REDIRECTS;
    fn decode(body: &[u8]) -> Result<R, ReadError> {
        R::decode(body)
    }
}
