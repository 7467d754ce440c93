//! Keys from OpenID metadata, over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use msgraph_beta_communications::test_support::{Answer, FakeService};
use msgraph_calling::simulator::jwks;
use msgraph_calling::{CallbackValidator, Refusal};
use serde_json::{Value, json};

use crate::bench::{APP, FIRST, NOW, SECOND, claims, clock, validate};

const METADATA: &str = "/v1/.well-known/OpenIdConfiguration";

fn validator(service: &FakeService) -> (CallbackValidator, Arc<AtomicU64>) {
    let (clock, now) = clock();
    let validator = CallbackValidator::new(APP)
        .metadata_url(service.url(METADATA))
        .clock(now)
        .build();
    (validator.unwrap(), clock)
}

/// Answers with metadata that leads to `keys`.
fn publish(service: &FakeService, keys: Value) {
    let metadata = json!({
        "issuer": "https://api.botframework.com",
        "jwks_uri": service.url("/v1/keys"),
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    service.answer_with(move |request| match request.path.as_str() {
        METADATA => Answer::json(200, &metadata),
        _ => Answer::json(200, &keys),
    });
}

#[tokio::test]
async fn metadata_leads_to_the_keys() {
    let service = FakeService::start().await;
    publish(&service, jwks([&*FIRST]));
    let (validator, _) = validator(&service);
    let token = FIRST.token(&claims(NOW));
    assert!(validate(&validator, &token).await.is_ok());
    assert!(validate(&validator, &token).await.is_ok());
    let requests = service.requests();
    let paths: Vec<_> = requests.iter().map(|request| &request.path).collect();
    assert_eq!(paths, [METADATA, "/v1/keys"]);
    assert!(
        requests
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}

#[tokio::test]
async fn a_host_that_is_down_leaves_the_keys_as_they_are() {
    let service = FakeService::start().await;
    publish(&service, jwks([&*FIRST]));
    let (validator, clock) = validator(&service);
    assert!(
        validate(&validator, &FIRST.token(&claims(NOW)))
            .await
            .is_ok()
    );
    service.answer_with(|_| Answer::status(500));
    let later = NOW + 3 * 60 * 60;
    clock.store(later, Ordering::SeqCst);
    for _ in 0..10 {
        assert!(
            validate(&validator, &FIRST.token(&claims(later)))
                .await
                .is_ok()
        );
    }
    let refused = validate(&validator, &SECOND.token(&claims(later))).await;
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
    assert_eq!(service.requests().len(), 3);
}

#[tokio::test]
async fn documents_that_are_not_as_expected_give_no_keys() {
    let key = jwks([&*FIRST]);
    let wrong_metadata = [
        json!({"jwks_uri": "http://contoso.com/keys"}),
        json!({"jwks_uri": "file:///etc/hosts"}),
        json!({"jwks_uri": 1}),
        json!({}),
        json!("text"),
    ];
    for metadata in wrong_metadata {
        let service = FakeService::start().await;
        let key = key.clone();
        service.answer_with(move |request| match request.path.as_str() {
            METADATA => Answer::json(200, &metadata),
            _ => Answer::json(200, &key),
        });
        let (validator, _) = validator(&service);
        let refused = validate(&validator, &FIRST.token(&claims(NOW))).await;
        assert_eq!(refused, Err(Refusal::KeysUnavailable));
        assert_eq!(service.requests().len(), 1);
    }
    let mut long = key.clone();
    long["padding"] = json!("a".repeat(1024 * 1024));
    for keys in [json!({"keys": []}), json!([]), long] {
        let service = FakeService::start().await;
        publish(&service, keys);
        let (validator, _) = validator(&service);
        let refused = validate(&validator, &FIRST.token(&claims(NOW))).await;
        assert_eq!(refused, Err(Refusal::KeysUnavailable));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_on_loopback() {
    let service = FakeService::start().await;
    let elsewhere = service.url("/elsewhere");
    service.answer_with(move |_| Answer::status(302).header("location", &elsewhere));
    let (validator, _) = validator(&service);
    let refused = validate(&validator, &FIRST.token(&claims(NOW))).await;
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_host_that_does_not_answer_is_given_up() {
    struct Silent;

    #[async_trait::async_trait]
    impl msgraph_calling::auth::KeySource for Silent {
        async fn fetch(
            &self,
        ) -> Result<msgraph_calling::auth::KeySet, msgraph_calling::auth::KeysError> {
            std::future::pending().await
        }
    }

    let (_, now) = clock();
    let validator = CallbackValidator::new(APP).keys(Silent).clock(now).build();
    let begin = tokio::time::Instant::now();
    let refused = validate(&validator.unwrap(), &FIRST.token(&claims(NOW))).await;
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
    assert_eq!(begin.elapsed().as_secs(), Duration::from_secs(10).as_secs());
}
