//! The settings of a bot.

/// The settings of a bot, before it is built.
#[derive(Debug)]
pub struct CallingBotBuilder {}
