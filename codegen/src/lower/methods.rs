//! Lowers an entity type to its [`Builder`]s, and the entity container to the methods at
//! which paths start.

use super::naming::{BuilderNames, MethodPurpose};
use super::{Context, deprecation, keys, markdown};
use crate::model::{Item, OperationId, PropertyId, RootKind, Type, TypeId, TypeRef, Writing};
use crate::sdk::{
    Access, AccessParam, Action, Builder, BuilderRef, Constructor, Doc, Method, MethodKind, Only,
    Path, Root,
};

const OWNED: AccessParam = AccessParam::Is(Access::OWNED);

impl Context<'_> {
    /// The builders of one entity and of a collection, as far as paths lead to them.
    pub(super) fn builders(&self, id: TypeId, found: &Type, names: &BuilderNames) -> Vec<Builder> {
        let planned = self.plan.builders[&id];
        let builder =
            |many: bool, path: &Path, has_access_param: bool, own: &[(MethodPurpose, String)]| {
                let mut methods = match many {
                    _ if planned.passage => Vec::new(),
                    true => self.collection_requests(id, found, planned),
                    false => self.entity_requests(id, found, planned),
                };
                methods.extend(self.methods(id, own));
                Builder {
                    path: path.clone(),
                    doc: match planned.passage {
                        true => self.passage_doc(found),
                        false => self.builder_doc(found, many),
                    },
                    deprecated: deprecation(found.deprecated.as_ref()),
                    entity: found.name.to_string(),
                    has_access_param,
                    methods,
                    former: Vec::new(),
                }
            };
        let one = planned
            .one
            .then(|| builder(false, &names.one, planned.has_access_param, &names.methods));
        let many = planned.many.then(|| {
            builder(
                true,
                &names.many,
                planned.many_has_access_param,
                &names.many_methods,
            )
        });
        one.into_iter().chain(many).collect()
    }

    fn methods(&self, id: TypeId, names: &[(MethodPurpose, String)]) -> Vec<Method> {
        let methods = names.iter().filter_map(|(purpose, name)| {
            let mut method = self.method(id, *purpose)?;
            name.clone_into(&mut method.name);
            Some(method)
        });
        methods.collect()
    }

    /// A method of a builder, without its name.
    fn method(&self, id: TypeId, purpose: MethodPurpose) -> Option<Method> {
        let model = self.input.model;
        match purpose {
            MethodPurpose::Navigation(at) => self.navigation(at, false),
            MethodPurpose::Keyed(at) => self.navigation(at, true),
            MethodPurpose::Download(at) => self.download(id, at),
            MethodPurpose::Upload(at) => self.replacement(id, at, false),
            MethodPurpose::Clear(at) => self.replacement(id, at, true),
            MethodPurpose::Cast(derived) => {
                let segment = model.type_(derived)?.name.to_string();
                let own = self.plan.builders.get(&id)?;
                let access = if own.has_access_param {
                    AccessParam::Same
                } else {
                    OWNED
                };
                let builder = self.one(derived, access)?;
                let doc = path_doc(&format!("…/{segment}"));
                Some(unnamed(MethodKind::Segment(segment, builder), doc))
            }
            MethodPurpose::CastAll(derived) => {
                let segment = model.type_(derived)?.name.to_string();
                let access = match self.plan.builders.get(&id)?.many_has_access_param {
                    true => AccessParam::Same,
                    false => OWNED,
                };
                let builder = self.many(derived, access)?;
                let mut doc = path_doc(&format!("…/{segment}"));
                doc.0
                    .extend([String::new(), "Only the entities of this type.".to_owned()]);
                Some(unnamed(MethodKind::Segment(segment, builder), doc))
            }
            MethodPurpose::ByPath => self.by_path(id),
            MethodPurpose::Alternate(at) => {
                let key = self.alternate_key(id, at)?;
                let doc = path_doc(&format!("…{}", keys::shown(&key)));
                let has_param = self.plan.builders.get(&id)?.many_has_access_param;
                let writes = self.input.dialect.writes_through_navigation;
                let (only, access) = match (has_param, writes) {
                    (true, true) => (Some(Only::ToDo(Action::Item)), AccessParam::Item),
                    (true, false) => (Some(Only::With(Access::OWNED)), OWNED),
                    (false, _) => (None, OWNED),
                };
                let builder = self.one(id, access)?;
                let mut method = unnamed(MethodKind::ByKey(key, builder), doc);
                method.only = only;
                Some(method)
            }
            MethodPurpose::Lookup(at) => {
                let lookups = self.input.overlay.lookups(model, id);
                Some(self.lookup(id, lookups.get(at)?))
            }
            MethodPurpose::Operation(operation_id) => {
                let operation = model.operation(operation_id)?;
                let key = self.overloads.key(operation);
                let constructor = self.constructor(operation_id)?;
                let mut doc = self.operation_doc(operation, &key);
                // The operation's struct has the full doc comment; the method repeats the
                // first paragraph.
                let first = doc
                    .0
                    .iter()
                    .position(String::is_empty)
                    .unwrap_or(doc.0.len());
                doc.0.truncate(first);
                doc.0.push(String::new());
                doc.0.push(format!(
                    "OData: {}.",
                    markdown::code(&operation.name.to_string())
                ));
                let taken = constructor
                    .arguments
                    .iter()
                    .map(|known| known.name.as_str());
                let required = model.query_options.of_operation(operation_id);
                let options = self.options(&required, taken);
                keys::document_options(&mut doc, &options);
                let mut method = unnamed(MethodKind::Operation(constructor), doc);
                method.options = options;
                method.deprecated = deprecation(operation.deprecated.as_ref());
                Some(method)
            }
        }
    }

    /// The method that continues with a path of names.
    fn by_path(&self, id: TypeId) -> Option<Method> {
        let access = match self.plan.builders.get(&id)?.has_access_param {
            true => AccessParam::Same,
            false => OWNED,
        };
        let doc = Doc(vec![
            "The item with this path of names below this one, such as `folder/file name`."
                .to_owned(),
            String::new(),
            "A path that has an empty name, `.` or `..` is refused.".to_owned(),
        ]);
        Some(unnamed(MethodKind::ByPath(self.one(id, access)?), doc))
    }

    /// The method for a navigation property, or for one entity of a collection-valued one.
    fn navigation(&self, at: PropertyId, keyed: bool) -> Option<Method> {
        let property = self.input.model.property(at)?;
        let target = property.type_.named()?;
        let segment = property.name.clone();
        let key = keyed.then(|| self.entity_key(target));
        let shown = key.as_ref().map(keys::shown).unwrap_or_default();
        let mut doc = path_doc(&format!("…/{}{shown}", property.name));
        let parts = key.iter().flat_map(|key| &key.parts);
        let taken = parts.map(|part| part.name.as_str());
        let options = self.options(&self.input.model.query_options.of_property(at), taken);
        keys::document_options(&mut doc, &options);
        let writes = self.input.dialect.writes_through_navigation;
        let writing = self.input.model.writing_through(at);
        let access = AccessParam::Is(match (property.contains_target(), writes, keyed) {
            (true, _, _) => self.owned(writing),
            (false, true, true) => Access::RelatedItem(writing),
            (false, true, false) => Access::Related(writing),
            (false, false, true) => Access::ReferenceItem,
            (false, false, false) => Access::Reference,
        });
        let kind = match (key, property.type_.collection) {
            (Some(key), _) => MethodKind::Keyed(segment, key, self.one(target, access)?),
            (None, true) => MethodKind::Segment(segment, self.many(target, access)?),
            (None, false) => MethodKind::Segment(segment, self.one(target, access)?),
        };
        let mut method = unnamed(kind, doc);
        method.options = options;
        method.deprecated = deprecation(property.deprecated.as_ref());
        Some(method)
    }

    /// The access to where entities live. Where navigation properties lead to references alone,
    /// a method belongs to all such places or to none.
    fn owned(&self, writing: Writing) -> Access {
        match self.input.dialect.writes_through_navigation {
            true => Access::Owned(writing),
            false => Access::OWNED,
        }
    }

    /// The builder of one entity of a type.
    pub(super) fn one(&self, id: TypeId, access: AccessParam) -> Option<BuilderRef> {
        let path = self.names.builders.get(&id)?.one.clone();
        let has_access_param = self.plan.builders.get(&id)?.has_access_param;
        let access = has_access_param.then_some(access);
        Some(BuilderRef { path, access })
    }

    /// The builder of a collection of entities of a type.
    pub(super) fn many(&self, id: TypeId, access: AccessParam) -> Option<BuilderRef> {
        let path = self.names.builders.get(&id)?.many.clone();
        let has_access_param = self.plan.builders.get(&id)?.many_has_access_param;
        let access = has_access_param.then_some(access);
        Some(BuilderRef { path, access })
    }

    /// The methods at which paths start.
    pub(super) fn roots(&self) -> Vec<Root> {
        let roots = self.names.roots.iter();
        let mut roots: Vec<Root> = roots
            .filter_map(|((at, operation), name)| self.root(*at, *operation, name))
            .collect();
        roots.sort_by(|a, b| a.name.cmp(&b.name));
        roots
    }

    fn root(&self, at: usize, operation: Option<OperationId>, name: &str) -> Option<Root> {
        let model = self.input.model;
        let root = model.roots.get(at)?;
        let passage = self.input.selection.passage_roots.contains(&at);
        let key = match &root.kind {
            RootKind::EntitySet { type_ } if passage => Some(self.entity_key(*type_)),
            _ => None,
        };
        let access = self.owned(root.writing());
        let of = |builder: BuilderRef, type_: TypeRef| {
            let access = builder.access.map(|_| access);
            let constructor = constructor(builder.path);
            (constructor, access, model.type_name(type_), false)
        };
        let (constructor, access, facts, import) = match (&root.kind, operation) {
            (RootKind::Singleton { type_, .. }, _) => {
                let builder = self.one(*type_, AccessParam::Is(access))?;
                of(builder, TypeRef::one(Item::Named(*type_)))
            }
            (RootKind::EntitySet { type_ }, _) => {
                let builder = match &key {
                    Some(_) => self.one(*type_, AccessParam::Is(access))?,
                    None => self.many(*type_, AccessParam::Is(access))?,
                };
                of(builder, TypeRef::many(Item::Named(*type_)))
            }
            (_, Some(id)) => {
                let name = model.operation(id)?.name.to_string();
                (self.constructor(id)?, None, name, true)
            }
            _ => return None,
        };
        let parts = key.iter().flat_map(|key| &key.parts);
        let taken = parts.map(|part| part.name.as_str());
        let taken = taken.chain(
            constructor
                .arguments
                .iter()
                .map(|known| known.name.as_str()),
        );
        let required = match operation {
            Some(id) => model.query_options.of_operation(id),
            None => model.query_options.of_root(at),
        };
        let options = self.options(&required, taken);
        let mut doc = self.root_doc(root, &facts, key.as_ref());
        keys::document_options(&mut doc, &options);
        Some(Root {
            name: name.to_owned(),
            segment: root.name.clone(),
            import,
            doc,
            key,
            options,
            deprecated: deprecation(root.deprecated.as_ref()),
            constructor,
            access,
            when: self.conditions.of_root(at),
        })
    }
}

/// The call that creates the builder at the start of a path.
fn constructor(path: Path) -> Constructor {
    Constructor {
        path,
        arguments: Vec::new(),
    }
}

/// A method with a fixed name that every builder of its kind has.
pub(super) fn unnamed(kind: MethodKind, doc: Doc) -> Method {
    Method {
        name: String::new(),
        doc,
        deprecated: None,
        only: None,
        options: Vec::new(),
        kind,
    }
}

/// The doc comment of a method that continues a path. The doc comment of the property
/// describes the target.
pub(super) fn path_doc(path: &str) -> Doc {
    Doc(vec![format!("The path {}.", markdown::code(path))])
}
