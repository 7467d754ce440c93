//! What goes in: everything that will have a name. What comes out: [`Names`]:
//! each name settled against all others of its scope, before anything is made.

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

/// All names of the generated code.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Structs of concrete types, enums of enumeration types.
    pub types: BTreeMap<TypeId, Path>,
    /// The module of each type's file.
    pub files: BTreeMap<TypeId, String>,
    /// Enums over a type and what derives from it.
    pub any: BTreeMap<TypeId, Path>,
    /// Enums of the choices that the overlay declares, and their files.
    pub unions: BTreeMap<PropertyId, (Path, String)>,
    /// The words of each field of a structured type, not escaped.
    pub fields: BTreeMap<TypeId, Vec<String>>,
    /// The variants of each enumeration type.
    pub enums: BTreeMap<TypeId, EnumNames>,
    /// The variants and methods of each enum over derived types.
    pub any_members: BTreeMap<TypeId, AnyNames>,
    /// The variants and methods of each choice.
    pub union_members: BTreeMap<PropertyId, AnyNames>,
    /// The builders of each entity type, and their methods.
    pub builders: BTreeMap<TypeId, BuilderNames>,
    /// The struct of each operation, and what is inside.
    pub operations: BTreeMap<OperationId, OperationNames>,
    /// The functions at the start of paths: by position of the root and, for an
    /// import, of the operation.
    pub roots: BTreeMap<(usize, Option<OperationId>), String>,
    /// Which namespace each module stands for: its modules below `models`.
    pub namespaces: BTreeMap<Vec<String>, String>,
}

/// Settles all names.
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

/// A claim that a line of `names.txt` may decide.
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

/// Settles claims in a scope of their own and escapes what comes out.
fn escaped(claims: &[Claim], reserved: &[&str], diagnostics: &mut Diagnostics) -> Vec<String> {
    let settled = Scope::new(reserved).settle(claims, diagnostics);
    settled.iter().map(|words| escape(words)).collect()
}
