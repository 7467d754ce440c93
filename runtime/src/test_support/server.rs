//! The HTTP server of the fake service, which can break its own responses.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{Either, select};
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::time::sleep;

use super::script::Script;
use super::{Answer, Received, lock};

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// Serves until `stopped` ends.
pub(super) fn start(
    script: Arc<Mutex<Script>>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<SocketAddr> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let name = "fake-service".to_owned();
    std::thread::Builder::new().name(name).spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else {
                return;
            };
            let accept = std::pin::pin!(async {
                loop {
                    if let Ok((stream, _)) = listener.accept().await {
                        tokio::spawn(serve(stream, script.clone()));
                    }
                }
            });
            select(accept, stopped).await;
        });
    })?;
    Ok(address)
}

async fn serve(stream: TcpStream, script: Arc<Mutex<Script>>) {
    // Otherwise an answer of two writes waits for the delayed acknowledgement of the client.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(Notify::new());
    let told = reset.clone();
    let service = service_fn(move |request| answer(request, script.clone(), told.clone()));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let reset = std::pin::pin!(reset.notified());
    if let Either::Right(((), connection)) = select(connection, reset).await {
        let stream = connection.into_parts().io.into_inner();
        // The kernel then sends a reset instead of closing the connection.
        let _ = stream.set_zero_linger();
    }
}

async fn answer(
    request: Request<Incoming>,
    script: Arc<Mutex<Script>>,
    reset: Arc<Notify>,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    };
    let mut received = Received {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head.headers.iter().map(header).collect(),
        body: Vec::new(),
    };
    let unread = lock(&script).unread(&received);
    let answer = match unread {
        Some(answer) => {
            lock(&script).received.push(received);
            answer
        }
        None => {
            if let Ok(body) = body.collect().await {
                received.body = body.to_bytes().into();
            }
            let found = {
                let mut script = lock(&script);
                script.received.push(received.clone());
                script.answer(&received)
            };
            // Called without the lock, because it may look at the requests so far.
            found.unwrap_or_else(|fallback| match fallback {
                Some(fallback) => fallback(&received),
                None => Answer::error(501, "unexpectedRequest", "No expectation is for it."),
            })
        }
    };
    if !answer.wait.is_zero() {
        sleep(answer.wait).await;
    }
    if answer.reset.is_some() {
        reset.notify_one();
        std::future::pending::<()>().await;
    }
    Ok(response(answer))
}

fn response(answer: Answer) -> Response<Body> {
    let mut out = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        out = out.header(name, value);
    }
    let length = answer.content_length.unwrap_or(answer.body.len());
    let bodiless = matches!(answer.status, 100..=199 | 204 | 304);
    if !bodiless {
        out = out.header("content-length", length);
    }
    let mut sent = Bytes::from(answer.body);
    sent.truncate(answer.sent.unwrap_or(usize::MAX));
    let cut = !bodiless && sent.len() < length;
    let wait = answer.body_wait;
    let sent = stream::once(async move {
        if !wait.is_zero() {
            sleep(wait).await;
        }
        Ok(Frame::data(sent))
    });
    let end = stream::iter(cut.then_some(())).then(async |()| {
        // Gives the data time to be sent before the reset.
        sleep(Duration::from_millis(1)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let body = StreamBody::new(sent.chain(end)).boxed_unsync();
    match out.body(body) {
        Ok(response) => response,
        // An invalid header: the test fails by the missing body.
        Err(_) => Response::new(StreamBody::new(stream::empty()).boxed_unsync()),
    }
}
