//! The merged call: partial updates laid over each other by rank of state, so that a late update
//! fills gaps and overwrites nothing newer.

use msgraph_beta_communications::models::{Call, CallState, ToneInfo};

const ESTABLISHED: usize = 2;
const TRANSFER_ACCEPTED: usize = 4;
const TERMINATING: usize = 5;
const TERMINATED: usize = 6;

/// How far a state is along the way of a call; `None` for states that are not known.
///
/// Notifications carry no order, and this is the only one that their content has.
fn rank(state: &CallState) -> Option<usize> {
    Some(match state {
        CallState::Incoming => 0,
        CallState::Establishing | CallState::Ringing | CallState::Redirecting => 1,
        CallState::Established | CallState::Hold => ESTABLISHED,
        CallState::Transferring => 3,
        CallState::TransferAccepted => TRANSFER_ACCEPTED,
        CallState::Terminating => TERMINATING,
        CallState::Terminated => TERMINATED,
        _ => return None,
    })
}

/// What an update means for the state of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// By the rank of the state it names.
    ByState,
    /// A failed transfer: back to `established`, the one legal way back.
    BackToEstablished,
    /// It belongs to a transfer that is over: it moves nothing.
    Late,
    /// The call is over, whatever state it names.
    Ended,
}

/// The updates of a call, one layer for each rank of state, and what they give together.
#[derive(Clone, Default)]
pub(super) struct CallLayers {
    layers: [Option<Box<Call>>; TERMINATED + 1],
    rank: usize,
    state: Option<CallState>,
    /// The tone with the highest number; it has an order of its own.
    tone: Option<ToneInfo>,
    merged: Call,
}

impl CallLayers {
    pub(super) fn state(&self) -> Option<&CallState> {
        self.state.as_ref()
    }

    pub(super) fn merged(&self) -> &Call {
        &self.merged
    }

    /// The updates that came with the end of the call, or announced it; the end first.
    pub(super) fn endings(&self) -> impl Iterator<Item = &Call> {
        let layers = self.layers.get(TERMINATING..).unwrap_or_default();
        layers.iter().rev().filter_map(Option::as_deref)
    }

    /// Whether the call is being transferred, as far as its state tells.
    fn is_transferring(&self) -> bool {
        self.rank > ESTABLISHED && self.rank <= TRANSFER_ACCEPTED
    }

    /// Takes an update, and the tone in it only if `with_tone`.
    pub(super) fn apply(&mut self, update: &Call, placement: Placement, with_tone: bool) {
        let mut update = update.clone();
        let tone = update.tone_info.take();
        if with_tone && tone.is_some() {
            self.tone = tone;
        }
        self.place(&update, placement);
        self.merged.tone_info.clone_from(&self.tone);
    }

    fn place(&mut self, update: &Call, placement: Placement) {
        match placement {
            Placement::Ended => self.end(update),
            Placement::Late => {
                self.lay_beneath(ESTABLISHED, update);
                self.merge();
            }
            Placement::BackToEstablished if self.is_transferring() => {
                self.collapse_transfer();
                self.rank = ESTABLISHED;
                self.move_to(ESTABLISHED, update);
            }
            Placement::BackToEstablished | Placement::ByState => {
                let rank = update.state.as_ref().and_then(rank);
                match rank {
                    Some(rank) if rank >= self.rank => self.move_to(rank, update),
                    // Without a known state the update belongs to the present one.
                    None if self.rank < TERMINATED => {
                        self.lay_over(self.rank, update);
                        self.merged.apply(update);
                    }
                    late => {
                        self.lay_over(late.unwrap_or(TERMINATING), update);
                        self.merge();
                    }
                }
            }
        }
    }

    /// The first end sticks; a second one fills its gaps.
    fn end(&mut self, update: &Call) {
        let mut update = update.clone();
        update.state = Some(CallState::Terminated);
        self.lay_beneath(TERMINATED, &update);
        self.rank = TERMINATED;
        self.state = Some(CallState::Terminated);
        self.merge();
    }

    fn move_to(&mut self, rank: usize, update: &Call) {
        self.lay_over(rank, update);
        self.rank = rank;
        self.state.clone_from(&update.state);
        self.merged.apply(update);
    }

    fn lay_over(&mut self, rank: usize, update: &Call) {
        if let Some(layer) = self.layers.get_mut(rank) {
            layer.get_or_insert_default().apply(update);
        }
    }

    fn lay_beneath(&mut self, rank: usize, update: &Call) {
        if let Some(layer) = self.layers.get_mut(rank) {
            let mut base = Box::new(update.clone());
            if let Some(over) = layer.as_deref() {
                base.apply(over);
            }
            *layer = Some(base);
        }
    }

    /// Makes the layers of a transfer part of `established`, under what comes next.
    fn collapse_transfer(&mut self) {
        for rank in ESTABLISHED + 1..=TRANSFER_ACCEPTED {
            let layer = self.layers.get_mut(rank).and_then(Option::take);
            if let Some(layer) = layer {
                self.lay_over(ESTABLISHED, &layer);
            }
        }
    }

    fn merge(&mut self) {
        let mut merged = Call::default();
        for layer in self.layers.iter().flatten() {
            merged.apply(layer);
        }
        self.merged = merged;
    }
}
