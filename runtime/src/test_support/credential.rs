//! A credential whose tokens are easy to find in captured data.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::{Duration, OffsetDateTime};

/// A credential that returns a new token each time: [`TOKEN`](Self::TOKEN) and a number.
#[derive(Debug, Default)]
pub struct FakeCredential {
    asked: AtomicUsize,
}

impl FakeCredential {
    /// The start of all tokens.
    pub const TOKEN: &'static str = "fake-token-that-nobody-else-may-see";

    /// The number of tokens that were requested.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(AccessToken::new(
            format!("{}-{number}", Self::TOKEN),
            OffsetDateTime::now_utc() + Duration::hours(1),
        ))
    }
}
