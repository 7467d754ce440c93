//! Requests as plain values: method, path and query, headers, body; made by builders, and
//! readable before anything is sent.

mod expand;
mod filter;
pub mod kind;
mod literal;
mod make;
mod options;
mod path;
mod query;
#[cfg(feature = "client")]
mod send;

use std::fmt;
use std::marker::PhantomData;

pub use self::expand::Expand;
pub use self::filter::Filter;
pub use self::kind::Kind;
pub use self::literal::Literal;
pub use self::path::PropertyPath;
pub use self::query::Query;

use crate::operation::Method;
use crate::target::{Target, TargetError};

/// A request for one entity or value.
pub type Get<T> = Request<kind::One<T>>;
/// A request for a collection, page by page.
pub type List<T> = Request<kind::Many<T>>;
/// A request to make an entity; the answer is what the service made of it.
pub type Create<T> = Request<kind::Created<T>>;
/// A request to change what is set in its body; the answer is the entity, or nothing.
pub type Update<T> = Request<kind::Updated<T>>;
/// A request to delete an entity, or a reference to one.
pub type Delete = Request<kind::Nothing>;
/// A request to refer to an entity.
pub type Refer = Request<kind::Nothing>;
/// A request to replace the bytes of a stream.
pub type Upload = Request<kind::Nothing>;
/// A request for the number of items.
pub type Count = Request<kind::Number>;
/// A request for bytes: a recording, a transcript, a report.
pub type Download = Request<kind::Bytes>;
/// A call of an action or function.
pub type Invoke<R> = Request<kind::Called<R>>;

/// A request: what is asked, and what comes back by its [`Kind`].
#[must_use = "a request is a value; `send` sends it"]
pub struct Request<K> {
    method: Method,
    target: Target,
    query: Query,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    /// Instead of what the client says.
    unknown_enum_members: Option<bool>,
    kind: PhantomData<fn() -> K>,
}

impl<K> Request<K> {
    /// A request of this method for what is at `target`.
    pub fn new(method: Method, target: Target) -> Self {
        Self {
            method,
            target,
            query: Query::default(),
            headers: Vec::new(),
            body: None,
            unknown_enum_members: None,
            kind: PhantomData,
        }
    }

    /// The same request with this JSON as its body.
    pub fn with_body(mut self, json: Vec<u8>) -> Self {
        self.body = Some(json);
        self
    }

    /// The same request with a header more; of a name that is set already, both are sent
    /// for `Prefer`, and the last one for all others.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same request, only if the entity has still this version; the service refuses
    /// with 412 otherwise (`If-Match`). Such an update may be repeated safely.
    pub fn if_match(self, etag: impl Into<String>) -> Self {
        self.header("If-Match", etag)
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// What the request is for.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The query options.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The query options, to be changed.
    pub fn query_mut(&mut self) -> &mut Query {
        &mut self.query
    }

    /// The headers that are set on this request.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.headers.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The JSON body.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// The path and query, encoded, from the root of the API version.
    ///
    /// # Errors
    ///
    /// If the target is missing, or a key in it or a name in the query is not sound.
    pub fn path(&self) -> Result<String, TargetError> {
        let mut path = self.target.path()?.to_owned();
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
            kind: PhantomData,
        }
    }
}

/// Method and path; no header and no body, which may hold secrets.
impl<K> fmt::Debug for Request<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
