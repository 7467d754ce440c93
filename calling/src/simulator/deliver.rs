//! Posts messages to the bot, and lets things go wrong on the way.

use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep, timeout};

use super::faults::{Faults, WrongToken};
use super::guid::Guid;
use super::log::SimulatedDelivery;
use super::notices;
use super::record::{Message, MessageKind};
use super::shared::Shared;
use crate::CallId;

/// Deliveries that are shuffled together come within this time of each other.
const WINDOW: Duration = Duration::from_millis(20);
const WINDOW_SIZE: usize = 16;

/// A delivery that the bot could not take is posted again after these times. The service's own
/// are not documented.
const AGAIN_AFTER: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

type Handler =
    dyn Fn(Request<Bytes>) -> Pin<Box<dyn Future<Output = Response<Bytes>> + Send>> + Send + Sync;

/// Where deliveries go.
#[derive(Clone, Default)]
pub(super) enum Destination {
    /// Nowhere: nothing was set yet.
    #[default]
    Nowhere,
    /// To a URL.
    Url(String, reqwest::Client),
    /// To something in this process.
    Handler(Arc<Handler>),
}

impl Destination {
    pub fn handler<F>(handle: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response<Bytes>> + Send + 'static,
    {
        Self::Handler(Arc::new(move |request| Box::pin(handle(request))))
    }

    /// Posts a request; `callback` is the address that the bot set for the call.
    pub async fn send(
        &self,
        callback: Option<&str>,
        mut request: Request<Bytes>,
    ) -> Result<Response<Bytes>, String> {
        match self {
            Self::Nowhere => Err("no bot to deliver to".to_owned()),
            Self::Handler(handle) => {
                if let Some(uri) = callback.and_then(|callback| callback.parse().ok()) {
                    *request.uri_mut() = uri;
                }
                Ok(handle(request).await)
            }
            Self::Url(url, client) => {
                // A callback address elsewhere stands for the bot that is tested here.
                let is_here = |url: &&str| url.starts_with("http://");
                let url = callback.filter(is_here).unwrap_or(url);
                let (head, body) = request.into_parts();
                let sent = client.post(url).headers(head.headers).body(body).send();
                let response = sent.await.map_err(|error| error.to_string())?;
                let mut answer = Response::builder().status(response.status());
                if let Some(headers) = answer.headers_mut() {
                    *headers = response.headers().clone();
                }
                let body = response.bytes().await.map_err(|error| error.to_string())?;
                answer.body(body).map_err(|error| error.to_string())
            }
        }
    }
}

/// Delivers the messages of one call, one after the other.
pub(super) async fn run(
    shared: Arc<Shared>,
    id: Guid,
    number: u64,
    mut messages: UnboundedReceiver<Message>,
) {
    let mut random = fastrand::Rng::with_seed(shared.seed ^ number);
    let mut seeded = None;
    while let Some(first) = messages.recv().await {
        let faults = shared.world().settings.faults.clone();
        let mut batch = vec![first];
        if let Some(seed) = faults.seed {
            if seeded.replace(seed) != Some(seed) {
                random.seed(shared.seed ^ seed.rotate_left(17) ^ number);
            }
            gather(&mut batch, &mut messages).await;
        } else if faults.bundled {
            // Lets the notifications of one request come together.
            tokio::task::yield_now().await;
            while let Ok(next) = messages.try_recv() {
                batch.push(next);
            }
            batch = bundle(batch);
        }
        let mut batch = survivors(&shared, number, &faults, &mut random, batch);
        if faults.seed.is_some() {
            random.shuffle(&mut batch);
        }
        for message in &mut batch {
            if let Some(range) = &faults.delay {
                let span = range.end.saturating_sub(range.start);
                sleep(range.start + span.mul_f64(random.f64())).await;
            }
            let delivery = Delivery {
                shared: &shared,
                call: id,
                number,
            };
            for &kind in &faults.forged {
                delivery.forge(message, kind).await;
            }
            delivery.deliver(message).await;
        }
    }
}

/// Waits for more messages that are to be shuffled with the first.
async fn gather(batch: &mut Vec<Message>, messages: &mut UnboundedReceiver<Message>) {
    while batch.len() < WINDOW_SIZE {
        match timeout(WINDOW, messages.recv()).await {
            Ok(Some(next)) => batch.push(next),
            _ => return,
        }
    }
}

/// Puts updates that follow each other into one message.
fn bundle(batch: Vec<Message>) -> Vec<Message> {
    let mut bundled: Vec<Message> = Vec::new();
    for message in batch {
        match bundled.last_mut() {
            Some(last) if last.kind == MessageKind::Update && message.reply.is_none() => {
                last.kind = message.kind;
                last.notices.extend(message.notices);
                let _ = write!(last.label, " + {}", message.label);
            }
            _ => bundled.push(message),
        }
    }
    bundled
}

/// The messages that are not lost, and their copies.
fn survivors(
    shared: &Shared,
    number: u64,
    faults: &Faults,
    random: &mut fastrand::Rng,
    batch: Vec<Message>,
) -> Vec<Message> {
    let mut kept = Vec::new();
    for message in batch {
        let can_be_lost = match message.kind {
            MessageKind::Update => true,
            MessageKind::End => faults.loses_ends,
            MessageKind::Incoming | MessageKind::Question => false,
        };
        if can_be_lost && random.u8(0..100) < faults.loss {
            shared.line(Some(number), format_args!("lost {}", message.label));
            continue;
        }
        let copies = match message.kind {
            MessageKind::Question => 0,
            _ => faults.copies,
        };
        for _ in 0..copies {
            kept.push(Message {
                id: message.id,
                kind: message.kind,
                label: format!("{} again", message.label),
                notices: message.notices.clone(),
                reply: None,
            });
        }
        kept.insert(kept.len() - copies as usize, message);
    }
    kept
}

struct Delivery<'s> {
    shared: &'s Shared,
    call: Guid,
    number: u64,
}

