//! Why something that a bot does with a call fails.

use std::error::Error as StdError;
use std::fmt;

use msgraph_beta_communications::Error;
use msgraph_beta_communications::models::ResultInfo;

use crate::EndReason;

/// Why something that is done with a call fails.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError {
    /// The request to the service failed.
    Graph(Error),
    /// The call has ended. Nothing is sent for a call that has ended.
    Ended(EndReason),
    /// What was to happen did not happen in time.
    TooLate(Deadline),
    /// The service accepted the operation and reported later that it failed.
    Operation(ResultInfo),
    /// Another transfer of the call has not ended.
    TransferUnderWay,
    /// The bot is being shut down and leaves the call to another instance, or another instance has
    /// taken the call over.
    Shutdown,
}

/// What was to happen in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deadline {
    /// Answering, rejecting or redirecting an incoming call: 15 seconds, and 5 seconds where the
    /// call is to be recorded by policy. The service gives the call to nobody else afterwards.
    Answer,
    /// The call's being established after it was answered or placed.
    Establish,
    /// The end of a transfer.
    Transfer,
    /// The end of another operation, such as a prompt or a recording.
    Operation,
    /// What the bot itself waited for, such as a tone.
    Wait,
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answer => "the incoming call was not answered, rejected or redirected in time",
            Self::Establish => "the call was not established in time",
            Self::Transfer => "the transfer did not end in time",
            Self::Operation => "the operation did not end in time",
            Self::Wait => "what was waited for did not happen in time",
        })
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graph(error) => error.fmt(f),
            Self::Ended(reason) => write!(f, "the call has ended: {reason:?}"),
            Self::TooLate(deadline) => deadline.fmt(f),
            Self::Operation(info) => {
                let code = info.code.unwrap_or_default();
                let subcode = info.subcode.unwrap_or_default();
                let message = info.message.as_deref().unwrap_or("no message");
                write!(f, "the operation failed: {code}/{subcode}: {message}")
            }
            Self::TransferUnderWay => f.write_str("another transfer of the call is under way"),
            Self::Shutdown => {
                f.write_str("the bot is being shut down, or another instance has the call")
            }
        }
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Graph(error) => error.source(),
            _ => None,
        }
    }
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Graph(error)
    }
}
