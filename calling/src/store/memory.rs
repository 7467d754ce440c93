//! A store in memory, for a bot with one instance and for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;

use super::{
    CallStore, Claim, HeldCall, KEEP, MAX_EXPIRED, StoreError, UnansweredCall, milliseconds,
    whole_milliseconds,
};
use crate::clock::{self, Clock};
use crate::{CallId, TenantId};

/// A store in memory: for a bot with one instance, and for tests.
///
/// It keeps every guarantee of [`CallStore`] among the tasks of one process, and never fails.
/// What it holds is gone when the process ends.
pub struct MemoryStore {
    state: Mutex<State>,
    clock: Clock,
}

/// Times are in milliseconds since 1970.
#[derive(Default)]
struct State {
    claims: Marks,
    messages: Marks,
    calls: BTreeMap<CallId, Held>,
    /// The calls by the ends of their leases.
    leases: BTreeSet<(u64, CallId)>,
}

/// Names that are kept for a time.
#[derive(Default)]
struct Marks {
    kept: BTreeMap<String, u64>,
    by_end: BTreeSet<(u64, String)>,
}

struct Held {
    /// As it was spelled when it was first held.
    call: CallId,
    tenant: TenantId,
    instance: String,
    until: u64,
    unanswered: Option<Unanswered>,
}

struct Unanswered {
    told: UnansweredCall,
    answer_by: u64,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self {
            state: Mutex::default(),
            clock: clock::system(),
        }
    }

    /// The same store with another clock, for tests.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = std::sync::Arc::new(now);
        self
    }

    /// The state without what has been forgotten, and the time.
    fn state(&self) -> (MutexGuard<'_, State>, u64) {
        let now = (self.clock)().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default().as_millis();
        let now = u64::try_from(now).unwrap_or(u64::MAX);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.claims.forget(now);
        state.messages.forget(now);
        state.forget(now);
        (state, now)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, _) = self.state();
        f.debug_struct("MemoryStore")
            .field("calls", &state.calls.len())
            .finish_non_exhaustive()
    }
}

impl Marks {
    fn forget(&mut self, now: u64) {
        while let Some((end, _)) = self.by_end.first()
            && *end <= now
        {
            if let Some((_, name)) = self.by_end.pop_first() {
                self.kept.remove(&name);
            }
        }
    }

    /// Whether the name is new.
    fn insert(&mut self, name: String, end: u64) -> bool {
        if self.kept.contains_key(&name) {
            return false;
        }
        self.by_end.insert((end, name.clone()));
        self.kept.insert(name, end);
        true
    }
}

impl State {
    fn forget(&mut self, now: u64) {
        let keep = milliseconds(KEEP);
        while let Some((until, _)) = self.leases.first()
            && until + keep <= now
        {
            if let Some((_, call)) = self.leases.pop_first() {
                self.calls.remove(&call);
            }
        }
    }

    /// The call, if the instance has it.
    fn of(&mut self, call: &CallId, instance: &str) -> Option<&mut Held> {
        let held = self.calls.get_mut(call)?;
        (held.instance == instance).then_some(held)
    }

    fn begin(&mut self, call: &CallId, until: u64) {
        if let Some(held) = self.calls.get_mut(call) {
            self.leases.remove(&(held.until, call.clone()));
            held.until = until;
            self.leases.insert((until, call.clone()));
        }
    }
}

impl Held {
    fn new(call: &CallId, tenant: &TenantId, instance: &str) -> Self {
        Self {
            call: call.clone(),
            tenant: tenant.clone(),
            instance: instance.to_owned(),
            until: 0,
            unanswered: None,
        }
    }

    fn public(&self, now: u64) -> HeldCall {
        let until = UNIX_EPOCH + Duration::from_millis(self.until);
        HeldCall {
            call: self.call.clone(),
            tenant: self.tenant.clone(),
            instance: self.instance.clone(),
            until,
            unanswered: self.unanswered.as_ref().map(|call| call.public(now)),
        }
    }
}

impl Unanswered {
    fn public(&self, now: u64) -> UnansweredCall {
        let mut told = self.told.clone();
        told.answer_within = Duration::from_millis(self.answer_by.saturating_sub(now));
        told
    }
}

#[async_trait]
impl CallStore for MemoryStore {
    async fn claim(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        incoming: &UnansweredCall,
        lease: Duration,
        span: Duration,
    ) -> Result<Claim, StoreError> {
        let (mut state, now) = self.state();
        let told = match state.calls.get_mut(call) {
            Some(held) => match &held.unanswered {
                None => return Ok(Claim::Decided),
                Some(_) if held.instance != instance && held.until > now => {
                    return Ok(Claim::Pending);
                }
                Some(unanswered) => {
                    held.instance = instance.to_owned();
                    unanswered.public(now)
                }
            },
            None => {
                let end = now + milliseconds(span);
                if !state.claims.insert(call.to_string(), end) {
                    return Ok(Claim::Decided);
                }
                let unanswered = Unanswered {
                    told: incoming.clone(),
                    answer_by: now + whole_milliseconds(incoming.answer_within),
                };
                let told = unanswered.public(now);
                let mut held = Held::new(call, tenant, instance);
                held.unanswered = Some(unanswered);
                state.calls.insert(call.clone(), held);
                told
            }
        };
        state.begin(call, now + milliseconds(lease));
        Ok(Claim::Taken(told))
    }

    async fn answering(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let (mut state, now) = self.state();
        let Some(held) = state.of(call, instance) else {
            return Ok(false);
        };
        if let Some(unanswered) = &mut held.unanswered {
            unanswered.told.is_answering = true;
            state.begin(call, now + milliseconds(lease));
        }
        Ok(true)
    }

    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError> {
        let (mut state, now) = self.state();
        let end = now + milliseconds(span);
        Ok(state.messages.insert(message.to_ascii_lowercase(), end))
    }

    async fn hold(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let (mut state, now) = self.state();
        let held = state.calls.entry(call.clone());
        let held = held.or_insert_with(|| Held::new(call, tenant, instance));
        if held.instance != instance {
            return Ok(false);
        }
        held.tenant = tenant.clone();
        held.unanswered = None;
        state.begin(call, now + milliseconds(lease));
        Ok(true)
    }

    async fn renew(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let (mut state, now) = self.state();
        if state.of(call, instance).is_none() {
            return Ok(false);
        }
        state.begin(call, now + milliseconds(lease));
        Ok(true)
    }

    async fn release(&self, call: &CallId, instance: &str) -> Result<bool, StoreError> {
        let (mut state, _) = self.state();
        let Some(until) = state.of(call, instance).map(|held| held.until) else {
            return Ok(false);
        };
        state.calls.remove(call);
        state.leases.remove(&(until, call.clone()));
        Ok(true)
    }

    async fn expired(&self) -> Result<Vec<HeldCall>, StoreError> {
        let (state, now) = self.state();
        let leases = state.leases.iter().take_while(|(until, _)| *until <= now);
        let calls = leases.filter_map(|(_, call)| state.calls.get(call));
        let calls = calls.map(|held| held.public(now));
        Ok(calls.take(MAX_EXPIRED).collect())
    }

    async fn adopt(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<Option<HeldCall>, StoreError> {
        let (mut state, now) = self.state();
        match state.calls.get_mut(call) {
            Some(held) if held.until <= now && held.unanswered.is_none() => {
                held.instance = instance.to_owned();
            }
            _ => return Ok(None),
        }
        state.begin(call, now + milliseconds(lease));
        Ok(state.calls.get(call).map(|held| held.public(now)))
    }
}
