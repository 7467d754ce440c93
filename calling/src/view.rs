//! The state of one call, folded from its notifications.
//!
//! [`CallView`] does no I/O and reads no clock. Notifications may come late, twice, out of order
//! or not at all; the view takes from their content what order there is: the rank of the states,
//! the numbers of tones and roster changes, the ids of operations. It never takes two equal
//! notifications for one, for a transfer that fails twice says the same twice; repeated
//! deliveries are told apart by message id, before ([`SeenMessages`](crate::SeenMessages)).

mod call_layers;
mod events;
mod operations;
mod roster;
mod tones;
mod transfer;

use std::fmt;

use msgraph_beta_communications::models::{
    AnyCommsOperation, Call, CallState, MediaState, Participant, Tone,
};

use self::call_layers::{CallLayers, Placement};
pub use self::events::CallEvent;
use self::operations::Operations;
use self::roster::Roster;
use self::tones::Tones;
use self::transfer::Transfer;
pub use self::transfer::TransferProgress;
use crate::ext::CallStateExt;
use crate::notification::{CallId, Notification, OperationId};
use crate::reason::EndReason;

/// What is known of one call.
///
/// ```
/// use msgraph_calling::{CallId, CallView, Delivery};
///
/// let id = CallId::new("57dab8b1-894c-409a-b240-bd8beae78896")?;
/// let mut view = CallView::new(id);
/// let body = br##"{"value": [{
///     "changeType": "updated",
///     "resourceUrl": "/communications/calls/57DAB8B1894C409AB240BD8BEAE78896",
///     "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "established"}
/// }]}"##;
/// for notification in &Delivery::read(&http::HeaderMap::new(), body)?.notifications {
///     view.observe(notification);
/// }
/// assert!(view.is_established());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CallView {
    id: CallId,
    layers: CallLayers,
    roster: Roster,
    tones: Tones,
    operations: Operations,
    transfer: Transfer,
    end: Option<EndReason>,
}

/// Prints no members of the call: what participants say or press stays out of logs.
impl fmt::Debug for CallView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallView")
            .field("id", &self.id)
            .field("state", &self.state())
            .field("transfer", &self.transfer())
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

impl CallView {
    /// Begins with a call of which only the id is known.
    pub fn new(id: CallId) -> Self {
        Self {
            id,
            layers: CallLayers::default(),
            roster: Roster::default(),
            tones: Tones::default(),
            operations: Operations::default(),
            transfer: Transfer::default(),
            end: None,
        }
    }

    /// The id of the call.
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// The last state that moved the call. Texts that this version does not know move nothing;
    /// they are in [`call`](Self::call).
    pub fn state(&self) -> Option<&CallState> {
        self.layers.state()
    }

    /// The call with all that notifications told of it, each member as it came last.
    ///
    /// Its `result_info` may be that of an earlier transfer; [`end`](Self::end) and
    /// [`transfer`](Self::transfer) say what holds now.
    pub fn call(&self) -> &Call {
        self.layers.merged()
    }

    /// Whether the call is established; a call on hold or in transfer is, too.
    pub fn is_established(&self) -> bool {
        matches!(
            self.state(),
            Some(
                CallState::Established
                    | CallState::Hold
                    | CallState::Transferring
                    | CallState::TransferAccepted
            )
        )
    }

    /// Whether audio flows.
    pub fn is_audio_active(&self) -> bool {
        let media = self.call().media_state.as_ref();
        !self.is_ended()
            && media.and_then(|media| media.audio.as_ref()) == Some(&MediaState::Active)
    }

    /// Why the call ended; `None` while it goes on.
    pub fn end(&self) -> Option<&EndReason> {
        self.end.as_ref()
    }

    /// Whether the call has ended. It never begins again.
    pub fn is_ended(&self) -> bool {
        self.end.is_some()
    }

    /// How far the last transfer has come; `None` if there was none.
    pub fn transfer(&self) -> Option<&TransferProgress> {
        self.transfer.progress()
    }

