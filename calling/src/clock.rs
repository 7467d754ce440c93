//! The clock that tests can set.

use std::sync::Arc;
use std::time::SystemTime;

/// Tells the time.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The clock of the system.
pub(crate) fn system() -> Clock {
    Arc::new(SystemTime::now)
}
