//! Facts about the service that its metadata lacks or gets wrong, read from `overlay.toml`.
//!
//! [`Overlay::apply`] puts added properties and deprecations into the model before the
//! selection; `lower` asks for the rest.

mod addressed;
mod lookup;
mod property;
mod query_option;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use self::addressed::Addressed;
use self::lookup::Lookup;
pub use self::lookup::LookupBy;
use self::property::Added;
use self::query_option::Required;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Source, Span, closest};
use crate::docs::read_toml;
use crate::model::{Deprecation, Model, Permissions, Property, TypeId, TypeKind};

/// `overlay.toml` cannot be read.
pub const UNREADABLE: Code = Code::new("E0307", "overlay-file");
/// An entry of `overlay.toml` names what does not exist.
pub const UNKNOWN: Code = Code::new("E0308", "overlay-unknown");

/// Facts about the service that the metadata lacks.
#[derive(Debug, Default)]
pub struct Overlay {
    /// Whether entries about names that the metadata lacks are skipped, so that no other names
    /// need be suggested.
    pub(crate) lenient: bool,
    source: u32,
    file: File,
    read_only: BTreeMap<TypeId, BTreeSet<String>>,
    writable: BTreeMap<TypeId, BTreeSet<String>>,
    secret: BTreeMap<Option<TypeId>, BTreeSet<String>>,
    reasons: BTreeMap<(TypeId, String), String>,
    lookups: BTreeMap<TypeId, Vec<LookupBy>>,
    path_addressed: BTreeSet<TypeId>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    property: Vec<Added>,
    #[serde(default)]
    lookup: Vec<Lookup>,
    #[serde(default)]
    query_option: Vec<Required>,
    #[serde(default)]
    path_addressed: Vec<Addressed>,
    #[serde(default)]
    read_only: Vec<Members>,
    #[serde(default)]
    writable: Vec<Members>,
    #[serde(default)]
    secret: Vec<Members>,
    #[serde(default)]
    deprecated: Vec<Deprecated>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    #[serde(rename = "type")]
    owner: Option<Spanned<String>>,
    members: Vec<Spanned<String>>,
    reason: Spanned<String>,
    link: Spanned<String>,
    /// Whether metadata without the type is no fault.
    #[serde(default)]
    optional: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deprecated {
    root: Option<Spanned<String>>,
    #[serde(rename = "type")]
    owner: Option<Spanned<String>>,
    member: Option<Spanned<String>>,
    operation: Option<Spanned<String>>,
    note: Spanned<String>,
    reason: Option<Spanned<String>>,
    link: Option<Spanned<String>>,
}

impl Overlay {
    /// Reads `overlay.toml`.
    pub fn read(number: u32, source: &Source, diagnostics: &mut Diagnostics) -> Self {
        let file: File = read_toml(UNREADABLE, number, source, diagnostics);
        let overlay = Self {
            source: number,
            file,
            ..Self::default()
        };
        let file = &overlay.file;
        let members = file.read_only.iter().chain(&file.writable);
        let members = members.chain(&file.secret);
        let added = overlay
            .file
            .property
            .iter()
            .map(|added| [&added.reason, &added.link]);
        let lookups = file.lookup.iter();
        let lookups = lookups.map(|lookup| [&lookup.reason, &lookup.link]);
        let options = file.query_option.iter();
        let options = options.map(|entry| [&entry.reason, &entry.link]);
        let addressed = file.path_addressed.iter();
        let addressed = addressed.map(|entry| [&entry.reason, &entry.link]);
        for text in members
            .map(|entry| [&entry.reason, &entry.link])
            .chain(added)
            .chain(lookups)
            .chain(options)
            .chain(addressed)
            .flatten()
        {
            if text.get_ref().trim().is_empty() {
                let message = "an entry needs a reason and a link";
                diagnostics.push(Diagnostic::error(UNREADABLE, message, overlay.span(text)));
            }
        }
        overlay
    }

