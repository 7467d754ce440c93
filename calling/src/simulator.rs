//! The service, simulated in the process: for tests of a bot and for work without a network.
//!
//! [`TeamsSimulator`] is Microsoft Graph, the keys that sign callbacks, and the people who call,
//! in one object. A script says what the people do; the simulator answers the requests of the
//! bot and posts signed notifications to it, as the service does.
//!
//! What is not documented of the service is this simulator's choice: a delivery that the bot
//! answers with 429 or 5xx is posted again after 0.25 and 1 second; an incoming call that the bot
//! does not take in time ends with 408/10057; a call that a consultative transfer replaced ends
//! with 200/7015; a transfer to a user of another tenant, or of none, fails with 500/7505; the
//! beginning and the end of a transcription are updates of the call with `transcription`, and those
//! of a recording are not reported; the requests of a batch are executed in the order of the list.

mod call;
mod caller;
mod check;
mod client;
mod deliver;
mod faults;
mod graph;
mod guid;
mod keys;
mod load;
mod log;
mod notices;
mod operations;
mod people;
mod record;
mod recording;
mod roster;
mod server;
mod settings;
mod shared;
mod switches;
mod tokens;
mod transfer;
mod transport;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tokio::sync::watch;
use tower_service::Service;

pub use self::call::SimulatedCall;
pub use self::caller::Caller;
pub use self::faults::{Faults, GraphFault, WrongToken};
pub use self::keys::{SigningKey, jwks};
pub use self::load::LoadSummary;
pub use self::log::{SimulatedDelivery, SimulatedRequest};
pub use self::operations::{SimulatedPrompt, SimulatedRecording};
pub use self::record::BotAnswer;
pub use self::settings::{IdSpelling, Outbound};
pub use self::transfer::SimulatedTransfer;

use self::deliver::Destination;
use self::shared::Shared;

/// A fake Microsoft Teams: Microsoft Graph, signing keys, and people who call.
///
/// It ends when it and its clones are dropped. Times are those of tokio's clock, so that a test
/// can pause it if the simulator is [`in_process`](SimulatorBuilder::in_process).
///
/// ```
/// use http::{Response, StatusCode};
/// use msgraph_beta_communications::models::{MediaConfig, ServiceHostedMediaConfig};
/// use msgraph_calling::{Delivery, Notification};
/// use msgraph_calling::simulator::{Caller, TeamsSimulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let teams = TeamsSimulator::start("9fd4ef3d-f7af-4f74-947d-9675b81d9fae").await;
/// let client = teams.graph_client();
/// // A bot that answers every call.
/// teams.deliver_with(move |delivery| {
///     let client = client.clone();
///     async move {
///         let read = Delivery::read(delivery.headers(), delivery.body());
///         for notification in read.into_iter().flat_map(|read| read.notifications) {
///             if let Notification::Incoming { call, .. } = notification {
///                 let media = MediaConfig::from(ServiceHostedMediaConfig::default());
///                 let call = client.communications().call(call.as_str());
///                 let answer = call.answer("https://bot.contoso.com/api/calls", media);
///                 tokio::spawn(answer.send());
///             }
///         }
///         let mut response = Response::default();
///         *response.status_mut() = StatusCode::ACCEPTED;
///         response
///     }
/// });
///
/// let call = teams.call_from(Caller::phone("+12345678901")).await;
/// call.hang_up();
/// call.expect_end().await;
/// # }
/// ```
#[derive(Clone)]
pub struct TeamsSimulator {
    shared: Arc<Shared>,
    /// Dropping it stops everything.
    _stop: Arc<watch::Sender<bool>>,
    in_process: bool,
}

/// The settings of a [`TeamsSimulator`] that cannot be changed later.
#[derive(Clone, Debug)]
#[must_use = "`start` starts it"]
pub struct SimulatorBuilder {
    app_id: String,
    seed: u64,
    in_process: bool,
}

impl SimulatorBuilder {
    /// The seed of all ids and random choices. The same seed gives the same ids.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Opens no port: clients of [`graph_client`](TeamsSimulator::graph_client) and validators of
    /// [`validator`](TeamsSimulator::validator) reach the simulator by a function call.
    ///
    /// Only then can a test pause tokio's clock, which jumps while a connection is waited for.
    /// Use [`deliver_with`](TeamsSimulator::deliver_with) or
    /// [`deliver_to`](TeamsSimulator::deliver_to), too.
    pub fn in_process(mut self) -> Self {
        self.in_process = true;
        self
    }

    /// Starts the simulator.
    ///
    /// # Panics
    ///
    /// If no port on loopback is free, or outside of a tokio runtime.
    pub async fn start(self) -> TeamsSimulator {
        let (stop, stopped) = watch::channel(false);
        let (listener, base) = match self.in_process {
            true => (None, "http://127.0.0.1:1".to_owned()),
            false => {
                let (listener, address) = or_fail(server::listen().await, "no port on loopback");
                (Some(listener), format!("http://{address}"))
            }
        };
        let shared = Arc::new(Shared::new(self.app_id, self.seed, base, stopped));
        if let Some(listener) = listener {
            tokio::spawn(server::serve(listener, shared.clone()));
        }
        TeamsSimulator {
            shared,
            _stop: Arc::new(stop),
            in_process: self.in_process,
        }
    }
}

