//! What comes back from a request.

use std::marker::PhantomData;

use crate::decode::{Content, Decode, Maybe};
use crate::engine::from_slice;
use crate::error::ReadError;
use crate::item::Item;
use crate::page::Page;

/// What comes back from a request, and how it is read.
pub trait Kind {
    /// The value.
    type Output;
    /// The media type that is asked for.
    const ACCEPT: &'static str = "application/json";
    /// Whether the answer may be elsewhere.
    #[doc(hidden)]
    const REDIRECTS: bool = false;
    /// Reads the body of a good answer.
    ///
    /// # Errors
    ///
    /// If it is not what it should be.
    fn decode(body: &[u8]) -> Result<Self::Output, ReadError>;
}

/// Kinds whose answer can be shaped by `$select` and `$expand`.
pub trait Shaped: Kind {}

impl<T: Item> Shaped for One<T> {}
impl<T: Item + Clone> Shaped for Many<T> {}
impl<T: Item + Clone> Shaped for Called<Page<T>> {}

/// Kinds whose answer is a page of a collection.
pub trait Listed: Shaped<Output = Page<Self::Item>> {
    /// An item of the collection.
    type Item: Item + Clone;
}

impl<T: Item + Clone> Listed for Many<T> {
    type Item = T;
}

impl<T: Item + Clone> Listed for Called<Page<T>> {
    type Item = T;
}

/// One entity or value.
#[derive(Debug)]
pub struct One<T>(PhantomData<T>);

impl<T: Item> Kind for One<T> {
    type Output = T;
    fn decode(body: &[u8]) -> Result<T, ReadError> {
        from_slice(body)
    }
}

/// A page of a collection.
#[derive(Debug)]
pub struct Many<T>(PhantomData<T>);

impl<T: Item> Kind for Many<T>
where
    Page<T>: Item,
{
    type Output = Page<T>;
    fn decode(body: &[u8]) -> Result<Page<T>, ReadError> {
        from_slice(body)
    }
}

/// The entity that was made.
#[derive(Debug)]
pub struct Created<T>(PhantomData<T>);

impl<T: Item> Kind for Created<T> {
    type Output = T;
    fn decode(body: &[u8]) -> Result<T, ReadError> {
        from_slice(body)
    }
}

/// The entity that was changed, unless the service says nothing (204).
#[derive(Debug)]
pub struct Updated<T>(PhantomData<T>);

impl<T: Item> Kind for Updated<T> {
    type Output = Option<T>;
    fn decode(body: &[u8]) -> Result<Option<T>, ReadError> {
        Ok(Maybe::decode(body)?.0)
    }
}

/// Nothing.
#[derive(Debug)]
pub enum Nothing {}

impl Kind for Nothing {
    type Output = ();
    fn decode(_: &[u8]) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A number as plain text (OData URL Conventions, section 4.8).
#[derive(Debug)]
pub enum Number {}

impl Kind for Number {
    type Output = i64;
    const ACCEPT: &'static str = "text/plain";
    fn decode(body: &[u8]) -> Result<i64, ReadError> {
        from_slice(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body))
    }
}

/// Bytes as they come.
#[derive(Debug)]
pub enum Bytes {}

impl Kind for Bytes {
    type Output = Content;
    const ACCEPT: &'static str = Content::ACCEPT;
    const REDIRECTS: bool = Content::REDIRECTS;
    fn decode(body: &[u8]) -> Result<Content, ReadError> {
        Content::decode(body)
    }
}

/// What an action or function returns.
#[derive(Debug)]
pub struct Called<R>(PhantomData<R>);

impl<R: Decode> Kind for Called<R> {
    type Output = R;
    const ACCEPT: &'static str = R::ACCEPT;
    const REDIRECTS: bool = R::REDIRECTS;
    fn decode(body: &[u8]) -> Result<R, ReadError> {
        R::decode(body)
    }
}
