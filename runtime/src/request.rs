//! Requests as plain values: method, path and query, headers, body.
//!
//! Builders make them, and everything in them can be read before they are sent. [`Request`] is
//! the type of all; [`Get`], [`List`], [`Create`] and the like name its kinds. [`Filter`], [`Expr`],
//! [`Expand`] and [`PropertyPath`] make query options. Sending is in `client`.

/// Converts values of each primitive type to `$target`, whose function `$new` makes it of a view.
macro_rules! from_primitives {
    ($target:ident::$new:ident) => {
        from_primitives! {
            $target::$new: String, bool, u8, i8, i16, i32, i64, f32, f64,
            $crate::edm::Guid, $crate::edm::Date, $crate::edm::DateTimeOffset,
            $crate::edm::TimeOfDay, $crate::edm::Duration, $crate::edm::Decimal,
            $crate::edm::Binary
        }
    };
    ($target:ident::$new:ident: $($type:ty),*) => {$(
        impl From<$type> for $target {
            fn from(value: $type) -> Self {
                Self::$new(&$crate::model::Item::view(&value))
            }
        }
    )*};
}

mod access;
mod apply;
mod body;
mod decode;
mod expand;
mod expr;
mod filter;
mod key;
mod literal;
mod make;
mod method;
mod operation;
mod options;
mod page;
mod path;
mod query;
pub mod response_kind;
#[cfg(feature = "client")]
mod retry_options;
mod rows;
mod search;
mod target;
mod term;
mod url;

use std::fmt;
use std::marker::PhantomData;

pub use self::access::{
    Creates, Deletes, Owned, Reference, ReferenceItem, Refers, Related, RelatedItem,
    RemovesReference, ToMany, Updates,
};
pub use self::apply::{Aggregate, Apply, Grouping};
#[cfg(feature = "client")]
pub(crate) use self::body::EXACT_JSON;
pub use self::decode::{Content, Decode};
pub use self::expand::Expand;
pub use self::expr::{Expr, Operand};
pub use self::filter::Filter;
pub use self::key::{Key, KeyValue};
pub use self::literal::Literal;
pub use self::method::Method;
pub use self::operation::{Operation, compose, invoke};
pub use self::page::{Page, Scalar};
pub use self::path::PropertyPath;
pub use self::query::Query;
pub use self::response_kind::ResponseKind;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use self::retry_options::RetryOptions;
pub use self::search::Search;
pub use self::target::{Target, TargetError};
pub use crate::model::{Delta, Relate, Row};

/// A request for one entity or value.
pub type Get<T> = Request<response_kind::One<T>>;
/// A request for a collection, page by page.
pub type List<T> = Request<response_kind::Many<T>>;
/// A request for the one entity of a collection that has a certain property value.
pub type Lookup<T> = Request<response_kind::AtMostOne<T>>;
/// A request to create an entity; the response is the entity as the service created it.
pub type Create<T> = Request<response_kind::Created<T>>;
/// A request to change the properties that are set in its body; the response is the entity,
/// or has no body.
pub type Update<T> = Request<response_kind::Updated<T>>;
/// A request to replace an entity by its body (`PUT`): properties that the body leaves out get their
/// default values. The response is the entity, or has no body.
pub type Replace<T> = Request<response_kind::Replaced<T>>;
/// A request to delete an entity, or the bytes of a stream.
pub type Delete = Request<response_kind::Deleted>;
/// A request to add or set a reference to an entity.
pub type SetReference = Request<response_kind::Referenced>;
/// A request to remove a reference to an entity; the entity stays.
pub type RemoveReference = Request<response_kind::Dereferenced>;
/// A request to replace the bytes of a stream.
///
/// It is a type of its own: what makes a [`Delete`] does not make an upload.
///
/// ```compile_fail,E0308
/// # use msgraph_runtime::request::{Delete, Target, Upload};
/// let upload: Upload = Delete::of(&Target::root("photo"));
/// ```
pub type Upload = Request<response_kind::Uploaded>;
/// A request for the number of items.
pub type Count = Request<response_kind::Number>;
/// A request for the bytes of a stream: a recording, a transcript, a report.
pub type Download = Request<response_kind::Bytes>;
/// An invocation of an action or function.
pub type Invoke<R> = Request<response_kind::Called<R>>;

