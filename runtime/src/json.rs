//! JSON text: a reader that hands out values where they are wanted, and a
//! writer that appends.

mod number;
pub(crate) mod reader;
mod scan;
mod skip;
mod string;
pub(crate) mod writer;

pub(crate) use number::{f32_text, f64_text};
pub(crate) use scan::same;
