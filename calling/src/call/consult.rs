//! Consultative transfers: the bot talks to the target in a second call, which then replaces the
//! first.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::models::{InvitationParticipantInfo, ParticipantInfo};
use tracing::Instrument;

use super::{Call, CallCore, Media, TransferTarget, outgoing_call};
use crate::{CallError, TransferOutcome};

impl Call {
    /// Calls the target beside this call, as the first half of a consultative transfer. Await the
    /// result, after setting what the second call is like: it ends when that call is established.
    ///
    /// ```
    /// # use msgraph_calling::{AudioPrompt, Call, CallError, TransferTarget};
    /// # async fn hand_over(
    /// #     call: &Call,
    /// #     target: TransferTarget,
    /// #     announcement: &AudioPrompt,
    /// # ) -> Result<(), CallError> {
    /// let consultation = call.consult(target).await?;
    /// consultation.other().play(announcement).await?;
    /// let outcome = consultation.transfer().await?;
    /// # let _ = outcome;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::Graph`] if the service refuses, [`CallError::TooLate`] with
    /// [`Deadline::Establish`](crate::Deadline::Establish) or [`CallError::Ended`] if the target
    /// does not pick up, [`CallError::Ended`] if this call ends in the meantime, and
    /// [`CallError::Shutdown`].
    pub fn consult(&self, target: TransferTarget) -> Consult {
        Consult {
            core: Arc::clone(&self.core),
            target,
            media: Media::service_hosted(),
            source: None,
        }
    }
}

/// A consultation to be begun; await it to call the target.
#[derive(Debug)]
#[must_use = "nobody is called before it is awaited"]
pub struct Consult {
    core: Arc<CallCore>,
    target: TransferTarget,
    media: Media,
    source: Option<ParticipantInfo>,
}

impl Consult {
    /// The media of the second call, instead of service-hosted audio.
    pub fn media(mut self, media: impl Into<Media>) -> Self {
        self.media = media.into();
        self
    }

    /// Who calls. Calls to telephones need the resource account of the bot.
    pub fn source(mut self, source: impl Into<ParticipantInfo>) -> Self {
        self.source = Some(source.into());
        self
    }

    async fn begin(self) -> Result<Consultation, CallError> {
        self.core.check_open()?;
        let callee = InvitationParticipantInfo::from(&self.target);
        let mut call = outgoing_call([callee], self.media);
        call.source = self.source;
        call.tenant_id = self.core.tenant().map(str::to_owned);
        let calls = self.core.calls();
        let other = calls.create_in(call, self.core.scenario()).await?;
        let consultation = Consultation {
            core: self.core,
            other,
            target: self.target,
            is_released: AtomicBool::new(false),
        };
        // Dropped on failure, it hangs up the other call.
        let established = tokio::select! {
            biased;
            reason = consultation.core.closed() => Err(CallError::Ended(reason)),
            established = consultation.other.established() => established,
        };
        established?;
        Ok(consultation)
    }
}

impl IntoFuture for Consult {
    type Output = Result<Consultation, CallError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.begin().boxed()
    }
}

/// A second call, to the target of a consultative transfer. Dropping it hangs that call up, unless
/// the transfer is completed.
pub struct Consultation {
    core: Arc<CallCore>,
    other: Call,
    target: TransferTarget,
    /// Whether the other call goes on without the consultation.
    is_released: AtomicBool,
}

impl Consultation {
    /// The call to the target.
    pub fn other(&self) -> &Call {
        &self.other
    }

    /// Connects the first call with the target, and waits for the outcome. If it fails, both calls
    /// go on, and it can be tried again.
    ///
    /// # Errors
    ///
    /// As [`Call::transfer`].
    pub async fn transfer(&self) -> Result<TransferOutcome, CallError> {
        self.other.core.check_open()?;
        let info = self.target.localized(self.target.typed());
        let info = info.with_replaces_call_id(self.other.id().as_str());
        let transfer = self.core.requests().transfer(info);
        let outcome = self.core.transfer(transfer).await?;
        if outcome == TransferOutcome::Completed {
            self.is_released.store(true, Ordering::Relaxed);
        }
        Ok(outcome)
    }

    /// Keeps the call to the target, without a transfer.
    pub fn release(self) -> Call {
        self.is_released.store(true, Ordering::Relaxed);
        self.other.clone()
    }
}

impl Drop for Consultation {
    fn drop(&mut self) {
        if self.is_released.load(Ordering::Relaxed) || self.other.is_ended() {
            return;
        }
        // Outside a runtime nothing can be sent. The bot hangs up all calls when it is shut down.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let core = Arc::clone(&self.other.core);
        let span = core.span().clone();
        let hang_up = async move {
            if core.hang_up().await.is_err() {
                tracing::warn!("the call of a consultation could not be hung up");
            }
        };
        runtime.spawn(hang_up.instrument(span));
    }
}

impl fmt::Debug for Consultation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consultation")
            .field("call", self.core.id())
            .field("other", self.other.id())
            .finish_non_exhaustive()
    }
}
