//! Credentials of `azure_core`, which those of `azure_identity` are.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use azure_core::credentials::TokenCredential as AzureCredential;

use super::access_token::{AccessToken, TokenCredential};
use super::credential::Credential;
use super::{BoxError, BoxFuture};

impl<T: AzureCredential> TokenCredential for T {
    fn access_token<'a>(&'a self, scope: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(token_of(self, scope))
    }
}

impl From<Arc<dyn AzureCredential>> for Credential {
    fn from(credential: Arc<dyn AzureCredential>) -> Self {
        Arc::new(AnyAzure(credential)).into()
    }
}

/// A credential whose type is not known.
struct AnyAzure(Arc<dyn AzureCredential>);

impl TokenCredential for AnyAzure {
    fn access_token<'a>(&'a self, scope: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(token_of(&*self.0, scope))
    }
}

async fn token_of(credential: &dyn AzureCredential, scope: &str) -> Result<AccessToken, BoxError> {
    let token = credential.get_token(&[scope], None).await?;
    // A time before 1970 has passed, too.
    let seconds = u64::try_from(token.expires_on.unix_timestamp()).unwrap_or_default();
    let expires_on = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let expires_on = expires_on.unwrap_or(SystemTime::UNIX_EPOCH);
    Ok(AccessToken::new(token.token.secret(), expires_on))
}
