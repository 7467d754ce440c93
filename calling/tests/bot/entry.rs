//! What the service posts is validated, read within limits and acknowledged at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures::{StreamExt, stream};
use http::{Request, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use msgraph_beta_communications::models::{
    InviteNewBotResponse, ParticipantJoiningResponse, RejectJoinResponse,
};
use msgraph_calling::{CallError, CallingBot, Limits, Timings};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::graph::Graph;
use super::support::*;

type BodyError = std::io::Error;

fn posted(authorization: &str, body: &'static str) -> Request<Full<Bytes>> {
    let request = Request::post("/api/calls").header("authorization", authorization);
    request
        .body(Full::new(Bytes::from_static(body.as_bytes())))
        .unwrap()
}

fn bot(graph: &Graph) -> CallingBot {
    builder(graph).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn only_signed_notifications_are_accepted() {
    let bot = bot(&Graph::accepting());
    let good = token(TENANT);
    let status = |request| {
        let bot = bot.clone();
        async move { bot.handle::<Full<Bytes>>(request).await.status() }
    };
    assert_eq!(
        status(posted(&good, r#"{"value": []}"#)).await,
        StatusCode::ACCEPTED
    );
    assert_eq!(status(posted(&good, "{}")).await, StatusCode::BAD_REQUEST);
    assert_eq!(
        status(posted(&good, "calls")).await,
        StatusCode::BAD_REQUEST
    );

    // Another character in the middle of the signature; the last one has bits without a meaning.
    let at = good.len() - 100;
    let other = if good[at..].starts_with('A') {
        "B"
    } else {
        "A"
    };
    let forged = format!("{}{other}{}", &good[..at], &good[at + 1..]);
    let refused = bot.handle(posted(&forged, r#"{"value": []}"#)).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.headers()["www-authenticate"], "Bearer");

    let mut get = posted(&good, "");
    *get.method_mut() = http::Method::GET;
    let refused = bot.handle(get).await;
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(refused.headers()["allow"], "POST");
}

#[tokio::test(start_paused = true)]
async fn the_body_is_not_read_before_the_token_is_validated() {
    let bot = bot(&Graph::accepting());
    let never = stream::pending::<Result<Frame<Bytes>, BodyError>>();
    let request = Request::post("/").body(StreamBody::new(never)).unwrap();
    let began = Instant::now();
    assert_eq!(bot.handle(request).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(Instant::now(), began);
}

#[tokio::test(start_paused = true)]
async fn long_and_slow_bodies_are_refused() {
    let mut limits = Limits::default();
    limits.body = 100;
    let bot = builder(&Graph::accepting()).limits(limits).build().unwrap();
    let authorized = || Request::post("/").header("authorization", token(TENANT));

    // By its length, before anything is read.
    let request = authorized()
        .body(Full::new(Bytes::from(vec![b' '; 101])))
        .unwrap();
    assert_eq!(
        bot.handle(request).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    // By what comes, where no length is known.
    let chunk = || Ok::<_, BodyError>(Frame::data(Bytes::from_static(&[b' '; 40])));
    let body = StreamBody::new(stream::repeat_with(chunk).take(3));
    let request = authorized().body(body).unwrap();
    assert_eq!(
        bot.handle(request).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    // It stops in the middle.
    let body = StreamBody::new(stream::iter([chunk()]).chain(stream::pending()));
    let request = authorized().body(body).unwrap();
    let began = Instant::now();
    assert_eq!(
        bot.handle(request).await.status(),
        StatusCode::REQUEST_TIMEOUT
    );
    assert_eq!(Instant::now() - began, Limits::default().read);
    // It breaks.
    let body = StreamBody::new(stream::iter([Err::<Frame<Bytes>, _>(BodyError::other(
        "broken",
    ))]));
    let request = authorized().body(BodyExt::boxed(body)).unwrap();
    assert_eq!(bot.handle(request).await.status(), StatusCode::BAD_REQUEST);
    let request = authorized().body(Empty::<Bytes>::new()).unwrap();
    assert_eq!(bot.handle(request).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn the_response_waits_for_no_handler() {
    let started = Arc::new(AtomicUsize::new(0));
    let counter = started.clone();
    let bot = builder(&Graph::accepting())
        .on_incoming(move |call| {
            counter.fetch_add(1, Ordering::Relaxed);
            async move {
                let _call = call;
                std::future::pending::<Result<(), CallError>>().await
            }
        })
        .build()
        .unwrap();
    let began = Instant::now();
    for number in 0..20 {
        assert_eq!(post(&bot, &[incoming(number)]).await, StatusCode::ACCEPTED);
        assert_eq!(
            post(&bot, &[state(number, "ringing")]).await,
            StatusCode::ACCEPTED
        );
    }
    settle().await;
    assert_eq!(started.load(Ordering::Relaxed), 20);
    assert_eq!(Instant::now(), began, "nothing was waited for");
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_all_of_a_delivery_and_is_counted() {
    let mut limits = Limits::default();
    limits.queue = 2;
    let bot = builder(&Graph::accepting())
        .limits(limits)
        .on_incoming(async |_| Ok::<(), CallError>(()))
        .build()
        .unwrap();
    assert_eq!(post(&bot, &[incoming(1)]).await, StatusCode::ACCEPTED);
    assert_eq!(post(&bot, &[incoming(2)]).await, StatusCode::ACCEPTED);
    settle().await;
    // The tasks of the calls have no turn until this one waits.
    let both = [tone(2, 9), tone(1, 9)];
    assert_eq!(
        post_as(&bot, "a", &[tone(1, 1)]).await,
        StatusCode::ACCEPTED
    );
    assert_eq!(
        post_as(&bot, "b", &[tone(1, 2)]).await,
        StatusCode::ACCEPTED
    );
    let refused = bot.handle(request(Some("c"), &both)).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(bot.calls().counts().refused, 1);
    settle().await;
    assert_eq!(
        known(&bot, 2).view().tones().count(),
        0,
        "nothing of it was taken"
    );
    // It is not taken for a repetition when it comes again.
    assert_eq!(post_as(&bot, "c", &both).await, StatusCode::ACCEPTED);
    settle().await;
    assert_eq!(known(&bot, 1).view().tones().count(), 3);
    assert_eq!(known(&bot, 2).view().tones().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn too_many_calls_are_refused_until_one_ends() {
    let mut limits = Limits::default();
    limits.calls = 2;
    let bot = builder(&Graph::accepting())
        .limits(limits)
        .on_incoming(async |_| Ok::<(), CallError>(()))
        .build()
        .unwrap();
    assert_eq!(
        post(&bot, &[incoming(1), incoming(2)]).await,
        StatusCode::ACCEPTED
    );
    assert_eq!(
        post(&bot, &[incoming(3)]).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    // A call that is there already is no new one.
    assert_eq!(post(&bot, &[incoming(2)]).await, StatusCode::ACCEPTED);
    assert_eq!(post(&bot, &[terminated(1)]).await, StatusCode::ACCEPTED);
    settle().await;
    assert_eq!(post(&bot, &[incoming(3)]).await, StatusCode::ACCEPTED);
}

fn joining(number: u64) -> Value {
    json!({
        "changeType": "created",
        "resourceUrl": format!("{}/participants/p1", path(number)),
        "resourceData": {
            "@odata.type": "#microsoft.graph.participantJoiningNotification",
            "call": {"id": id(number)},
        },
    })
}

async fn answer_of(
    handler: impl Fn() -> Option<ParticipantJoiningResponse> + Send + Sync + Clone + 'static,
) -> Value {
    let bot = builder(&Graph::accepting())
        .on_joining(move |participant| {
            let answer = handler.clone();
            async move {
                assert!(participant.call.is_none());
                match answer() {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
        })
        .build()
        .unwrap();
    let began = Instant::now();
    let response = bot.handle(request(None, &[joining(1)])).await;
    assert!(Instant::now() - began <= Timings::default().joining);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    serde_json::from_str(&text(response).await).unwrap()
}

#[tokio::test(start_paused = true)]
async fn joining_participants_are_decided_about_in_the_response() {
    let reject = || RejectJoinResponse::default().into();
    let invite = || {
        InviteNewBotResponse::default()
            .with_invite_uri("https://b.contoso.com")
            .into()
    };
    let accepted = json!({"@odata.type": "#microsoft.graph.acceptJoinResponse"});
    assert_eq!(
        answer_of(move || Some(reject())).await,
        json!({"@odata.type": "#microsoft.graph.rejectJoinResponse"})
    );
    assert_eq!(
        answer_of(move || Some(invite())).await,
        json!({
            "@odata.type": "#microsoft.graph.inviteNewBotResponse",
            "inviteUri": "https://b.contoso.com",
        })
    );
    // Too slow, or broken.
    assert_eq!(answer_of(|| None).await, accepted);
    assert_eq!(answer_of(|| panic!("on purpose")).await, accepted);
    // Without a handler.
    let bot = bot(&Graph::accepting());
    let response = bot.handle(request(None, &[joining(1)])).await;
    assert_eq!(
        serde_json::from_str::<Value>(&text(response).await).unwrap(),
        accepted
    );
}

#[test]
fn the_callback_address_has_to_be_one_that_the_service_can_post_to() {
    let graph = Graph::accepting();
    let build =
        |address: &str| CallingBot::builder(graph.client("main"), validator(), address).build();
    assert_eq!(
        build("https://bot.contoso.com/api/calls")
            .unwrap()
            .callback_path(),
        "/api/calls"
    );
    assert_eq!(build("http://127.0.0.1:8080").unwrap().callback_path(), "/");
    for wrong in [
        "http://bot.contoso.com/",
        "/api/calls",
        "bot.contoso.com",
        "",
        "https://a/{x}",
    ] {
        assert!(build(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_bot_is_a_service_and_a_router() {
    use tower_service::Service;

    let mut bot = bot(&Graph::accepting());
    let mut router = bot.router();
    let status = bot.call(request(None, &[])).await.unwrap().status();
    assert_eq!(status, StatusCode::ACCEPTED);
    let response = router
        .call(request(None, &[]).map(axum::body::Body::new))
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let elsewhere = Request::post("/elsewhere")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = router.call(elsewhere).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}
