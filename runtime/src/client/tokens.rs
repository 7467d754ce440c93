//! Tokens of a credential: one request for a token at a time, and a renewal before it expires.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex as AsyncMutex;

use super::access_token::{AccessToken, TokenCredential};
use super::{Error, ErrorKind};

/// A token is renewed this long before it expires.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// The least time between two attempts to renew a token that is still valid.
const FLOOR: Duration = Duration::from_secs(30);

/// Why there is no token: one error for all requests that waited for it.
type Failure = Arc<dyn StdError + Send + Sync>;

/// The token of a client.
pub struct Tokens {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    state: Mutex<State>,
    /// Held while the credential is asked.
    asking: AsyncMutex<()>,
    now: fn() -> SystemTime,
}

#[derive(Default)]
struct State {
    token: Option<AccessToken>,
    /// When the credential was asked last.
    asked: Option<SystemTime>,
    /// The number of requests for a token that have ended.
    ended: u64,
    /// The error of the last of them, if it failed.
    failure: Option<Failure>,
}

/// What a request does for its token.
enum Plan {
    /// The token is valid for long.
    Use(AccessToken),
    /// The token is valid, and it is time to renew it.
    Renew(AccessToken),
    /// There is no valid token.
    Await,
}

impl State {
    fn plan(&self, now: SystemTime) -> Plan {
        let Some(token) = self.token.as_ref().filter(|token| token.expires_on > now) else {
            return Plan::Await;
        };
        // A clock that was set back shows no time since then.
        let since = |then| now.duration_since(then).unwrap_or_default();
        let asked = self.asked.is_some_and(|asked| since(asked) < FLOOR);
        let left = token.expires_on.duration_since(now).unwrap_or_default();
        match asked || left > MARGIN {
            true => Plan::Use(token.clone()),
            false => Plan::Renew(token.clone()),
        }
    }
}

impl Tokens {
    pub fn new(credential: Arc<dyn TokenCredential>, scope: String) -> Self {
        Self {
            credential,
            scope,
            state: Mutex::default(),
            asking: AsyncMutex::new(()),
            now: SystemTime::now,
        }
    }

    /// A valid token.
    ///
    /// Requests that find none wait for the one that asks the credential, and share its error.
    /// A token that expires soon goes on being used: one request renews it, the others do not
    /// wait, and a failed renewal is tried again later.
    pub async fn token(&self) -> Result<AccessToken, Error> {
        let (plan, ended) = {
            let state = self.lock();
            (state.plan((self.now)()), state.ended)
        };
        match plan {
            Plan::Use(token) => Ok(token),
            Plan::Renew(token) => match self.asking.try_lock() {
                Ok(_asking) => {
                    let plan = self.lock().plan((self.now)());
                    match plan {
                        Plan::Use(token) => Ok(token),
                        _ => Ok(self.ask().await.unwrap_or(token)),
                    }
                }
                Err(_) => Ok(token),
            },
            Plan::Await => {
                let _asking = self.asking.lock().await;
                {
                    let state = self.lock();
                    match (state.plan((self.now)()), &state.failure) {
                        (Plan::Use(token) | Plan::Renew(token), _) => return Ok(token),
                        // Another request asked while this one waited.
                        (Plan::Await, Some(failure)) if state.ended != ended => {
                            return Err(no_token(failure.clone()));
                        }
                        _ => {}
                    }
                }
                self.ask().await.map_err(no_token)
            }
        }
    }

    async fn ask(&self) -> Result<AccessToken, Failure> {
        self.lock().asked = Some((self.now)());
        let asked = self.credential.access_token(&self.scope).await;
        let asked = asked.map_err(Failure::from);
        let mut state = self.lock();
        state.ended += 1;
        match &asked {
            Ok(token) => {
                state.token = Some(token.clone());
                state.failure = None;
            }
            Err(error) => state.failure = Some(error.clone()),
        }
        asked
    }

    /// Drops a token that the service refused, unless it has been renewed since.
    pub fn forget(&self, used: &AccessToken) {
        let mut state = self.lock();
        state.token.take_if(|kept| kept.token == used.token);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whatever the error is, the service did not receive the request.
fn no_token(failure: Failure) -> Error {
    Error::new(ErrorKind::Credential).with_shared_source(failure)
}

#[cfg(test)]
mod tests;
