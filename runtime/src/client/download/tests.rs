//! Bytes: where they are, who is told what on the way, and going on after a break.

use futures::{StreamExt, TryStreamExt};

use crate::client::canned::{Answer, TOKEN, list};
use crate::client::{Client, ErrorKind};
use crate::request::Content;
use crate::request::Method;
use crate::request::{Download, Invoke, Request};

fn content(client: &Client) -> Download {
    Request::new(Method::Get, client.root("recording").segment("content"))
}

fn moved(to: &str) -> Answer {
    (302, vec![("location", to.to_owned())], String::new())
}

fn bytes(body: &str) -> Answer {
    let headers = vec![("etag", "\"v1\"".to_owned())];
    (200, headers, body.to_owned())
}

#[tokio::test]
async fn another_host_gets_no_token_and_no_headers() {
    for store in ["https://store.test/r?sig=s", "http://127.0.0.1:9/r"] {
        let answers = vec![moved("/beta/elsewhere"), moved(store), bytes("abc")];
        let (client, log) = list(answers.clone());
        let download = content(&client).header("X-Api-Key", "k").range(0);
        let answer = download.send().await.unwrap();
        assert_eq!(answer.body.0, b"abc");
        let seen = log.all();
        let bearer = format!("Bearer {TOKEN}");
        for own in &seen[..2] {
            assert_eq!(own.header("authorization"), Some(bearer.as_str()));
            assert_eq!(own.header("x-api-key"), Some("k"));
            assert_eq!(own.header("accept"), Some("*/*"));
        }
        assert_eq!(seen[1].url, "https://graph.test/beta/elsewhere");
        assert_eq!(seen[2].header("authorization"), None);
        assert_eq!(seen[2].header("x-api-key"), None);
        assert_eq!(seen[2].header("prefer"), None);
        assert_eq!(seen[2].header("range"), Some("bytes=0-"));
        assert!(!format!("{:?}", seen[2]).contains(TOKEN));

        let (client, log) = list(answers);
        let answer = content(&client).stream().await.unwrap();
        assert_eq!(answer.etag(), Some("\"v1\""));
        let body: Vec<_> = answer.body.try_collect().await.unwrap();
        assert_eq!(body.concat(), b"abc");
        assert_eq!(log.all()[2].header("authorization"), None);
        assert_eq!(log.all()[2].header("accept-encoding"), Some("identity"));
    }
}

#[tokio::test]
async fn redirects_are_not_followed_anywhere_or_for_ever() {
    for (to, kind, sent) in [
        ("http://store.test/r?sig=s", ErrorKind::ForeignHost, 1),
        ("ftp://store.test/r?sig=s", ErrorKind::ForeignHost, 1),
        ("https://store.test/r?sig=s", ErrorKind::Loop, 6),
    ] {
        let (client, log) = list(vec![moved(to)]);
        let error = content(&client).send().await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(!format!("{error} {error:?}").contains("sig="));
        let error = content(&client).stream().await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(log.all().len(), 2 * sent);
    }
    let (client, _) = list(vec![(302, Vec::new(), String::new())]);
    let error = content(&client).stream().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Service, Some(302))
    );
    // What is no download is not followed at all.
    let (client, log) = list(vec![moved("https://store.test/r")]);
    let get: crate::request::Get<crate::RawJson> = Request::new(Method::Get, client.root("calls"));
    assert_eq!(get.send().await.unwrap_err().status(), Some(302));
    assert_eq!(log.all().len(), 1);
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_broke() {
    let part = |status, headers, body: &str| (status, headers, body.to_owned());
    let (client, log) = list(vec![
        part(200, vec![("content-length", "6".to_owned())], "abc"),
        part(
            206,
            vec![("content-range", "bytes 3-5/6".to_owned())],
            "def",
        ),
        part(200, Vec::new(), "xyz"),
    ]);
    let mut body = content(&client).stream().await.unwrap().body;
    assert_eq!(body.next().await.unwrap().unwrap(), "abc");
    let error = body.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error.to_string().starts_with("GET /recording/content: "),
        "{error}"
    );
    assert!(body.next().await.is_none());
    assert_eq!(body.position(), 3);

    let rest = content(&client)
        .resume(body.position(), "\"v1\"")
        .stream()
        .await
        .unwrap();
    assert_eq!((rest.status, rest.body.offset()), (206, 3));
    let whole = content(&client).resume(3, "\"v1\"").stream().await.unwrap();
    assert_eq!((whole.status, whole.body.offset()), (200, 0));
    let seen = &log.all()[1];
    assert_eq!(seen.header("range"), Some("bytes=3-"));
    assert_eq!(seen.header("if-range"), Some("\"v1\""));
    content(&client).resume(0, "\"v1\"").send().await.unwrap();
    assert_eq!(log.all()[3].header("range"), None);
}

#[tokio::test]
async fn a_function_that_returns_bytes_is_a_download() {
    let (client, log) = list(vec![moved("https://store.test/r"), bytes("abc")]);
    let report: Invoke<Content> = Request::new(Method::Get, client.root("report()"));
    assert_eq!(report.clone().send().await.unwrap().body.0, b"abc");
    assert_eq!(log.all()[0].header("accept"), Some("*/*"));
    report.resume(1, "\"v1\"").stream().await.unwrap();
    assert_eq!(log.all()[2].header("range"), Some("bytes=1-"));
}