impl TeamsSimulator {
    /// The tenant of calls from people without one, such as telephones.
    pub const TENANT: &'static str = "f3b1d6c8-5a0e-4c52-9a54-0e7c1d2b6a90";

    /// The token of [`graph_client`](Self::graph_client), for requests by other means: its
    /// requests reach the calls of all tenants. A hyphen and a tenant may follow.
    pub const TOKEN: &'static str = graph::TOKEN;

    /// Starts the service for the bot with this app id, on a port of the system on 127.0.0.1.
    ///
    /// # Panics
    ///
    /// If no port on loopback is free, or outside of a tokio runtime.
    pub async fn start(app_id: impl Into<String>) -> Self {
        Self::builder(app_id).start().await
    }

    /// The settings of a simulator for the bot with this app id.
    pub fn builder(app_id: impl Into<String>) -> SimulatorBuilder {
        SimulatorBuilder {
            app_id: app_id.into(),
            seed: 1,
            in_process: false,
        }
    }

    /// Posts notifications to this URL, such as that of a bot on loopback.
    ///
    /// A callback URI that the bot sets for a call takes over if it begins with `http://`; an
    /// https one stands for this URL.
    ///
    /// # Panics
    ///
    /// If there is no HTTP client.
    pub fn callback(&self, url: impl Into<String>) {
        // A proxy in the environment is not for loopback.
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        let client = or_fail(client, "no HTTP client");
        self.shared.world().destination = Destination::Url(url.into(), client);
    }

    /// Hands notifications to a function in this process.
    pub fn deliver_with<F>(&self, handle: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Response<Bytes>> + Send + 'static,
    {
        self.shared.world().destination = Destination::handler(handle);
    }

    /// Hands notifications to a service in this process, such as a router of axum.
    ///
    /// An error of the service counts as a response with status 500.
    pub fn deliver_to<S, B>(&self, service: S)
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Send,
        B: http_body::Body + Send,
        B::Data: Send,
        B::Error: Send,
    {
        self.deliver_with(move |request| {
            let mut service = service.clone();
            async move {
                let ready = std::future::poll_fn(|context| service.poll_ready(context)).await;
                let answered = match ready {
                    Ok(()) => service.call(request.map(Full::new)).await,
                    Err(error) => Err(error),
                };
                let Ok(response) = answered else {
                    return failed();
                };
                let (head, body) = response.into_parts();
                match body.collect().await {
                    Ok(body) => Response::from_parts(head, body.to_bytes()),
                    Err(_) => failed(),
                }
            }
        });
    }

    /// Somebody calls, and the bot answers.
    ///
    /// # Panics
    ///
    /// If the bot does not answer the call within its deadline: 15 seconds, 5 for a call that is
    /// to be recorded by policy.
    pub async fn call_from(&self, caller: Caller) -> SimulatedCall {
        let call = self.ring(caller);
        match call.answer().await {
            BotAnswer::Answered => call,
            other => self
                .shared
                .fail(&format!("the bot did not answer: {other:?}")),
        }
    }

    /// Somebody calls; [`SimulatedCall::answer`] says what the bot does.
    pub fn ring(&self, caller: Caller) -> SimulatedCall {
        let tenant = caller.tenant().unwrap_or(Self::TENANT).to_owned();
        let id = self.shared.make_incoming(&caller, &tenant);
        self.handle(id)
    }

    /// Waits for the next call that the bot places.
    ///
    /// # Panics
    ///
    /// If it places none in 10 seconds ([`set_patience`](Self::set_patience)).
    pub async fn expect_call(&self) -> SimulatedCall {
        let mut changes = self.shared.changed.subscribe();
        let placed = async {
            loop {
                let next = {
                    let mut world = self.shared.world();
                    (!world.placed.is_empty()).then(|| world.placed.remove(0))
                };
                match next {
                    Some(id) => return id,
                    None => drop(changes.changed().await),
                }
            }
        };
        match tokio::time::timeout(self.shared.patience(), placed).await {
            Ok(id) => self.handle(id),
            Err(_) => self.shared.fail("expected a call of the bot"),
        }
    }

    fn handle(&self, id: guid::Guid) -> SimulatedCall {
        SimulatedCall {
            shared: self.shared.clone(),
            id,
        }
    }

    /// All requests to Microsoft Graph, in the order of their responses.
    pub fn requests(&self) -> Vec<SimulatedRequest> {
        self.shared.log().requests.clone()
    }

    /// All deliveries, copies included, in the order of their responses.
    pub fn deliveries(&self) -> Vec<SimulatedDelivery> {
        self.shared.log().deliveries.clone()
    }

    /// What happened, one line for each event; calls are named by their numbers. It holds no
    /// tokens.
    pub fn transcript(&self) -> Vec<String> {
        self.shared.log().lines.clone()
    }

    /// How often OpenID metadata or keys were asked for.
    pub fn open_id_requests(&self) -> usize {
        self.shared.log().open_id_requests
    }
}

impl fmt::Debug for TeamsSimulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TeamsSimulator")
            .field("app_id", &self.shared.app_id)
            .field("base", &self.shared.base())
            .finish_non_exhaustive()
    }
}

fn failed() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// The value; fails the test if there is none.
#[track_caller]
fn or_fail<T, E: fmt::Display>(value: Result<T, E>, what: &str) -> T {
    match value {
        Ok(value) => value,
        Err(error) => fail(&format!("{what}: {error}")),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a test fails by a panic")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}
