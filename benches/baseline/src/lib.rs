//! The generated types as plain serde derives: what a generator without an
//! engine would make.
//!
//! A value of a type that others derive from is one struct, boxed, with the
//! members of all of them: derived enums fail where the type is not named.

#![allow(missing_docs)] // what the build script makes has none

/// Declared members and `@odata.type`; undeclared members are lost.
#[cfg(feature = "closed")]
pub mod closed {
    include!(concat!(env!("OUT_DIR"), "/closed.rs"));
}

/// The same, and undeclared members in a map by `#[serde(flatten)]`.
#[cfg(feature = "flatten")]
pub mod flatten {
    include!(concat!(env!("OUT_DIR"), "/flatten.rs"));
}
