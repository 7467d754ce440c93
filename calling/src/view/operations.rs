//! The operations of a call, by id and by client context.

use msgraph_beta_communications::models::{AnyCommsOperation, OperationStatus};

use crate::notification::OperationId;

/// Operations that are kept; the oldest that is done makes room for a new one.
const CAPACITY: usize = 256;

#[derive(Clone)]
struct Entry {
    id: Option<OperationId>,
    operation: AnyCommsOperation,
    is_done: bool,
}

impl Entry {
    /// By id where both have one, by client context otherwise.
    fn is(&self, id: Option<&OperationId>, context: Option<&str>) -> bool {
        match (self.id.as_ref(), id) {
            (Some(known), Some(id)) => known == id,
            _ => context.is_some() && self.operation.client_context() == context,
        }
    }
}

/// How far an operation that is not done has come.
fn rank(operation: &AnyCommsOperation) -> u8 {
    match operation.status() {
        None | Some(OperationStatus::NotStarted) => 0,
        Some(_) => 1,
    }
}

#[derive(Clone, Default)]
pub(super) struct Operations {
    entries: Vec<Entry>,
}

impl Operations {
    /// Takes what is told about an operation, and says whether it is news. Done sticks.
    pub(super) fn insert(
        &mut self,
        id: Option<&OperationId>,
        operation: &AnyCommsOperation,
        is_done: bool,
    ) -> bool {
        let context = operation.client_context();
        if id.is_none() && context.is_none() {
            return true;
        }
        let known = self.entries.iter_mut().find(|entry| entry.is(id, context));
        let Some(known) = known else {
            self.make_room();
            self.entries.push(Entry {
                id: id.cloned(),
                operation: operation.clone(),
                is_done,
            });
            return true;
        };
        if known.id.is_none() {
            known.id = id.cloned();
        }
        let is_old = !is_done && rank(operation) < rank(&known.operation);
        if known.is_done || is_old || (!is_done && known.operation == *operation) {
            return false;
        }
        known.operation = operation.clone();
        known.is_done = is_done;
        true
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &AnyCommsOperation> {
        self.entries.iter().map(|entry| &entry.operation)
    }

    pub(super) fn by_id(&self, id: &OperationId) -> Option<&AnyCommsOperation> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.id.as_ref() == Some(id))?;
        Some(&entry.operation)
    }

    /// The latest one, should a context have been used twice.
    pub(super) fn by_context(&self, context: &str) -> Option<&AnyCommsOperation> {
        self.iter()
            .filter(|operation| operation.client_context() == Some(context))
            .last()
    }

    fn make_room(&mut self) {
        if self.entries.len() >= CAPACITY {
            let done = self.entries.iter().position(|entry| entry.is_done);
            self.entries.remove(done.unwrap_or_default());
        }
    }
}
