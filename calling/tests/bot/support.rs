//! A bot under test, and what the service posts to it.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use msgraph_calling::auth::{CallbackValidator, CallbackValidatorBuilder, KeySet};
use msgraph_calling::simulator::{SigningKey, jwks};
use msgraph_calling::{Call, CallId, CallingBot, CallingBotBuilder};
use serde_json::{Value, json};

use super::graph::Graph;

pub const APP: &str = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
pub const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub const CALLBACK: &str = "https://bot.contoso.com/api/calls";

pub fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub fn minutes(minutes: u64) -> Duration {
    secs(60 * minutes)
}

/// The key that the service signs with.
pub fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate("1"))
}

/// A token for the bot, as the service makes it.
pub fn token(tenant: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = now.as_secs();
    format!(
        "Bearer {}",
        key().token(&json!({
            "iss": "https://api.botframework.com",
            "aud": APP,
            "tid": tenant,
            "nbf": now - 60,
            "exp": now + 3600,
        }))
    )
}

/// One token for all tests: signing takes longer than what they test.
fn usual_token() -> &'static str {
    static TOKEN: OnceLock<String> = OnceLock::new();
    TOKEN.get_or_init(|| token(TENANT))
}

pub fn validator() -> CallbackValidator {
    validator_builder().build().unwrap()
}

pub fn validator_builder() -> CallbackValidatorBuilder {
    let keys = KeySet::from_jwks(jwks([key()]).to_string().as_bytes()).unwrap();
    CallbackValidator::new(APP).keys(keys)
}

pub fn builder(graph: &Graph) -> CallingBotBuilder {
    CallingBot::builder(graph.client("main"), validator(), CALLBACK).seed(7)
}

/// The id of a call by number.
pub fn id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

pub fn call_id(number: u64) -> CallId {
    CallId::new(&id(number)).unwrap()
}

pub fn path(number: u64) -> String {
    format!("/communications/calls/{}", id(number))
}

/// The notification of an incoming call.
pub fn incoming(number: u64) -> Value {
    json!({
        "changeType": "created",
        "resourceUrl": path(number),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "incoming",
            "direction": "incoming",
            "callbackUri": CALLBACK,
            "tenantId": TENANT,
        },
    })
}

/// The notification of a state.
pub fn state(number: u64, state: &str) -> Value {
    json!({
        "changeType": "updated",
        "resourceUrl": path(number),
        "resourceData": {"@odata.type": "#microsoft.graph.call", "state": state},
    })
}

/// The notification that a call was ended by the bot.
pub fn terminated(number: u64) -> Value {
    json!({
        "changeType": "deleted",
        "resourceUrl": path(number),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "terminated",
            "resultInfo": {"code": 200, "subcode": 7000},
        },
    })
}

/// The notification of a key that was pressed.
pub fn tone(number: u64, sequence: i64) -> Value {
    json!({
        "changeType": "updated",
        "resourceUrl": path(number),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "toneInfo": {"sequenceId": sequence, "tone": "tone1"},
        },
    })
}

pub fn request(message: Option<&str>, notifications: &[Value]) -> Request<Full<Bytes>> {
    let body = json!({"value": notifications}).to_string();
    let mut request = Request::post("/api/calls")
        .header("authorization", usual_token())
        .header("scenario-id", "scenario-1");
    if let Some(message) = message {
        request = request.header("x-microsoft-skype-message-id", message);
    }
    request.body(Full::new(body.into())).unwrap()
}

/// Posts notifications as one delivery.
pub async fn post(bot: &CallingBot, notifications: &[Value]) -> StatusCode {
    bot.handle(request(None, notifications)).await.status()
}

/// Posts notifications as one delivery, under an id.
pub async fn post_as(bot: &CallingBot, message: &str, notifications: &[Value]) -> StatusCode {
    bot.handle(request(Some(message), notifications))
        .await
        .status()
}

pub async fn text(response: Response<Full<Bytes>>) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

/// Lets all tasks run until they wait, without moving the clock.
pub async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// The call, which the bot is to have.
pub fn known(bot: &CallingBot, number: u64) -> Call {
    bot.calls()
        .get(&call_id(number))
        .expect("the bot has the call")
}
