#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
mod ext;
pub mod notification;
pub mod reason;
#[cfg(feature = "simulator")]
#[cfg_attr(docsrs, doc(cfg(feature = "simulator")))]
pub mod simulator;
mod tenant;
pub mod view;

pub use auth::{CallbackValidator, Caller, Refusal};
pub use ext::{CallStateExt, ToneExt};
pub use notification::{
    CallId, Delivery, InvalidId, NotANotification, Notification, OperationId, RosterChange,
    SeenMessages, Unread,
};
pub use reason::{EndReason, TransferFailure, TransferFailureKind, TransferOutcome};
pub use tenant::TenantId;
pub use view::{CallEvent, CallView, TransferProgress};
