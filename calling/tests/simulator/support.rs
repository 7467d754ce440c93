//! A bot that answers every call and keeps what it receives.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::models::{Call, ServiceHostedMediaConfig};
use msgraph_calling::simulator::{SimulatedCall, TeamsSimulator};
use msgraph_calling::{CallId, CallbackValidator, Delivery, Notification};
use serde_json::Value;

pub const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
pub const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub const CALLBACK: &str = "https://bot.contoso.com/api/calls";

/// What the bot has received.
#[derive(Clone, Default)]
pub struct Received {
    deliveries: Arc<Mutex<Vec<Request<Bytes>>>>,
    known: Arc<Mutex<BTreeSet<CallId>>>,
}

impl Received {
    pub fn bodies(&self) -> Vec<Value> {
        let deliveries = self.deliveries.lock().unwrap();
        let bodies = deliveries.iter().map(Request::body);
        bodies
            .map(|body| serde_json::from_slice(body).unwrap())
            .collect()
    }

    pub fn header(&self, name: &str) -> Vec<String> {
        let deliveries = self.deliveries.lock().unwrap();
        let values = deliveries.iter().filter_map(|one| one.headers().get(name));
        values
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }
}

/// A bot that answers every call in the same process, and validates nothing.
pub fn answer_all(teams: &TeamsSimulator) -> Received {
    answer_with(teams, teams.graph_client(), None)
}

/// A bot that refuses what the validator refuses.
pub fn answer_valid(teams: &TeamsSimulator, validator: CallbackValidator) -> Received {
    answer_with(teams, teams.graph_client(), Some(validator))
}

fn answer_with(
    teams: &TeamsSimulator,
    client: GraphClient,
    validator: Option<CallbackValidator>,
) -> Received {
    let received = Received::default();
    let kept = received.clone();
    teams.deliver_with(move |delivery| {
        let (client, validator, kept) = (client.clone(), validator.clone(), kept.clone());
        async move {
            if let Some(validator) = validator {
                let authorization = delivery.headers().get("authorization");
                if let Err(refusal) = validator.validate(authorization).await {
                    return status(refusal.status());
                }
            }
            let read = Delivery::read(delivery.headers(), delivery.body()).unwrap();
            assert!(read.unread.is_empty());
            kept.deliveries.lock().unwrap().push(delivery);
            for notification in read.notifications {
                if let Notification::Incoming { call, .. } = notification
                    && kept.known.lock().unwrap().insert(call.clone())
                {
                    let media = ServiceHostedMediaConfig::default();
                    let call = client.communications().call(call.as_str());
                    tokio::spawn(call.answer(CALLBACK, media).send());
                }
            }
            status(StatusCode::ACCEPTED)
        }
    });
    received
}

/// A bot that takes everything and does nothing.
pub fn only_listen(teams: &TeamsSimulator) -> Received {
    let received = Received::default();
    let kept = received.clone();
    teams.deliver_with(move |delivery| {
        kept.deliveries.lock().unwrap().push(delivery);
        std::future::ready(status(StatusCode::ACCEPTED))
    });
    received
}

pub fn status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// A simulator without connections and with a bot that answers.
pub async fn in_process() -> (TeamsSimulator, Received) {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    let received = answer_all(&teams);
    (teams, received)
}

/// Waits until deliveries with these labels, and others between them, were answered.
pub async fn expect_labels(teams: &TeamsSimulator, labels: &[&str]) {
    for _ in 0..2_000 {
        let mut wanted = labels.iter().peekable();
        for delivery in teams.deliveries() {
            if wanted.peek() == Some(&&delivery.label.as_str()) {
                wanted.next();
            }
        }
        if wanted.peek().is_none() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("{labels:?} in {:#?}", teams.transcript());
}

/// The body of the last delivery with this label.
pub fn body_of(teams: &TeamsSimulator, label: &str) -> Value {
    let deliveries = teams.deliveries();
    let mut found = deliveries.iter().rev();
    let found = found.find(|delivery| delivery.label == label);
    let found = found.unwrap_or_else(|| panic!("{label} in {:#?}", teams.transcript()));
    serde_json::from_slice(&found.body).unwrap()
}

/// A request as text, whatever it holds.
pub async fn post(teams: &TeamsSimulator, path: &str, body: &str) -> (StatusCode, Value) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client
        .post(format!("{}/beta{path}", teams.url()))
        .bearer_auth(TeamsSimulator::TOKEN)
        .header("content-type", "application/json")
        .body(body.to_owned())
        .send()
        .await
        .unwrap();
    let status = response.status();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

pub fn path(call: &SimulatedCall, action: &str) -> String {
    format!("/communications/calls/{}/{action}", call.id())
}

/// A call to somebody, as a bot places it.
pub fn call_to(targets: Value) -> Call {
    let body = serde_json::json!({
        "callbackUri": CALLBACK,
        "targets": targets,
        "requestedModalities": ["audio"],
        "mediaConfig": { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
        "tenantId": TENANT,
    });
    msgraph_beta_communications::from_str(&body.to_string()).unwrap()
}

/// The value with all ids and other opaque texts replaced, so that two can be compared.
pub fn without_ids(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    "replacesContext" | "recordingAccessToken" | "clientContext" => {
                        "<opaque>".into()
                    }
                    _ => without_ids(value),
                };
                (name.clone(), value)
            })
            .collect(),
        Value::Array(elements) => elements.iter().map(without_ids).collect(),
        Value::String(text) => replace_ids(text).into(),
        other => other.clone(),
    }
}

fn replace_ids(text: &str) -> String {
    let segments = text.split('/').map(|segment| match CallId::new(segment) {
        Ok(id) if uuid_like(&id.to_string()) => "<id>".to_owned(),
        _ => segment.to_owned(),
    });
    Vec::from_iter(segments).join("/")
}

fn uuid_like(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
