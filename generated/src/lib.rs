#![cfg_attr(feature = "client", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "client"),
    doc = "Typed bindings for Microsoft Graph beta: cloud communications."
)]
//! ## Where things are
//!
//! - [`models`]: entity types, complex types and enumerations.
//! - [`requests`]: builders along the paths of the service, with what each path accepts (`get`,
//!   `list`, `create`, `update`, `delete`, `count`, streams, references), and a value for every
//!   operation, such as [`Transfer`](requests::call::Transfer).
//! - [`GraphClient`](struct.GraphClient.html) sends requests;
//!   [`client`](client/index.html) has what comes back: responses, errors, pages, changes, batches
//!   and downloads.
//! - [`request`]: the types of requests. [`Filter`], [`Expr`] and [`Expand`] make their options.
//! - [`edm`]: dates, durations, decimals, GUIDs and binary values.
//! - [`registry`](registry/index.html): every type and operation by its OData name.
//! - [`test_support`](test_support/index.html): a service for tests that answers, and fails, as the
//!   test tells it to.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
pub mod models;
#[cfg(feature = "registry")]
#[cfg_attr(docsrs, doc(cfg(feature = "registry")))]
#[rustfmt::skip]
pub mod registry;
#[rustfmt::skip]
pub mod requests;

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub use msgraph_runtime::client::{self, Error, ErrorKind, Response};
#[cfg(feature = "test-support")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-support")))]
pub use msgraph_runtime::test_support;
pub use msgraph_runtime::{
    Expand, Expr, Extra, Filter, Flags, Item, Key, Method, Mode, Model, OneOrMany, Operation, Page,
    Property, RawJson, ReadError, ReadErrorKind, Request, UnknownObject, UnknownText, edm,
    from_slice, from_slice_with, from_str, from_str_with, request, to_request_body, to_string,
    to_vec, write_into,
};
#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
#[doc(inline)]
pub use requests::GraphClient;
