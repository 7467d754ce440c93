//! The HTTP server of the simulator, on loopback.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::graph;
use super::shared::Shared;

/// Takes a port of the system.
pub(super) async fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until the simulator ends.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut stop = shared.stop.clone();
    let accept = async {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                let connection = connection(stream, shared.clone());
                tokio::spawn(connection);
            }
        }
    };
    tokio::select! {
        () = accept => {}
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Otherwise a response of two writes waits for the delayed acknowledgement of the client.
    let _ = stream.set_nodelay(true);
    let mut stop = shared.stop.clone();
    let service = service_fn(move |request| answer(request, shared.clone()));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = connection => {}
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

async fn answer(
    request: Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => Bytes::new(),
    };
    let response = graph::handle(shared, Request::from_parts(head, body)).await;
    Ok(response.map(Full::new))
}
