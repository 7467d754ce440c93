//! Requests are checked against the metadata.

use http::{Method, StatusCode};
use msgraph_beta_communications::models::CallState;
use msgraph_calling::simulator::{Caller, SimulatedCall, TeamsSimulator};
use serde_json::json;

use crate::support::{APP, CALLBACK, TENANT, answer_all, only_listen, path, post};

async fn ringing() -> (TeamsSimulator, SimulatedCall) {
    let teams = TeamsSimulator::start(APP).await;
    only_listen(&teams);
    let call = teams.ring(Caller::user(TENANT, "caller"));
    (teams, call)
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let (teams, call) = ringing().await;
    let media = json!({ "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" });
    for (body, why) in [
        (json!("text"), "object"),
        (json!({}), "$.callbackUri"),
        (json!({ "callbackUri": CALLBACK }), "$.mediaConfig"),
        (
            json!({ "callbackUri": "http://bot.contoso.com", "mediaConfig": media }),
            "https",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": {} }),
            "abstract",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": { "@odata.type": "#microsoft.graph.call" } }),
            "mediaConfig",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": media, "colour": 1 }),
            "$.colour is not declared",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": media, "participantCapacity": "many" }),
            "participantCapacity",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": media, "acceptedModalities": ["smell"] }),
            "smell",
        ),
        (
            json!({ "callbackUri": CALLBACK, "mediaConfig": media, "clientContext": "x" }),
            "$.clientContext is not declared",
        ),
    ] {
        let (status, answer) = post(&teams, &path(&call, "answer"), &body.to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(why), "{body}: {message}");
    }
    assert_eq!(call.state(), CallState::Incoming);
    // Undeclared, but documented.
    let body = json!({ "callbackUri": CALLBACK, "mediaConfig": media, "region": "amer" });
    let (status, _) = post(&teams, &path(&call, "answer"), &body.to_string()).await;
    assert_eq!(status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn limits_of_operations() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    let prompt = json!({
        "@odata.type": "#microsoft.graph.mediaPrompt",
        "mediaInfo": { "uri": "https://cdn.contoso.com/beep.wav" },
    });
    for (action, body) in [
        ("playPrompt", json!({ "prompts": [] })),
        ("playPrompt", json!({ "prompts": vec![prompt.clone(); 21] })),
        (
            "playPrompt",
            json!({ "prompts": [{ "@odata.type": "#microsoft.graph.mediaPrompt" }] }),
        ),
        (
            "recordResponse",
            json!({ "prompts": vec![prompt.clone(); 2] }),
        ),
        (
            "recordResponse",
            json!({ "maxRecordDurationInSeconds": 121 }),
        ),
        (
            "subscribeToTone",
            json!({ "clientContext": "x".repeat(257) }),
        ),
        (
            "answer",
            json!({ "callbackUri": CALLBACK, "mediaConfig": null }),
        ),
    ] {
        let (status, answer) = post(&teams, &path(&call, action), &body.to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{action} {body} {answer}");
    }
    let body = json!({ "prompts": vec![prompt; 20] });
    let (status, _) = post(&teams, &path(&call, "playPrompt"), &body.to_string()).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_call_that_was_not_answered_takes_no_operations() {
    let (teams, call) = ringing().await;
    let (status, _) = post(&teams, &path(&call, "keepAlive"), "").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn unknown_paths_and_methods() {
    let (teams, call) = ringing().await;
    for path in [
        "/communications",
        "/communications/call",
        "/communications/calls/unknown/answer",
        "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/answer",
        "/users",
        "",
        &path(&call, "explode"),
        &path(&call, "participants/one/explode"),
        &path(&call, "answer/answer"),
    ] {
        let (status, answer) = post(&teams, path, "{}").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer["error"]["code"].is_string());
    }
    let (status, _) = post(&teams, &path(&call, "participants/one"), "{}").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn requests_need_a_token() {
    let (teams, _) = ringing().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/beta/communications/calls", teams.url());
    for token in ["", "another"] {
        let response = client.post(&url).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn calls_that_are_placed_are_checked() {
    let (teams, _) = ringing().await;
    let media = json!({ "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" });
    let targets = json!([{ "identity": { "user": { "id": "one" } } }]);
    let body = json!({
        "callbackUri": CALLBACK,
        "mediaConfig": media,
        "tenantId": TENANT,
        "targets": targets,
    });
    for member in ["callbackUri", "mediaConfig", "tenantId", "targets"] {
        let mut body = body.clone();
        body.as_object_mut().unwrap().remove(member);
        let (status, answer) = post(&teams, "/communications/calls", &body.to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(member), "{message}");
    }
    let (status, _) = post(&teams, "/communications/calls", &body.to_string()).await;
    assert_eq!(status, StatusCode::CREATED);
    let requests = teams.requests();
    let last = requests.last().unwrap();
    assert_eq!(last.method, Method::POST);
    assert_eq!(last.path, "/communications/calls");
    assert_eq!(last.json().unwrap(), body);
    assert_eq!(last.status, StatusCode::CREATED);
}

#[tokio::test]
async fn batches_are_checked() {
    let (teams, _) = ringing().await;
    let get = |id: &str| json!({ "id": id, "method": "GET", "url": "/communications/calls/x" });
    let part = |member: &str, value: serde_json::Value| {
        let mut part = get("1");
        part[member] = value;
        json!({ "requests": [part] })
    };
    for (body, why) in [
        (json!({}), "$.requests is required"),
        (json!({ "requests": [] }), "1 to 20"),
        (json!({ "requests": vec![get("1"); 21] }), "1 to 20"),
        (json!({ "requests": [get("a"), get("A")] }), "not unique"),
        (part("id", json!(null)), "$.requests[0].id is required"),
        (part("method", json!("no method")), "$.requests[0].method"),
        (part("url", json!("/a b")), "$.requests[0].url"),
        (part("dependsOn", json!(["1"])), "$.requests[0].dependsOn"),
        (part("body", json!({})), "Content-Type"),
        (
            part("headers", json!({ "a b": "c" })),
            "$.requests[0].headers",
        ),
    ] {
        let (status, answer) = post(&teams, "/$batch", &body.to_string()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(why), "{body}: {message}");
    }
    let body = json!({ "requests": [get("1")] });
    let (status, answer) = post(&teams, "/$batch", &body.to_string()).await;
    assert_eq!(status, StatusCode::OK);
    let response = &answer["responses"][0];
    assert_eq!(
        (&response["id"], &response["status"]),
        (&json!("1"), &json!(404))
    );
    assert_eq!(response["headers"]["content-type"], "application/json");
    assert_eq!(response["body"]["error"]["code"], "8522");
}
