//! Assigns the names of all generated items, each unique in its scope, before any item is
//! created.

mod builders;
mod members;
mod operations;
mod place;

use std::collections::BTreeMap;

use super::Input;
use super::overloads::Overloads;
use super::plan::Plan;
use crate::diagnostic::{Diagnostics, Span};
use crate::model::{OperationId, PropertyId, TypeId};
use crate::names::decisions::Decisions;
use crate::names::escape;
use crate::names::settle::{Claim, Scope};
use crate::sdk::Path;

pub use self::builders::{BuilderNames, MethodName};
pub use self::members::{AnyNames, EnumNames, shared_base};
pub use self::operations::OperationNames;

/// The names of all generated items.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The structs of concrete types and the enums of enumeration types.
    pub types: BTreeMap<TypeId, Path>,
    /// The module of each type's file.
    pub files: BTreeMap<TypeId, String>,
    /// The enums over a type and the types derived from it.
    pub any: BTreeMap<TypeId, Path>,
    /// The enums of the overlay's unions, and their files.
    pub unions: BTreeMap<PropertyId, (Path, String)>,
    /// The words of each field of a structured type, not escaped.
    pub fields: BTreeMap<TypeId, Vec<String>>,
    /// The variants of each enumeration type.
    pub enums: BTreeMap<TypeId, EnumNames>,
    /// The variants and methods of each enum over derived types.
    pub any_members: BTreeMap<TypeId, AnyNames>,
    /// The variants and methods of each choice.
    pub union_members: BTreeMap<PropertyId, AnyNames>,
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

/// Assigns all names.
pub fn settle(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    diagnostics: &mut Diagnostics,
) -> Names {
    let mut names = Names::default();
    place::settle(input, plan, &mut names, diagnostics);
    members::settle(input, plan, &mut names, diagnostics);
    builders::builders(input, plan, &mut names, diagnostics);
    operations::settle(input, plan, overloads, &mut names, diagnostics);
    builders::settle(input, plan, overloads, &mut names, diagnostics);
    names
}

/// A request for an identifier, which a line of `names.txt` may decide.
fn claim(decisions: &Decisions, who: String, span: Option<Span>, words: String) -> Claim {
    match decisions.get(&who) {
        Some(decided) => Claim {
            words: decided.to_owned(),
            who,
            span,
            decided: true,
        },
        None => Claim {
            words,
            who,
            span,
            decided: false,
        },
    }
}

/// Assigns identifiers in a new scope and escapes them.
fn escaped(claims: &[Claim], reserved: &[&str], diagnostics: &mut Diagnostics) -> Vec<String> {
    let settled = Scope::new(reserved).settle(claims, diagnostics);
    settled.iter().map(|words| escape(words)).collect()
}
