//! The events of a call as a stream that tells its reader what it missed.

use std::fmt;

use futures::stream::{self, BoxStream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::{CallEvent, EndReason};

/// A reader of events was too slow: it missed this number of them. The view of the call is complete
/// all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissedEvents {
    /// The number of events.
    pub count: u64,
}

impl fmt::Display for MissedEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} events of the call were missed", self.count)
    }
}

impl std::error::Error for MissedEvents {}

/// The events of a call that go on until the end, which may have been already.
pub(super) fn read(
    end: Option<&EndReason>,
    subscribe: impl FnOnce() -> Receiver<CallEvent>,
) -> BoxStream<'static, Result<CallEvent, MissedEvents>> {
    let reader = match end {
        Some(reason) => EventReader::Ended(reason.clone()),
        None => EventReader::Open(subscribe()),
    };
    Box::pin(stream::unfold(reader, EventReader::next))
}

enum EventReader {
    Open(Receiver<CallEvent>),
    Ended(EndReason),
    Done,
}

impl EventReader {
    async fn next(self) -> Option<(Result<CallEvent, MissedEvents>, Self)> {
        match self {
            Self::Open(mut events) => match events.recv().await {
                Ok(event @ CallEvent::Ended(_)) => Some((Ok(event), Self::Done)),
                Ok(event) => Some((Ok(event), Self::Open(events))),
                Err(RecvError::Lagged(count)) => {
                    Some((Err(MissedEvents { count }), Self::Open(events)))
                }
                Err(RecvError::Closed) => None,
            },
            Self::Ended(reason) => Some((Ok(CallEvent::Ended(reason)), Self::Done)),
            Self::Done => None,
        }
    }
}
