//! The runtime of generated OData bindings: JSON, Edm primitives, requests and a client.
//!
//! A generated type is data, a [`Table`] of names and two small methods that hand out its
//! fields. This crate reads and writes it as JSON without loss, prints it without secrets,
//! compares it, serializes it with serde, and makes and sends requests. It knows no schema,
//! and without the feature `client` it uses no HTTP library.
//!
//! - [`from_slice`], [`from_str`], [`to_vec`], [`to_string`] read and write JSON directly.
//! - Every generated type implements serde's `Serialize` and `Deserialize`, for `serde_json`
//!   and everything built on it.
//! - [`Extra`] holds the members that the metadata does not declare.
//! - A [`Request`] is a value; the module `client` sends it, and `test_support` has a service
//!   that answers it in a test.
//!
//! Each module may use those before it: `json`, [`edm`], `model`, [`request`], `client`,
//! `test_support`. A test checks this.

#[cfg(feature = "client")]
pub mod client;
pub mod edm;
mod json;
mod macros;
mod model;
pub mod request;
#[cfg(feature = "test-support")]
pub mod test_support;

#[cfg(feature = "client")]
pub use client::{ClientBuilder, Cloud, GraphClient};
pub use edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
pub use json::{RawJson, ReadError, ReadErrorKind};
pub use model::registry::{
    self, Document, ReadDocument, RegistryEntry, RegistryField, RegistryOperation,
    TypeKind as Kind, ValueType, document,
};
pub use model::{
    AnyModel, Extra, Field, Flags, Generated, Item, Match, Mode, Model, Names, Object, OneOrMany,
    Property, Table, TextEnum, UnknownObject, UnknownText, from_slice, from_str, from_str_with,
    member, set_null, to_request_body, to_string, to_vec, write_into,
};
pub use request::{
    Content, Count, Create, Decode, Delete, Download, Expand, Filter, Get, Invoke, Key, KeyValue,
    List, Literal, Maybe, Method, Operation, Owned, Page, PropertyPath, Query, Refer, Reference,
    ReferenceItem, Request, Scalar, Target, TargetError, Update, Upload,
};

/// The items that generated code and the macros of this crate use. Not for users: they may
/// change with any version.
#[doc(hidden)]
pub mod codegen {
    pub use crate::json::{Failed, Reader, Writer};
    pub use crate::model::{
        BoxKind, EnumKind, ListRef, ModelKind, PolymorphicKind, ReadContext, StructKind,
        TypeAnnotation, ValueRef, WriteContext, debug_object, deserialize_item, downcast,
        objects_equal, read_text, serialize_item, text_of,
    };
    pub use crate::request::request;
    pub use serde;
}
