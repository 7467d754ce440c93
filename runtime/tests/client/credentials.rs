//! How requests show who sends them, and what happens when the service refuses it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::common::{CALL, get};
use msgraph_runtime::client::credential::{
    AccessToken, Anonymous, Basic, Credential, Header, StaticToken, TokenCredential, TokenFn,
};
use msgraph_runtime::client::{BoxError, BoxFuture, Cloud, ErrorKind};
use msgraph_runtime::codegen::{Client, ClientBuilder};
use msgraph_runtime::test_support::{Answer, FakeService};
use msgraph_runtime::{Method, RawJson};
use serde_json::json;

fn seven() -> Answer {
    Answer::json(200, &json!({ "value": 7 }))
}

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

fn client(service: &FakeService, credential: impl Into<Credential>) -> Client {
    let client: Client = service.client();
    client.for_tenant(credential)
}

/// Takes a while, and counts how often it is asked.
#[derive(Default)]
struct Slow(AtomicUsize);

impl TokenCredential for Slow {
    fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async {
            self.0.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(AccessToken::new("slow", in_an_hour()))
        })
    }
}

#[tokio::test]
async fn a_thousand_first_requests_ask_for_one_token() {
    let service = FakeService::start().await;
    service.answer_with(|_| seven());
    let credential = Arc::new(Slow::default());
    let client = client(&service, credential.clone());
    let all = (0..1_000).map(|_| get(&client).send());
    for answer in futures::future::join_all(all).await {
        assert_eq!(answer.unwrap().status, 200);
    }
    assert_eq!(credential.0.load(Ordering::SeqCst), 1);
    // A busy system may reset some of so many new connections; these are tried again.
    assert!(service.requests().len() >= 1_000);
}

#[tokio::test]
async fn every_kind_of_credential_sends_its_header() {
    let service = FakeService::start().await;
    service.answer_with(|_| seven());
    let function = TokenFn::new(|scope| async move {
        Ok::<_, std::io::Error>(AccessToken::new(format!("for {scope}"), in_an_hour()))
    });
    let for_scope = format!("Bearer for {}", Cloud::Global.scope());
    let cases: [(Credential, &str, Option<&str>); 6] = [
        (
            StaticToken::new("abc").into(),
            "authorization",
            Some("Bearer abc"),
        ),
        (
            Basic::new("Aladdin", "open sesame").into(),
            "authorization",
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ),
        (Header::new("X-Api-Key", "k").into(), "x-api-key", Some("k")),
        (Header::new("X-Api-Key", "k").into(), "authorization", None),
        (Anonymous.into(), "authorization", None),
        (function.into(), "authorization", Some(&for_scope)),
    ];
    for (credential, name, value) in cases {
        assert!(!format!("{credential:?}").contains("abc"));
        // A header of the request does not take the place of the credential's.
        let request = get(&client(&service, credential)).header("authorization", "mine");
        request.send().await.unwrap();
        let requests = service.requests();
        assert_eq!(requests.last().unwrap().header(name), value, "{name}");
    }
    let shown = format!(
        "{:?} {:?}",
        StaticToken::new("abc"),
        Basic::new("abc", "abc")
    );
    assert!(!shown.contains("abc"), "{shown}");
    assert!(!format!("{:?}", Header::new("x-api-key", "abc")).contains("abc"));

    // A value that is none is refused before anything is sent.
    let odd = client(&service, Header::new("x-api-key", "a\r\nb"));
    let error = get(&odd).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        !crate::common::everything(&error).contains("a\\r"),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_function_of_a_credential_may_fail() {
    let service = FakeService::start().await;
    let fails = TokenFn::new(|_| async { Err(std::io::Error::other("the vault is locked")) });
    let error = get(&client(&service, fails)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(!error.may_have_acted());
    assert!(crate::common::everything(&error).contains("the vault is locked"));
    service.finish();
}

#[tokio::test]
async fn tenants_share_the_settings_and_no_token() {
    let service = FakeService::start().await;
    service.answer_with(|_| seven());
    let builder: ClientBuilder<Client> = service.builder();
    let first = builder.application_id("bot").build().unwrap();
    let second = first.for_tenant(StaticToken::new("of-another-tenant"));
    for client in [&first, &second, &first] {
        get(client).send().await.unwrap();
    }
    assert_eq!(service.credential().asked(), 1);
    let requests = service.requests();
    let other = requests[1].header("authorization");
    assert_eq!(other, Some("Bearer of-another-tenant"));
    assert_ne!(requests[0].header("authorization"), other);
    assert_eq!(
        requests[0].header("authorization"),
        requests[2].header("authorization")
    );
    for request in &requests {
        assert!(request.header("user-agent").unwrap().starts_with("bot "));
    }
}

#[tokio::test]
async fn a_challenge_is_read_from_all_headers_that_hold_one() {
    let service = FakeService::start().await;
    // {"access_token":{}}
    let claims = "eyJhY2Nlc3NfdG9rZW4iOnt9fQ==";
    let refused = Answer::error(401, "InvalidAuthenticationToken", "More claims.")
        .header("www-authenticate", "Basic realm=\"x\"")
        .header(
            "www-authenticate",
            &format!("Bearer realm=\"\", claims=\"{claims}\""),
        );
    service
        .expect(Method::Get, CALL)
        .times(2)
        .answer(refused.clone());
    let client: Client = service.client();
    let error = get(&client).send().await.unwrap_err();
    assert_eq!(error.claims().as_deref(), Some(r#"{"access_token":{}}"#));
    let all = error.headers().get("www-authenticate").unwrap();
    assert!(all.starts_with("Basic realm=\"x\", Bearer "), "{all}");
    // The token was asked for again.
    assert_eq!((error.tries(), service.credential().asked()), (2, 2));

    // One that cannot be had again is refused once.
    service.expect(Method::Get, CALL).answer(refused);
    let error = get(&client.for_tenant(StaticToken::new("t")))
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(401), 1));
    assert_eq!(error.claims().as_deref(), Some(r#"{"access_token":{}}"#));
    service.finish();
}

#[tokio::test]
async fn no_credential_goes_to_another_host() {
    let service = FakeService::start().await;
    let other = FakeService::start().await;
    other.answer_with(|_| Answer::bytes(200, "audio/wav", "sound"));
    let to = other.url("/elsewhere");
    service.answer_with(move |_| Answer::redirect(302, &to));
    for credential in [
        Credential::from(StaticToken::new("secret")),
        Basic::new("secret", "secret").into(),
        Header::new("x-api-key", "secret").into(),
    ] {
        let client = client(&service, credential);
        assert!(client.at::<RawJson>(&other.url("/x")).is_err());
        let content = crate::common::calls(&client).key("7").segment("content");
        msgraph_runtime::request::Download::of(content)
            .send()
            .await
            .unwrap();
    }
    for request in other.requests() {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("x-api-key"), None);
        assert_eq!(request.header("sdkversion"), None);
    }
    assert_eq!(other.requests().len(), 3);
}
