//! Generated types and the one engine that reads, writes, prints and compares them.
//!
//! A generated type is data: a [`Table`] of wire names and two small methods that hand out
//! its fields by position. Everything else is written here once, for all types: explicit
//! nulls, members that the metadata does not declare, lookup of names, `@odata.type`, the
//! path of an error, the original spelling of names and values.

mod apply;
mod context;
mod control;
mod debug;
mod documents;
mod eq;
mod extra;
mod field;
mod flags;
mod item;
mod kind;
mod names;
mod object;
mod polymorphic;
mod raw_json;
mod read;
pub mod registry;
mod relate;
mod row;
mod serde_bridge;
mod spelling;
mod text_enum;
mod union;
mod value_ref;
mod write;

pub use self::apply::apply;
pub(crate) use self::context::Purpose;
pub use self::context::{Mode, ReadContext, WriteContext};
pub use self::debug::debug_object;
pub(crate) use self::documents::to_body;
pub use self::documents::{
    from_slice, from_slice_with, from_str, from_str_with, to_request_body, to_string, to_vec,
    write_into,
};
pub use self::eq::objects_equal;
pub use self::extra::Extra;
pub use self::field::Field;
pub use self::flags::Flags;
pub use self::item::Item;
pub use self::kind::{BoxKind, EnumKind, Generated, ModelKind, PolymorphicKind, StructKind};
pub use self::names::{Match, Names};
pub use self::object::{Model, Object, Property, Table, find_member, name_type, set_null};
pub use self::polymorphic::{AnyModel, UnknownObject, downcast, member};
pub use self::relate::{Delta, Relate};
pub use self::row::Row;
pub use self::serde_bridge::{deserialize_item, serialize_item};
pub use self::text_enum::{TextEnum, UnknownText, read_text, text_of};
pub use self::union::OneOrMany;
pub use self::value_ref::{ListRef, TypeAnnotation, ValueRef};
