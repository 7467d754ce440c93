#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod ext;
pub mod notification;
pub mod reason;
pub mod view;

pub use ext::{CallStateExt, ToneExt};
pub use notification::{
    CallId, Delivery, InvalidId, NotANotification, Notification, OperationId, RosterChange,
    SeenMessages, Unread,
};
pub use reason::{EndReason, TransferFailure, TransferFailureKind, TransferOutcome};
pub use view::{CallEvent, CallView, TransferProgress};
