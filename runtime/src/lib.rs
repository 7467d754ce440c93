#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub mod client;
pub mod edm;
mod json;
mod macros;
mod model;
pub mod request;
#[cfg(feature = "test-support")]
#[cfg_attr(docsrs, doc(cfg(feature = "test-support")))]
pub mod test_support;

pub use json::{RawJson, ReadError, ReadErrorKind};
pub use model::{
    Extra, Flags, Item, Mode, Model, OneOrMany, Property, UnknownObject, UnknownText, from_slice,
    from_slice_with, from_str, from_str_with, registry, to_request_body, to_string, to_vec,
    write_into,
};
pub use request::{Expand, Expr, Filter, Key, Method, Operation, Page, Request};

/// The items that generated code and the macros of this crate use. Not for users: they may
/// change with any version.
#[doc(hidden)]
pub mod codegen {
    #[cfg(feature = "client")]
    pub use crate::client::engine::{Client, InClouds, ServiceClient};
    #[cfg(feature = "client")]
    pub use crate::client::service::{BatchDialect, BatchFormat, Service};
    #[cfg(feature = "client")]
    pub use crate::client::{self, ClientBuilder};
    pub use crate::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
    pub use crate::json::{Failed, RawJson, ReadError, Reader, Writer};
    pub use crate::model::registry::{self, document};
    pub use crate::model::{
        AnyModel, BoxKind, EnumKind, Extra, Field, Flags, Generated, Item, ListRef, Match, Model,
        ModelKind, Names, Object, OneOrMany, PolymorphicKind, Property, ReadContext, StructKind,
        Table, TextEnum, TypeAnnotation, UnknownObject, UnknownText, ValueRef, WriteContext, apply,
        debug_object, deserialize_item, downcast, find_member, member, name_type, objects_equal,
        read_text, serialize_item, set_null, text_of,
    };
    pub use crate::request::{
        Content, Count, Create, Creates, Delete, Deletes, Download, Get, Invoke, Key, KeyValue,
        List, Literal, Lookup, Method, Operation, Owned, Page, Reference, ReferenceItem, Refers,
        Related, RelatedItem, RemoveReference, RemovesReference, Replace, Scalar, SetReference,
        Target, ToMany, Update, Updates, Upload, compose, invoke,
    };
    #[cfg(feature = "client")]
    pub use crate::service_client;
    pub use crate::{any_model, flags, model, operation, text_enum};
    pub use serde;
}
