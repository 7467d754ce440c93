//! What a request passes on its way, and how to put something of one's own there.
//!
//! ```text
//! send() ── policies of the request ── attempts ─┬─ token ── policies of the attempt ── transport
//!                                                └─ once more, if that is allowed
//! ```
//!
//! Requests and responses are those of the crate [`http`], which this module exports. A
//! [`Policy`] sees and may change them, a [`Transport`] sends them. Both are usual traits without
//! macros: a method returns [`BoxFuture`](super::BoxFuture), which is `Box::pin(async move { … })`.
//!
//! # A policy
//!
//! A policy of the request sees it once, before the first attempt, and the response that is left
//! after all attempts; it may answer itself, such as from a cache. A policy of the attempt sees
//! each attempt, with its token.
//!
//! ```
//! use std::time::Instant;
//!
//! use msgraph_runtime::client::credential::Anonymous;
//! use msgraph_runtime::client::pipeline::http::HeaderValue;
//! use msgraph_runtime::client::pipeline::{Next, Policy, Request, Response};
//! use msgraph_runtime::client::{BoxFuture, Error};
//! # use msgraph_runtime::codegen::Client as GraphClient;
//!
//! /// Adds a header, and prints how long each attempt takes.
//! struct Timed;
//!
//! impl Policy for Timed {
//!     fn send<'a>(
//!         &'a self,
//!         mut request: Request,
//!         next: Next<'a>,
//!     ) -> BoxFuture<'a, Result<Response, Error>> {
//!         Box::pin(async move {
//!             request.headers_mut().insert("x-tag", HeaderValue::from_static("7"));
//!             let start = Instant::now();
//!             let response = next.send(request).await?;
//!             println!("{} after {:?}", response.status(), start.elapsed());
//!             Ok(response)
//!         })
//!     }
//! }
//!
//! # fn client() -> Result<(), Error> {
//! let client = GraphClient::builder(Anonymous).per_attempt_policy(Timed).build()?;
//! # Ok(())
//! # }
//! # client().unwrap();
//! ```
//!
//! # A transport
//!
//! Any [`reqwest::Client`] is one ([`http_client`](super::ClientBuilder::http_client)). Another one
//! sends by other means, or answers within the process:
//!
//! ```
//! use msgraph_runtime::client::credential::Anonymous;
//! use msgraph_runtime::client::pipeline::{Request, Response, Transport};
//! use msgraph_runtime::client::{BoxFuture, Error, ErrorKind};
//! # use msgraph_runtime::Method;
//! # use msgraph_runtime::codegen::Client as GraphClient;
//! # use msgraph_runtime::request::{Get, Request as GraphRequest, Scalar};
//!
//! /// Answers every request alike.
//! struct Canned;
//!
//! impl Transport for Canned {
//!     fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
//!         Box::pin(async move {
//!             if request.uri().host() != Some("graph.microsoft.com") {
//!                 // Nothing was sent, so any request may be sent again. If the service may have
//!                 // received it, the kind is `Transport`.
//!                 return Err(Error::new(ErrorKind::Connection).with_source("no such host"));
//!             }
//!             Ok(Response::new(r#"{"value": 7}"#.into()))
//!         })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let client = GraphClient::builder(Anonymous).transport(Canned).build()?;
//! # let get: Get<Scalar<i64>> = GraphRequest::new(Method::Get, client.root("calls"));
//! # assert_eq!(get.send().await?.value()?.value, Some(7));
//! # Ok(())
//! # }
//! ```

mod body;
mod policy;

pub use http;

pub use self::body::{RequestBody, ResponseBody};
pub use self::policy::{Next, Policy, Transport};

/// A request on its way.
///
/// Its URI is a whole URL; `extensions` carry what one policy tells another.
pub type Request = http::Request<RequestBody>;

/// A response on its way. Its body may not have arrived yet.
pub type Response = http::Response<ResponseBody>;