    /// Puts properties and deprecations into the model, and resolves the rest against it.
    pub fn apply(&mut self, model: &mut Model, diagnostics: &mut Diagnostics) {
        let file = std::mem::take(&mut self.file);
        for added in &file.property {
            self.add(added, model, diagnostics);
        }
        model.box_cycles();
        for entry in &file.writable {
            if let Some((id, names)) = self.of_type(entry, model, diagnostics) {
                self.writable.entry(id).or_default().extend(names);
            }
        }
        for entry in &file.read_only {
            if let Some((id, names)) = self.of_type(entry, model, diagnostics) {
                self.forbid(id, &names, model);
                self.read_only.entry(id).or_default().extend(names);
            }
        }
        for entry in &file.secret {
            let all = entry.members.iter().map(|name| name.get_ref().clone());
            let (owner, names) = match &entry.owner {
                None => (None, all.collect()),
                Some(_) => match self.of_type(entry, model, diagnostics) {
                    Some((id, names)) => (Some(id), names),
                    None => continue,
                },
            };
            self.secret.entry(owner).or_default().extend(names);
        }
        for entry in &file.deprecated {
            self.deprecate(entry, model, diagnostics);
        }
        for entry in &file.lookup {
            self.add_lookup(entry, model, diagnostics);
        }
        for entry in &file.query_option {
            self.require(entry, model, diagnostics);
        }
        for entry in &file.path_addressed {
            self.address(entry, model, diagnostics);
        }
        self.file = file;
    }

    /// Whether a client may not set a member of a type, if the overlay says anything about it:
    /// what it says of the type itself comes before what it says of a base.
    pub fn is_read_only(&self, model: &Model, owner: TypeId, member: &str) -> Option<bool> {
        let says = |lists: &BTreeMap<TypeId, BTreeSet<String>>, id| {
            lists.get(&id).is_some_and(|list| list.contains(member))
        };
        model.iter_lineage(owner).find_map(|id| {
            if says(&self.writable, id) {
                return Some(false);
            }
            says(&self.read_only, id).then_some(true)
        })
    }

    /// What the overlay says of the members of a type itself: read-only, writable, looked up,
    /// and addressed by paths.
    pub(crate) fn facts(&self, id: TypeId) -> impl std::hash::Hash {
        let lookups = self.lookups.get(&id);
        let addressed = self.path_addressed.contains(&id);
        (
            self.read_only.get(&id),
            self.writable.get(&id),
            lookups,
            addressed,
        )
    }

    /// Whether `Debug` may not print a member.
    pub fn is_secret(&self, model: &Model, owner: Option<TypeId>, member: &str) -> bool {
        let says = |id: Option<TypeId>| {
            self.secret
                .get(&id)
                .is_some_and(|list| list.contains(member))
        };
        let lineage = owner.map(|id| model.lineage(id)).unwrap_or_default();
        says(None) || lineage.into_iter().any(|id| says(Some(id)))
    }

    /// The reason for a property that the overlay added.
    pub fn reason(&self, owner: TypeId, member: &str) -> Option<&str> {
        self.reasons
            .get(&(owner, member.to_owned()))
            .map(String::as_str)
    }

    fn span(&self, text: &Spanned<String>) -> Span {
        Span::new(self.source, text.span().start, text.span().len())
    }

