//! Is a JSON reader of our own worth having? One engine, four readers.
//!
//! Compared: the generated types themselves, tables and all, filled by one
//! engine that is driven by our reader (its very source), by jiter (pulled),
//! and by `serde_json` and sonic-rs (through serde, a seed for each place in an
//! object, not an impl for each type). In all four, fields are `dyn`, names are
//! first guessed from the order that came before and then looked up, nulls
//! are marked, undeclared members are kept as JSON text, and `@odata.type`
//! chooses among derived types. Each starts from bytes and checks UTF-8.
//!
//! Not compared: what only the real engine does, each of which would make the
//! others slower. It looks for `@odata.type` ahead where it does not come first
//! (here, the object is read as the base type and turned into the derived one
//! when its name comes), notes spellings and keeps paths for faults. Ours checks
//! depth and finds out whether numbers are in their shortest form,
//! all the same. The row `runtime` is the real thing.
//!
//! jiter cannot step back, so a guess is compared with the name it decoded;
//! ours compares bytes in place. That is a difference between the readers, not
//! one of the engine.

// The generated code calls its runtime `msgraph_runtime`: here, that is us.
extern crate self as msgraph_runtime;

pub mod by_pull;
pub mod by_serde;
mod extra;
mod leaves;
#[macro_use]
mod macros;
mod object;
pub mod orders;
mod place;
pub mod pull_jiter;
pub mod pull_own;

#[allow(clippy::all, rustdoc::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/models.rs"));
}
pub use generated::models;

#[allow(dead_code)]
#[path = "../../../runtime/src/error.rs"]
mod error;
#[allow(dead_code, unused_imports)]
mod json;
mod names {
    pub use runtime::Names;
}

pub use extra::Extra;
pub use leaves::{Flags, OneOrMany, RawJson, UnknownText};
pub(crate) use leaves::{FromText, read_text};
pub use object::{AnyModel, Field, Item, Model, Object, Page, TextEnum, UnknownObject};
pub use object::{member, set_null, weight};
pub use place::{Container, Place};
pub use runtime::{DateTimeOffset, Decimal, Duration, Found, Guid, Names, Property, Table};
