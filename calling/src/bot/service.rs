//! The bot as a service of `tower`, and as a router of `axum`.

use std::convert::Infallible;
use std::error::Error;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::CallingBot;

/// Takes what the service posts, as [`CallingBot::handle`] does.
impl<B> Service<Request<B>> for CallingBot
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let bot = self.clone();
        async move { Ok(bot.handle(request).await) }.boxed()
    }
}

#[cfg(feature = "axum")]
impl CallingBot {
    /// A router with one route: the path of the callback address.
    #[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
    pub fn router(&self) -> axum::Router {
        let path = self.callback_path().to_owned();
        axum::Router::new()
            .without_v07_checks()
            .route_service(&path, self.clone())
    }
}
