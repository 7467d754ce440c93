//! Participants: who is in the call or its lobby, who is invited or removed; muting, recording and
//! transcription of the call.

use std::time::Duration;

use futures::TryStreamExt;
use msgraph_beta_communications::Item;
use msgraph_beta_communications::models::{
    AnyCommsOperation, InvitationParticipantInfo, Participant, RecordingStatus, Tone,
};
use msgraph_beta_communications::request::Invoke;
use msgraph_beta_communications::requests::CallRequests;

use super::Call;
use super::operation::{Operation, SHORT};
use crate::CallError;

/// The time for someone who is invited to pick up or not.
const INVITATION: Duration = Duration::from_secs(120);

impl Call {
    /// The participants as they are known now, in no particular order.
    pub fn participants(&self) -> Vec<Participant> {
        self.core
            .peek(|view| view.participants().cloned().collect())
    }

    /// Reads the participants from the service.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn read_participants(&self) -> Result<Vec<Participant>, CallError> {
        self.core.check_open()?;
        let list = self.core.requests().participants().list();
        let items = self.core.with_scenario(list).items();
        let participants: Vec<Participant> = items.try_collect().await?;
        self.core.change(|view| view.replace_roster(&participants));
        Ok(participants)
    }

    /// Invites someone, and waits until they are asked. A call between two becomes a group call by
    /// it, and cannot be transferred as a whole any more.
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if they cannot be invited, [`CallError::TooLate`],
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn invite(
        &self,
        participant: impl Into<InvitationParticipantInfo>,
    ) -> Result<(), CallError> {
        let participant = participant.into();
        let operation = Operation::start(&self.core, |call, context| {
            let invite = call.participants().invite([participant]);
            invite.with_client_context(context).request()
        });
        operation.await?.outcome(INVITATION).await?;
        Ok(())
    }

    /// Removes a participant by id. One who has left already is no error.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn remove(&self, participant: &str) -> Result<(), CallError> {
        let request = self.core.requests().participant(participant).delete();
        match self.core.send(request).await {
            Err(CallError::Graph(error)) if error.is_not_found() => Ok(()),
            result => result.map(drop),
        }
    }

    /// Lets a participant in who waits in the lobby, by id. Those who wait are among the
    /// [participants](Self::participants), with `isInLobby`.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute); [`CallError::Graph`] if the participant is not in the lobby.
    pub async fn admit(&self, participant: &str) -> Result<(), CallError> {
        self.run(|call, context| {
            let admit = call.participant(participant).admit_from_lobby();
            admit.with_client_context(context).request()
        })
        .await
    }

    /// Lets everybody in who waits in the lobby.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn admit_all(&self) -> Result<(), CallError> {
        self.run(|call, context| {
            let admit = call.participants().admit_all_from_lobby();
            admit.with_client_context(context).request()
        })
        .await
    }

    /// Sends a participant away who waits in the lobby, by id.
    ///
    /// # Errors
    ///
    /// As [`admit`](Self::admit).
    pub async fn remove_from_lobby(&self, participant: &str) -> Result<(), CallError> {
        self.run(|call, context| {
            let remove = call.participant(participant).remove_from_lobby();
            remove.with_client_context(context).request()
        })
        .await
    }

    /// Mutes the bot. Only in group calls.
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`], [`CallError::TooLate`], [`CallError::Ended`],
    /// [`CallError::Graph`] and [`CallError::Shutdown`].
    pub async fn mute(&self) -> Result<(), CallError> {
        self.run(|call, context| call.mute().with_client_context(context).request())
            .await
    }

    /// Unmutes the bot. Only in group calls.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn unmute(&self) -> Result<(), CallError> {
        self.run(|call, context| call.unmute().with_client_context(context).request())
            .await
    }

    /// Mutes a participant, by id.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn mute_participant(&self, participant: &str) -> Result<(), CallError> {
        self.run(|call, context| {
            let mute = call.participant(participant).mute();
            mute.with_client_context(context).request()
        })
        .await
    }

    /// Tells the participants whether the application records. It must do so before it records.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn update_recording_status(&self, status: RecordingStatus) -> Result<(), CallError> {
        self.run(|call, context| {
            let update = call.update_recording_status(status);
            update.with_client_context(context).request()
        })
        .await
    }

    /// Has the service record the call, as a participant does by the button of the meeting. What
    /// the bot records of one caller is [`record`](Self::record).
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn start_recording(&self) -> Result<(), CallError> {
        self.run(|call, context| {
            let start = call.start_recording();
            start.with_client_context(context).request()
        })
        .await
    }

    /// Ends what [`start_recording`](Self::start_recording) began.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn stop_recording(&self) -> Result<(), CallError> {
        self.run(|call, context| {
            let stop = call.stop_recording();
            stop.with_client_context(context).request()
        })
        .await
    }

    /// Has the service transcribe the call, in a language such as `en-us`, or else in that of the
    /// meeting.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn start_transcription(&self, language: Option<&str>) -> Result<(), CallError> {
        self.run(|call, context| {
            let mut start = call.start_transcription();
            start.language = language.map(str::to_owned);
            start.with_client_context(context).request()
        })
        .await
    }

    /// Ends what [`start_transcription`](Self::start_transcription) began.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn stop_transcription(&self) -> Result<(), CallError> {
        self.run(|call, context| {
            let stop = call.stop_transcription();
            stop.with_client_context(context).request()
        })
        .await
    }

    /// Presses keys, as a caller would.
    ///
    /// # Errors
    ///
    /// As [`mute`](Self::mute).
    pub async fn send_tones(&self, tones: impl IntoIterator<Item = Tone>) -> Result<(), CallError> {
        let tones: Vec<Tone> = tones.into_iter().collect();
        self.run(|call, context| {
            let send = call.send_dtmf_tones(tones);
            send.with_client_context(context).request()
        })
        .await
    }

    /// Runs an operation to its end.
    async fn run<T: Item + Into<AnyCommsOperation>>(
        &self,
        make: impl FnOnce(&CallRequests, String) -> Invoke<Option<T>>,
    ) -> Result<(), CallError> {
        let operation = Operation::start(&self.core, make).await?;
        operation.outcome(SHORT).await?;
        Ok(())
    }
}
