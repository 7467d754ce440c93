//! What every store does.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use msgraph_calling::{CallId, CallStore, Claim, HeldCall, TenantId, UnansweredCall};

use crate::claims::{claim, incoming};
use crate::setup::{Setup, call, minutes};

/// Runs each test against the store in memory and against Redis.
macro_rules! suite {
    ($($test:ident),+ $(,)?) => {
        mod in_memory {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $test() {
                    super::$test(crate::setup::Setup::memory()).await;
                }
            )+
        }

        mod in_redis {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $test() {
                    if let Some(setup) = crate::setup::Setup::redis() {
                        super::$test(setup).await;
                    }
                }
            )+
        }
    };
}
pub(crate) use suite;

suite!(
    a_message_is_new_once,
    only_the_holder_renews_and_releases,
    calls_are_listed_after_their_leases,
    a_call_is_adopted_after_its_lease,
    one_of_many_adoptions_at_the_same_time_succeeds,
    a_call_is_forgotten_a_day_after_its_lease,
    texts_stay_as_they_are,
    spans_may_be_nothing_or_without_end,
    a_thousand_calls_are_listed_at_most,
);

pub fn tenant() -> TenantId {
    TenantId::new("72f988bf-86f1-41af-91ab-2d7cd011db47")
}

/// Holds a call that nobody else has.
async fn hold(store: &Arc<dyn CallStore>, call: &CallId, instance: &str, lease: Duration) {
    assert!(store.hold(call, instance, &tenant(), lease).await.unwrap());
}

/// The call in the other spelling of the service.
pub fn respelled(call: &CallId) -> CallId {
    CallId::new(&call.to_string().replace('-', "").to_uppercase()).unwrap()
}

pub async fn expired(store: &Arc<dyn CallStore>) -> Vec<CallId> {
    let calls = store.expired().await.unwrap().into_iter();
    calls.map(|held| held.call).collect()
}

async fn a_message_is_new_once(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let message = "8a9f1f8e-4f3e-4a59-9d73-5e6a0f0b7c11";
    assert!(a.seen(message, minutes(10)).await.unwrap());
    assert!(!a.seen(message, minutes(10)).await.unwrap());
    assert!(!b.seen(&message.to_uppercase(), minutes(10)).await.unwrap());
    assert!(b.seen("another", minutes(10)).await.unwrap());
    // A message is no call.
    let id = CallId::new(message).unwrap();
    assert!(matches!(claim(&a, &id, "a").await, Claim::Taken(_)));
    setup.clock.wait(minutes(10));
    assert!(b.seen(message, minutes(10)).await.unwrap());
}

async fn only_the_holder_renews_and_releases(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert!(!a.renew(&one, "a", minutes(1)).await.unwrap());
    assert!(!a.release(&one, "a").await.unwrap());
    assert!(a.hold(&one, "a", &tenant(), minutes(1)).await.unwrap());
    assert!(a.hold(&one, "a", &tenant(), minutes(1)).await.unwrap());

    assert!(!b.hold(&one, "b", &tenant(), minutes(1)).await.unwrap());
    assert!(!b.renew(&one, "b", minutes(1)).await.unwrap());
    assert!(!b.release(&one, "b").await.unwrap());
    assert!(a.renew(&respelled(&one), "a", minutes(1)).await.unwrap());

    // After the lease it is still the holder's, until another adopts it.
    setup.clock.wait(minutes(2));
    assert!(!b.hold(&one, "b", &tenant(), minutes(1)).await.unwrap());
    assert!(!b.release(&one, "b").await.unwrap());
    assert!(a.renew(&one, "a", minutes(1)).await.unwrap());
    assert!(expired(&b).await.is_empty());

    assert!(a.release(&one, "a").await.unwrap());
    assert!(!a.renew(&one, "a", minutes(1)).await.unwrap());
    assert!(b.hold(&one, "b", &tenant(), minutes(1)).await.unwrap());
}

async fn calls_are_listed_after_their_leases(setup: Setup) {
    let store = setup.instance().await;
    for (number, lease) in [(1, 30), (2, 10), (3, 20), (4, 10)] {
        hold(&store, &call(number), "a", minutes(lease)).await;
    }
    assert!(expired(&store).await.is_empty());
    let end = setup.clock.now() + minutes(10);
    setup.clock.wait(minutes(10) - Duration::from_millis(1));
    assert!(expired(&store).await.is_empty());
    setup.clock.wait(Duration::from_millis(1));
    assert_eq!(
        store.expired().await.unwrap(),
        [2, 4].map(|number| HeldCall::new(call(number), tenant(), "a", end))
    );
    setup.clock.wait(minutes(20));
    assert_eq!(expired(&store).await, [2, 4, 3, 1].map(call));
    assert!(store.renew(&call(4), "a", minutes(1)).await.unwrap());
    assert!(store.release(&call(3), "a").await.unwrap());
    assert_eq!(expired(&store).await, [2, 1].map(call));
}

