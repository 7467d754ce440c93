//! Every reason to refuse a token, and the tokens that come close to one.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA384;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderValue, StatusCode};
use msgraph_beta_communications::client::Cloud;
use msgraph_calling::{CallbackValidator, Refusal, TenantId};
use serde_json::{Value, json};

use crate::bench::{APP, Bench, FIRST, ISSUER, SECOND, TENANT};

/// The token with one claim changed; `null` leaves it out.
fn changed(bench: &Bench, claim: &str, value: Value) -> String {
    let mut claims = bench.claims();
    let members = claims.as_object_mut().unwrap();
    match value {
        Value::Null => members.remove(claim),
        value => members.insert(claim.into(), value),
    };
    FIRST.token(&claims)
}

/// The first two parts of a token.
fn message(header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}")
}

#[tokio::test]
async fn a_genuine_token_is_accepted() {
    let bench = Bench::new();
    let caller = bench.validate(&FIRST.token(&bench.claims())).await.unwrap();
    assert_eq!(caller.tenant, TenantId::new(TENANT));
    assert_eq!(
        caller.app.as_deref(),
        Some("26a18ebc-cdf7-4a6a-91cb-beb352805e81")
    );
    // The header names `cty: JWT`, as the service does.
    assert!(FIRST.token(&json!({})).starts_with(&message(
        &json!({"alg": "RS256", "kid": "first", "typ": "JWT", "cty": "JWT", "x5t": "first"}),
        &json!({})
    )));
}

#[tokio::test]
async fn a_token_is_refused_for_what_it_says() {
    let bench = Bench::with(|builder| builder.tenants([TENANT]));
    let now = bench.claims()["nbf"].as_u64().unwrap();
    let cases = [
        ("exp", json!(now - 301), Refusal::Expired),
        ("exp", json!(now - 300), Refusal::Expired),
        ("exp", Value::Null, Refusal::NoExpiry),
        ("nbf", json!(now + 301), Refusal::NotYetValid),
        ("aud", json!("another app"), Refusal::Audience),
        ("aud", json!(["another app"]), Refusal::Audience),
        ("aud", json!([]), Refusal::Audience),
        ("aud", Value::Null, Refusal::Audience),
        ("iss", json!("https://contoso.com"), Refusal::Issuer),
        (
            "iss",
            json!("https://api.botframework.com/"),
            Refusal::Issuer,
        ),
        ("iss", Value::Null, Refusal::Issuer),
        ("tid", Value::Null, Refusal::NoTenant),
        ("tid", json!(""), Refusal::NoTenant),
        ("tid", json!("another tenant"), Refusal::Tenant),
        ("exp", json!("soon"), Refusal::Malformed),
    ];
    for (claim, value, refusal) in cases {
        let token = changed(&bench, claim, value.clone());
        let refused = bench.validate(&token).await;
        assert_eq!(refused, Err(refusal), "{claim}: {value}");
    }
}

#[tokio::test]
async fn a_token_is_for_calls_of_its_own_tenant() {
    let other = "f3b1d6c8-5a0e-4c52-9a54-0e7c1d2b6a90";
    for matches in [true, false] {
        let bench = Bench::with(|builder| builder.match_call_tenant(matches));
        let caller = bench.validate(&FIRST.token(&bench.claims())).await.unwrap();
        let check = |named: &[&str]| {
            bench
                .validator
                .check_tenants(&caller, named.iter().copied())
        };
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&[TENANT, &TENANT.to_uppercase()]), Ok(()));
        let refused = match matches {
            true => Err(Refusal::CallTenant),
            false => Ok(()),
        };
        assert_eq!(check(&[other]), refused);
        assert_eq!(check(&[TENANT, other]), refused);
    }
    assert_eq!(Refusal::CallTenant.status(), StatusCode::FORBIDDEN);
    // It is the default.
    let bench = Bench::new();
    let caller = bench.validate(&FIRST.token(&bench.claims())).await.unwrap();
    let refused = bench.validator.check_tenants(&caller, [other]);
    assert_eq!(refused, Err(Refusal::CallTenant));
}

