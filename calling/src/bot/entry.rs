//! What the service posts: validated, read within limits, sorted into the queues of calls, and
//! acknowledged.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::Body;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use msgraph_beta_communications::models::{
    AcceptJoinResponse, ParticipantJoiningNotification, ParticipantJoiningResponse,
};
use msgraph_beta_communications::to_vec;
use tokio::time::Instant;

use super::claims::incoming_of;
use super::handler::JoiningParticipant;
use super::message::Message;
use super::registry::{Groups, by_call};
use super::shared::{CoreOrigin, Phase, Shared};
use super::worker::Origin;
use crate::auth::{CallbackValidator, Refusal};
use crate::call::CallCore;
use crate::{Call, CallId, Delivery, NotANotification, Notification};

/// Why a request is not acknowledged.
pub(super) enum Refused {
    Method,
    Token(Refusal),
    TooLong,
    TooSlow,
    Broken,
    NotANotification,
    /// A queue is full, or there are too many calls. It is to be delivered again.
    Busy,
    ShuttingDown,
}

impl Refused {
    fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Token(refusal) => refusal.status(),
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken | Self::NotANotification => StatusCode::BAD_REQUEST,
            Self::Busy | Self::ShuttingDown => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub fn response(&self) -> Response<Full<Bytes>> {
        let mut response = empty(self.status());
        let headers = response.headers_mut();
        match self {
            Self::Method => {
                headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
            }
            Self::Token(_) if self.status() == StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

fn empty(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}

impl Shared {
    /// Takes one request of the service.
    pub(super) async fn receive<B>(
        self: &Arc<Self>,
        validator: &CallbackValidator,
        request: Request<B>,
    ) -> Result<Response<Full<Bytes>>, Refused>
    where
        B: Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let received = Instant::now();
        self.start_leases();
        if request.method() != Method::POST {
            return Err(Refused::Method);
        }
        let authorization = request.headers().get(header::AUTHORIZATION);
        let caller = validator.validate(authorization).await;
        let caller = caller.map_err(Refused::Token)?;
        let (parts, body) = request.into_parts();
        let body = self.read(body).await?;
        let delivery = Delivery::read(&parts.headers, &body).map_err(|error| {
            // What is in the body is for nobody who reads the log.
            let is_json = !matches!(error, NotANotification::NotJson(_));
            tracing::warn!(is_json, "a callback is no notification");
            Refused::NotANotification
        })?;
        for unread in &delivery.unread {
            let (index, path) = (unread.index, unread.why.path());
            tracing::warn!(index, path, "a notification is unreadable");
        }
        let tenants = delivery.notifications.iter();
        let tenants = tenants.filter_map(Notification::tenant);
        let checked = validator.check_tenants(&caller, tenants);
        checked.map_err(Refused::Token)?;
        let joining = delivery.notifications.iter().find_map(joining);
        let tenant = caller.tenant.as_str().to_owned();
        let groups = by_call(delivery.notifications);
        let mut message = Message::new(delivery.message_id, delivery.scenario_id, tenant, received);
        message.incoming = incoming_of(&groups);
        self.route(&Arc::new(message), groups)?;
        match joining {
            Some((call, notification)) => Ok(self.answer_joining(call, notification).await),
            None => Ok(empty(StatusCode::ACCEPTED)),
        }
    }

    /// Reads the body of a request within the limits of size and time.
    async fn read<B>(&self, body: B) -> Result<Bytes, Refused>
    where
        B: Body,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let limits = &self.settings.limits;
        if body.size_hint().lower() > limits.body as u64 {
            return Err(Refused::TooLong);
        }
        let body = Limited::new(body, limits.body).collect();
        match tokio::time::timeout(limits.read, body).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refused::TooLong),
            Ok(Err(_)) => Err(Refused::Broken),
            Err(_) => Err(Refused::TooSlow),
        }
    }

    /// Puts what was delivered into the queues of the calls, and opens those that come in. All of
    /// it or nothing.
    pub(super) fn route(
        self: &Arc<Self>,
        message: &Arc<Message>,
        groups: Groups,
    ) -> Result<(), Refused> {
        let mut new = self.incoming_calls(message, &groups);
        let mut registry = self.registry();
        new.retain(|core| registry.get(core.id()).is_none());
        // Under the lock of the registry, so that no call comes in after the shutdown began.
        let phase = self.phase();
        if phase == Phase::Closed || (phase == Phase::Draining && !new.is_empty()) {
            return Err(Refused::ShuttingDown);
        }
        let active = self.counters.active.load(Ordering::Relaxed);
        if !new.is_empty() && active + new.len() > self.settings.limits.calls {
            return Err(self.busy());
        }
        registry.check(&groups).map_err(|_| self.busy())?;
        for core in &new {
            let origin = Origin::Incoming(Arc::clone(message));
            self.open(&mut registry, core, origin);
        }
        registry.push(message, groups);
        Ok(())
    }

    fn busy(&self) -> Refused {
        self.counters.refused.fetch_add(1, Ordering::Relaxed);
        tracing::warn!("a delivery is refused: a queue is full or there are too many calls");
        Refused::Busy
    }

    /// The incoming calls of a delivery, which the bot may know already.
    fn incoming_calls(self: &Arc<Self>, message: &Message, groups: &Groups) -> Vec<Arc<CallCore>> {
        let new = groups.iter().filter_map(|(id, group)| {
            let update = group.iter().find_map(|notification| match notification {
                Notification::Incoming { update, .. } => Some(update),
                _ => None,
            })?;
            let context = update.incoming_context.as_ref();
            let timings = self.timings();
            let answer = match context.and_then(|it| it.observed_participant_id.as_ref()) {
                // The bot is to record someone's call.
                Some(_) => timings.answer_recording,
                None => timings.answer,
            };
            let answer = message
                .answer_within
                .map_or(answer, |left| left.min(answer));
            let origin = CoreOrigin::Incoming { message, answer };
            Some(self.core(id.clone(), Some(&message.tenant), origin))
        });
        new.collect()
    }

    /// The response to a notification of a participant who is about to join.
    async fn answer_joining(
        self: &Arc<Self>,
        call: Option<CallId>,
        notification: ParticipantJoiningNotification,
    ) -> Response<Full<Bytes>> {
        let answer = match &self.settings.on_joining {
            Some(handler) => {
                let core = call.and_then(|id| {
                    let registry = self.registry();
                    registry.get(&id).map(|slot| Arc::clone(&slot.core))
                });
                let participant = JoiningParticipant {
                    call: core.map(|core| Call { core }),
                    notification,
                };
                let answer = handler.run(participant);
                match tokio::time::timeout(self.timings().joining, answer).await {
                    Ok(Ok(answer)) => Some(answer),
                    Ok(Err(panic)) => {
                        tracing::error!(panic, "the handler of a joining participant panicked");
                        None
                    }
                    Err(_) => {
                        tracing::warn!("the handler of a joining participant was too slow");
                        None
                    }
                }
            }
            None => None,
        };
        let accept = || ParticipantJoiningResponse::from(AcceptJoinResponse::default());
        let json = to_vec(&answer.unwrap_or_else(accept));
        let mut response = Response::new(Full::new(json.into()));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        response
    }
}

fn joining(
    notification: &Notification,
) -> Option<(Option<CallId>, ParticipantJoiningNotification)> {
    match notification {
        Notification::ParticipantJoining { call, joining } => {
            Some((call.clone(), (**joining).clone()))
        }
        _ => None,
    }
}
