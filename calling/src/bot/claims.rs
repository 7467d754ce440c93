//! Incoming calls that nobody has answered yet: which instance has them, and who goes on with them
//! if that one is killed.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::FutureExt;
use http::HeaderMap;
use msgraph_beta_communications::to_vec;
use tokio::time::Instant;

use super::leases::{Claimed, Hold, Leases, REMEMBERED, Standing, ask};
use super::message::{Incoming, Message};
use super::read::Reading;
use super::registry::{Groups, by_call};
use super::run::summary;
use super::schedule::later;
use super::shared::{Phase, Shared};
use super::worker::Worker;
use crate::call::{CallCore, IncomingClaim};
use crate::store::{Claim, HeldCall, UnansweredCall};
use crate::{CallId, CallView, Delivery, Notification, TenantId};

/// How a claimed call goes on.
pub(super) enum Begin {
    /// Nobody has answered it.
    Unanswered,
    /// An instance that was killed has answered it.
    Answered,
    /// It is not for this instance, or is over.
    Not,
}

impl Leases {
    /// Claims an incoming call, or takes it over from an instance whose lease has ended.
    pub async fn claim(&self, core: &CallCore, incoming: Arc<UnansweredCall>) -> Claimed {
        let Some(claim) = core.claim() else {
            return Claimed::Decided;
        };
        let sent = Instant::now();
        let mut told = (*incoming).clone();
        told.answer_within = claim.answer_by().saturating_duration_since(sent);
        let tenant = TenantId::new(core.tenant().unwrap_or_default());
        let (id, lease) = (core.id(), claim.lease);
        let store = &self.store;
        let asked = store.claim(id, &self.instance, &tenant, &told, lease, REMEMBERED);
        let found = match ask(asked).await {
            Some(Claim::Taken(found)) => found,
            Some(Claim::Pending) => return Claimed::Pending,
            Some(Claim::Decided) => return Claimed::Decided,
            None => return Claimed::Unknown,
        };
        claim.claimed(later(sent, found.answer_within), later(sent, lease));
        self.claims(core, incoming, true);
        Claimed::Ours(found)
    }

    /// Takes an incoming call without the store.
    pub fn claim_anyway(&self, core: &CallCore, incoming: Arc<UnansweredCall>) {
        if let Some(claim) = core.claim() {
            claim.claimed(claim.answer_by(), later(Instant::now(), claim.lease));
            self.claims(core, incoming, false);
        }
    }

    fn claims(&self, core: &CallCore, incoming: Arc<UnansweredCall>, is_known: bool) {
        let hold = Hold::Claimed { incoming, is_known };
        self.calls().insert(core.id().clone(), hold);
    }

    /// Renews the claim to a call. A store that does not answer takes no call away.
    pub async fn renew_claim(&self, core: &CallCore) -> Standing {
        match self.known_claim(core).await {
            Ok(claim) => {
                let sent = Instant::now();
                let renewed = self.store.renew(core.id(), &self.instance, claim.lease);
                prolonged(claim, sent, ask(renewed).await)
            }
            Err(standing) => standing,
        }
    }

    /// Notes that the call is about to be answered, rejected or redirected, if it is still this
    /// instance's.
    pub async fn answering(&self, core: &CallCore) -> Standing {
        match self.known_claim(core).await {
            Ok(claim) => {
                let sent = Instant::now();
                let noted = self.store.answering(core.id(), &self.instance, claim.lease);
                prolonged(claim, sent, ask(noted).await)
            }
            Err(standing) => standing,
        }
    }