#[tokio::test]
async fn a_token_is_accepted_up_to_the_limits() {
    let bench = Bench::with(|builder| builder.tenants([TENANT]));
    let now = bench.claims()["nbf"].as_u64().unwrap();
    let cases = [
        ("exp", json!(now - 299)),
        ("exp", json!(now as f64 - 299.5)),
        ("nbf", json!(now + 300)),
        ("nbf", Value::Null),
        ("aud", json!(["another app", APP.to_uppercase()])),
        ("iss", json!("https://graph.microsoft.com")),
        ("tid", json!(TENANT.to_uppercase())),
        ("appid", Value::Null),
    ];
    for (claim, value) in cases {
        let token = changed(&bench, claim, value.clone());
        let accepted = bench.validate(&token).await;
        assert!(accepted.is_ok(), "{claim}: {value}: {accepted:?}");
    }
}

#[tokio::test]
async fn a_header_without_a_token_is_refused() {
    let bench = Bench::new();
    assert_eq!(bench.validator.validate(None).await, Err(Refusal::Missing));
    let token = FIRST.token(&bench.claims());
    for (value, refusal) in [
        (format!("Basic {token}"), Refusal::Scheme),
        (token.clone(), Refusal::Scheme),
        ("Bearer not.a.token".to_owned(), Refusal::Malformed),
        (format!("Bearer {token}.{token}"), Refusal::Malformed),
    ] {
        let header = HeaderValue::from_str(&value).unwrap();
        let refused = bench.validator.validate(Some(&header)).await;
        assert_eq!(refused, Err(refusal), "{value}");
    }
    assert_eq!(bench.fetches(), 0);
}

#[tokio::test]
async fn other_algorithms_are_refused() {
    let bench = Bench::new();
    let claims = bench.claims();
    let header = |algorithm: &str| json!({"alg": algorithm, "kid": "first"});

    for none in ["none", "None", ""] {
        let token = format!("{}.", message(&header(none), &claims));
        assert_eq!(bench.validate(&token).await, Err(Refusal::Algorithm));
    }

    // The public key as the secret: what a library does that trusts the header.
    let message = message(&header("HS256"), &claims);
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &FIRST.public_key_der());
    let tag = hmac::sign(&secret, message.as_bytes());
    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag));
    assert_eq!(bench.validate(&token).await, Err(Refusal::Algorithm));

    let token = FIRST.sign(&header("RS384"), &claims);
    assert_eq!(bench.validate(&token).await, Err(Refusal::Algorithm));
    assert_eq!(bench.fetches(), 0);
}

#[tokio::test]
async fn a_signature_by_another_hash_or_key_is_refused() {
    let bench = Bench::new();
    let claims = bench.claims();
    let header = json!({"alg": "RS256", "kid": "first"});

    // Another key under the name of the first.
    let token = SECOND.sign(&header, &claims);
    assert_eq!(bench.validate(&token).await, Err(Refusal::Signature));

    // RS384 under the name of RS256.
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let message = message(&header, &claims);
    let mut signature = vec![0; pair.public_modulus_len()];
    let random = SystemRandom::new();
    pair.sign(
        &RSA_PKCS1_SHA384,
        &random,
        message.as_bytes(),
        &mut signature,
    )
    .unwrap();
    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
    assert_eq!(bench.validate(&token).await, Err(Refusal::Signature));

    // The claims of one token with the signature of another.
    let genuine = FIRST.token(&claims);
    let other = changed(&bench, "tid", json!("another tenant"));
    let (_, signature) = genuine.rsplit_once('.').unwrap();
    let (message, _) = other.rsplit_once('.').unwrap();
    let token = format!("{message}.{signature}");
    assert_eq!(bench.validate(&token).await, Err(Refusal::Signature));
    let token = format!("{message}.");
    assert_eq!(bench.validate(&token).await, Err(Refusal::Signature));
}

