//! Keeps the keys of the service: one fetch at a time, and not more than one per floor.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::keys::PublicKey;
use super::{KeySet, KeySource, KeysError, Refusal};
use crate::clock::Clock;

/// How long a fetch may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The keys of a source, fetched when they are needed.
pub(super) struct KeyCache {
    pub source: Arc<dyn KeySource>,
    pub clock: Clock,
    /// Keys that are older are fetched again.
    pub refresh: Duration,
    /// The least time between the starts of two fetches.
    pub floor: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    keys: KeySet,
    fetched: Option<SystemTime>,
    started: Option<SystemTime>,
    /// Whether the last fetch that ended failed.
    failed: bool,
    running: Option<Shared<BoxFuture<'static, ()>>>,
}

impl KeyCache {
    pub fn new(source: Arc<dyn KeySource>, clock: Clock) -> Self {
        Self {
            source,
            clock,
            refresh: Duration::from_secs(2 * 60 * 60),
            floor: Duration::from_secs(5 * 60),
            state: Mutex::default(),
        }
    }

    /// The key with this id.
    ///
    /// A known key is given at once; if the keys are old, a fetch begins that nobody waits for.
    /// An unknown one waits for the fetch that runs, or begins one if the floor allows it.
    pub async fn key(self: &Arc<Self>, id: &str) -> Result<Arc<PublicKey>, Refusal> {
        let running = {
            let mut state = self.lock();
            let now = (self.clock)();
            match state.keys.get(id).cloned() {
                Some(key) => {
                    if has_passed(state.fetched, self.refresh, now) {
                        self.start(&mut state, now);
                    }
                    return Ok(key);
                }
                None => self.start(&mut state, now),
            }
        };
        if let Some(running) = running {
            running.await;
        }
        let state = self.lock();
        match state.keys.get(id) {
            Some(key) => Ok(key.clone()),
            // A key that is published since may be this one.
            None if state.failed || state.fetched.is_none() => Err(Refusal::KeysUnavailable),
            None => Err(Refusal::UnknownKey),
        }
    }

    /// The fetch that runs, or a new one if the floor allows it.
    ///
    /// It runs in a task of its own, so that it ends even if the callback that needs it is
    /// dropped: otherwise a peer that hangs up would use the only fetch within the floor.
    fn start(
        self: &Arc<Self>,
        state: &mut State,
        now: SystemTime,
    ) -> Option<Shared<BoxFuture<'static, ()>>> {
        if state.running.is_some() || !has_passed(state.started, self.floor, now) {
            return state.running.clone();
        }
        let handle = Handle::try_current().ok()?;
        state.started = Some(now);
        let fetch = Fetch {
            cache: self.clone(),
            outcome: Err(KeysError::new("the fetch was interrupted")),
        };
        let task = handle.spawn(fetch.run());
        let running = task.map(|_| ()).boxed().shared();
        state.running = Some(running.clone());
        Some(running)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fetch whose outcome is kept when it is dropped, so also if its source panics.
struct Fetch {
    cache: Arc<KeyCache>,
    outcome: Result<KeySet, KeysError>,
}

impl Fetch {
    async fn run(mut self) {
        let fetched = timeout(TIMEOUT, self.cache.source.fetch()).await;
        self.outcome = match fetched {
            Ok(Ok(keys)) if keys.ids().next().is_none() => Err(KeysError::new("there are no keys")),
            Ok(outcome) => outcome,
            Err(_) => Err(KeysError::new("no keys came in time")),
        };
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        let mut state = self.cache.lock();
        state.running = None;
        match &self.outcome {
            Ok(keys) => {
                tracing::debug!(?keys, "fetched the keys of callbacks");
                state.keys = keys.clone();
                state.fetched = state.started;
                state.failed = false;
            }
            Err(error) => {
                let error: &(dyn Error + 'static) = error;
                tracing::warn!(error, "the keys of callbacks could not be fetched");
                state.failed = true;
            }
        }
    }
}

/// Whether at least `span` lies between the two times. A clock that is set back counts as
/// progress by as much: otherwise one that is set back by a day would stop all for a day.
fn has_passed(since: Option<SystemTime>, span: Duration, now: SystemTime) -> bool {
    let elapsed = |since| match now.duration_since(since) {
        Ok(elapsed) => elapsed,
        Err(error) => error.duration(),
    };
    since.is_none_or(|since| elapsed(since) >= span)
}
