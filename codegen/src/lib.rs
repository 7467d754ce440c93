//! The generator as a library: OData CSDL in, Rust out.

pub mod csdl;
pub mod diagnostic;
pub mod model;
pub mod select;