async fn a_call_is_adopted_after_its_lease(setup: Setup) {
    let [a, b] = [setup.instance().await, setup.instance().await];
    let one = call(1);
    assert_eq!(b.adopt(&one, "b", minutes(5)).await.unwrap(), None);
    assert!(a.hold(&one, "a", &tenant(), minutes(1)).await.unwrap());
    assert_eq!(b.adopt(&one, "b", minutes(5)).await.unwrap(), None);
    assert_eq!(a.adopt(&one, "a", minutes(5)).await.unwrap(), None);

    setup.clock.wait(minutes(1));
    let end = setup.clock.now() + minutes(5);
    assert_eq!(
        b.adopt(&respelled(&one), "b", minutes(5)).await.unwrap(),
        Some(HeldCall::new(one.clone(), tenant(), "b", end))
    );
    // The former holder learns it when it renews.
    assert!(!a.renew(&one, "a", minutes(1)).await.unwrap());
    assert!(!a.release(&one, "a").await.unwrap());
    assert_eq!(a.adopt(&one, "a", minutes(1)).await.unwrap(), None);
    assert!(expired(&a).await.is_empty());
    assert!(b.renew(&one, "b", minutes(1)).await.unwrap());
    assert!(b.release(&one, "b").await.unwrap());
    assert_eq!(a.adopt(&one, "a", minutes(1)).await.unwrap(), None);
}

async fn one_of_many_adoptions_at_the_same_time_succeeds(setup: Setup) {
    let stores = join_all((0..8).map(|_| setup.instance())).await;
    for number in 0..20 {
        hold(&stores[0], &call(number), "gone", minutes(1)).await;
        setup.clock.wait(minutes(1));
        let adoptions = stores.iter().cloned().enumerate().map(|(instance, store)| {
            tokio::spawn(async move {
                let (id, instance) = (call(number), instance.to_string());
                let adopted = store.adopt(&id, &instance, minutes(100)).await.unwrap();
                let renewed = store.renew(&id, &instance, minutes(100)).await.unwrap();
                assert_eq!(renewed, adopted.is_some());
                adopted.is_some()
            })
        });
        let adoptions = join_all(adoptions).await;
        let successes = adoptions
            .iter()
            .filter(|adopted| *adopted.as_ref().unwrap());
        assert_eq!(successes.count(), 1, "call {number}");
    }
}

async fn a_call_is_forgotten_a_day_after_its_lease(setup: Setup) {
    let store = setup.instance().await;
    for number in [1, 2] {
        hold(&store, &call(number), "a", minutes(1)).await;
    }
    setup
        .clock
        .wait(minutes(24 * 60 + 1) - Duration::from_millis(1));
    assert_eq!(expired(&store).await, [1, 2].map(call));
    setup.clock.wait(Duration::from_millis(1));
    assert!(!store.renew(&call(1), "a", minutes(1)).await.unwrap());
    assert_eq!(store.adopt(&call(1), "b", minutes(1)).await.unwrap(), None);
    assert!(expired(&store).await.is_empty());
    // It can be held as if it were new.
    assert!(
        store
            .hold(&call(2), "b", &tenant(), minutes(1))
            .await
            .unwrap()
    );
    assert!(expired(&store).await.is_empty());
}

async fn texts_stay_as_they_are(setup: Setup) {
    let store = setup.instance().await;
    let odd = "a \"b\" {c}\r\n*\u{0}é 🙂";
    let id = CallId::new("57DAB8B1894C409AB240BD8BEAE78896").unwrap();
    let tenant = TenantId::new("Tenant {1}\n");
    assert!(store.hold(&id, odd, &tenant, minutes(1)).await.unwrap());
    assert!(store.seen(odd, minutes(1)).await.unwrap());
    assert!(!store.seen(odd, minutes(1)).await.unwrap());
    assert!(store.seen("", minutes(1)).await.unwrap());
    for (number, text) in [(7, odd), (8, "")] {
        let (id, scenario) = (call(number), Some(text.to_owned()));
        let told = UnansweredCall::new(text, scenario, Duration::ZERO);
        let claim = store.claim(&id, odd, &tenant, &told, minutes(2), minutes(2));
        assert_eq!(claim.await.unwrap(), Claim::Taken(told));
    }
    setup.clock.wait(minutes(1));
    let listed = store.expired().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].call.as_str(), "57DAB8B1894C409AB240BD8BEAE78896");
    assert_eq!(listed[0].tenant.as_str(), "Tenant {1}\n");
    assert_eq!(listed[0].instance, odd);
    assert_eq!(
        store
            .adopt(&id, "b", minutes(1))
            .await
            .unwrap()
            .unwrap()
            .call,
        id
    );
}

async fn spans_may_be_nothing_or_without_end(setup: Setup) {
    let store = setup.instance().await;
    for span in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX] {
        let id = call(u32::try_from(span.as_secs() % 1000).unwrap());
        hold(&store, &id, "a", span).await;
        assert!(store.renew(&id, "a", span).await.unwrap());
        assert!(store.release(&id, "a").await.unwrap());
    }
    let mut told = incoming();
    told.answer_within = Duration::MAX;
    let (one, span) = (call(1), Duration::MAX);
    for instance in ["a", "b"] {
        let tenant = tenant();
        let claim = store.claim(&one, instance, &tenant, &told, span, span);
        let is_taken = matches!(claim.await.unwrap(), Claim::Taken(_));
        assert_eq!(is_taken, instance == "a");
        setup.clock.wait(minutes(9 * 365 * 24 * 60));
    }
}

async fn a_thousand_calls_are_listed_at_most(setup: Setup) {
    let store = setup.instance().await;
    let holds = (0..1001).map(|number| {
        let store = store.clone();
        async move {
            store
                .hold(&call(number), "a", &tenant(), minutes(1))
                .await
                .unwrap()
        }
    });
    assert!(join_all(holds).await.into_iter().all(|held| held));
    setup.clock.wait(minutes(1));
    let listed = expired(&store).await;
    assert_eq!(listed.len(), 1000);
    for id in &listed {
        assert!(store.release(id, "a").await.unwrap());
    }
    assert_eq!(expired(&store).await, [call(1000)]);
}
