//! Validation of the tokens that callbacks of the service carry.

mod builder;
mod cache;
mod claims;
mod keys;
mod openid;
mod refusal;
mod validator;

pub use self::builder::{CallbackValidatorBuilder, InvalidSettings};
pub use self::keys::{KeySet, KeySource, KeysError};
pub use self::refusal::Refusal;
pub use self::validator::{CallbackValidator, Caller};
