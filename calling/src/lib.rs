#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
mod bot;
mod call;
mod error;
mod ext;
pub mod notification;
pub mod reason;
#[cfg(feature = "simulator")]
#[cfg_attr(docsrs, doc(cfg(feature = "simulator")))]
pub mod simulator;
mod tenant;
pub mod view;

pub use self::auth::{CallbackValidator, Caller, Refusal};
pub use self::bot::{CallCounts, CallingBot, CallingBotBuilder, Calls, Limits, Shutdown, Timings};
pub use self::call::{Call, IncomingCall, MissedEvents};
pub use self::error::{CallError, Deadline};
pub use self::ext::{CallStateExt, ToneExt};
pub use self::notification::{
    CallId, Delivery, InvalidId, NotANotification, Notification, OperationId, RosterChange,
    SeenMessages, Unread,
};
pub use self::reason::{EndReason, TransferFailure, TransferFailureKind, TransferOutcome};
#[cfg(feature = "simulator")]
#[cfg_attr(docsrs, doc(cfg(feature = "simulator")))]
pub use self::simulator::TeamsSimulator;
pub use self::tenant::TenantId;
pub use self::view::{CallEvent, CallView, TransferProgress};