impl Delivery<'_> {
    /// Posts a message until the bot has taken it, or refuses it.
    async fn deliver(&self, message: &mut Message) {
        let body = notices::body(&message.notices);
        let mut waits = AGAIN_AFTER.into_iter();
        loop {
            let tenant = self
                .shared
                .look_at_call(self.call, |call| call.tenant.clone());
            let token = self
                .shared
                .keys()
                .authorization(&tenant.unwrap_or_default());
            let started = Instant::now();
            let answer = self.post(message.id, Some(token), &body).await;
            let took = started.elapsed();
            let status = answer.as_ref().ok().map(Response::status);
            self.record(message, &body, status, took);
            match &answer {
                Ok(response) => self.line(&message.label, response.status().as_str()),
                Err(error) => self.line(&message.label, error),
            }
            let again = match status {
                Some(status) => status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS,
                None => true,
            };
            match waits.next().filter(|_| again) {
                Some(wait) => sleep(wait).await,
                None => {
                    if let (Some(reply), Ok(response)) = (message.reply.take(), answer) {
                        let _ = reply.send(response);
                    }
                    return;
                }
            }
        }
    }

    /// Posts a forged copy of a message, once.
    async fn forge(&self, message: &Message, kind: WrongToken) {
        let tenant = self
            .shared
            .look_at_call(self.call, |call| call.tenant.clone());
        let token = self.shared.keys().forged(kind, &tenant.unwrap_or_default());
        let body = notices::body(&message.notices);
        // Nobody knows the id of a genuine message.
        let number = self.shared.log().deliveries.len() as u64;
        let id = Guid::nth(self.shared.seed ^ 0xF0F0, number);
        let answer = self.post(id, token, &body).await;
        let answer = answer.map(|response| response.status().to_string());
        let answer = answer.unwrap_or_else(|error| error);
        self.line(&format!("forged ({kind:?}) {}", message.label), &answer);
    }

    async fn post(
        &self,
        message: Guid,
        token: Option<String>,
        body: &Bytes,
    ) -> Result<Response<Bytes>, String> {
        let (destination, limit) = {
            let world = self.shared.world();
            (world.destination.clone(), world.settings.response)
        };
        let callback = self
            .shared
            .look_at_call(self.call, |call| call.callback.clone())
            .flatten();
        let request = request(message, self.call, token, body.clone())?;
        let sent = destination.send(callback.as_deref(), request);
        match timeout(limit, sent).await {
            Ok(answer) => answer,
            Err(_) => Err("no response in time".to_owned()),
        }
    }

    fn record(&self, message: &Message, body: &Bytes, status: Option<StatusCode>, took: Duration) {
        let Ok(call) = CallId::new(&self.call.to_string()) else {
            return;
        };
        self.shared.log().deliveries.push(SimulatedDelivery {
            message_id: message.id.to_string(),
            call,
            label: message.label.clone(),
            body: body.clone(),
            status,
            took,
        });
    }

    fn line(&self, label: &str, answer: &str) {
        let what = format_args!("to the bot: {label}: {answer}");
        self.shared.line(Some(self.number), what);
    }
}

/// A delivery as the service posts it.
pub(super) fn request(
    message: Guid,
    scenario: Guid,
    token: Option<String>,
    body: Bytes,
) -> Result<Request<Bytes>, String> {
    let message = message.to_string();
    let mut request = Request::post("/api/calls")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "Microsoft-Skype/3.0")
        .header("scenario-id", scenario.to_string())
        .header("x-microsoft-skype-chain-id", scenario.to_string())
        .header("x-microsoft-skype-message-id", &message)
        .header("client-request-id", &message);
    if let Some(token) = token {
        let mut value = HeaderValue::from_str(&token).map_err(|error| error.to_string())?;
        value.set_sensitive(true);
        request = request.header(header::AUTHORIZATION, value);
    }
    request.body(body).map_err(|error| error.to_string())
}
