//! A bot under test, with the simulated service around it.

use std::time::Duration;

use msgraph_calling::simulator::{Caller, SimulatedCall, SimulatedRequest, TeamsSimulator};
use msgraph_calling::{
    Call, CallError, CallingBot, CallingBotBuilder, IncomingCall, Media, TransferTarget,
};
use tokio::sync::mpsc;

pub const APP: &str = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
pub const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub const CALLBACK: &str = "https://bot.contoso.com/api/calls";
pub const HEIDI: &str = "550fae72-d251-43ec-868c-373732c2704f";
pub const PHONE: &str = "+12345678901";

pub fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Somebody of the tenant that calls.
pub fn caller() -> Caller {
    Caller::user(TENANT, "751f6800-3180-414d-bd94-333364659951")
}

pub fn heidi() -> TransferTarget {
    TransferTarget::user(TENANT, HEIDI).display_name("Heidi Steen")
}

pub fn phone() -> TransferTarget {
    TransferTarget::phone(PHONE).unwrap()
}

/// A bot whose incoming calls are taken by the test.
pub struct World {
    pub teams: TeamsSimulator,
    pub bot: CallingBot,
    incoming: mpsc::UnboundedReceiver<IncomingCall>,
}

impl World {
    pub async fn start() -> Self {
        Self::with(|builder| builder).await
    }

    pub async fn with(settings: impl FnOnce(CallingBotBuilder) -> CallingBotBuilder) -> Self {
        let teams = TeamsSimulator::builder(APP).in_process().start().await;
        let (sender, incoming) = mpsc::unbounded_channel();
        let builder = CallingBot::builder(teams.graph_client(), teams.validator(), CALLBACK)
            .seed(7)
            .on_incoming(move |call| {
                let sent = sender.send(call);
                async move { sent.map_err(|_| CallError::Shutdown) }
            });
        let bot = settings(builder).build().unwrap();
        teams.deliver_to(bot.clone());
        Self {
            teams,
            bot,
            incoming,
        }
    }

    /// Somebody calls; nothing is answered yet.
    pub async fn ring(&mut self, caller: Caller) -> (SimulatedCall, IncomingCall) {
        let theirs = self.teams.ring(caller);
        (theirs, self.incoming.recv().await.unwrap())
    }

    /// Somebody calls, and the call is established.
    pub async fn call(&mut self, caller: Caller) -> (SimulatedCall, Call) {
        let (theirs, incoming) = self.ring(caller).await;
        let call = incoming.answer(Media::service_hosted()).await.unwrap();
        call.established().await.unwrap();
        (theirs, call)
    }

    /// The requests whose path ends so.
    pub fn sent(&self, end: &str) -> Vec<SimulatedRequest> {
        let mut requests = self.teams.requests();
        requests.retain(|request| request.path.ends_with(end));
        requests
    }
}