    /// The roster, in no particular order.
    pub fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.roster.iter()
    }

    /// The participant with this id, in either spelling.
    pub fn participant(&self, id: &str) -> Option<&Participant> {
        self.roster.get(id)
    }

    /// Whether no change of the roster is known to be missing. If one is, read the roster from
    /// the service and give it to [`replace_roster`](Self::replace_roster).
    pub fn is_roster_complete(&self) -> bool {
        self.roster.is_complete()
    }

    /// The tones by their sequence numbers, lowest first; the last 1,024 are kept.
    pub fn tones(&self) -> impl Iterator<Item = (i64, &Tone)> {
        self.tones.iter()
    }

    /// The operations, in the order in which they were first seen; the last 256 are kept.
    pub fn operations(&self) -> impl Iterator<Item = &AnyCommsOperation> {
        self.operations.iter()
    }

    /// The operation with this id.
    pub fn operation(&self, id: &OperationId) -> Option<&AnyCommsOperation> {
        self.operations.by_id(id)
    }

    /// The last operation that was started with this client context.
    pub fn operation_by_context(&self, client_context: &str) -> Option<&AnyCommsOperation> {
        self.operations.by_context(client_context)
    }

    /// Takes a notification, and says what changed.
    ///
    /// A notification of another call changes nothing.
    pub fn observe(&mut self, notification: &Notification) -> Vec<CallEvent> {
        let mut events = Vec::new();
        if notification.call().is_some_and(|call| *call != self.id) {
            return events;
        }
        match notification {
            Notification::Incoming { update, .. } | Notification::CallUpdated { update, .. } => {
                self.update(update, false, &mut events);
            }
            Notification::Tone { update, .. } => self.update(update, false, &mut events),
            Notification::CallEnded { update, .. } => self.update(update, true, &mut events),
            Notification::Roster {
                change,
                participants,
                ..
            } => self.roster.apply(*change, participants, &mut events),
            Notification::OperationDone { id, operation, .. } => {
                self.operation_event(id.as_ref(), operation, true, &mut events);
            }
            Notification::OperationUpdated { id, operation, .. } => {
                self.operation_event(id.as_ref(), operation, false, &mut events);
            }
            Notification::ContentSharing { .. }
            | Notification::ParticipantJoining { .. }
            | Notification::ParticipantLeft { .. }
            | Notification::Other { .. } => {
                events.push(CallEvent::Notified(Box::new(notification.clone())));
            }
        }
        events
    }

    /// Takes the call as the service answered it to a request: to the creation of the call, or
    /// to a GET.
    ///
    /// It is laid over what is known as a notification is: a state that the call has passed does
    /// not move it back. If it has participants, they replace the roster.
    pub fn observe_call(&mut self, call: &Call) -> Vec<CallEvent> {
        let mut events = Vec::new();
        let is_over = call.state.as_ref().is_some_and(CallState::is_terminal);
        self.update(call, is_over, &mut events);
        if let Some(participants) = &call.participants {
            self.roster.replace(participants, &mut events);
        }
        events
    }

    /// Takes the whole roster as the service answered it to a GET.
    pub fn replace_roster(&mut self, participants: &[Participant]) -> Vec<CallEvent> {
        let mut events = Vec::new();
        self.roster.replace(participants, &mut events);
        events
    }

    /// Ends the call for a reason that no notification told: the service answers 404, or
    /// keepAlive requests failed too long. Does nothing to a call that has ended.
    pub fn end_with(&mut self, reason: EndReason) -> Vec<CallEvent> {
        let mut events = Vec::new();
        if !self.is_ended() {
            let before = self.state().cloned();
            self.layers.apply(&Call::default(), Placement::Ended, false);
            self.finish(before, reason, &mut events);
        }
        events
    }

    /// Says that the application is about to request a transfer. Call it before the request is
    /// sent, for notifications may come before its response.
    ///
    /// From the first time on, notifications of transfers count only while one that was
    /// announced here is under way: what comes late of an earlier one is not taken for a new
    /// one.
    ///
    /// Returns `false` and does nothing if the call has ended or a transfer is under way.
    #[must_use]
    pub fn request_transfer(&mut self) -> bool {
        !self.is_ended() && self.transfer.request()
    }

    /// Takes back [`request_transfer`](Self::request_transfer), for the service refused the
    /// request. Does nothing once a notification told of the transfer.
    pub fn withdraw_transfer(&mut self) {
        self.transfer.withdraw();
    }

    fn update(&mut self, update: &Call, ends: bool, events: &mut Vec<CallEvent>) {
        let state_before = self.state().cloned();
        let call_before = self.call().clone();
        let (placement, progress) = self.transfer.place(update, ends, self.end.as_ref());
        events.extend(self.tone_event(update));
        let sequence = update.tone_info.as_ref().and_then(|info| info.sequence_id);
        let with_tone = self.tones.is_last(sequence);
        self.layers.apply(update, placement, with_tone);
        if ends && !self.is_ended() {
            self.finish(state_before, self.reason_from_updates(), events);
            return;
        }
        if self.end == Some(EndReason::Unspecified) {
            // What announced the end came after it.
            let reason = self.reason_from_updates();
            self.transfer.end(&reason, self.layers.endings());
            self.end = Some(reason);
        }
        if self.state() != state_before.as_ref() {
            events.extend(self.moved(state_before));
        } else if *self.call() != call_before {
            events.push(CallEvent::Updated(Box::new(update.clone())));
        }
        events.extend(progress.map(CallEvent::Transfer));
    }

    fn tone_event(&mut self, update: &Call) -> Option<CallEvent> {
        let info = update.tone_info.as_ref()?;
        let (sequence, tone) = (info.sequence_id, info.tone.clone()?);
        self.tones
            .insert(sequence, &tone)
            .then_some(CallEvent::Tone { sequence, tone })
    }

    fn reason_from_updates(&self) -> EndReason {
        let mut reasons = self.layers.endings().map(EndReason::of);
        let said = reasons.find(|reason| *reason != EndReason::Unspecified);
        said.unwrap_or(EndReason::Unspecified)
    }

    fn finish(
        &mut self,
        before: Option<CallState>,
        reason: EndReason,
        events: &mut Vec<CallEvent>,
    ) {
        events.extend(self.moved(before));
        let progress = self.transfer.end(&reason, self.layers.endings());
        events.extend(progress.map(CallEvent::Transfer));
        self.end = Some(reason.clone());
        events.push(CallEvent::Ended(reason));
    }

    fn moved(&self, from: Option<CallState>) -> Option<CallEvent> {
        let to = self.state()?.clone();
        Some(CallEvent::StateChanged { from, to })
    }

    fn operation_event(
        &mut self,
        id: Option<&OperationId>,
        operation: &AnyCommsOperation,
        is_done: bool,
        events: &mut Vec<CallEvent>,
    ) {
        if !self.operations.insert(id, operation, is_done) {
            return;
        }
        let (id, operation) = (id.cloned(), Box::new(operation.clone()));
        events.push(if is_done {
            CallEvent::OperationDone { id, operation }
        } else {
            CallEvent::OperationUpdated { id, operation }
        });
    }
}
