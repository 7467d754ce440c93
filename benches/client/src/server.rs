//! A server that answers the requests of the bench, and does nothing else.

use std::convert::Infallible;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Items of a page.
const PAGE: usize = 1000;

/// Serves until it is killed; prints the root of the service first.
pub fn serve() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = TcpListener::bind(address).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        println!("http://127.0.0.1:{port}/beta");
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("an option");
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(request, port));
                let http = hyper::server::conn::http1::Builder::new();
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
}

async fn answer(request: Request<Incoming>, port: u16) -> Result<Response<Full<Bytes>>, Infallible> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let path = request.uri().path().to_owned();
    let post = request.method() == Method::POST;
    let _ = request.into_body().collect().await;
    let answer = Response::builder();
    let (answer, body) = if post {
        let location = format!("http://127.0.0.1:{port}/beta{path}/operations/1");
        (answer.status(202).header("location", location), Bytes::new())
    } else if path.ends_with("/callRecords") {
        (answer, page(&query, port))
    } else {
        (answer, Bytes::from_static(CALL.as_bytes()))
    };
    let answer = answer.header("content-type", "application/json");
    Ok(answer.body(Full::new(body)).expect("an answer"))
}

/// A page of call records, with a link to the next one; `skip` says where it begins and
/// `end` where the last one ends.
fn page(query: &str, port: u16) -> Bytes {
    let number = |name: &str| {
        let mut parts = query.split('&');
        let found = parts.find_map(|part| part.strip_prefix(name));
        found.and_then(|text| text.parse::<usize>().ok())
    };
    let (start, end) = (number("skip=").unwrap_or(0), number("end=").unwrap_or(PAGE));
    let mut out = String::from("{\"value\":[");
    for at in start..(start + PAGE).min(end) {
        if at > start {
            out.push(',');
        }
        out.push_str(&format!(
            "{{\"id\":\"{at:032}\",\"version\":1,\"type\":\"peerToPeer\",\"modalities\":[\"audio\"],\
             \"lastModifiedDateTime\":\"2026-02-25T19:00:24.582757Z\",\
             \"startDateTime\":\"2026-02-25T18:52:21.2169889Z\",\
             \"endDateTime\":\"2026-02-25T18:52:46.7640013Z\",\"joinWebUrl\":\"\"}}"
        ));
    }
    out.push(']');
    if start + PAGE < end {
        out.push_str(&format!(
            ",\"@odata.nextLink\":\"http://127.0.0.1:{port}/beta/communications/callRecords?skip={}&end={end}\"",
            start + PAGE
        ));
    }
    out.push('}');
    out.into()
}

/// A call as the service sends one.
const CALL: &str = r##"{"@odata.type":"#microsoft.graph.call","id":"57dab8b1-894c-409a-b240-bd8beae78896","state":"established","mediaState":{"@odata.type":"#microsoft.graph.callMediaState","audio":"active"},"direction":"outgoing","callbackUri":"https://bot.contoso.com/api/calls","source":{"@odata.type":"#microsoft.graph.participantInfo","identity":{"@odata.type":"#microsoft.graph.identitySet","application":{"@odata.type":"#microsoft.graph.identity","displayName":"Calling Bot","id":"2891555a-92ff-42e6-80fa-6e1300c6b5c6"}},"countryCode":null,"endpointType":null,"region":null,"languageId":null},"targets":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo","identity":{"@odata.type":"#microsoft.graph.identitySet","user":{"@odata.type":"#microsoft.graph.identity","displayName":"John","id":"112f7296-5fa4-42ca-bae8-6a692b15d4b8"}},"replacesCallId":null}],"requestedModalities":["audio"],"activeModalities":[],"routingPolicies":[],"tenantId":"aa67bd4c-8475-432d-bd41-39f255720e0a","myParticipantId":"499ff390-7a72-40e8-83a0-8fac6295ae7e","callChainId":"d8217646-3110-40b1-bae6-e9ac6c3a9f74","callRoutes":[],"ringingTimeoutInSeconds":null,"subject":null,"terminationReason":null,"answeredBy":null,"chatInfo":null,"meetingInfo":null}"##;
