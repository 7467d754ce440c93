//! How paths reach entities, and what builders may do there.

use super::Path;
use crate::model::Writing;

/// How a path reaches entities, which decides what requests may do with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Through containment: the path is where the entity lives, so it can be deleted there, if
    /// the metadata does not forbid it.
    Owned(Writing),
    /// Through a reference, or through a collection of references.
    Reference,
    /// By key in a collection of references.
    ReferenceItem,
    /// Through a navigation property without containment through which entities are written.
    Related(Writing),
    /// By key in a collection of such a navigation property.
    RelatedItem(Writing),
}

/// When a builder with an access parameter has a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Only {
    /// With one access.
    With(Access),
    /// With every access that may do this.
    ToDo(Action),
}

/// What some accesses may do and others not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Creating an entity in the collection.
    Create,
    /// Changing the entity.
    Update,
    /// Deleting the entity.
    Delete,
    /// Adding, setting and removing references.
    Refer,
    /// Removing the reference that led to the entity.
    RemoveReference,
    /// Going on to one entity of the collection.
    Item,
}

impl Only {
    /// Whether a builder with this access has the method.
    pub fn includes(self, access: Access) -> bool {
        match self {
            Self::With(only) => only == access,
            Self::ToDo(action) => access.may(action),
        }
    }
}

impl Access {
    /// Where an entity lives and everything is allowed.
    pub const OWNED: Self = Self::Owned(Writing::ALL);

    /// Whether the path is where the entity lives.
    pub fn is_owned(self) -> bool {
        matches!(self, Self::Owned(_))
    }

    fn may(self, action: Action) -> bool {
        let writing = match self {
            Self::Owned(writing) | Self::Related(writing) | Self::RelatedItem(writing) => writing,
            Self::Reference | Self::ReferenceItem => return false,
        };
        let owned = self.is_owned();
        match action {
            Action::Create => writing.create,
            Action::Update => writing.update,
            Action::Delete => writing.delete,
            Action::Refer => matches!(self, Self::Related(_)),
            Action::RemoveReference => !owned,
            Action::Item => owned || matches!(self, Self::Related(_)),
        }
    }

    /// The access to one entity of the collection that is reached so.
    pub fn item(self) -> Self {
        match self {
            Self::Owned(_) => self,
            Self::Reference | Self::ReferenceItem => Self::ReferenceItem,
            Self::Related(writing) | Self::RelatedItem(writing) => Self::RelatedItem(writing),
        }
    }
}

/// The builder that a method returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuilderRef {
    /// The builder.
    pub path: Path,
    /// The argument for its access parameter, if it has one.
    pub access: Option<AccessParam>,
}

/// The argument for the access parameter of a builder that a method returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessParam {
    /// The access of the builder that the method belongs to.
    Same,
    /// The access to one entity of the collection that the method belongs to.
    Item,
    /// A fixed access.
    Is(Access),
}
