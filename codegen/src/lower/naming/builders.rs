//! Assigns the names of builders and of their methods.

use std::collections::{BTreeMap, BTreeSet};

use super::GeneratedNames;
use super::reserved::{MANY, MANY_BY_KEY, ONE, REMOVE_REFERENCE, REPLACE};
use super::unreserved::assign_unreserved;
use crate::diagnostic::{Diagnostics, Span};
use crate::lower::Input;
use crate::lower::extent::Extent;
use crate::lower::overloads::Overloads;
use crate::lower::plan::{
    Plan, alternate_keys, casts, has_composite_key, has_key, is_media, operation_order, streams,
    url_name,
};
use crate::model::{Item, Model, Operation, OperationId, PropertyId, Type, TypeId, TypeRef};
use crate::names::assign::{NameRequest, NameScope};
use crate::names::plural::singular;
use crate::names::snake;
use crate::sdk::{Path, When};

/// The names of an entity type's builders.
#[derive(Clone, Debug, Default)]
pub struct BuilderNames {
    /// The module of their file.
    pub file: String,
    /// The builder of one entity.
    pub one: Path,
    /// The builder of a collection.
    pub many: Path,
    /// The methods of the builder of one entity.
    pub methods: Vec<(MethodPurpose, String)>,
    /// The methods of the builder of a collection.
    pub many_methods: Vec<(MethodPurpose, String)>,
}

/// The purpose of a method of a builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodPurpose {
    /// Goes to the target of a navigation property.
    Navigation(PropertyId),
    /// Goes to one entity of a collection-valued navigation property, by key.
    Keyed(PropertyId),
    /// Reads a stream: a stream property, or the media entity itself if there is no
    /// property.
    Download(Option<PropertyId>),
    /// Replaces such a stream.
    Upload(Option<PropertyId>),
    /// Deletes such a stream.
    Clear(Option<PropertyId>),
    /// Casts the entity to a derived type.
    Cast(TypeId),
    /// Restricts a collection to the entities of a derived type.
    CastAll(TypeId),
    /// Goes to an item below by a path of names.
    ByPath,
    /// Goes to one entity by an alternate key: the position among the type's alternate
    /// keys.
    Alternate(usize),
    /// Looks up one entity by a property: the position among the overlay's lookups of the type.
    Lookup(usize),
    /// Invokes an operation.
    Operation(OperationId),
}

/// Assigns the builders' own names, before operations: those must avoid them in the same
/// file.
pub fn assign_builders(
    input: Input<'_>,
    plan: &Plan,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    let mut scopes: BTreeMap<Vec<String>, NameScope> = BTreeMap::new();
    for id in plan.with_builders() {
        let own = names.types.get(&id).zip(names.files.get(&id));
        let passage = names.passages.get(&id).map(|(path, file)| (path, file));
        let Some((path, file)) = own.or(passage) else {
            continue;
        };
        let found = &input.model[id];
        let mut modules = path.modules.clone();
        if let Some(first) = modules.first_mut() {
            "requests".clone_into(first);
        }
        let own = path.name.trim_start_matches("r#").trim_end_matches('_');
        let scope = scopes.entry(modules.clone()).or_default();
        let mut assign = |of: String, ident: String| {
            let request = NameRequest::new(format!("builder {of}"), Some(found.span), ident)
                .with_decision(input.decisions);
            Path {
                modules: modules.clone(),
                name: scope.assign(&request, diagnostics),
                when: When::ALWAYS,
            }
        };
        let builder = BuilderNames {
            file: file.clone(),
            one: assign(found.name.to_string(), format!("{own}Requests")),
            many: assign(
                format!("Collection({})", found.name),
                format!("{own}CollectionRequests"),
            ),
            ..BuilderNames::default()
        };
        names.builders.insert(id, builder);
    }
}

