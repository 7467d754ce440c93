//! Runs OData servers that others wrote against clients that are generated from their metadata.
//!
//! A test starts one server and sends a table of named [`Operation`]s through the typed client.
//! Each checks what came back; what was sent is recorded and compared with a golden. `README.md`
//! says how to run the tests and how to renew the goldens.

mod expected;
mod golden;
mod metadata;
mod operation;
mod readme;
mod recorder;
mod server;
pub mod services;

pub use self::metadata::check_metadata;
pub use self::operation::{Failure, Operation, Outcome, Report, Suite};
pub use self::recorder::Recorder;
pub use self::server::Server;

/// The folder of this package.
pub(crate) fn folder() -> std::path::PathBuf {
    // Not `env!`: a copy of a checkout would read and write the original.
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(Default::default, Into::into)
}

/// Returns an error unless two values are equal.
#[macro_export]
macro_rules! same {
    ($actual:expr, $expected:expr $(,)?) => {
        // A `match` keeps temporary values alive.
        match (&$actual, &$expected) {
            (actual, expected) if actual == expected => {}
            (actual, expected) => {
                let name = stringify!($actual);
                let text = format!("{name} is {actual:?}, but {expected:?} was expected");
                return Err($crate::Failure::from(text));
            }
        }
    };
}

/// Returns an error unless a condition holds.
#[macro_export]
macro_rules! holds {
    ($condition:expr $(,)?) => {
        if !$condition {
            return Err($crate::Failure::from(stringify!($condition)));
        }
    };
}

/// A table of operations: `"area: what it does" => function`. The function may be a closure.
#[macro_export]
macro_rules! operations {
    ($($name:literal => $function:expr),* $(,)?) => {
        vec![$($crate::Operation {
            name: $name,
            run: |client| Box::pin(($function)(client)),
        }),*]
    };
}
