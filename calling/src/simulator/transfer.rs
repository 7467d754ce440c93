//! Transfers that the bot asks for.

use serde_json::{Value, json};

use super::Caller;
use super::call::SimulatedCall;
use super::guid::Guid;
use super::notices;
use super::record::CallRecord;
use msgraph_beta_communications::models::CallState;

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Asked,
    Accepted,
    Completed,
    Failed,
}

pub(super) struct TransferRecord {
    pub id: Guid,
    pub target: Caller,
    pub request: Value,
    /// The call that the target has with the bot, in a consultative transfer.
    pub replaces: Option<Guid>,
    pub progress: Progress,
    pub is_claimed: bool,
}

impl CallRecord {
    pub fn is_transferring(&self) -> bool {
        let last = self.transfers.last().map(|transfer| transfer.progress);
        matches!(last, Some(Progress::Asked | Progress::Accepted))
    }

    pub fn last_transfer(&self) -> Option<Guid> {
        self.transfers.last().map(|transfer| transfer.id)
    }

    /// Starts a transfer, and tells the bot.
    pub fn start_transfer(&mut self, target: Caller, replaces: Option<Guid>, request: Value) {
        let id = self.new_id();
        self.transfers.push(TransferRecord {
            id,
            target,
            request,
            replaces,
            progress: Progress::Asked,
            is_claimed: false,
        });
        self.state = CallState::Transferring;
        self.update("transferring", json!({ "state": "transferring" }));
    }

    /// Moves the transfer on; `None` if it has ended already.
    fn move_on(&mut self, id: Guid, to: Progress) -> Option<&TransferRecord> {
        let is_ended = self.is_ended();
        let mut all = self.transfers.iter_mut();
        let transfer = all.find(|transfer| transfer.id == id)?;
        if is_ended || matches!(transfer.progress, Progress::Completed | Progress::Failed) {
            return None;
        }
        transfer.progress = to;
        Some(transfer)
    }

    pub fn accept_transfer(&mut self, id: Guid) {
        if self.move_on(id, Progress::Accepted).is_some() {
            self.state = CallState::TransferAccepted;
            self.update("transferAccepted", json!({ "state": "transferAccepted" }));
        }
    }

    /// Ends the call, which was handed on; returns the call that the transfer replaces.
    pub fn complete_transfer(&mut self, id: Guid) -> Option<Guid> {
        let replaces = self.move_on(id, Progress::Completed)?.replaces;
        match replaces {
            None => {
                let message = "GracefulTransferCompleted";
                let result = notices::result(0, 7015, message, "subcode");
                self.end("0/7015", json!({ "resultInfo": result }));
            }
            Some(_) => self.end(
                "AppTransferred",
                json!({ "terminationReason": "AppTransferred" }),
            ),
        }
        replaces
    }

    pub fn fail_transfer(&mut self, id: Guid, code: i32, subcode: i32, message: &str) {
        let context = self.new_id().compact();
        let Some(transfer) = self.move_on(id, Progress::Failed) else {
            return;
        };
        // The documented failure of a consultative transfer to a user has a context; the one to
        // a telephone has none.
        let has_context = transfer.replaces.is_some() && !transfer.target.is_phone();
        let result = notices::result(code, subcode, message, "subCode");
        let mut members = json!({ "state": "established", "resultInfo": result });
        if has_context {
            members = notices::with(members, [("replacesContext", context.into())]);
        }
        self.state = CallState::Established;
        self.update(&format!("established {code}/{subcode}"), members);
    }
}

/// A transfer that the bot asked for. The bot was told that it is `transferring`; what follows is
/// the script's.
#[derive(Clone, Debug)]
#[must_use = "the transfer goes on only if the script says how"]
pub struct SimulatedTransfer {
    pub(super) call: SimulatedCall,
    pub(super) id: Guid,
    pub(super) target: Caller,
    pub(super) request: Value,
    pub(super) replaces: Option<Guid>,
}

impl SimulatedTransfer {
    /// The parameters of `transfer`, as the bot sent them.
    pub fn request(&self) -> &Value {
        &self.request
    }

    /// Whom the call is to be transferred to.
    pub fn target(&self) -> &Caller {
        &self.target
    }

    /// The participant who is to be transferred out of a group call.
    pub fn transferee(&self) -> Option<&Value> {
        self.request.get("transferee")
    }

    /// Whether it replaces a call that the target has with the bot.
    pub fn is_consultative(&self) -> bool {
        self.replaces.is_some()
    }

    /// Whether it has not ended yet. One to another tenant, for example, fails by itself.
    pub fn is_under_way(&self) -> bool {
        self.call.with(|call| {
            let mut all = call.transfers.iter();
            let found = all.find(|transfer| transfer.id == self.id);
            let progress = found.map(|transfer| transfer.progress);
            !call.is_ended() && matches!(progress, Some(Progress::Asked | Progress::Accepted))
        })
    }

    /// Says so in the transcript if the transfer has ended already, and what follows is ignored.
    fn check(&self, what: &str) {
        if !self.is_under_way() {
            let number = self.call.with(|call| call.number);
            let shared = &self.call.shared;
            shared.line(
                Some(number),
                format_args!("{what}: the transfer has ended already"),
            );
        }
    }

    /// The target takes the call (`transferAccepted`). Nothing happens if the transfer has ended;
    /// so it is with the other methods.
    pub fn accept(self) -> Self {
        self.check("accept");
        self.call.with(|call| call.accept_transfer(self.id));
        self
    }

    /// The transfer is complete: the call ends, with 0/7015 or, where it was consultative, with
    /// `AppTransferred`.
    ///
    /// The replaced call of a consultative transfer ends, too, with 200/7015; the documentation
    /// does not say how it ends.
    pub fn complete(self) {
        self.check("complete");
        let replaced = self.call.with(|call| call.complete_transfer(self.id));
        if let Some(replaced) = replaced {
            self.call.shared.end_replaced(replaced);
        }
    }

    /// The transfer fails, and the call goes on: 500/7000, or 500/7700 where it was consultative,
    /// are documented.
    pub fn fail(self, code: i32, subcode: i32) {
        self.fail_with(code, subcode, "The transfer failed.");
    }

    /// As [`fail`](Self::fail), with the text that the service sends.
    pub fn fail_with(self, code: i32, subcode: i32, message: &str) {
        self.check("fail");
        let fail = |call: &mut CallRecord| call.fail_transfer(self.id, code, subcode, message);
        self.call.with(fail);
    }

    /// The transfer fails as it is documented for its kind.
    pub fn fail_as_documented(self) {
        let subcode = if self.is_consultative() { 7700 } else { 7000 };
        self.fail(500, subcode);
    }
}
