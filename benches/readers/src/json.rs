//! Our reader: the very source that the runtime has.

#[path = "../../../runtime/src/json/number.rs"]
mod number;
#[path = "../../../runtime/src/json/reader.rs"]
pub(crate) mod reader;
#[path = "../../../runtime/src/json/scan.rs"]
mod scan;
#[path = "../../../runtime/src/json/skip.rs"]
mod skip;
#[path = "../../../runtime/src/json/string.rs"]
mod string;

pub(crate) use scan::same;
