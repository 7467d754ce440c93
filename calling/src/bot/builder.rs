//! The settings of a bot.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use http::Uri;
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::models::ParticipantJoiningResponse;

use super::CallingBot;
use super::handler::{BoxError, CallHandler, Handler, JoiningHandler, JoiningParticipant};
use super::leases::Leases;
use super::registry::Registry;
use super::shared::{Settings, Shared};
use super::tenants::{MakeClient, TenantClients};
use super::timings::{Limits, Timings};
use super::unknown::Unknown;
use crate::auth::CallbackValidator;
use crate::store::CallStore;
use crate::{Call, IncomingCall};

/// The settings of a bot, before it is built.
#[must_use = "no bot exists before `build`"]
pub struct CallingBotBuilder {
    client: GraphClient,
    validator: CallbackValidator,
    callback_uri: String,
    tenant_clients: Option<Box<MakeClient>>,
    timings: Timings,
    limits: Limits,
    on_incoming: Option<CallHandler<IncomingCall>>,
    on_adopted: Option<CallHandler<Call>>,
    on_joining: Option<JoiningHandler>,
    store: Option<Arc<dyn CallStore>>,
    seed: Option<u64>,
}

impl CallingBotBuilder {
    pub(super) fn new(
        client: GraphClient,
        validator: CallbackValidator,
        callback_uri: String,
    ) -> Self {
        Self {
            client,
            validator,
            callback_uri,
            tenant_clients: None,
            timings: Timings::default(),
            limits: Limits::default(),
            on_incoming: None,
            on_adopted: None,
            on_joining: None,
            store: None,
            seed: None,
        }
    }

    /// The client of each tenant that calls come from, such as
    /// `client.for_tenant(credential_of(tenant))`: a bot needs a token of the tenant that a call is
    /// in. The function is called once for a tenant, with its id in lower case. Without it the
    /// client of the bot serves all tenants.
    pub fn tenant_clients(
        mut self,
        make: impl Fn(&str) -> GraphClient + Send + Sync + 'static,
    ) -> Self {
        self.tenant_clients = Some(Box::new(make));
        self
    }

    /// The times that the bot keeps to, instead of the default ones.
    pub fn timings(mut self, timings: Timings) -> Self {
        self.timings = timings;
        self
    }

    /// The limits of what the bot takes in, instead of the default ones.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The function that takes incoming calls. It runs in a task of its own for each call, once
    /// however often the service delivers it. If it fails or panics, the bot rejects or hangs up
    /// this call, and goes on with all others. If it succeeds, the call goes on until it is hung up.
    ///
    /// Without it the bot rejects all calls.
    ///
    /// ```
    /// # use msgraph_calling::{CallError, CallingBotBuilder, IncomingCall};
    /// # fn with_handlers(builder: CallingBotBuilder, greeting: std::sync::Arc<str>) -> CallingBotBuilder {
    /// async fn take(call: IncomingCall, greeting: &str) -> Result<(), CallError> {
    ///     // …
    ///     # let _ = (call, greeting);
    ///     Ok(())
    /// }
    ///
    /// builder.on_incoming(move |call| {
    ///     let greeting = greeting.clone();
    ///     async move { take(call, &greeting).await }
    /// })
    /// # }
    /// ```
    pub fn on_incoming<F, E>(
        mut self,
        handler: impl Fn(IncomingCall) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.on_incoming = Some(CallHandler::fallible(handler));
        self
    }

    /// The function that goes on with a call of an instance that has stopped, as
    /// [`on_incoming`](Self::on_incoming) begins one. Such calls are found through the store.
    /// Without it they are only kept alive.
    pub fn on_adopted<F, E>(mut self, handler: impl Fn(Call) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        self.on_adopted = Some(CallHandler::fallible(handler));
        self
    }

    /// The function that decides about participants who are about to join: it accepts or rejects
    /// them, or invites another bot. Its result is the response to the service, which has to be
    /// quick: after [`Timings::joining`], or a panic, the participant is accepted. Without it
    /// everyone is.
    pub fn on_joining<F>(
        mut self,
        handler: impl Fn(JoiningParticipant) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ParticipantJoiningResponse> + Send + 'static,
    {
        self.on_joining = Some(Handler::new(handler));
        self
    }

    /// Where the instances of the bot agree on who has which call; by default in the memory of this
    /// one. Calls of instances that stop are adopted by others through it.
    pub fn store(mut self, store: impl CallStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// Makes the variation of times repeatable, for tests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Makes the bot. Within a runtime of `tokio` it begins at once to look for calls of instances
    /// that have stopped; otherwise with the first request or call.
    ///
    /// # Errors
    ///
    /// If the callback address is not one that the service can post to.
    pub fn build(self) -> Result<CallingBot, InvalidCallbackUri> {
        let path = callback_path(&self.callback_uri)?;
        let unknown = Unknown::new(self.limits.unknown, self.timings.unknown);
        let settings = Settings {
            clients: TenantClients::new(self.client, self.tenant_clients),
            callback_uri: self.callback_uri.into(),
            limits: self.limits,
            on_incoming: self.on_incoming,
            on_adopted: self.on_adopted,
            on_joining: self.on_joining,
            leases: Leases::new(self.store, self.timings.lease),
            timings: Arc::new(self.timings),
        };
        let random = self
            .seed
            .map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let shared = Shared::new(settings, Registry::new(unknown), random);
        // Otherwise with the first request: an instance that has no call yet may have to take over
        // those of others.
        if tokio::runtime::Handle::try_current().is_ok() {
            shared.start_leases();
        }
        Ok(CallingBot {
            validator: self.validator,
            path: path.into(),
            shared,
        })
    }
}

impl fmt::Debug for CallingBotBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallingBotBuilder")
            .field("callback_uri", &self.callback_uri)
            .field("timings", &self.timings)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The callback address is not one that the service can post to: it is not a URL with the scheme
/// `https`, or `http` on loopback in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCallbackUri(String);

impl fmt::Display for InvalidCallbackUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no callback address: an https URL is needed",
            self.0
        )
    }
}

impl Error for InvalidCallbackUri {}

/// The path of a callback address.
fn callback_path(address: &str) -> Result<String, InvalidCallbackUri> {
    let invalid = || InvalidCallbackUri(address.to_owned());
    let uri: Uri = address.parse().map_err(|_| invalid())?;
    let host = uri.host().ok_or_else(invalid)?;
    let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let is_safe = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_loopback,
        _ => false,
    };
    // Braces are not allowed in a URL.
    match is_safe && !address.contains(['{', '}']) {
        true => Ok(uri.path().to_owned()),
        false => Err(invalid()),
    }
}
