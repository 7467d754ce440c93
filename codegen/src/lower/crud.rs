//! Lowers the CRUD requests of an entity type: methods to read, update, delete, create and
//! count entities, to change references, and to access streams.

use super::methods::{path_doc, unnamed};
use super::plan::{Builders, fields, has_key};
use super::{Context, markdown};
use crate::model::{Item, Property, PropertyId, Type, TypeId};
use crate::names::snake;
use crate::sdk::{Access, AccessParam, CrudRequest, Doc, Method, MethodKind, Stream};

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
        let owned = planned.has_access_param.then_some(Access::Owned);
        if planned.update && self.can_update(id) {
            let text = format!("Updates the properties of the {words} that are set in `body`.");
            let update = request("update", CrudRequest::Update(entity), &text, "PATCH …");
            out.push(only(owned, update));
        }
        if planned.delete {
            let text = format!("Deletes the {words}.");
            out.push(only(
                owned,
                request("delete", CrudRequest::Delete, &text, "DELETE …"),
            ));
        }
        let removes = [
            (planned.reference, Access::Reference),
            (planned.references, Access::ReferenceItem),
        ];
        if planned.reference {
            let text = format!("Makes the reference refer to the {words} at this address instead.");
            let set = request(
                "set_reference",
                CrudRequest::SetReference,
                &text,
                "PUT …/$ref",
            );
            out.push(only(Some(Access::Reference), set));
        }
        for (_, access) in removes.into_iter().filter(|(there, _)| *there) {
            let text = format!("Removes the reference without deleting the {words}.");
            let request = request(
                "remove_reference",
                CrudRequest::RemoveReference,
                &text,
                "DELETE …/$ref",
            );
            out.push(only(Some(access), request));
        }
        out
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
        let owned = planned.references.then_some(Access::Owned);
        if planned.create && self.is_written(id) {
            let text = format!("Creates a new {words}.");
            out.push(only(
                owned,
                request("create", CrudRequest::Create(entity), &text, "POST …"),
            ));
        }
        if planned.references {
            let text = format!("Adds a reference to the {words} at this address.");
            let add = request(
                "add_reference",
                CrudRequest::AddReference,
                &text,
                "POST …/$ref",
            );
            out.push(only(Some(Access::Reference), add));
        }
        let ways = [
            (true, owned, Access::Owned),
            (
                planned.references,
                Some(Access::Reference),
                Access::ReferenceItem,
            ),
        ];
        for (_, only_on, access) in ways.into_iter().filter(|(there, ..)| *there) {
            if let Some(builder) = self
                .one(id, AccessParam::Is(access))
                .filter(|_| has_key(self.input.model, id))
            {
                let doc = Doc(vec!["The entity with this key.".to_owned()]);
                let mut method = only(only_on, unnamed(MethodKind::ById(builder), doc));
                "by_id".clone_into(&mut method.name);
                out.push(method);
            }
        }
        out
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
        if !planned.update || !self.is_written(id) {
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
        Some(only(
            planned.has_access_param.then_some(Access::Owned),
            method,
        ))
    }

    /// The property of a stream; `Some(None)` if the entity itself is the stream.
    fn stream(&self, at: Option<PropertyId>) -> Option<Option<(PropertyId, &Property)>> {
        let Some(at) = at else { return Some(None) };
        Some(Some((at, self.input.model.property(at)?)))
    }

    /// Whether clients send entities of a type.
    fn is_written(&self, id: TypeId) -> bool {
        let found = self.input.selection.types.get(&id);
        found.is_some_and(|found| found.write)
    }

    /// Whether an entity of a type has a property that clients may update.
    fn can_update(&self, id: TypeId) -> bool {
        let model = self.input.model;
        let changes = |id: TypeId| {
            let open = model.type_(id).and_then(|found| found.structured());
            open.is_some_and(|found| found.open)
                || fields(model, id)
                    .into_iter()
                    .any(|(at, property)| !self.is_read_only(id, at, property))
        };
        let derived = self.plan.derived.get(&id).into_iter().flatten();
        self.is_written(id) && std::iter::once(&id).chain(derived).any(|id| changes(*id))
    }
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

fn only(access: Option<Access>, method: Method) -> Method {
    Method {
        only: access,
        ..method
    }
}
