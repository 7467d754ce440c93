//! Calling bots for Microsoft Teams: callbacks in, typed calls out.

mod bot;
mod call;
mod error;
// Placeholders of what other modules will bring.
mod stubs;

pub use self::bot::{CallCounts, CallingBot, CallingBotBuilder, Calls, Limits, Shutdown, Timings};
pub use self::call::{Call, CallEvent, IncomingCall};
pub use self::error::{CallError, Deadline};
pub use self::stubs::{CallId, CallView, EndReason, Notification};