    fn find(
        &self,
        name: &Spanned<String>,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<TypeId> {
        let found = model.find_type(name.get_ref());
        if found.is_none() {
            let nearest = match self.lenient {
                true => None,
                false => nearest_type(model, name.get_ref()),
            };
            let message = format!("unknown type `{}`", name.get_ref());
            diagnostics.push(Diagnostic::error(UNKNOWN, message, self.span(name)).suggest(nearest));
        }
        found
    }

    /// The type of an entry and its members that exist; reports the others.
    fn of_type(
        &self,
        entry: &Members,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<(TypeId, Vec<String>)> {
        let Some(owner) = &entry.owner else {
            let first = entry.members.first();
            let span = first.map(|member| self.span(member)).unwrap_or_default();
            let message = "read-only or writable members need the `type` that has them";
            diagnostics.push(Diagnostic::error(UNREADABLE, message, span));
            return None;
        };
        if entry.optional && model.find_type(owner.get_ref()).is_none() {
            return None;
        }
        let id = self.find(owner, model, diagnostics)?;
        Some((id, self.members(id, &entry.members, model, diagnostics)))
    }

    /// Marks own members of a type as read-only, so that requests do not select their types,
    /// unless they are writable in a derived type.
    fn forbid(&self, owner: TypeId, names: &[String], model: &mut Model) {
        let writable = |name: &String| self.writable.values().any(|list| list.contains(name));
        if let Some(TypeKind::Structured(structured)) =
            type_mut(model, owner).map(|found| &mut found.kind)
        {
            for property in &mut structured.properties {
                let named = names.contains(&property.name) && !writable(&property.name);
                if named && property.permissions.is_none() {
                    property.permissions = Some(Permissions::Read);
                }
            }
        }
    }

    /// The members that exist; reports the others.
    fn members(
        &self,
        owner: TypeId,
        members: &[Spanned<String>],
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Vec<String> {
        let known = model.all_properties(owner);
        let mut out = Vec::new();
        for member in members {
            if known
                .iter()
                .any(|(_, property)| property.name == *member.get_ref())
            {
                out.push(member.get_ref().clone());
            } else {
                let names = known.iter().map(|(_, property)| property.name.as_str());
                let message = format!("the type has no member `{}`", member.get_ref());
                diagnostics.push(
                    Diagnostic::error(UNKNOWN, message, self.span(member))
                        .suggest(closest(member.get_ref(), names)),
                );
            }
        }
        out
    }

    fn deprecate(&self, entry: &Deprecated, model: &mut Model, diagnostics: &mut Diagnostics) {
        let note = Some(Deprecation {
            description: Some(entry.note.get_ref().clone()),
            ..Deprecation::default()
        });
        let given = |text: &Option<Spanned<String>>| {
            text.as_ref()
                .is_some_and(|text| !text.get_ref().trim().is_empty())
        };
        if !given(&entry.reason) && !given(&entry.link) {
            let message = "an entry needs a reason or a link";
            diagnostics.push(Diagnostic::error(
                UNREADABLE,
                message,
                self.span(&entry.note),
            ));
        }
        if let Some(name) = &entry.root {
            match model
                .roots
                .iter_mut()
                .find(|root| root.name == *name.get_ref())
            {
                Some(root) => root.deprecated = note,
                None => diagnostics.push(Diagnostic::error(
                    UNKNOWN,
                    format!("unknown root `{}`", name.get_ref()),
                    self.span(name),
                )),
            }
        } else if let Some(name) = &entry.operation {
            let mut found = false;
            for operation in &mut model.operations {
                if operation.name.to_string() == *name.get_ref() {
                    operation.deprecated.clone_from(&note);
                    found = true;
                }
            }
            if !found {
                let message = format!("unknown operation `{}`", name.get_ref());
                diagnostics.push(Diagnostic::error(UNKNOWN, message, self.span(name)));
            }
        } else if let Some(name) = &entry.owner {
            let Some(id) = self.find(name, model, diagnostics) else {
                return;
            };
            if let Some(member) = &entry.member {
                self.members(id, std::slice::from_ref(member), model, diagnostics);
            }
            let Some(found) = type_mut(model, id) else {
                return;
            };
            match (&entry.member, &mut found.kind) {
                (None, _) => found.deprecated = note,
                (Some(member), TypeKind::Structured(structured)) => {
                    let same = |p: &&mut Property| p.name == *member.get_ref();
                    if let Some(property) = structured.properties.iter_mut().find(same) {
                        property.deprecated = note;
                    }
                }
                (Some(_), _) => {}
            }
        } else {
            let message = "expected `root`, `type` or `operation`";
            diagnostics.push(Diagnostic::error(
                UNREADABLE,
                message,
                self.span(&entry.note),
            ));
        }
    }
}

/// The name of a type that is most like another name.
fn nearest_type(model: &Model, name: &str) -> Option<String> {
    let names: Vec<String> = model.types.iter().map(|t| t.name.to_string()).collect();
    closest(name, names.iter().map(String::as_str)).map(str::to_owned)
}

fn type_mut(model: &mut Model, id: TypeId) -> Option<&mut crate::model::Type> {
    model.types.get_mut(usize::try_from(id.0).ok()?)
}
