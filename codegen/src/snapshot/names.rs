//! The one spelling that each qualified name has in the canonical form.

use crate::model::{Item, Model, QName, TypeId, TypeRef};
use crate::select::Selection;
use std::collections::{BTreeMap, BTreeSet};

/// Writes names.
#[derive(Debug)]
pub(super) struct Names<'m> {
    model: &'m Model,
    selection: &'m Selection,
    /// The alias of each namespace that keeps one: the last part of its own name.
    aliases: BTreeMap<&'m str, &'m str>,
    selected: BTreeSet<String>,
}

impl<'m> Names<'m> {
    pub fn new(model: &'m Model, selection: &'m Selection) -> Self {
        let mut taken = BTreeSet::new();
        let mut aliases = BTreeMap::new();
        let mut schemas: Vec<_> = model.schemas.iter().collect();
        schemas.sort_by(|a, b| a.namespace.cmp(&b.namespace));
        for schema in schemas {
            let Some(alias) = &schema.alias else { continue };
            if schema.namespace.rsplit('.').next() == Some(alias)
                && *alias != schema.namespace
                && taken.insert(alias.as_str())
            {
                aliases.insert(schema.namespace.as_str(), alias.as_str());
            }
        }
        let of = |id: &TypeId| model.type_(*id).map(|t| t.name.to_string());
        let selected = selection.types.keys().filter_map(of).collect();
        Self {
            model,
            selection,
            aliases,
            selected,
        }
    }

    pub fn alias(&self, namespace: &str) -> Option<&'m str> {
        self.aliases.get(namespace).copied()
    }

    pub fn qualified(&self, name: &QName) -> String {
        match self.alias(&name.namespace) {
            Some(alias) => format!("{alias}.{}", name.name),
            None => name.to_string(),
        }
    }

    pub fn type_(&self, id: TypeId) -> String {
        self.model
            .type_(id)
            .map(|t| self.qualified(&t.name))
            .unwrap_or_default()
    }

    /// A reference; `otherwise` stands for a type that the selection leaves out.
    pub fn reference(&self, type_: TypeRef, otherwise: &str) -> String {
        let item = match type_.item {
            Item::Primitive(primitive) => format!("Edm.{primitive:?}"),
            Item::Abstract(built_in) => format!("Edm.{built_in:?}"),
            Item::Named(id) if self.selection.has_type(id) || self.selection.is_passage(id) => {
                self.type_(id)
            }
            Item::Named(_) => otherwise.to_owned(),
        };
        if type_.collection {
            format!("Collection({item})")
        } else {
            item
        }
    }

    /// A text that is a qualified name, or `Collection` of one.
    pub fn text(&self, text: &str) -> String {
        match text
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'))
        {
            Some(item) => format!("Collection({})", self.name(item)),
            None => self.name(text),
        }
    }

    fn name(&self, text: &str) -> String {
        match text.rsplit_once('.') {
            Some((namespace, name)) => match self.alias(namespace) {
                Some(alias) => format!("{alias}.{name}"),
                None => text.to_owned(),
            },
            None => text.to_owned(),
        }
    }

    /// A path of properties, casts and terms.
    pub fn path(&self, path: &str) -> String {
        let steps: Vec<String> = path
            .split('/')
            .map(|step| match step.rfind('@') {
                Some(at) => {
                    let (before, term) = step.split_at(at + 1);
                    format!("{before}{}", self.name(term))
                }
                None => self.name(step),
            })
            .collect();
        steps.join("/")
    }

    /// Whether all types that a path names are selected.
    pub fn path_is_selected(&self, path: &str) -> bool {
        path.split('/')
            .filter(|step| step.contains('.') && !step.contains('@'))
            .all(|step| self.selected.contains(step))
    }
}
