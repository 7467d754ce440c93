//! Formats the reason for a selection as readable text, such as `call.state`.

use super::{Reason, Selection};
use crate::model::{Model, OperationId, TypeId};

impl Reason {
    /// Formats the reason with the names of the model: `call.state`, `parameter
    /// transferTarget of transfer`, `singleton communications`.
    pub fn display(self, model: &Model) -> String {
        let operation = |id: OperationId| &model[id].name.name;
        match self {
            Self::Rule(_) => String::from("a rule"),
            Self::Root(at) => {
                let root = &model.roots[at];
                format!("{} {}", root.kind.word(), root.name)
            }
            Self::Property(id) => format!("{}.{}", name(model, id.owner), model[id].name),
            Self::BaseOf(id) => format!("base of {}", name(model, id)),
            Self::DerivedFrom(id) => format!("derived from {}", name(model, id)),
            Self::Parameter(id, at) => {
                let parameter = &model[id].parameters[at].name;
                format!("parameter {parameter} of {}", operation(id))
            }
            Self::Return(id) => format!("result of {}", operation(id)),
            Self::BoundTo(id) => format!("bound to {}", name(model, id)),
        }
    }
}

impl Selection {
    /// The names on the path from the root or rule that selected a type to the type.
    pub fn path(&self, model: &Model, id: TypeId) -> Vec<String> {
        let mut path = Vec::new();
        let mut at = Some(id);
        let because = |id: TypeId| {
            let selected = self.types.get(&id).map(|used| used.because);
            selected.or_else(|| self.passages.get(&id).map(|passage| passage.because))
        };
        while let Some(reason) = at.and_then(because) {
            path.push(reason.display(model));
            if path.len() > self.types.len() {
                break;
            }
            at = match reason {
                Reason::Rule(_) | Reason::Root(_) => None,
                Reason::Property(property) => Some(property.owner),
                Reason::BaseOf(id) | Reason::DerivedFrom(id) | Reason::BoundTo(id) => Some(id),
                Reason::Parameter(operation, _) | Reason::Return(operation) => {
                    match self.operations.get(&operation) {
                        Some(Reason::BoundTo(id)) => Some(*id),
                        _ => None,
                    }
                }
            };
        }
        path
    }
}

/// The simple name of a type.
fn name(model: &Model, id: TypeId) -> &str {
    &model[id].name.name
}