    /// The claim to a call, if the store knows it by now.
    async fn known_claim<'a>(&self, core: &'a CallCore) -> Result<&'a IncomingClaim, Standing> {
        let hold = self.calls().get(core.id()).cloned();
        let (Some(claim), Some(hold)) = (core.claim(), hold) else {
            return Err(Standing::Lost);
        };
        match hold {
            Hold::Claimed { is_known: true, .. } => Ok(claim),
            Hold::Claimed { incoming, .. } => match self.claim(core, incoming).await {
                Claimed::Ours(_) => Ok(claim),
                Claimed::Pending | Claimed::Decided => Err(Standing::Lost),
                Claimed::Unknown => Err(prolonged(claim, Instant::now(), None)),
            },
            // It was answered while the response was on its way.
            Hold::Held { .. } => Err(prolonged(claim, Instant::now(), None)),
        }
    }

    /// Gives up a claim without a word: it ends with its lease.
    pub fn abandon(&self, call: &CallId) {
        self.calls().remove(call);
    }

    /// Holds a call that was answered.
    pub async fn settle(&self, core: &CallCore) -> Standing {
        let hold = self.calls().get(core.id()).cloned();
        let Some(Hold::Claimed { is_known, .. }) = hold else {
            return Standing::Held;
        };
        self.hold(core).await;
        let hold = self.calls().get(core.id()).cloned();
        match hold {
            Some(Hold::Held { is_known: false }) if is_known => {
                // Either the store did not answer, or another instance has the call.
                match ask(self.store.renew(core.id(), &self.instance, self.lease)).await {
                    Some(false) => Standing::Lost,
                    Some(true) | None => Standing::NotYet,
                }
            }
            _ => Standing::Held,
        }
    }
}

/// The lease begins anew if the store says so, or nothing: then nobody is known to have the call.
fn prolonged(claim: &IncomingClaim, sent: Instant, answer: Option<bool>) -> Standing {
    if answer == Some(false) {
        return Standing::Lost;
    }
    claim.held_until(later(sent, claim.lease));
    Standing::Held
}

impl Worker {
    /// Claims the incoming call. While another instance has it and has not answered it, it waits for
    /// the end of that one's lease.
    pub(super) async fn claim(&mut self, message: &Message) -> Begin {
        let Some(incoming) = self.incoming(message) else {
            return Begin::Not;
        };
        let shared = Arc::clone(&self.shared);
        let leases = &shared.settings.leases;
        let mut contended = None;
        let found = loop {
            match leases.claim(&self.core, Arc::clone(&incoming)).await {
                Claimed::Ours(found) => break found,
                Claimed::Decided => {
                    tracing::debug!("another instance has answered the incoming call");
                    return Begin::Not;
                }
                // Two instances that answer, of which the service refuses one, are better than
                // none.
                Claimed::Unknown if contended.is_none() => {
                    leases.claim_anyway(&self.core, Arc::clone(&incoming));
                    break (*incoming).clone();
                }
                Claimed::Pending | Claimed::Unknown => {
                    contended.get_or_insert_with(|| Contended::new(&shared));
                    if !self.wait_for_claim().await {
                        return Begin::Not;
                    }
                }
            }
        };
        drop(contended);
        if self.shared.phase() != Phase::Running {
            leases.offer(self.core.id()).await;
            return Begin::Not;
        }
        self.begin_claimed(&found).await
    }

    /// What the store is to know of the incoming call.
    fn incoming(&self, message: &Message) -> Option<Arc<UnansweredCall>> {
        let left = self.core.claim()?.answer_by();
        let left = left.saturating_duration_since(Instant::now());
        let notification = message.incoming.get(self.core.id())?;
        let incoming = UnansweredCall::new(notification.clone(), message.scenario.clone(), left);
        Some(Arc::new(incoming))
    }

    /// Waits for a part of the lease of the other instance. Returns whether a claim is worth while
    /// after that.
    async fn wait_for_claim(&mut self) -> bool {
        let Some(claim) = self.core.claim() else {
            return false;
        };
        let wait = claim.lease / 3;
        let ends = self.phase.wait_for(|phase| *phase != Phase::Running);
        let is_ending = tokio::time::timeout(wait, ends).await.is_ok();
        !is_ending && Instant::now() < claim.answer_by()
    }

    /// Whether a call that another instance may have had goes on, and how.
    async fn begin_claimed(&mut self, found: &UnansweredCall) -> Begin {
        let is_late = found.answer_within.is_zero();
        if !is_late && !found.is_answering {
            return Begin::Unanswered;
        }
        match Reading::all(Arc::clone(&self.core)).await {
            Ok(reading) => self.core.change(|view| reading.apply(view)),
            Err(error) if error.is_not_found() => self.core.gone(),
            Err(error) => {
                // The claim ends by itself, and is tried again then.
                tracing::warn!(
                    error = summary(&error),
                    "the incoming call could not be read"
                );
                self.shared.settings.leases.abandon(self.core.id());
                return Begin::Not;
            }
        }
        let is_waiting = self.core.is_waiting();
        if is_late && (is_waiting || !found.is_answering) {
            self.missed();
        }
        if is_waiting && !is_late {
            return Begin::Unanswered;
        }
        if is_waiting || self.core.peek(CallView::is_ended) {
            self.shared.settings.leases.release(self.core.id()).await;
            return Begin::Not;
        }
        Begin::Answered
    }

