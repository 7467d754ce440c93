//! The client that sends requests, on `azure_core`'s pipeline.
//!
//! A request is not retried if the service may already have executed it, unless it is
//! idempotent. The token goes to the service's own host and nowhere else.

mod attempts;
mod auth;
mod batch;
mod builder;
#[cfg(test)]
mod canned;
mod challenge;
mod cloud;
mod compress;
pub mod credential;
mod cursor;
mod delta;
mod download;
pub(crate) mod engine;
mod error;
mod follow;
mod headers;
mod pages;
pub mod pipeline;
mod response;
mod retry;
mod send;
mod service_error;
mod tokens;
mod transport;
mod upload;

pub use azure_core::Bytes;
pub use azure_core::credentials::TokenCredential;
pub use azure_core::http::Url;

pub use self::batch::{Batch, BatchResponse, Member, Ticket};
pub use self::builder::ClientBuilder;
pub use self::cloud::Cloud;
pub use self::cursor::Cursor;
pub use self::delta::{Change, Changes};
pub use self::download::ByteStream;
pub use self::error::{Error, ErrorKind};
pub use self::headers::Headers;
pub use self::pages::{Items, Pages};
pub use self::response::{RawResponse, Response};
pub use self::service_error::{ErrorDetail, ServiceError};
pub use self::upload::{UploadSession, UploadStatus};
pub use crate::request::RetryOptions;

pub(crate) use self::attempts::{PreparedRequest, Repetition};
pub(crate) use self::engine::Client;
