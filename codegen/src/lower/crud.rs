//! Lowers the CRUD requests of an entity type: methods to read, update, delete, create and
//! count entities, to change references, and to access streams.

use std::collections::BTreeSet;

use super::keys::by_key_doc;
use super::methods::{path_doc, unnamed};
use super::plan::{Builders, fields, has_key};
use super::{Context, markdown};
use crate::model::{Item, Model, Property, PropertyId, Structured, Type, TypeId};
use crate::names::{escape, snake};
use crate::overlay::LookupBy;
use crate::sdk::{
    Access, AccessParam, Action, CrudRequest, Doc, Lookup, Method, MethodKind, Only, Stream,
};
use crate::select::Use;

impl Context<'_> {
    /// The requests to one entity.
    pub(super) fn entity_requests(
        &self,
        id: TypeId,
        found: &Type,
        planned: Builders,
    ) -> Vec<Method> {
        let entity = self.item(Item::Named(id));
        let words = type_words(found);
        let mut out = Vec::new();
        let text = format!("Reads the {words}.");
        out.push(request(
            "get",
            CrudRequest::Get(entity.clone()),
            &text,
            "GET …",
        ));
        let when = |action| self.only(planned.has_access_param, action);
        if planned.update && planned.patch && self.can_update(id) {
            let text = format!("Updates the properties of the {words} that are set in `body`.");
            let update = CrudRequest::Update(entity.clone());
            let update = request("update", update, &text, "PATCH …");
            out.push(only(when(Action::Update), update));
        }
        if planned.update && planned.replace && self.can_update(id) {
            let text = format!(
                "Replaces the {words}: properties that `body` leaves out get their default values."
            );
            let replace = request("replace", CrudRequest::Replace(entity), &text, "PUT …");
            out.push(only(when(Action::Update), replace));
        }
        if planned.delete && self.used(id, |used| used.delete) {
            let text = format!("Deletes the {words}.");
            let delete = request("delete", CrudRequest::Delete, &text, "DELETE …");
            out.push(only(when(Action::Delete), delete));
        }
        if !self.used(id, |used| used.read_only) {
            out.extend(self.reference_requests(&words, planned));
        }
        out
    }

    /// The requests to the reference that led to one entity.
    fn reference_requests(&self, words: &str, planned: Builders) -> Vec<Method> {
        let mut out = Vec::new();
        if planned.reference {
            let text = format!("Replaces the reference by one to the {words} at this address.");
            let set = CrudRequest::SetReference;
            let set = request("set_reference", set, &text, "PUT …/$ref");
            out.push(only(self.refers(), set));
        }
        let removes = match self.input.dialect.writes_through_navigation {
            true => vec![(
                planned.reference || planned.references,
                Only::ToDo(Action::RemoveReference),
            )],
            false => vec![
                (planned.reference, Only::With(Access::Reference)),
                (planned.references, Only::With(Access::ReferenceItem)),
            ],
        };
        for (_, when) in removes.into_iter().filter(|(there, _)| *there) {
            let text = format!("Removes the reference without deleting the {words}.");
            let remove = CrudRequest::RemoveReference;
            let remove = request("remove_reference", remove, &text, "DELETE …/$ref");
            out.push(only(Some(when), remove));
        }
        out
    }

    /// When a builder has a method that writes entities, if it has an access parameter.
    pub(super) fn only(&self, has_access_param: bool, action: Action) -> Option<Only> {
        let when = match self.input.dialect.writes_through_navigation {
            true => Only::ToDo(action),
            false => Only::With(Access::OWNED),
        };
        has_access_param.then_some(when)
    }

    /// When a builder has a method that adds or sets references.
    fn refers(&self) -> Option<Only> {
        Some(match self.input.dialect.writes_through_navigation {
            true => Only::ToDo(Action::Refer),
            false => Only::With(Access::Reference),
        })
    }

    /// The requests to a collection of entities.
    pub(super) fn collection_requests(
        &self,
        id: TypeId,
        found: &Type,
        planned: Builders,
    ) -> Vec<Method> {
        let entity = self.item(Item::Named(id));
        let words = type_words(found);
        let mut out = Vec::new();
        let text = "Reads the collection, page by page.";
        out.push(request(
            "list",
            CrudRequest::List(entity.clone()),
            text,
            "GET …",
        ));
        let text = "Counts the entities of the collection.";
        out.push(request("count", CrudRequest::Count, text, "GET …/$count"));
        if planned.create && self.can_create(id) {
            let text = format!("Creates a new {words}.");
            let create = request("create", CrudRequest::Create(entity), &text, "POST …");
            let when = self.only(planned.many_has_access_param, Action::Create);
            out.push(only(when, create));
        }
        if planned.references && !self.used(id, |used| used.read_only) {
            let text = format!("Adds a reference to the {words} at this address.");
            let add = CrudRequest::AddReference;
            let add = request("add_reference", add, &text, "POST …/$ref");
            out.push(only(self.refers(), add));
            if self.input.dialect.removes_by_address {
                let text = format!(
                    "Removes the reference to the {words} at this address without deleting it."
                );
                let remove = CrudRequest::RemoveReferenceTo;
                let remove = request("remove_reference", remove, &text, "DELETE …/$ref?$id=…");
                out.push(only(self.refers(), remove));
            }
        }
        out.extend(self.by_key(id, planned));
        out
    }

    /// The methods that lead to one entity of a collection.
    fn by_key(&self, id: TypeId, planned: Builders) -> Vec<Method> {
        if !has_key(self.input.model, id) {
            return Vec::new();
        }
        let owned = AccessParam::Is(Access::OWNED);
        let ways = match (
            planned.many_has_access_param,
            self.input.dialect.writes_through_navigation,
        ) {
            (false, _) => vec![(None, owned)],
            (true, true) => vec![(Some(Only::ToDo(Action::Item)), AccessParam::Item)],
            (true, false) => vec![
                (Some(Only::With(Access::OWNED)), owned),
                (
                    Some(Only::With(Access::Reference)),
                    AccessParam::Is(Access::ReferenceItem),
                ),
            ],
        };
        let mut out = Vec::new();
        for (when, access) in ways {
            if let Some(builder) = self.one(id, access) {
                let key = self.entity_key(id);
                let name = match key.parts.len() {
                    1 => "by_id",
                    _ => "by_key",
                };
                let doc = by_key_doc(&key);
                let mut method = only(when, unnamed(MethodKind::ByKey(key, builder), doc));
                name.clone_into(&mut method.name);
                out.push(method);
            }
        }
        out
    }

    /// The request that finds an entity of a collection by a property.
    pub(super) fn lookup(&self, id: TypeId, by: &LookupBy) -> Method {
        let words = type_words(&self.input.model[id]);
        let name = by.properties.last().map_or("", String::as_str);
        let member = markdown::code(&by.properties.join("/"));
        let text = format!("Finds the {words} whose {member} has this value, if there is one.");
        let lookup = Lookup {
            item: self.item(Item::Named(id)),
            filter: by.filter.clone(),
            argument: escape(&snake(name)),
        };
        let path = format!("GET …?$filter={} eq …", by.filter);
        request("", CrudRequest::Lookup(lookup), &text, &path)
    }

    /// The request that reads a stream.
    pub(super) fn download(&self, id: TypeId, at: Option<PropertyId>) -> Option<Method> {
        let (doc, stream, deprecated) = match self.stream(at)? {
            Some((at, property)) => (
                self.stream_doc(id, at, property),
                Stream::Property(property.name.clone()),
                super::deprecation(property.deprecated.as_ref()),
            ),
            None => (path_doc("…/$value"), Stream::Value, None),
        };
        let mut method = unnamed(MethodKind::Crud(CrudRequest::Download(stream)), doc);
        method.deprecated = deprecated;
        Some(method)
    }

    /// The requests that replace and delete a stream, as far as clients may write it.
    pub(super) fn replacement(
        &self,
        id: TypeId,
        at: Option<PropertyId>,
        clear: bool,
    ) -> Option<Method> {
        let planned = self.plan.builders.get(&id)?;
        let (stream, segment) = match self.stream(at)? {
            Some((at, property)) if self.is_read_only(id, at, property) => return None,
            Some((_, property)) => {
                let name = property.name.clone();
                (Stream::Property(name.clone()), name)
            }
            None => (Stream::Value, "$value".to_owned()),
        };
        if !planned.update || !self.used(id, |used| used.change) {
            return None;
        }
        let method = match clear {
            true => {
                let text = "Deletes the content of the stream without deleting the entity.";
                request(
                    "",
                    CrudRequest::Clear(stream),
                    text,
                    &format!("DELETE …/{segment}"),
                )
            }
            false => {
                let text = "Replaces the content of the stream by these bytes of this media type.";
                request(
                    "",
                    CrudRequest::Upload(stream),
                    text,
                    &format!("PUT …/{segment}"),
                )
            }
        };
        let when = self.only(planned.has_access_param, Action::Update);
        Some(only(when, method))
    }

    /// The property of a stream; `Some(None)` if the entity itself is the stream.
    fn stream(&self, at: Option<PropertyId>) -> Option<Option<(PropertyId, &Property)>> {
        let Some(at) = at else { return Some(None) };
        Some(Some((at, self.input.model.property(at)?)))
    }

    /// Whether the selection says this of a type.
    fn used(&self, id: TypeId, says: fn(&Use) -> bool) -> bool {
        self.input.selection.types.get(&id).is_some_and(says)
    }

    /// Whether clients create entities of a type, and a property that they may set.
    pub(super) fn can_create(&self, id: TypeId) -> bool {
        self.used(id, |used| used.change) && self.can_send(id, &mut BTreeSet::new())
    }

    /// Whether clients change entities of a type, and a property that they may set: a key
    /// alone says which entity is meant.
    pub(super) fn can_update(&self, id: TypeId) -> bool {
        let model = self.input.model;
        let changes = |id: TypeId| {
            let is_open = structured(model, id).is_some_and(|found| found.open);
            let mut fields = fields(model, id).into_iter();
            is_open
                || fields.any(|(at, property)| {
                    !property.immutable
                        && !model.is_key(id, at)
                        && self.can_set(id, (at, property), &mut BTreeSet::new())
                })
        };
        self.used(id, |used| used.change) && self.with_derived(id).any(changes)
    }

    /// Whether a request body can hold anything of a value of a type. `on_the_way` are the types
    /// that lead to it.
    fn can_send(&self, id: TypeId, on_the_way: &mut BTreeSet<TypeId>) -> bool {
        let model = self.input.model;
        if structured(model, id).is_none() {
            return true;
        }
        if !on_the_way.insert(id) {
            return false;
        }
        self.with_derived(id).any(|id| {
            let is_open = structured(model, id).is_some_and(|found| found.open);
            let fields = fields(model, id);
            // A value without properties says something by being there.
            is_open
                || fields.is_empty() && on_the_way.len() > 1
                || fields
                    .into_iter()
                    .any(|field| self.can_set(id, field, on_the_way))
        })
    }

    fn can_set(
        &self,
        owner: TypeId,
        (at, property): (PropertyId, &Property),
        on_the_way: &mut BTreeSet<TypeId>,
    ) -> bool {
        !self.is_read_only(owner, at, property)
            && match property.type_.named() {
                Some(target) => self.can_send(target, on_the_way),
                None => true,
            }
    }

    /// A type and the selected types that derive from it.
    fn with_derived(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        let derived = self.plan.derived.get(&id).into_iter().flatten();
        std::iter::once(id).chain(derived.copied())
    }
}

/// An entity or complex type.
fn structured(model: &Model, id: TypeId) -> Option<&Structured> {
    model.type_(id).and_then(Type::structured)
}

/// The name of a type as lower-case words, for use in a sentence.
fn type_words(found: &Type) -> String {
    let words = snake(&found.name.name).trim_matches('_').replace('_', " ");
    markdown::text(&words).join(" ")
}

fn request(name: &str, what: CrudRequest, text: &str, path: &str) -> Method {
    let facts = format!("OData: {}.", markdown::code(path));
    let doc = Doc(vec![text.to_owned(), String::new(), facts]);
    let mut method = unnamed(MethodKind::Crud(what), doc);
    name.clone_into(&mut method.name);
    method
}

fn only(when: Option<Only>, method: Method) -> Method {
    Method {
        only: when,
        ..method
    }
}
