//! The client that sends requests, on `reqwest`.
//!
//! A request is not retried if the service may already have executed it, unless it is
//! idempotent. The token goes to the service's own host and nowhere else.
//!
//! ```
//! # use msgraph_runtime::Method;
//! # use msgraph_runtime::client::Error;
//! use msgraph_runtime::client::credential::StaticToken;
//! # use msgraph_runtime::codegen::Client as GraphClient;
//! # use msgraph_runtime::request::{Get, Request, Scalar};
//! # use msgraph_runtime::test_support::{Answer, FakeService};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let service = FakeService::start().await;
//! # service.answer_with(|_| Answer::status(304).header("etag", "W/\"1\""));
//! # let (token, token_of_another_tenant) = (StaticToken::new("a"), StaticToken::new("b"));
//! let client = GraphClient::builder(token)
//! #   .endpoint(service.url(""))
//!     // Only where the service is known to accept it.
//!     .compress_bodies_from(100_000)
//!     .build()?;
//! let client = client.for_tenant(token_of_another_tenant);
//!
//! # let get: Get<Scalar<i64>> = Request::new(Method::Get, client.root("calls").key("1"));
//! // With generated code: `client.communications().call("1").get()`.
//! match get.if_none_match("W/\"1\"").send().await {
//!     Ok(response) => println!("version {:?}: {:?}", response.etag(), response.body),
//!     Err(error) if error.is_not_modified() => println!("still version {:?}", error.etag()),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```

mod access_token;
mod attempts;
mod auth;
#[cfg(feature = "azure")]
mod azure;
mod batch;
mod builder;
#[cfg(test)]
mod canned;
mod challenge;
mod cloud;
mod compress;
pub mod credential;
#[cfg(feature = "csrf")]
mod csrf;
mod cursor;
mod delta;
mod download;
pub(crate) mod engine;
mod error;
mod follow;
mod headers;
mod pages;
pub mod pipeline;
mod prepared;
mod response;
mod retry;
mod send;
pub(crate) mod service;
mod service_error;
mod tokens;
mod transport;
mod upload;

pub use bytes::Bytes;
pub use reqwest::Url;

pub use self::access_token::TokenCredential;
pub use self::batch::{AtomicGroup, Batch, BatchResponse, Member, Ticket};
pub use self::builder::ClientBuilder;
pub use self::cloud::Cloud;
pub use self::cursor::Cursor;
pub use self::delta::{Change, Changes};
pub use self::download::ByteStream;
pub use self::error::{Error, ErrorKind};
pub use self::headers::Headers;
pub use self::pages::{Items, Pages};
pub use self::response::{RawResponse, Response};
pub use self::service::BatchFormat;
pub use self::service_error::{ErrorDetail, ServiceError};
pub use self::upload::{UploadSession, UploadStatus};
pub use crate::request::RetryOptions;

pub(crate) use self::engine::Client;
pub(crate) use self::prepared::{PreparedRequest, Repetition};

/// The cause of an error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A future in a box, as the methods of traits return it: `Box::pin(async move { … })`.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
