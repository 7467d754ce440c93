//! The service, simulated in the process: for tests of a bot.

mod keys;

pub use self::keys::{SigningKey, jwks};
