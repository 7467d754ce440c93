//! Claims of incoming calls that nobody has answered yet.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use msgraph_calling::{CallId, CallStore, Claim, UnansweredCall};

use crate::setup::{Setup, call, minutes};
use crate::suite::{expired, respelled, suite, tenant};

suite!(
    an_incoming_call_is_claimed_once,
    a_claim_is_taken_over_after_its_lease,
    a_call_that_was_answered_is_not_claimed,
    an_instance_that_lost_a_claim_must_not_answer,
    one_of_many_claims_at_the_same_time_succeeds,
);

/// What the service told of a call, which has 15 seconds left.
pub fn incoming() -> UnansweredCall {
    let notification = r#"{"resourceUrl":"/communications/calls/1"}"#;
    UnansweredCall::new(notification, Some("scenario".to_owned()), seconds(15))
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Claims a call for 3 seconds, which is remembered for 3 minutes.
pub async fn claim(store: &Arc<dyn CallStore>, call: &CallId, instance: &str) -> Claim {
    let (tenant, told) = (tenant(), incoming());
    let claim = store.claim(call, instance, &tenant, &told, seconds(3), minutes(3));
    claim.await.unwrap()
}

/// The claim of a call that was claimed first before this time.
fn taken(after: Duration, is_answering: bool) -> Claim {
    let mut incoming = incoming();
    incoming.answer_within -= after;
    incoming.is_answering = is_answering;
    Claim::Taken(incoming)
}

async fn an_incoming_call_is_claimed_once(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert_eq!(claim(&a, &one, "a").await, taken(Duration::ZERO, false));
    assert_eq!(claim(&b, &respelled(&one), "b").await, Claim::Pending);
    assert_eq!(claim(&b, &call(2), "b").await, taken(Duration::ZERO, false));
    // Whether the answer of the store was lost or not: the holder may ask again.
    setup.clock.wait(seconds(2));
    assert_eq!(claim(&a, &one, "a").await, taken(seconds(2), false));
    setup.clock.wait(seconds(2));
    assert_eq!(claim(&b, &one, "b").await, Claim::Pending);
    assert!(expired(&b).await.contains(&call(2)));

    // Neither the end of the call nor that of the lease makes it new.
    assert!(a.release(&one, "a").await.unwrap());
    assert_eq!(claim(&b, &one, "b").await, Claim::Decided);
    assert_eq!(claim(&a, &one, "a").await, Claim::Decided);
    setup
        .clock
        .wait(minutes(3) - seconds(4) - Duration::from_millis(1));
    assert_eq!(claim(&b, &one, "b").await, Claim::Decided);
    setup.clock.wait(Duration::from_millis(1));
    assert_eq!(claim(&b, &one, "b").await, taken(Duration::ZERO, false));
    assert_eq!(claim(&a, &one, "a").await, Claim::Pending);
}

async fn a_claim_is_taken_over_after_its_lease(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert_eq!(claim(&a, &one, "a").await, taken(Duration::ZERO, false));
    setup.clock.wait(seconds(2));
    assert!(a.renew(&one, "a", seconds(3)).await.unwrap());
    setup.clock.wait(seconds(3) - Duration::from_millis(1));
    assert_eq!(claim(&b, &one, "b").await, Claim::Pending);
    assert!(expired(&b).await.is_empty());
    setup.clock.wait(Duration::from_millis(1));

    let listed = b.expired().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].instance, "a");
    let told = listed[0].unanswered.clone().unwrap();
    assert_eq!(Claim::Taken(told), taken(seconds(5), false));
    // It is claimed, not adopted.
    assert_eq!(b.adopt(&one, "b", minutes(1)).await.unwrap(), None);
    assert_eq!(claim(&b, &one, "b").await, taken(seconds(5), false));
    assert!(!a.renew(&one, "a", seconds(3)).await.unwrap());
    assert_eq!(claim(&a, &one, "a").await, Claim::Pending);

    // Also after the time to answer: somebody has to count it.
    setup.clock.wait(seconds(60));
    assert_eq!(claim(&a, &one, "a").await, taken(seconds(15), false));
    assert!(a.release(&one, "a").await.unwrap());
    assert!(expired(&a).await.is_empty());
}

async fn a_call_that_was_answered_is_not_claimed(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert_eq!(claim(&a, &one, "a").await, taken(Duration::ZERO, false));
    assert!(!b.hold(&one, "b", &tenant(), minutes(1)).await.unwrap());
    assert!(a.hold(&one, "a", &tenant(), minutes(1)).await.unwrap());
    setup.clock.wait(minutes(2));
    assert_eq!(claim(&b, &one, "b").await, Claim::Decided);
    assert_eq!(claim(&a, &one, "a").await, Claim::Decided);
    // The claim is forgotten, the call is not.
    setup.clock.wait(minutes(2));
    assert_eq!(claim(&b, &one, "b").await, Claim::Decided);
    let listed = b.expired().await.unwrap();
    assert_eq!(listed[0].unanswered, None);
    let adopted = b.adopt(&one, "b", minutes(1)).await.unwrap();
    assert_eq!(adopted.unwrap().unanswered, None);
}

async fn an_instance_that_lost_a_claim_must_not_answer(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert!(!a.answering(&one, "a", seconds(3)).await.unwrap());
    assert_eq!(claim(&a, &one, "a").await, taken(Duration::ZERO, false));
    setup.clock.wait(seconds(3));
    // Nobody has taken the call over: the lease begins anew.
    assert!(a.answering(&one, "a", seconds(3)).await.unwrap());
    assert_eq!(claim(&b, &one, "b").await, Claim::Pending);
    setup.clock.wait(seconds(3));
    assert_eq!(claim(&b, &one, "b").await, taken(seconds(6), true));
    assert!(!a.answering(&one, "a", seconds(3)).await.unwrap());
    assert!(!a.hold(&one, "a", &tenant(), seconds(3)).await.unwrap());
    assert!(b.answering(&one, "b", seconds(3)).await.unwrap());
    assert!(b.hold(&one, "b", &tenant(), minutes(1)).await.unwrap());
    // A note that comes late does not shorten the lease of the call.
    assert!(b.answering(&one, "b", seconds(3)).await.unwrap());
    setup.clock.wait(seconds(59));
    assert!(expired(&a).await.is_empty());
}

async fn one_of_many_claims_at_the_same_time_succeeds(setup: Setup) {
    let stores = join_all((0..8).map(|_| setup.instance())).await;
    for number in 0..20 {
        let claims = stores.iter().cloned().enumerate().map(|(instance, store)| {
            tokio::spawn(async move { claim(&store, &call(number), &instance.to_string()).await })
        });
        let claims = join_all(claims).await;
        let is_taken = |claim: &&Result<Claim, _>| matches!(claim, Ok(Claim::Taken(_)));
        let successes = claims.iter().filter(is_taken);
        assert_eq!(successes.count(), 1, "call {number}");
    }
}
