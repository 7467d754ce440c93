//! What a credential, a policy or a transport of one's own needs, from `azure_core`.
//!
//! A policy sees requests on their way, here each attempt:
//!
//! ```
//! use std::sync::Arc;
//!
//! # use msgraph_runtime::client::Error;
//! use msgraph_runtime::client::credential::Anonymous;
//! use msgraph_runtime::client::pipeline::{Context, Policy, PolicyResult, Request, async_trait};
//! # use msgraph_runtime::codegen::Client as GraphClient;
//!
//! #[derive(Debug)]
//! struct Tag;
//!
//! #[async_trait]
//! impl Policy for Tag {
//!     async fn send(
//!         &self,
//!         context: &Context,
//!         request: &mut Request,
//!         next: &[Arc<dyn Policy>],
//!     ) -> PolicyResult {
//!         request.insert_header("x-tag", "7");
//!         // There is always a next one: the transport is the last.
//!         next[0].send(context, request, &next[1..]).await
//!     }
//! }
//!
//! # fn client() -> Result<(), Error> {
//! let client = GraphClient::builder(Anonymous).per_try_policy(Arc::new(Tag)).build()?;
//! # Ok(())
//! # }
//! # client().unwrap();
//! ```
//!
//! A credential returns tokens. [`TokenFn`](super::credential::TokenFn) makes one of a function:
//!
//! ```
//! use msgraph_runtime::client::pipeline::{
//!     AccessToken, Duration, OffsetDateTime, Result, TokenCredential, TokenRequestOptions,
//!     async_trait,
//! };
//!
//! #[derive(Debug)]
//! struct Mine;
//!
//! #[async_trait]
//! impl TokenCredential for Mine {
//!     async fn get_token(
//!         &self,
//!         scopes: &[&str],
//!         _: Option<TokenRequestOptions<'_>>,
//!     ) -> Result<AccessToken> {
//!         let expires_on = OffsetDateTime::now_utc() + Duration::minutes(50);
//!         Ok(AccessToken::new(format!("token for {scopes:?}"), expires_on))
//!     }
//! }
//! ```

pub use async_trait::async_trait;
pub use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
pub use azure_core::error::{Error, ErrorKind};
pub use azure_core::http::policies::{Policy, PolicyResult};
pub use azure_core::http::{
    AsyncRawResponse, Body, Context, HttpClient, Method, Request, StatusCode, Transport, Url,
    headers,
};
pub use azure_core::time::{Duration, OffsetDateTime};
pub use azure_core::{Bytes, Result};
