//! Types of items that the service finds by paths of names, such as files in folders.

use serde::Deserialize;
use toml::Spanned;

use super::Overlay;
use crate::diagnostic::Diagnostics;
use crate::model::{Model, TypeId};

/// An entry `[[path_addressed]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Addressed {
    #[serde(rename = "type")]
    owner: Spanned<String>,
    pub(super) reason: Spanned<String>,
    pub(super) link: Spanned<String>,
    /// Whether metadata without the type is no fault.
    #[serde(default)]
    optional: bool,
}

impl Overlay {
    /// Whether items below an entity of a type are found by paths of names:
    /// `/root:/folder/file:/content`.
    pub fn is_path_addressed(&self, model: &Model, id: TypeId) -> bool {
        let mut lineage = model.iter_lineage(id);
        lineage.any(|id| self.path_addressed.contains(&id))
    }

    /// Resolves an entry against the model.
    pub(super) fn address(
        &mut self,
        entry: &Addressed,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) {
        if entry.optional && model.find_type(entry.owner.get_ref()).is_none() {
            return;
        }
        if let Some(owner) = self.find(&entry.owner, model, diagnostics) {
            self.path_addressed.insert(owner);
        }
    }
}
