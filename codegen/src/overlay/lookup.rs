//! Properties by which the service finds an entity of a collection in a filter.

use serde::Deserialize;
use toml::Spanned;

use super::{Overlay, UNKNOWN};
use crate::diagnostic::{Diagnostic, Diagnostics, closest};
use crate::model::{Item, Model, TypeId};

/// An entry `[[lookup]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lookup {
    #[serde(rename = "type")]
    owner: Spanned<String>,
    /// The path of the property as filters write it, in the letter case of the documentation.
    filter: Spanned<String>,
    pub(super) reason: Spanned<String>,
    pub(super) link: Spanned<String>,
    /// Whether metadata without the type or the property is no fault.
    #[serde(default)]
    optional: bool,
}

/// A property that identifies an entity in its collection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LookupBy {
    /// The path of the property as filters write it.
    pub filter: String,
    /// The names of the properties on the path, as the metadata writes them.
    pub properties: Vec<String>,
}

impl Overlay {
    /// The lookups of a type and of its base types, those of the base types first.
    pub fn lookups(&self, model: &Model, id: TypeId) -> Vec<&LookupBy> {
        let lineage = model.lineage(id).into_iter().rev();
        lineage
            .filter_map(|id| self.lookups.get(&id))
            .flatten()
            .collect()
    }

    /// Resolves an entry against the model.
    pub(super) fn add_lookup(
        &mut self,
        entry: &Lookup,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) {
        if entry.optional && model.find_type(entry.owner.get_ref()).is_none() {
            return;
        }
        let Some(owner) = self.find(&entry.owner, model, diagnostics) else {
            return;
        };
        match properties(model, owner, entry.filter.get_ref()) {
            Ok(properties) => {
                let filter = entry.filter.get_ref().clone();
                let lookups = self.lookups.entry(owner).or_default();
                lookups.push(LookupBy { filter, properties });
            }
            Err(_) if entry.optional => {}
            Err((message, near)) => diagnostics
                .push(Diagnostic::error(UNKNOWN, message, self.span(&entry.filter)).suggest(near)),
        }
    }
}

/// The properties on a path, whose names are found in any ASCII case as the service does.
fn properties(
    model: &Model,
    owner: TypeId,
    path: &str,
) -> Result<Vec<String>, (String, Option<String>)> {
    let mut names = Vec::new();
    let mut at = Some(owner);
    for name in path.split('/') {
        let Some(id) = at else {
            return Err((format!("nothing below has a member `{name}`"), None));
        };
        let known = model.all_properties(id);
        let same = |found: &str| found.eq_ignore_ascii_case(name);
        let Some((_, property)) = known.iter().find(|(_, found)| same(&found.name)) else {
            let near = closest(name, known.iter().map(|(_, found)| found.name.as_str()));
            let near = near.map(str::to_owned);
            return Err((format!("the type has no member `{name}`"), near));
        };
        names.push(property.name.clone());
        at = match property.type_.item {
            Item::Named(id) if !property.type_.collection => Some(id),
            _ => None,
        };
    }
    Ok(names)
}
