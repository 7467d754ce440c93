//! Successful responses without a body, and bodies of another kind than what was asked for.

use std::time::Duration;

use crate::common::{CALL, calls, create, get, list, patch, transfer};
use futures::StreamExt as _;
use msgraph_runtime::client::{Error, ErrorKind};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::{Get, Invoke, Scalar};
use msgraph_runtime::test_support::{Answer, FakeService};
use msgraph_runtime::{Method, Page, RawJson, Request, UnknownObject};
use serde_json::json;

/// An invocation of an action that declares a result.
fn mute(client: &Client) -> Invoke<Option<RawJson>> {
    let target = calls(client).key("7").segment("mute");
    Request::new(Method::Post, target)
}

fn entity(client: &Client) -> Get<UnknownObject<0>> {
    Request::new(Method::Get, calls(client).key("7"))
}

/// Answers that say "nothing".
fn nothing() -> Vec<Answer> {
    vec![
        Answer::status(204),
        Answer::status(202),
        Answer::status(201),
        Answer::bytes(200, "application/json", "null"),
        Answer::bytes(200, "application/json", " \r\n"),
    ]
}

#[tokio::test]
async fn a_success_without_a_body_is_a_success() {
    let service = FakeService::start().await;
    let client: Client = service.client();
    for answer in nothing() {
        let answer = answer.header("location", "https://elsewhere.test/operations/1");
        service.answer_with(move |_| answer.clone());
        let answers = [
            get(&client)
                .send()
                .await
                .unwrap()
                .map(|value| value.is_none()),
            create(&client)
                .send()
                .await
                .unwrap()
                .map(|value| value.is_none()),
            patch(&client)
                .send()
                .await
                .unwrap()
                .map(|value| value.is_none()),
            mute(&client)
                .send()
                .await
                .unwrap()
                .map(|value| value.is_none()),
            list(&client)
                .send()
                .await
                .unwrap()
                .map(|page| page.value.is_none()),
            transfer(&client).send().await.unwrap().map(|()| true),
        ];
        for answer in answers {
            assert!(answer.body, "{}", answer.status);
            assert_eq!(
                answer.location(),
                Some("https://elsewhere.test/operations/1")
            );
        }
        let items: Vec<_> = list(&client).items().collect().await;
        assert!(items.is_empty());
        let pages: Vec<_> = list(&client).pages().collect().await;
        assert_eq!(pages.len(), 1);
    }
}

#[tokio::test]
async fn a_value_that_is_not_there_is_an_error_of_its_own_kind() {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::status(202).header("request-id", "r"));
    let sent = mute(&service.client()).header("client-request-id", "c");
    let error = sent.send().await.unwrap().value().unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::NoBody, Some(202))
    );
    // It was executed for certain, so it is not one of those that may have been.
    assert!(!error.may_have_acted());
    assert_eq!(
        error.to_string(),
        "POST /communications/calls/{id}/mute: 202, and the response has no body \
         [request-id r, client-request-id c]"
    );
}

#[tokio::test]
async fn members_of_a_batch_may_have_no_body() {
    let service = FakeService::start().await;
    service.answer_with(|request| {
        let asked = request.json().unwrap();
        let answers = asked["requests"].as_array().unwrap().iter().map(|part| {
            let mut answer = json!({ "id": part["id"], "status": 204 });
            if part["id"] == "2" {
                answer["body"] = json!(null);
                answer["headers"] = json!({ "Content-Type": "application/json" });
            }
            answer
        });
        Answer::json(200, &json!({ "responses": Vec::from_iter(answers) }))
    });
    let client: Client = service.client();
    let mut batch = client.batch();
    let values = [batch.add(get(&client)), batch.add(get(&client))];
    let muted = batch.add(mute(&client));
    let items = batch.add(list(&client));
    let mut answers = batch.send().await.unwrap();
    for ticket in values {
        let answer = answers.take(ticket).unwrap();
        assert_eq!((answer.status, answer.body), (204, None));
    }
    assert_eq!(answers.take(items).unwrap().body, Page::default());
    let error = answers.take(muted).unwrap().value().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoBody);
    assert_eq!(
        error.operation(),
        Some("POST /communications/calls/{id}/mute")
    );
}

#[tokio::test]
async fn an_operation_is_followed_through_responses_without_a_body() {
    let service = FakeService::start().await;
    for answer in [
        Answer::status(202).retry_after(Some("0.01")),
        Answer::status(204),
        Answer::status(202).retry_after(Some("0")),
        Answer::json(200, &json!({ "status": "running" })),
        Answer::status(202),
        Answer::json(200, &json!({ "status": "completed" })),
    ] {
        service.expect(Method::Get, CALL).answer(answer);
    }
    let client: Client = service.client();
    let operation: Get<RawJson> = client.at(&service.url(CALL)).unwrap();
    let every = Duration::from_millis(1);
    let done = |operation: &RawJson| operation.as_str().contains("completed");
    let last = operation.follow(every, done).await.unwrap();
    assert_eq!(last.value().unwrap().as_str(), r#"{"status":"completed"}"#);
    service.finish();
}

#[tokio::test]
async fn a_body_of_another_kind_is_refused() {
    let service = FakeService::start().await;
    let client: Client = service.client();
    let told = async |answer: &str| -> [Option<Error>; 3] {
        let answer = Answer::bytes(200, "application/json", answer);
        service.answer_with(move |_| answer.clone());
        [
            entity(&client).send().await.err(),
            get(&client).send().await.err(),
            list(&client).send().await.err(),
        ]
    };
    let found = |error: &Option<Error>, what: &str| {
        let error = error.as_ref().expect("the body is of another kind");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(what), "{error}");
    };
    let [one, _, many] = told(r#"{"@odata.context":"c","value":[{"id":"1"}]}"#).await;
    found(&one, "expected one value, found a collection");
    assert!(many.is_none());

    let [one, scalar, many] = told(r#"{"@odata.context":"c","id":"1"}"#).await;
    assert!(one.is_none());
    found(&scalar, "found an object without a member `value`");
    found(
        &many,
        "expected a collection, found an object without a member `value`",
    );

    let error = r#"{"error":{"code":"Forbidden","message":"No."}}"#;
    for error in told(error).await {
        found(
            &error,
            "200, but the response cannot be decoded Forbidden: No.",
        );
        assert_eq!(error.unwrap().service().unwrap().code, "Forbidden");
    }

    // An action may have been executed all the same.
    service.answer_with(|_| Answer::json(200, &json!({ "error": { "code": "x" } })));
    let target = calls(&client).key("7").segment("mute");
    let invoke: Invoke<Option<Scalar<String>>> = Request::new(Method::Post, target);
    assert!(invoke.send().await.unwrap_err().may_have_acted());
}
