#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
mod bot;
mod call;
mod clock;
mod error;
mod ext;
pub mod notification;
pub mod reason;
#[cfg(feature = "simulator")]
#[cfg_attr(docsrs, doc(cfg(feature = "simulator")))]
pub mod simulator;
pub mod store;
mod tenant;
pub mod view;

pub use auth::{CallbackValidator, Caller, Refusal};
pub use bot::{
    CallCounts, CallingBot, CallingBotBuilder, Calls, InvalidCallbackUri, JoiningParticipant,
    Leftovers, Limits, Shutdown, Timings,
};
pub use call::{Call, IncomingCall, MissedEvents};
pub use error::{CallError, Deadline};
pub use ext::{CallStateExt, ToneExt};
pub use notification::{
    CallId, Delivery, InvalidId, NotANotification, Notification, OperationId, RosterChange,
    SeenMessages, Unread,
};
pub use reason::{EndReason, TransferFailure, TransferFailureKind, TransferOutcome};
#[cfg(feature = "simulator")]
#[cfg_attr(docsrs, doc(cfg(feature = "simulator")))]
pub use simulator::TeamsSimulator;
#[cfg(feature = "redis")]
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub use store::RedisStore;
pub use store::{CallStore, HeldCall, MemoryStore, StoreError};
pub use tenant::TenantId;
pub use view::{CallEvent, CallView, TransferProgress};