/// Assigns the methods of all builders.
pub fn assign_methods(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    extent: &Extent,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    for id in plan.with_builders().filter(|id| extent.has_builders(*id)) {
        let requests = |many: bool| {
            let mut requests = MethodRequests::new(input, id);
            if plan.builders[&id].passage {
                if !many {
                    requests.navigation_properties(plan);
                }
                return requests.list;
            }
            if many {
                requests.alternate_keys();
                requests.lookups();
                requests.casts(plan, names, true);
            } else {
                requests.navigation_properties(plan);
                requests.streams();
                requests.casts(plan, names, false);
                requests.by_path();
            }
            requests.operations(overloads, names, many);
            requests.list
        };
        let (one, many) = (requests(false), requests(true));
        let replace = plan.builders[&id].replace.then_some(REPLACE);
        let reserved: Vec<&str> = ONE.iter().copied().chain(replace).collect();
        let one = assign_unreserved(one, &reserved, diagnostics);
        let reserved = match has_composite_key(input.model, id) {
            true => MANY_BY_KEY,
            false => MANY,
        };
        let removes = input.dialect.removes_by_address.then_some(REMOVE_REFERENCE);
        let reserved: Vec<&str> = reserved.iter().copied().chain(removes).collect();
        let many = assign_unreserved(many, &reserved, diagnostics);
        if let Some(builder) = names.builders.get_mut(&id) {
            builder.methods = one;
            builder.many_methods = many;
        }
    }
}

/// The requests for the method names of one builder.
struct MethodRequests<'a> {
    input: Input<'a>,
    id: TypeId,
    found: &'a Type,
    list: Vec<(MethodPurpose, NameRequest)>,
}

impl<'a> MethodRequests<'a> {
    fn new(input: Input<'a>, id: TypeId) -> Self {
        Self {
            input,
            id,
            found: &input.model[id],
            list: Vec::new(),
        }
    }

    /// Requests the name of a method; `span` is the position of what the method is for.
    fn add(&mut self, purpose: MethodPurpose, span: Span, member: &str, ident: String) {
        let element = format!("method {}/{member}", self.found.name);
        let request = NameRequest::new(element, Some(span), ident);
        let request = request.with_decision(self.input.decisions);
        self.list.push((purpose, request));
    }

    fn navigation_properties(&mut self, plan: &Plan) {
        let model = self.input.model;
        for (at, property) in model.all_properties(self.id) {
            let target = property.type_.named();
            let Some(target) = target.filter(|target| plan.builders.contains_key(target)) else {
                continue;
            };
            let selection = self.input.selection;
            if property.navigation.is_none() || !selection.leads_on(self.id, at, target) {
                continue;
            }
            let ident = snake(&property.name);
            if property.type_.collection && has_key(model, target) {
                let by = match has_composite_key(model, target) {
                    true => "key",
                    false => "id",
                };
                let keyed = singular(&ident).unwrap_or_else(|| format!("{ident}_by_{by}"));
                let member = format!("{}(id)", property.name);
                self.add(MethodPurpose::Keyed(at), property.span, &member, keyed);
            }
            if !(property.type_.collection && selection.is_passage(target)) {
                self.add(
                    MethodPurpose::Navigation(at),
                    property.span,
                    &property.name,
                    ident,
                );
            }
        }
    }

    fn streams(&mut self) {
        let streams = streams(self.input.model, self.id).into_iter();
        let named = streams.map(|(at, stream)| (Some(at), stream.span, stream.name.as_str()));
        let media = is_media(self.input.model, self.id);
        let own = media.then_some((None, self.found.span, "$value"));
        for (at, span, stream) in named.chain(own) {
            let ident = snake(stream);
            let (upload, delete) = (format!("upload_{ident}"), format!("delete_{ident}"));
            self.add(MethodPurpose::Download(at), span, stream, ident);
            self.add(
                MethodPurpose::Upload(at),
                span,
                &format!("{stream}(upload)"),
                upload,
            );
            self.add(
                MethodPurpose::Clear(at),
                span,
                &format!("{stream}(delete)"),
                delete,
            );
        }
    }

