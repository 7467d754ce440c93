//! The multipart format of batches (OData 4.01 Protocol, section 11.7.7).

mod assign;
mod read;
mod write;

pub use self::assign::assign;
pub use self::read::{boundary, read};
pub use self::write::{check, write};

#[cfg(test)]
mod tests;
