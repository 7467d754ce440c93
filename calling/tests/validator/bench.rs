//! A validator with a clock and keys that a test sets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use msgraph_calling::auth::{CallbackValidatorBuilder, KeySet, KeySource, KeysError};
use msgraph_calling::simulator::{SigningKey, jwks};
use msgraph_calling::{CallbackValidator, Caller, Refusal};
use serde_json::{Value, json};

pub const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
pub const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub const ISSUER: &str = "https://api.botframework.com";
/// When the tests begin, in seconds since 1970.
pub const NOW: u64 = 1_790_000_000;

pub static FIRST: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate("first"));
pub static SECOND: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate("second"));

/// A source of keys that counts how often it is asked.
#[derive(Default)]
pub struct Source {
    /// The keys that are published; `None` if the source is down.
    pub published: Mutex<Option<KeySet>>,
    pub fetches: AtomicU64,
}

#[async_trait::async_trait]
impl KeySource for Shared {
    async fn fetch(&self) -> Result<KeySet, KeysError> {
        self.0.fetches.fetch_add(1, Ordering::SeqCst);
        // Other tasks run while keys are on their way.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let published = self.0.published.lock().unwrap().clone();
        published.ok_or_else(|| KeysError::new("the source is down"))
    }
}

struct Shared(Arc<Source>);

pub struct Bench {
    pub validator: CallbackValidator,
    source: Arc<Source>,
    clock: Arc<AtomicU64>,
}

impl Bench {
    pub fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub fn with(
        settings: impl FnOnce(CallbackValidatorBuilder) -> CallbackValidatorBuilder,
    ) -> Self {
        let source = Arc::new(Source::default());
        let (clock, now) = clock();
        let builder = CallbackValidator::new(APP)
            .keys(Shared(source.clone()))
            .clock(now);
        let bench = Self {
            validator: settings(builder).build().unwrap(),
            source,
            clock,
        };
        bench.publish(&[&FIRST]);
        bench
    }

    /// Sets the keys that the next fetch gives.
    pub fn publish(&self, keys: &[&SigningKey]) {
        let keys = jwks(keys.iter().copied()).to_string();
        *self.source.published.lock().unwrap() = Some(KeySet::from_jwks(keys.as_bytes()).unwrap());
    }

    /// Lets the next fetches fail.
    pub fn take_down(&self) {
        *self.source.published.lock().unwrap() = None;
    }

    pub fn fetches(&self) -> u64 {
        self.source.fetches.load(Ordering::SeqCst)
    }

    /// Moves the clock.
    pub fn wait(&self, time: Duration) {
        self.clock.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub fn set_back(&self, time: Duration) {
        self.clock.fetch_sub(time.as_secs(), Ordering::SeqCst);
    }

    /// Claims that are valid now.
    pub fn claims(&self) -> Value {
        claims(self.clock.load(Ordering::SeqCst))
    }

    pub async fn validate(&self, token: &str) -> Result<Caller, Refusal> {
        validate(&self.validator, token).await
    }
}

/// A clock and what tells its time.
pub fn clock() -> (Arc<AtomicU64>, impl Fn() -> SystemTime + Send + Sync) {
    let clock = Arc::new(AtomicU64::new(NOW));
    let shared = clock.clone();
    let now = move || SystemTime::UNIX_EPOCH + Duration::from_secs(shared.load(Ordering::SeqCst));
    (clock, now)
}

/// What the service says in a token that it signs at this time.
pub fn claims(now: u64) -> Value {
    json!({
        "iss": ISSUER,
        "aud": APP,
        "tid": TENANT,
        "appid": "26a18ebc-cdf7-4a6a-91cb-beb352805e81",
        "nbf": now,
        "exp": now + 300,
    })
}

pub async fn validate(validator: &CallbackValidator, token: &str) -> Result<Caller, Refusal> {
    let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    validator.validate(Some(&value)).await
}

/// Lets tasks in the background run to their ends.
pub async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}
