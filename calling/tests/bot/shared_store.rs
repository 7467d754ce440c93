//! A store that several bots share, on the clock of the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use msgraph_calling::{
    CallId, CallStore, Claim, HeldCall, MemoryStore, StoreError, TenantId, UnansweredCall,
};
use tokio::time::Instant;

/// A store that several bots share, on the clock of the test. It can fail.
#[derive(Clone)]
pub struct Shared {
    pub store: Arc<MemoryStore>,
    fails: Arc<AtomicBool>,
}

impl Shared {
    pub fn new() -> Self {
        let (began, at) = (Instant::now(), SystemTime::now());
        Self {
            store: Arc::new(MemoryStore::new().clock(move || at + (Instant::now() - began))),
            fails: Arc::default(),
        }
    }

    /// The same store as another instance sees it, which is cut off from it by itself.
    pub fn of_another(&self) -> Self {
        Self {
            store: self.store.clone(),
            fails: Arc::default(),
        }
    }

    /// Whether the store is cut off.
    pub fn cut_off(&self, fails: bool) {
        self.fails.store(fails, Ordering::Relaxed);
    }

    /// It neither answers nor fails, which takes longest.
    async fn check(&self) {
        if self.fails.load(Ordering::Relaxed) {
            std::future::pending().await
        }
    }
}

#[async_trait]
impl CallStore for Shared {
    async fn claim(
        &self,
        call: &CallId,
        by: &str,
        tenant: &TenantId,
        incoming: &UnansweredCall,
        lease: Duration,
        span: Duration,
    ) -> Result<Claim, StoreError> {
        self.check().await;
        let store = &self.store;
        store.claim(call, by, tenant, incoming, lease, span).await
    }
    async fn answering(
        &self,
        call: &CallId,
        by: &str,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        self.check().await;
        self.store.answering(call, by, lease).await
    }
    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError> {
        self.check().await;
        self.store.seen(message, span).await
    }
    async fn hold(
        &self,
        call: &CallId,
        by: &str,
        tenant: &TenantId,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        self.check().await;
        self.store.hold(call, by, tenant, lease).await
    }
    async fn renew(&self, call: &CallId, by: &str, lease: Duration) -> Result<bool, StoreError> {
        self.check().await;
        self.store.renew(call, by, lease).await
    }
    async fn release(&self, call: &CallId, by: &str) -> Result<bool, StoreError> {
        self.check().await;
        self.store.release(call, by).await
    }
    async fn expired(&self) -> Result<Vec<HeldCall>, StoreError> {
        self.check().await;
        self.store.expired().await
    }
    async fn adopt(
        &self,
        call: &CallId,
        by: &str,
        lease: Duration,
    ) -> Result<Option<HeldCall>, StoreError> {
        self.check().await;
        self.store.adopt(call, by, lease).await
    }
}
