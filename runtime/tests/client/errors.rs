//! Error messages for the odd bodies that services and gateways send, one line each.

use std::error::Error as _;

use crate::common::{CALL, TRANSFER, get, transfer};
use msgraph_runtime::Method;
use msgraph_runtime::ReadError;
use msgraph_runtime::client::{Error, ErrorKind};
use msgraph_runtime::test_support::{Answer, FakeService};
use serde_json::json;

/// The error of a GET of a number with this answer, sent under the id `c`.
async fn error_of(answer: Answer) -> Error {
    let service = FakeService::start().await;
    service.expect(Method::Get, CALL).answer(answer);
    let retry = msgraph_runtime::client::RetryOptions::none();
    let client = service.builder().retry(retry).build().unwrap();
    let error = get(&client).header("client-request-id", "c").send().await;
    service.finish();
    error.expect_err("the answer is none")
}

fn plain(status: u16, content_type: &str, body: &str) -> Answer {
    Answer::bytes(status, content_type, body)
}

#[tokio::test]
async fn one_line_says_what_support_asks_for() {
    let json = "application/json";
    let long = format!(
        r#"{{"error":{{"code":"x","message":"{}"}}}}"#,
        "y".repeat(90_000)
    );
    let lines = [
        (
            plain(
                403,
                json,
                r#"{"error":{"code":"Forbidden","message":"No\r\n way.","innerError":{"code":"7505",
                "date":"2024-01-15T10:00:00","request-id":"r","client-request-id":"other"}}}"#,
            ),
            "403 Forbidden: No way. (7505) [request-id r, client-request-id c]",
        ),
        (
            plain(400, json, r#"{"error":{"code":"BadRequest","message":"","innererror":{"code":"a","innererror":{"code":"b"}}}}"#)
                .header("request-id", "h"),
            "400 BadRequest (b) [request-id h, client-request-id c]",
        ),
        // The content type does not matter, and neither does a mark of the byte order.
        (
            plain(409, "text/plain", "\u{feff}{\"error\":{\"code\":\"Conflict\"}}"),
            "409 Conflict [client-request-id c]",
        ),
        (
            plain(401, json, r#"{"error":"invalid_client","error_description":"Wrong secret."}"#),
            "401 invalid_client: Wrong secret. [client-request-id c]",
        ),
        (Answer::status(404), "404 [client-request-id c]"),
        (Answer::html(502), "502 [client-request-id c]"),
        (plain(500, json, "null"), "500 [client-request-id c]"),
        (plain(500, json, r#"{"error":null}"#), "500 [client-request-id c]"),
        (plain(500, json, r#"{"error":{"code":7,"message":["#), "500 [client-request-id c]"),
        (plain(500, "application/octet-stream", "\0\u{1}"), "500 [client-request-id c]"),
        (plain(500, json, &long), "500 [client-request-id c]"),
        (
            Answer::redirect(302, "https://elsewhere.test/?sig=secret"),
            "302 [client-request-id c]",
        ),
        (
            plain(200, json, r#"{"value":"seven"}"#),
            "200, but the response cannot be decoded: value: expected an integer from -9223372036854775808 to 9223372036854775807, found a text (line 1, column 10) [client-request-id c]",
        ),
        (
            Answer::html(200),
            "200, but the response cannot be decoded: expected a JSON value, found `<` (line 1, column 1) [client-request-id c]",
        ),
    ];
    for (answer, line) in lines {
        let error = error_of(answer).await;
        assert_eq!(
            error.to_string(),
            format!("GET /communications/calls/{{id}}: {line}")
        );
        assert!(error.body().len() <= 64 * 1024);
        assert_eq!(error.client_request_id(), Some("c"));
        assert_eq!(error.operation(), Some("GET /communications/calls/{id}"));
    }
}

#[tokio::test]
async fn everything_in_an_error_can_be_reached() {
    let body = json!({ "error": {
        "code": "Forbidden",
        "message": "No.",
        "target": "transferTarget",
        "details": [{ "code": "d", "message": "Detail.", "target": "t" }],
        "innerError": { "code": "7505", "date": "2024-01-15T10:00:00", "request-id": "r" },
    }});
    let answer = Answer::json(403, &body).header("x-ms-ags-diagnostic", "{}");
    let error = error_of(answer).await;
    let service = error.service().unwrap();
    assert_eq!(service.codes().collect::<Vec<_>>(), ["Forbidden", "7505"]);
    assert_eq!(service.target.as_deref(), Some("transferTarget"));
    assert_eq!(service.details[0].message, "Detail.");
    assert_eq!(service.date.as_deref(), Some("2024-01-15T10:00:00"));
    assert_eq!(
        (error.status(), error.kind()),
        (Some(403), ErrorKind::Service)
    );
    assert_eq!(error.request_id(), Some("r"));
    assert_eq!(error.headers().get("X-Ms-Ags-Diagnostic"), Some("{}"));
    assert_eq!(error.body(), body.to_string().as_bytes());
}

#[tokio::test]
async fn a_page_from_a_gateway_is_kept_up_to_a_limit() {
    let error = error_of(Answer::html(502)).await;
    assert!(error.body().starts_with(b"<html>"));
    assert_eq!(error.headers().get("content-type"), Some("text/html"));

    for status in [500, 200] {
        let huge = vec![b'x'; 1_000_000];
        let error = error_of(Answer::bytes(status, "text/html", huge)).await;
        assert_eq!(error.body().len(), 64 * 1024);
    }
}

#[tokio::test]
async fn an_error_whose_body_breaks_is_still_that_error() {
    let service = FakeService::start().await;
    let broken = Answer::throttled(Some("0.001")).truncated(10);
    service.expect(Method::Post, TRANSFER).answer(broken);
    let broken = Answer::error(403, "Forbidden", "No.").truncated(10);
    service.expect(Method::Post, TRANSFER).answer(broken);
    let error = transfer(&service.client()).send().await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(403), 2));
    assert_eq!(error.body().len(), 10);
    assert!(!error.may_have_acted());
    service.finish();
}

#[tokio::test]
async fn sources_are_chained() {
    let body = r#"{"value":"seven"}"#;
    let error = error_of(plain(200, "application/json", body)).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    let source = error.source().unwrap().downcast_ref::<ReadError>().unwrap();
    assert_eq!((source.path(), source.line()), ("value", 1));
    assert_eq!(error.body(), body.as_bytes());

    let error = error_of(Answer::reset()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    let mut at: Option<&dyn std::error::Error> = Some(&error);
    let mut last = String::new();
    while let Some(error) = at {
        last = error.to_string();
        at = error.source();
    }
    assert!(last.contains("reset") || last.contains("closed"), "{last}");
}
