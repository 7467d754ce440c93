//! What the Capabilities vocabulary says of writing at entity sets, at singletons and through
//! navigation properties, and of `PUT`.

use super::terms::{field, items, text};
use super::{Model, PropertyId, Root, RootKind, TypeId};
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind};

const CAPABILITIES: &str = "Org.OData.Capabilities.V1.";

/// The requests that may write the entities at a root or navigation property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writing {
    /// `POST` to the collection.
    pub create: bool,
    /// `PATCH` and `PUT`.
    pub update: bool,
    /// `DELETE`.
    pub delete: bool,
}

impl Writing {
    /// Everything, which is what the standard allows where nothing else is said.
    pub const ALL: Self = Self {
        create: true,
        update: true,
        delete: true,
    };

    /// Nothing.
    pub const NONE: Self = Self {
        create: false,
        update: false,
        delete: false,
    };

    /// Whether any is allowed.
    pub fn any(self) -> bool {
        self.create || self.update || self.delete
    }

    /// What one of the two allows.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            create: self.create || other.create,
            update: self.update || other.update,
            delete: self.delete || other.delete,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            create: self.create && other.create,
            update: self.update && other.update,
            delete: self.delete && other.delete,
        }
    }

    /// What restrictions leave, each found by its term without the vocabulary.
    fn within<'a>(find: impl Fn(&str) -> Option<&'a Expression>) -> Self {
        let allows = |term: &str, says: &str| {
            let value = find(term).and_then(|restrictions| field(restrictions, says));
            !value.is_some_and(is_false)
        };
        Self {
            create: allows("InsertRestrictions", "Insertable"),
            update: allows("UpdateRestrictions", "Updatable"),
            delete: allows("DeleteRestrictions", "Deletable"),
        }
    }
}

/// The methods that update an entity, as `UpdateRestrictions/UpdateMethod` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UpdateMethods {
    /// Whether some place of the type says `PUT`.
    pub put: bool,
    /// Whether every place of the type says a method, and none says `PATCH`.
    pub no_patch: bool,
    /// Whether every place of the type says a method, and none says `PUT`.
    pub no_put: bool,
}

impl Root {
    /// What an entity set or a singleton allows at its own address.
    pub fn writing(&self) -> Writing {
        Writing::within(|term| value(&self.annotations, term))
    }
}

impl Model {
    /// What may be written through a navigation property: what its own annotations allow, and
    /// those of at least one entity set or singleton of its type, if there is any.
    pub fn writing_through(&self, at: PropertyId) -> Writing {
        let Some(property) = self.property(at) else {
            return Writing::ALL;
        };
        let list = &property.annotations;
        let own = Writing::within(|term| value(list, term));
        let restricted = restricted(list).filter(|record| match field(record, PROPERTY) {
            // On the property itself the record may leave out which one it is about.
            None => true,
            Some(path) => text(Some(path)) == Some(&property.name),
        });
        let own = restricted.fold(own, |own, record| own.and(of_record(record)));
        let roots = self.roots.iter();
        let roots = roots.filter(|root| target(root).is_some_and(|id| self.is_a(id, at.owner)));
        let from_roots = roots.map(|root| {
            let records = restricted_at(root, &property.name);
            records.fold(Writing::ALL, |all, record| all.and(of_record(record)))
        });
        own.and(from_roots.reduce(Writing::or).unwrap_or(Writing::ALL))
    }

    /// Where entities can be updated, and the methods there if the metadata says any
    /// (`UpdateRestrictions/UpdateMethod`): entity sets and singletons that do not forbid it, and of
    /// types and navigation properties those that say it.
    pub fn update_places(&self) -> Vec<(TypeId, Option<&str>)> {
        let roots = self.roots.iter().filter(|root| root.writing().update);
        let mut places: Vec<_> = roots
            .filter_map(|root| Some((target(root)?, methods(&root.annotations))))
            .collect();
        for (id, found) in self.type_ids() {
            let said = methods(&found.annotations).map(|methods| (id, Some(methods)));
            places.extend(said);
            let own = found.structured().map(|found| found.properties.iter());
            let navigation = own.into_iter().flatten().filter_map(|property| {
                let methods = methods(&property.annotations)?;
                property.navigation.as_ref()?;
                Some((property.type_.named()?, Some(methods)))
            });
            places.extend(navigation);
        }
        places
    }

    /// The methods that update entities of a type, by the places where they are updated.
    pub fn update_methods(&self, id: TypeId, places: &[(TypeId, Option<&str>)]) -> UpdateMethods {
        let own = places.iter().filter(|(place, _)| self.is_a(id, *place));
        let own: Vec<Option<&str>> = own.map(|(_, methods)| *methods).collect();
        let say = |method: &str| own.iter().flatten().any(|methods| has(methods, method));
        let is_complete = !own.is_empty() && own.iter().all(Option::is_some);
        UpdateMethods {
            put: say("PUT"),
            no_patch: is_complete && !say("PATCH"),
            no_put: is_complete && !say("PUT"),
        }
    }
}

const PROPERTY: &str = "NavigationProperty";

/// The entity type at a root.
fn target(root: &Root) -> Option<TypeId> {
    match root.kind {
        RootKind::EntitySet { type_ } | RootKind::Singleton { type_, .. } => Some(type_),
        _ => None,
    }
}

/// The value of a term of the vocabulary.
fn value<'a>(list: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    let found = list.iter().find(|annotation| {
        let name = annotation.term.as_str().strip_prefix(CAPABILITIES);
        annotation.qualifier.is_none() && name == Some(term)
    });
    found?.value.as_ref()
}

/// The records of `NavigationRestrictions/RestrictedProperties`.
fn restricted(list: &[Annotation]) -> impl Iterator<Item = &Expression> {
    let restrictions = value(list, "NavigationRestrictions");
    let properties = restrictions.and_then(|found| field(found, "RestrictedProperties"));
    items(properties).iter()
}

/// The records of a root about one navigation property of its entities.
fn restricted_at<'a>(root: &'a Root, name: &'a str) -> impl Iterator<Item = &'a Expression> {
    let all = restricted(&root.annotations);
    all.filter(move |record| text(field(record, PROPERTY)) == Some(name))
}

fn of_record(record: &Expression) -> Writing {
    Writing::within(|term| field(record, term))
}

fn is_false(value: &Expression) -> bool {
    matches!(&value.kind, ExpressionKind::Constant(Constant::Bool, text) if text == "false")
}

/// `UpdateRestrictions/UpdateMethod`.
fn methods(list: &[Annotation]) -> Option<&str> {
    text(field(value(list, "UpdateRestrictions")?, "UpdateMethod"))
}

/// Whether members of `Capabilities.HttpMethod` include one.
fn has(members: &str, method: &str) -> bool {
    let mut members = members.split([' ', ',']);
    members.any(|member| member.rsplit('/').next() == Some(method))
}