    fn alternate_keys(&mut self) {
        let keys = alternate_keys(self.input.model, self.id);
        let lookups = self.input.overlay.lookups(self.input.model, self.id);
        for (at, key) in keys.iter().enumerate() {
            let names: Vec<&str> = key.iter().map(url_name).collect();
            // The overlay says that the service finds the entity by a filter instead.
            if lookups.iter().any(|lookup| lookup.properties == names) {
                continue;
            }
            let idents: Vec<String> = names.iter().map(|name| snake(name)).collect();
            let ident = format!("by_{}", idents.join("_and_"));
            let member = format!("({})", names.join(","));
            self.add(
                MethodPurpose::Alternate(at),
                self.found.span,
                &member,
                ident,
            );
        }
    }

    fn lookups(&mut self) {
        let lookups = self.input.overlay.lookups(self.input.model, self.id);
        for (at, lookup) in lookups.into_iter().enumerate() {
            let name = lookup.properties.last().map_or("", String::as_str);
            let member = format!("?{}", lookup.filter);
            self.add(
                MethodPurpose::Lookup(at),
                self.found.span,
                &member,
                format!("by_{}", snake(name)),
            );
        }
    }

    fn casts(&mut self, plan: &Plan, names: &GeneratedNames, many: bool) {
        let model = self.input.model;
        let mut list = casts(model, plan, self.id);
        list.retain(|id| {
            let planned = plan.builders.get(id);
            planned.is_some_and(|planned| if many { planned.many } else { planned.direct })
        });
        for derived in list {
            let purpose = match many {
                true => MethodPurpose::CastAll(derived),
                false => MethodPurpose::Cast(derived),
            };
            if let Some(path) = names.types.get(&derived) {
                let ident = format!("as_{}", snake(path.name.trim_start_matches("r#")));
                let derived_type = &model[derived];
                let member = derived_type.name.to_string();
                self.add(purpose, derived_type.span, &member, ident);
            }
        }
    }

    fn by_path(&mut self) {
        let model = self.input.model;
        if self.input.overlay.is_path_addressed(model, self.id) {
            let span = self.found.span;
            self.add(
                MethodPurpose::ByPath,
                span,
                ":/{path}",
                "by_path".to_owned(),
            );
        }
    }

    fn operations(&mut self, overloads: &Overloads<'_>, names: &GeneratedNames, many: bool) {
        for (id, operation) in bound(self.input.model, overloads, self.id, many) {
            if let Some(names) = names.operations.get(&id) {
                let parameters = overloads.distinct_parameters(operation).unwrap_or_default();
                let member = format!("{}({parameters})", operation.name);
                let method = names.method.clone();
                self.add(
                    MethodPurpose::Operation(id),
                    operation.span,
                    &member,
                    method,
                );
            }
        }
    }
}

/// The operations bound to a type or to one of its base types, those of the base types
/// first. If several types bind operations of one name, those of the nearest type are kept.
fn bound<'m>(
    model: &'m Model,
    overloads: &Overloads<'_>,
    id: TypeId,
    many: bool,
) -> Vec<(OperationId, &'m Operation)> {
    let mut out: Vec<Vec<(OperationId, &Operation)>> = Vec::new();
    let mut seen = BTreeSet::new();
    for owner in model.lineage(id) {
        let binding = TypeRef {
            item: Item::Named(owner),
            collection: many,
        };
        let own = overloads.bound_to(binding).iter();
        let own = own.map(|id| (*id, &model[*id]));
        let mut own: Vec<_> = own.filter(|(_, o)| !seen.contains(&o.name)).collect();
        own.sort_by_cached_key(|(_, operation)| operation_order(model, operation));
        seen.extend(own.iter().map(|(_, operation)| operation.name.clone()));
        out.push(own);
    }
    out.into_iter().rev().flatten().collect()
}
