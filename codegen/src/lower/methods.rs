//! What goes in: an entity type that paths lead to. What comes out: its
//! [`Builder`]s, and the functions where paths begin.

use super::naming::{BuilderNames, MethodName};
use super::plan::{alternate_keys, has_key};
use super::{Context, deprecation, markdown};
use crate::model::{Item, OperationId, RootKind, Type, TypeId, TypeRef};
use crate::names::{escape, snake};
use crate::sdk::{Builder, Call, Doc, Method, MethodKind, Root};

impl Context<'_> {
    /// The builders of one and of many, as far as paths lead there.
    pub(super) fn builders(&self, id: TypeId, found: &Type, names: &BuilderNames) -> Vec<Builder> {
        let planned = self.plan.builders.get(&id).copied().unwrap_or_default();
        let mut out = Vec::new();
        let deprecated = deprecation(found.deprecated.as_ref());
        let entity = self.item(Item::Named(id));
        if planned.one {
            out.push(Builder {
                path: names.one.clone(),
                doc: self.builder_doc(found, false),
                deprecated: deprecated.clone(),
                entity: entity.clone(),
                collection: false,
                one: None,
                methods: self.methods(id, &names.methods),
            });
        }
        if planned.many {
            out.push(Builder {
                path: names.many.clone(),
                doc: self.builder_doc(found, true),
                deprecated,
                entity,
                collection: true,
                one: Some(names.one.clone()).filter(|_| has_key(self.input.model, id)),
                methods: self.methods(id, &names.many_methods),
            });
        }
        out
    }

    fn methods(&self, id: TypeId, names: &[(MethodName, String)]) -> Vec<Method> {
        let methods = names.iter().filter_map(|(what, name)| {
            let (kind, doc, deprecated) = self.method(id, *what)?;
            Some(Method {
                name: name.clone(),
                doc,
                deprecated,
                kind,
            })
        });
        methods.collect()
    }

    fn method(&self, id: TypeId, what: MethodName) -> Option<(MethodKind, Doc, Option<String>)> {
        let model = self.input.model;
        match what {
            MethodName::Navigation(at) | MethodName::Keyed(at) => {
                let property = model.property(at)?;
                let target = self.names.builders.get(&property.type_.named()?)?;
                let keyed = matches!(what, MethodName::Keyed(_));
                let segment = property.name.clone();
                let key = if keyed { "/{id}" } else { "" };
                let doc = path_doc(&format!("…/{}{key}", property.name));
                let kind = match (keyed, property.type_.collection) {
                    (true, _) => MethodKind::Keyed(segment, target.one.clone()),
                    (false, true) => MethodKind::Segment(segment, target.many.clone()),
                    (false, false) => MethodKind::Segment(segment, target.one.clone()),
                };
                Some((kind, doc, deprecation(property.deprecated.as_ref())))
            }
            MethodName::Stream(at) => {
                let property = model.property(at)?;
                let doc = self.stream_doc(id, at, property);
                let deprecated = deprecation(property.deprecated.as_ref());
                Some((MethodKind::Stream(property.name.clone()), doc, deprecated))
            }
            MethodName::Cast(derived) => {
                let segment = model.type_(derived)?.name.to_string();
                let path = self.names.builders.get(&derived)?.one.clone();
                let doc = path_doc(&format!("…/{segment}"));
                Some((MethodKind::Segment(segment, path), doc, None))
            }
            MethodName::Alternate(at) => {
                let keys = alternate_keys(model, id);
                let parts = keys.get(at)?.iter();
                let arguments = escaped_words(parts.clone());
                let shown: Vec<String> = parts.clone().map(|n| format!("{n}='…'")).collect();
                let doc = path_doc(&format!("…({})", shown.join(",")));
                let parts = parts.map(|name| (*name).to_owned()).zip(arguments);
                let path = self.names.builders.get(&id)?.one.clone();
                Some((MethodKind::Named(parts.collect(), path), doc, None))
            }
            MethodName::Operation(operation_id) => {
                let operation = model.operation(operation_id)?;
                let key = self.overloads.key(operation);
                let call = self.call(operation_id)?;
                let mut doc = self.operation_doc(operation, &key);
                // The struct says the rest; a method needs its first paragraph.
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
                let deprecated = deprecation(operation.deprecated.as_ref());
                Some((MethodKind::Call(call), doc, deprecated))
            }
        }
    }

    /// The functions where paths begin.
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
        let (call, facts) = match (&root.kind, operation) {
            (RootKind::Singleton { type_, .. }, _) => {
                let path = self.names.builders.get(type_)?.one.clone();
                (
                    Call {
                        path,
                        arguments: Vec::new(),
                    },
                    TypeRef::one(Item::Named(*type_)),
                )
            }
            (RootKind::EntitySet { type_ }, _) => {
                let path = self.names.builders.get(type_)?.many.clone();
                (
                    Call {
                        path,
                        arguments: Vec::new(),
                    },
                    TypeRef::many(Item::Named(*type_)),
                )
            }
            (_, Some(id)) => {
                let call = self.call(id)?;
                let found = model.operation(id)?;
                let doc = self.root_doc(root, &found.name.to_string());
                return Some(Root {
                    name: name.to_owned(),
                    segment: root.name.clone(),
                    import: true,
                    doc,
                    deprecated: deprecation(root.deprecated.as_ref()),
                    call,
                    when: self.conditions.of_root(at),
                });
            }
            _ => return None,
        };
        Some(Root {
            name: name.to_owned(),
            segment: root.name.clone(),
            import: false,
            doc: self.root_doc(root, &model.type_name(facts)),
            deprecated: deprecation(root.deprecated.as_ref()),
            call,
            when: self.conditions.of_root(at),
        })
    }
}

/// The doc of a method that goes on along the path; where that is the way to a property,
/// the field says what is there.
pub(super) fn path_doc(path: &str) -> Doc {
    Doc(vec![format!("The path {}.", markdown::code(path))])
}

/// The arguments of an alternate key.
fn escaped_words<'n>(names: impl Iterator<Item = &'n &'n str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        let mut words = escape(&snake(name));
        while out.contains(&words) {
            words.push('_');
        }
        out.push(words);
    }
    out
}
