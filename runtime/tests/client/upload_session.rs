//! Upload sessions: no token, parts of a whole number of units, and what is asked for once more.

use std::sync::{Arc, Mutex};

use msgraph_runtime::client::{ErrorKind, UploadSession};
use msgraph_runtime::codegen::{Client, ClientBuilder};
use msgraph_runtime::test_support::{Answer, FakeService, Received};
use msgraph_runtime::{Method, RawJson};
use serde_json::json;

const UNIT: usize = 320 * 1024;
const SESSION: &str = "/upload/session-secret";

/// A service that keeps what it receives, as an upload session does.
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Vec<u8>>>);

impl Store {
    /// The answer to a part, a question or an end.
    fn answer(&self, request: &Received) -> Answer {
        let mut kept = self.0.lock().unwrap();
        let missing = |kept: usize| json!({ "nextExpectedRanges": [format!("{kept}-")], "expirationDateTime": "2029-01-29T09:21:55.523Z" });
        match request.method.as_str() {
            "GET" => return Answer::json(200, &missing(kept.len())),
            "DELETE" => return Answer::status(204),
            _ => {}
        }
        let range = request.header("content-range").unwrap();
        let (range, length) = range
            .strip_prefix("bytes ")
            .unwrap()
            .split_once('/')
            .unwrap();
        let (first, last) = range.split_once('-').unwrap();
        let [first, last, length] = [first, last, length].map(|n| n.parse::<usize>().unwrap());
        assert_eq!(last + 1 - first, request.body.len());
        assert!(request.body.len().is_multiple_of(UNIT) || last + 1 == length);
        if first != kept.len() {
            return Answer::error(416, "invalidRange", "That was received.");
        }
        kept.extend(&request.body);
        match kept.len() == length {
            true => Answer::json(201, &json!({ "id": "item" })),
            false => Answer::json(202, &missing(kept.len())),
        }
    }
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8).collect()
}

fn session(service: &FakeService) -> UploadSession {
    let client: Client = service.client();
    client.upload_session(&service.url(SESSION)).unwrap()
}

#[tokio::test]
async fn content_is_sent_in_parts_without_the_token() {
    let service = FakeService::start().await;
    let store = Store::default();
    let kept = store.clone();
    service.answer_with(move |request| store.answer(request));
    let progress = Arc::new(Mutex::new(Vec::new()));
    let told = progress.clone();
    let content = content(2 * UNIT + 5);
    let builder: ClientBuilder<Client> = service.builder();
    let client = builder.compress_bodies_from(1).build().unwrap();
    let session = client
        .upload_session(&service.url(SESSION))
        .unwrap()
        // Rounded down to one unit.
        .part_size(UNIT as u64 + 7)
        .on_progress(move |sent, total| told.lock().unwrap().push((sent, total)));
    assert!(!format!("{session:?}").contains("secret"));
    let answer = session.send::<RawJson>(content.clone()).await.unwrap();
    assert_eq!(
        (answer.status, answer.value().unwrap().as_str()),
        (201, r#"{"id":"item"}"#)
    );
    assert_eq!(*kept.0.lock().unwrap(), content);
    let (unit, all) = (UNIT as u64, content.len() as u64);
    assert_eq!(
        *progress.lock().unwrap(),
        [(unit, all), (2 * unit, all), (all, all)]
    );
    let requests = service.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        for name in ["authorization", "sdkversion", "content-encoding", "prefer"] {
            assert_eq!(request.header(name), None, "{name}");
        }
    }
    assert_eq!(service.credential().asked(), 0);
}

#[tokio::test]
async fn a_part_that_arrived_without_an_answer_is_not_sent_twice() {
    let service = FakeService::start().await;
    let store = Store::default();
    let kept = store.clone();
    let lost = Mutex::new(true);
    service.answer_with(move |request| {
        let answer = store.answer(request);
        match std::mem::take(&mut *lost.lock().unwrap()) {
            true => Answer::reset(),
            false => answer,
        }
    });
    let content = content(3 * UNIT);
    let session = session(&service).part_size(UNIT as u64);
    let answer = session.send::<RawJson>(content.clone()).await.unwrap();
    assert_eq!(answer.status, 201);
    assert_eq!(*kept.0.lock().unwrap(), content);
    // The first part, once more (416), the question, and two parts.
    let methods: Vec<_> = service.requests().into_iter().map(|r| r.method).collect();
    assert_eq!(methods, ["PUT", "PUT", "GET", "PUT", "PUT"]);
}

