//! The bot: receives notifications, and runs the application's function for each call.

mod builder;
mod calls;
mod claims;
mod entry;
mod handler;
mod leases;
mod message;
mod read;
mod registry;
mod run;
mod schedule;
mod service;
mod shared;
mod shutdown;
mod tenants;
mod timings;
mod unknown;
mod worker;

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use msgraph_beta_communications::GraphClient;

use self::shared::Shared;
use crate::auth::CallbackValidator;

pub use self::builder::{CallingBotBuilder, InvalidCallbackUri};
pub use self::calls::{CallCounts, Calls};
pub use self::handler::JoiningParticipant;
pub use self::shutdown::{Leftovers, Shutdown};
pub use self::timings::{Limits, Timings};

/// A bot that answers and places calls.
///
/// It takes what the service posts, through [`handle`](Self::handle) or as a service of `tower`,
/// and acknowledges it at once. Every call has a task that delivers its notifications in order of
/// arrival, keeps it alive, and reads it from the service when that is silent; calls never wait for
/// each other. It needs a runtime of `tokio`.
///
/// It is cheap to clone; all clones are the same bot.
#[derive(Clone)]
pub struct CallingBot {
    validator: CallbackValidator,
    path: Arc<str>,
    shared: Arc<Shared>,
}

impl CallingBot {
    /// The settings of a bot that sends by `client`, and to which the service posts at
    /// `callback_uri`.
    pub fn builder(
        client: GraphClient,
        validator: CallbackValidator,
        callback_uri: impl Into<String>,
    ) -> CallingBotBuilder {
        CallingBotBuilder::new(client, validator, callback_uri.into())
    }

    /// Takes one request of the service.
    ///
    /// The response does not wait for handlers: 202 if the notifications were put into the queues
    /// of their calls, and 200 with the decision about a participant who is about to join. Otherwise
    ///
    /// - 401, 403 or 503 as the [`Refusal`](crate::auth::Refusal) of the token says, before the body
    ///   is read, and 403 if the body names a call of another tenant than the token,
    /// - 405 if the method is not POST, 408 if the body comes too slowly, 413 if it is too long,
    ///   and 400 if it is no notification,
    /// - 503 if a queue is full, there are too many calls, or the bot is being shut down. The
    ///   service delivers it again.
    pub async fn handle<B>(&self, request: Request<B>) -> Response<Full<Bytes>>
    where
        B: Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        match self.shared.receive(&self.validator, request).await {
            Ok(response) => response,
            Err(refused) => refused.response(),
        }
    }

    /// The calls of the bot.
    pub fn calls(&self) -> Calls {
        self.shared.calls()
    }

    /// The path of the callback address.
    pub fn callback_path(&self) -> &str {
        &self.path
    }

    /// Ends the bot. New calls are refused from now on, and notifications of those that there are
    /// are delivered until the end. Returns when all tasks have ended.
    pub async fn shutdown(&self, how: Shutdown) -> Leftovers {
        self.shared.shut_down(how).await
    }
}

impl fmt::Debug for CallingBot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallingBot")
            .field("callback_path", &self.path)
            .field("calls", &self.calls().counts())
            .finish_non_exhaustive()
    }
}
