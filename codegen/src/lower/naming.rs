//! Assigns the names of all generated items, each unique in its scope, before any item is
//! created.

mod builders;
mod members;
mod operations;
mod reserved;
mod roots;
mod types;
mod unreserved;

use std::collections::BTreeMap;

use super::Input;
use super::extent::Extent;
use super::overloads::Overloads;
use super::plan::Plan;
use crate::diagnostic::Diagnostics;
use crate::model::{OperationId, PropertyId, TypeId};
use crate::names::assign::{NameRequest, NameScope};
use crate::names::escape;
use crate::sdk::Path;

pub use self::builders::{BuilderNames, MethodPurpose};
pub use self::members::{AnyEnumNames, EnumNames, FamilyNames, shared_base};
pub use self::operations::{OperationNames, builder_names, home};

/// The names of all generated items.
#[derive(Clone, Debug, Default)]
pub struct GeneratedNames {
    /// The structs of concrete types and the enums of enumeration types.
    pub types: BTreeMap<TypeId, Path>,
    /// The module of each type's file.
    pub files: BTreeMap<TypeId, String>,
    /// The names that types would have through which paths only lead, and their files: their
    /// builders are named after them.
    pub passages: BTreeMap<TypeId, (Path, String)>,
    /// The enums over a type and the types derived from it.
    pub any: BTreeMap<TypeId, Path>,
    /// The enums of the overlay's unions, and their files.
    pub unions: BTreeMap<PropertyId, (Path, String)>,
    /// The fields of each structured type; the identifiers are not escaped.
    pub fields: BTreeMap<TypeId, Vec<(PropertyId, String)>>,
    /// The variants of each enumeration type.
    pub enums: BTreeMap<TypeId, EnumNames>,
    /// The variants and methods of each enum over derived types.
    pub any_enums: BTreeMap<TypeId, AnyEnumNames>,
    /// The variants and methods of each union.
    pub union_enums: BTreeMap<PropertyId, AnyEnumNames>,
    /// The builders of each entity type, with their methods.
    pub builders: BTreeMap<TypeId, BuilderNames>,
    /// The struct of each operation, with its parameters.
    pub operations: BTreeMap<OperationId, OperationNames>,
    /// The methods at which paths start, by position of the root and, for an import, by
    /// operation.
    pub roots: BTreeMap<(usize, Option<OperationId>), String>,
    /// The namespace that each module below `models` stands for.
    pub namespaces: BTreeMap<Vec<String>, String>,
}

/// Assigns the names of modules, files, types and builders, which every item refers to; `runtime`
/// is the name of the runtime crate.
pub fn assign_places(
    input: Input<'_>,
    plan: &Plan,
    runtime: &str,
    diagnostics: &mut Diagnostics,
) -> GeneratedNames {
    let mut names = GeneratedNames::default();
    types::assign_types(input, plan, runtime, &mut names, diagnostics);
    builders::assign_builders(input, plan, &mut names, diagnostics);
    names
}

/// Assigns the names inside of the items of an extent, once their places have names.
pub fn assign_contents(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    extent: &Extent,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    members::assign_members(input, plan, extent, names, diagnostics);
    operations::assign_operations(input, plan, overloads, extent, names, diagnostics);
    builders::assign_methods(input, plan, overloads, extent, names, diagnostics);
    roots::assign_roots(input, overloads, names, diagnostics);
}

/// Assigns identifiers in a new scope and escapes them.
fn assign_escaped<T>(
    requests: Vec<(T, NameRequest)>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<(T, String)> {
    let assigned = NameScope::new(reserved).assign_names(requests, diagnostics);
    let escaped = assigned.into_iter();
    escaped
        .map(|(item, ident)| (item, escape(&ident)))
        .collect()
}
