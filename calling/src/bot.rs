//! The bot: what comes in, the calls it goes to, and their lives.

mod builder;
mod calls;
mod timings;

pub use self::builder::CallingBotBuilder;
pub use self::calls::{CallCounts, Calls, Shutdown};
pub use self::timings::{Limits, Timings};

/// A bot that answers and places calls.
#[derive(Clone, Debug)]
pub struct CallingBot {
    calls: Calls,
}

impl CallingBot {
    /// The calls of the bot.
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }
}
