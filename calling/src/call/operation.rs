//! Operations that the service carries out after its response: started, and followed to their end.

use std::sync::Arc;
use std::time::Duration;

use msgraph_beta_communications::models::{AnyCommsOperation, OperationStatus, ResultInfo};
use msgraph_beta_communications::request::Invoke;
use msgraph_beta_communications::requests::CallRequests;
use msgraph_beta_communications::{Error, Item};
use tokio::time::Instant;

use super::CallCore;
use crate::{CallError, CallView, Deadline, Notification, OperationId};

/// The time for operations that have no length of their own, such as muting.
pub(super) const SHORT: Duration = Duration::from_secs(60);

/// An operation that the service has accepted.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    core: Arc<CallCore>,
    context: String,
    id: Option<OperationId>,
}

impl Operation {
    /// Starts an operation. `make` makes its request, with the client context.
    ///
    /// If the response is lost, notifications tell whether the service has accepted it.
    pub async fn start<T: Item + Into<AnyCommsOperation>>(
        core: &Arc<CallCore>,
        make: impl FnOnce(&CallRequests, String) -> Invoke<Option<T>>,
    ) -> Result<Self, CallError> {
        let context = core.next_context();
        let request = make(&core.requests(), context.clone());
        let mut operation = Self {
            core: Arc::clone(core),
            context,
            id: None,
        };
        match core.send_action(request).await {
            Ok(response) => {
                let location = response.location();
                operation.id = location.and_then(OperationId::from_resource_url);
                if let Some(body) = response.body {
                    operation.observe(body.into());
                }
            }
            Err(CallError::Graph(error)) if error.may_have_acted() => {
                operation.accepted_anyway(error).await?;
            }
            Err(error) => return Err(error),
        }
        Ok(operation)
    }

    /// Adds what a response says to the view of the call, where notifications are, too.
    fn observe(&mut self, operation: AnyCommsOperation) {
        let id = operation.id().and_then(|id| OperationId::new(id).ok());
        self.id = id.or_else(|| self.id.take());
        let (call, id) = (self.core.id().clone(), self.id.clone());
        let notification = match is_final(&operation) {
            true => Notification::OperationDone {
                call,
                id,
                operation,
            },
            false => Notification::OperationUpdated {
                call,
                id,
                operation,
            },
        };
        self.core.deliver(&notification);
    }

    /// Waits for a sign that the service has accepted the operation although its response is lost.
    async fn accepted_anyway(&self, error: Error) -> Result<(), CallError> {
        let is_known = |view: &CallView| view.operation_by_context(&self.context).is_some();
        let silence = self.core.timings().silence;
        match self.core.until(is_known, silence).await {
            Err(CallError::TooLate(_)) => Err(error.into()),
            result => result.map(drop),
        }
    }

    /// Waits for the end of the operation, and asks the service for it if no notification comes.
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if it failed, [`CallError::TooLate`] with
    /// [`Deadline::Operation`] after `within`, [`CallError::Ended`] and [`CallError::Shutdown`].
    pub async fn outcome(self, within: Duration) -> Result<AnyCommsOperation, CallError> {
        let started = Instant::now();
        let silence = self.core.timings().silence;
        loop {
            let left = within.saturating_sub(started.elapsed());
            let is_done = |view: &CallView| self.done(view).is_some();
            let wait = left.min(silence);
            let waited = self.core.until_or(is_done, wait, Deadline::Operation).await;
            match waited {
                Ok(view) => return self.settle(&view),
                Err(CallError::TooLate(_)) if left > wait => self.ask().await,
                Err(error) => return Err(error),
            }
        }
    }

    /// The operation, if it is completed or failed.
    fn done<'v>(&self, view: &'v CallView) -> Option<&'v AnyCommsOperation> {
        let by_id = self.id.as_ref().and_then(|id| view.operation(id));
        let by_context = || view.operation_by_context(&self.context);
        by_id
            .filter(|operation| is_final(operation))
            .or_else(|| by_context().filter(|operation| is_final(operation)))
    }

    fn settle(&self, view: &CallView) -> Result<AnyCommsOperation, CallError> {
        let operation = self.done(view).cloned().unwrap_or_default();
        match operation.status() {
            Some(OperationStatus::Failed) => {
                let info = operation.result_info().cloned();
                Err(CallError::Operation(info.unwrap_or_default()))
            }
            _ => Ok(operation),
        }
    }

    /// Reads the operation. Without an answer there is nothing new; whether the call has ended is
    /// found out elsewhere.
    async fn ask(&self) {
        let Some(id) = &self.id else { return };
        let request = self.core.requests().operation(id.as_str()).get();
        match self.core.send(request).await {
            Ok(response) => {
                if let Some(operation) = response.body {
                    self.clone().observe(operation);
                }
            }
            Err(_) => tracing::debug!("an operation could not be read"),
        }
    }
}

fn is_final(operation: &AnyCommsOperation) -> bool {
    matches!(
        operation.status(),
        Some(OperationStatus::Completed | OperationStatus::Failed)
    )
}

/// The result of an operation that says nothing about why it is of no use.
pub(super) fn failed(operation: &AnyCommsOperation, message: &str) -> CallError {
    let mut info: ResultInfo = operation.result_info().cloned().unwrap_or_default();
    info.message.get_or_insert_with(|| message.to_owned());
    CallError::Operation(info)
}