/// A request, and the [`ResponseKind`] by which its response is decoded.
#[must_use = "a request is a value; `send` sends it"]
pub struct Request<K> {
    method: Method,
    target: Target,
    query: Query,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    /// Overrides the setting of the client.
    unknown_enum_members: Option<bool>,
    /// Overrides the setting of the client.
    #[cfg(feature = "client")]
    pub(crate) retry: Option<RetryOptions>,
    /// Overrides the setting of the client.
    #[cfg(feature = "client")]
    pub(crate) timeout: Option<std::time::Duration>,
    kind: PhantomData<fn() -> K>,
}

impl<K> Request<K> {
    /// A request of this method to a resource.
    pub fn new(method: Method, target: Target) -> Self {
        Self {
            method,
            target,
            query: Query::default(),
            headers: Vec::new(),
            body: None,
            unknown_enum_members: None,
            #[cfg(feature = "client")]
            retry: None,
            #[cfg(feature = "client")]
            timeout: None,
            kind: PhantomData,
        }
    }

    /// The same request, whose response is of another kind.
    fn of_kind<J>(self) -> Request<J> {
        Request {
            method: self.method,
            target: self.target,
            query: self.query,
            headers: self.headers,
            body: self.body,
            unknown_enum_members: self.unknown_enum_members,
            #[cfg(feature = "client")]
            retry: self.retry,
            #[cfg(feature = "client")]
            timeout: self.timeout,
            kind: PhantomData,
        }
    }

    /// Sets the body, which is JSON unless a `Content-Type` header is set. It is sent as it is.
    pub fn with_body(mut self, json: Vec<u8>) -> Self {
        self.body = Some(json);
        self
    }

    /// Adds a header. Several values of `Prefer` are all sent; of any other header that is set
    /// more than once, only the last value is.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Executes the request only if the entity still has this version (`If-Match`); the
    /// service responds with 412 otherwise, an error for which `is_precondition_failed` holds. Such
    /// an update can be retried safely.
    ///
    /// The version is the `etag()` of the entity, or of a response. `*` is any version: the entity
    /// has to exist, so an update creates none.
    pub fn if_match(self, etag: impl Into<String>) -> Self {
        self.header("If-Match", etag)
    }

    /// Sends the body only if the entity has another version than this one (`If-None-Match`);
    /// the service responds with 304 otherwise, which is an error for which
    /// `is_not_modified` holds.
    ///
    /// `*` is any version: with it, an update or a replacement creates the entity and changes none
    /// that exists; the service responds with 412 then.
    ///
    /// ```
    /// use msgraph_runtime::request::{Replace, Target};
    /// use msgraph_runtime::{Method, RawJson};
    ///
    /// let setting = Target::root("settings").key("theme");
    /// let body = RawJson::parse(r#"{"value": "dark"}"#)?;
    /// // With generated code: `client.settings().by_id("theme").replace(body)`.
    /// let create = Replace::<RawJson>::of(&setting, &body).if_none_match("*");
    /// assert_eq!(create.method(), Method::Put);
    /// # Ok::<(), msgraph_runtime::ReadError>(())
    /// ```
    pub fn if_none_match(self, etag: impl Into<String>) -> Self {
        self.header("If-None-Match", etag)
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The resource that the request goes to.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The query options.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Mutable access to the query options.
    pub fn query_mut(&mut self) -> &mut Query {
        &mut self.query
    }

    /// The headers that are set on this request.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.headers.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body, if there is one.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Whether enumeration members may be newer than the API version, if set for this
    /// request.
    #[cfg(feature = "client")]
    pub(crate) fn unknown_enum_members_setting(&self) -> Option<bool> {
        self.unknown_enum_members
    }

    /// The path and query, encoded, from the root of the API version.
    ///
    /// # Errors
    ///
    /// If there is no target, or a key in it or a name in the query is not valid.
    pub fn path(&self) -> Result<String, TargetError> {
        let mut path = self.target.path()?.to_owned();
        self.target
            .append_options(&mut path, self.method, &self.query);
        self.query.append_to(&mut path)?;
        Ok(path)
    }
}

impl<K> Clone for Request<K> {
    fn clone(&self) -> Self {
        Self {
            method: self.method,
            target: self.target.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            unknown_enum_members: self.unknown_enum_members,
            #[cfg(feature = "client")]
            retry: self.retry,
            #[cfg(feature = "client")]
            timeout: self.timeout,
            kind: PhantomData,
        }
    }
}

/// Shows method and path, but no headers and no body, which may hold secrets.
impl<K> fmt::Debug for Request<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
