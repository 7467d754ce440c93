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
    /// Reads the body of a good answer.
    ///
    /// # Errors
    ///
    /// If it is not what it should be.
    fn decode(body: &[u8]) -> Result<Self::Output, ReadError>;
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
    fn decode(body: &[u8]) -> Result<i64, ReadError> {
        from_slice(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body))
    }
}

/// Bytes as they come.
#[derive(Debug)]
pub enum Bytes {}

impl Kind for Bytes {
    type Output = Content;
    fn decode(body: &[u8]) -> Result<Content, ReadError> {
        Content::decode(body)
    }
}

/// What an action or function returns.
#[derive(Debug)]
pub struct Called<R>(PhantomData<R>);

impl<R: Decode> Kind for Called<R> {
    type Output = R;
    fn decode(body: &[u8]) -> Result<R, ReadError> {
        R::decode(body)
    }
}
