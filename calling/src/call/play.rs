//! Prompts.

use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::models::{AnyCommsOperation, PlayPromptOperation, Prompt};

use super::operation::{Operation, SHORT};
use super::{Call, CallCore};
use crate::CallError;

/// The time for a prompt to end, unless it is set.
const PROMPT: Duration = Duration::from_secs(600);

impl Call {
    /// Plays a prompt. Await the result: it ends when the prompt has ended.
    ///
    /// ```
    /// # use msgraph_calling::{AudioPrompt, Call, CallError};
    /// # async fn welcome(call: &Call, welcome: &AudioPrompt) -> Result<(), CallError> {
    /// call.play(welcome).await?;
    ///
    /// // Goes on while the prompt plays.
    /// let playing = call.play(welcome).queued().await?;
    /// call.unmute().await?;
    /// playing.ended().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if the prompt could not be played, [`CallError::TooLate`] after ten
    /// minutes or what [`Play::within`] says, [`CallError::Ended`], [`CallError::Graph`] and
    /// [`CallError::Shutdown`].
    pub fn play(&self, prompt: impl Into<Prompt>) -> Play {
        Play {
            core: Arc::clone(&self.core),
            prompts: vec![prompt.into()],
            is_looped: None,
            within: PROMPT,
        }
    }

    /// Stops everything that plays, records or is queued.
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`], [`CallError::TooLate`], [`CallError::Ended`],
    /// [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn cancel_media(&self) -> Result<(), CallError> {
        let operation = Operation::start(&self.core, |call, context| {
            let cancel = call.cancel_media_processing();
            cancel.with_client_context(context).request()
        });
        operation.await?.outcome(SHORT).await?;
        Ok(())
    }
}

/// A prompt to be played; await it to play it and to wait for its end.
#[derive(Debug)]
#[must_use = "nothing is played before it is awaited"]
pub struct Play {
    core: Arc<CallCore>,
    prompts: Vec<Prompt>,
    is_looped: Option<bool>,
    within: Duration,
}

impl Play {
    /// Plays another prompt afterwards.
    pub fn then(mut self, prompt: impl Into<Prompt>) -> Self {
        self.prompts.push(prompt.into());
        self
    }

    /// Repeats the prompt until [`Call::cancel_media`].
    pub fn looped(mut self) -> Self {
        self.is_looped = Some(true);
        self
    }

    /// The longest time to wait for the end, instead of ten minutes.
    pub fn within(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    /// Ends when the service has queued the prompt.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn queued(self) -> Result<Playing, CallError> {
        let operation = Operation::start(&self.core, |call, context| {
            let mut play = call.play_prompt(self.prompts);
            play.r#loop = self.is_looped;
            play.with_client_context(context).request()
        });
        Ok(Playing {
            operation: operation.await?,
            within: self.within,
        })
    }
}

impl IntoFuture for Play {
    type Output = Result<PlayPromptOperation, CallError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async { self.queued().await?.ended().await }.boxed()
    }
}

/// A prompt that is queued or plays.
#[derive(Debug)]
pub struct Playing {
    operation: Operation,
    within: Duration,
}

impl Playing {
    /// Waits for the end of the prompt.
    ///
    /// A prompt that was cancelled has ended, too: see
    /// [`completion_reason`](PlayPromptOperation::completion_reason).
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if it could not be played, [`CallError::TooLate`],
    /// [`CallError::Ended`] and [`CallError::Shutdown`].
    pub async fn ended(self) -> Result<PlayPromptOperation, CallError> {
        let operation = self.operation.outcome(self.within).await?;
        Ok(match operation {
            AnyCommsOperation::PlayPromptOperation(operation) => *operation,
            other => {
                // The service sent no type.
                let mut operation = PlayPromptOperation::default();
                operation.id = other.id().map(str::to_owned);
                operation.client_context = other.client_context().map(str::to_owned);
                operation.status = other.status().cloned();
                operation.result_info = other.result_info().cloned();
                operation
            }
        })
    }
}
