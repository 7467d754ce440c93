//! What generated OData bindings stand on.
//!
//! In goes a generated type, which is data: a [`Table`] of names and two small
//! methods that hand out its fields. Out come reading and writing of JSON that
//! loses nothing, `Debug` that keeps secrets, equality, serde, and request
//! values with method, path and body. This crate knows no schema, and without the
//! feature `client` no HTTP library.
//!
//! - [`from_slice`], [`from_str`], [`to_vec`], [`to_string`]: the fast way.
//! - serde's `Serialize` and `Deserialize`: implemented by every generated
//!   type, for `serde_json` and everything built on it.
//! - [`Extra`]: the members that no metadata declares.
//! - [`Request`]: what is asked, as a value; `client` sends it, `test_support` answers.

mod access;
mod any;
#[cfg(feature = "client")]
pub mod client;
mod decode;
pub mod edm;
mod engine;
mod error;
mod extra;
mod field;
mod flags;
mod item;
mod json;
mod macros;
mod names;
mod note;
mod object;
mod operation;
mod page;
mod raw;
mod registry;
pub mod request;
mod serde_bridge;
mod shape;
mod show;
mod target;
#[cfg(feature = "test-support")]
pub mod test_support;
mod text_enum;
mod union;
mod url;
mod view;

pub use access::{Owned, Reference, ReferenceItem};
pub use any::{AnyModel, UnknownObject, member};
#[cfg(feature = "client")]
pub use client::{ClientBuilder, Cloud, GraphClient};
pub use decode::{Content, Decode, Maybe};
pub use edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
pub use engine::{
    Mode, from_slice, from_str, from_str_with, to_request_body, to_string, to_vec, write_into,
};
pub use error::{ReadError, ReadErrorKind};
pub use extra::Extra;
pub use field::Field;
pub use flags::Flags;
pub use item::Item;
pub use json::reader::{Failed, Reader};
pub use json::writer::Writer;
pub use names::{Found, Names};
pub use object::{Model, Object, Property, Table, set_null};
pub use operation::{Method, Operation};
pub use page::{Page, Scalar};
pub use raw::RawJson;
pub use registry::{
    Document, Kind, ReadDocument, RegistryEntry, RegistryField, RegistryOperation, ValueType,
    document,
};
pub use request::{
    Count, Create, Delete, Download, Expand, Filter, Get, Invoke, List, Literal, PropertyPath,
    Query, Refer, Request, Update, Upload,
};
pub use shape::{Generated, Shape};
pub use target::{Key, KeyValue, Target, TargetError};
pub use text_enum::{TextEnum, UnknownText};
pub use union::OneOrMany;
pub use view::{Items, View};

/// Used by the macros of this crate in other crates.
#[doc(hidden)]
pub mod private {
    pub use crate::any::downcast;
    pub use crate::operation::request;
    pub use crate::serde_bridge::{deserialize_item, serialize_item};
    pub use crate::shape::{Boxed, Derived, Enumeration, Structure};
    pub use crate::show::{debug_object, objects_equal};
    pub use crate::text_enum::{read_text, text_of};
    pub use serde;
}