    fn missed(&self) {
        let missed = &self.shared.counters.missed;
        missed.fetch_add(1, Ordering::Relaxed);
        tracing::warn!("the incoming call was not answered in time");
    }

    /// The claim was made just now: it is renewed from now on.
    pub(super) fn begin_to_keep_claim(&mut self) {
        let claim = self.core.claim();
        self.claim_at = claim.map(|claim| later(Instant::now(), claim.lease / 3));
    }

    /// Keeps the claim to a call that nobody has answered, and holds the call once it is answered.
    pub(super) async fn keep_claim(&mut self) {
        let Some((at, claim)) = self.claim_at.zip(self.core.claim()) else {
            return;
        };
        let now = Instant::now();
        if self.core.peek(CallView::is_ended) {
            self.claim_at = None;
            return;
        }
        if !self.core.is_waiting() {
            self.claim_at = None;
            if let Some(renewal) = self.renewing.take() {
                // It must not begin its short lease after the long one has begun.
                renewal.await;
            }
            let leases = &self.shared.settings.leases;
            if let Standing::Lost = leases.settle(&self.core).await {
                leases.leave(&self.core);
            }
            return;
        }
        if now < at {
            return;
        }
        self.claim_at = Some(later(now, claim.lease / 3));
        if self.renewing.is_none() {
            // The store may be slow: notifications don't wait for it.
            let (shared, core) = (Arc::clone(&self.shared), Arc::clone(&self.core));
            let renewal = async move { shared.settings.leases.renew_claim(&core).await };
            self.renewing = Some(renewal.boxed());
        }
        if !self.is_missed && now >= claim.answer_by() && self.core.is_unanswered() {
            self.is_missed = true;
            self.missed();
        }
    }

    /// What the store said about the claim.
    pub(super) fn renewed_claim(&self, standing: &Standing) {
        let is_over = self.core.peek(CallView::is_ended);
        if let Standing::Lost = standing
            && !is_over
        {
            self.shared.settings.leases.leave(&self.core);
        }
    }
}

/// A call counts as one of another instance, as long as this lives.
struct Contended(Arc<Shared>);

impl Contended {
    fn new(shared: &Arc<Shared>) -> Self {
        tracing::debug!("another instance has the incoming call");
        shared.counters.contended.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(shared))
    }
}

impl Drop for Contended {
    fn drop(&mut self) {
        self.0.counters.contended.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shared {
    /// Takes what the service told about an incoming call from the store, as if it had been
    /// delivered to this instance: its task claims the call, or waits for the instance that does.
    pub(super) fn receive_again(self: &Arc<Self>, held: &HeldCall, unanswered: &UnansweredCall) {
        let body = unanswered.notification.as_bytes();
        let Ok(delivery) = Delivery::read(&HeaderMap::new(), body) else {
            tracing::warn!(call = %held.call, "the notification in the store is unreadable");
            return;
        };
        let scenario = unanswered.scenario.clone();
        let tenant = held.tenant.as_str().to_owned();
        let mut message = Message::new(None, scenario, tenant, Instant::now());
        message.answer_within = Some(unanswered.answer_within);
        let groups = by_call(delivery.notifications);
        message.incoming = incoming_of(&groups);
        // If there are too many calls, it is tried again.
        let _ = self.route(&Arc::new(message), groups);
    }
}

/// The notifications of incoming calls, by call, as JSON that [`Delivery::read`] reads.
pub(super) fn incoming_of(groups: &Groups) -> Incoming {
    let incoming = groups.iter().filter_map(|(id, group)| {
        let update = group.iter().find_map(|notification| match notification {
            Notification::Incoming { update, .. } => Some(update),
            _ => None,
        })?;
        let data = String::from_utf8(to_vec(&**update)).ok()?;
        let address = format!("/communications/calls/{}", id.as_str());
        let address = serde_json::to_string(&address).ok()?;
        let notification =
            format!(r#"{{"changeType":"created","resourceUrl":{address},"resourceData":{data}}}"#);
        Some((id.clone(), notification))
    });
    incoming.collect()
}
