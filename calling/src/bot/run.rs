//! The functions of the application, one task for each call, and what becomes of a call whose
//! function fails.

use std::sync::Arc;

use msgraph_beta_communications::Error;
use tracing::Instrument;

use super::handler::{BoxError, CallHandler};
use super::shared::Shared;
use crate::call::CallCore;
use crate::{Call, CallError, IncomingCall};

impl Shared {
    /// Starts the task of an incoming call. A bot that takes no calls rejects it.
    pub(super) fn start_incoming(self: &Arc<Self>, core: &Arc<CallCore>) {
        let (shared, core) = (Arc::clone(self), Arc::clone(core));
        let span = core.span().clone();
        let task = async move {
            let call = IncomingCall::new(Arc::clone(&core));
            match &shared.settings.on_incoming {
                Some(handler) => run(handler, call, &core).await,
                None => hang_up(&core).await,
            }
        };
        self.handlers.spawn(task.instrument(span));
    }

    /// Starts the task of a call that another instance left.
    pub(super) fn start_adopted(self: &Arc<Self>, core: &Arc<CallCore>) {
        let Some(handler) = self.settings.on_adopted.clone() else {
            return;
        };
        let core = Arc::clone(core);
        let span = core.span().clone();
        let task = async move {
            let call = Call {
                core: Arc::clone(&core),
            };
            run(&handler, call, &core).await;
        };
        self.handlers.spawn(task.instrument(span));
    }
}

/// Runs a function of the application. If it fails, its call ends, and no other one.
async fn run<T: 'static>(handler: &CallHandler<T>, argument: T, core: &CallCore) {
    match handler.run(argument).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => tracing::warn!(error = text_of(&error), "the handler of a call failed"),
        Err(panic) => tracing::error!(panic, "the handler of a call panicked"),
    }
    hang_up(core).await;
}

/// Rejects the call if it was not answered, and hangs up otherwise. Does nothing once the call has
/// ended or is left to other instances.
pub(super) async fn hang_up(core: &CallCore) {
    match core.hang_up().await {
        Ok(()) | Err(CallError::Shutdown) => {}
        Err(error) => {
            let error = call_summary(&error);
            tracing::warn!(error, "the call could not be hung up");
        }
    }
}

/// What may be logged of an error of a handler: all of the application's own errors.
fn text_of(error: &BoxError) -> String {
    match error.downcast_ref::<CallError>() {
        Some(error) => call_summary(error),
        None => error.to_string(),
    }
}

/// What may be logged of an error of a call.
pub(super) fn call_summary(error: &CallError) -> String {
    match error {
        CallError::Graph(error) => summary(error),
        CallError::Operation(info) => format!(
            "the operation failed: {}/{}",
            info.code.unwrap_or_default(),
            info.subcode.unwrap_or_default()
        ),
        _ => error.to_string(),
    }
}

/// What may be logged of an error of the service: not its message, which may have names or numbers
/// in it.
pub(super) fn summary(error: &Error) -> String {
    use std::fmt::Write;

    let mut text = error.operation().unwrap_or("request").to_owned();
    let _ = match error.status() {
        Some(status) => write!(text, ": {status}"),
        None => write!(text, ": {:?}", error.kind()),
    };
    if let Some(service) = error.service() {
        for code in service.codes() {
            let _ = write!(text, " {code}");
        }
    }
    if let Some(id) = error.request_id() {
        let _ = write!(text, " [request-id {id}]");
    }
    text
}
