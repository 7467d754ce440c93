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

pub use self::auth::{CallbackValidator, Caller, Refusal};
pub use self::bot::{
    CallCounts, CallingBot, CallingBotBuilder, Calls, InvalidCallbackUri, JoiningParticipant,
    Leftovers, Limits, Shutdown, Timings,
};
pub use self::call::{
    Answer, AudioPrompt, Call, Consult, Consultation, DownloadError, IncomingCall,
    InvalidPhoneNumber, Media, MissedEvents, Party, PartyKind, Play, Playing, Record, RecordedFile,
    Redirect, Tones, TransferTarget, outgoing_call,
};
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
#[cfg(feature = "redis")]
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub use self::store::RedisStore;
pub use self::store::{CallStore, Claim, HeldCall, MemoryStore, StoreError, UnansweredCall};
pub use self::tenant::TenantId;
pub use self::view::{CallEvent, CallView, TransferProgress};