#[tokio::test]
async fn an_upload_goes_on_where_the_service_has_not_received_it() {
    let service = FakeService::start().await;
    let store = Store::default();
    let kept = store.clone();
    let (parts, failing) = (content(2 * UNIT + 9), store.clone());
    service.answer_with(move |request| match request.header("content-range") {
        Some(range) if !range.starts_with("bytes 0-") => Answer::error(500, "broken", "Broken."),
        _ => failing.answer(request),
    });
    let first = session(&service).part_size(UNIT as u64);
    let error = first.send::<RawJson>(parts.clone()).await.unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert!(!error.to_string().contains("secret"), "{error}");

    // Another process, which has only the URL and reads the content from a file.
    service.answer_with(move |request| store.answer(request));
    let second = session(&service);
    let status = second.status().await.unwrap();
    assert_eq!(status.next_expected_ranges, [(UNIT as u64, None)]);
    assert_eq!(status.expires.as_deref(), Some("2029-01-29T09:21:55.523Z"));
    let file = parts.clone();
    let length = file.len() as u64;
    let upload = tokio::spawn(async move {
        let read = |range: std::ops::Range<u64>| {
            let part = file[range.start as usize..range.end as usize].to_vec();
            async { Ok(part.into()) }
        };
        second.resume_with::<RawJson, _>(length, read).await
    });
    assert_eq!(upload.await.unwrap().unwrap().status, 201);
    assert_eq!(*kept.0.lock().unwrap(), parts);
}

#[tokio::test]
async fn missing_ranges_are_sent_as_they_are_asked_for() {
    let service = FakeService::start().await;
    let ranges = |ranges: &[&str]| json!({ "nextExpectedRanges": ranges });
    let put = |range: &str, answer: Answer| {
        let expected = service.expect(Method::Put, SESSION);
        expected.header("content-range", range).answer(answer);
    };
    let (unit, three) = (UNIT, 3 * UNIT);
    service.expect(Method::Get, SESSION).answer(Answer::json(
        200,
        &ranges(&[&format!("{}-", 2 * unit), &format!("0-{}", unit - 1)]),
    ));
    put(
        &format!("bytes 0-{}/{three}", unit - 1),
        Answer::json(202, &ranges(&[&format!("{}-{}", 2 * unit, three - 1)])),
    );
    let done = Answer::json(200, &json!({ "id": "item" }));
    put(&format!("bytes {}-{}/{three}", 2 * unit, three - 1), done);
    let answer = session(&service)
        .resume::<RawJson>(content(three))
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    service.finish();
}

#[tokio::test]
async fn a_session_ends_with_an_error_where_it_cannot_go_on() {
    let service = FakeService::start().await;
    let client: Client = service.client();
    for bad in ["http://storage.example/session", "ftp://storage.example/"] {
        let error = client.upload_session(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignHost, "{bad}");
    }
    let error = client.upload_session("session").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address);

    let error = session(&service)
        .send::<RawJson>(Vec::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(service.requests().is_empty());

    // The session has ended.
    service.answer_with(|_| Answer::error(404, "itemNotFound", "Gone."));
    let error = session(&service)
        .resume::<RawJson>(content(9))
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    // It asks for the same bytes for ever.
    service.answer_with(|_| Answer::json(202, &json!({ "nextExpectedRanges": ["0-"] })));
    let error = session(&service)
        .send::<RawJson>(content(9))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(202))
    );
    // No status at all.
    service.answer_with(|_| Answer::html(200));
    let error = session(&service).status().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);

    // A part that cannot be read, or is too short.
    service.answer_with(|_| Answer::json(200, &json!({ "nextExpectedRanges": ["0-"] })));
    let before = service.requests().len();
    let read = |_| async { Err(std::io::ErrorKind::NotFound.into()) };
    let error = session(&service)
        .resume_with::<RawJson, _>(9, read)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let read = |_| async { Ok(vec![1].into()) };
    let error = session(&service)
        .resume_with::<RawJson, _>(9, read)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        service.requests()[before..]
            .iter()
            .all(|request| request.method == "GET")
    );

    service.answer_with(|_| Answer::status(204));
    session(&service).cancel().await.unwrap();
    assert_eq!(service.requests().pop().unwrap().method, "DELETE");
}