#[tokio::test]
async fn an_unpublished_key_is_refused() {
    let bench = Bench::new();
    let token = SECOND.token(&bench.claims());
    assert_eq!(bench.validate(&token).await, Err(Refusal::UnknownKey));
    assert_eq!(bench.fetches(), 1);
}

#[tokio::test]
async fn nothing_is_fetched_for_a_token_that_cannot_be_genuine() {
    let bench = Bench::new();
    let claims = bench.claims();
    let token = changed(&bench, "iss", json!("https://contoso.com"));
    assert_eq!(bench.validate(&token).await, Err(Refusal::Issuer));
    let token = FIRST.sign(&json!({"alg": "RS256"}), &claims);
    assert_eq!(bench.validate(&token).await, Err(Refusal::UnknownKey));
    assert_eq!(bench.fetches(), 0);
}

#[tokio::test]
async fn a_key_must_have_the_endorsements_that_are_asked_for() {
    let wanted = |wanted: &'static [&'static str]| async move {
        let bench = Bench::with(|builder| builder.endorsements(wanted.iter().copied()));
        bench.validate(&FIRST.token(&bench.claims())).await
    };
    assert!(wanted(&["msteams"]).await.is_ok());
    assert_eq!(
        wanted(&["msteams", "skype"]).await,
        Err(Refusal::Endorsement)
    );
}

#[tokio::test]
async fn tenants_may_be_none_at_all() {
    let bench = Bench::with(|builder| builder.tenants::<TenantId>([]));
    let token = FIRST.token(&bench.claims());
    assert_eq!(bench.validate(&token).await, Err(Refusal::Tenant));
}

#[tokio::test]
async fn government_has_issuers_of_its_own() {
    let bench = Bench::with(|builder| builder.cloud(Cloud::UsGovernmentL4));
    for issuer in [
        "https://api.botframework.us",
        "https://api.botframework.com/",
    ] {
        let token = changed(&bench, "iss", json!(issuer));
        assert!(bench.validate(&token).await.is_ok(), "{issuer}");
    }
    let token = changed(&bench, "iss", json!(ISSUER));
    assert_eq!(bench.validate(&token).await, Err(Refusal::Issuer));
}

#[tokio::test]
async fn issuers_and_audiences_can_be_set() {
    let bench = Bench::with(|builder| builder.issuers(["mine"]).audiences(["a", "b"]));
    let mut claims = bench.claims();
    claims["iss"] = json!("mine");
    claims["aud"] = json!("b");
    assert!(bench.validate(&FIRST.token(&claims)).await.is_ok());
    assert_eq!(
        bench.validate(&changed(&bench, "iss", json!("mine"))).await,
        Err(Refusal::Audience)
    );
    assert_eq!(
        bench.validate(&FIRST.token(&bench.claims())).await,
        Err(Refusal::Issuer)
    );
}

#[test]
fn settings_that_accept_nothing_are_refused() {
    let builder = || CallbackValidator::new(APP);
    assert!(builder().build().is_ok());
    assert!(builder().issuers::<String>([]).build().is_err());
    assert!(builder().audiences::<String>([]).build().is_err());
    assert!(CallbackValidator::new("").build().is_err());
    assert!(builder().cloud(Cloud::China).build().is_err());
    let error = builder()
        .metadata_url("http://contoso.com/")
        .build()
        .unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, r#""http://contoso.com/" is not https"#);
}

#[test]
fn a_status_says_whether_to_try_again() {
    assert_eq!(Refusal::Missing.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(Refusal::Signature.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(Refusal::Tenant.status(), StatusCode::FORBIDDEN);
    assert_eq!(
        Refusal::KeysUnavailable.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[test]
fn settings_can_be_printed() {
    let builder = CallbackValidator::new(APP).tenants([TENANT]);
    assert!(format!("{builder:?}").contains(TENANT));
    assert!(format!("{:?}", builder.build().unwrap()).contains(TENANT));
}
