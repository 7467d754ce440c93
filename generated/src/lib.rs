#![cfg_attr(feature = "client", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "client"),
    doc = "Typed bindings for Microsoft Graph beta: cloud communications."
)]
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
    Expand, Extra, Filter, Flags, Item, Key, Method, Mode, Model, OneOrMany, Operation, Page,
    Property, RawJson, ReadError, ReadErrorKind, Request, UnknownObject, UnknownText, edm,
    from_slice, from_str, from_str_with, request, to_string, to_vec, write_into,
};
#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub use requests::GraphClient;
