//! Credentials of `azure_core` are credentials of a client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panics"
)]

mod common;

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind as AzureErrorKind;
use azure_core::time::{Duration, OffsetDateTime};
use common::get;
use msgraph_runtime::client::credential::Credential;
use msgraph_runtime::client::{Cloud, ErrorKind};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::test_support::{Answer, FakeService};
use serde_json::json;

/// Returns tokens that are valid so long, or none.
#[derive(Debug)]
struct Azure {
    lifetime: Option<Duration>,
    asked: AtomicI64,
}

impl Azure {
    fn new(lifetime: Option<Duration>) -> Arc<Self> {
        Arc::new(Self {
            lifetime,
            asked: AtomicI64::new(0),
        })
    }
}

#[async_trait]
impl TokenCredential for Azure {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let none = || azure_core::Error::with_message(AzureErrorKind::Credential, "no secret");
        let until = OffsetDateTime::now_utc() + self.lifetime.ok_or_else(none)?;
        Ok(AccessToken::new(format!("{scopes:?}-{number}"), until))
    }
}

async fn tokens_of(credential: impl Into<Credential>) -> Vec<String> {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::json(200, &json!({ "value": 7 })));
    let client: Client = service.client();
    let client = client.for_tenant(credential);
    for _ in 0..2 {
        get(&client).send().await.unwrap();
    }
    let token = |request: &msgraph_runtime::test_support::Received| {
        request.header("authorization").unwrap().to_owned()
    };
    service.requests().iter().map(token).collect()
}

#[tokio::test]
async fn its_token_is_sent_until_it_expires() {
    let token = |number| format!("Bearer [{:?}]-{number}", Cloud::Global.scope());
    let lasting = Azure::new(Some(Duration::hours(1)));
    assert_eq!(tokens_of(lasting.clone()).await, [token(1), token(1)]);
    // Of a type that is not known, and with another client, which shares no token.
    let unknown: Arc<dyn TokenCredential> = lasting;
    assert_eq!(tokens_of(unknown).await, [token(2), token(2)]);
    let passed = Azure::new(Some(Duration::hours(-1)));
    assert_eq!(tokens_of(passed).await, [token(1), token(2)]);
    let long_ago = Azure::new(Some(Duration::days(-30_000)));
    assert_eq!(tokens_of(long_ago).await, [token(1), token(2)]);
}

#[tokio::test]
async fn its_error_is_the_source() {
    let service = FakeService::start().await;
    let client: Client = service.client();
    let client = client.for_tenant(Azure::new(None));
    let error = get(&client).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(!error.may_have_acted());
    assert!(error.to_string().contains("no secret"), "{error}");
    let source = error.source().unwrap();
    let source = source.downcast_ref::<azure_core::Error>().unwrap();
    assert_eq!(source.kind(), &AzureErrorKind::Credential);
    service.finish();
}
